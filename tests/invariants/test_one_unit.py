"""Whatever people do, and however units are reorganised meanwhile: exactly one unit answers for every open report, and it is active."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.factories import make
from tests.fixtures import undone
from tests.invariants.test_histories import World, known  # noqa: F401

from tanggap.agencies import queries as agencies
from tanggap.agencies import units
from tanggap.agencies.models import Staff, Unit
from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock, shelf
from tanggap.core.refusal import Refusal
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import hands
from tanggap.reports.words import PENDING

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ENDS = ("end_unit", "end_unit", "move_on")
PASSES = ("hand_back", "hand_back", "hand_back", "decide", "coordinate", "change", "start")
REST = ("ask", "answer", "reject", "refer", "give_up", "appeal", "merge", "unmerge", "claim", "refuse_result")
act = st.one_of(st.sampled_from(ENDS), st.sampled_from(PASSES), st.sampled_from(PASSES), st.sampled_from(REST))
step = st.tuples(act, st.integers(0, 3), st.integers(0, 3000))


class Reorganised(World):
    """The world of the histories, in which units end as well; people move along with them."""

    def act(self, name: str, who: int, drift: int) -> None:
        holder = Report.objects.get(pk=self.report.pk).unit_id
        if holder not in {person.unit_id for person in self.people}:
            self.people.append(make.staff(of=holder))
        if name == "end_unit":
            self.end(who)
        elif name == "move_on":
            reports.move_on()
        elif name in {"hand_back", "decide", "coordinate", "change"}:
            self.give(name, who)
        else:
            super().act(name, who, drift)

    def give(self, name: str, who: int) -> None:
        """Let who has the report give it to one of two units, or (handing it back) to whoever decides."""
        report = Report.objects.get(pk=self.report.pk)
        person = next(person for person in self.people if person.unit_id == report.unit_id)
        unit = "" if name == "hand_back" and who > 1 else self.units[who % 2].code
        getattr(reports, name)(code=report.code, version=report.version, by=person, unit=unit, message="Mohon")

    def end(self, who: int) -> None:
        """Close one of the units that may have the report into a new one of its kind."""
        report = Report.objects.get(pk=self.report.pk)
        code = report.unit_id if who % 2 else self.units[who].code
        row = Unit.objects.get(code=code)
        if not row.is_active:
            return
        heir = make.unit(kind=row.kind)
        units.close_unit(by=None, unit=code, into=heir.code, reason="Reorganisasi")
        shelf.clear_all()
        self.people = [make.staff(of=heir, role=(Role.OFFICER, Role.VALIDATOR)), *self.people]
        seen_anew(self.people)
        if row.kind != UnitKind.VERIFIER:
            self.units[who] = heir


def seen_anew(people: list[Staff]) -> None:
    """Read people as the database has them now."""
    for person in people:
        person.refresh_from_db()
        vars(person).pop("_grants", None)


def check_one_unit(report: Report) -> None:
    events = list(Event.objects.filter(report=report).order_by("version"))
    assert events[-1].unit_id == report.unit_id
    answers = agencies.heir(report.unit_id)
    assert answers is not None
    if report.state in PENDING:
        assert Unit.objects.filter(code=answers, is_active=True).count() == 1
    told = hands.of_report(report.pk, now=events[-1].at)
    assert {account.unit for account in told.accounts} <= {one.unit_id for one in events} | {""}


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=5, max_size=20))
def test_exactly_one_unit_answers_whatever_happens(known, steps):  # noqa: F811
    shelf.clear_all()
    seen_anew(known[1])  # in the example before, which was taken back, they moved
    with undone():
        reorganise(known, steps)


def reorganise(known: tuple[list[Unit], list[Staff]], steps: list[tuple[str, int, int]]) -> None:  # noqa: F811
    """Let everybody try what the steps say, and look after each which unit answers."""
    with clock.at(START):
        world = Reorganised(known)
    at = START
    for name, who, minutes in steps:
        at += timedelta(minutes=minutes)
        with clock.at(at):
            try:
                world.act(name, who, 0)
                event(f"did {name}")
            except Refusal:
                event(f"refused {name}")
        check_one_unit(Report.objects.get(pk=world.report.pk))
    reports.move_on()
    for report in Report.objects.filter(state__in=sorted(PENDING)):
        assert agencies.unit(report.unit_id) is not None
        event(f"ended with {'the intake desk' if report.unit_id == city().intake_unit else 'a unit'}")
