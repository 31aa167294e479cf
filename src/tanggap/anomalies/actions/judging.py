"""What people decide about an alarm: that it is dealt with, or that nobody is to be told of its like for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.anomalies import judges
from tanggap.anomalies.models import Alarm, Mute
from tanggap.core import clock
from tanggap.core.refusal import NotFound, Refusal, Stale

LONGEST_MUTE_HOURS = 7 * 24
LEAST_WORDS = 3
LONGEST_TEXT = 1000


class Changed(Stale):
    """Somebody judged it, or it grew, after this page was opened."""

    message = _("This alarm changed while you had it open. Nothing of yours was saved; look at it again, then decide.")


class IsOver(Refusal):
    """There is nothing to judge any more."""

    message = _("This alarm is over: as many reports as usual come again.")


class NoReason(Refusal):
    """Whoever silences the city says why."""

    message = _("Say why nobody is to be told, in at least three words and at most 1,000 characters.")
    status = 422
    field = "reason"


class TooLong(Refusal):
    """Silence ends by itself."""

    message = _("Choose between one hour and seven days.")
    status = 422
    field = "hours"


class LongNote(Refusal):
    """A note is no report."""

    message = _("A note has at most 1,000 characters.")
    status = 422
    field = "note"


@transaction.atomic
def notice(*, number: int, by: Staff, note: str = "") -> None:
    """Let it be known that somebody deals with an alarm. Noticed already by anybody: nothing.

    Raises NotFound, NotAllowed, NotYours, IsOver, LongNote.
    """
    alarm = _locked(number)
    judges.permit(by, alarm.areas)
    if alarm.noticed_at is not None:
        return
    if alarm.over_at is not None:
        raise IsOver
    if len(note) > LONGEST_TEXT:
        raise LongNote
    alarm.noticed_at, alarm.noticed_by, alarm.note = clock.now(), by, note.strip()
    alarm.version += 1
    alarm.save(update_fields=["noticed_at", "noticed_by", "note", "version"])


@transaction.atomic
def mute(*, number: int, version: int, by: Staff, hours: int, reason: str) -> None:
    """Tell nobody of an alarm's category in its areas for some hours (1 to 168). It goes on, and stands among the muted ones.

    Raises NotFound, NotAllowed, NotYours, Changed, NoReason, TooLong.
    """
    alarm = _locked(number)
    judges.permit(by, alarm.areas)
    if alarm.version != version:
        raise Changed
    if len(reason.split()) < LEAST_WORDS or len(reason) > LONGEST_TEXT:
        raise NoReason
    if not 1 <= hours <= LONGEST_MUTE_HOURS:
        raise TooLong
    now = clock.now()
    until = now + timedelta(hours=hours)
    Mute.objects.bulk_create(
        Mute(category=alarm.category, area=area, at=now, until=until, reason=reason.strip(), by=by)
        for area in alarm.areas
    )
    alarm.is_muted = True
    alarm.version += 1
    alarm.save(update_fields=["is_muted", "version"])


@transaction.atomic
def unmute(*, mute: int, by: Staff) -> None:
    """End a silence now. What goes on meanwhile is told from the next look on. Raises NotFound, NotAllowed, NotYours."""
    now = clock.now()
    found = Mute.objects.select_for_update(no_key=True).filter(pk=mute, until__gt=now).first()
    if found is None:
        raise NotFound
    judges.permit(by, [found.area])
    found.until = now
    found.save(update_fields=["until"])


def _locked(number: int) -> Alarm:
    found = Alarm.objects.select_for_update(no_key=True).filter(pk=number).first()
    if found is None:
        raise NotFound
    return found
