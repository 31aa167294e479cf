"""Amounts as people type them, whole units of the city's currency and within its bounds."""

import re

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid
from tanggap.papers import saying
from tanggap.planning.rules import rules

_PLAIN = re.compile(r"\d{1,18}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,\u00a0 ])\d{3})(?:\1\d{3})*")
_SIGN = re.compile(r"^(?:rp|[a-z]{3}|\$)\.?\s*", re.IGNORECASE)


def whole(field: str, given: int | str) -> int:
    """Return an amount: `1250000`, `1.250.000` or `Rp 1,250,000`; never with a fraction. Raises Invalid naming `field` and the bounds."""
    city = rules()
    amount = given if isinstance(given, int) and not isinstance(given, bool) else _read(str(given))
    if amount is None or not city.least <= amount <= city.most:
        bounds = {
            name: saying.money(value, city.currency) for name, value in (("least", city.least), ("most", city.most))
        }
        said = _("Write a whole amount from %(least)s to %(most)s, in digits.") % bounds
        raise Invalid({field: said})
    return amount


def _read(text: str) -> int | None:
    stripped = _SIGN.sub("", text.strip())
    if _PLAIN.fullmatch(stripped) and stripped.isascii():
        return int(stripped)
    if _GROUPED.fullmatch(stripped) and stripped.replace("\u00a0", " ").isascii():
        return int(re.sub(r"[.,\u00a0 ]", "", stripped))
    return None
