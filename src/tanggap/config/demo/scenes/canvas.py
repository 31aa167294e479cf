"""A sheet to draw a place on: world coordinates (16 wide, 12 high) seen through a camera, colours under a light."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

FINER = 2  # drawn twice as large, so that edges come out smooth
Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """The time of day: sky from top to horizon, and what it does to every other colour."""

    top: Colour
    horizon: Colour
    tint: tuple[float, float, float]
    is_dark: bool = False


LIGHTS = {
    "morning": Light((151, 196, 228), (246, 231, 205), (1.0, 0.98, 0.93)),
    "noon": Light((96, 165, 220), (205, 228, 240), (1.04, 1.03, 1.0)),
    "overcast": Light((166, 178, 188), (208, 214, 217), (0.86, 0.88, 0.92)),
    "dusk": Light((84, 86, 140), (244, 164, 110), (0.88, 0.72, 0.68)),
    "night": Light((12, 18, 40), (30, 38, 70), (0.26, 0.29, 0.42), is_dark=True),
}
BY_DAY = ("morning", "noon", "overcast", "noon", "dusk")


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture was taken from: no two people stand on the same spot."""

    zoom: float
    x: float
    y: float
    tilt: float  # radians

    @classmethod
    def by_chance(cls, random: Random) -> "Camera":
        """Return a camera that shows the middle of the world, nearer or further, more left or right."""
        zoom = random.uniform(1.0, 1.6)
        slack = 8 - 8 / zoom
        return cls(zoom, random.uniform(-slack, slack), random.uniform(-slack, slack) * 0.7, random.gauss(0, 0.035))


class Canvas:
    """The sheet. Every shape is given in world coordinates and daylight colours."""

    def __init__(self, light: Light, camera: Camera, width: int) -> None:
        self.light, self._width = light, width
        self._cos, self._sin = math.cos(camera.tilt), math.sin(camera.tilt)
        self.scale = width * FINER / 16 * camera.zoom
        self._left = width * FINER / 2 - (8 + camera.x) * self.scale
        self._up = width * FINER * 3 / 8 - (6 + camera.y) * self.scale
        self.image = _sky(light, width * FINER).copy()
        self._draw = ImageDraw.Draw(self.image)

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a point of the world."""
        x, y = (x - 8) * self._cos - (y - 6) * self._sin + 8, (x - 8) * self._sin + (y - 6) * self._cos + 6
        return x * self.scale + self._left, y * self.scale + self._up

    def lit(self, colour: Colour) -> Colour:
        """Return a daylight colour as it looks under this light."""
        red, green, blue = self.light.tint
        return min(255, int(colour[0] * red)), min(255, int(colour[1] * green)), min(255, int(colour[2] * blue))

    def polygon(self, points: Sequence[Point], colour: Colour, *, glows: bool = False) -> None:
        self._draw.polygon([self.at(*point) for point in points], fill=colour if glows else self.lit(colour))

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, *, glows: bool = False) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, glows=glows)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour, *, glows: bool = False) -> None:
        across, down = self.at(x, y)
        rx, ry = rx * self.scale, ry * self.scale
        left, top, right, bottom = across - rx, down - ry, across + rx, down + ry
        self._draw.ellipse((left, top, right, bottom), fill=colour if glows else self.lit(colour))

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, glows: bool = False) -> None:
        thick = max(1, round(width * self.scale))
        places = [self.at(*point) for point in points]
        self._draw.line(places, fill=colour if glows else self.lit(colour), width=thick, joint="curve")

    def blob(self, x: float, y: float, rx: float, ry: float, colour: Colour, random: Random) -> None:
        """Draw something round that nobody made with a compass."""
        corners = 11
        points = []
        for corner in range(corners):
            angle, reach = math.tau * corner / corners, random.uniform(0.78, 1.12)
            points.append((x + rx * reach * math.cos(angle), y + ry * reach * math.sin(angle)))
        self.polygon(points, colour)

    def glow(self, x: float, y: float, reach: float, colour: Colour, strength: float = 1.0) -> None:
        """Let light fall around a point."""
        size = max(2, round(reach * 2 * self.scale))
        mask = _halo().resize((size, size)).point([round(step * strength) for step in range(256)])
        across, down = self.at(x, y)
        self.image.paste(colour, (round(across) - size // 2, round(down) - size // 2), mask)

    def finished(self) -> Image.Image:
        """Return the picture, with the mark that tells everybody what it is."""
        picture = self.image.reduce(FINER)
        mark = _mark(self._width // 49)
        edge = self._width // 64
        picture.paste((255, 255, 255), (picture.width - mark.width - edge, picture.height - mark.height - edge), mark)
        return picture


@lru_cache(maxsize=16)
def _sky(light: Light, width: int) -> Image.Image:
    column = Image.new("RGB", (1, 64))
    for row in range(64):
        share = min(1.0, row / 34)
        column.putpixel(
            (0, row), tuple(round(a + (b - a) * share) for a, b in zip(light.top, light.horizon, strict=True))
        )
    return column.resize((width, width * 3 // 4), Image.Resampling.BILINEAR)


@lru_cache(maxsize=1)
def _halo() -> Image.Image:
    """Return a soft round mask, brightest in the middle."""
    return Image.radial_gradient("L").point(
        [max(0, round((255 - 2 * step) * 0.85)) if step < 128 else 0 for step in range(256)]
    )


@lru_cache(maxsize=4)
def _mark(size: int) -> Image.Image:
    """Return the word that stands on every simulated picture, as a mask."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox("SIMULASI")
    mask = Image.new("L", (round(right - left) + 2, round(bottom - top) + 2))
    ImageDraw.Draw(mask).text((1 - left, 1 - top), "SIMULASI", font=font, fill=190)
    return mask
