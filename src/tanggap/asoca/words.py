"""Enumerations of ASOCA: the five groups, the six strategies, and what boards and actions can be."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Letter(models.TextChoices):
    """The five groups of elements (Suradinata 2013); the first three lie within the organisation, the last two around it."""

    ABILITY = "Ab", _("Ability")
    STRENGTH = "S", _("Strength")
    AGILITY = "Ag", _("Agility")
    OPPORTUNITY = "O", _("Opportunity")
    CULTURE = "C", _("Culture")


INTERNAL: Final = (Letter.ABILITY, Letter.STRENGTH, Letter.AGILITY)
EXTERNAL: Final = (Letter.OPPORTUNITY, Letter.CULTURE)
QUESTIONS: Final[dict[str, str | Promise]] = {
    Letter.ABILITY: _("What can we do?"),
    Letter.STRENGTH: _("What do we have?"),
    Letter.AGILITY: _("How quickly do we learn and change?"),
    Letter.OPPORTUNITY: _("What around us helps?"),
    Letter.CULTURE: _("What do people here want, and how do they live?"),
}


class Pair(models.TextChoices):
    """The six strategies: each joins one group within to one around, in the order of the study's Table 7."""

    AB_O = "Ab-O", _("Ability for opportunity")
    S_O = "S-O", _("Strength for opportunity")
    AG_O = "Ag-O", _("Agility for opportunity")
    AB_C = "Ab-C", _("Ability for culture")
    S_C = "S-C", _("Strength for culture")
    AG_C = "Ag-C", _("Agility for culture")

    @property
    def internal(self) -> Letter:
        """Return its group within."""
        return Letter(self.value.partition("-")[0])

    @property
    def external(self) -> Letter:
        """Return its group around."""
        return Letter(self.value.partition("-")[2])


WITHIN: Final = "internal"  # the three groups within are compared with one another,
AROUND: Final = "external"  # and the two around
AMONG: Final = (WITHIN, AROUND, *Letter.values)  # what is compared: the groups, and the elements within each


class BoardState(models.TextChoices):
    """A draft is written, an open board is judged, a closed one is acted on; what was judged is never rewritten."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for judgement")
    CLOSED = "closed", _("Closed")


class ActionState(models.TextChoices):
    """How far an action is."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class LinkKind(models.TextChoices):
    """What an element rests on."""

    INDICATOR = "indicator", _("Indicator")
    DOCUMENT = "document", _("Document")


class Method(models.TextChoices):
    """How an effect is estimated."""

    ITS = "its", _("Interrupted time series")
    DID = "did", _("Difference in differences")


class Verdict(models.TextChoices):
    """What may be said of an effect; never better or worse while its interval holds zero."""

    BETTER = "better", _("Better")
    WORSE = "worse", _("Worse")
    CHANGED = "changed", _("Changed")  # of a number of which neither direction is the better one
    UNCLEAR = "unclear", _("No clear change")
    UNTOLD = "untold", _("Cannot be told yet")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of Saaty's scale: `value` 9 to 2 for the first of a pair, 1 for both alike, -2 to -9 for the second (1/2 to 1/9)."""

    value: int
    label: str | Promise


_STRENGTHS: Final[dict[int, str | Promise]] = {
    9: _("extremely more important"),
    8: _("very, very strongly more important"),
    7: _("very strongly more important"),
    6: _("strongly to very strongly more important"),
    5: _("strongly more important"),
    4: _("moderately to strongly more important"),
    3: _("moderately more important"),
    2: _("slightly more important"),
    1: _("equally important"),
}
SCALE: Final = tuple(
    Step(sign * size, _STRENGTHS[size]) for sign in (1, -1) for size in range(9, 0, -1) if (sign, size) != (-1, 1)
)
STEPS: Final = frozenset(step.value for step in SCALE)

RATINGS: Final[dict[int, str | Promise]] = {
    4: _("Very good"),
    3: _("Good"),
    2: _("Weak"),
    1: _("Very weak"),
}


def ratio(step: int) -> float:
    """Return how many times as important the first of a pair is: -3 is one third. Raises ValueError for what is no step."""
    if step not in STEPS:
        raise ValueError("a step of Saaty's scale is 1, 2 to 9 or -2 to -9")
    return float(step) if step > 0 else 1 / -step


def nearest_step(times: float) -> int:
    """Return the step of the scale that lies nearest to a ratio, on the scale of ratios; 0.3 is -3."""
    size = min(9, max(1, round(max(times, 1 / times))))
    return size if times >= 1 or size == 1 else -size
