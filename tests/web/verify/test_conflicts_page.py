"""Conflicts of interest as a page: declared by oneself, taken back by those who answer for one, a single case by its button."""

import pytest
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.reports.words import State
from tanggap.verification import queries
from tanggap.verification.models import Conflict

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
PATH = "/verify/benturan/"


@pytest.fixture
def person(client):
    made = make.staff(of=EAST, role=Role.VALIDATOR)
    client.force_login(made)
    return made


def text(answer):
    return " ".join(answer.content.decode().split())


def declare(client, **given):
    return client.post(PATH, {"key": "k" * 20, "reason": "Adik saya bekerja di sana", **given})


def test_a_unit_is_declared_and_its_work_leaves_the_queue(client, person):
    report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
    make.staff(of=EAST, role=Role.VALIDATOR)

    answer = declare(client, unit=report.unit_id)

    assert (answer.status_code, queries.queue(person).rows) == (302, [])
    assert "Adik saya bekerja di sana" in text(client.get(PATH))


@pytest.mark.parametrize("given", [{}, {"unit": "ghost"}, {"officer": "ghost"}])
def test_what_names_nobody_is_refused_under_its_field(client, person, given):
    answer = declare(client, **given)

    assert (answer.status_code, Conflict.objects.count()) == (422, 0)
    assert "Adik saya bekerja di sana" in text(answer)


def test_a_conflict_without_a_reason_is_refused(client, person):
    assert (declare(client, unit=EAST, reason="").status_code, Conflict.objects.count()) == (422, 0)


def test_one_does_not_take_back_ones_own(client, person):
    declare(client, unit="kel-31.75.06.1004")
    number = Conflict.objects.get().pk

    assert client.post(f"{PATH}{number}/cabut/").status_code == 403
    assert Conflict.objects.get().withdrawn_at is None


def test_who_leads_the_unit_takes_it_back(client, person):
    declare(client, unit="kel-31.75.06.1004")
    number = Conflict.objects.get().pk
    client.force_login(make.staff(of=EAST, role=Role.SUPERVISOR))
    shown = text(client.get(PATH))

    assert person.display_name in shown
    assert client.post(f"{PATH}{number}/cabut/").status_code == 302
    assert Conflict.objects.get().withdrawn_at is not None


def test_an_officer_has_no_such_page(client):
    client.force_login(make.staff(of="kel-31.75.06.1004"))

    assert client.get(PATH).status_code == 403


def test_a_single_case_is_handed_on_by_its_button(client, person):
    report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
    colleague = make.staff(of=EAST, role=Role.VALIDATOR)

    answer = client.post(
        f"/verify/{report.code}/recuse/", {"version": report.version, "key": "k" * 20, "reason": "Tetangga saya"}
    )

    assert answer.status_code == 302
    assert ([row.code for row in queries.queue(person).rows], [row.code for row in queries.queue(colleague).rows]) == (
        [],
        [report.code],
    )
    assert "Anda menyatakan benturan kepentingan atas pekerjaan ini" in text(client.get(f"/verify/{report.code}/"))


def test_handing_on_needs_a_reason(client, person):
    report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
    make.staff(of=EAST, role=Role.VALIDATOR)

    answer = client.post(f"/verify/{report.code}/recuse/", {"version": report.version, "key": "k" * 20})

    assert (answer.status_code, Conflict.objects.count()) == (422, 0)
