"""Boards of the tests, laid out at once; `test_boards` and `test_judging` go the way of the product's own actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca import actions, laid
from tanggap.asoca.models import Assessor, Board, Element, Judgement, Rating, Strategy
from tanggap.asoca.words import Letter, Pair
from tanggap.core import clock


def analyst() -> Staff:
    """Return somebody who keeps boards."""
    return make.staff(of=make.unit(), role=Role.ANALYST, competent=False)


@dataclass
class Scene:
    """A board and who keeps it; `version` is always the latest."""

    by: Staff
    number: int

    @property
    def version(self) -> int:
        """Return the board's version."""
        return Board.objects.get(pk=self.number).version

    def do(self, action, **given):
        """Do an action of the board as its keeper."""
        return action(by=self.by, board=self.number, version=self.version, **given)

    @property
    def assessors(self) -> list[Assessor]:
        """Return the assessors in their order."""
        return list(Assessor.objects.filter(board=self.number).order_by("place"))


def draft(*, each: int = 2) -> Scene:
    """Return a draft with `each` elements in every group and words for every strategy; nobody judges it yet."""
    by = analyst()
    board = Board.objects.create(
        title="CRM 2026", first=date(2026, 1, 1), last=date(2026, 10, 31), made_by=by, made_at=clock.now()
    )
    Element.objects.bulk_create(
        Element(board=board, key=f"{letter}{place}", group=letter, place=place, text=f"{letter} thing {place}")
        for letter in Letter.values
        for place in range(1, each + 1)
    )
    Strategy.objects.bulk_create(Strategy(board=board, pair=pair, text=f"Strategy {pair}") for pair in Pair)
    return Scene(by, board.pk)


def opened(*, judges: int = 1, each: int = 2) -> Scene:
    """Return a board that so many people without an account judge."""
    scene = draft(each=each)
    Assessor.objects.bulk_create(
        Assessor(board_id=scene.number, name=f"Judge {place}", place=place) for place in range(1, judges + 1)
    )
    Board.objects.filter(pk=scene.number).update(state="open", opened_at=clock.now())
    return scene


def judge(
    scene: Scene, assessor: Assessor, *, step: int = 1, score: int = 3, ratings: Mapping[str, int] | None = None
) -> None:
    """Let an assessor say the same of every pair and element, but for `ratings`."""
    groups = laid.groups(scene.number)
    keys = [key for of_group in groups.values() for key in of_group]
    assessor.refresh_from_db()
    actions.judge(
        by=assessor.staff or scene.by,
        assessor=assessor.pk,
        version=assessor.version,
        steps=dict.fromkeys(laid.pairs(groups), step),
        ratings={**dict.fromkeys(keys, score), **(ratings or {})},
    )


def closed(*, judges: int = 1) -> Scene:
    """Return a board on which all was judged alike, and closed."""
    scene = opened(judges=judges)
    groups = laid.groups(scene.number)
    for assessor in scene.assessors:
        Judgement.objects.bulk_create(
            Judgement(assessor=assessor, **asked._asdict(), step=1) for asked in laid.pairs(groups)
        )
        Rating.objects.bulk_create(
            Rating(assessor=assessor, key=key, score=3) for keys in groups.values() for key in keys
        )
    Board.objects.filter(pk=scene.number).update(state="closed", closed_at=clock.now())
    return scene
