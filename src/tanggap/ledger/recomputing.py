"""Computing a log anew from its leaves, and holding what is stored against that: what is signed must follow from the entries alone.

    whole(epoch, size, marks)          every leaf and tile; memory for one chunk and 32 bytes a tile
    since(epoch, known, size)          above the size of a head whose root was computed: its last tile and all that came behind
    some(epoch, first, count, size)    a few old tiles with their leaves, for a walk round the log

Each raises Halt with the trouble that it found and where.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from tanggap.ledger import storing, tree
from tanggap.ledger.storing import BITS, WIDTH
from tanggap.ledger.words import Trouble

CHUNK_TILES = 16


class Halt(Exception):
    """Nothing may be signed: `trouble` says why, `detail` where."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(f"{trouble.value}: {detail}")
        self.trouble = trouble
        self.detail = detail


def whole(epoch: int, size: int, marks: Iterable[int] = ()) -> dict[int, bytes]:
    """Compute the whole log of `size` leaves anew; return its roots at `size` and at each of `marks` (sizes below). Raises Halt."""
    wanted = {mark for mark in marks if mark <= size} | {size}
    found = {0: tree.EMPTY} if 0 in wanted else {}
    line = tree.Frontier()  # over the roots of complete tiles
    level: list[bytes] = []
    for number, hashes in _tiles(epoch, 0, size):
        for mark in wanted & set(range(number * WIDTH + 1, number * WIDTH + len(hashes) + 1)):
            found[mark] = _root(line, hashes[: mark - number * WIDTH])
        if len(hashes) == WIDTH:
            level.append(tree.root(hashes))
            line.push(level[-1])
    _above(epoch, 1, 0, level)
    return found


def since(epoch: int, known: int, size: int) -> None:
    """Compute all leaves from the tile on in which a tree of `known` leaves ends, and the tiles that became complete since. Raises Halt."""
    first = known // WIDTH
    fresh = [tree.root(hashes) for _number, hashes in _tiles(epoch, first, size) if len(hashes) == WIDTH]
    start = first - first % WIDTH
    lead = storing.tile_roots(epoch, 0, start, first) if fresh and first > start else []
    if len(lead) < (first - start if fresh else 0):
        raise Halt(Trouble.GAP, f"tiles of level 0 below {first}")
    _above(epoch, 1, start // WIDTH, [*lead, *fresh])


def some(epoch: int, first: int, count: int, *, size: int) -> None:
    """Compute complete tiles `first` to before `first + count` from their leaves, and the tiles above that begin there. Raises Halt."""
    end = min(first + count, size // WIDTH)
    if first >= end:
        return
    for _number, _hashes in _tiles(epoch, first, end * WIDTH):
        pass
    for level in range(1, storing.LEVELS):
        below = BITS * level
        for number in range(-(-first // (1 << below)), -(-end // (1 << below))):
            if (number + 1) << (below + BITS) <= size:
                _above(
                    epoch,
                    level,
                    number,
                    storing.tile_roots(epoch, level - 1, number * WIDTH, (number + 1) * WIDTH),
                    is_one=True,
                )


def _tiles(epoch: int, first: int, size: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the numbers and computed hashes of tiles from `first` on, the last one as far as `size`; the stored ones agree."""
    for start in range(first * WIDTH, size, CHUNK_TILES * WIDTH):
        end = min(start + CHUNK_TILES * WIDTH, size)
        hashes = _leaves(epoch, start, end)
        stored = _stored(epoch, 0, start // WIDTH, end // WIDTH)
        for number in range(start // WIDTH, -(-end // WIDTH)):
            mine = hashes[number * WIDTH - start : (number + 1) * WIDTH - start]
            if len(mine) == WIDTH:
                _must_be(stored, 0, number, mine)
            yield number, mine


def _leaves(epoch: int, start: int, end: int) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "index", entry, hash FROM ledger_leaf WHERE epoch_id = %s AND "index" >= %s AND "index" < %s ORDER BY "index"',
            [epoch, start, end],
        )
        rows = cursor.fetchall()
    if len(rows) != end - start:
        there = {index for index, _entry, _hash in rows}
        raise Halt(Trouble.GAP, f"leaf {next(index for index in range(start, end) if index not in there)}")
    hashes = []
    for index, entry, stored in rows:
        hashed = tree.leaf_hash(bytes(entry))
        if hashed != bytes(stored):
            raise Halt(Trouble.ALTERED, f"leaf {index}")
        hashes.append(hashed)
    return hashes


def _above(epoch: int, level: int, first: int, hashes: Sequence[bytes], *, is_one: bool = False) -> None:
    """Hold the tiles of a level, of which number `first` begins `hashes`, against those computed, and those above (not for `is_one`)."""
    while len(hashes) >= WIDTH:
        complete = len(hashes) // WIDTH
        stored = _stored(epoch, level, first, first + complete)
        roots = []
        for place in range(complete):
            mine = list(hashes[place * WIDTH : (place + 1) * WIDTH])
            roots.append(_must_be(stored, level, first + place, mine))
        if is_one:
            return
        start = first - first % WIDTH
        lead = storing.tile_roots(epoch, level, start, first) if first > start else []
        if len(lead) < first - start:
            raise Halt(Trouble.GAP, f"tiles of level {level} below {first}")
        level, first, hashes = level + 1, start // WIDTH, [*lead, *roots]


def _stored(epoch: int, level: int, start: int, end: int) -> dict[int, tuple[bytes, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, hashes, root FROM ledger_tile WHERE epoch_id = %s AND level = %s AND number >= %s AND number < %s",
            [epoch, level, start, end],
        )
        return {number: (bytes(hashes), bytes(root)) for number, hashes, root in cursor.fetchall()}


def _must_be(stored: dict[int, tuple[bytes, bytes]], level: int, number: int, hashes: list[bytes]) -> bytes:
    """Return a tile's computed root. Raises Halt unless the stored tile is the same."""
    if number not in stored:
        raise Halt(Trouble.GAP, f"tile {level}/{number}")
    root = tree.root(hashes)
    if stored[number] != (b"".join(hashes), root):
        raise Halt(Trouble.ALTERED, f"tile {level}/{number}")
    return root


def _root(line: tree.Frontier, hashes: Sequence[bytes]) -> bytes:
    """Return the root over complete tiles and the leaves behind them."""
    behind = tree.Frontier()
    for one in hashes:
        behind.push(one)
    if behind.size == WIDTH:
        whole = tree.Frontier(line.size, line.peaks)
        whole.push(behind.peaks[0])
        return whole.root()
    return tree.fold([*line.peaks, *behind.peaks])
