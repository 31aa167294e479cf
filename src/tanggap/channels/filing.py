"""Bringing what came to the one door, and what a partner or an author changed to the report that it became."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from django.db import transaction

from tanggap.channels import files, receiving, registry
from tanggap.channels.contract import Account, Attachment, Changed, Filed, Following, Later, Malformed, Said, Update
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.talk.reading import Message
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto
from tanggap.core.refusal import Refusal
from tanggap.feedback import actions as feedback
from tanggap.intake import actions as intake
from tanggap.intake.models import Inbound
from tanggap.intake.words import InboundReport, Receipt, Reporter
from tanggap.reports.models import Report

MOST_WAITS = 6


def file(account: Account, arrival: Arrival, report: InboundReport, attachments: Iterable[Attachment]) -> Report:
    """Bring a complaint to the one door under its arrival's id and return the report; again: the same one.

    Attachments that are no readable photos are left out and stay in the kept payload. Raises the refusals of intake.accept, and Later.
    """
    looked = files.looked_at(attachments)
    raw = {"arrival": arrival.pk, "left_out": looked.left_out}
    inbound = replace(
        report, channel=account.channel, external_id=key_of(account, arrival.external_id), photos=looked.photos, raw=raw
    )
    try:
        receipt: Receipt = intake.accept(inbound)
    except intake.KeyReused:  # it was filed before, when a photo or a category was read otherwise
        return (
            Inbound.objects.select_related("report")
            .get(channel=account.channel, external_id=inbound.external_id)
            .report
        )
    return Report.objects.get(code=receipt.code)


def key_of(account: Account, external_id: str) -> str:
    """Return the id by which the one door knows what an account brought."""
    key = f"{account.code}:{external_id}"
    return key if len(key) <= receiving.LONGEST_ID else f"{account.code}:{crypto.fingerprint(key.encode()).hex()}"


def file_whole(account: Account, arrival: Arrival, filed: Filed) -> None:
    """File a whole report from a system with a form of its own."""
    reporter = replace(filed.report.reporter, handle=filed.sender, account=account.code if filed.sender else "")
    report = replace(filed.report, reporter=reporter, area=filed.report.area or _area_of(filed.report))
    made = file(account, arrival, report, files.fetched(account, filed.attachments))
    finish(arrival, "filed", report=made)


def _area_of(report: InboundReport) -> str | None:
    """Return the area in which a report without a point lies by its address, else by its words; None when they leave a doubt."""
    if report.lon is not None or report.lat is not None:
        return None
    for words, is_answer in ((report.address, True), (report.text, False)):
        found = Message(Said(sender="", text=words)).find(is_answer=is_answer)
        if found.is_sure and len(found.areas) == 1:
            return found.areas[0]
    return None


def follow(account: Account, arrival: Arrival, update: Update) -> None:
    """Bring a partner's word to the report that we have under its number. One that overtook its report waits for it. Raises Later."""
    key = key_of(account, update.external_id)
    known = Inbound.objects.select_related("report").filter(channel=account.channel, external_id=key).first()
    if (
        known is None
        and Inbound.objects.filter(
            channel=account.channel, external_id=crypto.gone_id(f"{account.channel}/{key}")
        ).exists()
    ):
        _drop(arrival)
        return
    if known is None:
        if arrival.tries < MOST_WAITS:
            raise Later("the report that it is about has not come yet")
        finish(arrival, "unknown_report", state=ArrivalState.IGNORED)
        return
    adapter = cast(Following, registry.adapter(account.adapter))
    outcome = adapter.follow(account, known.report.code, update)
    finish(arrival, f"followed:{outcome}", report=known.report)


def _drop(arrival: Arrival) -> None:
    """Let a word about a report go unread whose reporter was erased."""
    Arrival.objects.filter(pk=arrival.pk).update(sealed=b"", amended=None, body=b"")
    finish(arrival, "erased", state=ArrivalState.IGNORED)


@transaction.atomic
def change(account: Account, arrival: Arrival, changed: Changed) -> None:
    """Let an author's edit or deletion follow what became of the message: not read yet, it is not read; a report is told.

    Raises Later while the message itself waits for a later try, or has not come yet.
    """
    said = (
        Arrival.objects.select_for_update(of=("self",))
        .select_related("report")
        .filter(account=account.id, external_id=changed.external_id)
        .first()
    )
    gone = crypto.gone_id(f"{account.id}/{changed.external_id}")
    if said is None and Arrival.objects.filter(account=account.id, external_id=gone).exists():
        _drop(arrival)
        return
    if said is None:
        if arrival.tries < MOST_WAITS:
            raise Later("the message that it is about has not come yet")
        finish(arrival, "unknown_message", state=ArrivalState.IGNORED)
        return
    if said.state == ArrivalState.WAITING and changed.text is None:
        finish(said, "deleted_by_author", state=ArrivalState.IGNORED)
    elif said.state == ArrivalState.WAITING:
        raise Later("the message that it is about waits itself")
    if said.report is not None and not _says_so_already(account, said, changed):
        _tell(said.report, arrival, changed)
    finish(arrival, "changed", report=said.report)


def _says_so_already(account: Account, said: Arrival, changed: Changed) -> bool:
    """Return whether the message as it was kept says what its author made of it: the change came before the message itself."""
    try:
        heard = registry.adapter(account.adapter).read(account, receiving.payload_of(said))
    except Malformed:
        return False
    return isinstance(heard, Said) and heard.text == changed.text


def _tell(report: Report, arrival: Arrival, changed: Changed) -> None:
    words = f"✎ {changed.text}" if changed.text else "✕"
    try:
        with transaction.atomic():
            feedback.add(code=report.code, token=token_of(report), message=words, key=f"arrival/{arrival.pk}")
    except Refusal:  # it is archived: nobody works on it any more
        return


def token_of(report: Report) -> str:
    """Return the token by which the reporter's own acts are done; the thread has proven who speaks."""
    return crypto.private_token(bytes(report.nonce))


def reporter_of(account: Account, sender: str, name: str) -> Reporter:
    """Return who speaks, as the vault keeps it: an address or number as what it is, and the way back in any case."""
    email = sender if "@" in sender.strip("@") else ""
    phone = sender if sender.startswith("+") and sender[1:].isdigit() else ""
    return Reporter(
        name=name[:120], email=email, phone=phone, channel=account.channel, handle=sender, account=account.code
    )


def finish(arrival: Arrival, outcome: str, *, state: str = ArrivalState.DONE, report: Report | None = None) -> None:
    """Mark a piece as dealt with, within the transaction of what it caused."""
    arrival.state, arrival.outcome, arrival.error, arrival.done_at = state, outcome[:80], "", clock.now()
    if report is not None:
        arrival.report = report
    arrival.save(update_fields=["state", "outcome", "error", "done_at", "report", "thread"])


def answer(arrival: Arrival, kind: str, words: dict[str, object]) -> None:
    """Write what is answered to a piece, each kind once. The words are sealed; a person waits for them, so they go at once."""
    at = clock.now()
    Posting.objects.bulk_create(
        [
            Posting(
                account_id=arrival.account_id,
                thread=arrival.thread,
                arrival=arrival,
                kind=kind,
                sealed=crypto.seal(words, context=f"answer:{arrival.pk}:{kind}"),
                made_at=at,
                next_try_at=at,
            )
        ],
        ignore_conflicts=True,
    )
