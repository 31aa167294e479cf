"""The row that a write is about: locked first, seen in its latest version, and in the state that the write needs."""

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca.models import Board
from tanggap.asoca.refusals import Changed, NotADraft, NotClosed, NotOpen, OnlyExample
from tanggap.asoca.words import BoardState
from tanggap.core.refusal import NotFound, Refusal

_WRONG: dict[str, type[Refusal]] = {
    BoardState.DRAFT: NotADraft,
    BoardState.OPEN: NotOpen,
    BoardState.CLOSED: NotClosed,
}


def board(by: Staff, number: int, *, version: int | None, state: str) -> Board:
    """Return the board for a write by who keeps it. Raises NotAllowed, NotFound, OnlyExample, Changed, NotADraft, NotOpen, NotClosed."""
    permissions.permit("asoca.edit", by)
    found = Board.objects.select_for_update(no_key=True).filter(pk=number).first()
    if found is None:
        raise NotFound
    if found.is_example:
        raise OnlyExample
    if version is not None and found.version != version:
        raise Changed
    must_be(found, state)
    return found


def must_be(found: Board, state: str) -> None:
    """Raise NotADraft, NotOpen or NotClosed unless the board is in a state."""
    if found.state != state:
        raise _WRONG[state]


def touch(found: Board, **changes: object) -> None:
    """Write `changes` of the board, one version on."""
    found.version += 1
    for name, value in changes.items():
        setattr(found, name, value)
    found.save(update_fields=["version", *changes])
