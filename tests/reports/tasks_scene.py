"""A report with people of the units that a test needs: who answers for it, who is asked, who decides."""

from types import SimpleNamespace
from typing import Any

from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role, UnitKind
from tanggap.reports.actions import tasks, tasks_doing
from tanggap.reports.models import Event, Report, Task
from tanggap.reports.words import State


class Scene:
    """`officer` works in the unit that answers for `report`; `sudin`, `pln` and `other` are units with one person each."""

    def __init__(self, *, state: str = State.IN_PROGRESS, **changes: Any) -> None:
        self.report = make.report(state=state, **changes)
        self.officer = make.staff(of=str(self.report.unit_id))
        self.sudin, self.other = make.unit(name="Sudin Uji"), make.unit(name="Sudin Lain")
        self.pln = make.unit(kind=UnitKind.PARTNER, name="PLN Uji")
        self.people: dict[str, Staff] = {
            self.sudin.code: make.staff(of=self.sudin),
            self.other.code: make.staff(of=self.other),
            self.pln.code: make.staff(of=self.pln, role=Role.PARTNER),
        }

    @property
    def code(self) -> str:
        return str(self.report.code)

    def fresh(self) -> Report:
        self.report = Report.objects.get(pk=self.report.pk)
        return self.report

    def ask(self, *units: Any, by: Staff | None = None, **facts: Any) -> list[Task]:
        given = {"message": "Mohon angkat kabel yang menjuntai", **facts}
        codes = [unit.code for unit in units or (self.sudin,)]
        return tasks.ask(code=self.code, version=self.fresh().version, by=by or self.officer, units=codes, **given)

    def of(self, task: Task) -> Staff:
        """Return the person of the unit that a task asks."""
        return self.people[str(task.unit_id)]

    def accept(self, task: Task, **facts: Any) -> Task:
        return tasks_doing.accept(code=self.code, number=task.number, by=self.of(task), **facts)

    def decline(self, task: Task, **facts: Any) -> Task:
        given = {"reason": "not_ours", "message": "Bukan kabel kami", **facts}
        return tasks_doing.decline(code=self.code, number=task.number, by=self.of(task), **given)

    def hand_back(self, task: Task, **facts: Any) -> Task:
        given = {"reason": "no_capacity", "message": "Mobil tangga rusak", **facts}
        return tasks_doing.hand_back(code=self.code, number=task.number, by=self.of(task), **given)

    def answer(self, task: Task, **facts: Any) -> Task:
        given = {"message": "Kabel sudah dirapikan", **facts}
        return tasks_doing.answer(code=self.code, number=task.number, by=self.of(task), **given)

    def accepted(self, *units: Any, **facts: Any) -> Task:
        return self.accept(self.ask(*units, **facts)[0])

    def states(self) -> dict[str, str]:
        rows = Task.objects.filter(report=self.report).order_by("number")
        return {str(task.unit_id): str(task.state) for task in rows}

    def last(self) -> SimpleNamespace:
        event = Event.objects.filter(report=self.report).order_by("-version").first()
        assert event is not None
        return SimpleNamespace(
            kind=event.kind, payload=event.payload, unit=event.actor_unit_id, actor=event.actor_kind, told=event
        )
