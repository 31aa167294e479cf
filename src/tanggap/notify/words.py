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
    "verification.accept": "resolved",
}
DIGEST: Final = "staff_digest"
"""What a member of staff is told of escalations together; its words are those of `notify.digests`, not of the pack."""
WITHOUT_PLACE: Final = "received_without_place"
FOLLOWED: Final = frozenset(
    {
        "coordinated", "changed", "handed_back", "decided", "dispositioned", "started", "rejected", "referred", "unsolved", "resolved",
        "overdue", "extended",
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
    """What became of a message. One for the page alone is not delivered."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    NONE = "none", _("Not sent")
