"""Enumerations of the evaluation."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.TextChoices):
    """The four criteria by which the policy of e-government succeeds (the study, after Saingura and Purnomo; domain.md §7)."""

    EFFECTIVENESS = "effectiveness", _("Effectiveness")
    EFFICIENCY = "efficiency", _("Efficiency")
    TRANSPARENCY = "transparency", _("Transparency")
    ACCOUNTABILITY = "accountability", _("Accountability")


QUESTIONS: Final = {
    Criterion.EFFECTIVENESS: _("Are the targets reached?"),
    Criterion.EFFICIENCY: _("Is it done right, fast and simply, and at what cost?"),
    Criterion.TRANSPARENCY: _("Does everybody get accurate, prompt and current information?"),
    Criterion.ACCOUNTABILITY: _("Does somebody answer for the results, and does a third party look?"),
}


class Lack(models.TextChoices):
    """Why there is no number; `Told.reason` says it in a sentence."""

    FEW = "few", _("too few cases")
    NONE = "none", _("no data in the period")
    IMPORTED = "imported", _("not known of reports taken over")
    PRICES = "prices", _("no prices entered")
    SIDE = "side", _("not known of this selection")
    PRESENT = "present", _("known of the present alone")
    YOUNG = "young", _("not yet to be told")
    HIDDEN = "hidden", _("too few of a sensitive kind")
    REBUILDING = "rebuilding", _("being counted anew")


class Verdict(models.TextChoices):
    """What a difference between two periods says. Where its interval holds 0, nothing is said of better or worse."""

    BETTER = "better", _("better")
    WORSE = "worse", _("worse")
    HIGHER = "higher", _("higher")
    LOWER = "lower", _("lower")
    UNCLEAR = "unclear", _("no clear difference")
    NONE = "none", _("not comparable")


class Against(models.TextChoices):
    """With which period another one is compared."""

    BEFORE = "before", _("the period of the same length before")
    YEAR = "year", _("the same days a year before")


UNITS: Final = {
    "%": _("Share"),
    "days": _("Days"),
    "hours": _("Hours"),
    "score": _("Score, 25 to 100"),
    "count": _("Number"),
    "per": _("For each report"),
    "money": _("Money for each report"),
}
"""Units of the catalogue with the name of a column that holds them. Shares are told as 0 to 1."""

INTERVALS: Final = {
    "wilson": _("score interval of Wilson 1927"),
    "kaplan_meier": _("Kaplan and Meier 1958, with Greenwood's variance"),
    "student": _("interval of a mean from its sum and sum of squares (Student 1908)"),
    "poisson": _("exact interval of a count (Garwood 1936)"),
    "ratio": _("exact interval of the ratio of two counts (Przyborowski and Wilenski 1940)"),
    "": _("none: counted in full"),
}
"""Where the ends of a number come from; all are 95 % intervals."""

SIDES: Final = ("area", "category", "unit", "channel")


class DocumentKind(models.TextChoices):
    """What is issued under a number."""

    EVALUATION = "evaluation", _("Evaluation of the four criteria")
    COMPARISON = "comparison", _("Fair comparison")
    STUDY = "study", _("The study's tables")
    SATISFACTION = "satisfaction", _("Satisfaction survey")
    ASOCA = "asoca", _("ASOCA strategy")


class Since(models.TextChoices):
    """What became of a figure since its document was issued."""

    SAME = "same", _("the same")
    EVENTS = "events", _("changed by later events")
    TIME = "time", _("moved with time or later events")
    DEFINITION = "definition", _("another definition")
    GONE = "gone", _("can no longer be computed")
