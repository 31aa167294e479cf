"""Not ours: who got a report that is not theirs says whose it is; the third time somebody decides, and that binds."""

import pytest
from tests.factories import LAMP, make

from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.actions.returning import NobodyElseDecides, NothingToDecide
from tanggap.reports.deciding import Decided, DecideInstead, decider
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import hands
from tanggap.reports.rerouting import WrongUnit
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
MAYOR = "kota-31.75"


def give(report: Report, unit: str = "", *, by=None, message: str = "Bukan tugas kami") -> Event:
    """Let the unit that has the report hand it back."""
    report.refresh_from_db()
    event = reports.hand_back(
        code=report.code, version=report.version, by=by or make.staff(of=report.unit_id), unit=unit, message=message
    )
    report.refresh_from_db()
    return event


def decide(report: Report, unit: str, *, by=None) -> Event:
    report.refresh_from_db()
    event = reports.decide(
        code=report.code, version=report.version, by=by or make.staff(of=report.unit_id), unit=unit, message="Tugasnya"
    )
    report.refresh_from_db()
    return event


def test_who_hands_back_names_whose_it_is_and_it_goes_there():
    report, sudin = make.report(), make.unit(name="Sudin Lampu")

    event = give(report, sudin.code)

    assert (report.unit_id, report.state, report.handed_back) == (sudin.code, State.COORDINATING, 1)
    assert not report.awaits_decision
    assert event.payload == {"message": "Bukan tugas kami", "unit": sudin.code, "count": 1}


def test_the_event_tells_when_the_citys_rules_name_the_unit_too():
    report = make.report(category=LAMP)
    competent = Event.objects.get(report=report).payload["route"]["competent"]

    assert give(report, competent).payload["by_rule"] is True


def test_who_does_not_know_sends_it_to_the_mayors_office_to_decide():
    report = make.report()

    event = give(report)

    assert (report.unit_id, report.awaits_decision) == (MAYOR, True)
    assert event.payload["for_decision"] is True


def test_the_third_time_it_goes_to_the_decider_whatever_is_said():
    report, units = make.report(), [make.unit() for _ in range(3)]
    give(report, units[0].code)
    give(report, units[1].code)

    event = give(report, units[2].code)

    assert (report.unit_id, report.handed_back, report.awaits_decision) == (MAYOR, 3, True)
    assert (event.payload["proposed"], event.payload["count"]) == (units[2].code, 3)


def test_a_decision_binds_the_unit_that_it_names():
    report, sudin = make.report(), make.unit()
    give(report)
    decide(report, sudin.code)
    assert (report.unit_id, report.awaits_decision, report.state) == (sudin.code, False, State.COORDINATING)

    with pytest.raises(Decided):
        give(report, make.unit().code)

    assert make.events(report) == ["intake.accept", "reports.hand_back", "reports.decide"]


def test_the_bound_unit_cannot_ask_it_back_to_one_that_had_it_but_another_one():
    report, sudin = make.report(), make.unit()
    kelurahan = report.unit_id
    give(report)
    decide(report, sudin.code)
    officer = make.staff(of=sudin)

    with pytest.raises(Decided):
        reports.coordinate(code=report.code, version=report.version, by=officer, unit=kelurahan, message="Mohon")

    reports.coordinate(code=report.code, version=report.version, by=officer, unit=make.unit().code, message="Mohon")


def test_a_changed_category_or_place_ends_the_decision():
    report, sudin = make.report(), make.unit()
    give(report)
    decide(report, sudin.code)
    intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
    reports.change(
        code=report.code, version=report.version, by=intake, category="sampah", unit=sudin.code, message="Sampah"
    )

    give(report, make.unit().code)

    assert report.handed_back == 2


def test_the_decider_may_keep_it():
    report = make.report()
    give(report)

    decide(report, MAYOR)

    assert (report.unit_id, report.awaits_decision) == (MAYOR, False)


def test_the_decider_who_begins_the_work_has_decided():
    report = make.report()
    give(report)

    reports.start(code=report.code, version=report.version, by=make.staff(of=MAYOR))

    report.refresh_from_db()
    assert (report.state, report.awaits_decision) == (State.IN_PROGRESS, False)


@pytest.mark.parametrize("passing", ["hand_back", "coordinate"])
def test_who_must_decide_does_not_pass_it_on(passing):
    report = make.report()
    give(report)
    act = getattr(reports, passing)

    with pytest.raises(DecideInstead):
        act(code=report.code, version=report.version, by=make.staff(of=MAYOR), unit=make.unit().code, message="Mohon")


def test_a_decision_that_nobody_asked_for_is_refused():
    report = make.report(state=State.COORDINATING)

    with pytest.raises(NothingToDecide):
        decide(report, make.unit().code)


def test_another_unit_decides_nothing():
    report = make.report()
    give(report)

    with pytest.raises(transitions.NotYours):
        decide(report, make.unit().code, by=make.staff(of=make.unit()))


@pytest.mark.parametrize("unit", ["no-such", "bagian-pemerintahan-31.75"])
def test_a_unit_that_cannot_take_it_is_refused(unit):
    report = make.report()

    with pytest.raises(WrongUnit):
        give(report, unit)

    assert make.events(report) == ["intake.accept"]


def test_nobody_hands_it_back_to_oneself_or_without_a_word():
    report = make.report()

    with pytest.raises(WrongUnit):
        give(report, report.unit_id)
    with pytest.raises(Invalid):
        give(report, make.unit().code, message=" ")


def test_where_the_last_decider_hands_back_it_must_name_a_unit():
    report = make.report(category=None, lon=None, lat=None, text="Tolong diperiksa")
    assert report.unit_id == city().intake_unit

    with pytest.raises(NobodyElseDecides):
        give(report)


def test_reports_of_the_whole_city_and_those_without_a_place_are_decided_by_the_citys_unit():
    assert decider(category=LAMP, area="31.75.06.1005") == MAYOR
    assert decider(category=LAMP, area=None) == "jsc-intake"
    assert decider(category="kjp", area="31.75.06.1005") in {"jsc-intake", MAYOR}
    assert decider(category=LAMP, area="31.75.06.1005", without=MAYOR) == "jsc-intake"


def test_two_units_between_which_it_goes_back_and_forth_are_shown():
    report, sudin = make.report(), make.unit()
    kelurahan = report.unit_id
    give(report, sudin.code)
    give(report, kelurahan)

    assert hands.of_report(report.pk, now=clock.now()).between == (kelurahan, sudin.code)


def test_a_supervisor_above_may_hand_back_for_a_unit_below():
    agency = make.unit(kind=UnitKind.AGENCY)
    branch = make.unit(parent=agency.code)
    report = make.report(handled_by=branch)

    give(report, make.unit().code, by=make.staff(of=agency, role=Role.SUPERVISOR))

    assert report.handed_back == 1
