"""Two pictures in one drawing, with lines between the points that match and outlines around what differs: an SVG's numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tanggap.verification.queries import FindingRow, Picture

Way = Literal["beside", "below"]
Point = tuple[float, float]

SIDE: Final = (
    600  # the common height of pictures that stand beside each other, the common width of those below each other
)
GAP: Final = 16
MOST_LINES: Final = 60  # more would cover what they point at


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in the drawing's units."""

    x: float
    y: float
    width: float
    height: float

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return the point at these shares of width and height."""
        return round(self.x + across * self.width, 1), round(self.y + down * self.height, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """From a point in the other picture to its match in the claim's."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing, `width` by `height` units: where both pictures lie, the lines between them, the outlines on the claim's."""

    way: Way
    width: float
    height: float
    other: Frame
    claimed: Frame
    lines: tuple[Line, ...]
    outlines: tuple[str, ...]


def drawn(finding: FindingRow, pictures: tuple[Picture, Picture], *, way: Way) -> Drawing:
    """Return the drawing of a finding, the two pictures beside each other or one below the other."""
    other, claimed = _frames(*pictures, way=way)
    return Drawing(
        way=way,
        width=claimed.x + claimed.width,
        height=claimed.y + claimed.height,
        other=other,
        claimed=claimed,
        lines=tuple(Line(*other.at(*one), *claimed.at(*two)) for one, two in _spread(finding.pairs)),
        outlines=tuple(_polygon(claimed, outline) for outline in finding.outlines),
    )


def _frames(other: Picture, claimed: Picture, *, way: Way) -> tuple[Frame, Frame]:
    if way == "beside":
        first = Frame(0, 0, _scaled(other.width, other.height), SIDE)
        return first, Frame(first.width + GAP, 0, _scaled(claimed.width, claimed.height), SIDE)
    first = Frame(0, 0, SIDE, _scaled(other.height, other.width))
    return first, Frame(0, first.height + GAP, SIDE, _scaled(claimed.height, claimed.width))


def _scaled(side: int, by: int) -> float:
    return round(SIDE * side / max(1, by), 1)


def _spread(pairs: Sequence[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Return at most `MOST_LINES` of the pairs, evenly chosen."""
    step = max(1.0, len(pairs) / MOST_LINES)
    return [pairs[int(number * step)] for number in range(min(len(pairs), MOST_LINES))]


def _polygon(frame: Frame, outline: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in (frame.at(*point) for point in outline))
