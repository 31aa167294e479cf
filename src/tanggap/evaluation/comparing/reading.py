"""What parts are compared by, from the rollups: one statement for most numbers, two or five for some, whatever the number of parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation import prices as entered
from tanggap.evaluation.arithmetic import intervals, rates, standardising
from tanggap.evaluation.arithmetic.funnel import MEAN, RATIO, SHARE
from tanggap.evaluation.arithmetic.standardising import Around, Standardised
from tanggap.evaluation.catalogue import Indicator, declared
from tanggap.evaluation.comparing.counted import ALSO, Basis, Counted, Part, Strata, load_of
from tanggap.evaluation.comparing.curves import old_shares, shares_by_time
from tanggap.evaluation.tallies import reading as tallies
from tanggap.evaluation.tallies.words import MEASURES
from tanggap.evaluation.telling.values import work, work_prices
from tanggap.insight.statistics import Value
from tanggap.insight.statistics.indicators import QUANTILE, SCORE, UNTIL
from tanggap.insight.statistics.indicators import SHARE as INSIGHT_SHARE
from tanggap.insight.statistics.reading import CELL, EARLIEST, Question, counted_by
from tanggap.insight.statistics.telling import little
from tanggap.insight.statistics.telling import share as told_share

HUNDRED: Final = 25  # times a score of 1 to 4


def counted(asked: Question, one: Indicator) -> Counted:
    """Return what is counted of each part of a question, with its mix."""
    rule = one.rule
    kind = rule.insight.kind if rule.insight is not None else rule.kind
    found = _WAYS.get(kind)
    if found is None:
        return Counted(
            SHARE, reason=_("This is not counted case by case, so there is no mix by which parts could be made alike.")
        )
    return found(asked, one, ALSO[asked.by])


def _joint(asked: Question, names: Sequence[str], also: str) -> Strata:
    """Return sums of columns, and what was received, for each part and stratum. One statement."""
    wanted = [*dict.fromkeys([*names, "received"])]
    is_tallied = all(name in MEASURES for name in names)
    found = tallies.read_by(asked, wanted, also) if is_tallied else counted_by(asked, CELL, wanted, also)
    return {part: strata for (_step, part), strata in found.items()}


def _shares(asked: Question, one: Indicator, also: str) -> Counted:
    rule = one.rule.insight or one.rule
    is_left = one.rule.kind == declared.SHARE_LEFT
    strata = _joint(asked, (*rule.part, *rule.of), also)

    def cases(row: Mapping[str, int]) -> tuple[int, int]:
        n = max(0, sum(row.get(name, 0) for name in rule.of))
        hits = min(n, max(0, sum(row.get(name, 0) for name in rule.part)))
        return (n - hits if is_left else hits), n

    parts = {part: {code: cases(row) for code, row in of.items()} for part, of in strata.items()}
    sums = {part: _sums(list(of.values())) for part, of in parts.items()}
    standard = standardising.shares(parts)
    found = {
        part: Part(int(n), Around(hits / n, *intervals.wilson(hits, n)), standard[part], (hits, n))
        for part, (hits, n) in sums.items()
        if n
    }
    hits, n = _sums(list(sums.values())) or (0.0, 0.0)
    return Counted(SHARE, found, load_of(strata), told_share(one, int(hits), int(n)))


def _means(asked: Question, one: Indicator, also: str) -> Counted:
    rule = one.rule.insight or one.rule
    times = HUNDRED if one.rule.insight else 1
    total, squares = rule.part
    strata = _joint(asked, (*rule.part, *rule.of), also)
    return _of_numbers(one, strata, rule.of[0], lambda row: (times * row.get(total, 0), times**2 * row.get(squares, 0)))


def _works(asked: Question, one: Indicator, also: str) -> Counted:
    """Return what acts and visits come to at the city's prices, which are the same everywhere."""
    prices = entered.prices()
    if prices is None:
        return Counted(MEAN)
    of_one = work_prices(one, prices)
    strata = _joint(asked, (*one.rule.part, *one.rule.of), also)
    return _of_numbers(one, strata, one.rule.of[0], lambda row: work(row, one.rule.part, *of_one))


def _of_numbers(
    one: Indicator, strata: Strata, of: str, sums_of: Callable[[Mapping[str, int]], tuple[float, float]]
) -> Counted:
    """Return means of numbers of which `of` counts the cases, and `sums_of` makes the sum and the sum of squares."""
    parts = {
        part: {code: (row.get(of, 0), *map(float, sums_of(row))) for code, row in strata_of.items()}
        for part, strata_of in strata.items()
    }
    standard, _centre, spread = standardising.means(parts)  # type: ignore[arg-type]
    sums = {part: _sums(list(rows.values())) for part, rows in parts.items()}
    found = {part: Part(int(row[0]), _mean(row), standard[part], row) for part, row in sums.items() if row[0]}
    whole = _sums(list(sums.values()))
    return Counted(MEAN, found, load_of(strata), _whole_mean(one, whole), spread=spread)


def _mean(row: Basis) -> Around:
    middle = row[1] / row[0]
    return Around(middle, *(intervals.mean(int(row[0]), row[1], row[2]) or (middle, middle)))


def _whole_mean(one: Indicator, row: Basis) -> Value:
    if not row or row[0] < max(1, one.least):
        return little(one, int(row[0]) if row else 0)
    middle = _mean(row)
    return Value(middle.value, int(row[0]), middle.low, middle.high)


def _ratios(asked: Question, one: Indicator, also: str) -> Counted:
    """Return one count by another of the same days."""
    count, of = one.rule.cells
    strata = _joint(asked, (count, of), also)
    return _counts(one, strata, count, of, 1.0)


def _backlogs(asked: Question, one: Indicator, also: str) -> Counted:
    """Return what is open at the end by what ended a day: two statements."""
    of = one.rule.cells[0]
    first, last = asked.steps[0]
    strata = _joint(asked, (of,), also)
    stock = _joint(replace(asked, steps=[(EARLIEST, last)]), ("opened", "ended"), also)
    joined: dict[str, dict[str, dict[str, int]]] = {}
    for part in {*strata, *stock}:
        ends, opened = strata.get(part, {}), stock.get(part, {})
        joined[part] = {
            code: {
                of: ends.get(code, {}).get(of, 0),
                "received": ends.get(code, {}).get("received", 0),
                "stock": max(0, opened.get(code, {}).get("opened", 0) - opened.get(code, {}).get("ended", 0)),
            }
            for code in {*ends, *opened}
        }
    over = min(last, clock.local(asked.now).date() - timedelta(days=1))
    return _counts(one, joined, "stock", of, float(max(1, (over - first).days + 1)))


def _counts(one: Indicator, strata: Strata, count: str, of: str, scale: float) -> Counted:
    """Return counts by exposures; `scale` makes the quotient the indicator's value."""
    parts = {
        part: {code: (row.get(count, 0), float(row.get(of, 0))) for code, row in rows.items()}
        for part, rows in strata.items()
    }
    sums = {part: _sums(list(rows.values())) for part, rows in parts.items()}
    whole = _sums(list(sums.values()))
    if not whole or whole[1] < one.least or not whole[0]:
        return Counted(RATIO, load=load_of(strata), whole=little(one, int(whole[1]) if whole else 0))
    centre = whole[0] / whole[1] * scale
    ends = intervals.poisson(int(whole[0]))
    told = Value(centre, int(whole[1]), ends.low / whole[1] * scale, ends.high / whole[1] * scale)
    found = {}
    for part, standard in standardising.counts(parts).items():
        number, exposure = sums[part]
        if exposure:
            value = Around(*(end / exposure * scale for end in (number, *intervals.byar(int(number)))))
            found[part] = Part(
                int(exposure), value, _in_unit(standard, value, exposure, centre, scale), (number, exposure)
            )
    return Counted(RATIO, found, load_of(strata), told, scale=scale)


def _in_unit(standard: Standardised, value: Around, exposure: float, centre: float, scale: float) -> Standardised:
    """Return a standardised count in the unit of its indicator; a funnel around `centre` then weighs it by the same expectation."""
    adjusted = Around(*(end * centre for end in standard.ratio)) if standard.ratio else None
    expected = standard.expected / exposure * scale
    return replace(standard, value=value.value, expected=expected, adjusted=adjusted, weight=standard.weight / centre)


def _sums(rows: Sequence[Basis]) -> Basis:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def difference(kind: str, one: Basis, others: Sequence[Basis]) -> tuple[float, float, float, float] | None:
    """Return the value of others together, and how far one lies from it, with its interval; of counts the ratio. None for none."""
    together = _sums(others)
    if not together or not together[0 if kind == MEAN else 1]:
        return None
    if kind == SHARE:
        ends = intervals.newcombe(one[0], one[1], together[0], together[1])
        value = together[0] / together[1]
        return value, one[0] / one[1] - value, ends.low, ends.high
    if kind == MEAN:
        found = intervals.mean_difference((int(one[0]), *one[1:]), (int(together[0]), *together[1:]))  # type: ignore[arg-type]
        value = together[1] / together[0]
        return None if found is None else (value, one[1] / one[0] - value, found.low, found.high)
    ratio = rates.ratio((one[0], one[1]), (together[0], together[1]), is_exact=False)
    value = together[0] / together[1]
    return None if ratio is None or not value else (value, one[0] / one[1] / value, ratio.low, ratio.high)


_WAYS: Final[dict[str, Callable[[Question, Indicator, str], Counted]]] = {
    INSIGHT_SHARE: _shares,
    declared.SHARE: _shares,
    declared.SHARE_LEFT: _shares,
    SCORE: _means,
    declared.MEAN: _means,
    declared.HOURS: _works,
    declared.COST: _works,
    declared.RATIO: _ratios,
    declared.BACKLOG_DAYS: _backlogs,
    declared.OLD_SHARE: old_shares,
    QUANTILE: shares_by_time,
    UNTIL: shares_by_time,
}
