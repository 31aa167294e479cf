"""Boards as their pages show them: one that is written, one that is judged, one that is acted on, and a number whose course changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.evaluation import counted
from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca import actions, laid
from tanggap.asoca.models import Assessor, Board
from tanggap.asoca.words import Letter, Pair
from tanggap.core import clock
from tanggap.insight import consumer as insight
from tanggap.insight.counting import DayKey, Key
from tanggap.insight.statistics import Selection

TEXTS = {
    Letter.ABILITY: ("Planning and analysis of complaints", "Quality of the people who answer"),
    Letter.STRENGTH: ("Funds for research",),
    Letter.AGILITY: ("Mastery of information technology", "Cooperation with city companies"),
    Letter.OPPORTUNITY: ("Regulation on electronic government",),
    Letter.CULTURE: ("Wish for fast answers",),
}
MONTHS_BEFORE, MONTHS_AFTER = 14, 10
DAYS_OF_MONTH = 30


@dataclass
class Keeper:
    """A board and who keeps it."""

    by: Staff
    number: int

    @property
    def path(self) -> str:
        """Return where the board is."""
        return f"/evaluation/asoca/{self.number}/"

    @property
    def assessors(self) -> list[Assessor]:
        """Return who judges it, in their order."""
        return list(Assessor.objects.filter(board=self.number).order_by("place"))

    def do(self, action, **given):
        """Do an action of the board in its latest version."""
        version = Board.objects.values_list("version", flat=True).get(pk=self.number)
        return action(by=self.by, board=self.number, version=version, **given)


def analyst() -> Staff:
    """Return somebody who keeps boards."""
    return make.staff(of="jsc-intake", role=Role.ANALYST)


def draft(by: Staff, *, title: str = "Complaints through CRM in East Jakarta") -> Keeper:
    """Return a draft with elements, one of them with evidence, and strategies."""
    made = actions.create(by=by, title=title, area="31.75", first=date(2025, 1, 1), last=date(2025, 12, 31))
    board = Keeper(by, made)
    for letter, texts in TEXTS.items():
        for text in texts:
            board.do(actions.add_element, group=letter.value, text=text)
    year = Selection(date(2025, 1, 1), date(2025, 12, 31))
    board.do(actions.link_indicator, key="Ab1", code="answered_in_six", selection=year)
    board.do(actions.link_document, key="Ab1", title="Regulation on CRM", target="Pergub 39/2019")
    board.do(actions.link_document, key="O1", title="Perpres 95/2018", target="https://example.org/perpres-95-2018")
    board.do(actions.write_strategies, texts={pair: f"What {pair.label.lower()} asks for" for pair in Pair})
    return board


def judged(by: Staff) -> Keeper:
    """Return an open board that the keeper and another judge: the keeper contradictorily and in part, the other whole."""
    board = _opened(by)
    mine, other = board.assessors
    steps = {("internal", "Ab", "S"): 5, ("internal", "S", "Ag"): 5, ("internal", "Ab", "Ag"): -3}
    actions.judge(by=by, assessor=mine.pk, version=mine.version, steps=steps, ratings={"Ab1": 3, "S1": 2})
    judge(board, other, seed=0)
    return board


def closed(by: Staff) -> Keeper:
    """Return a closed board that both judged whole."""
    board = _opened(by)
    for seed, assessor in enumerate(board.assessors):
        judge(board, assessor, seed=seed)
    board.do(actions.close)
    return board


def _opened(by: Staff) -> Keeper:
    board = draft(by)
    board.do(actions.add_assessor, username=by.username)
    board.do(actions.add_assessor, name="Assessor 1")
    board.do(actions.open_for_judgement)
    return board


def judge(board: Keeper, assessor: Assessor, *, seed: int) -> None:
    """Let somebody answer everything, consistently, by luck."""
    luck = Random(seed)
    groups = laid.groups(board.number)
    worth = {name: luck.choice((1, 2, 3)) for names in laid.sets(groups).values() for name in names}
    steps = {}
    for asked in laid.pairs(groups):
        lead = worth[asked.first] - worth[asked.second]
        steps[asked] = 1 if lead == 0 else (lead + 1 if lead > 0 else lead - 1)
    assessor.refresh_from_db()
    ratings = {key: luck.choice((2, 3, 4)) for keys in groups.values() for key in keys}
    actions.judge(
        by=assessor.staff or board.by, assessor=assessor.pk, version=assessor.version, steps=steps, ratings=ratings
    )


def intervention() -> date:
    """Return the first day of the month in which the number began to change."""
    today = clock.local(clock.now()).date()
    number = today.year * 12 + today.month - 1 - MONTHS_AFTER
    return date(number // 12, number % 12 + 1, 1)


def course() -> date:
    """Let the share answered within six hours rise from the intervention on, and return its day. Some 24 months are counted."""
    at, luck = intervention(), Random(7)
    numbers: Counter[Key] = Counter()
    for month in range(-MONTHS_BEFORE, MONTHS_AFTER):
        number = at.year * 12 + at.month - 1 + month
        share = (0.55 if month < 0 else 0.72) + luck.uniform(-0.03, 0.03)
        for day in (8, 20):
            on = date(number // 12, number % 12 + 1, day)
            for name, value in (("received", 150), ("six_hours_over", 150), ("answered_in_six", round(150 * share))):
                numbers[DayKey(on, counted.place(), name)] = value
    insight.write(numbers)
    return at


def followed(board: Keeper, at: date) -> tuple[int, int]:
    """Plan an action of the board, follow it from `at` on, and return the numbers of both."""
    owner = make.staff(of="jsc-intake").unit_id
    action = actions.plan(
        by=board.by,
        board=board.number,
        pair="Ab-O",
        text="Train everybody who answers, with a standard of competency",
        owner=owner,
        owner_role="Head of the unit",
        due_on=at + timedelta(days=365),
        budget=250_000_000,
    )
    since = Selection(at - timedelta(days=MONTHS_BEFORE * DAYS_OF_MONTH), at)
    following = actions.follow(by=board.by, action=action, indicator="answered_in_six", selection=since, at=at)
    return action, following
