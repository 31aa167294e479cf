"""The reporter's photo, edited: something removed, covered or recoloured, then saved as people save. The truth is kept as a mask."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from bench.evidence.scenes import Photo, seed
from bench.evidence.variants import resized, upload

Mask = NDArray[np.uint8]
Paint = Callable[[Photo, Mask, Photo, Generator], Photo]


@dataclass(frozen=True)
class Edit:
    """A way to change a part of a photo, of `low` to `high` of its area; `is_redrawn`: the rest was drawn anew, too."""

    name: str
    family: str
    low: float
    high: float
    paint: Paint
    is_redrawn: bool = False


def edited(edit: Edit, photo: Photo, other: Photo, scene: str) -> tuple[bytes, Mask]:
    """Return the edited photo as it is sent in, and what was changed (255) as it lies in it; `other` lends patches."""
    draw = default_rng(seed(scene, edit.name))
    mask = blob(photo.shape[:2], draw.uniform(edit.low, edit.high), draw)
    changed = edit.paint(photo, mask, other, draw)
    if edit.is_redrawn:
        changed = redrawn(changed, draw)
    changed, mask = _as_sent(changed, mask, draw)
    return upload(changed, int(draw.integers(60, 93))), mask


def blob(shape: tuple[int, int], area: float, draw: Generator) -> Mask:
    """Return an uneven round spot of about `area` of the picture, wholly inside it."""
    height, width = shape
    radius = math.sqrt(area * height * width / math.pi)
    squeeze = draw.uniform(0.7, 1.4)
    wide, high = min(radius * squeeze, width * 0.45), min(radius / squeeze, height * 0.45)
    x, y = draw.uniform(wide, width - wide), draw.uniform(high, height - high)
    angles = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    reach = draw.uniform(0.8, 1.1, 24)
    outline = np.column_stack([x + np.cos(angles) * wide * reach, y + np.sin(angles) * high * reach])
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [outline.astype(np.int32)], 255)
    return mask


def inpainted(photo: Photo, mask: Mask, _other: Photo, _draw: Generator) -> Photo:
    """Removed: filled from its rim (Telea)."""
    return cv2.inpaint(photo, mask, 5, cv2.INPAINT_TELEA)


def cloned(photo: Photo, mask: Mask, _other: Photo, draw: Generator) -> Photo:
    """Removed: covered by another part of the same photo, blended in (Poisson)."""
    return _blended(photo, mask, np.roll(photo, _shift(mask, draw), axis=(0, 1)))


def stamped_over(photo: Photo, mask: Mask, _other: Photo, draw: Generator) -> Photo:
    """Removed: covered by another part of the same photo with a soft rim."""
    return _feathered(photo, mask, np.roll(photo, _shift(mask, draw), axis=(0, 1)))


def pasted(photo: Photo, mask: Mask, other: Photo, _draw: Generator) -> Photo:
    """Added: a part of another photo, with a soft rim."""
    height, width = photo.shape[:2]
    return _feathered(photo, mask, cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA))


def recoloured(photo: Photo, mask: Mask, _other: Photo, draw: Generator) -> Photo:
    """Another colour and brightness, the texture kept: a wall painted, a surface made new."""
    lab = cv2.cvtColor(photo, cv2.COLOR_RGB2LAB).astype(np.float32)
    lab += np.array([draw.choice([-1, 1]) * draw.uniform(25, 50), *draw.uniform(-40, 40, 2)])
    return _feathered(photo, mask, cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB))


def smoothed(photo: Photo, mask: Mask, _other: Photo, draw: Generator) -> Photo:
    """Made even, as a mended surface: the mean colour of the part with fine grain."""
    mean = photo[mask > 0].mean(axis=0)
    wide = cv2.GaussianBlur(photo, (0, 0), 25).astype(np.float32)
    grain = cv2.GaussianBlur(draw.normal(0, 14, photo.shape[:2]).astype(np.float32), (0, 0), 0.8)[:, :, None]
    return _feathered(photo, mask, np.clip(0.5 * wide + 0.5 * mean + grain, 0, 255).astype(np.uint8))


def redrawn(photo: Photo, draw: Generator) -> Photo:
    """Return the whole photo drawn anew: shifted here and there by up to 0.6 pixels, smoothed and sharpened.

    A stand-in for what a generative editor does outside the part it was asked to change; no such editor was used.
    """
    height, width = photo.shape[:2]
    coarse = draw.uniform(-0.6, 0.6, (2, height // 48 + 2, width // 48 + 2)).astype(np.float32)
    across, down = (cv2.resize(one, (width, height), interpolation=cv2.INTER_CUBIC) for one in coarse)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(photo, x + across, y + down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    soft = cv2.bilateralFilter(moved, 5, 18, 3)
    sharp = cv2.addWeighted(soft, 1.5, cv2.GaussianBlur(soft, (0, 0), 1.2), -0.5, 0)
    return np.clip(sharp.astype(np.float32) + draw.normal(0, 2, sharp.shape), 0, 255).astype(np.uint8)


def _shift(mask: Mask, draw: Generator) -> tuple[int, int]:
    height, width = mask.shape
    return int(height * draw.uniform(0.25, 0.6)), int(width * draw.uniform(0.25, 0.6))


def _feathered(photo: Photo, mask: Mask, patch: Photo) -> Photo:
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 3)[:, :, None]
    return np.clip(photo * (1 - soft) + patch * soft, 0, 255).astype(np.uint8)


def _blended(photo: Photo, mask: Mask, patch: Photo) -> Photo:
    x, y, wide, high = cv2.boundingRect(mask)
    centre = (x + wide // 2, y + high // 2)
    return cv2.seamlessClone(np.ascontiguousarray(patch), photo, mask, centre, cv2.NORMAL_CLONE)


def _as_sent(photo: Photo, mask: Mask, draw: Generator) -> tuple[Photo, Mask]:
    """Leave it, make it smaller, or cut a little off: one in three each."""
    way = draw.integers(3)
    if way == 1:
        factor = draw.uniform(0.5, 0.9)
        return resized(photo, factor), resized(mask, factor)
    if way == 2:
        height, width = mask.shape
        left, right = (int(width * draw.uniform(0, 0.06)) for _ in range(2))
        top, bottom = (int(height * draw.uniform(0, 0.06)) for _ in range(2))
        box = np.s_[top : height - bottom, left : width - right]
        return photo[box], mask[box]
    return photo, mask


EDITS = (
    Edit("removed, filled from the rim, 3-8 %", "inpaint", 0.03, 0.08, inpainted),
    Edit("removed, filled from the rim, 8-20 %", "inpaint", 0.08, 0.20, inpainted),
    Edit("covered by a part of itself, blended, 3-12 %", "clone", 0.03, 0.12, cloned),
    Edit("covered by a part of itself, soft rim, 8-20 %", "clone", 0.08, 0.20, stamped_over),
    Edit("a part of another photo put in, 3-12 %", "paste", 0.03, 0.12, pasted),
    Edit("recoloured, texture kept, 5-20 %", "recolour", 0.05, 0.20, recoloured),
    Edit("made even as a mended surface, 5-20 %", "even", 0.05, 0.20, smoothed),
    Edit("made even, and the whole drawn anew (simulated)", "redrawn", 0.05, 0.20, smoothed, is_redrawn=True),
)  # fmt: skip
