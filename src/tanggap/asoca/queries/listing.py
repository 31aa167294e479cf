"""Boards as a list shows them."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tanggap.agencies.models import Staff
from tanggap.asoca.models import Action, Assessor, Board, Element
from tanggap.asoca.queries import seeing
from tanggap.asoca.rows import BoardRow
from tanggap.asoca.words import BoardState
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places


def boards(by: Staff | None) -> list[BoardRow]:
    """Return the boards that a person may see, the latest first, the worked example last. Two statements."""
    rows = counted(seeing.boards(by)).order_by("is_example", F("made_at").desc(), "-pk")
    return [of(one) for one in rows]


def row(by: Staff | None, number: int) -> BoardRow:
    """Return a board as a list shows it. One statement. Raises NotFound."""
    return of(one(by, number))


def one(by: Staff | None, number: int) -> Board:
    """Return one board, counted. Raises NotFound."""
    found = counted(seeing.boards(by)).filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def counted(rows: QuerySet[Board]) -> QuerySet[Board]:
    """Return boards with who made each and how many elements, assessors and actions it has."""

    def count(rows: QuerySet[Element] | QuerySet[Assessor] | QuerySet[Action], path: str) -> Coalesce:
        numbers = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(numbers), 0, output_field=IntegerField())

    return rows.select_related("made_by").annotate(
        elements=count(Element.objects.all(), "board"),
        assessors=count(Assessor.objects.all(), "board"),
        actions=count(Action.objects.all(), "strategy__board"),
    )


def of(one: Board) -> BoardRow:
    """Return the row of a counted board."""
    say = seeing.sayer(one)
    return BoardRow(
        id=one.pk,
        title=say(one.title),
        purpose=say(one.purpose),
        area=one.area_id or "",
        area_label=places.full_name(one.area_id) if one.area_id else _("the whole city"),
        first=one.first,
        last=one.last,
        state=one.state,
        state_label=str(BoardState(one.state).label),
        version=one.version,
        edition=one.edition,
        previous=one.previous_id,
        is_example=one.is_example,
        made_by=one.made_by.display_name if one.made_by else _("Comes with Tanggap"),
        made_at=one.made_at,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        elements=one.elements,  # type: ignore[attr-defined]
        assessors=one.assessors,  # type: ignore[attr-defined]
        actions=one.actions,  # type: ignore[attr-defined]
    )
