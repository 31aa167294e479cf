"""The city's rules of the yearly planning: its pack's `planning.toml`, read and checked with the pack."""

from django.utils.translation import gettext_lazy as _

from tanggap.catalog.pack.planning import USUAL_SEVERITY, Level, Planning, Source
from tanggap.catalog.pack.planning import planning as _planning
from tanggap.core.refusal import Refusal

__all__ = ["USUAL_SEVERITY", "Level", "NoPlanning", "Planning", "Source", "is_planned", "rules"]


class NoPlanning(Refusal):
    """The city's pack has no planning.toml."""

    message = _("This city has no yearly planning in its settings. The operator can add it to the city pack.")


def rules() -> Planning:
    """Return the rules of the city that this installation serves. Raises NoPlanning."""
    found = _planning()
    if found is None:
        raise NoPlanning
    return found


def is_planned() -> bool:
    """Return whether the city has a yearly planning at all."""
    return _planning() is not None
