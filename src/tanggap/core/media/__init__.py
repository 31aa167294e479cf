"""The one media door: every picture from outside is examined here (`door`) and kept here (`store`), nowhere else.

A stranger's bytes are decoded only in a child process (`pool`, `child`, `render`) that has no files, no network, little
memory and little time, and that may die without hurting anybody. What people see is drawn anew from pixels.
"""

from tanggap.core.media.door import (
    MOST_BYTES,
    BadPhoto,
    Busy,
    Damaged,
    NotAPicture,
    Picture,
    Rendition,
    TooLarge,
    TooManyPixels,
    Undecodable,
    ZeroSize,
    examine,
)
from tanggap.core.media.fingerprint import distance
from tanggap.core.media.store import Kept, NoRoom, altered, discard, keep, open_file, sweep

__all__ = [
    "MOST_BYTES",
    "BadPhoto",
    "Busy",
    "Damaged",
    "Kept",
    "NoRoom",
    "NotAPicture",
    "Picture",
    "Rendition",
    "TooLarge",
    "TooManyPixels",
    "Undecodable",
    "ZeroSize",
    "altered",
    "discard",
    "distance",
    "examine",
    "keep",
    "open_file",
    "sweep",
]
