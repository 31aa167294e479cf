"""The types under which other systems hear of events, and the states of a subscription and of a delivery."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# fmt: off
TYPES: Final[dict[str, str]] = {
    "intake.accept": "report.received",                   "intake.import_open": "report.taken_over",
    "intake.import_closed": "report.taken_over_closed",   "reports.coordinate": "report.coordinated",
    "reports.disposition": "report.dispositioned",        "reports.start": "report.started",
    "reports.ask": "report.reporter_asked",               "feedback.answer": "report.reporter_answered",
    "deadlines.resume": "report.resumed",                 "reports.reject": "report.rejected",
    "feedback.appeal": "report.appealed",                 "triage.merge": "report.merged",
    "triage.unmerge": "report.unmerged",                  "reports.claim_done": "report.claimed_done",
    "verification.send_to_field": "report.sent_to_field", "verification.accept": "report.resolved",
    "verification.reject": "report.check_failed",         "reports.contest": "report.check_contested",
    "feedback.reopen": "report.reopened",                 "feedback.request_reopen": "report.reopening_requested",
    "feedback.grant_reopen": "report.reopening_granted",  "feedback.refuse_reopen": "report.reopening_refused",
    "feedback.neighbour": "report.neighbour_answered",    "feedback.doubted": "report.doubted",
    "triage.repeat_found": "report.repeat_found",         "triage.repeat_of": "report.repeat_of",
    "feedback.archive": "report.archived",                "triage.complete": "report.completed",
    "reports.change": "report.changed",                   "reports.hand_back": "report.handed_back",
    "reports.decide": "report.unit_decided",              "reports.refer": "report.referred",
    "reports.give_up": "report.given_up",                 "reports.move": "report.moved",
    "tasks.ask": "report.task_asked",                     "tasks.accept": "report.task_accepted",
    "tasks.decline": "report.task_declined",              "tasks.hand_back": "report.task_handed_back",
    "tasks.answer": "report.task_answered",               "tasks.withdraw": "report.task_withdrawn",
    "tasks.decide": "report.task_decided",                "reports.support": "report.supported",
    "triage.adopt": "report.joined",                      "feedback.rate": "report.rated",
    "reports.withhold": "report.withheld",                "reports.release": "report.released",
    "reports.hide_photo": "report.photo_hidden",          "reports.show_photo": "report.photo_shown",
    "reports.cut_words": "report.words_hidden",           "reports.show_words": "report.words_shown",
    "deadlines.breach": "report.promise_broken",          "deadlines.extend": "report.extended",
    "deadlines.recompute": "report.promise_recounted",    "privacy.erase": "report.erased",
    "planning.propose": "report.planning_proposed",       "planning.admit": "report.planned",
    "planning.follow": "report.planning_followed",        "planning.return": "report.planning_returned",
    "planning.build": "report.built",
}
# fmt: on
"""The type of each kind of event that everybody may read. A type never changes its meaning; a new kind is a new type."""

WITHDRAWN: Final = "report.withdrawn"
"""A report of which something was delivered can be read by nobody any more; it goes to whoever got something, whatever they asked for."""
TEST: Final = "tanggap.test"
FOR_EVERYBODY: Final = frozenset({"report.erased"})
"""Types that go to whoever asks for events of such reports, whatever types they asked for: who keeps copies must mend them."""
WITHHELD: Final = "report.withheld"
UNHEARD: Final = frozenset({WITHHELD})
"""Types that nobody can ask for: where they happen, WITHDRAWN is said."""
OFFERED: Final = tuple(sorted({*TYPES.values()} - UNHEARD))


class State(models.TextChoices):
    """How a subscription is. Only ON sends; the others keep what happens for 30 days."""

    UNPROVEN = "unproven", _("waits for its test")
    ON = "on", _("on")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("switched off after failures")


class Why(models.TextChoices):
    """Why a subscription was disabled."""

    NONE = "", ""
    GONE = "gone", _("The receiver answered 410: it wants nothing any more.")
    FAILING = "failing", _("The receiver took nothing for three days.")


class DeliveryState(models.TextChoices):
    """What became of one event for one subscription. Only WAITING is sent."""

    WAITING = "waiting", _("waits")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")
    SKIPPED = "skipped", _("not sent: it is not public any more")


class Act(models.TextChoices):
    """What people and programs do about subscriptions; each is written down."""

    MADE = "made", _("Subscription made")
    CHANGED = "changed", _("Changed")
    PAUSED = "paused", _("Paused")
    SWITCHED_ON = "switched_on", _("Switched on")
    DELETED = "deleted", _("Deleted")
    TESTED = "tested", _("Tested")
    ROTATED = "rotated", _("Secret replaced")
    REPLAYED = "replayed", _("Sent again")
