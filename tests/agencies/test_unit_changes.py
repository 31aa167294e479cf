"""Units end: closed, merged, split. Reports and people go along, history keeps the names, nothing new ever reaches them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from tests.factories import LITTER, make

from tanggap.agencies import queries as agencies
from tanggap.agencies import units
from tanggap.agencies.models import Membership, Staff, Unit, UnitChange
from tanggap.agencies.words import Role, UnitKind
from tanggap.catalog import pack
from tanggap.catalog.routing import route
from tanggap.core import shelf
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.feedback import actions as feedback
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.actions.handling import WrongUnit
from tanggap.reports.models import Event
from tanggap.reports.queries import public
from tanggap.reports.words import State
from tanggap.verification import actions as verification

pytestmark = pytest.mark.django_db
HOME, NEXT = "kel-31.75.06.1005", "kel-31.75.06.1001"


def merge(*ends: str, into: str = NEXT) -> list[units.Ending]:
    found = units.merge_units(by=None, units=ends, into=into, reason="Pemekaran")
    shelf.clear_all()
    return found


def test_open_reports_go_to_the_heir_with_an_event_and_closed_ones_stay_as_they_were():
    report, closed = make.report(), make.report(state=State.REJECTED)
    merge(HOME)

    assert reports.move_on() == 1

    report.refresh_from_db()
    closed.refresh_from_db()
    assert (report.unit_id, report.state, closed.unit_id) == (NEXT, State.RECEIVED, HOME)
    assert make.events(report) == ["intake.accept", "reports.move"]
    assert make.events(closed) == ["intake.accept", "reports.reject"]
    assert Event.objects.get(report=report, version=2).payload == {"unit": NEXT, "before": {"unit": HOME}}


def test_moving_goes_on_where_it_was_cut_off_and_does_nothing_twice():
    made = [make.report() for _ in range(3)]
    merge(HOME)

    assert [reports.move_on(limit=2), reports.move_on(limit=2), reports.move_on(limit=2)] == [2, 1, 0]
    assert {len(make.events(report)) for report in made} == {2}


def test_history_tells_the_unit_by_the_name_that_it_had():
    with translation.override("en"):
        report, name = make.report(state=State.REJECTED), agencies.unit_label(HOME)
        merge(HOME)

        assert name == "Pulo Gebang kelurahan office"
        assert public.report(report.code).unit == name
        assert public.report(report.code).timeline[0].facts[0] == ("unit", name)


def test_what_would_have_gone_to_it_goes_to_its_heir():
    merge(HOME)

    assert route(category=LITTER, area="31.75.06.1005").unit == NEXT
    assert make.report().unit_id == NEXT


def test_an_agencys_branches_are_found_under_its_heir():
    branch = route(category=LITTER, area="31.75.06.1005").competent
    agency = agencies.unit(branch).parent
    heir = make.unit(kind=UnitKind.AGENCY)
    merge(agency, into=heir.code)

    assert agencies.unit(branch).parent == heir.code
    assert route(category=LITTER, area="31.75.06.1005").competent == branch


def test_an_heir_that_ends_hands_on_to_its_own():
    last = make.unit()
    merge(HOME)
    merge(NEXT, into=last.code)

    assert agencies.heir(HOME) == last.code
    assert make.report().unit_id == last.code


@pytest.mark.parametrize("act", ["coordinate", "hand_back", "change"])
def test_nothing_is_given_to_a_unit_that_has_ended(act):
    report, target = make.report(), make.unit()
    merge(target.code, into=NEXT)

    with pytest.raises(WrongUnit):
        getattr(reports, act)(
            code=report.code, version=1, by=make.staff(of=report.unit_id), unit=target.code, message="Mohon"
        )


def test_a_report_that_opens_again_opens_at_the_heir():
    report = make.report(state=State.RESOLVED, category=LITTER)
    merge(HOME)

    feedback.reopen(code=report.code, token=make.token(report), message="Masih ada")

    report.refresh_from_db()
    assert (report.unit_id, report.state) == (NEXT, State.REOPENED)


def test_people_work_in_the_heir_and_hold_each_role_once():
    person, both = make.staff(of=HOME), make.staff(of=HOME)
    Membership.objects.create(staff=both, role=Role.OFFICER, unit_id=NEXT)

    merge(HOME)

    assert list(Membership.objects.filter(staff__in=[person, both]).values_list("role", "unit")) == [
        ("officer", NEXT),
        ("officer", NEXT),
    ]
    assert set(Staff.objects.filter(pk__in=[person.pk, both.pk]).values_list("unit", flat=True)) == {NEXT}


def test_whoever_works_on_a_report_keeps_it_when_moving_along():
    person = make.staff(of=HOME)
    report = make.report()
    reports.start(code=report.code, version=1, by=person)
    merge(HOME)
    reports.move_on()

    report.refresh_from_db()
    assert (report.assignee_id, report.unit_id, report.state) == (person.pk, NEXT, State.IN_PROGRESS)


def test_a_split_goes_by_the_areas_of_the_heirs():
    near, far = make.unit(area="31.75.06"), make.unit(area="31.71")
    old = make.unit()
    report = make.report(handled_by=old)
    units.split_unit(by=None, unit=old.code, into=[far.code, near.code], reason="Dipecah")
    shelf.clear_all()

    reports.move_on()

    report.refresh_from_db()
    assert report.unit_id == near.code
    assert agencies.heir(old.code) == far.code


def test_a_claim_goes_to_the_verifiers_heir_unless_that_one_worked_on_it():
    report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
    heir = make.unit(kind=UnitKind.VERIFIER)
    merge(report.verifier_id, into=heir.code)
    reports.move_on()

    report.refresh_from_db()
    assert (report.verifier_id, report.unit_id) == (heir.code, HOME)
    checker = make.staff(of=heir, role=Role.VALIDATOR)
    verification.accept(
        code=report.code, version=report.version, verifier=checker, checklist=make.checklist(report), photos=[]
    )


def test_a_pack_that_still_names_the_unit_does_not_bring_it_back(settings):
    merge(HOME)

    change = pack.load(pack.read(settings.TANGGAP_PACK))

    assert HOME not in {one.code for one in change.changes}
    assert not Unit.objects.get(code=HOME).is_active


def test_the_change_is_written_down_with_its_reason():
    operator = make.staff(of=city().intake_unit, role=Role.OPERATOR)
    units.close_unit(by=operator, unit=HOME, into=NEXT, reason="Perda 1/2026")

    row = UnitChange.objects.get(unit=HOME)
    assert (row.actor, row.kind, row.heirs, row.reason) == (operator, "closed", [NEXT], "Perda 1/2026")


@pytest.mark.parametrize(
    ("unit", "into", "reason", "refusal"),
    [
        (HOME, HOME, "x", units.NoHeir),
        (HOME, "no-such", "x", units.NoHeir),
        ("no-such", NEXT, "x", NotFound),
        (HOME, "bagian-pemerintahan-31.75", "x", units.StillAnswers),
        ("bagian-pemerintahan-31.75", NEXT, "x", units.StillAnswers),
        ("jsc-intake", NEXT, "x", units.NamedByTheCity),
        (HOME, NEXT, " ", Invalid),
    ],
)
def test_what_would_leave_work_to_nobody_is_refused(unit, into, reason, refusal):
    with pytest.raises(refusal):
        units.close_unit(by=None, unit=unit, into=into, reason=reason)

    assert not UnitChange.objects.exists()


def test_only_an_operator_ends_units():
    with pytest.raises(NotAllowed):
        units.close_unit(by=make.staff(of=HOME, role=Role.SUPERVISOR), unit=HOME, into=NEXT, reason="x")


def test_of_two_merged_at_once_none_is_when_one_cannot_be():
    with pytest.raises(units.NamedByTheCity):
        merge(HOME, "jsc-intake")

    assert Unit.objects.get(code=HOME).is_active


def command(*words: str) -> dict[str, object]:
    out = StringIO()
    call_command("unit", *words, "--json", stdout=out)
    shelf.clear_all()
    return json.loads(out.getvalue())


def test_the_command_first_says_what_would_move_and_then_moves_it():
    report = make.report()
    make.staff(of=HOME)

    people = Staff.objects.filter(unit=HOME).count()

    told = command("merge", HOME, NEXT, "--dry-run")
    assert (told["reports"], told["people"], told["into"]) == (1, people, [NEXT])
    assert Unit.objects.get(code=HOME).is_active

    assert command("merge", HOME, NEXT, "--reason", "Pemekaran")["reports"] == 1
    report.refresh_from_db()
    assert report.unit_id == NEXT
    assert command("list") == {"ended": {HOME: [NEXT]}}
    assert command("resume") == {"reports": 0}


def test_the_command_says_in_words_why_it_refuses():
    with pytest.raises(CommandError, match=r"pack\.toml"), translation.override("en"):
        call_command("unit", "close", "jsc-intake", "--into", NEXT, "--reason", "x")
