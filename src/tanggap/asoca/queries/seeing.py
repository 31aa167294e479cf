"""Who sees which board: those of the evaluation's workspace all of them, an assessor the boards that he or she judges."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca.models import Assessor, Board


def boards(by: Staff | None) -> QuerySet[Board]:
    """Return the boards that a person may see, all for the command line (None). At most one statement before it is read."""
    if by is None or permissions.allows("evaluation.see_workspace", by):
        return Board.objects.all()
    return Board.objects.filter(pk__in=Assessor.objects.filter(staff=by).values("board"))


def sayer(of: Board) -> Callable[[str], str]:
    """Return what says a board's own words: those of the worked example are messages of the catalogue."""
    return _said if of.is_example else str


def _said(text: str) -> str:
    return gettext(text) if text else ""
