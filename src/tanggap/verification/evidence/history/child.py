"""The reading child: `python -m tanggap.verification.evidence.history.child`, one look at one file after the other.

It stands behind the same guards as decoding (core.media.child). Each look is a request of its own: what kills one spoils no other.
"""

import os
import signal
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"
warnings.simplefilter("ignore")  # broken camera data are our daily bread, and a warning opens files

import pi_heif  # noqa: E402
from PIL import Image  # noqa: E402
from PIL.ExifTags import IFD, Base  # noqa: E402

from tanggap.core.media import frames, kinds  # noqa: E402
from tanggap.core.media.child import serve  # noqa: E402
from tanggap.core.media.confine import allow_cpu  # noqa: E402
from tanggap.verification.evidence.history.inside.claims import claims  # noqa: E402
from tanggap.verification.evidence.history.inside.fields import fields  # noqa: E402
from tanggap.verification.evidence.history.reading import SAYS  # noqa: E402

CPU_SECONDS = 3.0


def main() -> None:
    """Look until the other side is gone."""
    pi_heif.options.DECODE_THREADS = 1
    _warm_up()
    serve(_answer)


def _says(kind: str, data: bytes) -> dict[str, Any]:
    return claims(fields(kind, data))


LOOKS: dict[str, Callable[[str, bytes], dict[str, Any]]] = {SAYS: _says}


def _answer(look: str, data: bytes) -> bytes:
    allow_cpu(CPU_SECONDS)
    try:
        kind = kinds.sniff(data)
        facts = LOOKS[look](kind, data) if kind else {}
        return frames.pack({"facts": facts})
    except MemoryError:
        return frames.pack({"failed": "memory"})
    except Exception as error:  # a fault of ours or of a library: say which, and be ready for the next look
        return frames.pack({"failed": type(error).__name__})
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _warm_up() -> None:
    """Do once everything that imports or opens files lazily: afterwards no file can be opened."""
    camera = Image.Exif()
    camera[Base.Model] = "x"
    camera.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:01:02 03:04:05"
    for name in ("JPEG", "PNG", "WEBP"):
        out = BytesIO()
        Image.new("RGB", (64, 64), "white").save(out, name, exif=camera)
        for look in LOOKS:
            _answer(look, out.getvalue())
            _answer(look, out.getvalue()[:60])
    _answer(SAYS, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))
    signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main()
