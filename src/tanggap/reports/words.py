"""Enumerations of the reports room, with the city's public words (domain.md §4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a report stands. `reports/lifecycle.py` says how it gets there."""

    RECEIVED = "received", _("Waiting")
    COORDINATING = "coordinating", _("Coordination")
    DISPOSITIONED = "dispositioned", _("Disposition")
    IN_PROGRESS = "in_progress", _("In progress")
    AWAITING_REPORTER = "awaiting_reporter", _("Waiting for the reporter")
    AWAITING_VALIDATION = "awaiting_validation", _("Waiting for validation")
    FOLLOW_UP_REJECTED = "follow_up_rejected", _("Follow-up rejected")
    RESOLVED = "resolved", _("Resolved")
    REOPENED = "reopened", _("Reopened")
    REJECTED = "rejected", _("Rejected")
    MERGED = "merged", _("Merged")
    ARCHIVED = "archived", _("Archived")


NEW = "new"  # before the first event; no report is ever in it

WORKING = frozenset(
    {
        State.RECEIVED,
        State.COORDINATING,
        State.DISPOSITIONED,
        State.IN_PROGRESS,
        State.FOLLOW_UP_REJECTED,
        State.REOPENED,
    }
)
OPEN = WORKING | {State.AWAITING_REPORTER, State.AWAITING_VALIDATION}


class Visibility(models.TextChoices):
    """Who may read the report: everybody, or only the reporter and those who handle it."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class Origin(models.TextChoices):
    """How the row came to be: reported here, taken over from another system, or simulated."""

    LIVE = "live", _("Reported here")
    IMPORT = "import", _("Imported history")
    DEMO = "demo", _("Simulated")


class PhotoRole(models.TextChoices):
    """What a photo shows."""

    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    CHECK = "check", _("Field check")
    NOTE = "note", _("To an internal note")


class RejectReason(models.TextChoices):
    """Why a report is refused; each is shown to the reporter with a text and can be appealed."""

    NOT_A_COMPLAINT = "not_a_complaint", _("Not a complaint about the city")
    OUTSIDE = "outside", _("Outside the city")
    UNCLEAR = "unclear", _("Too unclear, and no answer to our question")
    ABUSE = "abuse", _("Abusive or invented")
    ELSEWHERE = "elsewhere", _("Another body is responsible")
    CANNOT_BE_SOLVED = "cannot_be_solved", _("Cannot be solved")


class Outcome(models.TextChoices):
    """The honest end of a report (issue asks: several ends, each its own)."""

    SOLVED = "solved", _("Solved and checked")
    REFUSED = "refused", _("Refused")
    DUPLICATE = "duplicate", _("Part of another report")
    CLOSED_ELSEWHERE = "closed_elsewhere", _("Closed in the earlier system, not checked here")
