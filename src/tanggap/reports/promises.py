"""What is promised of a report, and how each thing that happens to it moves that: once, for the report itself and for every replay.

A pause gives back the time in which the clock would have run, a reopening counts anew, an extension sets a published date that no later
recomputation brings forward. Which limits hold says the version of the policy that the report was received under.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tanggap.catalog import clocks
from tanggap.catalog import queries as catalog
from tanggap.catalog.clocks import WorkingTime
from tanggap.catalog.ladder import ANSWER, RESOLVE, VERIFY, Rung
from tanggap.catalog.queries import PolicyRow
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.models import Event, Report
from tanggap.reports.words import CLOSED, OPEN


@dataclass(slots=True)
class Course:
    """The promises of one report while things happen to it, in order. `paused` is how long it stood still, by the wall clock."""

    policy: PolicyRow
    answer_due_at: datetime
    resolve_due_at: datetime
    paused_at: datetime | None = None
    paused: timedelta = field(default_factory=timedelta)
    published: datetime | None = None

    @property
    def working(self) -> WorkingTime | None:
        """Return the working time in which the policy counts."""
        return clocks.working_of(self.policy)

    def take(self, door: str, before: str, after: str, at: datetime) -> None:
        """Let the report go through `door`: a pause begins or ends, a closed report that opens again gets a new limit."""
        if DOORS[door].clock == "pause":
            self.paused_at = self.paused_at or at
        elif self.paused_at is not None:
            self.resolve_due_at = clocks.resumed(self.resolve_due_at, self.paused_at, at, working=self.working)
            self.paused += max(at - self.paused_at, timedelta())
            self.paused_at = None
        if before in CLOSED and after not in CLOSED:
            anew = clocks.promise(self.policy, self.policy.resolve_minutes, at)
            self.resolve_due_at = max(self.resolve_due_at, anew)

    def extend(self, until: datetime) -> None:
        """Put the solution off to a published instant."""
        self.published = until
        self.resolve_due_at = max(self.resolve_due_at, until)


def begun(policy: PolicyRow, received_at: datetime) -> Course:
    """Return the promises at the receipt."""
    return Course(
        policy,
        clocks.promise(policy, policy.answer_minutes, received_at),
        clocks.promise(policy, policy.resolve_minutes, received_at),
    )


def of(report: Report) -> Course:
    """Return the promises as they stand in the report's row."""
    paused = timedelta(seconds=report.paused_seconds)
    return Course(policy_of(report), report.answer_due_at, report.resolve_due_at, report.paused_at, paused)


def policy_of(report: Report) -> PolicyRow:
    """Return the version of the policy that the report's promise came from; for one older than versions, what its category promises."""
    found = catalog.policy_version(report.policy_id, report.policy_version)
    return found or catalog.policy_for(report.category_id)


def put(report: Report, course: Course) -> None:
    """Write the promises into the report's row."""
    report.resolve_due_at, report.paused_at = course.resolve_due_at, course.paused_at
    report.paused_seconds = int(course.paused.total_seconds())


def bind(report: Report, policy: PolicyRow | None = None) -> None:
    """Let the report live by the present version of its category's policy, or by `policy`; its ladder begins anew when that is another."""
    policy = policy or catalog.policy_for(report.category_id)
    if (report.policy_id, report.policy_version) != (policy.code, policy.version):
        if report.policy_id is not None:
            report.round, report.steps_told = report.round + 1, 0
        report.policy_id, report.policy_version = policy.code, policy.version


def replayed(report: Report, policy: PolicyRow) -> Course:
    """Return the promises that `policy` makes of everything that happened to the report so far, by today's calendar. One statement."""
    course = begun(policy, report.received_at)
    events = Event.objects.filter(report=report, version__gt=1).order_by("version")
    for kind, door, before, after, at, payload in events.values_list(
        "kind", "door", "state_before", "state_after", "at", "payload"
    ):
        if door is not None:
            course.take(door, before, after, at)
        elif kind == "deadlines.extend":
            course.extend(datetime.fromisoformat(payload["due"]))
    return course


def rungs(report: Report) -> Iterable[tuple[int, Rung]]:
    """Yield the rungs of the report's ladder that were not told yet and whose promise still runs, with their numbers.

    What is confidential is told to nobody outside the unit that answers for it.
    """
    category = catalog.category(report.category_id)
    for number, rung in enumerate(policy_of(report).escalation.rungs):
        is_running = rung.promise == RESOLVE or report.answered_at is None
        is_seen = rung.is_own or category is None or not category.is_confidential
        if not report.steps_told & 1 << number and is_running and is_seen:
            yield number, rung


def due_of(report: Report, promise: str) -> datetime:
    """Return when a promise of the report is due: `answer`, `verify` (the area office's look at it, 61/SE/2018) or `resolve`."""
    if promise == VERIFY:
        policy = policy_of(report)
        return clocks.promise(policy, policy.verify_minutes, report.received_at)
    return report.answer_due_at if promise == ANSWER else report.resolve_due_at


def step_at(report: Report, rung: Rung) -> datetime:
    """Return when a rung of the report's ladder is reached."""
    policy = policy_of(report)
    due_at, minutes = due_of(report, rung.promise), policy.minutes(rung.promise)
    return clocks.share_at(due_at, minutes, rung.share, working=clocks.working_of(policy))


def next_step_at(report: Report) -> datetime | None:
    """Return when the next rung of the report's ladder is reached; None while it is closed or stands still, or when all were told."""
    if report.state not in OPEN or report.paused_at is not None:
        return None
    return min((step_at(report, rung) for _number, rung in rungs(report)), default=None)
