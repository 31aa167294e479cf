"""Random coordination: whoever tries what, one unit answers for the report, and no task is open on a report that is not worked on."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.factories import make

from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.reports import actions as reports
from tanggap.reports.actions import tasks, tasks_doing
from tanggap.reports.models import Event, Report, Task
from tanggap.reports.photos import Upload
from tanggap.reports.words import OPEN_TASK, WITH_TASKS, TaskState

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
units = st.integers(0, 4)
numbers = st.integers(1, 8)
minutes = st.integers(1, 3000)


class Coordination(RuleBasedStateMachine):
    """Five units and their people ask one another, answer, refuse, hand back, and try to end the report."""

    @initialize()
    def begin(self) -> None:
        self.at, self.answering = START, ""
        with clock.at(START):
            self.report = make.report(category="sampah")
            kinds = (UnitKind.BRANCH, UnitKind.AGENCY, UnitKind.COMPANY, UnitKind.PARTNER)
            own = [make.unit(kind=kind).code for kind in kinds]
            self.units = [str(self.report.unit_id), *own]
            roles = (Role.OFFICER, Role.OFFICER, Role.OFFICER, Role.OFFICER, Role.PARTNER)
            self.people = [make.staff(of=unit, role=role) for unit, role in zip(self.units, roles, strict=True)]
            self.decider = make.staff(of="kota-31.75")
            reports.start(code=self.report.code, version=1, by=self.people[0])
        self.photo = [Upload(make.photo(1))]
        self.closed: dict[int, tuple[object, ...]] = {}

    def attempt(self, action: object, **facts: object) -> None:
        """Do something as somebody would; a refusal writes nothing."""
        before = Event.objects.filter(report=self.report).count()
        with clock.at(self.at):
            try:
                with transaction.atomic():
                    action(code=self.report.code, **facts)
                    with connection.cursor() as cursor:  # what is checked at commit
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            except Refusal:
                assert Event.objects.filter(report=self.report).count() == before

    @property
    def version(self) -> int:
        return int(Report.objects.get(pk=self.report.pk).version)

    def doer(self, number: int, who: int) -> object:
        """Return mostly the person whose task it is, else anybody."""
        task = Task.objects.filter(report=self.report, number=number).first()
        right = who % 2 == 0 and task is not None
        return self.people[self.units.index(str(task.unit_id))] if right else self.people[who]

    @rule(minutes=minutes)
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(who=units, asked=st.lists(units, min_size=1, max_size=3))
    def ask(self, who: int, asked: list[int]) -> None:
        chosen = [self.units[one] for one in asked]
        self.attempt(tasks.ask, version=self.version, by=self.people[who], units=chosen, message="Mohon")

    @rule(number=numbers, who=units)
    def accept(self, number: int, who: int) -> None:
        self.attempt(tasks_doing.accept, number=number, by=self.doer(number, who))

    @rule(number=numbers, who=units, other=st.integers(-1, 4), days=st.integers(0, 2))
    def decline(self, number: int, who: int, other: int, days: int) -> None:
        counter = {"counter_unit": self.units[other] if other >= 0 else ""}
        date = {"counter_due_at": self.at + timedelta(days=days)} if days else {}
        self.attempt(
            tasks_doing.decline,
            number=number,
            by=self.doer(number, who),
            reason="not_ours",
            message="x",
            **counter,
            **date,
        )

    @rule(number=numbers, who=units)
    def hand_back(self, number: int, who: int) -> None:
        self.attempt(tasks_doing.hand_back, number=number, by=self.doer(number, who), reason="unclear", message="x")

    @rule(number=numbers, who=units)
    def answer(self, number: int, who: int) -> None:
        self.attempt(tasks_doing.answer, number=number, by=self.doer(number, who), message="Beres")

    @rule(number=numbers, who=units)
    def agree(self, number: int, who: int) -> None:
        self.attempt(tasks.agree, number=number, by=self.people[who])

    @rule(number=numbers, named=units)
    def decide(self, number: int, named: int) -> None:
        self.attempt(tasks.decide, number=number, by=self.decider, unit=self.units[named], message="Kerjakan")

    @rule(chosen=st.lists(numbers, max_size=2), who=units)
    def withdraw(self, chosen: list[int], who: int) -> None:
        self.attempt(tasks.withdraw, by=self.people[who], numbers=chosen, message="x")

    @rule(who=units, onto=units)
    def hand_on(self, who: int, onto: int) -> None:
        self.attempt(
            reports.coordinate, version=self.version, by=self.people[who], unit=self.units[onto], message="Mohon"
        )

    @rule(who=units)
    def start(self, who: int) -> None:
        self.attempt(reports.start, version=self.version, by=self.people[who])

    @rule(who=units)
    def claim(self, who: int) -> None:
        self.attempt(
            reports.claim_done, version=self.version, by=self.people[who], message="Selesai", photos=self.photo
        )

    @invariant()
    def every_promise_holds(self) -> None:
        """Read the report, its tasks and its history once, and hold them to each promise."""
        report = Report.objects.get(pk=self.report.pk)
        every = list(Task.objects.filter(report=report))
        opened = [task for task in every if task.state in OPEN_TASK]
        self.one_unit_answers_and_the_history_says_which(report)
        self.tasks_are_open_on_reports_that_are_worked_on(report, opened)
        self.nobody_waits_for_oneself(opened)
        self.what_is_closed_stays_as_it_was([task for task in every if task.state not in OPEN_TASK])
        self.every_third_hand_back_is_decided(report, every)

    def one_unit_answers_and_the_history_says_which(self, report: Report) -> None:
        history = list(Event.objects.filter(report=report).order_by("version"))
        last = history[-1]
        assert (report.unit_id, report.state, report.version) == (last.unit_id, last.state_after, last.version)
        for before, event in pairwise(history):
            if event.kind.startswith("tasks."):
                assert before.version == event.version - 1
                assert (event.unit_id, event.state_after) == (before.unit_id, before.state_after)

    def tasks_are_open_on_reports_that_are_worked_on(self, report: Report, opened: list[Task]) -> None:
        assert report.open_tasks == len(opened)
        assert not opened or report.state in WITH_TASKS
        assert len({task.unit_id for task in opened}) == len(opened)

    def nobody_waits_for_oneself(self, opened: list[Task]) -> None:
        edges = {(str(task.asked_by_id), str(task.unit_id)) for task in opened}
        reach = set(edges)
        while more := {(a, d) for a, b in reach for c, d in edges if b == c} - reach:
            reach |= more
        assert not any(a == b for a, b in reach)

    def what_is_closed_stays_as_it_was(self, closed: list[Task]) -> None:
        for task in closed:
            row = tuple(getattr(task, field.attname) for field in Task._meta.concrete_fields)
            assert self.closed.setdefault(task.pk, row) == row

    def every_third_hand_back_is_decided(self, report: Report, every: list[Task]) -> None:
        back = [task for task in every if task.state == TaskState.HANDED_BACK]
        assert report.handed_back == len(back)
        assert sum(task.decider_id is not None for task in back) == len(back) // 3


@pytest.mark.django_db
def test_no_coordination_breaks_a_promise():
    @settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    class Machine(Coordination):
        pass

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Machine)
