"""The sentences of a comparison: by what it was made fair, and what it cannot say."""

from collections.abc import Iterator
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.evaluation.arithmetic.funnel import FEWEST, MEAN, SHARE, Dispersion
from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.comparing.similar import FEWEST as FEWEST_SIMILAR
from tanggap.evaluation.words import Verdict
from tanggap.insight.statistics.values import say_number

MIXES: Final = {
    "category": gettext_lazy("mix of categories"),
    "area": gettext_lazy("mix of areas"),
}
HOUR, DAY = 60, 24 * 60
HOURS_UNTIL = 48


def method(kind: str, also: str) -> str:
    """Return by what parts are made alike, and within which limits they are set."""
    mix = (
        _(
            "Each part is compared with what its own mix of categories lets expect: with the rate of all parts together in each category."
        )
        if also == "category"
        else _(
            "Each part is compared with what its own mix of areas lets expect: with the rate of all of them together in each area."
        )
    )
    how = {
        SHARE: _(
            "The share is then moved to the mix of the whole on the scale of odds; the limits are exact binomial ones."
        ),
        MEAN: _("The mean is then moved to the mix of the whole; the limits are those of a mean."),
    }.get(kind, _("What was counted is divided by what was expected of its load; the limits are exact Poisson ones."))
    return f"{mix} {how} " + _(
        "Method: indirect standardisation (Breslow and Day 1987), funnel plot (Spiegelhalter 2005)."
    )


def measure(one: Indicator, minutes: float | None, is_quantile: bool, course: str) -> str:
    """Return what is compared: the indicator itself, or the share that is over by a time."""
    if minutes is None or not is_quantile:
        return str(one.name)
    time = say_number(minutes / HOUR, "hours") if minutes < HOURS_UNTIL * HOUR else say_number(minutes / DAY, "days")
    if course == "answer":
        return _("Share answered within %(time)s, as long as the whole takes") % {"time": time}
    return _("Share solved within %(time)s, as long as the whole takes") % {"time": time}


def caveats(
    by: str, rows: int, dispersion: Dispersion, left_out: int, *, is_similar: bool, has_people: bool
) -> Iterator[str]:
    """Yield what must be known before a comparison is read."""
    yield ngettext(
        "%(rows)d part is compared: chance alone puts about %(many)s beyond the limits of 95%%.",
        "%(rows)d parts are compared: chance alone puts about %(many)s of them beyond the limits of 95%%.",
        rows,
    ) % {"rows": rows, "many": number_format(0.05 * rows, 1)}
    if dispersion.is_wide:
        yield _(
            "The parts differ by more than chance and their mix explain (φ = %(factor)s): the limits are wider by that. Something that is "
            "not counted here makes them differ."
        ) % {"factor": number_format(dispersion.factor, 1)}
    elif rows < FEWEST:
        yield _("With fewer than %(few)d parts it cannot be told whether they differ by more than chance.") % {
            "few": FEWEST
        }
    yield _(
        "A part is itself a piece of the whole that it is compared with, and one that has a category nearly to itself is compared with "
        "nobody there: both make differences look smaller, never larger."
    )
    if by == "unit":
        yield _(
            "What comes to a unit was chosen by others; only the mix of categories is made alike, not how hard each case is."
        )
    if is_similar:
        yield _similar(has_people=has_people)
    else:
        yield _("With fewer than %(few)d parts none are more alike than others.") % {"few": FEWEST_SIMILAR}
    if left_out:
        yield ngettext(
            "%(n)d part is not compared; its cases count in the whole.",
            "%(n)d parts are not compared; their cases count in the whole.",
            left_out,
        ) % {"n": left_out}


def _similar(*, has_people: bool) -> str:
    if has_people:
        return _(
            "Similar parts are the four nearest in mix, in how much is received, and in how many people live there."
        )
    return _(
        "Similar parts are the four nearest in mix and in how much is received; how many people live there is not known."
    )


def row_method(also: str, *, is_similar: bool, has_people: bool) -> str:
    """Return by what one row was made fair, in a few words."""
    mix = str(MIXES[also])
    if not is_similar:
        return mix
    return (
        _("%(mix)s; similar by mix, load and people") % {"mix": mix}
        if has_people
        else _("%(mix)s; similar by mix and load") % {"mix": mix}
    )


def verdict(good: str | None, *, is_beyond: bool, is_high: bool) -> str:
    """Return what a place beyond the limits says of a part, one of `words.Verdict`."""
    if not is_beyond:
        return Verdict.UNCLEAR.value
    if good is None:
        return (Verdict.HIGHER if is_high else Verdict.LOWER).value
    return (Verdict.BETTER if is_high == (good == "up") else Verdict.WORSE).value
