"""What a member of staff was told: the bell's number, and the list."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.notify import expiring, handing, judging, outages, proposing, receivers, unusual
from tanggap.notify.models import StaffNotice
from tanggap.notify.telling import TELLINGS
from tanggap.notify.watching import WATCHED
from tanggap.reports.events import KINDS

ESCALATED = "deadlines.escalate"
MOST_COUNTED = 100
PAGE = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One event in the list, or what is told without a report: then `code` is empty and `category` says it. Nothing of who reported."""

    id: int
    code: str
    category: str
    state: str
    at: datetime
    kind: str
    facts: dict[str, Any]

    @property
    def handover(self) -> int | None:
        """Return the number of the hand-over that it is about; None for any other notice."""
        return int(self.facts["handover"]) if self.kind == handing.KIND else None

    @property
    def account(self) -> int | None:
        """Return the number of the channel's account that it is about; None for any other notice."""
        return int(self.facts["account"]) if self.kind == outages.KIND else None

    @property
    def subscription(self) -> str:
        """Return the key of the webhook that it is about; empty for any other notice."""
        return str(self.facts["subscription"]) if self.kind == receivers.KIND else ""

    @property
    def board(self) -> int | None:
        """Return the number of the ASOCA board that it is about; None for any other notice."""
        return int(self.facts["board"]) if self.kind == judging.KIND else None

    @property
    def alarm(self) -> int | None:
        """Return the number of the alarm that it is about; None for any other notice."""
        return int(self.facts["alarm"]) if self.kind == unusual.KIND else None

    @property
    def proposal(self) -> str:
        """Return the code of the proposal for the yearly planning that it is about; empty for any other notice."""
        return str(self.facts["proposal"]) if self.kind == proposing.KIND else ""

    @property
    def happened(self) -> str:
        """Return what happened to a report that the person follows, in the active language; empty for any other notice."""
        kind = KINDS.get(str(self.facts.get("kind", ""))) if self.kind == WATCHED else None
        return str(kind.label) if kind else ""

    @property
    def is_check(self) -> bool:
        """Return whether it asks for a check, so that the report is opened at the validators' surface."""
        row = TELLINGS.get(self.kind)
        return row is not None and row.is_check


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told at once: one event, or a bundle of them, latest first; of a report whose time runs out, the last step alone."""

    key: str
    kind: str
    told_at: datetime
    items: tuple[Item, ...]
    is_seen: bool

    @property
    def label(self) -> str:
        """Return what it is about, in the active language."""
        if self.kind == WATCHED:
            return gettext("Reports that you follow")
        if self.kind == handing.KIND:
            return gettext("A shift was handed over to you")
        if self.kind == expiring.KIND:
            return gettext("Competencies end soon")
        if self.kind == outages.KIND:
            return outages.label(self.items[0].facts)
        if self.kind == receivers.KIND:
            return receivers.label(self.items[0].facts)
        if self.kind == judging.KIND:
            return judging.label(self.items[0].facts)
        if self.kind == unusual.KIND:
            return unusual.label(self.items[0].facts)
        if self.kind == proposing.KIND:
            return proposing.label(self.items[0].facts)
        row = TELLINGS.get(self.kind)
        return str(row.words) if row else self.kind


def unseen(staff: Staff, *, now: datetime) -> int:
    """Return how many notices a person has not seen, bundles as one, counted up to `MOST_COUNTED`. One statement, by its index alone."""
    with planned.cursor() as statement:
        statement.execute(
            "SELECT count(*) FROM (SELECT DISTINCT CASE WHEN bundle = '' THEN id::text ELSE bundle END FROM notify_staffnotice"
            " WHERE staff_id = %s AND seen_at IS NULL AND told_at <= %s LIMIT %s) AS told",
            [staff.pk, now, MOST_COUNTED],
        )
        return int(statement.fetchone()[0])


def listed(staff: Staff, *, now: datetime, after: str | None = None, limit: int = PAGE) -> Page[Notice]:
    """Return what a person was told, latest first, `limit` events a page. One statement. Raises Invalid."""
    rows = StaffNotice.objects.filter(staff=staff, told_at__lte=now)
    if position := read_cursor(after):
        rows = rows.filter(Q(told_at__lt=position[0]) | Q(told_at=position[0], id__lt=position[1]))
    rows = rows.select_related("report").only(*_COLUMNS).order_by("-told_at", "-id")
    found = list(rows[: limit + 1])
    following = cursor(found[limit - 1].told_at, found[limit - 1].id) if len(found) > limit else None
    groups = ((key, list(group)) for key, group in groupby(found[:limit], _key))
    return Page([_notice(key, of) for key, of in groups], following)


_COLUMNS = (
    "kind", "event", "facts", "bundle", "at", "told_at", "seen_at", "staff", "report__code", "report__category", "report__state",
)  # fmt: skip


def _notice(key: str, of: list[StaffNotice]) -> Notice:
    last = {row.report_id if row.kind == ESCALATED else -row.pk: row for row in reversed(of)}
    items = tuple(_item(row) for row in of if row in last.values())
    return Notice(key, of[0].kind, of[0].told_at, items, all(row.seen_at is not None for row in of))


def _key(row: StaffNotice) -> str:
    return row.bundle or str(row.pk)


_WORDS = {
    handing.KIND: handing.words,
    expiring.KIND: expiring.words,
    outages.KIND: outages.words,
    receivers.KIND: receivers.words,
    judging.KIND: judging.words,
    proposing.KIND: proposing.words,
    unusual.KIND: unusual.words,
}


def _item(row: StaffNotice) -> Item:
    if row.report is None:
        said = _WORDS[row.kind]
        return Item(row.pk, "", said(row.facts), "", row.at, row.kind, row.facts)
    category = catalog.category(row.report.category_id)
    return Item(
        row.pk,
        row.report.code,
        category.label if category else "",
        row.report.state,
        row.at,
        row.kind,
        row.facts,
    )
