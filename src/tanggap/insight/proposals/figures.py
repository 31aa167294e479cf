"""How many proposals come how far, how long that takes, how long they wait, who parks what: counted by the database."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.insight.buckets import LAST, NEVER, STEP
from tanggap.insight.proposals.counted import AgeRow, CohortRow, ParkedRow, ShareRow, WaitingRow
from tanggap.insight.statistics import survival
from tanggap.places import queries as places
from tanggap.planning.queries.ladder import level_label
from tanggap.planning.rules import rules
from tanggap.planning.words import LIVE, ProposalState
from tanggap.reports.words import OPEN, State
from tanggap.verification.estimates import wilson

MINUTES_A_DAY = 1440
STAGES = ("admitted", "accepted", "funded", "built", "verified")
PASSAGES = (
    ("proposed", "admitted"),
    ("admitted", "funded"),
    ("funded", "built"),
    ("built", "verified"),
    ("proposed", "verified"),
)


def conversion(
    *, area: str = "", unit: str = "", units: Collection[str] | None = None, by_level: bool = True
) -> tuple[CohortRow, ...]:
    """Return how far proposals came, by the year they are for and their level, latest year first; all of them last. One statement.

    Later years have had less time: what still waits counts in n, so a young cohort stands low without being worse. `area` takes in those
    below; `units` are proposing units (None: all).
    """
    where, values = _where(area, unit, units)
    level = "level" if by_level else "''"
    columns = ", ".join(f"count({stage}_at)" for stage in STAGES)
    found = _read(
        f"SELECT year, {level} AS level, count(*), {columns}, count(*) FILTER (WHERE state = 'refused'),"  # noqa: S608
        f" count(*) FILTER (WHERE state = 'withdrawn') FROM planning_proposal WHERE {where} GROUP BY 1, 2",
        values,
    )
    city = rules()
    found.sort(key=lambda row: (-row[0], city.number(row[1]), row[1]))
    rows = [_cohort(row[0], row[1], row[2:]) for row in found]
    total = [sum(column) for column in zip(*(row[2:] for row in found), strict=True)] or [0] * (3 + len(STAGES))
    return (*rows, _cohort(None, "", total))


def ages(*, area: str = "", unit: str = "", units: Collection[str] | None = None) -> tuple[AgeRow, ...]:
    """Return how long each passage takes, by survival: what still waits counts as long as it has, what ended never comes. Five statements.

    Kaplan and Meier on buckets a tenth wide (`statistics.survival`), so that slow ones are not left out because they are slow.
    """
    return tuple(_age(start, end, *_where(area, unit, units)) for start, end in PASSAGES)


def waiting(*, area: str = "", unit: str = "", units: Collection[str] | None = None) -> tuple[WaitingRow, ...]:
    """Return how long live proposals have stood where they stand, by state in the order of the course. One statement."""
    where, values = _where(area, unit, units)
    now = clock.now()
    found = _read(
        "WITH standing AS (SELECT state, code, date_part('epoch', %s - ("  # noqa: S608
        " SELECT step.at FROM planning_step AS step WHERE step.proposal_id = planning_proposal.id AND step.state_from <> step.state_to"
        f" ORDER BY step.number DESC LIMIT 1)) / 86400 AS days FROM planning_proposal WHERE {where} AND state = ANY(%s))"
        " SELECT state, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days), max(days),"
        " (array_agg(code ORDER BY days DESC, code))[1] FROM standing GROUP BY state",
        [now, *values, sorted(LIVE)],
    )
    order = list(ProposalState.values)
    return tuple(
        WaitingRow(state, str(ProposalState(state).label), n, float(median), float(oldest), code)
        for state, n, median, oldest, code in sorted(found, key=lambda row: order.index(row[0]))
    )


def parked(*, units: Collection[str] | None = None) -> tuple[ParkedRow, ...]:
    """Return what each proposing unit keeps in the planning beside what it has open, who keeps most there first. Three statements.

    A report counts for the unit that proposed it, also after a builder took it over: parking must not be passed on.
    """
    who = "" if units is None else " AND unit_id = ANY(%s)"
    given: list[Any] = [] if units is None else [sorted(units)]
    proposals = {
        row[0]: row[1:]
        for row in _read(
            "SELECT unit_id, count(*), count(*) FILTER (WHERE admitted_at IS NOT NULL OR state = 'refused'),"  # noqa: S608
            f" count(*) FILTER (WHERE state = 'refused') FROM planning_proposal WHERE true{who} GROUP BY unit_id",
            given,
        )
    }
    names = sorted(proposals)
    planned = dict(
        _read(
            "SELECT proposal.unit_id, count(*) FROM planning_proposalreport AS link"
            " JOIN planning_proposal AS proposal ON proposal.id = link.proposal_id JOIN reports_report AS report"
            " ON report.id = link.report_id WHERE link.ended_at IS NULL AND report.state = %s AND proposal.unit_id = ANY(%s) GROUP BY 1",
            [State.PLANNED.value, names],
        )
    )
    still_open = dict(
        _read(
            "SELECT unit_id, count(*) FROM reports_report WHERE unit_id = ANY(%s) AND state = ANY(%s) GROUP BY unit_id",
            [names, sorted(OPEN)],
        )
    )
    rows = [_parked(unit, planned.get(unit, 0), still_open.get(unit, 0), proposals[unit]) for unit in names]
    return tuple(sorted(rows, key=lambda row: (-row.planned, -(row.share or 0.0), row.unit)))


def _where(area: str, unit: str, units: Collection[str] | None) -> tuple[str, list[Any]]:
    parts, values = ["true"], []
    if area:
        parts.append("planning_proposal.area_id = ANY(%s)")
        values.append(places.within(area))
    for wanted in ([unit] if unit else None, units):
        if wanted is not None:
            parts.append("planning_proposal.unit_id = ANY(%s)")
            values.append(sorted(wanted))
    return " AND ".join(parts), values


def _cohort(year: int | None, level: str, counts: Sequence[int]) -> CohortRow:
    n, refused, withdrawn = counts[0], counts[-2], counts[-1]
    stages = tuple(_share(code, hits, n) for code, hits in zip(STAGES, counts[1:-2], strict=True))
    return CohortRow(year, level, level_label(level) if level else "", n, stages, refused, withdrawn)


def _share(code: str, hits: int, n: int) -> ShareRow:
    labels = {
        "admitted": _("admitted"),
        "accepted": _("in the plan"),
        "funded": _("funded"),
        "built": _("built"),
        "verified": _("checked"),
    }
    low, high = wilson(hits, n)
    return ShareRow(code, labels[code], hits, n, low, high)


def _age(start: str, end: str, where: str, values: list[Any]) -> AgeRow:
    """Return one passage. What was refused or withdrawn before its end never comes through."""
    found = _read(
        f"SELECT CASE WHEN {end}_at IS NULL AND ended_at IS NOT NULL THEN %s ELSE least(%s, floor(ln(greatest(date_part('epoch',"  # noqa: S608
        f" coalesce({end}_at, %s) - {start}_at) / 60, 1)) / ln(%s::float8) + 1e-9))::int END, {end}_at IS NOT NULL, count(*)"
        f" FROM planning_proposal WHERE {where} AND {start}_at IS NOT NULL GROUP BY 1, 2",
        [NEVER, LAST, clock.now(), STEP, *values],
    )
    over = {number: count for number, is_over, count in found if is_over}
    still = {number: count for number, is_over, count in found if not is_over}
    median = survival.quantile(survival.curve(over, still), 0.5)
    labels = {
        "proposed-admitted": _("From proposing to being admitted"),
        "admitted-funded": _("From being admitted to being funded"),
        "funded-built": _("From being funded to being built"),
        "built-verified": _("From being built to being checked"),
        "proposed-verified": _("From proposing to being checked"),
    }
    code = f"{start}-{end}"
    return AgeRow(
        code=code,
        label=labels[code],
        over=sum(over.values()),
        waiting=sum(count for number, count in still.items() if number != NEVER),
        never=still.get(NEVER, 0),
        median_days=_days(median.value),
        low=_days(median.low),
        high=_days(median.high),
    )


def _days(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / MINUTES_A_DAY


def _parked(unit: str, planned: int, still_open: int, proposals: Sequence[int]) -> ParkedRow:
    low, high = wilson(planned, planned + still_open)
    return ParkedRow(unit, agencies.unit_label(unit), planned, still_open, low, high, *proposals)


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
