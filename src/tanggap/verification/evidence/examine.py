"""The look at one photo: it becomes findable, and one that shows work done is held against everything that may speak about it.

Each check is on its own: one that crashes is named and tried again, what the others found is kept (threats.md: fail closed, say so).
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from tanggap.core import media
from tanggap.core.cursors import UNREACHABLE
from tanggap.core.refusal import NotFound
from tanggap.reports.models import Photo
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence import capture, history, index, reuse, scanning
from tanggap.verification.evidence.pixels import Unreadable
from tanggap.verification.evidence.scanning import EXAMINED, Taken
from tanggap.verification.evidence.seeing import Seen, Sight
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind

log = logging.getLogger(__name__)

MOST_BEFORE = 6  # photos of the problem that each photo is held against
Check = Callable[[], list[Sign]]


class Named(NamedTuple):
    """A check and the kinds of findings that it makes."""

    name: str
    kinds: frozenset[Kind]
    check: Check


def examine(taken: Taken, *, sight: Sight) -> None:
    """Look at a photo and keep what was found. Raises `UNREACHABLE` errors; then nothing of the look counts."""
    try:
        photo = Photo.objects.select_related("report").get(pk=taken.photo)
        seen = sight.of(photo)
        if not index.has(photo.pk):
            index.add(
                photo.pk, seen.fingerprint
            )  # committed before the look-up: of two that come at once, one finds the other
    except UNREACHABLE:
        raise
    except NotFound:
        scanning.fail(taken, "its file is not there")
        return
    except Unreadable:
        scanning.fail(taken, "its file cannot be read")
        return
    except Exception as error:
        log.error("photo %s could not be looked at", taken.photo, exc_info=error)
        scanning.fail(taken, _told(error))
        return
    _run(taken, photo, list(_checks(photo, seen, sight)))


def _run(taken: Taken, photo: Photo, checks: list[Named]) -> None:
    found: list[Sign] = []
    made: list[Kind] = []
    failed: list[str] = []
    for name, kinds, check in checks:
        try:
            found += check()
            made += kinds
        except UNREACHABLE:
            raise
        except Exception as error:
            log.error("the check %s of photo %s failed", name, photo.pk, exc_info=error)
            failed.append(f"{name}: {_told(error)}")
    scanning.finish(taken, _without_doubles(found), failed=failed, kinds=made)


def _checks(photo: Photo, seen: Seen, sight: Sight) -> Iterator[Named]:
    """Yield what is to be done with a photo, the quickest first."""
    yield Named("later uses", frozenset(), lambda: _tell_later_uses(photo, seen, sight))
    if photo.role not in EXAMINED:
        return
    yield Named("captured", frozenset({Kind.CAPTURED}), lambda: capture.signs(photo.pk))
    yield Named("reused", frozenset({Kind.REUSED}), lambda: reuse.signs(photo, seen, sight=sight))
    if seen.features is not None:
        yield Named("place", frozenset({Kind.PLACE, Kind.EDITED}), lambda: _place(photo, seen, sight))
    yield Named("history", frozenset({Kind.HISTORY}), lambda: _history(photo))


def _tell_later_uses(photo: Photo, seen: Seen, sight: Sight) -> list[Sign]:
    for later, sign in reuse.later_uses(photo, seen, sight=sight):
        scanning.add_later(later, sign)
    return []


def _place(photo: Photo, seen: Seen, sight: Sight) -> list[Sign]:
    """Return what the photo says when it is held against the photos of the problem; the very same file is told as reused."""
    from tanggap.verification.evidence import geometry, place

    before = Photo.objects.filter(report=photo.report_id, role=PhotoRole.BEFORE).order_by("version", "position")
    found: list[Sign] = []
    for other in before.exclude(sha256=photo.sha256)[:MOST_BEFORE]:
        with suppress(NotFound, Unreadable):
            old = sight.of(other)
            if old.features is not None and seen.features is not None:
                compared = geometry.compare_known(old.grey, seen.grey, old.features, seen.features)
                found += place.signs_of(compared, other=other.pk)
    return found


def _history(photo: Photo) -> list[Sign]:
    with media.open_file("original", photo.sha256) as file:
        original = file.read()
    report = photo.report
    point = (report.lon, report.lat) if report.lon is not None and report.lat is not None else None
    return history.signs(original, at=photo.added_at, place=point, reported_at=report.received_at)


def _without_doubles(found: list[Sign]) -> list[Sign]:
    """Return the signs with one of each kind against one other picture."""
    seen: set[tuple[Kind, object]] = set()
    kept = []
    for sign in found:
        key = (sign.kind, sign.other)
        if sign.other is None or key not in seen:
            seen.add(key)
            kept.append(sign)
    return kept


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]
