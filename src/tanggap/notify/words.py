"""What is said to reporters on which event: a template of the pack's `messages/<language>.toml` for each."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

TEMPLATES: Final = {  # doors whose `told` in reports/lifecycle.py is the reporter; a test holds the two together
    "intake.accept": "received",
    "reports.coordinate": "coordinated",
    "reports.disposition": "dispositioned",
    "reports.start": "started",
    "reports.ask": "asked",
    "reports.change": "changed",
    "reports.hand_back": "handed_back",
    "reports.decide": "decided",
    "reports.reject": "rejected",
    "reports.refer": "referred",
    "reports.give_up": "unsolved",
    "triage.merge": "merged",
    "triage.unmerge": "unmerged",
    "planning.admit": "planned",
    "planning.return": "plan_returned",
    "verification.accept": "resolved",
    "feedback.grant_reopen": "reopened",
}
DIGEST: Final = "staff_digest"
"""What a member of staff is told of escalations together; its words are those of `notify.digests`, not of the pack."""
PAPER: Final = "staff_paper"
"""A paper with a file for a member of staff; its words are kept with it (`notify.papers`)."""
WITHOUT_PLACE: Final = "received_without_place"
FOLLOWED: Final = frozenset(
    {
        "coordinated", "changed", "handed_back", "decided", "dispositioned", "started", "rejected", "referred", "unsolved", "resolved",
        "overdue", "extended", "reopened", "reopen_refused", "proposed", "planned", "plan_moved", "plan_returned", "built",
    }
)  # fmt: skip
"""What a report's joined reports are told, too: they live from its state (asks.md row 2). A question is for its own reporter alone."""


class Way(models.TextChoices):
    """How a message reaches the reporter: by the channel that the report came by, else the contact that was left, else not at all.

    One who can be reached in no way reads it on the private page.
    """

    CHANNEL = "channel", _("The channel that it came by")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    PAGE = "page", _("Private page")


class Delivery(models.TextChoices):
    """What became of a message. One for the page alone is not delivered; WAITING ones are not judged yet, QUEUED ones are a channel's.

    HELD: the address was silent for long, and its owner was asked whether it is still the same person.
    """

    WAITING = "waiting", _("Waiting")
    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    UNSURE = "unsure", _("Not known whether it was sent")
    RESTING = "resting", _("Not sent: the address takes nothing")
    UNWANTED = "unwanted", _("Not sent: not wanted")
    HELD = "held", _("Held until the reporter has confirmed the address")
    EXPIRED = "expired", _("Not sent: it was too late for it")
    NONE = "none", _("Not sent")


FINAL: Final = frozenset(
    {
        Delivery.FAILED, Delivery.UNSURE, Delivery.RESTING, Delivery.UNWANTED, Delivery.EXPIRED, Delivery.NONE, Delivery.READ,
    }
)  # fmt: skip


class Subscribed(models.TextChoices):
    """Where a subscription stands."""

    ASKED = "asked", _("Not confirmed yet")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class Wished(models.TextChoices):
    """Which public news a subscriber wishes. NEW: what came in, or was brought there by a correction. SOLVED: checked and closed."""

    ALL = "all", _("Everything that happens to them")
    NEW = "new", _("New reports only")
    SOLVED = "solved", _("Solved reports only")


class Rhythm(models.TextChoices):
    """How often a subscriber is written to, at most: never without news."""

    DAILY = "daily", _("Once a day, at six in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday at six in the morning")


class Group(models.TextChoices):
    """What a reporter may wish to hear of, or not. Receipts belong to none: who sends a report hears that it came."""

    STEPS = "steps", _("Each step of the work")
    QUESTIONS = "questions", _("Questions to me")
    DELAYS = "delays", _("When it takes longer than promised")
    RESULTS = "results", _("The result")
    SURVEYS = "surveys", _("Invitations to a satisfaction survey, at most every 90 days")


GROUPS: Final = {
    **dict.fromkeys(
        ("coordinated", "changed", "handed_back", "decided", "dispositioned", "started", "answered", "claimed_done", "follow_up_rejected",
         "reopened", "appeal_received", "merged", "unmerged", "archived", "proposed", "plan_moved", "built"),
        Group.STEPS,
    ),
    "asked": Group.QUESTIONS,
    **dict.fromkeys(("extended", "overdue"), Group.DELAYS),
    **dict.fromkeys(("resolved", "rejected", "referred", "unsolved", "planned", "plan_returned", "survey_reminder", "reopen_refused"),
                    Group.RESULTS),
    "survey_invitation": Group.SURVEYS,
}  # fmt: skip
"""Which group a message of the pack belongs to."""

REMINDER: Final = "survey_reminder"
"""Asks once more who was asked about a closure and is silent."""
INVITATION: Final = "survey_invitation"
"""Invites to a satisfaction survey. Said to its reader alone: its link answers for one person."""
STILL_YOU: Final = "still_you"
"""Asks whether an address still belongs to who reported. Says nothing of any report."""
DISCREET: Final = "discreet"
"""What is said of a confidential report in place of everything else: that there is news, and not what (threats.md §3 case 23)."""
CONFIRM: Final = "confirm"
"""Asks whether a subscription is wanted. Says nothing that somebody typed."""
NEWS: Final = "news"
"""The public news of a day or a week for a subscriber."""
