"""Enumerations of the reports room, with the city's public words (domain.md §4)."""

from datetime import timedelta

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
    PLANNED = "planned", _("In yearly planning")
    RESOLVED = "resolved", _("Resolved")
    REOPENED = "reopened", _("Reopened")
    REJECTED = "rejected", _("Rejected")
    REFERRED = "referred", _("Referred to another body")
    UNSOLVED = "unsolved", _("Cannot be solved")
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
DECIDABLE = frozenset(
    {State.COORDINATING, State.AWAITING_REPORTER}
)  # in which a decider may still have to say whose it is
UNDONE = frozenset({State.REJECTED, State.REFERRED, State.UNSOLVED})  # closed without a solution: each can be appealed
PENDING = OPEN | {State.PLANNED}  # not closed: what waits for a budget is on nobody's desk, and not solved either
CLOSED = frozenset(State) - PENDING
WITH_TASKS = WORKING | {State.AWAITING_REPORTER}  # in which other units may still be at work for the report


FAST = timedelta(minutes=10)  # a report closed sooner than this is shown apart: nobody can have been there


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
    TASK = "task", _("Part of another unit")
    NOTE = "note", _("To an internal note")
    DISPUTE = "dispute", _("With a dispute")


class RejectReason(models.TextChoices):
    """Why a report is refused; each is shown to the reporter with a text and can be appealed."""

    NOT_A_COMPLAINT = "not_a_complaint", _("Not a complaint about the city")
    OUTSIDE = "outside", _("Outside the city")
    UNCLEAR = "unclear", _("Too unclear, and no answer to our question")
    ABUSE = "abuse", _("Abusive or invented")
    ELSEWHERE = "elsewhere", _("Another body is responsible")
    CANNOT_BE_SOLVED = "cannot_be_solved", _("Cannot be solved")


REFUSABLE = tuple(
    reason for reason in RejectReason if reason not in {RejectReason.ELSEWHERE, RejectReason.CANNOT_BE_SOLVED}
)
"""What a report can be refused for now: the other two, which older histories hold, have become ends of their own."""


class UnsolvedReason(models.TextChoices):
    """Why a report cannot be solved; shown with a text, and can be appealed. What only lacks money is planned, not given up."""

    NO_POWER = "no_power", _("The city has no legal power there")
    PRIVATE_LAND = "private_land", _("Private land, and the owner does not agree")
    IN_DISPUTE = "in_dispute", _("Before a court or in a legal dispute")
    NOT_FOUND = "not_found", _("Nothing found on the spot, looked for more than once")
    UNSAFE = "unsafe", _("A solution would cause a greater harm")


class Outcome(models.TextChoices):
    """The honest end of a report (issue asks: several ends, each its own)."""

    SOLVED = "solved", _("Solved and checked")
    REFUSED = "refused", _("Refused")
    REFERRED = "referred", _("Referred to another body")
    UNSOLVED = "unsolved", _("Cannot be solved")
    DUPLICATE = "duplicate", _("Part of another report")
    CLOSED_ELSEWHERE = "closed_elsewhere", _("Closed in the earlier system, not checked here")


class TaskState(models.TextChoices):
    """Where a part-task stands: what one unit asked another to do for a report. The last four are final."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    ANSWERED = "answered", _("Done")
    DECLINED = "declined", _("Declined")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_TASK = frozenset({TaskState.ASKED, TaskState.ACCEPTED})


class TaskReason(models.TextChoices):
    """Why a unit declines a task or hands it back; the public reads the reason, the asking unit its explanation too."""

    NOT_OURS = "not_ours", _("Outside our competence")
    NOT_OUR_AREA = "not_our_area", _("Outside our area")
    NO_CAPACITY = "no_capacity", _("No people or equipment in time")
    NEEDS_BUDGET = "needs_budget", _("Needs a budget that is not there")
    NEEDS_PERMIT = "needs_permit", _("Needs a permit or another body first")
    NOT_THERE = "not_there", _("Nothing found on the spot")
    UNCLEAR = "unclear", _("It is not clear what to do")


class HideReason(models.TextChoices):
    """Why something is hidden from the public, or given back (the last two); everybody reads the reason, nobody what was hidden."""

    NAMES_PERSON = "names_person", _("It names a person")
    CONTACT = "contact", _("It shows contact data or numbers of a person")
    FACE = "face", _("It shows the face of a person")
    PLATE = "plate", _("It shows a number plate")
    HOME = "home", _("It shows where a person lives")
    HATE = "hate", _("Hate, threats or insults")
    INVESTIGATION = "investigation", _("It concerns a running investigation")
    REPORTER_ASKED = "reporter_asked", _("The reporter asked for it")
    COURT = "court", _("A court ordered it")
    MISTAKE = "mistake", _("It was done by mistake")
    OVER = "over", _("The reason for hiding it is over")


GIVING_BACK = (HideReason.MISTAKE, HideReason.OVER, HideReason.REPORTER_ASKED, HideReason.COURT)
HIDING = tuple(reason for reason in HideReason if reason not in {HideReason.MISTAKE, HideReason.OVER})


class FlagReason(models.TextChoices):
    """What somebody in the public finds private on a report's page."""

    NAMES_PERSON = "names_person", _("It names a person")
    CONTACT = "contact", _("It shows contact data or numbers of a person")
    FACE = "face", _("It shows the face of a person")
    PLATE = "plate", _("It shows a number plate")
    HOME = "home", _("It shows where a person lives")
    HATE = "hate", _("Hate, threats or insults")


class BatchState(models.TextChoices):
    """How far an act on many reports is: shown as a preview, at work, at its end, or stopped by the person who began it."""

    DRAFT = "draft", _("Preview")
    RUNNING = "running", _("At work")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class BatchOutcome(models.TextChoices):
    """What came of one report of many."""

    WAITING = "", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")
