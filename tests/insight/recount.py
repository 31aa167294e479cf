"""The numbers once more, slowly and plainly, from the reports' rows and their events: what the rollups are held against.

It shares no code with `insight.counting`: each number is one sentence about one report's history.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings

from tanggap.insight.buckets import NEVER, bucket
from tanggap.reports.models import Event, Report

OPEN = {
    "received", "coordinating", "dispositioned", "in_progress", "awaiting_reporter", "awaiting_validation", "follow_up_rejected",
    "reopened", "planned",
}  # fmt: skip
ANSWERS = {
    "reports.coordinate", "reports.disposition", "reports.start", "reports.ask", "reports.reject", "reports.refer", "reports.give_up",
    "reports.claim_done", "triage.merge", "planning.admit",
}  # fmt: skip
SIMPLE = {
    "rejected": {"reports.reject"},
    "referred": {"reports.refer"},
    "unsolved": {"reports.give_up"},
    "handed_back": {"reports.hand_back"},
    "merged": {"triage.merge"},
    "checks_passed": {"verification.send_to_field", "verification.accept"},
    "checks_failed": {"verification.reject"},
    "reopened": {"feedback.reopen", "feedback.grant_reopen"},
    "closures": {"verification.accept"},
}
TAKEN_OUT = {"reports.reject", "reports.refer", "triage.merge", "intake.import_closed"}

Number = tuple[date, str, str, str, str, bool, str]  # day, area, category, unit, channel, public, name
Time = tuple[date, str, str, str, str, bool, str, int]  # … course, bucket


class Story:
    """One report and its events, first to last."""

    def __init__(self, report: Report, events: Sequence[Event]) -> None:
        self.report, self.events = report, events
        self.here = (report.area_id or "", report.category_id or "", report.unit_id, report.channel_id)
        self.is_public = report.visibility == "public"
        self.is_live = report.origin != "import"
        self.numbers: Counter[Number] = Counter()

    def count(self, name: str, at: datetime, unit: str | None = None, number: int = 1) -> None:
        area, category, present, channel = self.here
        self.numbers[day(at), area, category, unit or present, channel, self.is_public, name] += number

    def before(self, one: Event) -> str:
        """Return the unit that answered for the report until an event."""
        return next((e.unit_id for e in self.events if e.version == one.version - 1), one.unit_id)

    def is_first_of_claim(self, verdict: Event) -> bool:
        """Return whether a verdict is the first on its claim: none was given since the unit claimed, and it did not contest."""
        told = ("verification.accept", "verification.reject", "reports.contest", "reports.claim_done", "planning.build")
        last = [e for e in self.events if e.version < verdict.version and e.door in told]
        return not last or last[-1].door != "reports.contest"

    def recount(self) -> None:
        self._receipt()
        self._openings()
        self._promises()
        self._doors()
        self._verdicts()
        self._closures()
        self._plans()

    def _receipt(self) -> None:
        received = self.report.received_at
        self.count("received", received)
        if self.is_live:
            self.count("six_hours_over", received + timedelta(hours=6))
        if self.events[0].door == "intake.import_closed" and self.report.closed_at:
            self.count("unchecked_closures", self.report.closed_at, self.events[0].unit_id)
            if self.report.closed_at - received <= timedelta(minutes=10):
                self.count("closed_fast", self.report.closed_at, self.events[0].unit_id)

    def _openings(self) -> None:
        if self.events[0].state_after in OPEN:
            self.count("opened", self.report.received_at)
        for one, after in pairwise(self.events):
            if one.state_after not in OPEN and after.state_after in OPEN:
                self.count("opened", after.at)
            if one.state_after in OPEN and after.state_after not in OPEN:
                self.count("ended", after.at)

    def _plans(self) -> None:
        for one, after in pairwise(self.events):
            if one.state_after != "planned" and after.state_after == "planned":
                self.count("planned", after.at)
            if one.state_after == "planned" and after.state_after != "planned":
                self.count("unplanned", after.at)
        for one in self.events:
            if one.door == "feedback.appeal":
                name = "objections" if one.state_before == "planned" else "appeals"
                self.count(name, one.at, self.before(one))

    def first_answer(self) -> Event | None:
        return next((one for one in self.events if one.door in ANSWERS), None)

    def _promises(self) -> None:
        answer = self.first_answer()
        breaches = [one for one in self.events if one.kind == "deadlines.breach"]
        for one in breaches:
            name = {"answer": "late_answers", "resolve": "late_solutions"}[one.payload["promise"]]
            self.count(name, one.at, self.before(one))
        if answer is None:
            return
        self.count("answered", answer.at, self.before(answer))
        if not any(one.payload["promise"] == "answer" and one.version < answer.version for one in breaches):
            self.count("answered_in_time", answer.at, self.before(answer))
        if self.is_live and answer.at - self.report.received_at <= timedelta(hours=6):
            self.count("answered_in_six", self.report.received_at + timedelta(hours=6))

    def _doors(self) -> None:
        for one in self.events:
            for name, doors in SIMPLE.items():
                if one.door in doors:
                    self.count(name, one.at, self.before(one))

    def _verdicts(self) -> None:
        last_return: Event | None = None
        for one in self.events:
            if one.door == "verification.reject" and self.is_first_of_claim(one):
                self.count("checked", one.at, self.before(one))
                self.count("returned", one.at, self.before(one))
                last_return = one
            elif one.door == "verification.accept" and self.is_first_of_claim(one):
                self.count("checked", one.at, self.before(one))
            elif one.door == "verification.accept" and last_return:
                self.count("returned", last_return.at, self.before(last_return), -1)

    def _closures(self) -> None:
        closures = [one for one in self.events if one.door == "verification.accept"]
        for closure, following in pairwise([*closures, None]):
            after = [
                one
                for one in self.events
                if one.version > closure.version and (following is None or one.version < following.version)
            ]
            unit = self.before(closure)
            if closure.at - self.report.received_at <= timedelta(minutes=10):
                self.count("closed_fast", closure.at, unit)
            if not self._was_late(closure):
                self.count("solved_in_time", closure.at, unit)
            if any(one.state_before == "resolved" and one.state_after == "reopened" for one in after):
                self.count("undone", closure.at, unit)
            if any(one.kind == "triage.repeat_found" for one in after):
                self.count("came_back", closure.at, unit)
            for one in after:
                if one.kind == "feedback.rate":
                    score = one.payload["score"]
                    self.count("rated", closure.at, unit)
                    self.count("unhappy", closure.at, unit, int(score <= 2))
                    self.count("score", closure.at, unit, score)
                    self.count("score_squares", closure.at, unit, score**2)

    def _was_late(self, closure: Event) -> bool:
        """Return whether the solution's promise passed in the round that a closure ended: since the report last opened."""
        earlier = [one for one in self.events if one.version < closure.version]
        opened = [b.version for a, b in pairwise(earlier) if a.state_after not in OPEN and b.state_after in OPEN]
        since = opened[-1] if opened else 0
        return any(
            one.kind == "deadlines.breach" and one.payload["promise"] == "resolve" and one.version > since
            for one in earlier
        )

    def times(self) -> list[Time]:
        """Return how long the first answer and the closure that holds took, where the report stays in the cohort."""
        ends = [one for one in self.events if one.state_after not in OPEN and one.kind != "feedback.archive"]
        is_over = self.report.state not in OPEN
        end = next((one for one in reversed(ends) if one.door), None) if is_over else None
        if not self.is_live or (end is not None and end.door in TAKEN_OUT):
            return []
        received, answer = self.report.received_at, self.first_answer()
        found: list[Time] = []
        place = (day(received), *self.here, self.is_public)
        if answer:
            found.append((*place, "answer", minutes_bucket(answer.at - received)))
        if end is not None:
            given_up = end.door == "reports.give_up"
            found.append((*place, "solve", NEVER if given_up else minutes_bucket(end.at - received)))
        return found

    def waiting(self) -> list[str]:
        """Return as what an open report waits."""
        if self.report.state not in OPEN:
            return []
        return ["open"] + ["unsolved"] * self.is_live + ["unanswered"] * (self.is_live and self.first_answer() is None)


def day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def minutes_bucket(took: timedelta) -> int:
    return bucket(took.total_seconds() / 60)


def all_stories() -> list[Story]:
    events: dict[int, list[Event]] = defaultdict(list)
    for one in Event.objects.order_by("report_id", "version"):
        events[one.report_id].append(one)
    return [Story(report, events[report.pk]) for report in Report.objects.order_by("pk")]


def recounted() -> tuple[Counter[Number], Counter[Time], Counter[tuple[object, ...]]]:
    """Return every number, time and waiting report of all reports there are."""
    numbers: Counter[Number] = Counter()
    times: Counter[Time] = Counter()
    waiting: Counter[tuple[object, ...]] = Counter()
    for story in all_stories():
        story.recount()
        numbers.update(story.numbers)
        times.update(story.times())
        received = story.report.received_at
        for name in story.waiting():
            waiting[day(received), received, *story.here, story.is_public, name] += 1
    return Counter({key: number for key, number in numbers.items() if number}), times, waiting
