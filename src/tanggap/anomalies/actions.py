"""The only writers: looking (by the clock, each minute), learning what is usual (each night), and what people decide about an alarm."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core.refusal import Refusal, Stale

LONGEST_MUTE_HOURS = 7 * 24


class Changed(Stale):
    """Somebody judged it, or it grew, after this page was opened."""

    message = _("This alarm changed while you had it open. Nothing of yours was saved; look at it again, then decide.")


class IsOver(Refusal):
    """There is nothing to judge any more."""

    message = _("This alarm is over: as many reports as usual come again.")


class NoReason(Refusal):
    """Whoever silences the city says why."""

    message = _("Say why nobody is to be told, in at least three words.")
    status = 422
    field = "reason"


class TooLong(Refusal):
    """Silence ends by itself."""

    message = _("Choose between one hour and seven days.")
    status = 422
    field = "hours"


def notice(*, number: int, by: Staff, note: str = "") -> None:
    """Let it be known that somebody deals with an alarm. Done again by anybody: nothing. Raises NotFound, NotAllowed, IsOver."""
    raise NotImplementedError


def mute(*, number: int, version: int, by: Staff, hours: int, reason: str) -> None:
    """Tell nobody of an alarm's category in its areas for some hours (1 to 168). It stays on the list of muted ones.

    Raises NotFound, NotAllowed, Changed, NoReason, TooLong.
    """
    raise NotImplementedError


def unmute(*, mute: int, by: Staff) -> None:
    """End a silence before its time. Raises NotFound, NotAllowed."""
    raise NotImplementedError


def look(*, now: datetime) -> int:
    """Raise, carry on and end alarms by what came until `now`; return how many are not over. Done again: the same."""
    raise NotImplementedError


def learn(*, now: datetime) -> int:
    """Learn anew what is usual, from the days before the present one; return for how many cells."""
    raise NotImplementedError


def forget(*, limit: int, now: datetime | None = None) -> int:
    """Remove receipts, alarms and silences that are too old to be needed, `limit` at most; return how many."""
    raise NotImplementedError
