"""Does the small picture inside the camera data show what the photo shows? Programs that change a photo often leave the old one.

Compared in grey, by correlation, so that light and contrast do not matter; turned and mirrored, because programs that turn a photo
leave its small picture lying; without black bars, and cut to the photo's shape, because cameras fill their 4 : 3 so.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, JpegImagePlugin
from PIL.ExifTags import IFD

from tanggap.core.media.structure import declared_size
from tanggap.verification.evidence.history.inside.claims import loaded

LEAST_SIDE, MOST_SIDE, MOST_BYTES = 60, 640, 128 * 1024
FLAT = 12.0  # grey levels of spread below which a picture tells nothing
BAR, BAR_SPREAD = 24.0, 8.0
SAME, OTHER = 0.9, 0.55  # correlation; between them lie crops and heavy filters, of which nothing is said
COLUMNS, ROWS = 16, 12
TOLERATED, LEAST_SHARE = 20.0, 0.55  # grey levels beyond its neighbourhood; share of a cell's pixels
COARSE, LEVELS, LEAST_OF_LEVEL = 3, 24, 40
BLACK, WHITE = 6, 249  # nearer to the ends the light may have been cut off
_START, _LENGTH = 513, 514

Greys = npt.NDArray[np.float64]


def differs(picture: Image.Image, exif: bytes) -> dict[str, Any]:
    """Return `state` (none, same, other, part, unclear), `likeness`, and the `region` that differs: left, top, right, bottom as shares.

    `picture` is grey and as it is shown, `exif` the block of its file.
    """
    small = _inside(exif)
    if small is None:
        return {"state": "none"}
    best, shown, kept = max(_pairs(picture, small), key=lambda pair: pair[0])
    facts: dict[str, Any] = {"likeness": round(best, 2)}
    if best < OTHER:
        return {"state": "other", **facts}
    if best < SAME:
        return {"state": "unclear", **facts}
    region = _region(shown, kept)
    return {"state": "part", "region": region, **facts} if region else {"state": "same", **facts}


def _inside(exif: bytes) -> Image.Image | None:
    """Return the small picture in grey, None where there is none that tells anything."""
    try:
        directory = loaded(exif).get_ifd(IFD.IFD1)
        start, length = int(directory.get(_START, 0)), int(directory.get(_LENGTH, 0))
        data = exif[start : start + min(length, MOST_BYTES)]
        size = declared_size("jpeg", data)
        if start <= 0 or data[:2] != b"\xff\xd8" or size is None or max(size) > MOST_SIDE or min(size) < LEAST_SIDE:
            return None
        file = JpegImagePlugin.JpegImageFile(BytesIO(data))
        small = _without_bars(file.convert("L"))
    except MemoryError:
        raise
    except Exception:  # damaged: it says nothing
        return None
    return small if min(small.size) >= LEAST_SIDE // 2 and np.asarray(small).std() >= FLAT else None


def _without_bars(small: Image.Image) -> Image.Image:
    """Return the picture without the black bars with which cameras fill its shape."""
    greys = np.asarray(small, np.float64)
    dark = [(greys.mean(axis) < BAR) & (greys.std(axis) < BAR_SPREAD) for axis in (1, 0)]
    bars = []
    for lines in dark:
        lit = np.flatnonzero(~lines)
        both = len(lit) and lit[0] > 0 and lit[-1] < len(lines) - 1
        bars.append((int(lit[0]), int(lit[-1]) + 1) if both else (0, len(lines)))
    (top, bottom), (left, right) = bars
    return small.crop((left, top, right, bottom))


def _pairs(picture: Image.Image, small: Image.Image) -> Iterator[tuple[float, Greys, Greys]]:
    """Yield how alike the two are in each way in which they may lie on each other, with both in grey."""
    for turn in (None, *Image.Transpose):
        kept = small if turn is None else small.transpose(turn)
        whole = picture.resize(kept.size, Image.Resampling.BOX)
        shapes = [whole]
        if (middle := _cut(picture.size, kept.size)) is not None:
            shapes.append(picture.resize(kept.size, Image.Resampling.BOX, box=middle))
        greys = np.asarray(kept, np.float64)
        for shape in shapes:
            shown = np.asarray(shape, np.float64)
            yield _likeness(shown, greys), shown, greys


def _cut(size: tuple[int, int], shape: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """Return the middle of a picture that has another's shape, None when it has it already."""
    width, height = size
    wanted = shape[0] / shape[1]
    if abs(width / height / wanted - 1) < 0.02:
        return None
    if width / height > wanted:
        kept = height * wanted
        return (width - kept) / 2, 0, (width + kept) / 2, height
    kept = width / wanted
    return 0, (height - kept) / 2, width, (height + kept) / 2


def _likeness(one: Greys, other: Greys) -> float:
    """Return the correlation of the two without their finest detail, which small pictures draw in many ways."""
    one, other = _coarse(one), _coarse(other)
    spread = one.std() * other.std()
    return float(((one - one.mean()) * (other - other.mean())).mean() / spread) if spread > 1 else 0.0


def _coarse(greys: Greys) -> Greys:
    height, width = (side // COARSE * COARSE for side in greys.shape)
    cells = greys[:height, :width].reshape(height // COARSE, COARSE, width // COARSE, COARSE)
    return np.asarray(cells.mean((1, 3)))


def _region(shown: Greys, kept: Greys) -> list[float] | None:
    """Return the box around the cells in which the two differ by more than light, sharpness and a pixel's shift."""
    fitted, plain = _around(_soft(_relit(shown, kept))), _soft(kept)
    least, most = np.min(fitted, 0), np.max(fitted, 0)
    off = np.maximum(least - plain, plain - most) > TOLERATED
    off &= (shown > BLACK) & (shown < WHITE)
    rows = np.minimum(np.arange(off.shape[0]) * ROWS // off.shape[0], ROWS - 1)
    columns = np.minimum(np.arange(off.shape[1]) * COLUMNS // off.shape[1], COLUMNS - 1)
    cells = np.zeros((ROWS, COLUMNS))
    np.add.at(cells, (rows[:, None], columns[None, :]), off)
    sizes = np.zeros((ROWS, COLUMNS))
    np.add.at(sizes, (rows[:, None], columns[None, :]), 1)
    down, across = np.nonzero(cells / np.maximum(sizes, 1) >= LEAST_SHARE)
    if not len(down):
        return None
    box = across.min() / COLUMNS, down.min() / ROWS, (across.max() + 1) / COLUMNS, (down.max() + 1) / ROWS
    return [round(float(side), 3) for side in box]


def _relit(shown: Greys, kept: Greys) -> Greys:
    """Return the one in the other's light: each level becomes what most of its pixels are there."""
    bins = np.minimum(shown // (256 / LEVELS), LEVELS - 1).astype(int)
    known = [level for level in range(LEVELS) if np.count_nonzero(bins == level) >= LEAST_OF_LEVEL]
    places = [float(np.median(shown[bins == level])) for level in known]
    lights = [float(np.median(kept[bins == level])) for level in known]
    return np.interp(shown, places, lights) if known else shown


def _soft(greys: Greys) -> Greys:
    return np.asarray(np.mean(_around(greys), 0))


def _around(greys: Greys) -> Greys:
    """Return the picture and its eight neighbours."""
    padded = np.pad(greys, 1, mode="edge")
    height, width = greys.shape
    return np.stack([padded[y : y + height, x : x + width] for y in range(3) for x in range(3)])
