"""Why a piece was set aside, in words that an operator understands, and what to do: from the few forms that the frame writes."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Refusal

_MALFORMED: Final = "Malformed"


@dataclass(frozen=True, slots=True)
class Why:
    """What happened and what to do. `detail` are the frame's own words, in English: for whoever looks for the cause."""

    what: str | Promise
    advice: str | Promise
    detail: str = ""


def why(error: str) -> Why:
    """Return what an arrival's error means. Nothing of a payload is ever in it."""
    name, _colon, rest = error.partition(": ")
    if error.startswith("given up after"):
        return Why(
            _("It was tried for more than an hour: something that it needs could not be had."),
            _("Let it be read again when the platform works; the account’s page says whether it does."),
            rest,
        )
    if name == "invalid":
        fields = {"fields": rest}
        return Why(
            gettext("It came through whole, but a report cannot be made of it: %(fields)s.") % fields,
            _("Correct what is named below, if the citizen’s meaning is clear; then let it be read again."),
            error,
        )
    if name == "Unreadable":
        return Why(
            _("It is sealed with a key that this installation does not have."),
            _("Put back the right secrets.json."),
            error,
        )
    if name == _MALFORMED or (rest and name not in _refusals()):
        return Why(
            _("It does not have the form in which this platform writes."),
            _(
                "Has the platform changed its form? It can be corrected below, or read again after an update of the program."
            ),
            rest if name == _MALFORMED else error,
        )
    if name in _refusals():
        return Why(_refusals()[name], _("Correct it, or let it be read again when the reason is gone."), error)
    if not error:
        return Why(_("Nobody wrote down why."), _("Let it be read again."))
    return Why(
        gettext("The program failed on it (%(kind)s).") % {"kind": name},
        _("Tell those who look after the program. It is kept, and can be read again after an update."),
        error,
    )


@cache
def _refusals() -> dict[str, str | Promise]:
    """Return what each rule of the product says when it refuses, by the name of its class."""
    found: dict[str, str | Promise] = {}
    waiting = list(Refusal.__subclasses__())
    while waiting:
        one = waiting.pop()
        found.setdefault(one.__name__, one.message)
        waiting += one.__subclasses__()
    return found
