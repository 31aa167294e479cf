"""How a report stood when the year of its receipt ended, and how it stands now: what the study's first table tells apart."""

from typing import Final

from tanggap.insight.counting import ENDINGS, OUT, SOLVED

OPEN, DONE, TAKEN, LEFT, NOT_OURS = "", "done", "taken", "left", "not_ours"
_TAKEN_OVER: Final = "intake.import_closed"


def standing(door: str | None) -> str:
    """Return how a report stands after the `door` by which it ended, None while it is open.

    `done`: closed by a check; `taken`: closed in an earlier system; `left`: given up; `not_ours`: refused, referred, or joined to another.
    """
    if door is None:
        return OPEN
    if door == _TAKEN_OVER:
        return TAKEN
    return {SOLVED: DONE, OUT: NOT_OURS}.get(ENDINGS.get(door, ""), LEFT)


def numbers(then: str, now: str) -> dict[str, int]:
    """Return what a report that stood so at its year's end and stands so now adds to the day of its receipt."""
    return {
        f"{when}_{name}": int(counts)
        for when, how in (("year", then), ("now", now))
        for name, counts in (("judged", how != NOT_OURS), ("solved", how in (DONE, TAKEN)), ("taken", how == TAKEN))
    }
