"""A question answered: the values of indicators for each step and part, and why there are none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation import prices as entered
from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.catalogue.declared import SOURCE
from tanggap.evaluation.prices import Prices
from tanggap.evaluation.telling import numbers, sources
from tanggap.evaluation.telling.told import lack_after, lack_before
from tanggap.evaluation.telling.values import value
from tanggap.evaluation.words import Lack
from tanggap.insight.statistics import Selection, Value, silence
from tanggap.insight.statistics.reading import Days, Key, Question
from tanggap.insight.statistics.telling import hush, too_few


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and why there is none: the code and the sentence."""

    value: Value
    lack: str = ""
    reason: str = ""


def answer(asked: Question, chosen: Sequence[Indicator]) -> "Answer":
    """Return the values of `chosen` for each step and part of a question. At most fifteen statements."""
    return answers([asked], chosen)[0]


def answers(asked: Sequence[Question], chosen: Sequence[Indicator]) -> "list[Answer]":
    """Return them for questions that differ in their steps alone, each by itself, in as many statements as for one."""
    if numbers.is_rebuilding():
        lost = Found(
            Value(None, 0), Lack.REBUILDING.value, _("The numbers are being counted anew. They are back in a moment.")
        )
        return [Answer(one, chosen, {}, lambda _key: {one.code: lost for one in chosen}) for one in asked]
    prices = entered.prices()
    first = asked[0]
    cannot = {one.code: lack for one in chosen if (lack := lack_before(one, first.selection, first.by, prices))}
    can = [one for one in chosen if one.code not in cannot and one.rule.kind != SOURCE]
    return [
        _answer(question, chosen, can, cannot, grid, prices)
        for question, grid in zip(asked, numbers.of_each(asked, can), strict=True)
    ]


def _answer(
    asked: Question,
    chosen: Sequence[Indicator],
    can: Sequence[Indicator],
    cannot: Mapping[str, tuple[str, str]],
    grid: numbers.Grid,
    prices: Prices | None,
) -> "Answer":
    values = {key: {one.code: value(one, of_key, prices) for one in can} for key, of_key in grid.items()}
    hush(asked, values)
    outside = {
        one.code: sources.values(one, asked) for one in chosen if one.rule.kind == SOURCE and one.code not in cannot
    }

    def found(key: Key) -> dict[str, Found]:
        told = values.get(key) or {one.code: value(one, grid[key], prices) for one in can}
        row: dict[str, Found] = {}
        for one in chosen:
            if one.code in cannot:
                row[one.code] = Found(Value(None, 0), *cannot[one.code])
                continue
            counted = _hushed(outside[one.code](key), asked) if one.code in outside else told[one.code]
            row[one.code] = Found(counted, *lack_after(one, counted, grid[key]))
        return row

    return Answer(asked, chosen, {key: found(key) for key in values}, found)


def _hushed(value: Value, asked: Question) -> Value:
    """Return a source's value, or nothing where it would be of a few reports of a sensitive kind."""
    is_few = silence.is_sensitive(asked.selection.category) and 0 < value.n < silence.FEW
    return Value(None, 0, reason=too_few()) if is_few else value


class Answer(dict[Key, dict[str, Found]]):
    """What was found for each step and part; of one in which nothing was counted, what nothing says."""

    def __init__(
        self,
        asked: Question,
        chosen: Sequence[Indicator],
        found: dict[Key, dict[str, Found]],
        make: Callable[[Key], dict[str, Found]],
    ) -> None:
        super().__init__(found)
        self.asked, self.chosen, self._make = asked, chosen, make

    def __missing__(self, key: Key) -> dict[str, Found]:
        self[key] = self._make(key)
        return self[key]


def question(
    selection: Selection, steps: Sequence[Days], by: str = "", part: Callable[[str], str | None] = str
) -> Question:
    """Return the question about a selection in steps, divided by a dimension or not, at this instant."""
    return Question(selection, steps, clock.now(), by, part)


def within(selection: Selection, days: Days) -> Selection:
    """Return a selection of other days."""
    return replace(selection, first=days[0], last=days[1])
