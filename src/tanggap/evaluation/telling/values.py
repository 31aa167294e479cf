"""What a rule makes of the numbers: one function for each kind of rule. No database, no clock, and nothing is ever divided by zero."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from tanggap.evaluation.arithmetic import intervals, rates
from tanggap.evaluation.catalogue import declared
from tanggap.evaluation.catalogue.declared import Indicator
from tanggap.evaluation.prices import Prices
from tanggap.evaluation.telling.numbers import Numbers
from tanggap.insight.statistics import Value
from tanggap.insight.statistics.telling import little, share
from tanggap.insight.statistics.telling import value as insight_value

MINUTES = 60


def value(one: Indicator, numbers: Numbers, prices: Prices | None) -> Value:
    """Return what the numbers make of an indicator that needs no source outside them; `prices` where it needs them."""
    if one.rule.insight is not None:
        return insight_value(one, one.rule.insight, numbers.sums, is_present=numbers.is_present)
    if prices is not None and one.rule.kind in _PRICED:
        return _PRICED[one.rule.kind](one, numbers, prices)
    return _PLAIN[one.rule.kind](one, numbers)


def _total(numbers: Numbers, names: tuple[str, ...]) -> int:
    return sum(numbers.tallied[name] for name in names)


def _share(one: Indicator, numbers: Numbers) -> Value:
    return share(one, _total(numbers, one.rule.part), _total(numbers, one.rule.of))


def _share_left(one: Indicator, numbers: Numbers) -> Value:
    """Return the share that is left when `part` is taken from `of`."""
    n = _total(numbers, one.rule.of)
    return share(one, max(0, n - _total(numbers, one.rule.part)), n)


def _mean(one: Indicator, numbers: Numbers) -> Value:
    total, squares = (numbers.tallied[name] for name in one.rule.part)
    n = _total(numbers, one.rule.of)
    return little(one, n) if n < one.least else _about(n, total, squares)


def _about(n: int, total: float, squares: float) -> Value:
    ends = intervals.mean(n, total, squares)
    low, high = (max(0.0, ends.low), ends.high) if ends else (None, None)
    return Value(total / n, n, low, high)


def _ratio(one: Indicator, numbers: Numbers) -> Value:
    """Return the first count ÷ the second, both of the same days; `n` is how many cases the second has."""
    part, n = (numbers.sums.cells[name] for name in one.rule.cells)
    if numbers.is_imported and not part:
        return little(one, 0)
    if n < one.least:
        return little(one, n)
    ends = rates.ratio((part, 1.0), (n, 1.0))
    low, high = (ends.low, ends.high) if ends else (None, None)
    return Value(part / n, n, low, high)


def _old_share(one: Indicator, numbers: Numbers) -> Value:
    if not numbers.is_present:
        return Value(None, 0, reason=_("This is known of the present alone."))
    n = max(numbers.sums.stock, 0)
    return share(one, min(numbers.sums.old, n), n)


def _backlog_days(one: Indicator, numbers: Numbers) -> Value:
    """Return open reports ÷ ends a day; its interval is that of the count of ends, for what is open is counted in full."""
    ended = numbers.sums.cells[one.rule.cells[0]]
    if ended < one.least:
        return little(one, ended)
    open_days = max(numbers.sums.stock, 0) * numbers.days_over
    ends = intervals.poisson(ended)
    return Value(open_days / ended, ended, open_days / ends.high, open_days / ends.low)


def work_prices(one: Indicator, prices: Prices) -> tuple[float, float]:
    """Return what an act and a visit take (hours) or cost (money), as the indicator has it."""
    an_act, a_visit = prices.minutes_an_act / MINUTES, prices.minutes_a_visit / MINUTES
    if one.rule.kind == declared.HOURS:
        return an_act, a_visit
    return an_act * prices.an_hour, a_visit * prices.an_hour + prices.a_visit


def work(counted: Mapping[str, int], part: tuple[str, ...], an_act: float, a_visit: float) -> tuple[float, float]:
    """Return the sum of what acts and visits come to, and the sum of its squares, from the five sums that a rule names."""
    touches, touches_squares, visits, visits_squares, both = (counted.get(name, 0) for name in part)
    squares = an_act**2 * touches_squares + 2 * an_act * a_visit * both + a_visit**2 * visits_squares
    return an_act * touches + a_visit * visits, squares


def _of_work(one: Indicator, numbers: Numbers, prices: Prices) -> Value:
    """Return what acts and visits come to for each report that ended, at these prices; how the two go along is in the interval."""
    n = _total(numbers, one.rule.of)
    if n < one.least:
        return little(one, n)
    return _about(n, *work(numbers.tallied, one.rule.part, *work_prices(one, prices)))


def _channel_cost(one: Indicator, numbers: Numbers, prices: Prices) -> Value:
    n = sum(numbers.channels.values())
    if n < one.least:
        return little(one, n)
    without = sorted(code for code, reports in numbers.channels.items() if reports and code not in prices.channels)
    if without:
        return Value(None, 0, reason=_("No price is entered for: %(channels)s.") % {"channels": ", ".join(without)})
    return Value(sum(reports * prices.channels[code] for code, reports in numbers.channels.items() if reports) / n, n)


_PLAIN: Final[Mapping[str, Callable[[Indicator, Numbers], Value]]] = {
    declared.SHARE: _share,
    declared.SHARE_LEFT: _share_left,
    declared.MEAN: _mean,
    declared.RATIO: _ratio,
    declared.OLD_SHARE: _old_share,
    declared.BACKLOG_DAYS: _backlog_days,
}
_PRICED: Final[Mapping[str, Callable[[Indicator, Numbers, Prices], Value]]] = {
    declared.HOURS: _of_work,
    declared.COST: _of_work,
    declared.CHANNEL_COST: _channel_cost,
}
