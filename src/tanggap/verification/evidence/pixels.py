"""A photo's grey values, as all checks of pictures read them: from our own clean JPEG, never from a stranger's bytes."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

LONG_SIDE = 800  # what the checks were measured at
MOST_PIXELS = 4_000_000  # of a clean JPEG; ours have at most 2.6 million

Grey = NDArray[np.uint8]


class Unreadable(Exception):
    """The bytes are not one of our own clean JPEGs, or the file was damaged since it was kept."""


def grey(data: bytes) -> Grey:
    """Return the brightness of the clean JPEG in `data`, rows by columns, its long side at most `LONG_SIDE`. Raises Unreadable."""
    return fitted(opened(data, "L"))


def opened(data: bytes, mode: str = "RGB") -> Image.Image:
    """Return the picture of a clean JPEG, decoded, in `mode`: L or RGB. Raises Unreadable."""
    try:
        with JpegImagePlugin.JpegImageFile(BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable
            picture.draft(mode, (LONG_SIDE, LONG_SIDE))  # decoded smaller where that leaves enough
            return picture.convert(mode)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable from error


def fitted(picture: Image.Image) -> Grey:
    """Return a grey picture's values, reduced to `LONG_SIDE`; smaller ones stay as they are."""
    scale = LONG_SIDE / max(picture.size)
    if scale < 1:
        width, height = (max(1, round(side * scale)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(picture, dtype=np.uint8)
