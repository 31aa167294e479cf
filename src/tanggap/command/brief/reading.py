"""Briefs that were made, for the pages and the command line."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import External
from tanggap.command import scopes
from tanggap.command.brief import gathering, mornings, paper, saying
from tanggap.command.brief.saying import Said
from tanggap.command.models import Brief, Reader
from tanggap.command.scopes import Scope
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.notify import papers
from tanggap.notify.bulletins import day_end
from tanggap.notify.papers import Sheet
from tanggap.notify.words import Delivery


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One brief: the local `day` on whose morning it was read, when it was due and made, and the numbers that it said."""

    key: str
    day: date
    scope: Scope
    due_at: datetime
    made_at: datetime
    facts: dict[str, Any]

    @property
    def is_late(self) -> bool:
        """Return whether it was made more than an hour after six."""
        return (self.made_at - self.due_at).total_seconds() > 3600


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person gets the brief: whether by mail, whether there is an address to send it to, and what became of the last letter."""

    scope: Scope
    by_mail: bool
    has_address: bool
    last: str


def listed(staff: Staff, scope: Scope, *, limit: int = 31) -> list[BriefRow]:
    """Return the briefs of a scope, newest first. One statement. Raises NotAllowed."""
    _must_see(staff, scope)
    rows = Brief.objects.filter(area=scope.area, unit=scope.unit).order_by("-day")[:limit]
    return [BriefRow(row.key, row.day, scope, row.due_at, row.made_at, row.facts) for row in rows]


def sheet(staff: Staff, scope: Scope, day: date, language: str) -> Sheet:
    """Return a brief as it was made, in `language` or one that it was made in. Raises NotAllowed, NotFound."""
    _must_see(staff, scope)
    found = papers.sheet(paper.key(scope, f"{day:%Y-%m-%d}"), language)
    if found is None:
        raise NotFound
    return found


def now(staff: Staff, scope: Scope) -> Said:
    """Return what a brief of this morning says now, in the active language; nothing is kept. Raises NotAllowed."""
    _must_see(staff, scope)
    at = clock.now()
    return saying.said(gathering.gather(scope, day=gathering.today(), now=at), due_at=at)


def sheet_now(staff: Staff, scope: Scope, language: str) -> Sheet:
    """Return a brief as of now as a paper; nothing is kept or sent. Raises NotAllowed."""
    _must_see(staff, scope)
    at = clock.now()
    return paper.sheet(gathering.gather(scope, day=gathering.today(), now=at), language, due_at=at)


def wish(staff: Staff) -> Wish | None:
    """Return how a person gets their brief, None for who has none. Three statements at most."""
    scope = mornings.own(staff)
    if scope is None:
        return None
    chosen = Reader.objects.filter(staff=staff).values_list("by_mail", flat=True).first()
    has_address = External.objects.filter(staff=staff).exclude(email="").exists()
    day = clock.local(day_end(clock.now())).date()
    state = papers.deliveries(paper.key(scope, f"{day:%Y-%m-%d}")).get(staff.pk, "")
    return Wish(scope, mornings.is_leader(staff) if chosen is None else chosen, has_address, _delivery(state))


def _delivery(state: str) -> str:
    return str(Delivery(state).label) if state else ""


def _must_see(staff: Staff, scope: Scope) -> None:
    if not scopes.allows(staff, scope):
        raise NotAllowed
