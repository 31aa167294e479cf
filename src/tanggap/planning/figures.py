"""What is counted of proposals' reports: of public ones alone, so that everybody can be shown it. Three statements for any number."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.places import population
from tanggap.places import queries as places
from tanggap.places.population import Population
from tanggap.planning.models import Proposal
from tanggap.planning.need import Figures, weigh
from tanggap.planning.rows import Need
from tanggap.planning.rules import USUAL_SEVERITY, rules

STANDS_FOR = "(link.ended_at IS NULL OR link.\"end\" = 'verified')"


@dataclass(slots=True)
class Behind:
    """What stands behind a proposal: its public reports, how many joined or repeated them, who supports them, since when."""

    reports: int = 0
    joined: int = 0
    repeats: int = 0
    supporters: int = 0
    first_at: datetime | None = None
    ids: list[int] = field(default_factory=list)


def behind(proposals: Collection[int]) -> Mapping[int, Behind]:
    """Return what stands behind each of `proposals` (keys). Three statements, none for none."""
    found: dict[int, Behind] = defaultdict(Behind)
    if not proposals:
        return found
    rows = _read(
        "SELECT link.proposal_id, report.id, report.received_at, report.supporters FROM planning_proposalreport AS link"  # noqa: S608
        " JOIN reports_report AS report ON report.id = link.report_id"
        f" WHERE link.proposal_id = ANY(%s) AND {STANDS_FOR} AND report.visibility = 'public'",
        [sorted(proposals)],
    )
    of: dict[int, Behind] = {}
    for proposal, report, received_at, supporters in rows:
        one = of[report] = found[proposal]
        one.reports += 1
        one.supporters += supporters
        one.first_at = min(one.first_at or received_at, received_at)
        one.ids.append(report)
    for report, number in joined(of).items():
        of[report].joined += number
    for report, number in repeats(of).items():
        of[report].repeats += number
    return found


def joined(reports: Collection[int]) -> Mapping[int, int]:
    """Return how many public reports joined each of `reports`. One statement, none for none."""
    if not reports:
        return {}
    rows = _read(
        "SELECT parent_id, count(*) FROM reports_report WHERE parent_id = ANY(%s) AND visibility = 'public' GROUP BY parent_id",
        [sorted(reports)],
    )
    return dict(rows)


def repeats(reports: Collection[int]) -> Mapping[int, int]:
    """Return how often the problem of each of `reports` had been solved there before it was reported again. One statement."""
    if not reports:
        return {}
    rows = _read(
        "SELECT report_id, count(*) FROM reports_event WHERE report_id = ANY(%s) AND kind IN ('triage.repeat_found', 'triage.repeat_of')"
        " AND payload ?| ARRAY['repeat', 'earlier'] GROUP BY report_id",
        [sorted(reports)],
    )
    return dict(rows)


def needs(proposals: Sequence[Proposal]) -> dict[int, Need]:
    """Return the need of each proposal by its key, with every part in words. Three statements."""
    weighing = rules().weighing
    return {key: weigh(found, weighing) for key, found in figured(proposals).items()}


def figured(proposals: Sequence[Proposal]) -> dict[int, Figures]:
    """Return what is known of the need of each proposal, by its key. Three statements."""
    at = clock.now()
    counted = behind([one.pk for one in proposals])
    return {one.pk: _figures(one, counted[one.pk], at) for one in proposals}


def _figures(proposal: Proposal, of: Behind, at: datetime) -> Figures:
    people, area = people_near(proposal.area_id)
    return Figures(
        people=people,
        people_of=area,
        voices=of.reports + of.joined + of.repeats + of.supporters + proposal.supporters,
        severity=severity(proposal.category_id),
        waited_days=(at - (of.first_at or proposal.proposed_at)).days,
    )


def severity(category: str) -> int:
    """Return how bad a kind of problem is by the city's own scale, 1 to 5: its own, else its group's, else 3."""
    table, row = rules().weighing.severity, catalog.category(category)
    group = row.parent if row else None
    return table.get(category, table.get(group or "", USUAL_SEVERITY))


def people_near(area: str) -> tuple[float | None, str]:
    """Return about how many people live within the city's radius of a place in `area`, and by which area's density; None unknown.

    The density is that of the smallest area around whose people and square kilometres are known, in its latest year: nothing finer is
    published, so places of one such area differ only by what else stands behind them.
    """
    row = places.area(area)
    known = _known(Path(settings.TANGGAP_PACK))
    for code in reversed(row.path if row else ()):
        if (found := known.get(code)) and found.km2:
            circle = math.pi * (rules().weighing.radius_metres / 1000) ** 2
            density = found.people / float(found.km2)
            around = places.area(code)
            return min(density * circle, float(found.people)), f"{around.name if around else code} ({found.year})"
    return None, ""


@lru_cache(maxsize=4)
def _known(pack: Path) -> Mapping[str, Population]:
    """Return the latest row of each area."""
    return {row.code: row for row in sorted(population.read(pack), key=lambda row: row.year)}


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
