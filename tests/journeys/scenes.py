"""A street at night in two photos: the lamp is broken, the lamp burns. Real JPEG files, as large as a phone's after shrinking."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)


def night(*, is_lit: bool, seed: int = 7, shift: int = 0) -> bytes:
    """Return a JPEG of one street corner; `shift` moves the camera by as many pixels, as another hand would."""
    picture = Image.new("RGB", SIZE, (14, 18, 30))
    pen = ImageDraw.Draw(picture)
    _houses(pen, random.Random(seed), shift)
    pen.polygon([(0, 960), (1280, 960), (860 + shift, 560), (420 + shift, 560)], (34, 36, 42))
    pen.line([(640 + shift, 560), (640 + shift, 960)], (92, 92, 84), 6)
    if is_lit:
        picture = _shine(picture, (930 + shift, 250))
    pen = ImageDraw.Draw(picture)
    pen.line([(1010 + shift, 780), (1010 + shift, 240), (930 + shift, 240)], (70, 72, 76), 14)
    pen.ellipse([900 + shift, 232, 960 + shift, 262], (255, 240, 190) if is_lit else (48, 50, 54))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _houses(pen: ImageDraw.ImageDraw, chance: random.Random, shift: int) -> None:
    left = -40 + shift
    while left < 1280:
        width, top = chance.randrange(120, 220), chance.randrange(300, 430)
        shade = chance.randrange(24, 44)
        pen.rectangle([left, top, left + width, 620], (shade, shade + 2, shade + 8))
        for x in range(left + 20, left + width - 30, 46):
            if chance.random() < 0.4:
                pen.rectangle([x, top + 40, x + 24, top + 72], (150, 120, 60))
        left += width + 6


def _shine(picture: Image.Image, lamp: tuple[int, int]) -> Image.Image:
    glow = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(glow)
    x, y = lamp
    pen.polygon([(x - 20, y), (x + 20, y), (x + 330, 960), (x - 420, 960)], 150)
    pen.ellipse([x - 90, y - 90, x + 90, y + 90], 210)
    warm = Image.new("RGB", SIZE, (250, 214, 140))
    return Image.composite(warm, picture, glow.filter(ImageFilter.GaussianBlur(60)))
