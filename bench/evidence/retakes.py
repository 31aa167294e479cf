"""The same place photographed again, where no real second photo is to be had: simulated, and named so in every table.

A depth is invented for each pixel (ground that comes nearer downwards, soft relief, some things standing before it), the camera is
moved and turned a little, the light changes, something else stands in front, and the sensor's noise is new.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from bench.evidence.edits import blob
from bench.evidence.scenes import Photo, seed
from bench.evidence.variants import upload

Depth = NDArray[np.float32]


@dataclass(frozen=True)
class Retake:
    """How far the camera moved: `low` to `high` of the width is how much near things shift against far ones."""

    name: str
    family: str
    low: float
    high: float
    turn: float  # degrees, at most, each way


def retaken(retake: Retake, photo: Photo, other: Photo, scene: str) -> bytes:
    """Return the second photo as it is sent in; `other` lends the thing that now stands in front."""
    draw = default_rng(seed(scene, retake.name))
    moved = _viewed(photo, nearness(photo.shape[:2], draw), retake, draw)
    crowded = _with_thing(moved, other, draw)
    return upload(_sensed(_lit(crowded, draw), draw), int(draw.integers(75, 95)))


def nearness(shape: tuple[int, int], draw: Generator) -> Depth:
    """Return for each pixel how near it is: 0 far, 1 before the camera."""
    height, width = shape
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    horizon = draw.uniform(0.25, 0.5)
    ground = np.clip((down - horizon) / (1 - horizon), 0, 1) * np.ones((1, width), np.float32)
    coarse = draw.uniform(0, 0.5, (5, 7)).astype(np.float32)
    near = np.maximum(ground, cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))
    for _ in range(int(draw.integers(4, 9))):
        thing = cv2.GaussianBlur(blob(shape, draw.uniform(0.02, 0.10), draw), (0, 0), 1.5).astype(np.float32) / 255
        near = near * (1 - thing) + thing * draw.uniform(0.15, 1.0)
    return np.clip(near, 0, 1).astype(np.float32)


def _viewed(photo: Photo, near: Depth, retake: Retake, draw: Generator) -> Photo:
    """Return what a camera sees that stepped aside and was turned."""
    height, width = near.shape
    step = draw.uniform(retake.low, retake.high) * width
    way = draw.uniform(0, 2 * math.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x = x + near * np.float32(step * math.cos(way))
    y = y + near * np.float32(step * math.sin(way) * 0.5)
    plane = _turned(width, height, draw.uniform(-retake.turn, retake.turn, 3), draw.uniform(0.95, 1.05))
    places = np.stack([x, y, np.ones_like(x)], axis=-1) @ plane.T.astype(np.float32)
    across, below = places[..., 0] / places[..., 2], places[..., 1] / places[..., 2]
    seen = cv2.remap(photo, across, below, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    edge = round(0.04 * max(height, width) + step * 0.5)
    edge = min(edge, min(height, width) // 4)
    return np.ascontiguousarray(seen[edge : height - edge, edge : width - edge])


def _turned(width: int, height: int, degrees: NDArray[np.float64], zoom: float) -> NDArray[np.float64]:
    """Return the plane map of a camera turned about its three axes, its focal length 0.9 of the long side."""
    focal = 0.9 * max(width, height)
    lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    zoomed = np.array([[focal * zoom, 0, width / 2], [0, focal * zoom, height / 2], [0, 0, 1]])
    turn, _ = cv2.Rodrigues(np.radians(degrees))
    return np.asarray(lens @ turn @ np.linalg.inv(zoomed))


def _with_thing(photo: Photo, other: Photo, draw: Generator) -> Photo:
    """Return the photo with something in front that was not there: 2 to 8 % of the area."""
    height, width = photo.shape[:2]
    mask = cv2.GaussianBlur(
        blob((height, width), draw.uniform(0.02, 0.08), draw).astype(np.float32) / 255, (0, 0), 1.2
    )[:, :, None]
    patch = cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA)
    return np.clip(photo * (1 - mask) + patch * mask, 0, 255).astype(np.uint8)


def _lit(photo: Photo, draw: Generator) -> Photo:
    """Return the photo in another light: exposure, colour, contrast, and a shadow over a part."""
    height, width = photo.shape[:2]
    shade = cv2.resize(
        draw.uniform(0.75, 1.15, (3, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    light = (
        np.clip(photo / 255.0, 0, 1) ** draw.uniform(0.8, 1.25) * draw.uniform(0.85, 1.15) * draw.uniform(0.93, 1.07, 3)
    )
    return np.clip(light * shade[:, :, None] * 255, 0, 255).astype(np.uint8)


def _sensed(photo: Photo, draw: Generator) -> Photo:
    """Return the photo as another exposure records it: slightly softer, with noise of its own."""
    soft = cv2.GaussianBlur(photo, (0, 0), draw.uniform(0.4, 0.8)).astype(np.float32)
    return np.clip(soft + draw.normal(0, draw.uniform(2, 5), soft.shape), 0, 255).astype(np.uint8)


RETAKES = (
    Retake("a hand's breadth aside: near things shift 1-2 %", "retake", 0.01, 0.02, 2),
    Retake("a step aside: 2-5 %", "retake", 0.02, 0.05, 4),
    Retake("several steps aside: 5-10 %", "retake", 0.05, 0.10, 8),
    Retake("the same point, only turned: 0 %", "tripod", 0.0, 0.0, 3),
)  # fmt: skip
