"""What everybody reads of proposals: nothing of a report that is not public is in these rows, not even in a count."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import crypto
from tanggap.core.ids import sought_code
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.planning import figures
from tanggap.planning.models import Programme, Proposal, ProposalReport, ProposalSupport, Step
from tanggap.planning.queries import ladder, rowing
from tanggap.planning.queries.choosing import MOST_COUNTED, Wanted, counted
from tanggap.planning.rows import (
    ProgrammeRow,
    PublicCourse,
    PublicProposalPage,
    PublicProposalRow,
    PublicReportRow,
    PublicStepRow,
)
from tanggap.planning.rules import rules
from tanggap.planning.words import UNDECIDED, ProposalState, Reason, RefusalReason
from tanggap.reports.masking import public_text
from tanggap.reports.models import Report
from tanggap.reports.queries import photos
from tanggap.reports.queries.public.rows import coarse, first_words
from tanggap.reports.words import State, Visibility

__all__ = ["MOST_COUNTED", "Wanted", "counts", "course_of", "listed", "proposal"]
INSIDE = ("add", "take_out")
"""Steps that tell of single reports, which may be hidden by now: the public's history leaves them out."""


def listed(wanted: Wanted, *, after: str | None = None, limit: int = 30) -> Page[PublicProposalRow]:
    """Return proposals, latest proposed first. Two statements. Raises Invalid."""
    return rowing.public_page(wanted, after, limit)


def counts(wanted: Wanted) -> Mapping[str, int]:
    """Return how many proposals stand in each state, each counted up to MOST_COUNTED. One statement."""
    return counted(wanted)


def proposal(code: str, *, person: str = "") -> PublicProposalPage:
    """Return one; `can_support` is False for a `person` who does already. About ten statements. Raises NotFound."""
    row = Proposal.objects.filter(code=sought_code(code, rules().prefix)).first()
    if row is None:
        raise NotFound
    steps = _steps(row)
    reports = _reports(row)
    first = min((report.received_at for report in reports), default=None)
    return PublicProposalPage(
        row=rowing.public_row(row, [(report.lon, report.lat) for report in reports]),
        problem=rowing.public_words(row.problem),
        reason_label=str(Reason(row.reason).label),
        refusal_label=str(RefusalReason(row.refusal).label) if row.refusal else "",
        unit_label=agencies.unit_label(row.unit_id),
        keeper_label=agencies.unit_label(row.keeper_id),
        builder_label=agencies.unit_label(row.builder_id),
        programme=_programme(row),
        need=figures.needs([row])[row.pk],
        reports=reports,
        steps=[_step(step) for step in steps if step.step not in INSIDE],
        ladder=ladder.rungs(row, steps, first),
        can_support=row.state in UNDECIDED and not (person and _supports(row, person)),
        version=row.version,
    )


def course_of(report: str) -> PublicCourse | None:
    """Return the course of a report's proposal (the live one, else the last; of a joined report its parent's), None when it has none.

    For a page whose reader may see the report. At most five statements, one without a proposal.
    """
    of = Q(report__code=report) | Q(report__in=Report.objects.filter(code=report).values("parent"))
    link = ProposalReport.objects.filter(of).select_related("proposal").order_by("-linked_at", "-pk").first()
    if link is None:
        return None
    row = link.proposal
    steps = _steps(row)
    told = [step for step in steps if step.message and step.step not in INSIDE]
    public = ProposalReport.objects.filter(rowing.STANDS, proposal=row, report__visibility=Visibility.PUBLIC)
    first = public.order_by("report__received_at").values_list("report__received_at", flat=True).first()
    return PublicCourse(
        code=row.code,
        title=rowing.public_words(row.title),
        state=row.state,
        state_label=str(ProposalState(row.state).label),
        level_label=ladder.level_label(row.level),
        year=row.year,
        is_live=link.ended_at is None,
        ladder=ladder.rungs(row, steps, first),
        message=rowing.public_words(told[-1].message) if told else "",
        programme=_programme(row),
        supporters=row.supporters,
    )


def _steps(row: Proposal) -> list[Step]:
    return list(Step.objects.filter(proposal=row).order_by("number"))


def _programme(row: Proposal) -> ProgrammeRow | None:
    live = Programme.objects.filter(proposal=row, ended_at__isnull=True).first()
    return ladder.programme_row(live) if live else None


def _supports(row: Proposal, person: str) -> bool:
    mark = crypto.blind_index("planning.support", person)
    return ProposalSupport.objects.filter(proposal=row, person=mark).exists()


def _reports(row: Proposal) -> Sequence[PublicReportRow]:
    links = ProposalReport.objects.filter(rowing.STANDS, proposal=row).values("report")
    found = Report.objects.filter(pk__in=links, visibility=Visibility.PUBLIC).order_by("received_at", "id")
    return [_report(report) for report in found]


def _report(report: Report) -> PublicReportRow:
    category = catalog.category(report.category_id)
    lon, lat = coarse(report.category_id, report.lon, report.lat)
    return PublicReportRow(
        code=report.code,
        state=report.state,
        state_label=str(State(report.state).label),
        category_label=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        words=first_words(public_text(report)),
        received_at=report.received_at,
        supporters=report.supporters,
        lon=lon,
        lat=lat,
        cover=report.cover if photos.is_public(report, "before") else None,
    )


def _step(step: Step) -> PublicStepRow:
    return PublicStepRow(
        number=step.number,
        step=step.step,
        label=str(ladder.STEP_LABELS[step.step]),
        level_label=ladder.level_label(step.level),
        year=step.year,
        unit_label=agencies.unit_label(step.unit_id),
        at=step.at,
        message=rowing.public_words(step.message),
    )
