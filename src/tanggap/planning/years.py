"""Which years can be planned for, on a day of the city's calendar."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.planning.refusals import YearClosed
from tanggap.planning.rules import rules

LONGEST = 4


def today() -> date:
    """Return the day that it is in the city."""
    return clock.local(clock.now()).date()


def read(given: int | str) -> int:
    """Return a year as it was typed. Raises Invalid."""
    text = str(given).strip()
    if not (text.isascii() and text.isdecimal() and len(text) == LONGEST):
        raise Invalid({"year": _("Choose a year from the list.")})
    return int(text)


def must_be_open(year: int, *, after: int | None = None) -> None:
    """Raise YearClosed, naming the next open year, unless proposals are admitted for `year` today; `after` this one where given."""
    found = [one for one in rules().open_years(today()) if after is None or one > after]
    if year not in found:
        raise closed(year, rules().days(year).admits, found)


def must_be_decidable(year: int) -> None:
    """Raise YearClosed unless it can still be decided today what the plan of `year` takes in."""
    last = rules().days(year).decides
    if today() > last:
        raise closed(year, last, [one for one in rules().open_years(today()) if one > year])


def closed(year: int, day: date, open_years: list[int]) -> YearClosed:
    """Return the refusal of a year whose last day was `day`, or that lies too far ahead."""
    following = str(open_years[0]) if open_years else "–"
    if day >= today():
        return YearClosed(
            _("%(year)s cannot be chosen here. The next open year is %(next)s.") % {"year": year, "next": following}
        )
    return YearClosed(YearClosed.message % {"year": year, "day": date_format(day, "j M Y"), "next": following})
