"""Joining reports of one problem, separating them again, and linking a problem that came back to its closure."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.rerouting import KeptInConfidence, kept_by
from tanggap.reports.words import CLOSED, Origin, Outcome, State, Visibility
from tanggap.triage.recurring import Earlier, earlier

COARSE_METRES = 100


class SameReport(Refusal):
    """A report cannot be joined to itself or to what is joined to it."""

    message = _("A report cannot be joined to itself, nor to a report that is itself joined to another.")
    field = "parent"
    status = 422


class ParentClosed(Refusal):
    """Only a report that is not closed can take others in; one that waits in the yearly planning can."""

    message = _("That report is closed. Reopen it first, or keep this one.")
    field = "parent"


@transaction.atomic
def merge(*, code: str, version: int, by: Staff, parent: str, note: str = "") -> Event:
    """Join a report to `parent` (a code): it follows the parent from then on, and its reporter's voice counts there.

    What was told in confidence joins only what was told to the same unit so. Raises SameReport, ParentClosed, KeptInConfidence, and
    NotFound for a parent that this person may not see.
    """
    first, second = sorted((code, parent))
    locked = {first: transitions.lock(first), second: transitions.lock(second)} if first != second else {}
    if not locked or locked[parent].state == State.MERGED or Report.objects.filter(parent__code=code).exists():
        raise SameReport
    report, target = transitions.lock(code, version=version), locked[parent]
    if target.visibility != Visibility.PUBLIC and not access.can_see(by, target):
        raise NotFound
    if kept_by(report) != kept_by(target):  # the others would read its code, and what its reporter adds
        raise KeptInConfidence
    if target.state in CLOSED:
        raise ParentClosed
    at, actor = clock.now(), actors.staff(by)
    payload = {"parent": parent, "note": said("note", note)}
    event = transitions.take(
        report, door="triage.merge", by=actor, at=at, payload=payload, parent=target, outcome=Outcome.DUPLICATE
    )
    gained = 1 + report.supporters
    transitions.record(
        target, kind="triage.adopt", by=actor, at=at, payload={"child": code}, supporters=target.supporters + gained
    )
    return event


@transaction.atomic
def unmerge(*, code: str, version: int, by: Staff, note: str = "") -> Event:
    """Separate a joined report again; it returns to the state that it held before."""
    report = transitions.lock(code, version=version)
    return transitions.take(
        report,
        door="triage.unmerge",
        by=actors.staff(by),
        at=clock.now(),
        payload={"note": said("note", note)},
        to=transitions.state_before(report, door="triage.merge"),
        parent=None,
    )


@transaction.atomic
def link_repeats(came: Mapping[int, datetime]) -> int:
    """Link reports (ids, and when they came) each to the solved one whose problem it tells again, both ways, once; return how many.

    The closed one's event counts against its closure. To everybody it names only what everybody may read. All are locked in the order of
    their codes, as `merge` and the sharing out of work do: so none of them waits for the other for ever. At most seven statements each.
    """
    found = [
        (new.code, before, came[new.pk])
        for new in Report.objects.filter(pk__in=came).order_by("pk")
        if (before := _repeated(new))
    ]
    codes = {code for new, before, _at in found for code in (new, before.code)}
    locked = {code: transitions.lock(code) for code in sorted(codes)}
    return sum(_link(locked[new], locked[before.code], before, at) for new, before, at in found)


def _repeated(new: Report) -> Earlier | None:
    """Return the solved report whose problem a new one tells again, None where there is none."""
    is_out = new.state in {State.MERGED, State.ARCHIVED} or new.origin == Origin.IMPORT
    return None if is_out else earlier(new)


def _link(new: Report, closed: Report, found: Earlier, at: datetime) -> bool:
    """Link two locked reports; return whether they still are what they were found to be, and were not linked before."""
    if closed.outcome != Outcome.SOLVED or Event.objects.filter(report=new, kind="triage.repeat_of").exists():
        return False
    facts = {"days": found.days, "metres": _told_metres(closed, found.metres)}
    here = {"earlier" if _is_for_all(closed) else "hidden_earlier": closed.code, **facts}
    there = {"repeat" if _is_for_all(new) else "hidden_repeat": new.code, **facts}
    transitions.record(new, kind="triage.repeat_of", by=actors.SYSTEM, at=at, payload=here)
    transitions.record(closed, kind="triage.repeat_found", by=actors.SYSTEM, at=at, payload=there)
    return True


def _told_metres(report: Report, metres: int) -> int:
    """Return a distance as it may be said: of a sensitive category no finer than its pin, so that no door is found from it."""
    category = catalog.category(report.category_id)
    return metres if category is None or not category.is_sensitive else max(COARSE_METRES, round(metres, -2))


def _is_for_all(report: Report) -> bool:
    return report.visibility == Visibility.PUBLIC
