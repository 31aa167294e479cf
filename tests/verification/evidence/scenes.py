"""Places that are drawn, boards at several depths before a wall, and photos of them from wherever the camera stands and looks."""

import io
from functools import cache

import cv2
import numpy as np
from PIL import Image

from tanggap.verification.evidence.pixels import Grey

WIDTH, HEIGHT = 480, 360
FOCUS = 450.0  # pixels
LENS = np.array([[FOCUS, 0, WIDTH / 2], [0, FOCUS, HEIGHT / 2], [0, 0, 1]])
BAR = 42  # pixels
DEPTHS = (24.0, 9.0, 7.0, 5.0)  # metres: the wall, then the boards before it


@cache
def taken(place: int, *, at=(0.0, 0.0, 0.0), looking=(0.0, 0.0, 0.0), moment: int = 0, light: float = 1.0) -> Grey:
    """Return a photo of `place` from the standpoint `at` (metres right, down, ahead), `looking` turned (degrees, about the three axes).

    `moment` is the noise of this one exposure, `light` its brightness.
    """
    picture = np.zeros((HEIGHT, WIDTH), np.float32)
    rotation = cv2.Rodrigues(np.radians(np.array(looking, float)))[0]
    for number, depth in enumerate(DEPTHS):
        board, frame = _board(place, number, depth)
        corners = (rotation @ (frame - np.array(at)).T).T
        shown = (LENS @ corners.T).T
        size = np.array(
            [[0, 0], [board.shape[1], 0], [board.shape[1], board.shape[0]], [0, board.shape[0]]], np.float32
        )
        plane = cv2.getPerspectiveTransform(size, (shown[:, :2] / shown[:, 2:]).astype(np.float32))
        laid = cv2.warpPerspective(board, plane, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
        is_there = cv2.warpPerspective(np.ones_like(board), plane, (WIDTH, HEIGHT), flags=cv2.INTER_NEAREST) > 0
        picture[is_there] = laid[is_there]
    noise = np.random.default_rng((place, moment)).normal(0, 2, picture.shape)
    shot = saved(np.clip(picture * light + noise, 0, 255).astype(np.uint8))
    shot.setflags(write=False)
    return shot


def _board(place: int, number: int, depth: float):
    """Return a painted board and its corners in metres."""
    draw = np.random.default_rng((place, number))
    wide, high = (30.0, 22.0) if number == 0 else (draw.uniform(2, 3.5), draw.uniform(1.5, 3))
    middle = (0.0, 0.0) if number == 0 else (draw.uniform(-2.5, 2.5), draw.uniform(-1.2, 1.2))
    left, top = middle[0] - wide / 2, middle[1] - high / 2
    corners = np.array(
        [[left, top, depth], [left + wide, top, depth], [left + wide, top + high, depth], [left, top + high, depth]]
    )
    return _painted(draw, (int(high * FOCUS / depth) + 8, int(wide * FOCUS / depth) + 8)), corners


def _painted(draw: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Return a surface with marks of many sizes."""
    high, wide = size
    surface = np.full(size, draw.uniform(80, 170), np.float32)
    for _ in range(high * wide // 400):
        x, y, reach = draw.integers(0, wide), draw.integers(0, high), int(4 + 32 * draw.random() ** 3)
        colour = float(draw.uniform(0, 255))
        if draw.random() < 0.5:
            cv2.circle(surface, (int(x), int(y)), reach // 2, colour, -1)
        else:
            cv2.rectangle(
                surface, (int(x), int(y)), (int(x) + reach, int(y) + int(draw.integers(3, reach + 1))), colour, -1
            )
    return cv2.GaussianBlur(surface, (0, 0), 0.8)


def jpeg(grey: Grey, quality: int = 85) -> bytes:
    """Return the picture as a JPEG."""
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=quality)
    return file.getvalue()


def saved(grey: Grey, quality: int = 85) -> Grey:
    """Return the picture as it is after being saved as a JPEG."""
    return np.asarray(Image.open(io.BytesIO(jpeg(grey, quality))))


def with_part_of(grey: Grey, other: Grey, box=(0.35, 0.4, 0.6, 0.7)) -> Grey:
    """Return the picture with a part of another one pasted in at `box` (x0, y0, x1, y1 in shares), saved again."""
    x0, y0, x1, y1 = (round(share * side) for share, side in zip(box, (WIDTH, HEIGHT) * 2, strict=True))
    changed = grey.copy()
    changed[y0:y1, x0:x1] = other[y0:y1, x0:x1]
    return saved(changed)


def stamped(grey: Grey, words: str) -> Grey:
    """Return the picture with white words in a black bar along its lower edge, saved again."""
    changed = grey.copy()
    changed[-BAR:] = 0
    cv2.putText(changed, words, (10, HEIGHT - 13), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 255, 2)
    return saved(changed)
