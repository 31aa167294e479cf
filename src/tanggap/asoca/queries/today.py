"""What the indicators that elements rest on say now."""

from contextlib import suppress
from dataclasses import dataclass

from tanggap.agencies.models import Staff
from tanggap.asoca import figures
from tanggap.asoca.figures import Figure
from tanggap.asoca.models import Link
from tanggap.asoca.queries import listing
from tanggap.asoca.words import LinkKind
from tanggap.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Since:
    """A linked figure as it is computed today, of the same days: `is_same` when nothing changed since it was linked."""

    figure: Figure
    said: str
    is_same: bool


def today(by: Staff | None, number: int) -> dict[int, Since]:
    """Return what linked indicators say now, by link; without those that are in the catalogue no more. At most twenty statements each.

    Late events change a figure of days long past; so does a changed definition. Raises NotFound.
    """
    board = listing.one(by, number)
    found: dict[int, Since] = {}
    for link in Link.objects.filter(element__board=board, kind=LinkKind.INDICATOR).order_by("pk"):
        with suppress(Refusal):
            code, selection = figures.cited(link.target)
            told = figures.tell(selection, code)
            if told is not None:
                said = figures.figure_said(told.value, told.n, told.low, told.high, figures.unit(code), told.reason)
                found[link.pk] = Since(told, said, (told.value, told.n) == (link.value, link.n))
    return found
