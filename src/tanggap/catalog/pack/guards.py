"""Who must agree before a pack takes something away: rooms above this one know who still lives by it, and say so here."""

from collections.abc import Callable

from tanggap.catalog.pack.difference import Difference
from tanggap.core.refusal import Refusal


class InUse(Refusal):
    """A pack would take away what open reports live by. Nothing was loaded."""


Guard = Callable[[Difference], list[str]]
"""Returns why a difference must not be loaded, in sentences; none when it may."""

_guards: list[Guard] = []


def add(guard: Guard) -> Guard:
    """Let `guard` be asked before every load; asked once however often it is added."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def ask(found: Difference) -> None:
    """Ask every guard. Raises InUse with what all of them say."""
    reasons = [reason for guard in _guards for reason in guard(found)]
    if reasons:
        raise InUse("\n".join(["Nothing was loaded.", *reasons]))
