"""The account as which a unit's program acts: every rule holds for it, and nobody meets it as a person."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from tests.clients import making
from tests.factories import make

from tanggap.agencies import absences, competencies, people, posts, teams, units
from tanggap.agencies import actions as accounts
from tanggap.agencies.competencies import NotCompetent
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role, UnitKind
from tanggap.clients import actions
from tanggap.clients.queries import ANONYMOUS, caller
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, NotFound, Refusal
from tanggap.reports import actions as reports
from tanggap.reports.access import NotYours
from tanggap.reports.models import Event
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return making.of_unit()


@pytest.fixture
def by(client):
    return actions.actor(caller(f"Bearer {making.key(client).key}"))


def test_an_event_keeps_the_program_and_its_unit(by):
    report = make.report()

    reports.start(code=report.code, version=report.version, by=by, message="Mulai")

    event = Event.objects.filter(report=report).latest("version")
    assert (event.actor_kind, event.actor_staff_id, event.actor_unit_id) == ("staff", by.pk, making.GEBANG)
    report.refresh_from_db()
    assert report.assignee_id is None


def test_another_units_report_is_not_its_own(by):
    report = make.report(handled_by="kel-31.75.06.1004")

    with pytest.raises(NotYours):
        reports.start(code=report.code, version=report.version, by=by, message="Mulai")


def test_it_is_an_officer_and_at_a_partner_a_partner_and_never_checks():
    partner = make.unit(kind=UnitKind.PARTNER)

    roles = {
        unit: list(Staff.objects.get(pk=making.of_unit(unit).staff_id).memberships.values_list("role", flat=True))
        for unit in (making.GEBANG, partner.code)
    }

    assert roles == {making.GEBANG: [Role.OFFICER], partner.code: [Role.PARTNER]}
    with pytest.raises(actions.programs.CannotHaveOne):
        making.of_unit("biro-pemerintahan")


def test_nobody_signs_in_with_it(by, rf):
    assert not by.is_active
    assert not by.has_usable_password()
    assert authenticate(rf.get("/"), username=by.username, password=by.password) is None


@pytest.mark.parametrize("act", [accounts.enable, accounts.reset_password, accounts.disable])
def test_no_operator_opens_it_by_hand(by, act):
    with pytest.raises(NotFound):
        act(by=None, username=by.username)


def test_no_list_of_people_roster_or_post_has_it(by):
    found = {
        "accounts": [one.username for one in people.listed(limit=200).rows],
        "closed accounts": [one.username for one in people.listed(is_active=False).rows],
        "colleagues": [name for name, _label in people.colleagues(making.GEBANG)],
        "team": [one.username for one in teams.members([making.GEBANG])[making.GEBANG]],
    }

    assert {name: by.username in names for name, names in found.items()} == dict.fromkeys(found, False)
    assert by.pk not in posts.Posts([making.GEBANG]).post(making.GEBANG, Role.OFFICER, area=None)
    colleague = make.staff(of=making.GEBANG)
    assert by.username not in [name for name, _label in absences.possible_covers(colleague)]


def test_no_work_is_assigned_to_it(by):
    report = make.report()
    supervisor = make.staff(of=making.GEBANG, role=Role.SUPERVISOR)

    with pytest.raises(Refusal):
        reports.assign(code=report.code, version=report.version, by=supervisor, assignee=by.username)


def test_a_competency_that_the_city_asks_for_is_asked_of_it_without_a_newcomers_grace(by):
    assert competencies.joined(by) < competencies.joined(make.staff(of=making.GEBANG))
    report = make.report(state="in_progress")
    with clock.at(clock.now() + timedelta(days=400)), pytest.raises(NotCompetent):
        reports.claim_done(
            code=report.code,
            version=report.version,
            by=by,
            message="Selesai",
            photos=[Upload(make.photo())],
        )


def test_who_calls_without_a_unit_acts_as_nobody():
    for one in (ANONYMOUS, caller(f"Bearer {making.key(making.program()).key}")):
        with pytest.raises(NotAllowed):
            actions.actor(one)


def test_a_unit_that_ends_leaves_no_program_to_its_heir(client, by):
    units.close_unit(by=None, unit=making.GEBANG, into="kel-31.75.06.1004", reason="merged")

    by.refresh_from_db()
    assert (by.unit_id, list(by.memberships.values_list("unit_id", flat=True))) == (making.GEBANG, [making.GEBANG])
