"""Which reports a proposal can stand for: public ones that are still at work, one proposal each; of a joined one its parent instead."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core.ids import sought_code
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning import refusals
from tanggap.planning.models import ProposalReport
from tanggap.planning.rules import rules
from tanggap.reports import access
from tanggap.reports.models import Report
from tanggap.reports.words import WORKING, State, Visibility

LINKABLE = WORKING | {State.AWAITING_REPORTER}
ECHO_WORDS = 8


@dataclass(frozen=True, slots=True)
class Meant:
    """The codes that were meant: `codes` sorted, `instead` maps codes of joined reports to the parent that is taken in their place."""

    codes: tuple[str, ...]
    instead: Mapping[str, str]


def meant(typed: Sequence[str], by: Staff) -> Meant:
    """Return which reports are meant by what a person chose or typed; nothing is locked. Two statements and what access asks.

    Raises Invalid for none, too many, and codes of no report that this person may see.
    """
    codes = {sought_code(one, city().prefix): one.strip()[:40] for one in typed if one.strip()}
    rows = {row.code: row for row in Report.objects.filter(code__in=codes).select_related("parent")}
    for code, as_typed in codes.items():
        if code not in rows or not access.can_see(by, rows[code]):
            raise Invalid({"reports": _("%(code)s is no report that you can see.") % {"code": as_typed}})
    instead = {row.code: row.parent.code for row in rows.values() if row.parent is not None}
    found = {instead.get(code, code) for code in codes}
    if not found:
        raise Invalid({"reports": _("Choose the reports that the proposal is about.")})
    must_not_be_many(len(found))
    return Meant(tuple(sorted(found)), instead)


def must_not_be_many(number: int) -> None:
    """Raise Invalid when a proposal would stand for more reports than the city allows."""
    if number > rules().most_reports:
        raise Invalid({"reports": _("At most %(most)d reports in one proposal.") % {"most": rules().most_reports}})


def must_fit(report: Report) -> None:
    """Raise unless a locked report can become part of a proposal: NotPublic, Ended, Invalid (no place or category yet), InAnother."""
    if report.visibility != Visibility.PUBLIC:
        raise refusals.NotPublic(refusals.NotPublic.message % {"code": report.code})
    if report.state not in LINKABLE:
        said = {"code": report.code, "state": State(report.state).label}
        raise refusals.Ended(refusals.Ended.message % said)
    if report.area_id is None or report.category_id is None:
        raise Invalid(
            {"reports": _("%(code)s has no place or no category yet. Complete it first.") % {"code": report.code}}
        )
    held = ProposalReport.objects.filter(report=report, ended_at__isnull=True).values_list("proposal__code", flat=True)
    if other := held.first():
        raise refusals.InAnother(refusals.InAnother.message % {"code": report.code, "proposal": other})


def common_area(areas: Sequence[str]) -> str:
    """Return the smallest area in which all of `areas` lie. Raises Invalid when they share none."""
    paths = [row.path for code in areas if (row := places.area(code))]
    shared = [parts[0] for parts in zip(*paths, strict=False) if len(set(parts)) == 1]
    if not shared:
        raise Invalid({"reports": _("These reports share no area of the city.")})
    return str(shared[-1])


def main_category(categories: Sequence[str]) -> str:
    """Return the commonest category, the first of equals by code."""
    counted = Counter(categories)
    return min(counted, key=lambda code: (-counted[code], code))


def must_be_own_words(field: str, text: str, reports: Sequence[Report]) -> None:
    """Raise Invalid when `text` repeats a run of a reporter's words: what everybody reads is written by staff."""
    runs = _runs(text)
    for report in reports:
        if runs & _runs(report.text):
            said = _(
                "This repeats the words of a reporter. Everybody reads it: say in your own words what the problem is."
            )
            raise Invalid({field: said})


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.strip(".,;:!?()\"'").lower() for word in text.split()]
    return {tuple(words[at : at + ECHO_WORDS]) for at in range(len(words) - ECHO_WORDS + 1)}
