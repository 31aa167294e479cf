"""What every form of the register does: it is read, one action is asked, and a refusal is shown under what it concerns."""

from collections.abc import Callable

from tanggap.core.refusal import NotFound, Refusal
from tanggap.web.planning.forms import PlanningForm

UNUSABLE = 422


def saved(form: PlanningForm, act: Callable[[], object]) -> int:
    """Do `act` with what was typed and return 0; else the status of the page that shows why not. Raises NotFound."""
    if not form.is_valid():
        return UNUSABLE
    try:
        act()
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 0
