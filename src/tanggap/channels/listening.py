"""What a person said: understood by the dialogue together with what was said before, acted on by the one door, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import override

from tanggap.channels import accounts, files, filing, registry, threads
from tanggap.channels.contract import Account, Attachment, Said
from tanggap.channels.models import Arrival, Thread
from tanggap.channels.standing import standing
from tanggap.channels.talk import engine, words
from tanggap.channels.talk.turns import (
    Add,
    Cancel,
    Current,
    Draft,
    File,
    Mute,
    Object,
    Quiet,
    Rate,
    Reopen,
    Reply,
    Status,
    Turn,
)
from tanggap.channels.words import ArrivalState
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.feedback import actions as feedback
from tanggap.intake.actions import handle_index
from tanggap.intake.checks import LONGEST_ADDRESS
from tanggap.intake.words import InboundReport
from tanggap.notify import dispatch
from tanggap.places import locate
from tanggap.reports.models import Report
from tanggap.reports.queries.forgotten import is_forgotten

FRIENDLY_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Scene:
    """One message with everything around it."""

    account: Account
    arrival: Arrival
    said: Said
    attachments: Sequence[Attachment]
    now: datetime


def hear(account: Account, arrival: Arrival, said: Said) -> None:
    """Deal with what a person said: file, add, rate, answer, or leave it. A machine's words are kept and move nothing.

    Words alone are one transaction and one commit. With files the report is filed before the transaction that marks the piece as done:
    they are fetched and looked at outside of any. Raises Later, Refusal, Invalid.
    """
    if said.is_machine:
        filing.finish(arrival, f"machine:{said.is_machine}", state=ArrivalState.IGNORED)
        return
    attachments = files.fetched(account, said.attachments)
    scene = _Scene(account, arrival, replace(said, attachments=tuple(attachments)), attachments, clock.now())
    with transaction.atomic():
        thread = threads.of_peer(account, said, arrival=arrival.pk, now=scene.now)
        draft = threads.draft_of(thread)
        if not attachments and not (draft and draft.photos):
            _answer(scene, thread, draft)
            return
    _answer(scene, thread, draft)


def _answer(scene: _Scene, thread: Thread, draft: Draft | None) -> None:
    """Let the dialogue understand the message in its thread, and do what follows."""
    scene.arrival.thread = thread
    current = _current(scene.said, thread, scene.now)
    turn = engine.hear(
        draft,
        scene.said,
        now=scene.now,
        language=threads.language_of(thread),
        current=current,
        can_show="media" in registry.adapter(scene.account.adapter).ways,
    )
    thread.language = turn.language or thread.language
    _carry_out(scene, thread, turn, current)


def _current(said: Said, thread: Thread, now: datetime) -> Current | None:
    """Return the report that words are about: the one that a signed token proves, in a chat the thread's own; a letter has no other."""
    if said.joins:
        report = Report.objects.filter(code=said.joins).first()
        if report is None or is_forgotten(report.pk):
            return None
        return threads.current(report, now=now)
    return threads.current(thread.report, now=now) if said.may_ask and thread.report is not None else None


def _carry_out(scene: _Scene, thread: Thread, turn: Turn, current: Current | None) -> None:
    match turn.act:
        case File():
            report = _file(scene, thread, turn.act)
            _close(scene, thread, turn, "filed", report=report)
        case Add() | Rate() | Reopen() | Object() if current is not None:
            _on_report(scene, thread, turn, current)
        case Status():
            with override(threads.language_of(thread)):
                told = standing(turn.act.code, own=thread.report)
            _close(scene, thread, turn, "told", extra=[told])
        case Cancel():
            _close(scene, thread, turn, "cancelled")
        case Mute():
            thread.is_muted = True
            _close(scene, thread, turn, "muted")
        case Quiet():
            _close(scene, thread, turn, f"quiet:{turn.act.reason}")
        case _:
            _close(scene, thread, turn, "asked")


def _file(scene: _Scene, thread: Thread, act: File) -> Report:
    """File what a person told, with the photos that were kept for it. A point that cannot be placed is left to a person."""
    said, account = scene.said, scene.account
    attachments = [*(files.kept_in(thread) if said.may_ask and thread.draft is not None else ()), *scene.attachments]
    report = InboundReport(
        channel=account.channel,
        text=act.text,
        category=act.category,
        lon=act.lon,
        lat=act.lat,
        area=act.area,
        address=act.address,
        reporter=filing.reporter_of(account, said.sender, said.name),
        language=threads.language_of(thread),
    )
    try:
        return filing.file(account, scene.arrival, report, attachments)
    except (locate.Misplaced, Invalid) as refusal:
        return filing.file(account, scene.arrival, _without(report, refusal), attachments)


def _without(report: InboundReport, refusal: Refusal) -> InboundReport:
    """Return the report without what the door refused of it: a complaint is not lost for a bad number or a point at sea.

    Raises the refusal again when it is about the words themselves.
    """
    faults = refusal.errors.keys() or {"location"}
    if faults & {"text", "channel", "external_id"}:
        raise refusal
    kept = report
    if faults & {"location", "address"}:
        kept = replace(kept, lon=None, lat=None, area=None, address=kept.address[:LONGEST_ADDRESS])
    if "category" in faults:
        kept = replace(kept, category=None)
    bare = {key: "" for key in ("email", "phone", "name") if key in faults}
    return replace(kept, reporter=replace(kept.reporter, **bare))


_DISPUTED: Final = {"feedback.reopen": "reopened", feedback.REQUEST: "requested"}


def _on_report(scene: _Scene, thread: Thread, turn: Turn, current: Current) -> None:
    """Do what the reporter of a report may: from another address than the one that was written to, words are only added."""
    report = Report.objects.get(code=current.code)
    said, act = scene.said, turn.act
    is_other = bool(said.joins) and said.joins_as.lower() != said.sender.lower()
    token, key = filing.token_of(report), f"arrival/{scene.arrival.pk}"
    if said.joins and not is_other:
        dispatch.prove(handle_index(scene.account.channel, said.sender))
    looked, said_now = files.looked_at(scene.attachments), list[Reply]()
    try:
        with transaction.atomic():
            match act:
                case Rate() if not is_other:
                    feedback.rate(code=report.code, token=token, score=act.score, comment=act.comment)
                    outcome = "rated"
                case Reopen() if not is_other:
                    event = feedback.dispute(code=report.code, token=token, message=act.text, photos=looked.photos)
                    outcome = _DISPUTED.get(event.kind, "added")
                    said_now = [Reply("requested", {"code": report.code})] if outcome == "requested" else []
                case Object() if not is_other:
                    feedback.appeal(code=report.code, token=token, message=act.text)
                    outcome = "objected"
                case Add() if current.is_asked and act.text and not is_other:
                    feedback.answer(code=report.code, token=token, answer=act.text)
                    outcome = "answered"
                case _:
                    text = act.comment if isinstance(act, Rate) else getattr(act, "text", "")
                    feedback.add(
                        code=report.code, token=token, message=text, photos=looked.photos, is_other=is_other, key=key
                    )
                    outcome = "added"
            if looked.photos and outcome not in {"added", "reopened", "requested"}:
                feedback.add(code=report.code, token=token, message="", photos=looked.photos, key=key)
            _close(scene, thread, turn, outcome, report=report, extra=said_now)
    except Refusal as refusal:
        with override(threads.language_of(thread)):
            why = str(refusal)
        _close(
            scene,
            thread,
            replace(turn, says=()),
            "quiet:refused",
            extra=[Reply("refused", {"why": why})],
            report=report,
        )


@transaction.atomic(savepoint=False)
def _close(
    scene: _Scene,
    thread: Thread,
    turn: Turn,
    outcome: str,
    *,
    report: Report | None = None,
    extra: Sequence[Reply] = (),
) -> None:
    """Write what the turn leaves behind: the draft, its files, the answers, the piece marked as done."""
    threads.keep_draft(thread, turn.draft, now=scene.now)
    if turn.draft is not None and scene.attachments:
        files.keep(scene.arrival, scene.attachments)
    if report is not None and (scene.said.may_ask or thread.report_id is None):
        thread.report = report
    says = [*turn.says, *extra] if scene.said.sender.strip() else []
    if turn.is_friendly and thread.greeted_at and scene.now - thread.greeted_at < FRIENDLY_EVERY:
        says = list(extra)
    elif turn.is_friendly and says:
        thread.greeted_at = scene.now
    thread.save(update_fields=["draft", "report", "language", "greeted_at", "is_muted", "touched_at"])
    language = threads.language_of(thread)
    for reply in says:
        filing.answer(scene.arrival, reply.kind, _words(scene.said, words.say(reply, language)))
    filing.finish(scene.arrival, outcome, report=report)


def _words(said: Said, text: str) -> dict[str, object]:
    return {"text": text, "thread": said.thread, "is_public": said.is_public, "title": said.title[:200]}


def time_out(*, limit: int = 200) -> int:
    """Go on with drafts whose people fell silent: what says enough is filed, a person completes it; the rest is let go. Return how many."""
    now = clock.now()
    rows = Thread.objects.filter(draft__isnull=False, touched_at__lt=now - engine.SILENCE).order_by("touched_at")
    return sum(_time_out(thread, now) for thread in list(rows[:limit]))


def _time_out(thread: Thread, now: datetime) -> bool:
    """End one draft, when its time is over and nobody goes on with it at this moment."""
    with transaction.atomic():
        mine = Thread.objects.select_for_update(skip_locked=True, of=("self",)).select_related("report")
        found = mine.filter(pk=thread.pk, draft__isnull=False, touched_at=thread.touched_at).first()
        account, draft = accounts.by_id(thread.account_id), threads.draft_of(thread)
        last = Arrival.objects.filter(thread=thread).order_by("-id").first()
        if found is None or account is None or last is None:
            return False
        turn = engine.time_out(draft, now=now) if draft is not None else Turn()
        if turn is None:
            return False
        known = threads.peer_of(found)
        scene = _Scene(account, last, Said(sender=str(known["sender"]), name=str(known["name"])), (), now)
        if isinstance(turn.act, File):
            _close(scene, found, turn, "filed", report=_file(scene, found, turn.act))
        else:
            _close(scene, found, turn, last.outcome)
        return True
