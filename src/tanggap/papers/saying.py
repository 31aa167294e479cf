"""How numbers are written, on paper and on pages: by the active language, with their unit and their interval."""

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, Self

from babel import Locale, dates, numbers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.core import clock

Number = int | float | Decimal
UNKNOWN: Final = "–"
KEPT: Final = 20_000  # numbers in words: a page of many rows says the same shares and counts again and again


def locale() -> Locale:
    """Return Babel's locale of the active language."""
    return _locale(_language())


def _language() -> str:
    return get_language() or "id"


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def number(value: Number, places: int = 0) -> str:
    """Return `value` with `places` decimals and the language's separators: `1.234,5` in Indonesian."""
    return _number(_zeroed(value, places), places, _language())


@lru_cache(KEPT)
def _number(value: Number, places: int, language: str) -> str:
    return str(numbers.format_decimal(value, format=_pattern(places), locale=_locale(language)))


def percent(share: Number, places: int = 0) -> str:
    """Return a share of one as a percentage: 0.741 -> `74,1%`."""
    return _percent(_zeroed(share, places + 2), places, _language())


@lru_cache(KEPT)
def _percent(share: Number, places: int, language: str) -> str:
    return str(numbers.format_percent(share, format=_pattern(places, "%"), locale=_locale(language)))


def _zeroed(value: Number, places: int) -> Number:
    """Return a value; what would be written as minus zero is zero."""
    return value if value > 0 or round(value, places) else 0


@lru_cache
def _pattern(places: int, sign: str = "") -> numbers.NumberPattern:
    """Return how Babel writes so many decimals."""
    return numbers.parse_pattern("#,##0" + ("." + "0" * places if places else "") + sign)


def money(amount: Number, currency: str) -> str:
    """Return `amount` of an ISO 4217 `currency` without minor units: `Rp 1.250.000`."""
    return str(numbers.format_currency(amount, currency, format="¤ #,##0", locale=locale(), currency_digits=False))


def said(value: float | None, unit: str, currency: str = "") -> str:
    """Return a value with its unit: `74,1%`, `3,2 hari`, `1.204`, `Rp 42.000`; a dash for None.

    A share is never rounded up to all or down to none; money without a `currency` is a plain number.
    """
    return UNKNOWN if value is None else _said(value, unit, currency, _language())


def between(low: float | None, high: float | None, unit: str, currency: str = "") -> str:
    """Return an interval in words, empty without one; an open upper end says so."""
    return Saying(unit, currency, _language()).between(low, high)


@dataclass(frozen=True, slots=True)
class Saying:
    """`said` and `between` for many values of a unit: what the language is was looked up once, which costs more than a known number."""

    unit: str
    currency: str
    language: str

    @classmethod
    def of(cls, unit: str, currency: str = "") -> Self:
        """Return how values of a unit are said in the active language, in which alone it is to be used."""
        return cls(unit, currency, _language())

    def said(self, value: float | None) -> str:
        """Return a value with its unit; a dash for None."""
        return UNKNOWN if value is None else _said(value, self.unit, self.currency, self.language)

    def between(self, low: float | None, high: float | None) -> str:
        """Return an interval in words, empty without one; an open upper end says so."""
        if low is None:
            return ""
        if high is None or math.isinf(high):
            return _("from %(low)s") % {"low": self.said(low)}
        return f"{self.said(low)} – {self.said(high)}"


def _said(value: float, unit: str, currency: str, language: str) -> str:
    if unit == "%":
        return _share(value, language)
    if unit in ("reports", "count"):
        return _number(_zeroed(round(value), 0), 0, language)
    if unit == "money":
        return money(round(value), currency) if currency else _number(round(value), 0, language)
    places = 2 if unit == "per" else 1
    plain = _number(_zeroed(value, places), places, language)
    if unit == "days":
        return _("%(number)s days") % {"number": plain}
    if unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def _share(value: float, language: str) -> str:
    shown = round(value, 3)
    if 0 < value < 1:
        shown = min(0.999, max(0.001, shown))
    places = 0 if value in (0, 1) else 1
    return _percent(_zeroed(shown, places + 2), places, language)


def short(value: float, unit: str, *, is_top: bool, step: float) -> str:
    """Return a number at an axis whose steps are `step` wide: its top carries the unit."""
    if unit == "%":
        return percent(value, 0 if step >= 0.01 and not (step * 100) % 1 else 1)
    places = 0 if step >= 1 and not step % 1 else 2 if step < 0.1 else 1
    plain = number(value, places)
    if is_top and unit == "days":
        return _("%(number)s days") % {"number": plain}
    if is_top and unit == "hours":
        return _("%(number)s hours") % {"number": plain}
    return plain


def instant(at: datetime) -> str:
    """Return a day and time in the city, with its zone: `26 Nov 2026 20.43 WIB`."""
    here = clock.local(at)
    on = dates.format_date(here.date(), format="d MMM y", locale=locale())
    return f"{on} {dates.format_skeleton('Hm', here, tzinfo=here.tzinfo, locale=locale())} {here.tzname()}"
