"""The sums of `words.MEASURES` for any question, as `insight.statistics.reading` tells its own: same steps, parts and narrowing.

found = read(Question(selection, [(selection.first, selection.last)], clock.now()), ("ends", "touches"))
found[0, ""]["touches"]
"""

from collections import Counter
from collections.abc import Collection, Sequence

from tanggap.core import cursors
from tanggap.evaluation.tallies.words import MEASURES, WATCH_DAYS
from tanggap.insight.statistics import waiting
from tanggap.insight.statistics.reading import Key, Question, counted, counted_by
from tanggap.insight.statistics.statements import Source

NAME = "tallies"
_CELL, _WATCHING = "tallies_cell", "tallies_watching"
_WATCH_MINUTES = WATCH_DAYS * 24 * 60


def read(asked: Question, names: Collection[str]) -> dict[Key, Counter[str]]:
    """Return the sums of `names` for each step and part in which anything was counted. One statement.

    Only reports that everybody may see are counted. Raises KeyError for a name that is none of `MEASURES`.
    """
    wanted = _known(names)
    return counted(asked, _CELL, wanted, _less(asked, wanted)) if wanted else {}


def read_by(asked: Question, names: Collection[str], also: str) -> dict[Key, dict[str, Counter[str]]]:
    """Return them for each code of `also` (`area`, `category`, `unit`, `channel`) within each step and part. One statement.

    This is what parts are compared by fairly: the same category here and there.
    """
    wanted = _known(names)
    return counted_by(asked, _CELL, wanted, also, _less(asked, wanted)) if wanted else {}


def _less(asked: Question, wanted: Sequence[str]) -> list[Source]:
    """Return what takes the time to come back from that for which open reports are watched, in the same look at the tables."""
    name = "watch_minutes"
    return waiting.to_come(asked, _WATCHING, _WATCH_MINUTES, name, wanted) if name in wanted else []


def is_rebuilding() -> bool:
    """Return whether the numbers are being counted anew, so that they are not yet to be shown."""
    return cursors.is_rebuilding(NAME)


def _known(names: Collection[str]) -> Sequence[str]:
    for name in names:
        MEASURES[name]
    return sorted(set(names))
