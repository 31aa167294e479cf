"""Everything about one proposal, for one member of staff, and what a report's page says of its proposal."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.ids import sought_code
from tanggap.core.refusal import NotFound, Refusal
from tanggap.places import queries as places
from tanggap.planning import figures, keepers, lifecycle, steps, years
from tanggap.planning.models import Programme, Proposal, ProposalReport, Step
from tanggap.planning.queries import ladder, rowing
from tanggap.planning.queries.register import SEE
from tanggap.planning.refusals import NotHere, TwoProgrammes
from tanggap.planning.rows import Act, Chip, LinkedReport, ProposalPage, StepRow
from tanggap.planning.rules import rules
from tanggap.planning.words import LinkEnd, ProposalState, Reason, RefusalReason
from tanggap.reports import access
from tanggap.reports.masking import public_text
from tanggap.reports.models import Report
from tanggap.reports.queries.public.rows import first_words
from tanggap.reports.words import OPEN, State, Visibility

S = ProposalState
PRIMARY = {
    S.PROPOSED: "admit",
    S.ACCEPTED: "fund",
    S.FUNDED: "begin",
    S.BUILDING: "build",
    S.DEFERRED: "admit",
}
"""The one next act of a state; of the deliberation it is `accept` where the level accepts, else `advance`."""


def proposal(staff: Staff, code: str) -> ProposalPage:
    """Return everything about one. About fifteen statements, whatever its size. Raises NotFound, NotAllowed (planning.see)."""
    permissions.permit(SEE, staff)
    meant = sought_code(code, rules().prefix)
    row = rowing.dated(Proposal.objects.filter(code=meant)).first()
    if row is None:
        raise NotFound
    taken = list(Step.objects.filter(proposal=row).select_related("staff").order_by("number"))
    links = list(ProposalReport.objects.filter(proposal=row).select_related("report").order_by("ended_at", "pk"))
    seen = _seen(staff, [link.report for link in links])
    joined = figures.joined([link.report_id for link in links])
    programmes = [ladder.programme_row(one) for one in Programme.objects.filter(proposal=row).order_by("-pk")]
    standing = [link for link in links if link.ended_at is None or link.end == LinkEnd.VERIFIED]
    first = min(
        (link.report.received_at for link in links if link.report.visibility == Visibility.PUBLIC), default=None
    )
    verified = [link for link in links if link.end == LinkEnd.VERIFIED]
    return ProposalPage(
        row=rowing.staff_row(row, len(standing), now=clock.now()),
        version=row.version,
        problem=row.problem,
        reason_label=str(Reason(row.reason).label),
        refusal_label=str(RefusalReason(row.refusal).label) if row.refusal else "",
        need=figures.needs([row])[row.pk],
        programme=next((one for one in programmes if one.is_live), None),
        earlier_programmes=tuple(one for one in programmes if not one.is_live),
        reports=tuple(_linked(link, joined) for link in links if link.report_id in seen),
        unseen=sum(link.report_id not in seen for link in links),
        steps=tuple(_step(step) for step in taken),
        ladder=ladder.rungs(row, taken, first),
        acts=acts(row, staff),
        open_again=sum(link.report.state in OPEN for link in verified),
    )


def acts(row: Proposal, staff: Staff) -> tuple[Act, ...]:
    """Return what can be done with a proposal now, whether this person may, else why not; the one next act is marked."""
    level = rules().level(row.level)
    primary = PRIMARY.get(S(row.state), "accept" if level and level.accepts else "advance")
    found = []
    for course in lifecycle.steps_from(row.state):
        refusal = keepers.why_not(row, staff, hand=course.hand, act=steps.act_of(course.step, row.state))
        refusal = refusal or _blocked(row, course.step)
        label = str(LABELS[course.step]())
        found.append(Act(course.step, label, refusal is None, str(refusal or ""), course.step == primary))
    return tuple(found)


def _blocked(row: Proposal, step: str) -> Refusal | None:
    """Return what besides the person's role stands in the way of a step."""
    try:
        if step == "advance":
            keepers.above(row)
        if step == "accept" and not getattr(rules().level(row.level), "accepts", False):
            return NotHere()
        if step in {"advance", "accept"}:
            years.must_be_decidable(row.year)
        if step == "fund" and Programme.objects.filter(proposal=row, ended_at__isnull=True).exists():
            return TwoProgrammes()
    except Refusal as refusal:
        return refusal
    return None


LABELS = {
    "change": lambda: _("Correct the proposal…"),
    "add": lambda: _("Add reports…"),
    "take_out": lambda: _("Take a report out…"),
    "admit": lambda: _("Take into the deliberation…"),
    "advance": lambda: _("Pass on to the next level…"),
    "accept": lambda: _("Take into the yearly plan…"),
    "fund": lambda: _("Name the programme and the builder…"),
    "begin": lambda: _("Building has begun…"),
    "build": lambda: _("Built: show the result…"),
    "defer": lambda: _("Put off to a later year…"),
    "refuse": lambda: _("Not take it…"),
    "withdraw": lambda: _("Withdraw the proposal…"),
}
"""What the button of a step says."""


def of_report(code: str) -> Chip | None:
    """Return the live proposal of a report, else its last one, else None: for a page whose reader may see the report. One statement."""
    links = ProposalReport.objects.filter(report__code=code).select_related("proposal")
    link = links.order_by("-linked_at", "-pk").first()
    return _chip(link) if link else None


def of_reports(codes: Collection[str]) -> Mapping[str, Chip]:
    """Return the live proposals of reports, by code, for a list. One statement, none for none."""
    if not codes:
        return {}
    links = ProposalReport.objects.filter(report__code__in=codes, ended_at__isnull=True)
    return {link.report.code: _chip(link) for link in links.select_related("proposal", "report")}


def _chip(link: ProposalReport) -> Chip:
    row = link.proposal
    return Chip(
        code=row.code,
        title=row.title,
        state=row.state,
        state_label=str(S(row.state).label),
        level_label=ladder.level_label(row.level),
        year=row.year,
        is_live=link.ended_at is None,
    )


def _seen(staff: Staff, reports: Sequence[Report]) -> set[int]:
    """Return the keys of those that this person may read: what everybody may, and what the desk shows them. One statement."""
    may = Q(visibility=Visibility.PUBLIC) | access.visible(staff)
    rows = Report.objects.filter(may, pk__in=[report.pk for report in reports])
    return set(rows.order_by().values_list("pk", flat=True))


def _linked(link: ProposalReport, joined: Mapping[int, int]) -> LinkedReport:
    report = link.report
    category = catalog.category(report.category_id)
    return LinkedReport(
        code=report.code,
        state=report.state,
        state_label=str(State(report.state).label),
        category_label=category.label if category else "",
        place=places.full_name(report.area_id),
        words=first_words(public_text(report)),
        received_at=report.received_at,
        supporters=report.supporters,
        joined_reports=joined.get(report.pk, 0),
        is_public=report.visibility == Visibility.PUBLIC,
        joined=link.joined,
        end="" if link.ended_at is None else link.end,
        lon=report.lon,
        lat=report.lat,
    )


def _step(step: Step) -> StepRow:
    return StepRow(
        number=step.number,
        step=step.step,
        label=str(ladder.STEP_LABELS[step.step]),
        state_from=step.state_from,
        state_to=step.state_to,
        level_label=ladder.level_label(step.level),
        year=step.year,
        who=step.staff.display_name if step.staff else "",
        unit_label=agencies.unit_label(step.unit_id),
        at=step.at,
        message=step.message,
        note=step.note,
        facts=step.facts,
    )
