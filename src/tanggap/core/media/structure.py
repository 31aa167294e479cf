"""What the structure of a file says before anything is decoded. Only reads; bounded by the bytes given."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_SEQUENTIAL = {0xC0, 0xC1}
_START_OF_SCAN, _RESTART_INTERVAL, _END = 0xDA, 0xDD, 0xD9
_ALONE = {0x01, *range(0xD0, 0xDA)}
_RESTARTS = re.compile(rb"\xff[\xd0-\xd7]")


class Segment(NamedTuple):
    """One marker of a JPEG and the bytes that belong to it; `end` is where the next begins."""

    marker: int
    body: bytes
    end: int


def declared_size(kind: str, data: bytes) -> tuple[int, int] | None:
    """Return width and height as the header of a JPEG, PNG or WebP declares them, None when it does not say."""
    if kind == "png" and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if kind == "webp":
        return _webp_size(data[12:16], data[20:30])
    if kind == "jpeg":
        for segment in segments(data):
            if segment.marker in _FRAMES and len(segment.body) >= 5:
                return int.from_bytes(segment.body[3:5], "big"), int.from_bytes(segment.body[1:3], "big")
    return None


def _webp_size(chunk: bytes, head: bytes) -> tuple[int, int] | None:
    if chunk == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if chunk == b"VP8L" and head[:1] == b"\x2f":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    return None


def lacks_data(data: bytes) -> bool:
    """Return whether a sequential JPEG surely has less data than its size needs, though it may end properly.

    libjpeg fills what is missing with grey and says nothing. Two signs are certain: fewer restart markers (many cameras
    write them) than the interval asks for, and fewer bits than the two that the emptiest block takes.
    """
    cells = blocks = interval = 0
    for segment in segments(data):
        if segment.marker in _SEQUENTIAL:
            cells, blocks = _cells_and_blocks(segment.body)
        elif segment.marker == _RESTART_INTERVAL and len(segment.body) >= 2:
            interval = int.from_bytes(segment.body[:2], "big")
        elif segment.marker == _START_OF_SCAN and cells:
            end = data.find(b"\xff\xd9", segment.end)
            scan = memoryview(data)[segment.end : end if end > 0 else len(data)]
            if len(scan) * 8 < blocks * 2:
                return True
            return interval > 0 and len(_RESTARTS.findall(scan)) < -(-cells // interval) - 1
    return False


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a JPEG up to its first scan."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _ALONE:
            place += 2
        else:
            length = int.from_bytes(data[place + 2 : place + 4], "big")
            if length < 2:
                return
            end = place + 2 + length
            yield Segment(marker, data[place + 4 : end], end)
            if marker == _START_OF_SCAN:
                return
            place = end


def _cells_and_blocks(frame: bytes) -> tuple[int, int]:
    """Return how many minimum coded units a sequential frame has, and how many 8 x 8 blocks they hold."""
    if len(frame) < 9 or len(frame) < 6 + 3 * frame[5]:
        return 0, 0
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    factors = [(sampling >> 4, sampling & 15) for sampling in frame[7 : 6 + 3 * frame[5] : 3]]
    if len(factors) == 1:
        factors = [(1, 1)]  # one component is never interleaved: its unit is a block
    across, down = (8 * max(side) for side in zip(*factors, strict=True))
    if not (across and down):
        return 0, 0
    cells = -(-width // across) * -(-height // down)
    return cells, cells * sum(wide * high for wide, high in factors)
