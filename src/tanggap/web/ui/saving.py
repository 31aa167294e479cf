"""What a form that asks one action does: it is read, the action is asked, and a refusal is shown under what it concerns."""

from collections.abc import Callable

from tanggap.core.refusal import NotAllowed, NotFound, Refusal
from tanggap.web.ui.forms import Refusing

UNUSABLE = 422
PAGES: tuple[type[Refusal], ...] = (NotFound, NotAllowed)
"""What has a page of its own, and is not shown on the form."""


def saved(form: Refusing, act: Callable[[], object], *, raises: tuple[type[Refusal], ...] = PAGES) -> int:
    """Do `act` with what was typed and return 0; else the status of the page that shows why not. Raises what `raises` names."""
    if not form.is_valid():
        return UNUSABLE
    try:
        act()
    except raises:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 0
