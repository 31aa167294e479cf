"""The catalogue told: numbers of a selection with their uncertainty, over time, and in parts. None of them reads a report.

told = tell(selection)
told["answered_in_six"].value, told["answered_in_six"].low, told["answered_in_six"].high
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.core import clock, cursors
from tanggap.evaluation import citing, heirs, prices
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.catalogue.declared import SOURCE
from tanggap.evaluation.tallies.consumer import CONSUMER as TALLIES
from tanggap.evaluation.telling.grid import Answer, Found, answer, answers, question, within
from tanggap.evaluation.telling.told import Told, is_growing
from tanggap.insight.consumer import CONSUMER as INSIGHT
from tanggap.insight.statistics import Point, Selection, Slice, beginning
from tanggap.insight.statistics.reading import Days
from tanggap.insight.statistics.telling import days_of, parts_of, steps

__all__ = [
    "Told", "breakdown", "is_growing", "periods_and_trend", "remarks", "tell", "tell_periods", "trend", "trends",
]  # fmt: skip
ALL: Final = tuple(INDICATORS)


def tell(selection: Selection, codes: Iterable[str] | None = None) -> dict[str, Told]:
    """Return the indicators of `codes` (None: all) of a selection. At most twenty statements. Raises KeyError for an unknown one."""
    return tell_periods(selection, [days_of(selection)], codes)[0]


def tell_periods(
    selection: Selection, periods: Sequence[Days], codes: Iterable[str] | None = None
) -> list[dict[str, Told]]:
    """Return them for each of some periods (first and last days, whatever the selection's own are). At most twenty statements."""
    chosen = [INDICATORS[code] for code in (ALL if codes is None else codes)]
    return _periods(selection, periods, answer(question(selection, list(periods)), chosen))


def _periods(selection: Selection, periods: Sequence[Days], found: Answer) -> list[dict[str, Told]]:
    today = clock.local(clock.now()).date()
    return [
        {
            code: _told(code, one, within(selection, days), is_partial=days[1] >= today)
            for code, one in found[number, ""].items()
        }
        for number, days in enumerate(periods)
    ]


def trend(selection: Selection, code: str, step: str = "auto") -> list[Point]:
    """Return one indicator over the period, in steps of a `day`, `week` (from Monday) or `month`; `auto`: what is readable."""
    return trends(selection, [code], step)[code]


def trends(selection: Selection, codes: Iterable[str], step: str = "auto") -> dict[str, list[Point]]:
    """Return several over the same steps, in as many statements as one."""
    spans = list(steps(selection, step))
    asked = question(selection, [(first, last) for first, last, _is_whole in spans])
    return _lines(spans, answer(asked, [INDICATORS[code] for code in codes]))


def periods_and_trend(
    selection: Selection, periods: Sequence[Days], code: str
) -> tuple[list[dict[str, Told]], list[Point]]:
    """Return one indicator of some periods and over the selection's own, read in one go: as `tell_periods` and `trend` tell it."""
    spans = list(steps(selection, "auto"))
    of_periods = question(selection, list(periods))
    of_steps = replace(of_periods, steps=[(first, last) for first, last, _is_whole in spans])
    told, over_time = answers([of_periods, of_steps], [INDICATORS[code]])
    return _periods(selection, periods, told), _lines(spans, over_time)[code]


def _lines(spans: Sequence[tuple[date, date, bool]], found: Answer) -> dict[str, list[Point]]:
    today = clock.local(clock.now()).date()
    lines: dict[str, list[Point]] = {one.code: [] for one in found.chosen}
    for number, (first, last, is_whole) in enumerate(spans):
        for code, one in found[number, ""].items():
            is_partial = not is_whole or last >= today
            value = one.value
            lines[code].append(Point(first, last, value.value, value.n, value.low, value.high, is_partial, one.reason))
    return lines


def breakdown(selection: Selection, code: str, by: str, level: str | None = None) -> list[Slice]:
    """Return one indicator of each part of a selection, by `area`, `category`, `unit` or `channel`; none where it is not known of parts.

    Areas and categories as `insight.statistics.breakdown` has them, in their order; units and channels of which there is anything, the
    most cases first. Raises KeyError for an unknown indicator, ValueError for another `by`.
    """
    one = INDICATORS[code]
    parts = parts_of(selection, by, level)
    if by not in one.sides or one.rule.kind == SOURCE:
        return []
    found = answer(question(selection, [days_of(selection)], by, parts.of), [one])
    rows = []
    for part in parts.codes if parts.codes is not None else sorted({part for _number, part in found}):
        told = found[0, part][code]
        if told.value.n or told.lack == "hidden" or (part and parts.codes is not None):
            value = told.value
            rows.append(Slice(part, parts.label(part), value.value, value.n, value.low, value.high, told.reason))
    return rows if parts.codes is not None else sorted(rows, key=lambda row: (-row.n, row.code))


def remarks(selection: Selection) -> list[str]:
    """Return what must be known of a selection's numbers before they are read. At most four statements."""
    said = heirs.said(selection.area) if selection.area else []
    begins = beginning.first_day()
    if begins is not None and selection.last < begins:
        said.append(
            _("Nothing is known of this period: the first report was received on %(day)s.")
            % {"day": date_format(begins, "j M Y")}
        )
    if selection.last >= clock.local(clock.now()).date():
        said.append(_("The last day is not over: its numbers still grow."))
    if fault := prices.fault():
        said.append(_("The city's targets and prices cannot be used: %(fault)s") % {"fault": fault})
    if unknown := sorted(set(prices.targets()) - set(INDICATORS)):
        said.append(
            _("The city has targets for numbers that there are not: %(codes)s.") % {"codes": ", ".join(unknown)}
        )
    late = max(cursors.progress(consumer).waiting for consumer in (INSIGHT, TALLIES))
    if late:
        said.append(
            ngettext("%(n)d event is not counted yet.", "%(n)d events are not counted yet.", late) % {"n": late}
        )
    return said


def _told(code: str, one: Found, selection: Selection, *, is_partial: bool) -> Told:
    value = one.value
    query = citing.cite(code, selection, clock.now())
    return Told(code, value.value, value.n, value.low, value.high, one.reason, is_partial, query, one.lack)
