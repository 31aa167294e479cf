"""Which parts are alike: in what is reported there, how much of it, and by how many people. Pure arithmetic.

Three distances: Hellinger's between the shares of the strata (0 alike, 1 nothing in common), and how far the logarithms of load and people
lie apart. Each is divided by its median over all pairs, so that none counts more for its unit, and their mean decides. What is not known of
a part (its people) is left out for it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

HOW_MANY: Final = 4
FEWEST: Final = 8  # parts from which on some are nearer than others
Floats = npt.NDArray[np.float64]


def nearest(
    mixes: Mapping[str, Mapping[str, float]], sizes: Sequence[Mapping[str, float | None]] = ()
) -> dict[str, tuple[str, ...]]:
    """Return the parts nearest to each, the nearest first; none for fewer than eight parts. `sizes`: load, people, by part."""
    parts = sorted(code for code, mix in mixes.items() if sum(mix.values()) > 0)
    if len(parts) < FEWEST:
        return {}
    apart = [_hellinger([mixes[code] for code in parts])]
    apart += [_logarithms([size.get(code) for code in parts]) for size in sizes]
    with np.errstate(invalid="ignore"):
        together = np.nanmean(np.stack([_in_medians(one) for one in apart]), axis=0)
    np.fill_diagonal(together, np.inf)
    order = np.argsort(together, axis=1, kind="stable")[:, :HOW_MANY]
    return {code: tuple(parts[place] for place in row) for code, row in zip(parts, order, strict=True)}


def _hellinger(mixes: Sequence[Mapping[str, float]]) -> Floats:
    strata = {stratum: place for place, stratum in enumerate(sorted({stratum for mix in mixes for stratum in mix}))}
    counts = np.zeros((len(mixes), len(strata)))
    rows = [row for row, mix in enumerate(mixes) for _stratum in mix]
    counts[rows, [strata[stratum] for mix in mixes for stratum in mix]] = [n for mix in mixes for n in mix.values()]
    roots = np.sqrt(counts / counts.sum(axis=1, keepdims=True))
    found: Floats = np.sqrt(np.clip(1 - roots @ roots.T, 0, 1))
    return found


def _logarithms(sizes: Sequence[float | None]) -> Floats:
    known = np.log(np.array([size if size else np.nan for size in sizes], dtype=np.float64))
    found: Floats = np.abs(known[:, None] - known[None, :])
    return found


def _in_medians(apart: Floats) -> Floats:
    pairs = apart[np.triu_indices(len(apart), 1)]
    known = pairs[~np.isnan(pairs)]
    middle = float(np.median(known)) if known.size else 0.0
    return apart / middle if middle else apart
