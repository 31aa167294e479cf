"""What was said and answered about one report, line by line, naming nobody, and nothing of the same person's other reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing
from tanggap.catalog import queries as catalog
from tanggap.channels import contract, links, receiving, registry
from tanggap.channels.models import Account, Arrival, Posting
from tanggap.channels.words import OUTCOMES, ArrivalState, PostingState
from tanggap.core import crypto
from tanggap.core.refusal import NotFound
from tanggap.notify import queries as notify
from tanggap.notify.words import Way
from tanggap.reports import access
from tanggap.reports.models import Report

MOST_LINES = 200
MOST_LOOKED_AT = 2_000
BEFORE_ITS_REPORT = frozenset({"asked", "part"})
"""What a person says until a report is made of it; anything else that led to none follows what was said before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: said by the citizen (or, `is_other`, by somebody who answered in the citizen's stead), or by us. It names nobody."""

    at: datetime
    is_ours: bool
    text: str
    files: int = 0
    state: str = ""
    state_label: str = ""
    outcome: str = ""
    is_other: bool = False

    @property
    def outcome_label(self) -> str:
        """Return what it came to, in words; empty where there is no word for it."""
        return str(OUTCOMES.get(self.outcome.partition(":")[0], ""))


@dataclass(frozen=True, slots=True)
class Conversation:
    """The lines about one report, oldest first; `is_cut` when older ones are not shown."""

    code: str
    channel: str
    lines: tuple[Line, ...]
    is_cut: bool


def conversation_of(code: str, *, by: Staff, base_url: str = "") -> Conversation:
    """Return what was said and answered about a report by its channel, at most the last `MOST_LINES` of it.

    Raises NotFound for a report that the person may not see, NotAllowed when conversations are not the person's to read.
    """
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(by, report):
        raise NotFound
    access.permit("channels.read_conversation", by, report)
    ids = _about(report)
    rows = Arrival.objects.filter(pk__in=ids[-MOST_LINES:]).select_related("account").order_by("id")
    first = next((row.thread_id for row in rows if row.thread_id), None)
    said = [_said(row, is_other=row.thread_id not in (None, first)) for row in rows]
    lines = sorted([*said, *_answers(row.pk for row in rows), *_notices(code, base_url)], key=lambda line: line.at)
    channel = catalog.channel(report.channel_id)
    is_cut = len(ids) > MOST_LINES or len(lines) > MOST_LINES
    return Conversation(code, channel.label if channel else report.channel_id, tuple(lines[-MOST_LINES:]), is_cut)


def may_read(code: str | None, thing: Thing, staff: Staff) -> bool:
    """Return whether the desk offers the conversation of a report that came by the channel `code` to a person. No statement of its own.

    `thing` is the report as the permission table sees it.
    """
    row = catalog.channel(code)
    is_by_account = row is not None and bool(registry.adapters_of(row.adapter))
    return is_by_account and permissions.allows("channels.read_conversation", staff, thing)


def _about(report: Report) -> list[int]:
    """Return the pieces that are about a report, oldest first: its own, and what led to them in their threads. Two statements."""
    own = list(Arrival.objects.filter(report=report).order_by("id").values_list("id", "thread"))
    found = {piece for piece, thread in own if thread is None}
    beside: dict[int, list[_Piece]] = {thread: [] for _piece, thread in own if thread is not None}
    rows = Arrival.objects.filter(thread__in=beside).order_by("-id").values_list("thread", "id", "report", "outcome")
    for thread, piece, about, outcome in rows[:MOST_LOOKED_AT]:
        beside[thread or 0].append((piece, about, outcome))
    for pieces in beside.values():
        found |= _owned(pieces, report.pk)
    return sorted(found)


_Piece = tuple[int, int | None, str]


def _owned(pieces: list[_Piece], report: int) -> set[int]:
    """Return which pieces of a thread (latest first: id, report, outcome) belong to a report: words that led to it, and what followed."""
    before: dict[int, int | None] = {}
    last = None
    for piece, about, _outcome in reversed(pieces):
        before[piece] = last = about if about is not None else last
    found, ahead = set(), None
    for piece, about, outcome in pieces:
        if about is not None or outcome == "cancelled":
            ahead = about
        led_to = ahead if outcome in BEFORE_ITS_REPORT else before[piece]
        if report == (about if about is not None else led_to):
            found.add(piece)
    return found


def _said(row: Arrival, *, is_other: bool) -> Line:
    heard: contract.Heard
    try:
        heard = registry.adapter(row.account.adapter).read(_bare(row.account), receiving.payload_of(row))
    except (contract.Malformed, crypto.Unreadable):
        heard = contract.Ignored("malformed")
    said = heard.said if isinstance(heard, contract.Partial) else heard
    match said:
        case contract.Said():
            text, files = said.text, len(said.attachments)
        case contract.Filed():
            text, files = said.report.text, len(said.attachments)
        case contract.Update() | contract.Changed():
            text, files = said.text or "", 0
        case _:
            text, files = "", 0
    state = ArrivalState(row.state)
    return Line(row.received_at, False, text, files, state.value, str(state.label), row.outcome, is_other)


def _answers(arrivals: Iterable[int]) -> list[Line]:
    """Return what we answered to pieces. One statement."""
    rows = Posting.objects.filter(arrival__in=list(arrivals)).order_by("id")[:MOST_LINES]
    return [
        Line(
            row.made_at,
            True,
            links.public(_words(row)),
            state=row.state,
            state_label=str(PostingState(row.state).label),
        )
        for row in rows
    ]


def _words(row: Posting) -> str:
    try:
        return str(
            crypto.unseal(bytes(row.sealed or b""), context=f"answer:{row.arrival_id}:{row.kind}").get("text", "")
        )
    except crypto.Unreadable:
        return ""


def _notices(code: str, base_url: str) -> list[Line]:
    """Return what the reporter was told by the channel of what happened to the report, without the private link."""
    return [
        Line(said.at, True, links.public(said.text), state=said.state, state_label=said.state_label)
        for said in notify.messages_of(code, base_url=base_url)
        if said.way == Way.CHANNEL
    ]


def _bare(row: Account) -> contract.Account:
    """Return an account without its secrets: reading is pure and needs none."""
    return contract.Account(id=row.pk, channel=row.channel_id, code=row.code, adapter=row.adapter, values={})
