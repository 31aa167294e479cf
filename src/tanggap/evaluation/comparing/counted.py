"""What is counted of parts before they are set against each other."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tanggap.evaluation.arithmetic.standardising import Around, Standardised
from tanggap.insight.statistics import Value

Strata = Mapping[str, Mapping[str, Mapping[str, int]]]  # part, stratum, and what was counted of it
Basis = tuple[float, ...]  # hits and n; n, sum and sum of squares; or count and exposure: to set a part against others
ALSO: Final = {"area": "category", "unit": "category", "channel": "category", "category": "area"}
"""By which strata parts are made alike: the same kinds of problems here and there, or the same kind in the same areas."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `value` of `n` cases in the unit of the comparison, and what is expected of its mix."""

    n: int
    value: Around
    standard: Standardised
    basis: Basis


@dataclass(frozen=True, slots=True)
class Counted:
    """Parts with what is compared of them.

    `kind` is that of the funnel; `load` what was received, by part and stratum; `spread` the standard deviation of one number of a mean;
    `scale` makes a count by its exposure the value; `minutes`: of times, the share that is over by then is compared. `reason` says why
    nothing can be compared.
    """

    kind: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    load: Mapping[str, Counter[str]] = field(default_factory=dict)
    whole: Value = field(default_factory=lambda: Value(None, 0))
    spread: float = 0.0
    scale: float = 1.0
    minutes: float | None = None
    reason: str = ""


def load_of(strata: Strata, name: str = "received") -> dict[str, Counter[str]]:
    """Return what was received of each part, by stratum."""
    return {part: Counter({code: row.get(name, 0) for code, row in of.items()}) for part, of in strata.items()}
