"""What the rows say against what their leaves hold: events, the facts of reports as they were filed, photos and their files.

Each function returns its faults, located by the report's code and version; `checking` puts them together with those of the tree.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection, transaction

from tanggap.core.media import store as media
from tanggap.core.refusal import NotFound
from tanggap.ledger import documents, storing
from tanggap.ledger.documents import Document

MOST_NAMED = 20
AMONG = "its leaf is among some of which one or more are not those that were signed"
PORTION = 2000
MODERATED = ("reports.withhold", "reports.release")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not what was signed. `report` and `version` are empty where nothing tells whose it is; `leaf` is a number."""

    what: str
    report: str = ""
    version: int | None = None
    leaf: int | None = None
    place: str = ""

    def __str__(self) -> str:
        whose = f"{self.report} version {self.version}" if self.version is not None else self.report
        where = [whose, f"leaf {self.leaf}" if self.leaf is not None else "", self.place]
        return f"{', '.join(part for part in where if part)}: {self.what}"


def against_leaves(epoch: int, start: int, end: int) -> list[Fault]:
    """Hold the rows of the events of these leaves against what the leaves commit to."""
    entries = dict(enumerate(storing.leaf_entries(epoch, start, end), start))
    if len(entries) != end - start:
        entries = {
            index: entry for index in range(start, end) for entry in storing.leaf_entries(epoch, index, index + 1)
        }
    found = {one.index: one for one in _read(epoch, start, end)}
    faults = []
    for index, entry in entries.items():
        document = found.get(index)
        if document is None:
            if not (index == 0 and epoch > 1):
                faults.append(Fault("the event is gone, or what its document is made of", leaf=index))
            continue
        try:
            is_same = documents.committed(entry) == document.commitment
        except (ValueError, KeyError, TypeError):
            is_same = False
        if not is_same:
            told = f"{document.kind}: the event, its report or its photos are not what the log holds of them"
            faults.append(Fault(told, document.code, document.version, index))
    return faults


def _read(epoch: int, start: int, end: int) -> list[Document]:
    """Return the documents of these leaves; one that cannot be made any more is left out."""
    try:
        with transaction.atomic():
            return documents.of_leaves(epoch, start, end)
    except Exception:  # a row may hold anything now: what it broke is found by halves
        if end - start == 1:
            return []
        middle = (start + end) // 2
        return [*_read(epoch, start, middle), *_read(epoch, middle, end)]


def suspects(epoch: int, altered: Sequence[range]) -> list[Fault]:
    """Return whose events the leaves are that the heads say were altered: no more than can be looked at by hand."""
    faults = []
    for span in altered:
        for one in _read(epoch, span.start, min(span.stop, span.start + MOST_NAMED)):
            faults.append(Fault(AMONG, one.code, one.version, one.index))
    return faults


_WITHOUT = """
SELECT r.code, e.version, e.kind FROM reports_event e JOIN reports_report r ON r.id = e.report_id
LEFT JOIN core_cursor c ON c.name = 'ledger'
WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.event_id = e.id AND l.epoch_id = %s)
  AND (e.tx, e.id) <= (c.tx, c.event)
ORDER BY e.tx, e.id LIMIT 1000
"""


def without_leaf(epoch: int | None) -> list[Fault]:
    """Return the events below the place up to which the log has read that have no leaf: somebody added them, or they were parked."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [epoch])
        return [
            Fault(f"{kind}: the event is not in the log, which has read further", code, version)
            for code, version, kind in cursor.fetchall()
        ]


_ROWS = """
SELECT r.code, r.version, concat_ws(', ',
  CASE WHEN e.version IS NULL THEN 'it has no event' END,
  CASE WHEN e.version <> r.version OR e.count <> r.version THEN 'versions are missing' END,
  CASE WHEN e.state_after <> r.state THEN 'state' END,
  CASE WHEN e.unit_id <> r.unit_id THEN 'unit' END,
  CASE WHEN k.facts->>'category' IS DISTINCT FROM r.category_id AND k.facts IS NOT NULL THEN 'category' END,
  CASE WHEN k.facts->>'area' IS DISTINCT FROM r.area_id AND k.facts IS NOT NULL THEN 'area' END,
  CASE WHEN k.facts->>'visibility' IS DISTINCT FROM r.visibility AND k.facts IS NOT NULL AND NOT e.is_moderated THEN 'visibility' END,
  CASE WHEN k.personal IS NOT NULL AND (k.personal->>'lon' IS DISTINCT FROM round(r.lon::numeric, 6)::text
    OR k.personal->>'lat' IS DISTINCT FROM round(r.lat::numeric, 6)::text
    OR k.personal->>'address' IS DISTINCT FROM nullif(r.address, '')) THEN 'place' END)
FROM reports_report r
LEFT JOIN LATERAL (
  SELECT count(*) OVER () AS count, id, version, state_after, unit_id,
    bool_or(kind = ANY (%(moderated)s)) OVER () AS is_moderated
  FROM reports_event WHERE report_id = r.id ORDER BY version DESC LIMIT 1
) e ON true
LEFT JOIN LATERAL (
  SELECT facts, personal FROM ledger_kept WHERE report_id = r.id
    AND EXISTS (SELECT FROM ledger_leaf l WHERE l.event_id = e.id AND l.epoch_id = %(epoch)s)
  ORDER BY version DESC LIMIT 1
) k ON true
WHERE e.version IS NULL OR e.version <> r.version OR e.count <> r.version OR e.state_after <> r.state OR e.unit_id <> r.unit_id
  OR k.facts IS NOT NULL AND (k.facts->>'category' IS DISTINCT FROM r.category_id OR k.facts->>'area' IS DISTINCT FROM r.area_id
    OR k.facts->>'visibility' IS DISTINCT FROM r.visibility AND NOT e.is_moderated)
  OR k.personal IS NOT NULL AND (k.personal->>'lon' IS DISTINCT FROM round(r.lon::numeric, 6)::text
    OR k.personal->>'lat' IS DISTINCT FROM round(r.lat::numeric, 6)::text OR k.personal->>'address' IS DISTINCT FROM nullif(r.address, ''))
ORDER BY r.id LIMIT 1000
"""


def reports(epoch: int) -> list[Fault]:
    """Return the reports whose row does not say what their last event, and the place and category that the log keeps, say."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"epoch": epoch, "moderated": list(MODERATED)})
        return [
            Fault(f"the report's row is not what its events made of it: {what}", code, version)
            for code, version, what in cursor.fetchall()
        ]


_PHOTOS = f"""
SELECT p.id::text, r.code, p.version, p.role, p.position, p.sha256,
  NOT EXISTS (SELECT FROM reports_event e WHERE e.report_id = p.report_id AND e.version = p.version), p.original, p.shown, p.thumb
FROM reports_photo p JOIN reports_report r ON r.id = p.report_id
WHERE p.id > %s ORDER BY p.id LIMIT {PORTION}
"""  # noqa: S608  a number of ours


def photos() -> list[Fault]:
    """Return the photos that belong to no event, and so to no leaf, and those whose row points at files of another photo."""
    faults = []
    for code, version, role, position, sha256, is_alone, *paths in _photo_rows():
        if is_alone:
            faults.append(Fault(f"the photo {role}/{position} belongs to no event", code, version))
        for kind, path in zip(media.SUFFIXES, paths, strict=True):
            if path and path != _path(kind, sha256):
                faults.append(Fault(f"the photo {role}/{position} points at another file: {kind}", code, version))
    return faults


def files() -> Iterator[Fault]:
    """Yield the photos whose file, as it came, is not the one that the log commits to, or is not there."""
    for code, version, role, position, sha256, _is_alone, *_paths in _photo_rows():
        try:
            with media.open_file("original", sha256) as file:
                is_same = _sha256(file) == sha256
            what = "" if is_same else "was altered"
        except (NotFound, OSError):
            what = "is not there"
        if what:
            yield Fault(f"the file of photo {role}/{position} {what}", code, version)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while portion := file.read(1 << 20):
        digest.update(portion)
    return digest.hexdigest()


def _photo_rows() -> Iterator[tuple[Any, ...]]:
    """Yield code, version, role, position, SHA-256, whether no event has it, and its three paths, in portions."""
    after = str(UUID(int=0))
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PHOTOS, [after])
            rows = cursor.fetchall()
        yield from (row[1:] for row in rows)
        if len(rows) < PORTION:
            return
        after = rows[-1][0]


def _path(kind: str, sha256: str) -> str:
    try:
        return media.relative(kind, sha256)
    except NotFound:
        return ""
