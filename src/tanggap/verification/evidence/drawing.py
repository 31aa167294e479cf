"""Two photos side by side with what a comparison found in them, for people at a terminal; the web draws its own."""

from io import BytesIO

from PIL import Image, ImageDraw

from tanggap.verification.evidence.geometry import Comparison, Line
from tanggap.verification.evidence.pixels import opened

HEIGHT, GAP = 600, 12
COLOURS = (
    "#e69f00",
    "#56b4e9",
    "#009e73",
    "#f0e442",
    "#cc79a7",
)  # told apart by colour-blind eyes, too (Okabe and Ito)
CHANGED = "#d55e00"


def drawn(before: bytes, after: bytes, found: Comparison) -> bytes:
    """Return a PNG of two clean JPEGs with matched points joined and changed parts outlined. Raises pixels.Unreadable."""
    left, right = _scaled(before), _scaled(after)
    start = left.width + GAP
    sheet = Image.new("RGB", (start + right.width, HEIGHT), "white")
    sheet.paste(left, (0, 0))
    sheet.paste(right, (start, 0))
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(found.points):
        _join(pen, line, left.width, (start, right.width), COLOURS[number % len(COLOURS)])
    for region in found.regions:
        corners = [(start + x * right.width, y * HEIGHT) for x, y in region.outline]
        pen.line([*corners, corners[0]], fill=CHANGED, width=4)
    data = BytesIO()
    sheet.save(data, "PNG")
    return data.getvalue()


def _join(pen: ImageDraw.ImageDraw, line: Line, width: int, right: tuple[int, int], colour: str) -> None:
    start, wide = right
    ends = [(line[0] * width, line[1] * HEIGHT), (start + line[2] * wide, line[3] * HEIGHT)]
    pen.line(ends, fill=colour, width=1)
    for x, y in ends:
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), outline=colour, width=2)


def _scaled(data: bytes) -> Image.Image:
    picture = opened(data).convert("RGB")
    return picture.resize((max(1, round(picture.width * HEIGHT / picture.height)), HEIGHT))
