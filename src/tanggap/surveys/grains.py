"""The rows in which answers stand added up: by year, month and day, told apart by one thing or by all."""

from collections.abc import Collection
from typing import Final

SIDES: Final = {
    "w": ("channel",),
    "a": ("area",),
    "u": ("unit",),
    "f": ("unit", "channel", "area"),
}  # what the rows of a side are told apart by, the fewest first
KEPT: Final = ("yw", "ya", "yu", "yf", "mw", "ma", "mu", "mf", "dw", "df")
"""The grains (a step and a side): a day has few answers, and hardly fewer rows by area or unit than full ones."""
FULL: Final = "f"
PARTS: Final = 2520
"""What a mean of up to nine scores is a whole number of: the least that 1 to 9 divide."""


def grain(letter: str, told_by: Collection[str]) -> str:
    """Return the grain of fewest rows that tells these things apart."""
    sides = (side for side, names in SIDES.items() if set(told_by) <= set(names))
    return next(letter + side for side in sides if letter + side in KEPT)
