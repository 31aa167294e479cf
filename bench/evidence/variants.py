"""One photo, used again: what people and programs do to it on the way. Everything drawn is drawn from the scene's name."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from PIL import Image, ImageDraw, ImageFont

from bench.evidence.scenes import Photo, seed

Make = Callable[[Photo, Generator], tuple[Photo, int]]  # the picture and the quality at which it is saved

UPLOAD_QUALITY = 90  # of photos that nobody saved again


@dataclass(frozen=True)
class Variant:
    """A way to use a photo again: `name` as the table calls it, `family` as `--only` does."""

    name: str
    family: str
    make: Make
    before: Make | None = None  # what happened to the photo that is in the index, where something did


def upload(photo: Photo, quality: int = UPLOAD_QUALITY) -> bytes:
    """Return the photo as a JPEG, as it is sent in."""
    out = BytesIO()
    Image.fromarray(photo).save(out, "JPEG", quality=quality)
    return out.getvalue()


def variant_of(variant: Variant, photo: Photo, scene: str) -> tuple[bytes, bytes]:
    """Return the uploads of the photo that came first and of the one used again, the same on every machine."""
    first = upload(photo)
    if variant.before:
        first = upload(*variant.before(photo, default_rng(seed(scene, variant.name, "before"))))
    return first, upload(*variant.make(photo, default_rng(seed(scene, variant.name))))


def saved(quality: int) -> Make:
    """Saved again as JPEG."""
    return lambda photo, _: (photo, quality)


def scaled(low: float, high: float) -> Make:
    """Made smaller by a factor between the two."""
    return lambda photo, draw: (resized(photo, draw.uniform(low, high)), 85)


def resized(photo: Photo, factor: float) -> Photo:
    """Return the photo scaled by `factor`."""
    height, width = photo.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cv2.resize(photo, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def messenger(photo: Photo, _draw: Generator) -> tuple[Photo, int]:
    """As messengers send: half the size, quality 70."""
    return resized(photo, 0.5), 70


def cropped(low: float, high: float) -> Make:
    """An area between `low` and `high` of the photo cut away, unevenly at the four sides."""

    def make(photo: Photo, draw: Generator) -> tuple[Photo, int]:
        kept = 1 - draw.uniform(low, high)
        wide = math.sqrt(kept) * draw.uniform(0.95, 1.05)
        return window(photo, min(1.0, wide), min(1.0, kept / wide), draw), 85

    return make


def cropped_evenly(photo: Photo, _draw: Generator) -> tuple[Photo, int]:
    """5 % cut away at each side."""
    height, width = photo.shape[:2]
    return photo[round(height * 0.05) : round(height * 0.95), round(width * 0.05) : round(width * 0.95)], 85


def window(photo: Photo, wide: float, high: float, draw: Generator) -> Photo:
    """Return a window of the photo, as shares of its sides, anywhere."""
    height, width = photo.shape[:2]
    columns, rows = round(width * wide), round(height * high)
    left, top = int(draw.integers(0, width - columns + 1)), int(draw.integers(0, height - rows + 1))
    return photo[top : top + rows, left : left + columns]


def mirrored(photo: Photo, _draw: Generator) -> tuple[Photo, int]:
    """Left and right changed."""
    return np.ascontiguousarray(photo[:, ::-1]), 85


def turned(quarters: int) -> Make:
    """Turned by quarters."""
    return lambda photo, _: (np.ascontiguousarray(np.rot90(photo, quarters)), 85)


def rotated(low: float, high: float) -> Make:
    """Turned a little either way, and cut to the largest upright part that is full."""

    def make(photo: Photo, draw: Generator) -> tuple[Photo, int]:
        degrees = draw.uniform(low, high) * draw.choice([-1, 1])
        return tilt(photo, degrees), 85

    return make


def tilt(photo: Photo, degrees: float) -> Photo:
    """Return the photo turned by an angle and cut to its full part."""
    height, width = photo.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    laid = cv2.warpAffine(photo, matrix, (width, height), flags=cv2.INTER_CUBIC)
    sine, cosine = abs(math.sin(math.radians(degrees))), abs(math.cos(math.radians(degrees)))
    share = min(width, height) / (min(width, height) * cosine + max(width, height) * sine)
    wide, high = int(width * share), int(height * share)
    left, top = (width - wide) // 2, (height - high) // 2
    return np.ascontiguousarray(laid[top : top + high, left : left + wide])


def toned(gain: float, lift: float, gamma: float = 1.0) -> Make:
    """Brightness, contrast and gamma changed over the whole photo."""
    steps = np.clip(((np.arange(256) / 255) ** gamma * 255 - 128) * gain + 128 + lift, 0, 255).astype(np.uint8)
    return lambda photo, _: (steps[photo], 85)


def grey(photo: Photo, _draw: Generator) -> tuple[Photo, int]:
    """Without colour."""
    return np.repeat(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2), 85


def stamped(where: str, *, dark: bool) -> Make:
    """A date, time and place burnt in: a bar along the bottom, or words in a corner."""
    return lambda photo, draw: (stamp(photo, draw, where, dark=dark), 85)


def stamp(photo: Photo, draw: Generator, where: str, *, dark: bool) -> Photo:
    """Return the photo with a stamp as camera apps burn it in."""
    picture = Image.fromarray(photo)
    pen = ImageDraw.Draw(picture, "RGBA")
    width, height = picture.size
    size = max(10, round(height * 0.035))
    font = ImageFont.load_default(size)
    lines = [
        f"{draw.integers(1, 29):02d}/{draw.integers(1, 13):02d}/2026 {draw.integers(0, 24):02d}:{draw.integers(0, 60):02d}",
        f"Jl. Raya No. {draw.integers(1, 200)}, RT {draw.integers(1, 20):03d}",
        f"-6.{draw.integers(10000, 99999)}, 106.{draw.integers(70000, 99999)}",
    ]
    ink, paper = ("white", (0, 0, 0, 255)) if dark else ("black", (255, 255, 255, 255))
    tall = round(size * 1.25 * len(lines) + size * 0.6)
    if where == "bar":
        pen.rectangle([0, height - tall, width, height], fill=paper)
    x = round(size * 0.5)
    y = height - tall + size // 3 if where in ("bar", "low") else size // 2
    for line in lines:
        left = x if where != "high" else width - round(pen.textlength(line, font)) - x
        pen.text((left, y), line, font=font, fill=ink if where == "bar" else (255, 200, 60, 255))
        y += round(size * 1.25)
    return np.asarray(picture)


def screenshot(*, dark: bool) -> Make:
    """A screenshot of the photo in a gallery: bars, icons, a thumbnail row."""
    return lambda photo, draw: (shown_in_gallery(photo, draw, dark=dark), 85)


def shown_in_gallery(photo: Photo, draw: Generator, *, dark: bool) -> Photo:
    """Return a phone's screen that shows the photo."""
    wide, tall = 1080, int(draw.choice([1920, 2160, 2340]))
    ground, ink = ((0, 0, 0), (235, 235, 235)) if dark else ((250, 250, 250), (30, 30, 30))
    screen = Image.new("RGB", (wide, tall), ground)
    factor = min(wide / photo.shape[1], (tall - 420) / photo.shape[0])
    shown = Image.fromarray(resized(photo, factor))
    screen.paste(shown, ((wide - shown.width) // 2, 170 + (tall - 420 - shown.height) // 2))
    pen = ImageDraw.Draw(screen)
    pen.text(
        (40, 14), f"{draw.integers(0, 24):02d}:{draw.integers(0, 60):02d}", font=ImageFont.load_default(36), fill=ink
    )
    pen.text((120, 84), f"{draw.integers(1, 29)} November 2026", font=ImageFont.load_default(44), fill=ink)
    pen.line([(80, 90), (50, 112), (80, 134)], fill=ink, width=6)
    for number in range(3):
        pen.rectangle([900 + number * 50, 18, 930 + number * 50, 44], outline=ink, width=4)
    for number in range(4):
        x = 135 + number * 270
        pen.ellipse([x - 28, tall - 190, x + 28, tall - 134], outline=ink, width=6)
        pen.text(
            (x - 40, tall - 122), ["Share", "Edit", "Info", "Delete"][number], font=ImageFont.load_default(30), fill=ink
        )
    pen.rounded_rectangle([380, tall - 24, 700, tall - 14], 5, fill=ink)
    return np.asarray(screen)


def framed(photo: Photo, draw: Generator) -> tuple[Photo, int]:
    """In a white or coloured border of 3 to 8 %."""
    side = round(max(photo.shape[:2]) * draw.uniform(0.03, 0.08))
    colour = [int(one) for one in draw.choice([[255, 255, 255], [20, 20, 20], [210, 190, 150]])]
    return cv2.copyMakeBorder(photo, side, side * 2, side, side, cv2.BORDER_CONSTANT, value=colour), 85


def off_a_screen(photo: Photo, draw: Generator) -> tuple[Photo, int]:
    """A photo of a screen that shows the photo: perspective, moiré, glare, another light, blur and noise. Simulated."""
    return photographed(photo, draw, moire=True), 85


def off_a_print(photo: Photo, draw: Generator) -> tuple[Photo, int]:
    """A photo of a print on a table. Simulated."""
    return photographed(photo, draw, moire=False), 85


def photographed(photo: Photo, draw: Generator, *, moire: bool) -> Photo:
    """Return the photo as a flat thing before a camera that is not straight before it."""
    height, width = photo.shape[:2]
    wide, high = round(width * 1.15), round(height * 1.15)
    ground = np.full((high, wide, 3), draw.integers(20, 90), np.uint8)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    aims = corners + [width * 0.075, height * 0.075] + draw.uniform(-0.05, 0.05, (4, 2)) * [width, height]
    plane = cv2.getPerspectiveTransform(corners, aims.astype(np.float32))
    source = photo.astype(np.float32)
    if moire:
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        period, angle = draw.uniform(4, 9), draw.uniform(0.1, 0.6)
        waves = np.sin((x * math.cos(angle) + y * math.sin(angle)) * 2 * math.pi / period)
        lines = np.sin(y * 2 * math.pi / draw.uniform(2.3, 3.2))
        source = source * (1 + 0.05 * waves + 0.04 * lines)[:, :, None]
    laid = cv2.warpPerspective(np.clip(source, 0, 255), plane, (wide, high), flags=cv2.INTER_AREA)
    seen = cv2.warpPerspective(np.ones((height, width), np.float32), plane, (wide, high))
    mixed = laid * seen[:, :, None] + ground * (1 - seen[:, :, None])
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    centre = draw.uniform(0.2, 0.8, 2) * [wide, high]
    glare = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * (0.25 * wide) ** 2)) * draw.uniform(10, 45)
    lit = mixed * draw.uniform(0.75, 1.05, 3) + glare[:, :, None]
    blurred = cv2.GaussianBlur(lit, (0, 0), draw.uniform(0.6, 1.1))
    return np.clip(blurred + draw.normal(0, 4, blurred.shape), 0, 255).astype(np.uint8)


def several(*steps: Make) -> Make:
    """One after the other; the last one's quality counts."""

    def make(photo: Photo, draw: Generator) -> tuple[Photo, int]:
        quality = UPLOAD_QUALITY
        for step in steps:
            photo, quality = step(photo, draw)
        return photo, quality

    return make


VARIANTS = (
    Variant("the very file", "same", saved(UPLOAD_QUALITY)),
    Variant("saved again, quality 75", "saved", saved(75)),
    Variant("saved again, quality 35", "saved", saved(35)),
    Variant("scaled to 50-95 %", "scaled", scaled(0.5, 0.95)),
    Variant("scaled to 30 %", "scaled", scaled(0.3, 0.3)),
    Variant("messenger: half size, quality 70", "messenger", messenger),
    Variant("5 % cut off each side", "crop", cropped_evenly),
    Variant("20-30 % of the area cut off", "crop", cropped(0.2, 0.3)),
    Variant("40 % of the area cut off", "crop", cropped(0.4, 0.4)),
    Variant("mirrored", "mirror", mirrored),
    Variant("quarter turn left", "turn", turned(1)),
    Variant("quarter turn right", "turn", turned(3)),
    Variant("rotated 3-5 degrees, cut", "rotate", rotated(3, 5)),
    Variant("rotated 6-10 degrees, cut", "rotate", rotated(6, 10)),
    Variant("brighter, less contrast", "tone", toned(0.75, 30)),
    Variant("darker", "tone", toned(0.8, -40)),
    Variant("more contrast", "tone", toned(1.5, 0)),
    Variant("gamma 0.6", "tone", toned(1, 0, 0.6)),
    Variant("gamma 1.7", "tone", toned(1, 0, 1.7)),
    Variant("greyscale", "grey", grey),
    Variant("date bar, dark", "stamp", stamped("bar", dark=True)),
    Variant("date bar, light", "stamp", stamped("bar", dark=False)),
    Variant("date in the lower corner", "stamp", stamped("low", dark=True)),
    Variant("date in the upper corner", "stamp", stamped("high", dark=True)),
    Variant("two date bars, one on each", "twostamps", stamped("bar", dark=True), before=stamped("bar", dark=True)),
    Variant("screenshot of a gallery, dark", "screenshot", screenshot(dark=True)),
    Variant("screenshot of a gallery, light", "screenshot", screenshot(dark=False)),
    Variant("border of 3-8 %", "border", framed),
    Variant("photo of a screen (simulated)", "screen", off_a_screen),
    Variant("photo of a print (simulated)", "print", off_a_print),
    Variant("cut 20-30 % + date bar + quality 60", "several", several(cropped(0.2, 0.3), stamped("bar", dark=True), saved(60))),
    Variant("mirrored + cut 10-20 %", "several", several(mirrored, cropped(0.1, 0.2))),
    Variant("screenshot + messenger", "several", several(screenshot(dark=True), messenger)),
    Variant("rotated 3-5 degrees + brighter + half size", "several", several(rotated(3, 5), toned(0.8, 25), scaled(0.5, 0.5))),
    Variant("date in a corner + border + greyscale", "several", several(stamped("high", dark=True), framed, grey)),
)  # fmt: skip
