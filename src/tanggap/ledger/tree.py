"""The Merkle tree of RFC 9162 §2.1: hashes, roots, and proofs that a leaf is in the tree and that a tree only grew. Pure arithmetic.

    root(hashes)                          the head of a tree from its leaves' hashes
    Frontier                              the same, leaf by leaf, in memory that grows with the logarithm
    inclusion(index, size, hashes)        the proof for one leaf; verify_inclusion checks it
    consistency(old, new, hashes)         the proof that the newer tree begins with the older; verify_consistency checks it

Proofs are made of complete subtrees. `Node(level, position)` is the one of `2**level` leaves that begins at leaf `position << level`;
`inclusion_nodes` and `consistency_nodes` say beforehand which ones a proof needs, so that they can be fetched at once.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

HASH_BYTES = 32


class Node(NamedTuple):
    """A complete subtree: of `2**level` leaves, the `position`-th of its level."""

    level: int
    position: int


Hashes = Callable[[Node], bytes]
"""What gives the hash of a complete subtree."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: `SHA-256(0x00 ‖ entry)`."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`."""
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY = hashlib.sha256().digest()
"""The root of the tree without leaves."""


def root(hashes: Iterable[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes."""
    level = list(hashes)
    if not level:
        return EMPTY
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[-1:] if len(level) % 2 else paired
    return level[0]


class Frontier:
    """A tree that only grows: `peaks` are its largest complete subtrees from left to right, one for each bit of `size`."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")

    def push(self, hashed: bytes) -> None:
        """Add a leaf by its hash."""
        size = self.size
        while size & 1:
            hashed = node_hash(self.peaks.pop(), hashed)
            size >>= 1
        self.peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        return fold(self.peaks) if self.peaks else EMPTY


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over complete subtrees that stand side by side, the largest first."""
    folded = hashes[-1]
    for one in reversed(hashes[:-1]):
        folded = node_hash(one, folded)
    return folded


def parts(start: int, end: int) -> list[Node]:
    """Return the largest complete subtrees that leaves `start` to `end` (not with it) consist of, from left to right."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append(Node(level, start >> level))
        start += 1 << level
    return found


def peaks(size: int) -> list[Node]:
    """Return the largest complete subtrees of a tree of `size` leaves: what its root is made of."""
    return parts(0, size)


def root_of(size: int, hashes: Hashes) -> bytes:
    """Return the root of a tree of `size` leaves, from its peaks."""
    return _range_hash((0, size), hashes) if size else EMPTY


def inclusion(index: int, size: int, hashes: Hashes) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162 §2.1.3.1). Raises ValueError when it is not."""
    return [_range_hash(span, hashes) for span in _inclusion_ranges(index, size)]


def inclusion_nodes(index: int, size: int) -> list[Node]:
    """Return the complete subtrees that `inclusion` asks for. Raises ValueError as it does."""
    return [node for span in _inclusion_ranges(index, size) for node in parts(*span)]


def consistency(old: int, new: int, hashes: Hashes) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with that of `old` (RFC 9162 §2.1.4.1). Raises ValueError unless 0 ≤ old ≤ new.

    It is empty for an old tree without leaves, and for two of one size.
    """
    return [_range_hash(span, hashes) for span in _consistency_ranges(old, new)]


def consistency_nodes(old: int, new: int) -> list[Node]:
    """Return the complete subtrees that `consistency` asks for. Raises ValueError as it does."""
    return [node for span in _consistency_ranges(old, new) for node in parts(*span)]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Return whether `proof` shows that the leaf with hash `leaf` is number `index` below the root `head` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(sibling, hashed)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == head


def verify_consistency(*, old: int, new: int, old_head: bytes, new_head: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether `proof` shows that the tree under `new_head` begins with the one under `old_head` (RFC 9162 §2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_head == new_head
    if old == 0:
        return not proof and old_head == EMPTY
    path = list(proof) if old & (old - 1) else [old_head, *proof]
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and older == old_head and newer == new_head


def _range_hash(span: tuple[int, int], hashes: Hashes) -> bytes:
    return fold([hashes(node) for node in parts(*span)])


def _split(width: int) -> int:
    """Return the largest power of two below `width`, which is at least 2."""
    return int(1 << ((width - 1).bit_length() - 1))


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not begin with one of {old}")
    if old in {0, new}:
        return []
    start, end, found = 0, new, []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return ([(start, end)] if start else []) + found[::-1]
