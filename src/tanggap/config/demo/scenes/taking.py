"""Taking a shot: drawn, hashed, stored. It runs in processes that know no database, so it imports no tables."""

import os
import threading
import time
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont
from PIL.ExifTags import Base

from tanggap.config.demo.chance import luck
from tanggap.config.demo.scenes import draw
from tanggap.core import crypto, media
from tanggap.core.media import fingerprint, store

QUALITY, THUMB_QUALITY, THUMB_WIDTH = 78, 72, 320
TOUCHED_UP, PROGRAMS = 0.03, ("Snapseed 2.0", "PicsArt", "Adobe Photoshop Express (Android)")
HASHED_WIDTH = 160  # enough for hashes of 32 × 32


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to take: what it shows, where, and by whom; `width` in pixels, `stamp` the words burnt into its lower edge."""

    icon: str
    place: str
    shot: str
    is_solved: bool
    width: int
    stamp: str = ""


def begin(root: str, parent: int) -> None:
    """Let this process store below `root`, and end when its parent was killed and nobody will ask it again."""
    settings.MEDIA_ROOT = root
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def take_roll(roll: list[Shot]) -> list[tuple[media.Picture, media.Kept]]:
    """Take some shots."""
    return [take(shot) for shot in roll]


def take(shot: Shot) -> tuple[media.Picture, media.Kept]:
    """Draw a picture and store it; return it without the renditions, which are on the disk.

    It is ours, so it does not pass the door for strangers' pictures. It reaches the disk when the system pleases: a power cut may
    cost a simulated picture, and the simulation ends with one `sync`.
    """
    image = draw(shot.icon, place=shot.place, shot=shot.shot, is_solved=shot.is_solved, width=shot.width)
    if shot.stamp:
        _burn_in(image, shot.stamp)
    clean = _jpeg(image, QUALITY)
    original = _as_sent(clean, shot)
    shown = media.Rendition(clean, image.width, image.height)
    thumb = shown if shot.width <= THUMB_WIDTH else _thumb(image)
    small = image.reduce(max(1, shot.width // HASHED_WIDTH))
    picture = media.Picture(
        original=original,
        kind="jpeg",
        sha256=crypto.fingerprint(original).hex(),
        width=image.width,
        height=image.height,
        shown=shown,
        thumb=thumb,
        exif={},
        dhash=fingerprint.dhash(small),
        phash=fingerprint.phash(small),
        colour="#{:02x}{:02x}{:02x}".format(*image.resize((1, 1)).getpixel((0, 0))),  # type: ignore[misc]
        repaired=False,
    )
    kept = _store(picture)
    nothing = media.Rendition(b"", 0, 0)
    return replace(picture, shown=nothing, thumb=nothing), kept


def _as_sent(clean: bytes, shot: Shot) -> bytes:
    """Return the file as its taker sends it: some made it brighter first, and the program left its name."""
    random = luck("sent", shot.place, shot.shot)
    if not shot.is_solved or random.random() >= TOUCHED_UP:
        return clean
    camera = Image.Exif()
    camera[Base.Software] = random.choice(PROGRAMS)
    block = camera.tobytes()
    return clean[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + clean[2:]


def _burn_in(image: Image.Image, words: str) -> None:
    """Write a date bar into the lower edge, as cameras' apps do."""
    high = max(14, image.height // 12)
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, image.height - high, image.width, image.height], fill=(16, 16, 16))
    pen.text((high // 3, image.height - high), words, fill=(255, 214, 64), font=ImageFont.load_default(size=high * 0.7))


def _thumb(image: Image.Image) -> media.Rendition:
    half = image.reduce(2)
    return media.Rendition(_jpeg(half, THUMB_QUALITY), half.width, half.height)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _store(picture: media.Picture) -> media.Kept:
    root = Path(settings.MEDIA_ROOT)
    if not (root / ".ready").exists():
        return media.keep(picture)  # makes the folders
    contents = {"original": picture.original, "shown": picture.shown.data, "thumb": picture.thumb.data}
    for kind, content in contents.items():
        path = root / store.relative(kind, picture.sha256)
        if kind == "original" or content is not picture.original or not _linked(path, root, picture.sha256):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
    return media.Kept(**{kind: store.relative(kind, picture.sha256) for kind in contents})


def _linked(path: Path, root: Path, sha256: str) -> bool:
    """Let what is the same as the original be a second name of it, which costs no room; return whether that could be done."""
    try:
        os.link(root / store.relative("original", sha256), path)
    except FileExistsError:
        return True
    except OSError:  # a file system without second names
        return False
    return True
