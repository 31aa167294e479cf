"""The study's Tables 5 to 7 as a finished workspace: the worked example that comes with the product, in both languages.

Elements and strategies are the study's. It prints no comparisons, ratings, owners, money or days: all of these are ours, as an
illustration, and say so. The database holds the English words; `queries` say them in the reader's language.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import UnitKind
from tanggap.asoca import laid
from tanggap.asoca.models import (
    Action,
    Assessor,
    Board,
    Dependency,
    Element,
    Judgement,
    Link,
    Rating,
    Strategy,
)
from tanggap.asoca.words import BoardState, Letter, LinkKind, Pair
from tanggap.core import clock
from tanggap.evaluation.study import study
from tanggap.places import queries as places

Said = str | Promise

TITLE: Final = _("Worked example: the study of the city’s CRM, Tables 5 to 7")
PURPOSE: Final = _(
    "Elements and strategies are those of the study. It does not print how they were weighed, nor who does what: the comparisons, "
    "ratings and actions here are an illustration of ours, so that every step can be seen."
)
ILLUSTRATION: Final = _("An illustration of ours: the study names no owner, no money and no day.")


@dataclass(frozen=True, slots=True)
class Thing:
    """An element, and the documents (title, name) that it rests on."""

    key: str
    text: Said
    documents: tuple[tuple[Said, Said], ...] = ()


ELEMENTS: Final[dict[str, tuple[Thing, ...]]] = {
    Letter.ABILITY: (
        Thing(
            "Ab1", _("Planning and analysis for the development of CRM"), ((_("Regulation on CRM"), "Pergub 39/2019"),)
        ),
        Thing(
            "Ab2",
            _("Quality of human resources"),
            (
                (
                    _("Table 1: 68% resolved of illegal parking in 2020, 56% of illegal advertising"),
                    _("The study, Table 1"),
                ),
                (_("Table 2: 73.18% answered within six hours in 2020, 74.96% in 2019"), _("The study, Table 2")),
            ),
        ),
    ),
    Letter.STRENGTH: (
        Thing("S1", _("Funds for research and development")),
        Thing("S2", _("Facilities"), ((_("Regulation on the unit that runs the city’s CRM"), "Pergub 306/2016"),)),
    ),
    Letter.AGILITY: (
        Thing("Ag1", _("Mastery of information technology")),
        Thing("Ag2", _("Awareness of the staff in using CRM")),
        Thing(
            "Ag3",
            _("Integration of agencies and their units with city-owned companies and private parties"),
            ((_("Regulation on kinds of reports and who is responsible"), "Pergub 128/2017"),),
        ),
    ),
    Letter.OPPORTUNITY: (
        Thing("O1", _("Vision of Indonesia 2045")),
        Thing(
            "O2",
            _("National regulation on electronic government (SPBE)"),
            ((_("Regulation on electronic government"), "Perpres 95/2018"),),
        ),
    ),
    Letter.CULTURE: (
        Thing("C1", _("Interest of citizens in information technology")),
        Thing(
            "C2",
            _("Need of citizens for fast and responsive service"),
            ((_("Table 4 and satisfaction in 2019: 2.57 where it was studied"), _("The study, Table 4")),),
        ),
    ),
}
STRATEGIES: Final[dict[str, Said]] = {
    Pair.AB_O: _(
        "Optimise planning and analysis, and the capability of human resources, by a minimum competency standard in a regulation of the "
        "governor."
    ),
    Pair.S_O: _("Focus facilities and funds on information technology for the development of CRM."),
    Pair.AG_O: _(
        "Raise the awareness of the staff and the mastery of information technology, and integrate private parties."
    ),
    Pair.AB_C: _(
        "Bring planning together with the need for fast service, and focus human resources on helping citizens take part, with an "
        "independent validation of what was done."
    ),
    Pair.S_C: _("Strengthen the funding, and direct the facilities at what citizens are interested in."),
    Pair.AG_C: _("Raise the mastery of information technology and awareness, and optimise the integration."),
}
ASSESSORS: Final = (
    _("Illustration: a planner"),
    _("Illustration: a head of section"),
    _("Illustration: a citizens’ forum"),
)
# in the order of `laid.pairs`: the groups within and around, then the elements of each group; one column an assessor
STEPS: Final = (
    (3, 2, 4),  # Ab : S
    (2, -2, 3),  # Ab : Ag
    (-2, -3, 3),  # S : Ag   the third assessor contradicts the first two answers here, which the page says
    (-3, -2, -4),  # O : C
    (-2, -3, -2),  # Ab1 : Ab2
    (-2, 1, 2),  # S1 : S2
    (2, 1, -2),  # Ag1 : Ag2
    (-2, -3, -4),  # Ag1 : Ag3
    (-3, -3, -2),  # Ag2 : Ag3
    (-4, -3, -5),  # O1 : O2
    (-3, -4, -5),  # C1 : C2
)
RATINGS: Final = {
    "Ab1": (3, 3, 2), "Ab2": (2, 2, 2), "S1": (2, 2, 3), "S2": (3, 3, 3), "Ag1": (2, 3, 2), "Ag2": (2, 2, 1),
    "Ag3": (2, 2, 2), "O1": (3, 3, 2), "O2": (3, 4, 3), "C1": (3, 3, 4), "C2": (4, 3, 4),
}  # fmt: skip
STANDARD: Final = _("Write a minimum competency standard for all who handle reports, and let training follow it.")
VALIDATION: Final = _("Let a section that did none of the work check on the spot whether claims of a solution hold.")
PARTNERS: Final = _("Bring city-owned companies and private parties to the same desk, trained to the same standard.")


def number() -> int | None:
    """Return the number of the example where it is installed. One statement."""
    return Board.objects.filter(is_example=True).values_list("pk", flat=True).first()


@transaction.atomic
def install(*, by: Staff | None = None) -> int:
    """Put the worked example on the list, once, and return its number; `by` None is the command line. Raises NotAllowed."""
    if by is not None:
        permissions.permit("asoca.edit", by)
    there = number()
    if there is not None:
        return there
    with translation.override("en"):
        return _install().pk


def _install() -> Board:
    area, years, at = study().area, study().years, clock.now()
    made = Board.objects.create(
        title=str(TITLE),
        purpose=str(PURPOSE),
        area_id=area if places.area(area) else None,
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        is_example=True,
        made_at=at,
    )
    for letter, things in ELEMENTS.items():
        for place, thing in enumerate(things, 1):
            _lay(made, letter, place, thing)
    Strategy.objects.bulk_create(Strategy(board=made, pair=pair, text=str(text)) for pair, text in STRATEGIES.items())
    judges = [Assessor(board=made, name=str(name), place=place) for place, name in enumerate(ASSESSORS, 1)]
    Assessor.objects.bulk_create(judges)
    made.state, made.opened_at = BoardState.OPEN, at
    made.save()
    _judge(made, judges)
    made.state, made.closed_at = BoardState.CLOSED, at
    made.save()
    _act(made)
    return made


def _lay(board: Board, letter: str, place: int, thing: Thing) -> None:
    element = Element.objects.create(board=board, key=thing.key, group=letter, place=place, text=str(thing.text))
    Link.objects.bulk_create(
        Link(element=element, kind=LinkKind.DOCUMENT, title=str(title), target=str(target), at=board.made_at)
        for title, target in thing.documents
    )


def _judge(board: Board, judges: list[Assessor]) -> None:
    asked = laid.pairs(laid.groups(board.pk))
    Judgement.objects.bulk_create(
        Judgement(assessor=judge, among=one.among, first=one.first, second=one.second, step=step)
        for one, steps in zip(asked, STEPS, strict=True)
        for judge, step in zip(judges, steps, strict=True)
    )
    Rating.objects.bulk_create(
        Rating(assessor=judge, key=key, score=score)
        for key, scores in RATINGS.items()
        for judge, score in zip(judges, scores, strict=True)
    )


def _act(board: Board) -> None:
    """Plan one action of three strategies, by the city's own units; the partners are trained to the standard that comes first."""
    desk, checkers = (agencies.units(kind=kind) for kind in (UnitKind.INTAKE, UnitKind.VERIFIER))
    if not desk or not checkers:
        return
    above = (desk[0].code, *permissions.above(desk[0].code))[-1]
    checker = next((one.code for one in checkers if one.area == board.area_id), checkers[0].code)
    standard = _plan(board, Pair.AB_O, STANDARD, above, 1)
    _plan(board, Pair.AB_C, VALIDATION, checker, 1)
    partners = _plan(board, Pair.AG_O, PARTNERS, above, 2)
    Dependency.objects.create(action=partners, needs=standard)


def _plan(board: Board, pair: Pair, text: Said, owner: str, years: int) -> Action:
    return Action.objects.create(
        strategy=Strategy.objects.get(board=board, pair=pair),
        text=str(text),
        owner_id=owner,
        owner_role=str(_("Head of the unit")),
        due_on=date(clock.local(board.made_at).year + years, 12, 31),
        note=str(ILLUSTRATION),
        made_at=board.made_at,
    )
