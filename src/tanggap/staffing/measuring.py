"""A number over the futures: its mean with how sure that is, and how much one future differs from another."""

from collections.abc import Iterable

import numpy as np

from tanggap.evaluation.arithmetic.special import student_point
from tanggap.staffing.outcomes import Measure


def measure(values: Iterable[float]) -> Measure | None:
    """Return the mean of the runs that had a value, with its 95 % interval (Student), and their fifth and ninety-fifth parts."""
    found = np.asarray(list(values), dtype=float)
    found = found[np.isfinite(found)]
    if not len(found):
        return None
    mean = float(found.mean())
    reach = 0.0
    if len(found) > 1:
        reach = student_point(len(found) - 1, 0.975) * float(found.std(ddof=1)) / float(np.sqrt(len(found)))
    least, most = (float(value) for value in np.percentile(found, (5, 95)))
    return Measure(mean, mean - reach, mean + reach, least, most, len(found))
