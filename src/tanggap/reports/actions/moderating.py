"""What is taken out of the public's sight and given back: a report, a photo, words. By the intake desk, which does none of the work.

Each act names a reason of an enumeration, appends an event, and writes an entry of the public log with it. Nothing is destroyed: those who
handle the report, and its reporter, read on what they read before.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.places import queries as places
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.events import PLACING
from tanggap.reports.masking import public_text
from tanggap.reports.models import Event, Flag, Moderation, Photo, Report
from tanggap.reports.moderation import (
    CUT_WORDS,
    FLAG,
    HIDE_PHOTO,
    RELEASE,
    SETTLE,
    SHOW_PHOTO,
    SHOW_WORDS,
    WITHHOLD,
    without_words,
    words_of,
)
from tanggap.reports.words import GIVING_BACK, HIDING, FlagReason, HideReason, PhotoRole, Visibility

_LOG_LOCK = 7_204_115  # one entry of the log at a time: its numbers have no gap


class NothingToHide(Refusal):
    """What was to be hidden is out of the public's sight already."""

    message = _("The public does not see this any more. Reload the page.")


class NothingToShow(Refusal):
    """What was to be shown again was not hidden here."""

    message = _("This was not hidden by the moderation, so there is nothing to give back.")


class StaysPrivate(Refusal):
    """A report is private for another reason than the moderation's, which no release may widen."""

    message = _("This report is private for another reason as well. It cannot be made public.")


@transaction.atomic
def withhold(*, code: str, version: int, by: Staff, reason: str, note: str = "") -> Event:
    """Hide a public report from the public. Its open flags are settled. Raises NothingToHide and the refusals of transitions."""
    report = _locked(code, version, by, WITHHOLD)
    if report.visibility != Visibility.PUBLIC:
        raise NothingToHide
    settled = _settle(report, clock.now())
    payload = {"private": True, "note": said("note", note), "flags": settled or None}
    return _done(report, WITHHOLD, by, reason, payload, visibility=Visibility.PRIVATE)


@transaction.atomic
def release(*, code: str, version: int, by: Staff, reason: str, note: str = "") -> Event:
    """Give a report that was withheld back to the public. Raises NothingToShow for one that was private without it, StaysPrivate.

    Nobody's wish for privacy is ever widened: not the reporter's, not a partner's, not that of a confidential category (the database
    holds the last, and that nothing but this act makes a report public).
    """
    report = _locked(code, version, by, RELEASE)
    moves = Event.objects.filter(report=report, kind__in=[WITHHOLD, RELEASE]).order_by("-version")
    last = moves.values_list("kind", "version").first()
    if report.visibility == Visibility.PUBLIC or last is None or last[0] != WITHHOLD:
        raise NothingToShow
    if _is_private_otherwise(report, since=last[1]):
        raise StaysPrivate
    return _done(
        report, RELEASE, by, reason, {"private": False, "note": said("note", note)}, visibility=Visibility.PUBLIC
    )


@transaction.atomic
def hide_photo(*, code: str, version: int, by: Staff, photo: UUID, reason: str, note: str = "") -> Event:
    """Hide one photo of a report from the public. Raises NotFound, NothingToHide and the refusals of transitions."""
    report = _locked(code, version, by, HIDE_PHOTO)
    if not _photos(report).filter(pk=photo).exists():
        raise NotFound
    if not _photos(report).filter(pk=photo, hidden_at=None).update(hidden_at=clock.now()):
        raise NothingToHide
    return _done(report, HIDE_PHOTO, by, reason, _of_photo(photo, note), cover=_cover(report))


@transaction.atomic
def show_photo(*, code: str, version: int, by: Staff, photo: UUID, reason: str, note: str = "") -> Event:
    """Give a hidden photo back to the public. Raises NotFound, NothingToShow and the refusals of transitions."""
    report = _locked(code, version, by, SHOW_PHOTO)
    if not _photos(report).filter(pk=photo).exists():
        raise NotFound
    if not _photos(report).filter(pk=photo, hidden_at__isnull=False).update(hidden_at=None):
        raise NothingToShow
    return _done(report, SHOW_PHOTO, by, reason, _of_photo(photo, note), cover=_cover(report))


@transaction.atomic
def cut_words(*, code: str, version: int, by: Staff, words: Collection[int], reason: str, note: str = "") -> Event:
    """Hide words of what the public reads of a report; `words` are their places in it, counted from 0 (`moderation.words_of`).

    The original stays for those who handle the report. The result is screened once more. Raises Invalid (`words`), Stale.
    """
    report = _locked(code, version, by, CUT_WORDS)
    before = public_text(report)
    known = len(words_of(before))
    if not words or not all(0 <= place < known for place in words):
        raise Invalid({"words": _("Choose the words that the public must not read.")})
    after = without_words(before, words)
    if after == before:
        raise NothingToHide
    payload = {"count": len(set(words)), "note": said("note", note)}
    return _done(report, CUT_WORDS, by, reason, payload, public_text=after)


@transaction.atomic
def show_words(*, code: str, version: int, by: Staff, reason: str, note: str = "") -> Event:
    """Let the public read all words of a report again, screened as everybody's. Raises NothingToShow."""
    report = _locked(code, version, by, SHOW_WORDS)
    if report.public_text is None:
        raise NothingToShow
    return _done(report, SHOW_WORDS, by, reason, {"note": said("note", note)}, public_text=None)


@transaction.atomic
def flag(*, code: str, reason: str) -> bool:
    """Note that somebody in the public says a report shows something private; return whether that is new. Raises NotFound, Invalid."""
    if reason not in FlagReason.values:
        raise Invalid({"reason": _("Choose one of the answers.")})
    report = transitions.lock(code)
    if report.visibility != Visibility.PUBLIC:
        raise NotFound
    access.permit(FLAG, actors.REPORTER, report)
    there = Flag.objects.filter(report=report, reason=reason, settled_at=None)
    if there.update(times=F("times") + 1):
        return False
    event = transitions.record(report, kind=FLAG, by=actors.REPORTER, at=clock.now(), payload={"reason": reason})
    Flag.objects.create(report=report, reason=reason, at=event.at)
    return True


@transaction.atomic
def settle_flags(*, code: str, by: Staff) -> Event:
    """Say that all open flags of a report were looked into. Raises NothingToHide where none is open."""
    report = transitions.lock(code)
    _permit(SETTLE, by, report)
    settled = _settle(report, clock.now())
    if not settled:
        raise NothingToHide
    return transitions.record(report, kind=SETTLE, by=actors.staff(by), at=clock.now(), payload={"flags": settled})


def _locked(code: str, version: int, by: Staff, act: str) -> Report:
    report = transitions.lock(code, version=version)
    _permit(act, by, report)
    return report


def _permit(act: str, by: Staff, report: Report) -> None:
    if not access.can_see(by, report):
        raise NotFound
    access.permit(act, by, report)


def _photos(report: Report) -> Any:
    return Photo.objects.filter(report=report)


def _of_photo(photo: UUID, note: str) -> dict[str, Any]:
    return {"photo": str(photo), "note": said("note", note)}


def _cover(report: Report) -> UUID | None:
    """Return the photo that stands for the report in lists: the first of the problem that the public may see."""
    shown = _photos(report).filter(role=PhotoRole.BEFORE, hidden_at=None).order_by("version", "position")
    first: UUID | None = shown.values_list("id", flat=True).first()
    return first


def _settle(report: Report, at: datetime) -> int:
    settled: int = Flag.objects.filter(report=report, settled_at=None).update(settled_at=at)
    return settled


def _is_private_otherwise(report: Report, *, since: int) -> bool:
    """Return whether somebody but the moderation wanted the report private: now by its category, or in between by an act."""
    later = Event.objects.filter(report=report, version__gt=since)
    told = list(later.values_list("kind", "payload__category", "payload__private"))
    placed = [report.category_id, *(category for kind, category, _private in told if kind in PLACING)]
    rows = [catalog.category(code) for code in placed]
    return any(row is not None and row.is_confidential for row in rows) or any(private for *_rest, private in told)


def _done(report: Report, act: str, by: Staff, reason: str, payload: dict[str, Any], **changes: Any) -> Event:
    """Append the event with the report's new columns, and the entry of the public log."""
    if reason not in (GIVING_BACK if act in {RELEASE, SHOW_PHOTO, SHOW_WORDS} else HIDING):
        raise Invalid({"reason": _("Choose one of the reasons.")})
    payload = {**payload, "reason": reason}
    event = transitions.record(report, kind=act, by=actors.staff(by), at=clock.now(), payload=payload, **changes)
    area = places.area(report.area_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOG_LOCK])
    last = Moderation.objects.order_by("-number").values_list("number", flat=True).first() or 0
    Moderation.objects.create(
        number=last + 1,
        event=event,
        act=act,
        reason=HideReason(reason),
        area_id=area.path[1] if area is not None and len(area.path) > 1 else None,
        at=event.at,
    )
    return event
