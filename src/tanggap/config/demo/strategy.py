"""ASOCA in the simulated city: the study's example, a board that is acted on, and its next edition, which waits for one more judge."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import override

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca import actions, example, laid
from tanggap.asoca.models import Action, Assessor, Board
from tanggap.asoca.words import Pair
from tanggap.config.demo.figures import Figures
from tanggap.core import clock
from tanggap.insight.statistics import Selection
from tanggap.places.city import city

JUDGES: Final = (Role.ANALYST, Role.SUPERVISOR, Role.LEADER)  # one each of those who can log in
EVIDENCE: Final = {"Ab2": "answered_in_six", "C2": "hours_to_answer", "Ag3": "came_back"}
TITLE: Final = "Strategi penanganan laporan"
NIGHT: Final = "Menugaskan piket malam yang menjawab laporan sebelum enam jam berlalu."
TRAINING: Final = "Melatih petugas piket menurut standar kompetensi."
CLAIM: Final = "Kepala unit"


def leave(figures: Figures) -> None:
    """Put the boards there, once; whoever has made some keeps theirs."""
    judges = [person for role in JUDGES if (person := _person(figures, role))]
    if Board.objects.exists() or len(judges) < len(JUDGES):
        return
    today = clock.local(clock.now()).date()
    with override(city().languages[0]):
        keeper = judges[0]
        number = actions.new_edition(
            by=keeper, board=example.install(), first=today - timedelta(days=60), last=today - timedelta(days=1)
        )
        _lay(keeper, number, judges)
        _judge(number, judges)
        actions.close(by=keeper, board=number, version=_version(number))
        _act(keeper, number, today)
        later = actions.new_edition(by=keeper, board=number)
        actions.open_for_judgement(by=keeper, board=later, version=_version(later))
        _judge(later, judges[:-1])  # the leader has not judged yet


def _lay(keeper: Staff, number: int, judges: list[Staff]) -> None:
    board = Board.objects.get(pk=number)
    actions.describe(
        by=keeper,
        board=number,
        version=1,
        title=TITLE,
        area=board.area_id or "",
        first=board.first,
        last=board.last,
    )
    selection = Selection(board.first, board.last, area=board.area_id or "")
    for key, code in EVIDENCE.items():
        actions.link_indicator(
            by=keeper, board=number, version=_version(number), key=key, code=code, selection=selection
        )
    for judge in judges:
        actions.add_assessor(by=keeper, board=number, version=_version(number), username=judge.username)
    actions.open_for_judgement(by=keeper, board=number, version=_version(number))


def _judge(number: int, judges: list[Staff]) -> None:
    """Let each judge say what the example's do, in the same order."""
    asked = laid.pairs(laid.groups(number))
    for place, judge in enumerate(judges):
        actions.judge(
            by=judge,
            assessor=Assessor.objects.get(board=number, staff=judge).pk,
            version=1,
            steps={one: steps[place] for one, steps in zip(asked, example.STEPS, strict=True)},
            ratings={key: scores[place] for key, scores in example.RATINGS.items()},
        )


def _act(keeper: Staff, number: int, today: date) -> None:
    training = actions.plan(
        by=keeper,
        board=number,
        pair=Pair.AB_O,
        text=TRAINING,
        owner=keeper.unit_id,
        owner_role=CLAIM,
        due_on=today + timedelta(days=45),
    )
    night = actions.plan(
        by=keeper,
        board=number,
        pair=Pair.AB_C,
        text=NIGHT,
        owner=keeper.unit_id,
        owner_role=CLAIM,
        due_on=today + timedelta(days=120),
        budget=180_000_000,
        needs=[training],
    )
    for action in (training, night):
        version = Action.objects.get(pk=action).version
        actions.set_state(by=keeper, action=action, version=version, state="under_way")
    following = actions.follow(
        by=keeper,
        action=night,
        indicator="answered_in_six",
        selection=Selection(today - timedelta(days=180), today - timedelta(days=1)),
        at=today - timedelta(days=30),
    )
    actions.take_reading(by=keeper, following=following)


def _person(figures: Figures, role: Role) -> Staff | None:
    names = [one.username for one in figures.accounts if role in one.roles]
    return Staff.objects.filter(username__in=names, is_active=True).order_by("pk").first()


def _version(number: int) -> int:
    return Board.objects.values_list("version", flat=True).get(pk=number)
