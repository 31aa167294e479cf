"""The blocks of a file in which programs write about themselves, found without decoding a pixel. Every length is bounded."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

from pi_heif import HeifImageFile

from tanggap.core.media.structure import declared_size, segments

MOST_EXIF, MOST_XMP, MOST_TEXT, MOST_BLOCKS = 256 * 1024, 512 * 1024, 4096, 64
MOST_CHUNKS = 10_000
MOST_HEAD = 2 * 1024 * 1024  # of a JPEG, before its picture begins
_XMP, _MORE_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_IPTC = re.compile(rb"\x1c\x02[\x41\x6e\x73](?s:(..))")  # originating program, credit, source


@dataclass(slots=True)
class Fields:
    """`exif` is a TIFF block, `xmp` the text of all packets, `texts` are values by name (lower case)."""

    exif: bytes = b""
    xmp: str = ""
    size: tuple[int, int] | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)


def fields(kind: str, data: bytes) -> Fields:
    """Return what a file of `kind` carries beside its pixels; nothing where it makes no sense."""
    found = Fields(size=declared_size(kind, data[:MOST_HEAD]))
    xmp: list[bytes] = []
    if kind == "jpeg":
        _of_jpeg(data, found, xmp)
    elif kind == "png":
        _of_png(data, found, xmp)
    elif kind == "webp":
        _of_webp(data, found, xmp)
    else:
        _of_heif(data, found, xmp)
    found.xmp = b"\n".join(xmp)[:MOST_XMP].replace(b"\0", b"").decode("utf-8", "replace")
    return found


def _of_jpeg(data: bytes, found: Fields, xmp: list[bytes]) -> None:
    for segment in islice(segments(data[:MOST_HEAD]), MOST_BLOCKS * 8):
        body = segment.body
        if segment.marker == _APP1 and body[:6] == b"Exif\0\0":
            found.exif = found.exif or body[6:]
        elif segment.marker == _APP1 and body.startswith(_XMP):
            xmp.append(body[len(_XMP) :])
        elif segment.marker == _APP1 and body.startswith(_MORE_XMP):
            xmp.append(body[len(_MORE_XMP) + 40 :])  # behind a name of 32 signs and two lengths
        elif segment.marker == _APP13:
            found.texts += (("credit", text) for text in _iptc(body))
        elif segment.marker == _COMMENT:
            found.texts.append(("comment", _text(body)))


def _iptc(body: bytes) -> Iterator[str]:
    for match in islice(_IPTC.finditer(body), MOST_BLOCKS):
        length = int.from_bytes(match[1], "big")
        yield _text(body[match.end() : match.end() + min(length, MOST_TEXT)])


def _of_png(data: bytes, found: Fields, xmp: list[bytes]) -> None:
    place = 8
    for _ in range(MOST_CHUNKS):
        if place + 12 > len(data) or len(found.texts) >= MOST_BLOCKS:
            return
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + min(length, MOST_XMP)]
        place += 12 + length
        if name == b"eXIf":
            found.exif = body[:MOST_EXIF]
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            key, _, rest = body.partition(b"\0")
            if name == b"zTXt":
                rest = _inflated(rest[1:])
            elif name == b"iTXt":
                packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
                rest = _inflated(rest) if packed else rest
            if key == b"XML:com.adobe.xmp":
                xmp.append(rest)
            else:
                found.texts.append((_text(key[:80]).lower(), _text(rest)))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_XMP)
    except zlib.error:
        return b""


def _of_webp(data: bytes, found: Fields, xmp: list[bytes]) -> None:
    place = 12
    for _ in range(MOST_CHUNKS):
        if place + 8 > len(data):
            return
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + min(length, MOST_XMP)]
        place += 8 + length + length % 2
        if name == b"EXIF":
            found.exif = body[6:] if body[:6] == b"Exif\0\0" else body
        elif name == b"XMP ":
            xmp.append(body)


def _of_heif(data: bytes, found: Fields, xmp: list[bytes]) -> None:
    try:
        file = HeifImageFile(BytesIO(data))
    except Exception:  # damaged, or no HEIF after all: it says nothing
        return
    found.size = file.size
    exif = file.info.get("exif") or b""
    found.exif = exif[6:] if exif[:6] == b"Exif\0\0" else exif
    if file.info.get("xmp"):
        xmp.append(file.info["xmp"])


def _text(value: bytes) -> str:
    return value[:MOST_TEXT].replace(b"\0", b"").decode("utf-8", "replace")
