"""The published log as files in a folder, below the same paths as the pages serve it: whoever has the folder can check it without the city.

checkpoint · key · tile/<level>/<N>[.p/<W>] · tile/entries/<N>[.p/<W>] · openings/<N>
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from tanggap.core.refusal import Refusal
from tanggap.ledger import queries, storing, witnessing
from tanggap.ledger.storing import BITS, WIDTH


class NothingSigned(Refusal):
    """There is no signed head yet, so nothing is published."""


def export(folder: Path) -> int:
    """Write what everybody may read of the log into a folder, and return how many leaves that are. Raises NothingSigned, OSError.

    The checkpoint comes last: as long as it is the old one, the folder proves what it proved before.
    """
    queries.forget_head()
    head = queries.head()
    if head is None:
        raise NothingSigned("Nothing is signed yet: the worker signs the first head.")
    for path, content in _files(head.size):
        _write(folder / path, content)
    _write(folder / "key", keys(head.verifier).encode())
    _write(folder / "checkpoint", head.note.encode())
    return head.size


def keys(verifier: str) -> str:
    """Return the keys of the log and of its witnesses as lines of a C2SP tlog-policy."""
    lines = [
        f"log {verifier}",
        *(f"witness {one.verifier.name} {one.verifier.vkey}" for one in witnessing.named()),
        "quorum none",
    ]
    return "".join(f"{line}\n" for line in lines)


def place(number: int, width: int = WIDTH) -> str:
    """Return the last part of a tile's path."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts)) + (f".p/{width}" if width < WIDTH else "")


def _files(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each tile, bundle and list of openings of a log of `size` leaves."""
    for level in range(storing.LEVELS):
        hashes = size >> (BITS * level)
        for number in range(-(-hashes // WIDTH)):
            width = min(WIDTH, hashes - number * WIDTH)
            yield f"tile/{level}/{place(number, width)}", queries.tile(level, number, width) or b""
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        yield f"tile/entries/{place(number, width)}", queries.entries(number, width) or b""
        shown = {"openings": [one.as_json() for one in queries.openings(number)]}
        yield f"openings/{place(number)}", json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)
