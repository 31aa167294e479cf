"""Holding what the city stores against its log: rows against leaves, leaves against tiles, tiles against heads, heads against keys.

    check(since, memory, told)      every fault there is; memory does not grow with the log

It reads one snapshot, so it may run while the city works. It stops at nothing: what is wrong with one leaf hides nothing of the next.
Where a fault is, it says by the report's code and version if a row or a document tells them, else by the number of the leaf.

What no log can show: an event that somebody makes up now, and that the worker then puts into the log as any other (docs/ledger.md).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tanggap.core.media import store as media
from tanggap.core.refusal import NotFound
from tanggap.ledger import documents, memory, recomputing, storing, tree, witnessing
from tanggap.ledger.documents import Document
from tanggap.ledger.models import Cosignature, Epoch, Head
from tanggap.ledger.notes import Checkpoint, Forged, Malformed, Note, Verifier, opened
from tanggap.ledger.storing import WIDTH

CHUNK = 8 * WIDTH
MOST_NAMED = 20
AMONG = "its leaf is among some of which one or more are not those that were signed"
SIGNED, REMEMBERED = "a signed head", "remembered"


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


@dataclass(frozen=True, slots=True)
class Found:
    """What a check looked at, and what it found."""

    leaves: int
    heads: int
    faults: tuple[Fault, ...]


Told = Callable[[int, int], None]


@contextmanager
def snapshot() -> Iterator[None]:
    """Have everything in the block read as of one moment, and write nothing; within a transaction, as that one reads it."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def check(*, since: int = 0, seen: Collection[tuple[int, bytes]] = (), told: Told = lambda done, all_: None) -> Found:
    """Check the newest log: all of its tree, and the rows of every event whose leaf is number `since` or later.

    `seen` are heads (size, root) that somebody outside remembers. `told` hears how many leaves of how many are done. Call it in a
    `snapshot`.
    """
    epoch = storing.newest()
    if epoch is None:
        return Found(0, 0, tuple(_without_leaf(None)))
    size = storing.size(epoch.number)
    faults: list[Fault] = []
    heads = _heads(epoch, faults)
    known = [(head.size, head.root, SIGNED) for head in heads]
    known += [(size, root, "a head that a witness saw") for size, root in seen]
    known += [(head.size, head.root, "the head in the data folder") for head in _remembered(epoch, heads, faults)]
    tree_faults, altered = _tree(epoch.number, size, known)
    faults += tree_faults
    for start in range(since - since % CHUNK, size, CHUNK):
        faults += _documents(epoch.number, start, min(start + CHUNK, size))
        told(min(start + CHUNK, size), size)
    found = {fault.leaf for fault in faults if not fault.place or fault.place.startswith("tile 0/")}
    faults += _named(epoch.number, [span for span in altered if found.isdisjoint(span)])
    faults += [*_without_leaf(epoch.number), *_rows(epoch.number), *_photos()]
    return Found(size, len(heads), tuple(dict.fromkeys(faults)))


def first_since(at: datetime) -> int:
    """Return the number of the first leaf that was put into the log at `at` or later: their times only rise. A statement a halving."""
    epoch = storing.newest()
    low, high = 0, storing.size(epoch.number) if epoch else 0
    while epoch and low < high:
        middle = (low + high) // 2
        entry = storing.leaf_entries(epoch.number, middle, middle + 1)
        if entry and json.loads(entry[0])["t"] < at.timestamp():
            low = middle + 1
        else:
            high = middle
    return low


# --- heads and keys -----------------------------------------------------------------------------------------------


def _heads(epoch: Epoch, faults: list[Fault]) -> list[Checkpoint]:
    """Return the heads whose notes are by the log's key; whatever is wrong with a head's row, or with a line below it, is a fault."""
    found = []
    verifier = Verifier.parse(epoch.verifier)
    if storing.signer(epoch).verifier != verifier:
        faults.append(Fault("the key in the data folder is not the one of the log", place=epoch.origin))
    lines: dict[int, list[str]] = {}
    for size, line in Cosignature.objects.filter(epoch=epoch).values_list("size", "line"):
        lines.setdefault(size, []).append(line)
    named = [verifier, *(one.verifier for one in witnessing.named())]
    for row in Head.objects.filter(epoch=epoch).order_by("size").iterator(chunk_size=2000):
        place = f"head of {row.size} leaves"
        try:
            head = opened(row.note, verifier)
            if (head.origin, head.size, head.root) != (epoch.origin, row.size, bytes(row.root)):
                faults.append(Fault("the row is not what its signed note says", place=place))
            found.append(head)
        except (Malformed, Forged) as error:
            faults.append(Fault(f"the head is not signed by the log's key: {error}", place=place))
            continue
        try:
            below = Note.parse(row.note).with_lines(lines.pop(row.size, []))
            for one in named:
                below.times(one)
        except (Malformed, Forged) as error:
            faults.append(Fault(f"a cosignature is false: {error}", place=place))
    faults += [
        Fault("cosignatures of a head that is not there", place=f"head of {size} leaves") for size in sorted(lines)
    ]
    return found


def _remembered(epoch: Epoch, heads: Sequence[Checkpoint], faults: list[Fault]) -> list[Checkpoint]:
    """Return the head that the data folder remembers."""
    place = str(settings.LEDGER_FOLDER / memory.NAME)
    last = heads[-1].size if heads else 0
    try:
        note = memory.note()
        if note is None:
            if heads:
                faults.append(Fault("the data folder has forgotten which head was signed last", place=place))
            return []
        if memory.origin(note) != epoch.origin:
            if heads:
                faults.append(Fault(f"the data folder remembers another log: {memory.origin(note)}", place=place))
            return []
        head = memory.checkpoint(note, Verifier.parse(epoch.verifier))
    except recomputing.Halt as halt:
        faults.append(Fault(halt.detail, place=place))
        return []
    if head.size != last:
        faults.append(
            Fault(f"the last head signed is of {head.size} leaves, the newest of the database of {last}", place=place)
        )
    return [head]


# --- the tree -----------------------------------------------------------------------------------------------------


def _tree(epoch: int, size: int, known: Sequence[tuple[int, bytes, str]]) -> tuple[list[Fault], list[range]]:
    """Compute the whole log from its entries. Return its faults, and between which leaves the heads say that something was altered."""
    faults: list[Fault] = []
    marks: dict[int, list[tuple[bytes, str]]] = {}
    for mark, root, whose in known:
        if mark > size:
            faults.append(
                Fault(f"{whose} is of {mark} leaves: leaves {size} to {mark - 1} are gone", leaf=size, place="the tail")
            )
        marks.setdefault(mark, []).append((root, whose))
    altered: list[range] = []
    line = tree.Frontier()
    good = {SIGNED: 0, REMEMBERED: 0}  # what the database holds itself proves nothing of what others remember
    forked: set[str] = set()
    level: list[bytes] = []
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        hashes = _leaves(epoch, start, end, faults)
        for at, hashed in enumerate(hashes, start + 1):
            line.push(hashed)
            for root, whose in marks.get(at, ()):
                source = SIGNED if whose == SIGNED else REMEMBERED
                if line.root() == root:
                    good[source] = good[source] if source in forked else at
                elif source not in forked:
                    forked.add(source)
                    altered.append(range(good[source], at))
                    told = f"{whose} has another root: leaves {good[source]} to {at - 1} are not all those that were signed"
                    faults.append(Fault(told, leaf=good[source], place=f"head of {at} leaves"))
        level += _tiles(epoch, 0, start // WIDTH, hashes, faults)
    above = 1
    while level:
        level = _tiles(epoch, above, 0, level, faults)
        above += 1
    return faults, altered


def _leaves(epoch: int, start: int, end: int, faults: list[Fault]) -> list[bytes]:
    """Return the computed hashes of leaves; one that is missing counts as empty, so that the others keep their places."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "index", entry, hash FROM ledger_leaf WHERE epoch_id = %s AND "index" >= %s AND "index" < %s',
            [epoch, start, end],
        )
        rows = {index: (bytes(entry), bytes(stored)) for index, entry, stored in cursor.fetchall()}
    hashes = []
    for index in range(start, end):
        if index not in rows:
            faults.append(Fault("the leaf is missing", leaf=index))
            hashes.append(tree.EMPTY)
            continue
        entry, stored = rows[index]
        hashes.append(tree.leaf_hash(entry))
        if hashes[-1] != stored:
            faults.append(Fault("the stored hash is not the one of the leaf", leaf=index))
    return hashes


def _tiles(epoch: int, level: int, first: int, hashes: Sequence[bytes], faults: list[Fault]) -> list[bytes]:
    """Hold the complete tiles of a level against `hashes`, which begin with tile `first`; return their computed roots."""
    complete = len(hashes) // WIDTH
    if not complete:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, hashes, root FROM ledger_tile WHERE epoch_id = %s AND level = %s AND number >= %s AND number < %s",
            [epoch, level, first, first + complete],
        )
        stored = {number: (bytes(told), bytes(root)) for number, told, root in cursor.fetchall()}
    roots = []
    for at in range(complete):
        mine = list(hashes[at * WIDTH : (at + 1) * WIDTH])
        roots.append(tree.root(mine))
        told, root = stored.get(first + at, (b"", b""))
        place = f"tile {level}/{first + at}"
        if not told:
            faults.append(Fault("the tile is missing", place=place))
            continue
        wrong = [n for n in range(WIDTH) if told[n * 32 : n * 32 + 32] != mine[n]]
        for n in wrong[:MOST_NAMED]:
            leaf = (first + at) * WIDTH + n if level == 0 else None
            faults.append(Fault(f"hash {n} is not the one of what it stands for", leaf=leaf, place=place))
        if root != roots[-1]:
            faults.append(Fault("the stored root is not the one of the tile", place=place))
    return roots


# --- rows against leaves ------------------------------------------------------------------------------------------


def _documents(epoch: int, start: int, end: int) -> list[Fault]:
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


def _named(epoch: int, altered: Sequence[range]) -> list[Fault]:
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


def _without_leaf(epoch: int | None) -> list[Fault]:
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
MODERATED = ("reports.withhold", "reports.release")


def _rows(epoch: int) -> list[Fault]:
    """Return the reports whose row does not say what their last event, and the place and category that the log keeps, say."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"epoch": epoch, "moderated": list(MODERATED)})
        return [
            Fault(f"the report's row is not what its events made of it: {what}", code, version)
            for code, version, what in cursor.fetchall()
        ]


PORTION = 2000
_PHOTOS = f"""
SELECT p.id::text, r.code, p.version, p.role, p.position, p.sha256,
  NOT EXISTS (SELECT FROM reports_event e WHERE e.report_id = p.report_id AND e.version = p.version), p.original, p.shown, p.thumb
FROM reports_photo p JOIN reports_report r ON r.id = p.report_id
WHERE p.id > %s ORDER BY p.id LIMIT {PORTION}
"""  # noqa: S608  a number of ours


def _photos() -> list[Fault]:
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
