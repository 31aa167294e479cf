"""What one report counts for: pure, so that counting live and counting anew are the same."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from tanggap.core.clock import local
from tanggap.insight.buckets import bucket
from tanggap.insight.words import SIX_HOURS
from tanggap.reports.events import PLACING
from tanggap.reports.lifecycle import ANSWERING
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin, Visibility

DAY, SOLVED, STANDING = "day", "solved", "standing"
Key = tuple[str, ...] | tuple[str, str, str, str, int]
BY_DOOR = {
    "reports.reject": "rejected",
    "reports.refer": "referred",
    "reports.give_up": "unsolved",
    "reports.hand_back": "handed_back",
    "triage.merge": "merged",
    "verification.send_to_field": "checks_passed",
    "verification.reject": "checks_failed",
    "feedback.reopen": "reopened",
    "feedback.appeal": "appeals",
}
LATE = {"answer": "late_answers", "resolve": "late_solutions"}


@dataclass(slots=True)
class Count:
    """What has been counted of one report; the fields are those of `insight.models.Tally`."""

    report: int
    version: int
    area: str
    category: str
    state: str
    is_public: bool
    is_live: bool
    received_at: datetime
    is_answered: bool = False
    days: dict[str, dict[str, int]] = field(default_factory=dict)
    solved_on: date | None = None
    solved_bucket: int | None = None

    @classmethod
    def nothing(cls, about: About) -> "Count":
        """Return the count of a report of which no event has been seen."""
        return cls(
            report=about.id,
            version=0,
            area=about.area or "",
            category=about.category or "",
            state="",
            is_public=about.visibility == Visibility.PUBLIC,
            is_live=about.origin != Origin.IMPORT,
            received_at=about.received_at,
        )

    def add(self, fact: Fact) -> None:
        """Count the report's next event."""
        if fact.version != self.version + 1:
            raise ValueError(f"event {fact.version} of report {self.report} does not follow {self.version}")
        self.version, self.state = fact.version, fact.state
        self.is_public = self.is_public and not fact.payload.get("private", False)
        if fact.kind in PLACING:
            self.category, self.area = fact.payload.get("category", ""), fact.payload.get("area", "")
        elif fact.kind == "deadlines.breach":
            self._count(LATE[fact.payload["promise"]], fact.at)
        elif fact.door is not None:
            self._pass(fact.door, fact.at)

    def _pass(self, door: str, at: datetime) -> None:
        if door in BY_DOOR:
            self._count(BY_DOOR[door], at)
        if door.startswith("intake."):
            self._begin(door, at)
        elif door == "verification.accept":
            self._count("checks_passed", at)
            self._count("closures", at)
            self.solved_on = local(at).date()
            self.solved_bucket = bucket((at - self.received_at).total_seconds() / 60)
        elif door == "feedback.reopen":
            self.solved_on = self.solved_bucket = None
        if door in ANSWERING and not self.is_answered:
            self._answer(at)

    def _begin(self, door: str, at: datetime) -> None:
        self._count("received", self.received_at)
        if self.is_live:
            self._count("six_hours_over", self.received_at + SIX_HOURS)
        if door == "intake.import_closed":
            self._count("unchecked_closures", at)

    def _answer(self, at: datetime) -> None:
        self.is_answered = True
        self._count("answered", at)
        if self.is_live and at - self.received_at <= SIX_HOURS:
            self._count("answered_in_six", self.received_at + SIX_HOURS)

    def _count(self, name: str, at: datetime) -> None:
        of_day = self.days.setdefault(local(at).date().isoformat(), {})
        of_day[name] = of_day.get(name, 0) + 1

    def share(self) -> Counter[Key]:
        """Return what the report adds to each number of the rollups."""
        added: Counter[Key] = Counter()
        if not self.version:
            return added
        for day, of_day in self.days.items():
            for name, number in of_day.items():
                added[DAY, day, self.area, self.category, name] = number
        if self.solved_on is not None and self.solved_bucket is not None:
            added[SOLVED, self.solved_on.isoformat(), self.area, self.category, self.solved_bucket] = 1
        if self.is_public:
            added[STANDING, self.area, self.category, self.state] = 1
        return added
