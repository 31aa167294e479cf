"""How fast problems are reported in each area: few reports are not read as few problems.

found = of_areas(selection, "kecamatan")
for row in found.rows: row.label, row.shrunk, row.expected_delay_days, row.delay_high
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.evaluation import heirs
from tanggap.evaluation.comparing.people import people_of
from tanggap.evaluation.comparing.results import LeftOut
from tanggap.evaluation.tallies import reading as tallies
from tanggap.evaluation.telling.grid import question
from tanggap.evaluation.underreporting import words
from tanggap.evaluation.underreporting.estimating import LEAST, Found, Speed, Watched, estimate, together
from tanggap.evaluation.underreporting.results import Estimate, Estimates
from tanggap.insight.statistics import Selection, telling
from tanggap.insight.statistics.reading import Days, Question
from tanggap.insight.statistics.telling import Parts, days_of, parts_of

__all__ = ["Estimate", "Estimates", "of_areas"]
MEASURES = ("incidents", "repeats", "repeats_squares", "supports", "watch_minutes")
DAY_MINUTES = 24 * 60
SLICES, FEWEST_SLICES, MONTHS_FROM = 12, 4, 120
TOLD_FROM = 0.01  # of the usual speed: below it nobody can say how long a delay may be


def of_areas(selection: Selection, level: str | None = None) -> Estimates:
    """Return the areas of a selection (of `level`; None: those right below its own), in the pack's order. Three statements."""
    parts = parts_of(selection, "area", level)
    if tallies.is_rebuilding():
        return _nothing(level, _("The numbers are being counted anew. They are back in a moment."))
    asked = question(selection, [days_of(selection)], "area", cache(parts.of))
    areas = {
        part: {category: _watched(row) for category, row in strata.items()}
        for (_step, part), strata in tallies.read_by(asked, MEASURES, "category").items()
    }
    found = estimate(areas, _over_time(asked))
    if found.rate is None:
        return _nothing(
            level, _("Too few problems were reported more than once to tell how fast they are reported."), found
        )
    codes = [code for code in parts.codes or () if code in found.speeds and code]
    people = people_of("area", codes)
    return Estimates(
        level=level or "",
        rows=tuple(
            _row(number, code, parts.label(code), found.speeds[code], people.get(code))
            for number, code in enumerate(codes, 1)
        ),
        left_out=tuple(_left_out(parts, areas, codes)),
        n_incidents=found.all.incidents,
        rate=found.rate,
        scatter=found.scatter,
        shape=found.shape,
        method=words.method(),
        caveats=(*words.caveats(found.scatter), *heirs.in_no_part(selection.area, parts.codes or ())),
    )


def _over_time(asked: Question) -> dict[str, list[tuple[int, float]]]:
    """Return the later reports and the days watched of each area, in slices of the period; nothing for a period of a few days."""
    steps = _slices(asked.selection)
    if len(steps) < FEWEST_SLICES:
        return {}
    found: dict[str, list[tuple[int, float]]] = defaultdict(lambda: [(0, 0.0)] * len(steps))
    counted = tallies.read(replace(asked, steps=steps), ("repeats", "supports", "watch_minutes"))
    for (step, part), row in counted.items():
        found[part][step] = (row["repeats"] + row["supports"], row["watch_minutes"] / DAY_MINUTES)
    return found


def _slices(selection: Selection) -> list[Days]:
    """Return the months of a selection (as they stand added up), or, of less than four, twelve slices of two days or more."""
    if selection.days > MONTHS_FROM:
        return [(first, last) for first, last, _is_whole in telling.steps(selection, "month")]
    many = min(SLICES, selection.days // 2)
    ends = (
        [selection.first + timedelta(days=selection.days * number // many) for number in range(many + 1)]
        if many
        else []
    )
    return [(first, after - timedelta(days=1)) for first, after in itertools.pairwise(ends)]


def _watched(row: "dict[str, int]") -> Watched:
    return Watched(
        row.get("incidents", 0),
        row.get("watch_minutes", 0) / DAY_MINUTES,
        row.get("repeats", 0),
        row.get("repeats_squares", 0),
        row.get("supports", 0),
    )


def _row(number: int, code: str, label: str, one: Speed, people: int | None) -> Estimate:
    shrunk = one.shrunk
    return Estimate(
        number=number,
        code=code,
        label=label,
        n_incidents=one.watched.incidents,
        repeats=one.watched.repeats,
        supports=one.watched.supports,
        days=one.watched.days,
        rate=one.rate.value,
        low=one.rate.low,
        high=one.rate.high,
        expected=one.expected,
        ratio=one.ratio,
        shrunk=shrunk.value,
        shrunk_low=shrunk.low,
        shrunk_high=shrunk.high,
        own=shrunk.own,
        expected_delay_days=one.delay.value,
        delay_low=one.delay.low,
        delay_high=one.delay.high if shrunk.low >= TOLD_FROM else None,
        verdict=words.SLOWER if shrunk.high < 1 else words.FASTER if shrunk.low > 1 else words.UNCLEAR,
        people=people,
    )


def _left_out(parts: Parts, areas: "dict[str, dict[str, Watched]]", told: list[str]) -> Iterator[LeftOut]:
    for code in parts.codes or ():
        n = together(list(areas.get(code, {}).values())).incidents
        if not n or code in told:
            continue
        if not code:
            yield LeftOut(code, parts.label(code), n, _("It is no part that could be compared."))
        else:
            yield LeftOut(code, parts.label(code), n, _few(n))


def _few(n: int) -> str:
    return ngettext(
        "Only %(n)d problem in the period; an area is told of from %(least)d on.",
        "Only %(n)d problems in the period; an area is told of from %(least)d on.",
        n,
    ) % {"n": n, "least": LEAST}


def _nothing(level: str | None, reason: str, found: Found | None = None) -> Estimates:
    incidents = found.all.incidents if found else 0
    return Estimates(level or "", (), (), incidents, None, 1.0, 1.0, words.method(), words.caveats(1.0), reason)
