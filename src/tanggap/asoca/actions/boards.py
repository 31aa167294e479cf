"""A board begins, is opened for judgement, and is closed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca import judged, laid, ranking, typed
from tanggap.asoca.actions import locking
from tanggap.asoca.models import Assessor, Board, Judgement, Rating, Strategy
from tanggap.asoca.refusals import Judged, NothingToRank, NotReady
from tanggap.asoca.words import BoardState, Pair
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.notify import judging
from tanggap.places import queries as places


@transaction.atomic
def create(*, by: Staff, title: str, first: date, last: date, area: str = "", purpose: str = "") -> int:
    """Return the number of a new draft with its six strategies, still without words. Raises NotAllowed, Invalid."""
    permissions.permit("asoca.edit", by)
    made = Board.objects.create(**_described(title, purpose, area, first, last), made_by=by, made_at=clock.now())
    Strategy.objects.bulk_create(Strategy(board=made, pair=pair) for pair in Pair)
    return made.pk


@transaction.atomic
def describe(
    *, by: Staff, board: int, version: int, title: str, first: date, last: date, area: str = "", purpose: str = ""
) -> None:
    """Say anew what a draft is about. Raises NotAllowed, NotFound, Changed, NotADraft, Invalid."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    locking.touch(found, **_described(title, purpose, area, first, last))


@transaction.atomic
def open_for_judgement(*, by: Staff, board: int, version: int) -> None:
    """Let the assessors judge, and tell them; from now on what lies on the board stays. Raises NotReady (its `missing`), as describe."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    if missing := laid.missing(found.pk):
        raise NotReady(missing)
    now = clock.now()
    locking.touch(found, state=BoardState.OPEN, opened_at=now)
    asked = Assessor.objects.filter(board=found, staff__isnull=False).exclude(staff=by)
    judging.tell(board=found.pk, title=found.title, staff=asked.values_list("staff", flat=True), at=now)


@transaction.atomic
def back_to_draft(*, by: Staff, board: int, version: int) -> None:
    """Take a board back to be written on, while nobody has judged it. Raises Judged, NotOpen, as describe."""
    found = locking.board(by, board, version=version, state=BoardState.OPEN)
    judges = Assessor.objects.filter(board=found)
    if Judgement.objects.filter(assessor__in=judges).exists() or Rating.objects.filter(assessor__in=judges).exists():
        raise Judged
    locking.touch(found, state=BoardState.DRAFT, opened_at=None)


@transaction.atomic
def close(*, by: Staff, board: int, version: int) -> None:
    """End the judging: the order stands, everybody's judgements are shown, actions can be planned. Never opened again.

    Whoever has not judged everything does not hold the others up, as long as an order follows. Raises NothingToRank (its `missing` says
    what), NotOpen, as describe.
    """
    found = locking.board(by, board, version=version, state=BoardState.OPEN)
    told = ranking.rank(laid.groups(found.pk), judged.of_board(found.pk))
    if told.missing:
        raise NothingToRank(told.missing)
    locking.touch(found, state=BoardState.CLOSED, closed_at=clock.now())


@transaction.atomic
def discard(*, by: Staff, board: int, version: int) -> None:
    """Throw a draft away. Raises Judged for the one that a later edition came from, as describe."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    if Board.objects.filter(previous=found).exists():
        raise Judged(_("A later edition was made from this board, so it stays."))
    found.delete()


def _described(title: str, purpose: str, area: str, first: date, last: date) -> dict[str, object]:
    if area and places.area(area) is None:
        raise Invalid({"area": _("There is no area of this code here.")})
    if typed.day("first", first) > typed.day("last", last):
        raise Invalid({"last": _("The last day lies before the first.")})
    return {
        "title": typed.line("title", title),
        "purpose": typed.words("purpose", purpose, required=False),
        "area_id": area or None,
        "first": first,
        "last": last,
    }
