"""Points of a picture that are found again in another picture of the same thing, and what the picture looks like around them.

SIFT (Lowe 2004) with the root of its histograms (Arandjelović and Zisserman 2012). Needs the extra `forensics`.
"""

import struct
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.pixels import Grey

MOST = 2000  # points of a picture
MOST_KEPT = 400  # of them in a packed row: some 55 kB
BITS = 512  # a root of 1 in the steps that a byte holds; what is above 255 is cut
LEAST_SIDE = 16  # pixels; below it there is nothing to find

_HEAD = struct.Struct("<4sHHH")
_MAGIC = b"SFT1"
_FRAME_STEPS = np.array([64, 64, 64, 128], np.float32)  # of x, y, size in pixels and the angle in degrees
_CELLS = 8

cv2.setNumThreads(1)  # workers run beside each other; a picture may not take all cores


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The points of one picture of `width` by `height` pixels, those first that are strong and well spread.

    `frames` are rows of x, y, size (pixels) and angle (degrees); `descriptors` rows of 128 bytes.
    """

    width: int
    height: int
    frames: NDArray[np.float32]
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def area(self) -> float:
        """Return the picture's square pixels."""
        return float(self.width * self.height)

    @property
    def places(self) -> NDArray[np.float32]:
        """Return the points as rows of x and y, in pixels."""
        return self.frames[:, :2]

    def pack(self, most: int = MOST_KEPT) -> bytes:
        """Return the first `most` points as bytes, 136 each."""
        count = min(most, len(self))
        frames = np.round(self.frames[:count] * _FRAME_STEPS).clip(0, 65535).astype("<u2")
        head = _HEAD.pack(_MAGIC, self.width, self.height, count)
        return head + frames.tobytes() + self.descriptors[:count].tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Return what `pack` wrote. Raises ValueError for anything else."""
        if len(data) < _HEAD.size:
            raise ValueError("no packed features")
        magic, width, height, count = _HEAD.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEAD.size + count * 136:
            raise ValueError("no packed features")
        frames = np.frombuffer(data, "<u2", count * 4, _HEAD.size).reshape(count, 4).astype(np.float32) / _FRAME_STEPS
        descriptors = np.frombuffer(data, np.uint8, count * 128, _HEAD.size + count * 8).reshape(count, 128)
        return cls(width, height, frames, descriptors)

    def mirrored(self) -> Self:
        """Return the points as they would be found in the mirrored picture: no second search is needed for it."""
        frames = self.frames.copy()
        frames[:, 0] = self.width - 1 - frames[:, 0]
        frames[:, 3] = (180 - frames[:, 3]) % 360
        boxes = self.descriptors.reshape(-1, 4, 4, 8)[:, ::-1, :, _TURNED]
        return type(self)(self.width, self.height, frames, np.ascontiguousarray(boxes).reshape(-1, 128))


_TURNED = -np.arange(8) % 8


def extract(grey: Grey) -> Features:
    """Return the points of a picture; none of one that is flat or tiny."""
    height, width = grey.shape
    if min(height, width) < LEAST_SIDE:
        return _none(width, height)
    points, found = cv2.SIFT.create(MOST, enable_precise_upscale=True).detectAndCompute(
        np.ascontiguousarray(grey), None
    )
    if found is None or not len(points):
        return _none(width, height)
    frames = np.array([(*one.pt, one.size, one.angle % 360) for one in points], np.float32)
    strengths = np.array([one.response for one in points], np.float32)
    order = _spread(frames, strengths, width, height)[:MOST]
    return Features(width, height, frames[order], _rooted(found[order].astype(np.float32)))


def _none(width: int, height: int) -> Features:
    return Features(width, height, np.empty((0, 4), np.float32), np.empty((0, 128), np.uint8))


def _rooted(found: NDArray[np.float32]) -> NDArray[np.uint8]:
    sums = np.maximum(found.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.round(np.sqrt(found / sums) * BITS).clip(0, 255), np.uint8)


def _spread(frames: NDArray[np.float32], strengths: NDArray[np.float32], width: int, height: int) -> NDArray[np.intp]:
    """Return the order that takes the strongest of each cell of the picture, then the second of each, and so on."""
    columns = np.clip(frames[:, 0] * _CELLS / width, 0, _CELLS - 1).astype(int)
    rows = np.clip(frames[:, 1] * _CELLS / height, 0, _CELLS - 1).astype(int)
    cells = rows * _CELLS + columns
    by_cell = np.lexsort((frames[:, 3], frames[:, 0], -strengths, cells))
    starts = np.searchsorted(cells[by_cell], np.arange(_CELLS**2))
    turn = np.empty(len(frames), int)
    turn[by_cell] = np.arange(len(frames)) - starts[cells[by_cell]]
    return np.lexsort((frames[:, 3], frames[:, 0], -strengths, turn))
