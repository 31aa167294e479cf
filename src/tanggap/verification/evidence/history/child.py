"""The reading child: `python -m tanggap.verification.evidence.history.child`, one look at one file after the other.

It stands behind the same guards as decoding (core.media.child). Each look is a request of its own: what kills one spoils no other.
"""

import signal
import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image
from PIL.ExifTags import IFD, Base

from tanggap.core.media import frames, kinds
from tanggap.core.media.child import serve
from tanggap.core.media.confine import allow_cpu
from tanggap.verification.evidence.history.inside.claims import claims
from tanggap.verification.evidence.history.inside.fields import fields
from tanggap.verification.evidence.history.inside.pixels import pixels
from tanggap.verification.evidence.history.reading import CREDENTIALS, PIXELS, SAYS

CPU_SECONDS = 2.0  # a look at 48 million pixels takes 0.4
Look = Callable[[str, bytes], dict[str, Any]]


def main() -> None:
    """Look until the other side is gone."""
    warnings.simplefilter("ignore")  # broken camera data are our daily bread, and a warning opens files
    pi_heif.options.DECODE_THREADS = 1
    _warm_up()
    serve(_answer)


def _says(kind: str, data: bytes) -> dict[str, Any]:
    return claims(fields(kind, data))


def _credentials() -> Look | None:
    """Return the look at Content Credentials; None without the extra `forensics`, and then the page says what is absent."""
    try:
        from tanggap.verification.evidence.history.inside.credentials import credentials
    except ImportError:
        return None
    return credentials


LOOKS: dict[str, Look | None] = {SAYS: _says, CREDENTIALS: _credentials(), PIXELS: pixels}


def _answer(look: str, data: bytes) -> bytes:
    allow_cpu(CPU_SECONDS)
    try:
        kind = kinds.sniff(data)
        eye = LOOKS[look]
        facts = eye(kind, data) if kind and eye else {}
        return frames.pack({"facts": facts})
    except MemoryError:
        return frames.pack({"failed": "memory"})
    except Exception as error:  # a fault of ours or of a library: say which, and be ready for the next look
        return frames.pack({"failed": type(error).__name__})
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _warm_up() -> None:
    """Do once everything that imports or opens files lazily: afterwards no file can be opened."""
    picture = Image.effect_noise((320, 240), 60).convert("RGB")
    block = _camera_data(_saved(picture.resize((160, 120)), "JPEG"))
    for name in ("JPEG", "PNG", "WEBP"):
        data = _saved(picture, name, exif=block)
        for look in LOOKS:
            _answer(look, data)
            _answer(look, data[:60])
    _answer(SAYS, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))


def _camera_data(small: bytes) -> bytes:
    """Return an EXIF block with a model, a directory of the camera and a small picture, as TIFF lays them out."""
    head = struct.pack("<2sHI", b"II", 42, 8)
    first = struct.pack("<H", 2) + _entry(Base.Model, 2, 2, 0x78) + _entry(IFD.Exif, 4, 1, 38) + struct.pack("<I", 44)
    camera = struct.pack("<HI", 0, 0)
    second = struct.pack("<H", 2) + _entry(513, 4, 1, 74) + _entry(514, 4, 1, len(small)) + struct.pack("<I", 0)
    return b"Exif\0\0" + head + first + camera + second + small


def _entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def _saved(picture: Image.Image, name: str, **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, name, **how)
    return out.getvalue()


if __name__ == "__main__":
    main()
