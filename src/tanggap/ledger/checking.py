"""Holding what the city stores against its log: rows against leaves, leaves against tiles, tiles against heads, heads against keys.

    check(since, memory, told)      every fault there is; memory does not grow with the log

It reads one snapshot, so it may run while the city works. It stops at nothing: what is wrong with one leaf hides nothing of the next.
Where a fault is, it says by the report's code and version if a row or a document tells them, else by the number of the leaf.

What no log can show: an event that somebody makes up now, and that the worker then puts into the log as any other (docs/ledger.md).
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from tanggap.ledger import memory, recomputing, rows, storing, tree, witnessing
from tanggap.ledger.models import Cosignature, Epoch, Head
from tanggap.ledger.notes import Checkpoint, Forged, Malformed, Note, Verifier, opened
from tanggap.ledger.rows import MOST_NAMED, Fault
from tanggap.ledger.storing import WIDTH

CHUNK = 8 * WIDTH
MOST_SIZE = 2**62
SIGNED, REMEMBERED = "a signed head", "remembered"


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
        return Found(0, 0, tuple(rows.without_leaf(None)))
    size = storing.size(epoch.number)
    faults: list[Fault] = []
    outside = [(mark, root, "a head that a witness saw") for mark, root in seen]
    outside += [(head.size, head.root, "the head in the data folder") for head in _remembered(epoch, faults)]
    heads, altered = _tree(epoch, size, outside, faults)
    for start in range(since - since % CHUNK, size, CHUNK):
        faults += rows.against_leaves(epoch.number, start, min(start + CHUNK, size))
        told(min(start + CHUNK, size), size)
    found = {fault.leaf for fault in faults if not fault.place or fault.place.startswith("tile 0/")}
    faults += rows.suspects(epoch.number, [span for span in altered if found.isdisjoint(span)])
    faults += [*rows.without_leaf(epoch.number), *rows.reports(epoch.number), *rows.photos()]
    return Found(size, heads, tuple(dict.fromkeys(faults)))


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


def _heads(epoch: Epoch, above: int, most: int, faults: list[Fault]) -> list[Checkpoint]:
    """Return the heads of more than `above` and at most `most` leaves whose notes are by the log's key.

    Whatever is wrong with a head's row, or with a line below it, is a fault.
    """
    found = []
    verifier = Verifier.parse(epoch.verifier)
    named = [verifier, *(one.verifier for one in witnessing.named())]
    span = {"epoch": epoch, "size__gt": above, "size__lte": most}
    lines: dict[int, list[str]] = {}
    for size, line in Cosignature.objects.filter(**span).values_list("size", "line"):
        lines.setdefault(size, []).append(line)
    for row in Head.objects.filter(**span).order_by("size"):
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


def _remembered(epoch: Epoch, faults: list[Fault]) -> list[Checkpoint]:
    """Return the head that the data folder remembers."""
    place = str(settings.LEDGER_FOLDER / memory.NAME)
    last = Head.objects.filter(epoch=epoch).order_by("-size").values_list("size", flat=True).first() or 0
    try:
        note = memory.note()
        if note is None:
            if last:
                faults.append(Fault("the data folder has forgotten which head was signed last", place=place))
            return []
        if memory.origin(note) != epoch.origin:
            if last:
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


def _tree(
    epoch: Epoch, size: int, outside: Sequence[tuple[int, bytes, str]], faults: list[Fault]
) -> tuple[int, list[range]]:
    """Compute the whole log from its entries, and hold tiles and heads, ours and those that are remembered `outside`, against it.

    Return how many heads of ours there are, and between which leaves the heads say that something was altered.
    """
    if storing.signer(epoch).verifier.vkey != epoch.verifier:
        faults.append(Fault("the key in the data folder is not the one of the log", place=epoch.origin))
    beyond = [(head.size, head.root, SIGNED) for head in _heads(epoch, size, MOST_SIZE, faults)]
    for mark, _root, whose in [*beyond, *(one for one in outside if one[0] > size)]:
        faults.append(
            Fault(f"{whose} is of {mark} leaves: leaves {size} to {mark - 1} are gone", leaf=size, place="the tail")
        )
    number = len(beyond)
    altered: list[range] = []
    line = tree.Frontier()
    good = {SIGNED: 0, REMEMBERED: 0}  # what the database holds itself proves nothing of what others remember
    forked: set[str] = set()
    level: list[bytes] = []
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        hashes = _leaves(epoch.number, start, end, faults)
        heads = _heads(epoch, start, end, faults)
        number += len(heads)
        marks: dict[int, list[tuple[bytes, str]]] = {}
        for mark, root, whose in [*((head.size, head.root, SIGNED) for head in heads), *outside]:
            marks.setdefault(mark, []).append((root, whose))
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
        level += _tiles(epoch.number, 0, start // WIDTH, hashes, faults)
    above = 1
    while level:
        level = _tiles(epoch.number, above, 0, level, faults)
        above += 1
    return number, altered


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
