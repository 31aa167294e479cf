"""What makes an answer doubtful. Pure; nothing is thrown away: a flagged answer counts, and the result without it is told beside."""

from collections.abc import Sequence

from tanggap.surveys.ikm import HIGHEST, LOWEST
from tanggap.surveys.words import FAST_SECONDS, Flag

HAPPY, UNHAPPY = 3.5, 1.5
SATISFIED = 3


def flags(
    scores: Sequence[int | None],
    *,
    overall: int | None = None,
    seconds: int | None = None,
    is_outside: bool = False,
    is_again: bool = False,
) -> tuple[str, ...]:
    """Return the flags of the nine scores of a person who was "all in all" `overall` satisfied and took `seconds`, where these are known.

    Contradictory is who gives the elements 3.5 or more on average and is not satisfied, or 1.5 or less and is.
    """
    given = [score for score in scores if score is not None]
    found = {
        Flag.STRAIGHT: len(given) == len(scores) and len(given) > 1 and len(set(given)) == 1,
        Flag.CONTRADICTORY: bool(given) and overall is not None and _contradicts(sum(given) / len(given), overall),
        Flag.FAST: seconds is not None and bool(given) and seconds < FAST_SECONDS,
        Flag.OUTSIDE: is_outside,
        Flag.AGAIN: is_again,
    }
    return tuple(flag.value for flag, holds in found.items() if holds)


def counted(value: str) -> tuple[int | None, bool]:
    """Return the score that a written value counts as, None for none, and whether it lies outside the scale."""
    said = value.strip()
    if not said:
        return None, False
    score = int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0
    return (score, False) if LOWEST <= score <= HIGHEST else (None, True)


def _contradicts(mean: float, overall: int) -> bool:
    return (mean >= HAPPY and overall < SATISFIED) or (mean <= UNHAPPY and overall >= SATISFIED)
