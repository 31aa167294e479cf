"""Shares of which the parts' mix is known, but not the hits by part and stratum at once: over by a time, or open for long.

Times are kept by area and by category, not by both (that would be nearly as many rows as reports). So the share over by a time is taken
from each part's own curve (Kaplan and Meier, who still wait left neither out nor taken for slow), and what is expected of it from the
curves of the strata, weighed by what the part received of each. The interval is Wilson's of those who were watched so long.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.arithmetic import standardising
from tanggap.evaluation.arithmetic.funnel import SHARE
from tanggap.evaluation.arithmetic.intervals import wilson
from tanggap.evaluation.arithmetic.standardising import Around
from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.comparing.counted import Counted, Part, load_of
from tanggap.insight.buckets import NEVER, bucket
from tanggap.insight.statistics import Value, survival, times
from tanggap.insight.statistics.indicators import OLD_DAYS, QUANTILE
from tanggap.insight.statistics.reading import CELL, EARLIEST, Goal, Question, Sums, Wanted, counted_by, read
from tanggap.insight.statistics.survival import Estimate
from tanggap.insight.statistics.tables import Table
from tanggap.insight.statistics.telling import DAY_MINUTES, little
from tanggap.insight.statistics.telling import share as told_share

Course = tuple[Counter[int], Counter[int]]  # how many were over, and how many still wait, by bucket of time
_HERE = "six_hours_over"  # of reports received here, those whose first six hours ended: taken over ones have no times


def shares_by_time(asked: Question, one: Indicator, also: str) -> Counted:
    """Return the share of each part that was over by a time: the indicator's own, or the whole's quantile. Six statements."""
    rule = one.rule.insight
    assert rule is not None  # noqa: S101
    course, is_quantile = rule.course, rule.kind == QUANTILE
    goal = Goal(course, share=rule.at) if is_quantile else Goal(course, minutes=rule.at * DAY_MINUTES)
    strata = times.read(replace(asked, by=also, part=str), (course,), (goal,), is_together=True)[course]
    n, whole = int(strata.n.sum()), strata.whole()
    if n < one.least:
        return Counted(SHARE, whole=little(one, n))
    minutes = survival.quantile(survival.curve(*whole), rule.at).value if is_quantile else goal.minutes
    centre = None if minutes is None else share_by(whole, minutes)
    if minutes is None or centre is None or centre.value is None:
        return Counted(SHARE, whole=Value(None, n), reason=_("The period's reports are still too young to tell."))
    courses = times.read(asked, (course,), (Goal(course, minutes=minutes),))[course]
    received = counted_by(asked, CELL, (_HERE, "received"), also)
    mixes = load_of({part: of for (_step, part), of in received.items()}, _HERE)
    parts = parts_by(courses, strata, minutes, mixes, centre.value)
    load = load_of({part: of for (_step, part), of in received.items()})
    return Counted(SHARE, parts, load, Value(centre.value, n, centre.low, centre.high), minutes=minutes)


def parts_by(
    courses: Table, strata: Table, minutes: float, mixes: Mapping[str, Mapping[str, int]], centre: float
) -> dict[str, Part]:
    """Return the parts of which something is known by that time, beside what their mix of strata lets expect.

    Who was not watched so long weighs nothing.
    """
    known = {code: share for code, share in _shares(strata, minutes) if not math.isnan(share)}
    found = {}
    for (part, share), n, watched in zip(
        _shares(courses, minutes), courses.n.tolist(), courses.watched(minutes).tolist(), strict=True
    ):
        if watched > 0 and not math.isnan(share):
            hits = share * watched
            value = Around(share, *wilson(hits, watched))
            standard = standardising.share_by_mix(watched, value, mixes.get(part, {}), known, centre)
            found[part] = Part(n, value, standard, (hits, watched))
    return found


def _shares(table: Table, minutes: float) -> Iterator[tuple[str, float]]:
    return zip(table.parts, table.shares(minutes).tolist(), strict=True)


def share_by(course: Course, minutes: float) -> Estimate:
    """Return the share that is over by a time; what came later is at risk until then, and nothing more."""
    over, waiting = course
    watched = max({*over, *waiting} - {NEVER}, default=-1)
    last = bucket(minutes)
    return survival.until(survival.last_steps(over, waiting, last), minutes, watched=watched)


def old_shares(asked: Question, one: Indicator, also: str) -> Counted:
    """Return the share of what is open that has been so for long. Five statements."""
    last = asked.steps[0][1]
    if last < clock.local(asked.now).date() - timedelta(days=1):
        return Counted(SHARE, reason=_("This is known of the present alone."))
    wanted = Wanted(has_stock=True, old_days=OLD_DAYS)
    of_parts = {part: _old(sums) for (_step, part), sums in read(asked, wanted).items()}
    of_strata = {code: _old(sums) for (_step, code), sums in read(replace(asked, by=also, part=str), wanted).items()}
    old, stock = (sum(row[place] for row in of_parts.values()) for place in (0, 1))
    told = told_share(one, old, stock)
    if told.value is None:
        return Counted(SHARE, whole=told)
    known = {code: hits / n for code, (hits, n) in of_strata.items() if n}
    found = counted_by(replace(asked, steps=[(EARLIEST, last)]), CELL, ("opened", "ended"), also)
    parts = {}
    for (_step, part), strata in found.items():
        hits, n = of_parts.get(part, (0, 0))
        if n:
            mix = {code: max(0, row["opened"] - row["ended"]) for code, row in strata.items()}
            value = Around(hits / n, *wilson(hits, n))
            parts[part] = Part(n, value, standardising.share_by_mix(n, value, mix, known, told.value), (hits, n))
    load = load_of({part: of for (_step, part), of in found.items()}, "opened")
    return Counted(SHARE, parts, load, told)


def _old(sums: Sums) -> tuple[int, int]:
    stock = max(0, sums.stock)
    return min(sums.old, stock), stock
