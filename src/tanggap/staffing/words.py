"""Enumerations of the staffing room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    """What somebody who becomes free takes up next."""

    FIFO = "fifo", _("What has waited longest")
    ANSWERS = "answers", _("First answers before other work")
    PROMISE = "promise", _("What is due first")
    URGENT = "urgent", _("The urgent ones first")
    OLDEST = "oldest", _("The oldest report first")


class Goal(models.TextChoices):
    """What a staffing is to reach: a share of the reports received in the period, 0 to 1."""

    ANSWERED_IN_SIX = "answered_in_six", _("Answered within 6 hours")
    ANSWERED_IN_TIME = "answered_in_time", _("Answered as promised")
    SOLVED_IN_TIME = "solved_in_time", _("Solved as promised")


class Source(models.TextChoices):
    """Where a number of a fit comes from."""

    OWN = "own", _("The unit's own reports")
    PRIOR = "prior", _("All units together, as the unit has too few of its own")
    ENTERED = "entered", _("Entered by the city")
    ASSUMED = "assumed", _("Assumed, because nothing tells it")


class Doubt(models.TextChoices):
    """What a reader has to know before trusting a fit or an outcome."""

    NO_STAFF = "no_staff", _("Nobody works in this plan: nothing is answered or solved.")
    UNSTABLE = "unstable", _("More work comes in than these people can do: the pile grows without end.")
    NEARLY_FULL = "nearly_full", _("More than 90 % of the working time is needed: small surprises make long waits.")
    NO_ANSWERS = "no_answers", _("The history holds no first answers, so nothing is told about them.")
    NO_PRICES = "no_prices", _("The city entered no minutes for an act or a visit, so typical ones are assumed.")
    FEW = "few", _("There are few reports to learn from, so the intervals are wide.")
    LEANS = "leans", _("The unit has too few reports of its own: its times are those of all units together.")
    NO_ROSTER = "no_roster", _("No officers are entered for the unit; as many are assumed as its work needs.")
    HANDS_UNSEEN = "hands_unseen", _("Most of the waiting is no queue: more people would change little of it.")
    TAKEN_OVER = "taken_over", _("The reports were taken over from an earlier system, whose closures nobody checked.")
