"""What each message of the pack is about, for who edits it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Final[dict[str, str | Promise]] = {
    "received": _("The report came: receipt"),
    "received_without_place": _("The report came without a place"),
    "coordinated": _("Another unit was asked to act"),
    "changed": _("Category, place or unit was corrected"),
    "handed_back": _("The unit passed it on"),
    "decided": _("It was decided whose task it is"),
    "dispositioned": _("A unit got the order"),
    "started": _("Work has begun"),
    "asked": _("A question to the reporter"),
    "answered": _("The reporter's answer came"),
    "claimed_done": _("The unit says that it is done"),
    "follow_up_rejected": _("The check did not accept the result"),
    "resolved": _("Solved and checked"),
    "survey_reminder": _("Asks once more about the result"),
    "survey_invitation": _("Invites to the satisfaction survey"),
    "reopen_refused": _("The unit above leaves it closed"),
    "rejected": _("Refused"),
    "referred": _("Another body is responsible"),
    "unsolved": _("It cannot be solved"),
    "reopened": _("Open again"),
    "appeal_received": _("The appeal came"),
    "proposed": _("It is proposed for the yearly planning"),
    "planned": _("It goes into the yearly planning"),
    "plan_moved": _("Its proposal goes on in the yearly planning"),
    "plan_returned": _("It comes back from the yearly planning"),
    "built": _("What was planned is built, and is checked now"),
    "merged": _("Joined to another report"),
    "unmerged": _("Dealt with on its own again"),
    "extended": _("It takes longer"),
    "overdue": _("The promise was not kept"),
    "archived": _("Archived"),
    "discreet": _("News on a confidential report, without saying which"),
    "still_you": _("Asks whether an address is still the reporter's"),
    "confirm": _("Asks whether somebody wants the daily news"),
    "news": _("The daily news for subscribers"),
}
