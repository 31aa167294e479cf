"""What only the pixels of a JPEG can say: whether it was compressed twice, and whether the small picture inside shows the same."""

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, JpegImagePlugin

from tanggap.core.media import exif
from tanggap.core.media.render import MOST_PIXELS, UPRIGHT
from tanggap.core.media.structure import declared_size, lacks_data
from tanggap.verification.evidence.history.inside.claims import loaded
from tanggap.verification.evidence.history.inside.compression import twice
from tanggap.verification.evidence.history.inside.fields import fields
from tanggap.verification.evidence.history.inside.thumbnail import differs

MOST_SIDE = 1_600  # of the picture that the small one is held against


def pixels(kind: str, data: bytes) -> dict[str, Any]:
    """Return what `compression` and `thumbnail` say; nothing for other kinds, damaged files, and more pixels than are decoded."""
    size = declared_size(kind, data)
    if kind != "jpeg" or not size or not 0 < size[0] * size[1] <= MOST_PIXELS[kind] or lacks_data(data):
        return {}
    try:
        file = JpegImagePlugin.JpegImageFile(BytesIO(data))
        if file.mode not in ("L", "RGB"):
            return {}  # CMYK: no camera writes it
        file.draft("L", file.size)
        file.load()
    except MemoryError:
        raise
    except Exception:  # damaged: its pixels are no witnesses
        return {}
    grey = file if file.mode == "L" else file.convert("L")
    table = list(file.quantization.get(0, []))
    saved = twice(np.asarray(grey), table) if len(table) == 64 else {"is_twice": False}
    block = fields(kind, data).exif
    return {
        "saved": saved,
        "thumbnail": differs(_upright(_smaller(grey), block), block) if block else {"state": "none"},
    }


def _smaller(grey: Image.Image) -> Image.Image:
    factor = max(grey.size) // MOST_SIDE
    return grey.reduce(factor) if factor > 1 else grey


def _upright(grey: Image.Image, block: bytes) -> Image.Image:
    """Return the picture as it is shown, so that regions of it can be drawn."""
    turn = exif.orientation(loaded(block))
    return grey.transpose(UPRIGHT[turn]) if turn in UPRIGHT else grey
