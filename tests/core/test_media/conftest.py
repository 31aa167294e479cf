"""Files for the media tests: the real ones, and such as attackers and broken phones send."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from tanggap.core import media
from tanggap.core.media import pool as pools

PHOTOS = Path(__file__).resolve().parents[2] / "data" / "photos"


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield


@pytest.fixture
def own_pool(monkeypatch):
    """A pool of this test alone, with no child yet."""
    pool = pools.Pool()
    monkeypatch.setitem(pools._pools, pools.DECODER, pool)
    yield pool
    pool.close()


def photo(name: str) -> bytes:
    return (PHOTOS / name).read_bytes()


def examine_photo(name: str) -> media.Picture:
    return media.examine(photo(name), filename=name)


def opened(rendition: media.Rendition) -> Image.Image:
    picture = Image.open(io.BytesIO(rendition.data))
    picture.load()
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def scene(width: int = 400, height: int = 300) -> Image.Image:
    """A picture with something to see: two gradients and a block."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across, down, Image.new("L", (width, height), 60)))
    picture.paste("white", (width // 8, height // 8, width // 3, height // 3))
    return picture


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, *, depth: int = 8, colour: int = 0, rows: bytes | None = None, extra: bytes = b""
) -> bytes:
    """A PNG made by hand: its header may lie, its rows may be missing."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    if rows is None:
        channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
        line = bytes(1 + width * channels * depth // 8)
        packer = zlib.compressobj(9)
        rows = b"".join([*(packer.compress(line) for _ in range(height)), packer.flush()])
    else:
        rows = zlib.compress(rows)
    return b"\x89PNG\r\n\x1a\n" + head + extra + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def jpeg_declared(width: int, height: int) -> bytes:
    """A JPEG whose header declares another size than its data has."""
    data = bytearray(saved(scene(64, 64)))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def jpeg_of_many_scans(scans: int = 3000) -> bytes:
    """A progressive JPEG that paints one coarse layer over all its pixels again and again."""
    data = saved(Image.new("L", (6000, 6000), 90), progressive=True, quality=50)
    starts = [place for place in range(len(data) - 1) if data[place : place + 2] == b"\xff\xda"]
    table = data.rindex(b"\xff\xc4", 0, starts[-1])
    last = data[min(table, starts[-1]) : data.rindex(b"\xff\xd9")]
    return data[: data.rindex(b"\xff\xd9")] + last * scans + b"\xff\xd9"
