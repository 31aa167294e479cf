"""The next edition of a board: what lay on it, without what was judged and done."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca.models import Assessor, Board, Element, Link, Strategy
from tanggap.core import clock
from tanggap.core.refusal import NotFound


@transaction.atomic
def new_edition(*, by: Staff, board: int, first: date | None = None, last: date | None = None) -> int:
    """Return the number of a new draft with the elements, links, strategies and assessors of `board`, of the days `first` to `last`.

    Judgements and actions stay with the board on which they were made. Elements keep their keys, so editions can be compared. What rested
    on an indicator keeps the figure as it was then; link it anew to take today's. From the worked example a board of one's own is made, in
    the language of the person, without its assessors. Raises NotAllowed, NotFound, Invalid.
    """
    permissions.permit("asoca.edit", by)
    old = Board.objects.filter(pk=board).first()
    if old is None:
        raise NotFound
    say = gettext if old.is_example else str
    made = Board.objects.create(
        title=say(old.title),
        purpose=say(old.purpose) if old.purpose else "",
        area_id=old.area_id,
        first=first or old.first,
        last=last or old.last,
        edition=1 if old.is_example else old.edition + 1,
        previous=None if old.is_example else old,
        made_by=by,
        made_at=clock.now(),
    )
    Strategy.objects.bulk_create(
        Strategy(board=made, pair=one.pair, text=say(one.text) if one.text else "")
        for one in Strategy.objects.filter(board=old).order_by("pk")
    )
    _lay(old, made)
    if not old.is_example:
        Assessor.objects.bulk_create(
            Assessor(board=made, staff_id=one.staff_id, name=one.name, place=one.place)
            for one in Assessor.objects.filter(board=old).order_by("place")
            if one.staff is None or one.staff.is_active
        )
    return made.pk


def _lay(old: Board, made: Board) -> None:
    say = gettext if old.is_example else str
    copies: dict[int, Element] = {}
    for one in Element.objects.filter(board=old).order_by("group", "place"):
        copies[one.pk] = Element.objects.create(
            board=made, key=one.key, group=one.group, place=one.place, text=say(one.text)
        )
    links = list(Link.objects.filter(element__board=old).order_by("pk"))
    for link in links:
        link.pk, link.element = None, copies[link.element_id]
        link.title = say(link.title)
        link._state.adding = True
    Link.objects.bulk_create(links)
