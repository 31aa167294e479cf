"""The picture that stands for a page where its address is shared: what, where, and how far it is; 1200 × 630, PNG.

Drawn with Pillow and its own font (Aileron), in the city's first language (`answer`): who passes an address on and who reads it there need
not have the same.
"""

import io
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.boundaries import Boundaries, boundaries
from tanggap.places.city import city
from tanggap.web import ui
from tanggap.web.ui import status
from tanggap.web.ui.kept import Kept

WIDTH, HEIGHT = 1200, 630
MAP_WIDTH = 480
MARGIN = 56
TEXT_WIDTH = WIDTH - MAP_WIDTH - 2 * MARGIN
FINER = 2  # the map is drawn so much larger, then made smaller: smooth edges
COLOURS = 64
ROOM = 1.3  # how much wider than the area the map is
MOST_LINES = 3
_TOKENS = Path(ui.__file__).parent / "static/ui/tokens.css"

drawn: Kept[bytes] = Kept(300)  # of at most 60 kB


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `family` is the state's family, empty for a page that has none; `areas` is what its map shows."""

    title: str
    place: str
    foot: str
    family: str = ""
    state: str = ""
    areas: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


def answer(key: Hashable, picture: Callable[[], bytes]) -> HttpResponse:
    """Return the picture of `key` in the city's first language as a response, made by `picture` if it is not kept."""
    with translation.override(settings.LANGUAGE_CODE):
        return HttpResponse(drawn.get((str(settings.TANGGAP_PACK), key), picture), content_type="image/png")


def draw(card: Card) -> bytes:
    """Return the picture as PNG without any metadata."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _colour("paper"))
    pen = ImageDraw.Draw(picture)
    shapes = boundaries()
    if card.areas and shapes is not None:
        picture.paste(_map(shapes, card), (WIDTH - MAP_WIDTH, 0))
    else:
        pen.rectangle((WIDTH - MAP_WIDTH, 0, WIDTH, HEIGHT), fill=_colour("accent-soft"))
        _mark(pen, WIDTH - MAP_WIDTH // 2 - 96, HEIGHT // 2 - 96, 192)
    _words(pen, card)
    file = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def _words(pen: ImageDraw.ImageDraw, card: Card) -> None:
    _mark(pen, MARGIN, MARGIN, 56)
    pen.text((MARGIN + 76, MARGIN + 28), f"Tanggap {say(city().name)}", _colour("ink-2"), _font(32), anchor="lm")
    top = 168
    for size in (68, 56, 46):
        lines = _wrapped(card.title, size, bold=True)
        if len(lines) <= MOST_LINES:
            break
    for line in lines[:MOST_LINES]:
        _bold(pen, (MARGIN, top), line, size)
        top += round(size * 1.18)
    top += 14
    for line in _wrapped(card.place, 34)[:MOST_LINES]:
        pen.text((MARGIN, top), line, _colour("ink-2"), _font(34))
        top += 44
    if card.family:
        _pill(pen, card, HEIGHT - MARGIN - 64)
    if card.foot:
        pen.text((WIDTH - MAP_WIDTH - MARGIN, MARGIN + 28), card.foot, _colour("ink-3"), _font(26), anchor="rm")


def _pill(pen: ImageDraw.ImageDraw, card: Card, top: int) -> None:
    """Draw the state as on the pages: its colour, its icon, its word."""
    size = 34
    while _font(size).getlength(card.state) + 132 > TEXT_WIDTH and size > 22:
        size -= 2
    width = 100 + round(_font(size).getlength(card.state)) + 32
    box = (MARGIN, top, MARGIN + width, top + 64)
    pen.rounded_rectangle(box, 32, fill=_colour(f"{card.family}-soft"))
    _icon(pen, card.family, MARGIN + 42, top + 32)
    pen.text((MARGIN + 82, top + 32), card.state, _colour(card.family), _font(size), anchor="lm")


def _icon(pen: ImageDraw.ImageDraw, family: str, x: int, y: int) -> None:
    """Draw the family's sign in a circle, so that it is known without its colour."""
    pen.ellipse((x - 22, y - 22, x + 22, y + 22), fill=_colour(family))
    for line in _SIGNS[family]:
        pen.line([(x + across, y + down) for across, down in line], _colour("paper"), 5, joint="curve")


_SIGNS: dict[str, tuple[tuple[tuple[int, int], ...], ...]] = {
    status.WAITING: (((0, -12), (0, 1), (9, 7)),),
    status.MOVING: (((-11, 0), (10, 0)), ((2, -9), (11, 0), (2, 9))),
    status.VALIDATING: (((-12, 0), (-5, -7), (5, -7), (12, 0), (5, 7), (-5, 7), (-12, 0)), ((-2, 0), (2, 0))),
    status.DONE: (((-10, 1), (-3, 8), (11, -8)),),
    status.REFUSED: (((-8, -8), (8, 8)), ((-8, 8), (8, -8))),
    status.PLANNED: (((-10, -8), (10, -8), (10, 10), (-10, 10), (-10, -8)), ((-10, -2), (10, -2))),
}


def _mark(pen: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    """Draw the product's mark (ui/mark.svg) with its upper left corner at x, y."""
    unit = size / 32

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + across * unit, y + down * unit) for across, down in points]

    pen.rounded_rectangle((x, y, x + size, y + size), 9 * unit, fill=_colour("accent"))
    pen.rounded_rectangle((*at((7, 6))[0], *at((25, 20))[0]), 2.5 * unit, fill=_colour("accent-ink"))
    pen.polygon(at((10.5, 19), (10.5, 25.5), (16.5, 19.5)), fill=_colour("accent-ink"))
    pen.line(at((11.8, 13), (14.8, 16), (20.2, 10.4)), _colour("accent"), round(2.6 * unit), joint="curve")


def _map(shapes: Boundaries, card: Card) -> Image.Image:
    """Return the outline of the card's areas in what lies around them, with the point."""
    width, height = MAP_WIDTH * FINER, HEIGHT * FINER
    west, south, east, north = shapely.total_bounds([shapes.shape(code) for code in card.areas])
    scale = max((east - west) / width, (north - south) / height) * ROOM
    left, top = (west + east) / 2 - scale * width / 2, (south + north) / 2 + scale * height / 2
    frame = shapely.box(left, top - scale * height, left + scale * width, top)
    picture = Image.new("RGB", (width, height), _colour("sunken"))
    pen = ImageDraw.Draw(picture)
    own = frozenset(card.areas)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) / scale, (top - y) / scale

    seen = [int(position) for position in shapes.tree.query(frame)]
    is_city = len(own) > 1
    for position in sorted(seen, key=lambda one: shapes.codes[one] in own):
        is_own = shapes.codes[position] in own
        for ring in _rings(shapes.shapes[position], frame, scale):
            points = [at(x, y) for x, y in ring.coords]
            pen.polygon(points, fill=_colour("accent-soft" if is_own else "ground"))
            line = ("accent", 2 if is_city else 5) if is_own else ("edge", 2)
            pen.line(points, _colour(line[0]), line[1], joint="curve")
    if card.point is not None:
        _pin(pen, *at(*shapes.plane.metres(*card.point)))
    return picture.reduce(FINER)


def _rings(shape: shapely.Geometry, frame: shapely.Geometry, scale: float) -> Sequence[shapely.LinearRing]:
    """Return the outer borders of what is seen of a shape, no finer than the picture."""
    seen = shapely.intersection(shape, frame).simplify(scale)
    parts = getattr(seen, "geoms", [seen])
    return [part.exterior for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _pin(pen: ImageDraw.ImageDraw, x: float, y: float) -> None:
    pen.polygon([(x, y), (x - 30, y - 52), (x + 30, y - 52)], fill=_colour("accent-2"))
    pen.ellipse((x - 34, y - 102, x + 34, y - 34), fill=_colour("accent-2"))
    pen.ellipse((x - 13, y - 81, x + 13, y - 55), fill=_colour("paper"))


def with_shape(codes: Sequence[str]) -> tuple[str, ...]:
    """Return those areas, as they are called now, that the map can show."""
    shapes = boundaries()
    now = [places.current(code) or code for code in codes]
    return tuple(code for code in now if shapes is not None and code in shapes.position)


def _wrapped(text: str, size: int, *, bold: bool = False) -> list[str]:
    """Return the text in lines that fit; what is too long for one line even alone is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(size).getlength(longer) + 2 * bold <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(_cut(word, size))
    return lines


def _cut(word: str, size: int) -> str:
    while len(word) > 1 and _font(size).getlength(word) > TEXT_WIDTH:
        word = word[:-2] + "…"
    return word


def _bold(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int) -> None:
    """Write with a stroke around: the font has one weight."""
    pen.text(at, text, _colour("ink"), _font(size), stroke_width=1, stroke_fill=_colour("ink"))


@cache
def _font(size: int) -> FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, FreeTypeFont):
        raise TypeError("Pillow has no FreeType here")
    return font


@cache
def _colours() -> dict[str, str]:
    light = _TOKENS.read_text("utf-8").partition("@media")[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))


def _colour(name: str) -> str:
    """Return a colour of tokens.css, of the light dress."""
    return _colours()[name]
