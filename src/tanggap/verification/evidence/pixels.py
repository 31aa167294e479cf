"""A photo's grey values, as all checks of pictures read them: from our own clean JPEG, never from a stranger's bytes."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

LONG_SIDE = 800  # what the checks were measured at

Grey = NDArray[np.uint8]


class Unreadable(Exception):
    """The bytes are not one of our own clean JPEGs, or the file was damaged since it was kept."""


def grey(data: bytes) -> Grey:
    """Return the brightness of the JPEG in `data`, rows by columns, its long side at most `LONG_SIDE`. Raises Unreadable."""
    try:
        with JpegImagePlugin.JpegImageFile(BytesIO(data)) as picture:
            picture.draft("L", (LONG_SIDE, LONG_SIDE))
            return fitted(picture.convert("L"))
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable from error


def fitted(picture: Image.Image) -> Grey:
    """Return a grey picture's values, reduced to `LONG_SIDE`; small ones stay as they are."""
    scale = LONG_SIDE / max(picture.size)
    if scale < 1:
        width, height = (max(1, round(side * scale)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(picture, dtype=np.uint8)
