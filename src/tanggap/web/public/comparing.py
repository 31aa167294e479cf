"""One indicator in every area: the classes of its map, the same areas over time on one scale, and the rows of its table."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils.formats import date_format

from tanggap.insight import statistics
from tanggap.insight.statistics import INDICATORS, Indicator, Selection, Slice, Value
from tanggap.insight.statistics.selection import month_end, months_before
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.web.public import outlines
from tanggap.web.ui import formats

DEFAULT: Final = "received"
ORDERS: Final = ("-value", "value", "name", "-name", "-n", "n")
CLASSES = 5
FEW_MONTHS, MANY_MONTHS = 6, 12
LONG_DAYS, VERY_LONG_DAYS = 92, 400
MOST_YEARS = 10
TOO_FEW = 0  # the class of what cannot be told
Days = tuple[date, date]
Told = Value | Slice  # a number of one area


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: an indicator of a selection, by the lowest areas (`depth` 0) or those one level above (1), in an order."""

    selection: Selection
    show: str = DEFAULT
    depth: int = 0
    order: str = ORDERS[0]

    @property
    def indicator(self) -> Indicator:
        """Return the indicator that is shown."""
        return INDICATORS[self.show]

    @property
    def level(self) -> str:
        """Return the level of the areas that are compared."""
        return levels()[self.depth]

    def query(self, **changes: str) -> str:
        """Return the one query string of this comparison, or of it with other parameters."""
        own = {
            "show": "" if self.show == DEFAULT else self.show,
            "level": self.level if self.depth else "",
            "sort": "" if self.order == ORDERS[0] else self.order,
        }
        said = {name: value for name, value in {**own, **changes}.items() if value}
        return "&".join(part for part in (self.selection.query(), urlencode(sorted(said.items()))) if part)

    def address(self, **changes: str) -> str:
        """Return the address of the page of this comparison, or of it with other parameters."""
        query = self.query(**changes)
        return f"/peta/wilayah/?{query}" if query else "/peta/wilayah/"


@dataclass(frozen=True, slots=True)
class Scale:
    """Up to five classes with about as many areas in each; `bounds` are their upper ends."""

    bounds: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> "Scale":
        """Return the scale of some numbers: as many in each class as can be, equal ones never in two; so a class of zeros is all zeros."""
        rest, bounds = sorted(values), list[float]()
        while rest and len(bounds) < CLASSES:
            bounds.append(rest[-(-len(rest) // (CLASSES - len(bounds))) - 1])
            rest = [value for value in rest if value > bounds[-1]]
        return cls(tuple(bounds))

    def number(self, value: float | None) -> int:
        """Return the class of a number, from 1 for the lowest; `TOO_FEW` for None. Of fewer classes the darkest ones are left out."""
        return TOO_FEW if value is None else min(bisect_left(self.bounds, value) + 1, max(1, len(self.bounds)))


@dataclass(frozen=True, slots=True)
class Range:
    """One class in the legend: what its areas have, and how many they are."""

    number: int
    words: str
    areas: int


@dataclass(frozen=True, slots=True)
class Row:
    """One area in the table."""

    code: str
    name: str
    above: str
    value: str
    n: int
    interval: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One map: the areas' numbers in the picture by class, and the `far` ones with theirs."""

    label: str
    groups: tuple[tuple[int, tuple[int, ...]], ...]
    far: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the page shows."""

    asked: Asked
    rows: tuple[Row, ...]
    ranges: tuple[Range, ...]
    main: Drawing
    periods: tuple[Drawing, ...]
    over_time: tuple[Range, ...]
    picture: outlines.Picture | None
    few: int


def levels() -> tuple[str, ...]:
    """Return the levels that can be compared, the lowest first."""
    leaf = next((row for row in places.areas() if row.is_leaf), None)
    above = places.area(leaf.parent) if leaf else None
    return tuple(row.level for row in (leaf, above) if row)


def compared(asked: Asked) -> Comparison:
    """Return the comparison of one indicator. As many statements for any selection."""
    told = numbers(asked, [(asked.selection.first, asked.selection.last)])[0]
    spans = periods(asked.selection)
    times = numbers(asked, spans)
    scale = _scale(told.values())
    shared = _scale(value for one in times for value in one.values())
    picture = outlines.picture(asked.depth)
    return Comparison(
        asked=asked,
        rows=tuple(_rows(asked, told, scale)),
        ranges=tuple(_ranges(asked, scale, told.values())),
        main=_drawing(picture, told, scale, asked.selection.period),
        periods=tuple(
            _drawing(picture, one, shared, _span_words(*span)) for span, one in zip(spans, times, strict=True)
        ),
        over_time=tuple(_ranges(asked, shared, [value for one in times for value in one.values()])),
        picture=picture,
        few=sum(value.value is None for value in told.values()),
    )


def numbers(asked: Asked, spans: Sequence[Days]) -> list[Mapping[str, Told]]:
    """Return the indicator of each area in each span of days."""
    if asked.depth == 0:
        return list(statistics.choropleth(asked.selection, asked.show, periods=spans))
    return [
        {
            part.code: part
            for part in statistics.breakdown(
                replace(asked.selection, first=first, last=last), asked.show, "area", asked.level
            )
            if part.code
        }
        for first, last in spans
    ]


def periods(selection: Selection) -> list[Days]:
    """Return the steps shown beside each other: six months up to the last day, twelve for longer selections, years for very long ones."""
    last = selection.last
    if selection.days > VERY_LONG_DAYS:
        years = min(MOST_YEARS, last.year - selection.first.year + 1)
        return [
            (date(year, 1, 1), min(date(year, 12, 31), last)) for year in range(last.year - years + 1, last.year + 1)
        ]
    count = FEW_MONTHS if selection.days <= LONG_DAYS else MANY_MONTHS
    firsts = [months_before(last.replace(day=1), months) for months in range(count - 1, -1, -1)]
    return [(first, min(month_end(first), last)) for first in firsts]


def _span_words(first: date, last: date) -> str:
    if first.month == 1 and first.day == 1 and last - first > timedelta(days=31):
        return str(first.year)
    return date_format(first, "M Y")


def _scale(values: Iterable[Told]) -> Scale:
    return Scale.of(value.value for value in values if value.value is not None)


def _ranges(asked: Asked, scale: Scale, values: Iterable[Told]) -> Iterable[Range]:
    held: dict[int, list[float]] = {}
    for value in values:
        if value.value is not None:
            held.setdefault(scale.number(value.value), []).append(value.value)
    for number, found in sorted(held.items()):
        low, high = (statistics.say(asked.show, end) for end in (min(found), max(found)))
        if low != high and asked.indicator.unit == "reports":
            low = formats.number(round(min(found)))
        yield Range(number, low if low == high else f"{low} – {high}", len(found))


def _rows(asked: Asked, told: Mapping[str, Told], scale: Scale) -> list[Row]:
    key, is_falling = asked.order.removeprefix("-"), asked.order.startswith("-")
    ordered = sorted(told.items(), key=lambda pair: _name(pair[0]))
    if key == "name":
        ordered = ordered[::-1] if is_falling else ordered
    else:
        ordered.sort(key=lambda pair: _number(pair[1], key), reverse=is_falling)
    ordered.sort(key=lambda pair: key == "value" and pair[1].value is None)
    return [_row(asked, code, value, scale) for code, value in ordered]


def _number(value: Told, key: str) -> float:
    return float(value.n) if key == "n" else value.value or 0.0


def _row(asked: Asked, code: str, value: Told, scale: Scale) -> Row:
    row = places.area(code)
    above = places.area(row.parent) if row else None
    has_interval = value.low is not None and value.high is not None
    return Row(
        code=code,
        name=_name(code),
        above=above.name if above else "",
        value=statistics.say(asked.show, value.value),
        n=value.n,
        interval=f"{statistics.say(asked.show, value.low)} – {statistics.say(asked.show, value.high)}"
        if has_interval
        else "",
        number=scale.number(value.value),
        reason=value.reason if value.value is None else "",
    )


def _name(code: str) -> str:
    row = places.area(code)
    return row.name if row else code


def _drawing(picture: outlines.Picture | None, told: Mapping[str, Told], scale: Scale, label: str) -> Drawing:
    if picture is None:
        return Drawing(label, ())
    groups: dict[int, list[int]] = {}
    for place, code in enumerate(picture.paths):
        if code in told:
            groups.setdefault(scale.number(told[code].value), []).append(place)
    far = tuple((scale.number(told[code].value), _name(code)) for code in picture.far if code in told)
    return Drawing(label, tuple((number, tuple(places_)) for number, places_ in sorted(groups.items())), far)


def file_name(asked: Asked, what: str, ending: str) -> str:
    """Return the name under which a table is saved."""
    span = f"{asked.selection.first:%Y%m%d}-{asked.selection.last:%Y%m%d}"
    return f"tanggap-{city().prefix.lower()}-{asked.show}-{what}-{span}.{ending}"


def table(asked: Asked, *, over_time: bool) -> tuple[list[str], list[list[str | int | float | date | None]]]:
    """Return the columns and rows of the numbers behind the maps, each area in each span; names of columns are the same in any language."""
    spans = periods(asked.selection) if over_time else [(asked.selection.first, asked.selection.last)]
    columns = ["area", "name", "first_day", "last_day", asked.show, "n", "low", "high", "reason"]
    rows: list[list[str | int | float | date | None]] = [
        [code, _name(code), *span, _cell(asked, value.value), value.n, value.low, value.high, value.reason]
        for span, told in zip(spans, numbers(asked, spans), strict=True)
        for code, value in told.items()
    ]
    return columns, rows


def _cell(asked: Asked, value: float | None) -> float | int | None:
    """Return a number as a file holds it: whole reports without a point."""
    return round(value) if value is not None and asked.indicator.unit == "reports" else value
