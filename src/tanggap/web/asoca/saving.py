"""What the forms and buttons of a board tell the actions: by whom, on which board, in which version it was seen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from tanggap.core.refusal import Refusal
from tanggap.web.ui.access import StaffRequest
from tanggap.web.ui.saving import PAGES


def seen(request: HttpRequest) -> int:
    """Return the version that the sender of a form had before the eyes; -1, which is none, for what is no number."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def asked(request: StaffRequest, **what: Any) -> dict[str, Any]:
    """Return what every action is told: by whom, about what."""
    return {"by": request.user, **what}


def of_board(request: StaffRequest, board: int, **what: Any) -> dict[str, Any]:
    """Return what an action on a board is told: by whom, on which board, in which version it was seen, about what."""
    return {"by": request.user, "board": board, "version": seen(request), **what}


def tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do `act` for a button, and say on the next page that it is `done`, or why not. Raises NotFound, NotAllowed."""
    try:
        act()
    except PAGES:
        raise
    except Refusal as refusal:
        for words in getattr(refusal, "missing", None) or [str(refusal)]:
            messages.error(request, words)
        return False
    messages.success(request, done)
    return True
