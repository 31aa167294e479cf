"""An alarm in words, in the active language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tanggap.anomalies.words import CITY
from tanggap.places import queries as places

if TYPE_CHECKING:
    from tanggap.anomalies.rows import AlarmRow


def category(code: str) -> str:
    """Return the name of a category, of the empty code `reports of any kind`."""
    raise NotImplementedError


def place(areas: Sequence[str]) -> str:
    """Return the names of areas, `the whole city` for none."""
    raise NotImplementedError


def shared(areas: Sequence[str]) -> str:
    """Return the smallest area that all of `areas` lie in, empty for the whole city."""
    paths = [row.path for code in areas if (row := places.area(code))]
    if not paths:
        return CITY
    common = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
    return common[-1] if common else CITY


def title(alarm: "AlarmRow") -> str:
    """Return an alarm in a few words."""
    raise NotImplementedError


def sentence(alarm: "AlarmRow") -> str:
    """Return what is unusual: how many reports, in which time, and how many are usual then."""
    raise NotImplementedError


def details(alarm: "AlarmRow") -> list[str]:
    """Return sentences that explain an alarm."""
    raise NotImplementedError
