"""The numbers of a selection: at present, over time, in parts, by age and as a curve. None of them reads a report."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Protocol, overload

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors
from tanggap.insight.buckets import STEP
from tanggap.insight.consumer import NAME
from tanggap.insight.statistics import silence, survival, times
from tanggap.insight.statistics.indicators import (
    COUNT,
    INDICATORS,
    OLD,
    OLD_DAYS,
    QUANTILE,
    RULES,
    SCORE,
    SHARE,
    STOCK,
    TIME_LEAST,
    UNTIL,
    Rule,
)  # fmt: skip
from tanggap.insight.statistics.reading import Days, Goal, Key, Question, Sums, Wanted, open_by_age, read, sizes
from tanggap.insight.statistics.selection import Selection, month_end
from tanggap.insight.statistics.survival import Estimate
from tanggap.insight.statistics.times import Timed
from tanggap.insight.statistics.values import Age, Point, Slice, Step, Value, say_number
from tanggap.places import queries as places
from tanggap.verification.estimates import wilson

DAY_STEPS, WEEK_STEPS = 45, 366
DAY_MINUTES, HOUR_MINUTES = 24 * 60, 60
AGES: Final = (7, 30, 90, 365)


class Meant(Protocol):
    """What a rule needs to know of the indicator that it counts."""

    @property
    def unit(self) -> str: ...
    @property
    def least(self) -> int: ...


def figures(selection: Selection, codes: Iterable[str] | None = None) -> dict[str, Value]:
    """Return the indicators of `codes` (None: all) for a selection. At most ten statements. Raises KeyError for an unknown one."""
    wanted = list(INDICATORS) if codes is None else list(codes)
    told = _tell(_asked(selection, [days_of(selection)]), wanted)
    return told[0, ""]


def series(selection: Selection, code: str, step: str = "auto") -> list[Point]:
    """Return one indicator over the period, in steps of a `day`, `week` (from Monday) or `month`; `auto`: what is readable."""
    today = clock.local(clock.now()).date()
    spans = list(steps(selection, step))
    told = _tell(_asked(selection, [(first, last) for first, last, _is_whole in spans]), [code])
    found = []
    for number, (first, last, is_whole) in enumerate(spans):
        one = told[number, ""][code]
        is_partial = not is_whole or last >= today
        found.append(Point(first, last, one.value, one.n, one.low, one.high, is_partial, one.reason))
    return found


def breakdown(selection: Selection, code: str, by: str, level: str | None = None) -> list[Slice]:
    """Return one indicator for each part of a selection, by `area`, `category`, `unit` or `channel`.

    Areas are those of `level` (None: the one below the selection's); categories the groups, those of the chosen group, or all single ones
    for the level `leaf`; units each by itself, those of which there is anything, the most cases first. What has no area or category
    stands in a slice of an empty code. Raises ValueError for another `by`.
    """
    parts = parts_of(selection, by, level)
    told = _tell(_asked(selection, [days_of(selection)], by, parts.of), [code])
    found = []
    for part in parts.codes if parts.codes is not None else sorted({part for _number, part in told}):
        value = told[0, part][code]
        if value.n or value.reason == too_few() or (part and parts.codes is not None):
            found.append(Slice(part, parts.label(part), value.value, value.n, value.low, value.high, value.reason))
    return found if parts.codes is not None else sorted(found, key=lambda one: (-one.n, one.code))


def ages(selection: Selection) -> list[Age]:
    """Return the reports that are open now by their age, whenever they came in; the period does not matter. None where it is not told."""
    if cursors.is_rebuilding(NAME):
        return []
    counts = open_by_age(_asked(selection, [days_of(selection)]), AGES)
    if silence.holds_sensitive(selection.category) and 0 < sum(counts) < silence.FEW:
        return []
    labels = [_("up to a week"), _("up to 30 days"), _("up to 90 days"), _("up to a year"), _("more than a year")]
    return [Age(*row) for row in zip(labels, (0, *AGES), (*AGES, None), counts, strict=True)]


def curve(selection: Selection, course: str) -> list[Step]:
    """Return the share of the period's reports answered (`answer`) or solved (`solve`) over the days since the receipt; none for too few.

    Raises ValueError for another course.
    """
    if course not in ("answer", "solve"):
        raise ValueError(f"no course {course!r}")
    if cursors.is_rebuilding(NAME):
        return []
    over, waiting = times.read(_asked(selection, [days_of(selection)]), (course,))[course].whole()
    if over.total() + waiting.total() < TIME_LEAST:
        return []
    jumps = survival.curve(over, waiting)
    start = Step(0.0, 0.0, 0.0, 0.0, over.total() + waiting.total())
    return [start, *(Step(STEP ** (j.bucket + 1) / DAY_MINUTES, j.share, j.low, j.high, j.at_risk) for j in jumps)]


@overload
def choropleth(selection: Selection, code: str, *, periods: None = None) -> dict[str, Value]:
    """Return one indicator of each leaf area of a selection."""


@overload
def choropleth(selection: Selection, code: str, *, periods: Sequence[Days]) -> list[dict[str, Value]]:
    """Return it for each of some periods."""


def choropleth(
    selection: Selection, code: str, *, periods: Sequence[Days] | None = None
) -> dict[str, Value] | list[dict[str, Value]]:
    """Return one indicator of each leaf area of a selection; with `periods` (first and last days) one such mapping for each of them."""
    leaves = [row.code for row in places.areas() if row.is_leaf and places.is_within(row.code, selection.area or None)]
    known = frozenset(leaves)
    spans = [days_of(selection)] if periods is None else list(periods)

    def part(area: str) -> str | None:
        row = places.area(area)
        return row.code if row is not None and row.code in known else None

    told = _tell(_asked(selection, spans, "area", part), [code])
    maps = [{leaf: told[number, leaf][code] for leaf in leaves} for number in range(len(spans))]
    return maps[0] if periods is None else maps


def say(code: str, value: float | None) -> str:
    """Return an indicator's value in the reader's language, with its unit; a dash for None."""
    return say_number(value, INDICATORS[code].unit)


def steps(selection: Selection, step: str) -> Iterator[tuple[date, date, bool]]:
    """Yield the first and last day of each step of a selection, and whether it is the whole step."""
    if step == "auto":
        step = "day" if selection.days <= DAY_STEPS else "week" if selection.days <= WEEK_STEPS else "month"
    first = selection.first
    while first <= selection.last:
        begin, end = _step_around(first, step)
        last = min(end, selection.last)
        yield first, last, (first, last) == (begin, end)
        first = last + timedelta(days=1)


def _step_around(day: date, step: str) -> Days:
    if step == "day":
        return day, day
    if step == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day.replace(day=1), month_end(day)


@dataclass(frozen=True, slots=True)
class Parts:
    """How a selection is divided: the codes of the parts (None: those that are found), to which a code belongs, and their labels."""

    codes: Sequence[str] | None
    of: Callable[[str], str | None]
    label: Callable[[str], str]


def parts_of(selection: Selection, by: str, level: str | None) -> Parts:
    """Return how a selection is divided. Raises ValueError for another `by`."""
    if by == "area":
        return _areas(selection, level)
    if by == "category":
        return _categories(selection, level)
    if by == "unit":
        return Parts(None, str, lambda code: agencies.unit_label(code) or _("no unit"))
    if by == "channel":
        rows = {row.code: row.label for row in catalog.channels() if selection.channel in ("", row.code)}
        return Parts(None, str, lambda code: rows.get(code, code))
    raise ValueError(f"no breakdown by {by!r}")


def _areas(selection: Selection, level: str | None) -> Parts:
    top = selection.area or next((row.code for row in places.areas() if row.parent is None), "")
    rows = places.areas(level=level) if level else places.areas(parent=top) or places.areas(parent=None)
    within = {row.code: row for row in rows if top in row.path}

    def part(code: str) -> str | None:
        row = places.area(code)
        return "" if row is None else next((one for one in reversed(row.path) if one in within), None)

    return Parts([*within, ""], part, lambda code: within[code].name if code else _("place not known"))


def _categories(selection: Selection, level: str | None) -> Parts:
    chosen = selection.category
    rows = {row.code: row for row in catalog.categories() if not chosen or chosen in (row.code, row.parent)}
    below = [row.code for row in rows.values() if row.parent == chosen] if chosen else []
    if level == "leaf" or chosen:
        codes = below or [row.code for row in rows.values() if row.is_leaf]
    else:
        codes = [row.code for row in rows.values() if row.parent is None]
    shown = frozenset(codes)

    def part(code: str) -> str | None:
        row = catalog.category(code)
        return "" if row is None else next((one for one in (code, row.parent) if one in shown), None)

    return Parts([*codes, ""], part, lambda code: rows[code].label if code else _("category not known"))


def days_of(selection: Selection) -> Days:
    """Return the first and last day of a selection."""
    return selection.first, selection.last


def _asked(
    selection: Selection, spans: Sequence[Days], by: str = "", part: Callable[[str], str | None] = str
) -> Question:
    return Question(selection, spans, clock.now(), by, part)


class _Told(dict[Key, dict[str, Value]]):
    """The values of each step and part; of a part of which nothing was counted, those of nothing."""

    def __init__(self, make: Callable[[int, Sums], dict[str, Value]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> dict[str, Value]:
        return self._make(key[0], Sums())


def _tell(asked: Question, codes: Collection[str]) -> _Told:
    """Return the values of `codes` for each step and part of a question."""
    rules = {code: RULES[code] for code in codes}
    if cursors.is_rebuilding(NAME):
        lost = Value(None, 0, reason=_("The numbers are being counted anew. They are back in a moment."))
        return _Told(lambda _number, _sums: dict.fromkeys(rules, lost))
    today = clock.local(asked.now).date()

    def make(number: int, sums: Sums) -> dict[str, Value]:
        is_present = asked.steps[number][1] >= today - timedelta(days=1)
        return {code: value(INDICATORS[code], rule, sums, is_present=is_present) for code, rule in rules.items()}

    told = _Told(make)
    for key, sums in read(asked, wanted(rules.values())).items():
        told[key] = make(key[0], sums)
    hush(asked, told)
    return told


def hush(asked: Question, told: MutableMapping[Key, dict[str, Value]]) -> None:
    """Take back what may not be told of sensitive categories, where the question is about single ones or groups."""
    chosen = asked.selection.category
    if not (silence.holds_sensitive(chosen) if chosen else asked.by == "category"):
        return
    hidden = _hidden(asked)
    for key, values in told.items():
        category = key[1] if asked.by == "category" else chosen
        is_sensitive = silence.is_sensitive(category)
        for code, value in values.items():
            if (key, category) in hidden or (is_sensitive and 0 < value.n < silence.FEW):
                values[code] = Value(None, 0, reason=too_few())
    if chosen and asked.by != "category":
        _silence_one_more(told)


def _hidden(asked: Question) -> set[tuple[Key, str]]:
    """Return which categories and groups are hidden in which step and part; of one category in parts, `_silence_one_more` tells."""
    if asked.by not in ("", "category"):
        return set()
    if not asked.by:
        return {(key, code) for key, of_key in sizes(asked).items() for code in silence.hidden(of_key)}
    whole: dict[int, Counter[str]] = defaultdict(Counter)
    for (number, code), of_key in sizes(replace(asked, part=str)).items():
        whole[number][code] += of_key.total()
    return {((number, code), code) for number, of_step in whole.items() for code in silence.hidden(of_step)}


def _silence_one_more(told: MutableMapping[Key, dict[str, Value]]) -> None:
    """Of one category in several steps or parts, hide one more beside the hidden ones: what is left of the sum would tell of them."""
    for code in {code for values in told.values() for code in values}:
        is_any_hidden = any(values[code].reason == too_few() for values in told.values())
        shown = sorted((values[code].n, key) for key, values in told.items() if values[code].n)
        if is_any_hidden and shown:
            told[shown[0][1]][code] = Value(None, 0, reason=too_few())


def wanted(rules: Collection[Rule]) -> Wanted:
    """Return what rules need to be read."""
    names = sorted({name for rule in rules if rule.kind != STOCK for name in (*rule.part, *rule.of)})
    kinds = {rule.kind for rule in rules}
    goals = {_goal(rule) for rule in rules if rule.kind in (QUANTILE, UNTIL)}
    return Wanted(
        cells=tuple(names),
        has_stock=STOCK in kinds,
        goals=tuple(sorted(goals)),
        old_days=OLD_DAYS if OLD in kinds else 0,
    )


def value(one: Meant, rule: Rule, sums: Sums, *, is_present: bool) -> Value:
    """Return what a rule makes of sums; `is_present`: the period reaches to yesterday, so that what is known of now alone can be told."""
    part = sum(sums.cells[name] for name in rule.part)
    if rule.kind == COUNT:
        return _whole(part)
    if rule.kind == STOCK:
        return _whole(sums.planned if rule.part == ("planned",) else sums.stock)
    if rule.kind == OLD:
        return _whole(sums.old) if is_present else Value(None, 0, reason=_("This is known of the present alone."))
    if rule.kind == SHARE:
        return share(one, part, sum(sums.cells[name] for name in rule.of))
    return _score(one, rule, sums) if rule.kind == SCORE else _time(one, rule, sums)


def _whole(number: int) -> Value:
    return Value(float(number), number)


def share(one: Meant, hits: int, n: int) -> Value:
    """Return a share with its interval, or that there are too few cases."""
    if n < one.least:
        return little(one, n)
    ends = wilson(hits, n)
    return Value(hits / n, n, ends.low, ends.high)


def _score(one: Meant, rule: Rule, sums: Sums) -> Value:
    """Return the mean of scores of 1 to 4, times 25, with the interval of a mean of many."""
    total, squares = (sums.cells[name] for name in rule.part)
    n = sums.cells[rule.of[0]]
    if n < one.least:
        return little(one, n)
    mean = total / n
    half = survival.Z * math.sqrt(max(0.0, squares / n - mean * mean) / (n - 1))
    return Value(25 * mean, n, max(25.0, 25 * (mean - half)), min(100.0, 25 * (mean + half)))


def _time(one: Meant, rule: Rule, sums: Sums) -> Value:
    n, found = sums.times.get(_goal(rule), Timed(0, Estimate(None)))
    if n < one.least:
        return little(one, n)
    if rule.kind == UNTIL:
        reason = "" if found.value is not None else _("The period's reports are still too young to tell.")
        return Value(found.value, n, found.low, found.high, reason)
    minutes = HOUR_MINUTES if one.unit == "hours" else DAY_MINUTES
    low, middle, high = (None if at is None else at / minutes for at in (found.low, found.value, found.high))
    return Value(middle, n, low, high, "" if middle is not None else _unreached(rule))


def _goal(rule: Rule) -> Goal:
    """Return what is to be read for a rule of times."""
    is_quantile = rule.kind == QUANTILE
    return Goal(rule.course, share=rule.at) if is_quantile else Goal(rule.course, minutes=rule.at * DAY_MINUTES)


def _unreached(rule: Rule) -> str:
    share = f"{round(rule.at * 100)}%"
    if rule.course == "answer":
        return _("Fewer than %(share)s of the period's reports have an answer so far.") % {"share": share}
    return _("Fewer than %(share)s of the period's reports are solved so far.") % {"share": share}


def little(one: Meant, n: int) -> Value:
    """Return that there are too few cases for a number."""
    reason = ngettext(
        "Only %(n)d case in the period; a number is shown from %(least)d on.",
        "Only %(n)d cases in the period; a number is shown from %(least)d on.",
        n,
    ) % {"n": n, "least": one.least}
    return Value(None, n, reason=reason)


def too_few() -> str:
    """Return why a number of a sensitive kind is hidden."""
    return _("Fewer than %(few)d reports of a sensitive kind: not shown, so that nobody can be recognised.") % {
        "few": silence.FEW
    }
