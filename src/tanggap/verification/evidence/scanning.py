"""The queue of photos to look at. A photo is taken by one worker, and again by another when the first was killed.

A look lasts seconds, and an open transaction would hold up every reader of events meanwhile: so a photo is not locked while it is
looked at, but lent for `LENT`. The one who takes it locks its row for a moment only, and passes over those that others lock.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from tanggap.core import clock
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence.models import Finding, Scan
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, ScanState, Tone

EXAMINED = frozenset({PhotoRole.AFTER, PhotoRole.CHECK, PhotoRole.TASK})
"""What shows work done: these photos are examined. The others are looked at so that they are found again."""

LENT = timedelta(minutes=2)
AGAIN_AFTER = timedelta(seconds=20)  # times the tries so far
MOST_TRIES = 3
FRESH = timedelta(days=1)
LONGEST_ERROR = 500

_ENQUEUE = """
INSERT INTO evidence_scan (photo_id, state, rank, tries, error, added_at, due_at, at)
SELECT p.id, 'todo', CASE WHEN p.role = ANY(%(examined)s) THEN 0 ELSE 1 END, 0, '', p.added_at, %(now)s, %(now)s
FROM unnest(%(reports)s::bigint[], %(versions)s::integer[]) AS wanted (report, version)
JOIN reports_photo AS p ON p.report_id = wanted.report AND p.version = wanted.version
ON CONFLICT (photo_id) DO NOTHING
"""

_TAKE = """
UPDATE evidence_scan SET state = 'doing', tries = tries + 1, due_at = %(until)s, at = %(now)s
WHERE photo_id = (
  SELECT photo_id FROM evidence_scan
  WHERE state IN ('todo', 'doing') AND due_at <= %(now)s AND (NOT %(only_fresh)s OR rank = 0 AND added_at >= %(fresh)s)
  ORDER BY rank, added_at DESC LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING photo_id, tries
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo that was taken to be looked at, for the `tries`th time."""

    photo: UUID
    tries: int


def enqueue(events: Iterable[tuple[int, int]]) -> int:
    """Let the photos of these events (report, version) wait to be looked at, each once; return how many are new. One statement."""
    wanted = sorted(set(events))
    with connection.cursor() as cursor:
        cursor.execute(
            _ENQUEUE,
            {
                "reports": [report for report, _ in wanted], "versions": [version for _, version in wanted],
                "examined": sorted(EXAMINED), "now": clock.now(),
            },
        )  # fmt: skip
        return int(cursor.rowcount)


def is_waiting(*, only_fresh: bool = False) -> bool:
    """Return whether a photo could be taken now. One statement by the index."""
    now = clock.now()
    rows = Scan.objects.filter(state__in=[ScanState.TODO, ScanState.DOING], due_at__lte=now)
    if only_fresh:
        rows = rows.filter(rank=0, added_at__gte=now - FRESH)
    return rows.exists()


def take(*, only_fresh: bool = False) -> Taken | None:
    """Take the next photo: those that claims wait for first, the newest first; `only_fresh`: only those, and none older than a day.

    A photo whose look ended `MOST_TRIES` times with its process is failed here and passed over. None when nothing waits.
    """
    while True:
        now = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"now": now, "until": now + LENT, "fresh": now - FRESH, "only_fresh": only_fresh})
            row = cursor.fetchone()
        if row is None:
            return None
        taken = Taken(*row)
        if taken.tries <= MOST_TRIES:
            return taken
        _end(taken.photo, ScanState.FAILED, "the process that looked at it ended each time")


@transaction.atomic
def finish(
    taken: Taken, signs: Collection[Sign], *, failed: Collection[str] = (), kinds: Collection[Kind] = tuple(Kind)
) -> None:
    """Keep what was found in place of what an earlier look found by the same `kinds`. Checks that `failed` are tried again."""
    keep(taken.photo, signs, kinds=kinds)
    if failed:
        _again(taken, "; ".join(failed))
    else:
        _end(taken.photo, ScanState.DONE, "")


def fail(taken: Taken, error: str) -> None:
    """Note that a look ended with an error; it is tried again, `MOST_TRIES` times in all."""
    _again(taken, error)


def give_back(taken: Taken) -> None:
    """Let a photo wait again as if it had not been taken: the fault was ours, such as a database that went away."""
    Scan.objects.filter(photo=taken.photo, state=ScanState.DOING).update(
        state=ScanState.TODO, tries=taken.tries - 1, due_at=clock.now()
    )


def replay(photos: Collection[UUID] | None = None) -> int:
    """Let failed photos (all, or these) be looked at again; return how many."""
    rows = Scan.objects.filter(state=ScanState.FAILED)
    if photos is not None:
        rows = rows.filter(photo__in=photos)
    now = clock.now()
    return rows.update(state=ScanState.TODO, tries=0, error="", due_at=now, at=now)


@transaction.atomic
def keep(photo: UUID, signs: Collection[Sign], *, kinds: Collection[Kind] = tuple(Kind)) -> None:
    """Write what was found in a photo in place of its earlier findings of these kinds."""
    Finding.objects.filter(photo=photo, kind__in=[kind.value for kind in kinds]).delete()
    add(photo, signs)


def add(photo: UUID, signs: Collection[Sign]) -> None:
    """Write what was found in a photo beside what is kept; a finding that stands already stays as it is. One statement."""
    now = clock.now()
    Finding.objects.bulk_create([_row(photo, sign, now) for sign in signs], ignore_conflicts=True)


@transaction.atomic
def add_later(photo: UUID, sign: Sign) -> None:
    """Write what was found in a photo after it was looked at; that nothing of the kind was found is true no more."""
    Finding.objects.filter(photo=photo, kind=sign.kind.value, tone=Tone.SILENT, other=None).delete()
    add(photo, [sign])


def _row(photo: UUID, sign: Sign, at: datetime) -> Finding:
    return Finding(
        photo_id=photo,
        kind=sign.kind.value,
        tone=sign.tone.value,
        strength=sign.strength.value,
        facts=dict(sign.facts),
        other_id=sign.other,
        at=at,
    )


def _again(taken: Taken, error: str) -> None:
    if taken.tries >= MOST_TRIES:
        _end(taken.photo, ScanState.FAILED, error)
        return
    now = clock.now()
    Scan.objects.filter(photo=taken.photo).update(
        state=ScanState.TODO, error=error[:LONGEST_ERROR], due_at=now + AGAIN_AFTER * taken.tries, at=now
    )


def _end(photo: UUID, state: ScanState, error: str) -> None:
    Scan.objects.filter(photo=photo).update(state=state, error=error[:LONGEST_ERROR], at=clock.now())
