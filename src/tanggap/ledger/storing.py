"""Reading and writing the log's tables: leaves at its end, tiles as they fill, hashes of complete subtrees from both.

A leaf's hash stands in its row. When 256 of a level are complete they become a tile, whose root is one hash of the level above; so the hash
of any complete subtree is read from at most 256 hashes of one level. Nothing here signs or decides.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from tanggap.core import clock, planned
from tanggap.ledger import notes, tree
from tanggap.ledger.models import Epoch
from tanggap.ledger.tree import Node

WIDTH = 256
BITS = 8  # of one level of tiles
LEVELS = 8


class Entry(NamedTuple):
    """What becomes a leaf: the event that it is about (None for what opens an epoch), and its data."""

    event: int | None
    data: bytes


def signer(epoch: Epoch) -> notes.Signer:
    """Return who signs a log, with the key of this data folder."""
    return notes.Signer(epoch.origin, settings.LEDGER_KEY)


def newest() -> Epoch | None:
    """Return the log that is written to now, None before the first. One statement."""
    return Epoch.objects.order_by("-number").first()


def begun() -> Epoch:
    """Return the log that is written to now; the first call begins the first one. One statement, more for the first."""
    epoch = newest()
    if epoch is None:
        made = Epoch(number=1, origin=settings.LEDGER_ORIGIN, opened_at=clock.now())
        made.verifier = signer(made).verifier.vkey
        Epoch.objects.bulk_create([made], ignore_conflicts=True)
        epoch = Epoch.objects.latest("number")
    return epoch


def size(epoch: int) -> int:
    """Return how many leaves a log has. One statement, one index entry."""
    with planned.cursor() as cursor:
        cursor.execute('SELECT coalesce(max("index") + 1, 0) FROM ledger_leaf WHERE epoch_id = %s', [epoch])
        return int(cursor.fetchone()[0])


def there(epoch: int, events: Collection[int]) -> dict[int, bytes]:
    """Return the entries that a log has of these events. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, entry FROM ledger_leaf WHERE epoch_id = %s AND event_id = ANY (%s)", [epoch, list(events)]
        )
        return {event: bytes(entry) for event, entry in cursor.fetchall()}


_COPY = 'COPY ledger_leaf (epoch_id, "index", event_id, entry, hash) FROM STDIN (FORMAT BINARY)'


def append(epoch: int, entries: Sequence[Entry]) -> int:
    """Put entries at the end of a log, and return the size that it has then. Three statements, more where tiles become complete.

    Call it in a transaction that holds the consumer's cursor: of two that append at once the later one fails as a whole.
    """
    start = size(epoch)
    hashed = [tree.leaf_hash(one.data) for one in entries]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_COPY) as stream:
        stream.set_types(("int4", "int8", "int8", "bytea", "bytea"))
        for index, (one, hash_) in enumerate(zip(entries, hashed, strict=True), start):
            stream.write_row((epoch, index, one.event, one.data, hash_))
    end = start + len(entries)
    if end // WIDTH > start // WIDTH:
        lead = leaf_hashes(epoch, start - start % WIDTH, start) if start % WIDTH else []
        _fill(epoch, 0, start // WIDTH, [*lead, *hashed])
    return end


def _fill(epoch: int, level: int, first: int, hashes: list[bytes]) -> None:
    """Write the tiles of a level that `hashes`, from the beginning of tile `first` on, complete; and those above that these complete."""
    tiles = [hashes[at : at + WIDTH] for at in range(0, len(hashes) - len(hashes) % WIDTH, WIDTH)]
    roots = [tree.root(one) for one in tiles]
    with planned.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_tile (epoch_id, level, number, hashes, root)"
            " SELECT %s, %s, %s + place - 1, hashes, root"
            " FROM unnest(%s::bytea[], %s::bytea[]) WITH ORDINALITY AS come (hashes, root, place)",
            [epoch, level, first, [b"".join(one) for one in tiles], roots],
        )
    end = first + len(tiles)
    if end // WIDTH > first // WIDTH:
        lead = tile_roots(epoch, level, first - first % WIDTH, first) if first % WIDTH else []
        _fill(epoch, level + 1, first // WIDTH, [*lead, *roots])


def leaf_hashes(epoch: int, start: int, end: int) -> list[bytes]:
    """Return the stored hashes of leaves `start` to before `end`. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            'SELECT hash FROM ledger_leaf WHERE epoch_id = %s AND "index" >= %s AND "index" < %s ORDER BY "index"',
            [epoch, start, end],
        )
        return [bytes(one) for (one,) in cursor.fetchall()]


def leaf_entries(epoch: int, start: int, end: int) -> list[bytes]:
    """Return the data of leaves `start` to before `end`. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            'SELECT entry FROM ledger_leaf WHERE epoch_id = %s AND "index" >= %s AND "index" < %s ORDER BY "index"',
            [epoch, start, end],
        )
        return [bytes(one) for (one,) in cursor.fetchall()]


def tile_roots(epoch: int, level: int, start: int, end: int) -> list[bytes]:
    """Return the roots of the complete tiles `start` to before `end` of a level: hashes of the level above. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT root FROM ledger_tile WHERE epoch_id = %s AND level = %s AND number >= %s AND number < %s ORDER BY number",
            [epoch, level, start, end],
        )
        return [bytes(one) for (one,) in cursor.fetchall()]


def tile_hashes(epoch: int, level: int, number: int, width: int, *, size: int) -> list[bytes] | None:
    """Return the first `width` hashes of a tile as a tree of `size` leaves has them; None where it has fewer. One statement."""
    complete = size >> (BITS * level)
    if not (0 < width <= WIDTH and level < LEVELS and number >= 0 and number * WIDTH + width <= complete):
        return None
    if level == 0:
        found = leaf_hashes(epoch, number * WIDTH, number * WIDTH + width)
    else:
        found = tile_roots(epoch, level - 1, number * WIDTH, number * WIDTH + width)
    return found if len(found) == width else None


def whole_tile(epoch: int, level: int, number: int) -> bytes | None:
    """Return a complete tile as it is published: one row. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT hashes FROM ledger_tile WHERE epoch_id = %s AND level = %s AND number = %s", [epoch, level, number]
        )
        found = cursor.fetchone()
    return bytes(found[0]) if found else None


_SUBTREES = """
SELECT wanted.place, 0, t.hashes FROM unnest(%(complete)s::integer[], %(levels)s::integer[], %(numbers)s::bigint[])
  AS wanted (place, level, number) JOIN ledger_tile t ON t.epoch_id = %(epoch)s AND t.level = wanted.level AND t.number = wanted.number
UNION ALL
SELECT wanted.place, l."index", l.hash FROM unnest(%(of_leaves)s::integer[], %(first)s::bigint[], %(last)s::bigint[])
  AS wanted (place, first, last) JOIN ledger_leaf l ON l.epoch_id = %(epoch)s AND l."index" >= first AND l."index" < last
UNION ALL
SELECT wanted.place, t.number, t.root FROM unnest(%(of_tiles)s::integer[], %(below)s::integer[], %(from)s::bigint[], %(to)s::bigint[])
  AS wanted (place, level, first, last)
  JOIN ledger_tile t ON t.epoch_id = %(epoch)s AND t.level = wanted.level AND t.number >= first AND t.number < last
ORDER BY 1, 2
"""


class Missing(Exception):
    """The log lacks hashes that a tree of this size has: it was altered."""


def subtrees(epoch: int, nodes: Iterable[Node], *, size: int) -> dict[Node, bytes]:
    """Return the hashes of complete subtrees of a tree of `size` leaves. One statement; none for none. Raises Missing.

    Those below a complete tile come from its row, those at the right edge from leaves and from the tiles below.
    """
    wanted = list(dict.fromkeys(nodes))
    if not wanted:
        return {}
    given: dict[str, list[int]] = {
        key: []
        for key in ("complete", "levels", "numbers", "of_leaves", "first", "last", "of_tiles", "below", "from", "to")
    }
    spans = []
    for place, node in enumerate(wanted):
        level, first, last = _hashes_below(node)
        number = first // WIDTH
        if (number + 1) * WIDTH << (BITS * level) <= size:
            _note(given, ("complete", "levels", "numbers"), (place, level, number))
            spans.append((first % WIDTH, first % WIDTH + last - first))
            continue
        spans.append((0, last - first))
        if level == 0:
            _note(given, ("of_leaves", "first", "last"), (place, first, last))
        else:
            _note(given, ("of_tiles", "below", "from", "to"), (place, level - 1, first, last))
    found: list[list[bytes]] = [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREES, {**given, "epoch": epoch})
        for place, _order, hashes in cursor.fetchall():
            packed = bytes(hashes)
            found[place] += [packed[at : at + tree.HASH_BYTES] for at in range(0, len(packed), tree.HASH_BYTES)]
    answer = {}
    for node, (start, end), hashes in zip(wanted, spans, found, strict=True):
        if len(hashes) < end:
            raise Missing(f"the log lacks hashes of level {node.level}")
        answer[node] = tree.root(hashes[start:end])
    return answer


def _hashes_below(node: Node) -> tuple[int, int, int]:
    """Return of which level of tiles a subtree consists, and of which hashes there: from the first to before the last."""
    level = min(node.level // BITS, LEVELS - 1)
    shift = node.level - BITS * level
    return level, node.position << shift, (node.position + 1) << shift


def _note(given: dict[str, list[int]], keys: Sequence[str], values: Sequence[int]) -> None:
    for key, value in zip(keys, values, strict=True):
        given[key].append(value)


def root(epoch: int, size: int) -> bytes:
    """Return the root of the first `size` leaves from stored hashes. One statement. Raises Missing."""
    return tree.root_of(size, subtrees(epoch, tree.peaks(size), size=size).__getitem__)
