"""Numbers that no event of a report holds, of each step of a question: what counts them is `evaluation.sources`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.catalogue.declared import PRESENT
from tanggap.evaluation.sources import SOURCES, Said, ikm, views, withheld
from tanggap.evaluation.telling.numbers import Numbers
from tanggap.insight.statistics import Value
from tanggap.insight.statistics.reading import Days, Key, Question
from tanggap.insight.statistics.selection import Selection
from tanggap.insight.statistics.telling import share

SUBSCRIPTIONS = "subscriptions"
FEW_STEPS = 3
"""As many periods as are compared; more are a line."""
AT_ONCE = frozenset({"ikm"})
"""Sources that tell several periods in one statement, however many."""
Tell = Callable[[Key], Value]


def values(one: Indicator, asked: Question) -> Tell:
    """Return what tells an indicator's value of each step of a question."""
    steps = asked.steps
    if one.rule.source in _LINES and (len(steps) > FEW_STEPS or one.rule.source in AT_ONCE):
        told = dict(enumerate(_LINES[one.rule.source](one, asked)))
        return lambda key: told[key[0]]
    if one.rule.source == SUBSCRIPTIONS and len(steps) > FEW_STEPS:
        return lambda _key: Value(None, 0, reason=_("It says who is told now, and so has no line over time."))

    def tell(key: Key) -> Value:
        first, last = steps[key[0]]
        if PRESENT in one.needs and not Numbers(first, last, clock.local(asked.now).date()).is_present:
            return Value(None, 0, reason=_("This is known of the present alone."))
        return _value(one, SOURCES[one.rule.source](_within(asked.selection, steps[key[0]])))

    return tell


def _value(one: Indicator, said: Said) -> Value:
    if said.value is None:
        return Value(None, said.n, reason=said.reason)
    if one.interval == "wilson":
        return share(one, said.hits, said.n)
    return Value(said.value, said.n, said.low, said.high)


def _views(_one: Indicator, asked: Question) -> Iterator[Value]:
    """Yield the views of each step, all read in one statement."""
    by_day = views.by_day(_within(asked.selection, (asked.steps[0][0], asked.steps[-1][1])))
    since = min(by_day, default=date.max)
    for first, last in asked.steps:
        number = sum(count for on, count in by_day.items() if first <= on <= last)
        if last < since:
            yield Value(None, 0, reason=_("Views were not counted yet."))
        else:
            yield Value(float(number), number)


def _withheld(one: Indicator, asked: Question) -> Iterator[Value]:
    """Yield the share of each step, all read in one statement."""
    by_day = withheld.by_day(_within(asked.selection, (asked.steps[0][0], asked.steps[-1][1])))
    for first, last in asked.steps:
        days = [counts for on, counts in by_day.items() if first <= on <= last]
        yield share(one, sum(hits for hits, _all in days), sum(received for _hits, received in days))


def _ikm(one: Indicator, asked: Question) -> Iterator[Value]:
    """Yield the index of each step, all read in one statement."""
    return (_value(one, said) for said in ikm.of_each(asked.selection, asked.steps))


_LINES: Final[Mapping[str, Callable[[Indicator, Question], Iterator[Value]]]] = {
    "views": _views,
    "withheld": _withheld,
    "ikm": _ikm,
}


def _within(selection: Selection, days: Days) -> Selection:
    return Selection(*days, selection.area, selection.category, selection.unit, selection.channel)
