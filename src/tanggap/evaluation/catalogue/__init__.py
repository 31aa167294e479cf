"""The declared catalogue: every number of the four criteria with its meaning, in the order in which they are read."""

from typing import Final

from tanggap.evaluation.catalogue import accountability, effectiveness, efficiency, transparency
from tanggap.evaluation.catalogue.declared import Indicator, Rule

__all__ = ["INDICATORS", "Indicator", "Rule", "of_criterion"]

INDICATORS: Final[dict[str, Indicator]] = {
    one.code: one for part in (effectiveness, efficiency, transparency, accountability) for one in part.INDICATORS
}


def of_criterion(criterion: str) -> list[Indicator]:
    """Return the indicators of one criterion."""
    return [one for one in INDICATORS.values() if one.criterion == criterion]
