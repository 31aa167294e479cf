"""How an account is, from its pulse: well, to be looked at, or broken; with what is wrong and what to do about it. Pure, one rule a row.

The operator's page, the notices to operators, `/readyz` and the metrics all say what `judge` says.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAILS = timedelta(minutes=2)  # a platform hiccups; after this it is down
STUCK = timedelta(minutes=5)
UNPOLLED = timedelta(minutes=15)
UNPROVEN = timedelta(minutes=15)
UNSENT = timedelta(minutes=30)
SILENT = timedelta(hours=24)
LATELY = timedelta(hours=24)
LEAST_OF_AN_HOUR = 5
"""Of fewer messages in an hour no share of failures is told."""


class Level(enum.Enum):
    """From worst to best; OFF says nothing about how it would be."""

    BROKEN = "broken"
    WATCH = "watch"
    NEW = "new"
    WELL = "well"
    OFF = "off"

    @property
    def label(self) -> str | Promise:
        """Return its word."""
        return LEVEL_WORDS[self]


LEVEL_WORDS: Final = {
    Level.BROKEN: _("broken"),
    Level.WATCH: _("needs a look"),
    Level.NEW: _("not yet in use"),
    Level.WELL: _("works"),
    Level.OFF: _("switched off"),
}


@dataclass(frozen=True, slots=True)
class Pulse:
    """What is known of an account: instants in UTC, None for never.

    `waiting` and `oldest_at` are pieces that came and are not read, `dead` those set aside; `unsent` and `unsent_since` words that should
    have gone out by now. Within the last hour `came` pieces, of which `died` were set aside; `sent` went out, `failed` did not.
    `is_out_only`: nobody speaks to us by it, so that silence is no sign.
    """

    is_active: bool
    is_polled: bool
    made_at: datetime
    heard_at: datetime | None = None
    polled_at: datetime | None = None
    sent_at: datetime | None = None
    failing_since: datetime | None = None
    trouble: str = ""
    refused_at: datetime | None = None
    waiting: int = 0
    oldest_at: datetime | None = None
    dead: int = 0
    unsent: int = 0
    unsent_since: datetime | None = None
    came: int = 0
    died: int = 0
    sent: int = 0
    failed: int = 0
    is_out_only: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an account is. `key` is the rule's name, for metrics and notices; `since` when it began, as far as is known."""

    level: Level
    key: str
    what: str | Promise
    advice: str | Promise = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule whose `since` finds an instant decides."""

    level: Level
    key: str
    since: Callable[[Pulse, datetime], datetime | None]
    what: str | Promise
    advice: str | Promise


def _older(instant: datetime | None, than: timedelta, now: datetime) -> datetime | None:
    return instant if instant is not None and now - instant > than else None


def _is_asked(pulse: Pulse) -> bool:
    """Return whether nobody calls this account of their own accord."""
    return pulse.is_polled or pulse.is_out_only


def _unproven(pulse: Pulse, now: datetime) -> datetime | None:
    """Return when calls were refused last while none was proven since; None when that is long ago, or some were proven."""
    at = pulse.refused_at
    is_fresh = at is not None and now - at <= UNPROVEN
    return at if is_fresh and (pulse.heard_at is None or (at is not None and pulse.heard_at < at)) else None


def _half(wrong: int, of: int, now: datetime) -> datetime | None:
    """Return the beginning of the hour in which half of enough messages or more went wrong; None when that is not so."""
    return now - timedelta(hours=1) if of >= LEAST_OF_AN_HOUR and wrong * 2 >= of else None


# fmt: off
RULES: Final = (
    Rule(Level.OFF, "off", lambda pulse, now: None if pulse.is_active else now,
         _("Switched off: nothing is taken in, what goes out waits."), _("Switch it on when it shall be used.")),
    Rule(Level.BROKEN, "failing", lambda pulse, now: _older(pulse.failing_since, FAILS, now),
         _("The platform refuses us, or does not answer."),
         _("Press Test. If the secret or the password was changed there, enter the new one here. Nothing is lost: it is tried again.")),
    Rule(Level.BROKEN, "stuck", lambda pulse, now: _older(pulse.oldest_at, STUCK, now),
         _("What came in is not being read."), _("Is the worker running? The overview says it. What came in is kept.")),
    Rule(Level.BROKEN, "unpolled", lambda pulse, now: _older(pulse.polled_at or pulse.made_at, UNPOLLED, now) if pulse.is_polled else None,
         _("It was not looked up for new messages."), _("Is the worker running? Then press Test, to see whether the platform answers.")),
    Rule(Level.BROKEN, "unproven", _unproven,
         _("Every call is refused: none is signed as this account requires."),
         _("The secret here and the one at the platform differ. Enter the same in both places.")),
    Rule(Level.BROKEN, "unreadable", lambda pulse, now: _half(pulse.died, pulse.came, now),
         _("Half of the messages of the last hour could not be read, or more."),
         _("Look at what was set aside: the platform may have changed its form. It is kept, and can be read again after a correction.")),
    Rule(Level.BROKEN, "unsent", lambda pulse, now: _older(pulse.unsent_since, UNSENT, now),
         _("Answers to citizens do not go out."), _("Press Test. They are kept, and go out as soon as the platform takes them.")),
    Rule(Level.WATCH, "hiccup", lambda pulse, now: pulse.failing_since,
         _("The platform did not answer just now; it is tried again."), _("Nothing yet. If it lasts, this turns red.")),
    Rule(Level.WATCH, "dead", lambda pulse, now: now if pulse.dead else None,
         _("Messages were set aside because they could not be read."), _("Look at them, mend the cause, let them be read again.")),
    Rule(Level.WATCH, "failed", lambda pulse, now: _half(pulse.failed, pulse.sent + pulse.failed, now),
         _("Half of the answers of the last hour did not arrive, or more."), _("Press Test. The platform’s own page may say more.")),
    Rule(Level.WATCH, "refused", lambda pulse, now: pulse.refused_at if pulse.refused_at and now - pulse.refused_at <= LATELY else None,
         _("Calls came that nobody could prove, besides good ones."),
         _("Somebody may be trying the address, or an old secret is still in use somewhere. Nothing of it was taken in.")),
    Rule(Level.NEW, "new", lambda pulse, now: None if _is_asked(pulse) or pulse.heard_at else pulse.made_at,
         _("No call has come yet."), _("Enter the account’s address at the platform, then write to the account yourself.")),
    Rule(Level.WATCH, "silent", lambda pulse, now: None if _is_asked(pulse) else _older(pulse.heard_at, SILENT, now),
         _("Nothing has come for more than a day."), _("Write to the account yourself. If nothing comes, the platform no longer calls.")),
)
# fmt: on
WELL: Final = Verdict(Level.WELL, "well", _("Messages come in and answers go out."))
ORDER: Final = {level: place for place, level in enumerate(Level)}


def judge(pulse: Pulse, *, now: datetime) -> Verdict:
    """Return how an account is: what the first rule that holds says."""
    for rule in RULES:
        if since := rule.since(pulse, now):
            return Verdict(rule.level, rule.key, rule.what, rule.advice, since)
    return WELL


def worst(verdicts: list[Verdict]) -> Verdict | None:
    """Return the one that tells how several accounts are together; None without any. One that is off decides nothing beside others."""
    return min(verdicts, key=lambda verdict: ORDER[verdict.level], default=None)
