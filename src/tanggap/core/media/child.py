"""The decoding child: `python -m tanggap.core.media.child`, one picture after the other over its pipes.

It exits when its pipe closes, when it was idle for `IDLE_SECONDS`, and by a signal when a picture costs too much.
"""

import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable
from io import BytesIO

import pi_heif
from PIL import Image

from tanggap.core.media import frames
from tanggap.core.media.confine import allow_cpu, confine
from tanggap.core.media.render import SHOWN_QUALITY, THUMB_QUALITY, Unfit, encode, render

IDLE_SECONDS = 60
CPU_SECONDS = {"jpeg": 2.0, "png": 2.0, "webp": 2.0, "heif": 4.0}
MOST_BYTES = 32 * 1024 * 1024


def main() -> None:
    """Decode until the other side is gone."""
    pi_heif.options.DECODE_THREADS = 1
    _warm_up()
    serve(_answer)


def serve(answer: Callable[[str, bytes], bytes]) -> None:
    """Confine this process, say so, and give the `answer` (a frame) to each request until the other side is gone.

    Everything that `answer` needs is imported and was used once: afterwards no file can be opened.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    reached = confine()
    _say(frames.pack({"ready": True, **reached}))
    while select.select([0], [], [], IDLE_SECONDS)[0]:
        head, [data] = frames.unpack(_read, most_bytes=MOST_BYTES)
        _say(answer(head["kind"], data))


def _answer(kind: str, data: bytes) -> bytes:
    allow_cpu(CPU_SECONDS[kind])
    try:
        rendered = render(kind, data)
        shown, thumb = encode(rendered.shown, SHOWN_QUALITY), encode(rendered.thumb, THUMB_QUALITY)
    except Unfit as unfit:
        return frames.pack({"unfit": unfit.reason})
    except MemoryError:
        return frames.pack({"unfit": "too_many_pixels"})
    except Exception as error:  # a fault of ours or of a library: say which, and be ready for the next picture
        return frames.pack({"unfit": "undecodable", "why": type(error).__name__})
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    sizes = {"shown": rendered.shown.size, "thumb": rendered.thumb.size}
    return frames.pack({"facts": rendered.facts, "sizes": sizes}, shown, thumb)


def _warm_up() -> None:
    """Do once everything that imports or opens files lazily: afterwards no file can be opened."""
    for kind, name in {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}.items():
        out = BytesIO()
        Image.new("RGB", (8, 8), "white").save(out, name, exif=Image.Exif())
        rendered = render(kind, out.getvalue())
        encode(rendered.thumb, THUMB_QUALITY)
    for broken in ("jpeg", "heif"):
        with contextlib.suppress(Unfit):
            render(broken, out.getvalue()[:20])


def _read(length: int) -> bytes:
    parts, missing = [], length
    while missing:
        part = os.read(0, min(missing, 1 << 20))
        if not part:
            sys.exit(0)
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _say(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(1, view) :]


if __name__ == "__main__":
    main()
