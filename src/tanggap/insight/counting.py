"""What one report counts for: pure, so that counting live and counting anew are the same."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from tanggap.core.clock import local
from tanggap.insight.buckets import NEVER, bucket
from tanggap.insight.following import DayKey, Followed, Place, day_of
from tanggap.insight.words import FAST, SIX_HOURS, UNHAPPY
from tanggap.reports.lifecycle import ANSWERING, CLAIMS
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import PENDING, UNDONE, State

QUARTER = timedelta(minutes=15)  # no zone of the present is shifted by less, so a quarter of an hour has one local day
ANSWER, SOLVE = "answer", "solve"
SOLVED, GIVEN_UP, OUT = "solved", "given_up", "out"
CLOSURE, RETURN, CONTEST = "verification.accept", "verification.reject", "reports.contest"
OBJECTION = "feedback.appeal"
BY_DOOR = {
    "reports.reject": "rejected",
    "reports.refer": "referred",
    "reports.give_up": "unsolved",
    "reports.hand_back": "handed_back",
    "triage.merge": "merged",
    "verification.send_to_field": "checks_passed",
    "verification.accept": "checks_passed",
    "verification.reject": "checks_failed",
    "feedback.reopen": "reopened",
    "feedback.grant_reopen": "reopened",
}
ENDINGS = {
    CLOSURE: SOLVED,
    "reports.give_up": GIVEN_UP,
    "reports.reject": OUT,
    "reports.refer": OUT,
    "triage.merge": OUT,
    "intake.import_closed": OUT,
}
LATE = {"answer": "late_answers", "resolve": "late_solutions"}


class TookKey(NamedTuple):
    """A report received on a local day that took a time of one bucket to be answered or solved."""

    on: date
    place: Place
    course: str
    bucket: int


class WaitingKey(NamedTuple):
    """A report that is open: received on a local day, in the quarter of an hour from `at`."""

    on: date
    at: datetime
    place: Place
    name: str


class StandingKey(NamedTuple):
    """A public report in its present state."""

    area: str
    category: str
    state: str


Key = DayKey | TookKey | WaitingKey | StandingKey


@dataclass(slots=True)
class Count(Followed):
    """What has been counted of one report; the fields are those of `insight.models.Tally`."""

    answer_bucket: int | None = None
    solve_bucket: int | None = None
    ending: str = ""

    @classmethod
    def nothing(cls, about: About) -> Self:
        """Return the count of a report of which no event has been seen."""
        found = super(Count, cls).nothing(about)
        if not found.is_live and about.closed_at:
            found.marks["closed_before"] = about.closed_at.isoformat()
        return found

    def add(self, fact: Fact) -> None:
        """Count the report's next event."""
        was = self.state
        doer = self.follow(fact)
        if fact.kind == "deadlines.breach":
            self._break(fact.payload["promise"], fact.at, doer)
        elif fact.kind in ("feedback.rate", "triage.repeat_found"):
            self._look_back(fact)
        if fact.door is not None:
            self._pass(fact.door, fact.at, doer)
        if fact.door == OBJECTION:
            self.count("appeals" if was in UNDONE else "objections", fact.at, doer)
        self._plan(fact, was)
        self._open_or_end(fact, was_open=was in PENDING)

    def _pass(self, door: str, at: datetime, doer: str) -> None:
        if door in BY_DOOR:
            self.count(BY_DOOR[door], at, doer)
        if door.startswith("intake."):
            self._begin(door, doer)
        elif door in (CLOSURE, RETURN):
            self._judge(door, at, doer)
        if door in (CLOSURE, RETURN, CONTEST, *CLAIMS):
            self.marks["claim"] = door
        if door in ANSWERING and self.answer_bucket is None:
            self._answer(at, doer)
        self.ending = ENDINGS.get(door, self.ending)

    def _begin(self, door: str, doer: str) -> None:
        self.count("received", self.received_at)
        if self.is_live:
            self.count("six_hours_over", self.received_at + SIX_HOURS)
        closed_before = self.marks.pop("closed_before", None)
        if door == "intake.import_closed" and closed_before:
            self._close("unchecked_closures", datetime.fromisoformat(closed_before), doer)

    def _answer(self, at: datetime, doer: str) -> None:
        self.answer_bucket = _bucket(at - self.received_at)
        self.count("answered", at, doer)
        if not self.marks.get("late_answer"):
            self.count("answered_in_time", at, doer)
        if self.is_live and at - self.received_at <= SIX_HOURS:
            self.count("answered_in_six", self.received_at + SIX_HOURS)

    def _judge(self, door: str, at: datetime, doer: str) -> None:
        """Count a verdict. A claim counts once, at the first; a second one, after the unit contested, can overturn a return."""
        if self.marks.get("claim") != CONTEST:
            self.count("checked", at, doer)
            if door == RETURN:
                self.count("returned", at, doer)
                self.marks["returned"] = [day_of(at), doer]
        elif door == CLOSURE:
            on, unit = self.marks["returned"]
            self.count_on(on, unit, "returned", -1)
        if door == CLOSURE:
            self._close("closures", at, doer)
            if not self.marks.get("late_resolve"):
                self.count("solved_in_time", at, doer)
            self.solve_bucket = _bucket(at - self.received_at)
            self.marks |= {"closed": [day_of(at), doer], "came_back": False}

    def _close(self, name: str, at: datetime, doer: str) -> None:
        self.count(name, at, doer)
        if at - self.received_at <= FAST:
            self.count("closed_fast", at, doer)

    def _break(self, promise: str, at: datetime, doer: str) -> None:
        self.count(LATE[promise], at, doer)
        self.marks[f"late_{promise}"] = True

    def _look_back(self, fact: Fact) -> None:
        """Count what is told of the last closure, on its day and for its unit."""
        if "closed" not in self.marks:
            return
        on, unit = self.marks["closed"]
        if fact.kind == "triage.repeat_found":
            self.count_on(on, unit, "came_back", int(not self.marks["came_back"]))
            self.marks["came_back"] = True
        elif score := int(fact.payload.get("score") or 0):
            for name, number in (("rated", 1), ("unhappy", int(score <= UNHAPPY)), ("score", score)):
                self.count_on(on, unit, name, number)
            self.count_on(on, unit, "score_squares", score * score)

    def _plan(self, fact: Fact, was: str) -> None:
        """Count a report that goes into the yearly planning or comes out of it: it was open all the time."""
        if State.PLANNED in (was, self.state) and was != self.state:
            self.count("planned" if self.state == State.PLANNED else "unplanned", fact.at)

    def _open_or_end(self, fact: Fact, *, was_open: bool) -> None:
        is_open = self.state in PENDING
        if is_open and not was_open:
            self.count("opened", self.received_at if fact.version == 1 else fact.at)
            if self.ending == SOLVED:
                on, unit = self.marks["closed"]
                self.count_on(on, unit, "undone", 1)
            self.ending, self.solve_bucket = "", None
            self.marks["late_resolve"] = False
        elif was_open and not is_open:
            self.count("ended", fact.at)

    def share(self) -> Counter[Key]:
        """Return what the report adds to each number of the rollups."""
        added: Counter[Key] = Counter()
        if not self.version:
            return added
        added.update(self.of_days())
        here = self.place()
        received_on = local(self.received_at).date()
        if self.is_live and self.ending != OUT:
            for course, took in ((ANSWER, self.answer_bucket), (SOLVE, self._solve_bucket())):
                if took is not None:
                    added[TookKey(received_on, here, course, took)] = 1
        if self.state in PENDING:
            for name in self._waits_for():
                added[WaitingKey(received_on, quarter(self.received_at), here, name)] = 1
        if self.is_public:
            added[StandingKey(self.area, self.category, self.state)] = 1
        return added

    def _solve_bucket(self) -> int | None:
        return {SOLVED: self.solve_bucket, GIVEN_UP: NEVER}.get(self.ending)

    def _waits_for(self) -> list[str]:
        if not self.is_live:
            return ["open"]
        return ["open", "unsolved", *(["unanswered"] if self.answer_bucket is None else [])]


def quarter(instant: datetime) -> datetime:
    """Return the beginning of the quarter of an hour of an instant."""
    return instant - timedelta(minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond)


def _day(at: datetime) -> str:
    return local(at).date().isoformat()


def _bucket(took: timedelta) -> int:
    return bucket(took.total_seconds() / 60)
