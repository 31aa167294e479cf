"""The register for staff: lists, counts, the order of need, what forms offer."""

from collections.abc import Mapping

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.paging import Page
from tanggap.places import queries as places
from tanggap.planning import figures, need
from tanggap.planning.actions.building import BUILDERS
from tanggap.planning.keepers import fitting
from tanggap.planning.models import Proposal
from tanggap.planning.queries import rowing
from tanggap.planning.queries.choosing import Wanted, condition, counted
from tanggap.planning.rows import Choices, LevelRow, ProposalRow, RankedRow, Ranking, YearRow
from tanggap.planning.rules import rules
from tanggap.planning.words import UNDECIDED, Reason, RefusalReason
from tanggap.planning.years import today

SEE = "planning.see"
MOST_RANKED = 1000


def listed(staff: Staff, wanted: Wanted, *, after: str | None = None, limit: int = 50) -> Page[ProposalRow]:
    """Return proposals, latest proposed first. Two statements. Raises Invalid (cursor), NotAllowed (planning.see)."""
    permissions.permit(SEE, staff)
    rows, following = rowing.page(wanted, after, limit)
    return Page(rowing.staff_rows(rows, now=clock.now()), following)


def counts(staff: Staff, wanted: Wanted) -> Mapping[str, int]:
    """Return how many proposals stand in each state, each counted up to MOST_COUNTED. One statement. Raises NotAllowed."""
    permissions.permit(SEE, staff)
    return counted(wanted)


def ranked(staff: Staff, wanted: Wanted, *, limit: int = 50) -> Ranking:
    """Return the undecided proposals in the order of need, with every part and how sure the order is. Five statements.

    Of more than MOST_RANKED the longest waiting are ranked, and `is_cut` says so. Raises NotAllowed.
    """
    permissions.permit(SEE, staff)
    undecided = condition(wanted) & condition(Wanted(is_live=True))
    found = rowing.dated(Proposal.objects.filter(undecided, state__in=sorted(UNDECIDED)))
    rows = list(found.order_by("proposed_at", "id")[: MOST_RANKED + 1])
    is_cut, rows = len(rows) > MOST_RANKED, rows[:MOST_RANKED]
    weighing, figured = rules().weighing, figures.figured(rows)
    order = need.order([need.measure(figured[row.pk], weighing) for row in rows], weighing)
    best = sorted(zip(order, rows, strict=True), key=lambda pair: (pair[0].rank, pair[1].proposed_at, pair[1].pk))
    shown = rowing.staff_rows([row for _place, row in best[:limit]], now=clock.now())
    return Ranking(
        tuple(
            RankedRow(place.rank, place.is_tied, place.best, place.worst, need.weigh(figured[row.id], weighing), row)
            for (place, _row), row in zip(best, shown, strict=False)
        ),
        need.formula(weighing),
        is_cut,
    )


def choices(staff: Staff, *, area: str = "", state: str = "") -> Choices:
    """Return what forms offer, for a proposal in `area` where that is known. Raises NoPlanning, NotAllowed."""
    permissions.permit(SEE, staff)
    city = rules()
    levels = fitting(area) if area else city.levels
    return Choices(
        levels=tuple(LevelRow(level.code, level.label, city.number(level.code), level.accepts) for level in levels),
        years=tuple(
            YearRow(year, city.days(year).admits, city.days(year).decides) for year in city.open_years(today())
        ),
        reasons=tuple((reason.value, str(reason.label)) for reason in Reason),
        refusals=tuple((reason.value, str(reason.label)) for reason in RefusalReason),
        sources=tuple((source.code, source.label) for source in city.sources),
        builders=_builders(area),
        currency=city.currency,
        least=city.least,
        most=city.most,
        most_reports=city.most_reports,
    )


def _builders(area: str) -> tuple[tuple[str, str], ...]:
    """Return the units that can build around `area`, by name."""
    found = [
        row
        for row in agencies.units()
        if row.kind in BUILDERS and (row.area is None or not area or places.is_within(area, row.area))
    ]
    return tuple((row.code, row.label) for row in sorted(found, key=lambda row: row.label))
