"""What a staffing has more than another, in words of the active language: for pages, files' readers and the terminal alike."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.papers import saying as plain
from tanggap.staffing.outcomes import Contrast, Difference
from tanggap.staffing.saying import MEASURES

SAID: Final = ("answered_in_six", "solved_in_time", "backlog")  # of those that are compared
SENTENCES: Final[dict[str, tuple[str | Promise, str | Promise, str | Promise]]] = {
    "answered_in_six": (
        gettext_lazy("%(n)s points more are answered within 6 hours"),
        gettext_lazy("%(n)s points fewer are answered within 6 hours"),
        gettext_lazy("what is answered within 6 hours differs by no more than chance explains"),
    ),
    "solved_in_time": (
        gettext_lazy("%(n)s points more are solved as promised"),
        gettext_lazy("%(n)s points fewer are solved as promised"),
        gettext_lazy("what is solved as promised differs by no more than chance explains"),
    ),
    "backlog": (
        gettext_lazy("%(n)s reports more lie open at the end"),
        gettext_lazy("%(n)s reports fewer lie open at the end"),
        gettext_lazy("what lies open at the end differs by no more than chance explains"),
    ),
}
"""More, fewer, and nothing to tell."""


def sentence(found: Contrast) -> str:
    """Return in a sentence what a staffing brings beside another, and what it costs more."""
    told = [one for name in SAID if (one := found.of(name)) is not None]
    if not told:
        return _("No promise ended in both, so nothing can be compared.")
    if not any(one.is_told for one in told):
        none = all(one.is_none for one in told)
        parts = [_("no difference at all") if none else _("no difference that chance would not explain")]
    else:
        parts = [_said(one) for one in told]
    whole = "; ".join([*parts, price(found)])
    return whole[:1].upper() + whole[1:] + "."


def mean(one: Difference | None) -> str:
    """Return the mean difference with its sign and unit, a dash where there is none: `+6.2 points`, `-12`."""
    return signed(one.of.mean, one.name) if one else plain.UNKNOWN


def interval(one: Difference | None) -> str:
    """Return the 95 % interval of the mean difference, empty without one."""
    return f"{signed(one.of.low, one.name)} – {signed(one.of.high, one.name)}" if one else ""


def spread(one: Difference | None) -> str:
    """Return between what the difference lies in nine of ten futures, empty without one."""
    return f"{signed(one.of.least, one.name)} – {signed(one.of.most, one.name)}" if one else ""


def signed(value: float, code: str) -> str:
    """Return a difference with its sign: shares in percentage points, all else in its unit."""
    is_share = MEASURES[code][1] == "%"
    shown = round(value * 100 if is_share else value, 1) + 0.0  # minus zero is zero
    number = f"{'+' if shown > 0 else ''}{plain.number(shown, 1)}"
    return _("%(n)s points") % {"n": number} if is_share else number


def price(found: Contrast) -> str:
    """Return what a week costs more; in paid hours where no price is entered for both."""
    if not found.hours_a_week and not found.cost_a_week:
        return _("it costs the same")
    if found.cost_a_week is None:
        words = {"n": plain.number(abs(found.hours_a_week))}
        more = found.hours_a_week > 0
        return (_("%(n)s paid hours a week more") if more else _("%(n)s paid hours a week less")) % words
    words = {"n": plain.said(abs(found.cost_a_week), "money", found.currency)}
    return (_("a week costs %(n)s more") if found.cost_a_week > 0 else _("a week costs %(n)s less")) % words


def lines(found: Contrast) -> Iterator[str]:
    """Yield the differences, a line each, for a terminal."""
    yield sentence(found)
    for one in found.differences:
        yield f"{MEASURES[one.name][0]}: {mean(one)} ({interval(one)}); {spread(one)}"


def _said(one: Difference) -> str:
    more, fewer, none = SENTENCES[one.name]
    if not one.is_told:
        return str(none)
    least, most = sorted((abs(one.of.low), abs(one.of.high)))
    return str(more if one.of.mean > 0 else fewer) % {"n": _from_to(least, most, one.name)}


def _from_to(least: float, most: float, code: str) -> str:
    """Return `6 to 9`, with a decimal where that is needed to tell them from nothing."""
    by = 100 if MEASURES[code][1] == "%" else 1
    places = 0 if least * by >= 1 else 1
    low, high = (plain.number(value * by, places) for value in (least, most))
    if low == high:
        return _("about %(n)s") % {"n": low}
    if low == plain.number(0, places):
        return _("up to %(n)s") % {"n": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
