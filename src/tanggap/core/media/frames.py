"""The way between the process that serves and the child that decodes: a JSON head, then plain bytes, over pipes."""

import json
import struct
from collections.abc import Callable
from typing import Any

HEAD = struct.Struct(">I")
LONGEST_HEAD = 64 * 1024


class BadFrame(Exception):
    """The other side said something that is no frame."""


def pack(head: dict[str, Any], *blobs: bytes) -> bytes:
    """Return one frame: the head with the sizes of the blobs, then the blobs."""
    text = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join((HEAD.pack(len(text)), text, *blobs))


def unpack(read: Callable[[int], bytes], *, most_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """Return the next frame. `read(n)` returns exactly n bytes or raises. Raises BadFrame."""
    (length,) = HEAD.unpack(read(HEAD.size))
    if length > LONGEST_HEAD:
        raise BadFrame("the head is too long")
    try:
        head = json.loads(read(length))
        sizes = [int(size) for size in head.pop("blobs")]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadFrame("the head is not understood") from None
    if any(size < 0 for size in sizes) or sum(sizes) > most_bytes:
        raise BadFrame("the blobs are too large")
    return head, [read(size) for size in sizes]
