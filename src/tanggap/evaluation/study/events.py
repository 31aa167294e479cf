"""The study's Tables 1 and 2 of any area and years, counted from this city's events by rules that stand beside them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.evaluation import heirs
from tanggap.evaluation.study.layout import Cell, Row, Table
from tanggap.evaluation.study.printed import printed
from tanggap.evaluation.tallies import reading
from tanggap.evaluation.telling import tell_periods
from tanggap.insight.statistics import INDICATORS, Selection, silence
from tanggap.insight.statistics.reading import Days, Question
from tanggap.insight.statistics.telling import little, too_few
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.surveys.bands import printed as rounded
from tanggap.verification.estimates import wilson

SIX: Final = "answered_in_six"
MOST_CATEGORIES, MOST_YEARS, EARLIEST_YEAR = 5, 10, 1900
AT_YEAR_END, NOW = "year", "now"
WHOLE: Final = 100


@dataclass(slots=True)
class _Counted:
    """What was counted of each year and category, which of them are not told, and which the table has; `lost` says why there is nothing."""

    categories: Sequence[str]
    sums: dict[tuple[int, str], Counter[str]] = field(default_factory=dict)
    hidden: set[tuple[int, str]] = field(default_factory=set)
    lost: str = ""

    def total(self, name: str) -> int:
        """Return the sum of a number over all years and categories of the table."""
        return sum(sums[name] for (_number, code), sums in self.sums.items() if code in self.categories)


def from_events(area: str, years: Sequence[int], *, categories: Sequence[str] = ()) -> list[Table]:
    """Return Table 1 as reports stood when each year ended, Table 1 as they stand now, and Table 2. At most fifteen statements.

    `area` is a code of any level, empty for the whole city. `categories`: those named; else the study's five, where the city has them all;
    else the five of which most was received. Raises ValueError for an unknown area or category, for a year that is none or still to come,
    and for more than ten of them.
    """
    spans = [(date(year, 1, 1), date(year, 12, 31)) for year in _years(years)]
    unknown = [code for code in categories if catalog.category(code) is None]
    if unknown:
        raise ValueError(_("“%(value)s” is no category here.") % {"value": unknown[0]})
    selection = Selection(spans[0][0], spans[-1][1], area=_area(area))
    counted = _count(selection, spans, categories)
    notes = [*heirs.said(area), *_running(spans)]
    return [
        _first(selection, spans, counted, AT_YEAR_END, notes),
        _first(selection, spans, counted, NOW, notes),
        _second(selection, spans, notes),
    ]


def area_label(area: str) -> str:
    """Return how an area is called in a title; the city for the empty code."""
    row = places.area(area) if area else None
    return row.name if row else say(city().name)


def _years(years: Sequence[int]) -> list[int]:
    today = clock.local(clock.now()).year
    if not years:
        raise ValueError(_("Name at least one year."))
    if len(set(years)) > MOST_YEARS:
        raise ValueError(_("At most ten years are shown together."))
    for year in years:
        if not EARLIEST_YEAR <= year <= today:
            raise ValueError(_("“%(value)s” is no year up to the present one.") % {"value": year})
    return sorted(set(years))


def _area(area: str) -> str:
    found = places.current(area) if places.area(area) else ""
    if area and not places.area(area):
        raise ValueError(_("“%(value)s” is no area here.") % {"value": area})
    return found or area


def _count(selection: Selection, spans: Sequence[Days], categories: Sequence[str]) -> _Counted:
    """Return what the first table tells. Two statements."""
    studied = [row.code for row in printed()[0].rows]
    if all(catalog.category(code) for code in studied):
        categories = categories or studied
    if reading.is_rebuilding():
        return _Counted(categories, lost=_("The numbers are being counted anew. They are back in a moment."))
    names = [f"{when}_{name}" for when in (AT_YEAR_END, NOW) for name in ("judged", "solved", "taken")]
    asked = Question(selection, spans, clock.now(), "category")
    of_leaves = reading.read(asked, ["received", *names])
    if not categories:
        sizes: Counter[str] = Counter()
        for (_number, code), sums in of_leaves.items():
            sizes[code] += sums["received"]
        told = [code for code, _size in sizes.most_common() if code and not silence.is_sensitive(code)]
        categories = told[:MOST_CATEGORIES]
    counted = _Counted(categories)
    for (number, code), sums in of_leaves.items():
        row = catalog.category(code)
        for one in {code, row.parent if row else None} & set(categories):
            counted.sums.setdefault((number, str(one)), Counter()).update(sums)
    by_year: dict[int, dict[str, int]] = defaultdict(dict)
    for (number, code), sums in of_leaves.items():
        by_year[number][code] = sums["received"]
    counted.hidden = {(number, code) for number, sizes_of in by_year.items() for code in silence.hidden(sizes_of)}
    return counted


def _named(first: date, last: date) -> str:
    """Return a year as a head names it."""
    is_over = last < clock.local(clock.now()).date()
    return str(first.year) if is_over else _("%(year)s so far") % {"year": first.year}


def _running(spans: Sequence[Days]) -> list[str]:
    today = clock.local(clock.now()).date()
    if spans[-1][1] < today:
        return []
    return [
        _("%(year)s is not over: it is counted until %(day)s, and its numbers still grow.")
        % {"year": spans[-1][0].year, "day": date_format(today, "j M Y")}
    ]


def _first(selection: Selection, spans: Sequence[Days], counted: _Counted, when: str, notes: Sequence[str]) -> Table:
    like = printed()[0]
    resolved, unresolved = like.columns[:2]
    columns = [
        replace(column, code=f"{first.year}-{name}", group=_named(first, last))
        for first, last in spans
        for name, column in (("resolved", resolved), ("unresolved", unresolved))
    ]
    rows = []
    for code in counted.categories:
        category = catalog.category(code)
        cells = [cell for number in range(len(spans)) for cell in _pair(counted, number, code, when)]
        rows.append(Row(code, category.label if category else code, tuple(cells)))
    as_of = {
        AT_YEAR_END: _("as they stood when the year ended"),
        NOW: _("as they stand now, %(day)s") % {"day": date_format(clock.local(clock.now()), "j M Y")},
    }[when]
    title = _("Reports resolved and unresolved by category, %(area)s, %(as_of)s") % {
        "area": area_label(selection.area),
        "as_of": as_of,
    }
    about = [*_rules(when), *_taken(counted.total(f"{when}_taken")), *notes]
    return Table("1", title, like.head, tuple(columns), tuple(rows), tuple(about), when)


def _rules(when: str) -> list[str]:
    which = {
        AT_YEAR_END: _(
            "Public reports received in the year, as they stood at its last midnight: what was resolved later counts as unresolved, and "
            "what was opened again later as resolved."
        ),
        NOW: _("Public reports received in the year, as they stand now: what was opened again is unresolved."),
    }[when]
    return [
        which,
        _(
            "Resolved means closed by the check of another unit, or closed in an earlier system. Refused, referred and joined reports are "
            "left out; those given up are unresolved. Each counts in the area and category that it has now."
        ),
        _(
            "Shares are rounded as in the study, but never up to all or down to none; the second is 100 less the first, so that they "
            "always add up."
        ),
    ]


def _taken(number: int) -> list[str]:
    if not number:
        return []
    words = ngettext(
        "%(n)s of the resolved reports was closed in an earlier system and not checked here.",
        "%(n)s of the resolved reports were closed in an earlier system and not checked here.",
        number,
    )
    return [words % {"n": number_format(number, force_grouping=True)}]


def _pair(counted: _Counted, number: int, code: str, when: str) -> tuple[Cell, Cell]:
    sums = counted.sums.get((number, code), Counter())
    n = sums[f"{when}_judged"]
    if counted.lost:
        return _lack(counted.lost)
    if (number, code) in counted.hidden:
        return _lack(too_few() if sums["received"] < silence.FEW else _beside())
    if n < INDICATORS[SIX].least:
        return _lack(little(INDICATORS[SIX], n).reason, n)
    return _shares(sums[f"{when}_solved"], n, places_after=0)


def _beside() -> str:
    return _("Not shown, because the few reports of a sensitive kind beside it could be told from it.")


def _lack(reason: str, n: int | None = None) -> tuple[Cell, Cell]:
    return Cell("", n, reason=reason), Cell("", n, reason=reason)


def _shares(hits: int, n: int, *, places_after: int) -> tuple[Cell, Cell]:
    """Return a share and its rest as cells of percent, with the ends of their intervals; more decimals where fewer say all or none."""
    percent = rounded(Fraction(hits * WHOLE, n), places_after)
    while 0 < hits < n and percent in (0, WHOLE):
        places_after += 1
        percent = rounded(Fraction(hits * WHOLE, n), places_after)
    ends = wilson(hits, n)
    low, high = ends.low * WHOLE, ends.high * WHOLE
    return Cell(str(percent), n, low, high), Cell(str(WHOLE - percent), n, WHOLE - high, WHOLE - low)


def _second(selection: Selection, spans: Sequence[Days], notes: Sequence[str]) -> Table:
    like = printed()[1]
    rows = []
    for (first, last), told in zip(spans, tell_periods(selection, spans, [SIX]), strict=True):
        one = told[SIX]
        hits = None if one.value is None else round(one.value * one.n)
        cells = _lack(one.reason, one.n) if hits is None else _shares(hits, one.n, places_after=2)
        rows.append(Row(str(first.year), _named(first, last), cells))
    title = _("Response time, %(area)s") % {"area": area_label(selection.area)}
    about = [str(INDICATORS[SIX].definition), _("An answer after exactly 6 hours counts as within them."), *notes]
    return Table("2", title, like.head, like.columns, tuple(rows), tuple(about))
