"""What was said and answered in a thread, line by line, naming nobody."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies.models import Staff
from tanggap.channels import contract, receiving, registry
from tanggap.channels.models import Account, Arrival, Posting, Thread
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import crypto
from tanggap.core.refusal import NotFound
from tanggap.reports import access
from tanggap.reports.models import Report

MOST_SAID = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation: said by the citizen, or by us. It names nobody."""

    at: datetime
    is_ours: bool
    text: str
    files: int
    state: str
    outcome: str


def conversation_of(code: str, *, by: Staff) -> list[Line]:
    """Return what was said and answered about a report by its channel, oldest first, at most `MOST_SAID` of each.

    For those who may read conversations of a report that they may see. Raises NotFound for anybody else's and for none.
    """
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(by, report):
        raise NotFound
    access.permit("channels.read_conversation", by, report)
    thread = Thread.objects.filter(report=report).select_related("account").first()
    if thread is None:
        raise NotFound
    return lines(thread)


def has_conversation(report: int) -> bool:
    """Return whether a report came by a thread that can be read. One statement."""
    return Thread.objects.filter(report=report).exists()


def lines(thread: Thread) -> list[Line]:
    """Return a thread's lines, oldest first, the last `MOST_SAID` of each side."""
    said = Arrival.objects.filter(thread=thread).select_related("account").order_by("-id")[:MOST_SAID]
    told = Posting.objects.filter(thread=thread, arrival__isnull=False).order_by("-id")[:MOST_SAID]
    ours = [
        Line(
            row.made_at,
            True,
            str(crypto.unseal(bytes(row.sealed or b""), context=f"answer:{row.arrival_id}:{row.kind}").get("text", "")),
            0,
            str(PostingState(row.state).label),
            "",
        )
        for row in told
    ]
    return sorted([*(_said(row) for row in said), *ours], key=lambda line: line.at)


def _said(row: Arrival) -> Line:
    try:
        heard = registry.adapter(row.account.adapter).read(_bare(row.account), receiving.payload_of(row))
    except contract.Malformed:
        heard = contract.Ignored("malformed")
    said = heard.said if isinstance(heard, contract.Partial) else heard
    text = (
        said.text if isinstance(said, contract.Said) else said.report.text if isinstance(said, contract.Filed) else ""
    )
    files = len(said.attachments) if isinstance(said, contract.Said | contract.Filed) else 0
    return Line(row.received_at, False, text, files, str(ArrivalState(row.state).label), row.outcome)


def _bare(row: Account) -> contract.Account:
    """Return an account without its secrets: reading is pure and needs none."""
    return contract.Account(id=row.pk, channel=row.channel_id, code=row.code, adapter=row.adapter, values={})
