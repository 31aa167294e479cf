"""How far the method explains the past."""

from datetime import date

from tanggap.staffing.outcomes import Validation


def validate(
    unit: str,
    *,
    end: date | None = None,
    windows: int = 4,
    days: int = 14,
    learn: int = 56,
    runs: int = 30,
    seed: int = 1,
) -> Validation:
    """Return the errors over the last `windows` windows of `days` before `end`, each predicted from the `learn` days before it, with the
    staff of today, beside the naive guesses. A window that cannot be told is named with its reason. Raises NotFound.
    """
    raise NotImplementedError
