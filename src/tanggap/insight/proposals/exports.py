"""The register as a table that leaves, for SIPD and whoever plans: every column is told in docs/planning.md. Only what everybody may read.

The planning system of the ministry (SIPD-RI) takes proposals from a sheet; which of its columns is which of these stands in the document.
"""

from collections.abc import Iterator
from datetime import datetime

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight import sheets
from tanggap.insight.sheets import Cell
from tanggap.places import queries as places
from tanggap.planning import figures, need
from tanggap.planning.models import Programme, Proposal
from tanggap.planning.queries import rowing
from tanggap.planning.queries.choosing import Wanted, condition
from tanggap.planning.queries.ladder import level_label
from tanggap.planning.rows import PublicProposalRow
from tanggap.planning.rules import rules
from tanggap.planning.words import ProposalState, Reason, RefusalReason

CHUNK = 500
COLUMNS = (
    "code", "year", "title", "problem", "reason", "reason_label", "category", "category_label", "area", "area_label", "level",
    "level_label", "unit", "unit_label", "keeper", "keeper_label", "state", "state_label", "refusal_label", "cost", "currency",
    "programme", "programme_name", "programme_amount", "programme_source", "programme_year", "builder", "builder_label", "reports",
    "supporters", "need", "lon", "lat", "proposed_at", "admitted_at", "accepted_at", "funded_at", "begun_at", "built_at", "verified_at",
    "ended_at", "exported_at",
)  # fmt: skip
"""The columns, in their order; instants UTC, money whole units of `currency`, `need` 0 to 100, `lon`/`lat` WGS 84 degrees."""


def rows(wanted: Wanted) -> Iterator[tuple[Cell, ...]]:
    """Yield the proposals, first proposed first, in chunks that memory does not notice. Six statements a chunk."""
    at, last = clock.now(), None
    while True:
        found = Proposal.objects.filter(condition(wanted)).order_by("proposed_at", "id")
        if last is not None:
            found = found.extra(
                where=["(planning_proposal.proposed_at, planning_proposal.id) > (%s, %s)"],
                params=[last.proposed_at, last.pk],
            )
        chunk = list(found[:CHUNK])
        if not chunk:
            return
        yield from _rows(chunk, at)
        last = chunk[-1]


def csv(wanted: Wanted) -> Iterator[str]:
    """Yield the lines of a CSV file, guarded against formulas."""
    return sheets.lines(COLUMNS, rows(wanted))


def workbook(wanted: Wanted, *, title: str = "") -> bytes:
    """Return an XLSX file, typed and guarded. Raises `workbooks.TooManyRows`."""
    return sheets.workbook(COLUMNS, rows(wanted), title=title)


def _rows(chunk: list[Proposal], at: datetime) -> Iterator[tuple[Cell, ...]]:
    weighing, figured = rules().weighing, figures.figured(chunk)
    public = {row.id: row for row in rowing.public_rows(chunk)}
    live = Programme.objects.filter(proposal__in=[row.pk for row in chunk], ended_at__isnull=True)
    programmes = {row.proposal_id: row for row in live}
    for row in chunk:
        yield _row(
            row,
            public[row.pk],
            programmes.get(row.pk),
            need.score(need.measure(figured[row.pk], weighing), weighing),
            at,
        )


def _row(
    row: Proposal, public: PublicProposalRow, programme: Programme | None, needed: float, at: datetime
) -> tuple[Cell, ...]:
    category = catalog.category(row.category_id)
    money: tuple[Cell, ...] = (None,) * 5
    if programme is not None:
        source = rules().source(programme.source)
        label = source.label if source else programme.source
        money = (programme.code, programme.name, programme.amount, label, programme.year)
    return (
        row.code, row.year, public.title, rowing.public_words(row.problem), row.reason, str(Reason(row.reason).label),
        row.category_id, category.label if category else row.category_id, row.area_id, places.full_name(row.area_id),
        row.level, level_label(row.level), row.unit_id, agencies.unit_label(row.unit_id), row.keeper_id,
        agencies.unit_label(row.keeper_id), row.state, str(ProposalState(row.state).label),
        str(RefusalReason(row.refusal).label) if row.refusal else "", row.cost, rules().currency, *money,
        row.builder_id, agencies.unit_label(row.builder_id), public.reports, row.supporters, needed, public.lon, public.lat,
        row.proposed_at, row.admitted_at, row.accepted_at, row.funded_at, row.begun_at, row.built_at, row.verified_at, row.ended_at, at,
    )  # fmt: skip
