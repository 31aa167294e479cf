"""The one door for pictures: whatever comes from outside is examined here, before anything keeps or shows it."""

import hashlib
import logging
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.core.media import frames, kinds
from tanggap.core.media.exif import Value
from tanggap.core.media.pool import CannotStart, Died, Late, NoneFree, pool
from tanggap.core.refusal import Refusal

MOST_BYTES = 15 * 1024 * 1024
LONGEST_NAME = 60

logger = logging.getLogger("tanggap.media")


_WORDS = {"text": _("text"), "video": _("video"), "audio": _("audio"), "program": _("a program")}  # the rest are names


class BadPhoto(Refusal):
    """A photo that cannot be taken. The message says which, why and what to do; nothing of it was kept."""

    message: str | Promise = _("This photo cannot be used. Please send another one.")
    status = 422
    field = "photos"
    filename = ""

    def __str__(self) -> str:
        return f"{self.filename}: {self.message}" if self.filename else str(self.message)


class NotAPicture(BadPhoto):
    """Not one of the kinds that are taken, whatever its name says. `found` names what it is, empty when unknown."""

    message = _("This file is not a photo that can be read. Please send a JPEG, PNG, WebP or HEIC photo.")

    def __init__(self, found: str = "") -> None:
        super().__init__(
            _("This file is %(kind)s, not a photo. Please send a JPEG, PNG, WebP or HEIC photo.")
            % {"kind": _WORDS.get(found, found)}
            if found
            else None
        )
        self.found = found


class TooLarge(BadPhoto):
    """More bytes than are taken."""

    status = 413

    def __init__(self) -> None:
        super().__init__(
            _("This photo is larger than %(most)d MB. Please send a smaller one, for example a screenshot of it.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )


class TooManyPixels(BadPhoto):
    """More pixels than can be decoded within the limits."""

    message = _("This photo has too many pixels. Please take it at a lower resolution, or save it as a smaller JPEG.")


class ZeroSize(BadPhoto):
    """No bytes, or no pixels."""

    message = _("This photo is empty. Please choose it again, or take a new one.")


class Damaged(BadPhoto):
    """A photo's beginning, but the rest is missing or makes no sense."""

    message = _("This photo is damaged and cannot be shown. Please choose it again, or take a new one.")


class Undecodable(BadPhoto):
    """Opening it cost too much time or memory, or brought the decoder down."""

    message = _("This photo cannot be opened safely. Please send it again as an ordinary JPEG photo.")


class Busy(BadPhoto):
    """All decoders were at work; it is not the photo's fault."""

    message = _(
        "Too many photos are arriving just now. Nothing was lost on your side; please send it again in a minute."
    )
    status = 503


_UNFIT = {"zero_size": ZeroSize, "too_many_pixels": TooManyPixels, "damaged": Damaged}


@dataclass(frozen=True, slots=True)
class Rendition:
    """A clean JPEG made from the photo's pixels: upright, sRGB, no metadata."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An examined photo. `original` is as it came and stays private; `width` and `height` are its own, upright.

    `exif` is what the file claims of camera, time and place: only for a sealed private record. `repaired`: parts of the
    file were missing and are grey. `dhash` and `phash` are signed 64-bit. `colour` is the average, `#rrggbb`.
    """

    original: bytes
    kind: str
    sha256: str
    width: int
    height: int
    shown: Rendition
    thumb: Rendition
    exif: dict[str, Value]
    dhash: int
    phash: int
    colour: str
    repaired: bool
    filename: str = ""

    @property
    def size(self) -> int:
        """Return the bytes of the original."""
        return len(self.original)


def examine(data: bytes, *, filename: str = "") -> Picture:
    """Return the photo in `data`, decoded in a child process, upright and clean.

    `filename` is only shown back to the sender. Slow (0.1 to 2 s): never inside a transaction. Raises NotAPicture,
    TooLarge, TooManyPixels, ZeroSize, Damaged, Undecodable, Busy.
    """
    name = plain_name(filename)
    try:
        return _examined(data, name)
    except BadPhoto as refusal:
        refusal.filename = name
        raise


def _examined(data: bytes, name: str) -> Picture:
    if not data:
        raise ZeroSize
    if len(data) > MOST_BYTES:
        raise TooLarge
    kind = kinds.sniff(data)
    if kind is None:
        raise NotAPicture(kinds.other(data) or "")
    try:
        answer, blobs = pool().ask(kind, data)
    except (Died, Late, frames.BadFrame) as error:
        logger.warning("a %s of %d bytes was refused: %s", kind, len(data), error)
        raise Undecodable from None
    except (NoneFree, CannotStart) as error:
        logger.error("a %s of %d bytes was turned away: %s", kind, len(data), error or "no decoder was free")
        raise Busy from None
    if unfit := answer.get("unfit"):
        if unfit not in _UNFIT:
            logger.error("a %s of %d bytes was refused: %s in the decoder", kind, len(data), answer.get("why"))
        raise _UNFIT.get(unfit, Undecodable)
    facts, sizes = answer["facts"], answer["sizes"]
    shown, thumb = (Rendition(blob, *sizes[name]) for name, blob in zip(("shown", "thumb"), blobs, strict=True))
    return Picture(
        original=data,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        shown=shown,
        thumb=thumb,
        filename=name,
        **facts,
    )


def plain_name(name: str) -> str:
    """Return a sender's file name fit to be shown back to its sender: no folders, no control or direction signs, short.

    It names nothing on our side: files are stored under the hash of their bytes.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 9]}…{shown[-8:]}"
