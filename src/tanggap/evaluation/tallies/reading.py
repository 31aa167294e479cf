"""The sums of `words.MEASURES` for any question, as `insight.statistics.reading` tells its own: same steps, parts and narrowing.

found = read(Question(selection, [(selection.first, selection.last)], clock.now()), ("ends", "touches"))
found[0, ""]["touches"]
"""

from collections import Counter
from collections.abc import Collection, Sequence

from tanggap.core import cursors
from tanggap.evaluation.tallies.words import MEASURES, WATCH_DAYS
from tanggap.insight.statistics.reading import Key, Question, counted, counted_by, minutes_open

NAME = "tallies"
_CELL, _WATCHING = "tallies_cell", "tallies_watching"
_WATCH_MINUTES = WATCH_DAYS * 24 * 60


def read(asked: Question, names: Collection[str]) -> dict[Key, Counter[str]]:
    """Return the sums of `names` for each step and part in which anything was counted. At most two statements.

    Only reports that everybody may see are counted. Raises KeyError for a name that is none of `MEASURES`.
    """
    wanted = _known(names)
    found = counted(asked, _CELL, wanted) if wanted else {}
    if "watch_minutes" in wanted:
        for key, of_key in minutes_open(asked, _WATCHING, _WATCH_MINUTES).items():
            found.setdefault(key, Counter())["watch_minutes"] += of_key.total()
    return found


def read_by(asked: Question, names: Collection[str], also: str) -> dict[Key, dict[str, Counter[str]]]:
    """Return them for each code of `also` (`area`, `category`, `unit`, `channel`) within each step and part. At most two statements.

    This is what parts are compared by fairly: the same category here and there.
    """
    wanted = _known(names)
    found = counted_by(asked, _CELL, wanted, also) if wanted else {}
    if "watch_minutes" in wanted:
        for key, of_key in minutes_open(asked, _WATCHING, _WATCH_MINUTES, also).items():
            for code, minutes in of_key.items():
                found.setdefault(key, {}).setdefault(code, Counter())["watch_minutes"] += minutes
    return found


def is_rebuilding() -> bool:
    """Return whether the numbers are being counted anew, so that they are not yet to be shown."""
    return cursors.is_rebuilding(NAME)


def _known(names: Collection[str]) -> Sequence[str]:
    for name in names:
        MEASURES[name]
    return sorted(set(names))
