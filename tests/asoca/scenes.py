"""Boards of the tests, brought to where a test needs them by the product's own actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca import actions, laid
from tanggap.asoca.models import Assessor, Board
from tanggap.asoca.words import Letter, Pair

JAKARTA_TIMUR = "31.75"


def analyst() -> Staff:
    """Return somebody who keeps boards."""
    return make.staff(of=make.unit(), role=Role.ANALYST)


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
    scene = Scene(by, actions.create(by=by, title="CRM 2026", first=date(2026, 1, 1), last=date(2026, 10, 31)))
    for letter in Letter.values:
        for number in range(each):
            scene.do(actions.add_element, group=letter, text=f"{letter} thing {number + 1}")
    scene.do(actions.write_strategies, texts={pair: f"Strategy {pair}" for pair in Pair.values})
    return scene


def opened(*, judges: int = 1, each: int = 2) -> Scene:
    """Return a board that so many people without an account judge."""
    scene = draft(each=each)
    for number in range(judges):
        scene.do(actions.add_assessor, name=f"Judge {number + 1}")
    scene.do(actions.open_for_judgement)
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
    """Return a board that was judged and closed."""
    scene = opened(judges=judges)
    for assessor in scene.assessors:
        judge(scene, assessor)
    scene.do(actions.close)
    return scene
