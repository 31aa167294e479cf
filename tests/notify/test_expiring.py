"""What ends soon of people's competencies: told 60, 30 and 7 days before, once, to the person and who supervises."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies import competency_actions
from tanggap.agencies.absences import today
from tanggap.agencies.models import Certificate, Staff
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.notify import expiring, staff
from tanggap.notify.models import StaffNotice

pytestmark = pytest.mark.django_db

GEBANG = "kel-31.75.06.1005"


@pytest.fixture
def officer() -> Staff:
    return make.staff(of=GEBANG, competent=False)


def ends(person: Staff, days: int) -> None:
    make.certify(person, "penanganan-pohon", until=today() + timedelta(days=days))


def told() -> list[tuple[str, str]]:
    return list(StaffNotice.objects.order_by("id").values_list("staff__username", "about"))


@pytest.mark.parametrize(("days", "step"), [(60, "60"), (31, "60"), (30, "30"), (8, "30"), (7, "7"), (0, "7")])
def test_the_nearest_step_is_told(officer, days, step):
    ends(officer, days)

    assert expiring.tell() == 1
    assert told() == [(officer.username, f"{Certificate.objects.get().pk}/{step}")]


@pytest.mark.parametrize("days", [61, -1])
def test_neither_earlier_nor_afterwards(officer, days):
    ends(officer, days)

    assert expiring.tell() == 0


def test_each_step_once_however_often_it_is_looked(officer):
    ends(officer, 60)
    for passed in (0, 0, 10, 30, 31, 53, 54, 60):
        with clock.at(clock.now() + timedelta(days=passed)):
            expiring.tell()

    assert [about.split("/")[1] for _who, about in told()] == ["60", "30", "7"]


def test_the_supervisor_hears_of_all_in_one_notice(officer):
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    other = make.staff(of=GEBANG, competent=False)
    for person in (officer, other):
        ends(person, 20)
    expiring.tell()

    text = words(browser(chief).get("/desk/pemberitahuan/"))
    assert "Competencies end soon 2" in text
    assert f"{officer.display_name}: “Safe work on trees” (basic) until" in text
    assert StaffNotice.objects.filter(staff=chief).values("bundle").distinct().count() == 1
    own = words(browser(officer).get("/desk/pemberitahuan/"))
    assert f"{officer.display_name}: “Safe work on trees”" in own
    assert other.display_name not in own


def test_a_proof_that_a_later_one_replaced_is_no_news(officer):
    ends(officer, 20)
    competency_actions.enter(
        by=None, username=officer.username, competency="penanganan-pohon", level="dasar", evidence="K3/2", valid_from=today()
    )  # fmt: skip

    assert expiring.tell() == 0


def test_nor_one_that_was_revoked_or_whose_person_left(officer):
    ends(officer, 20)
    competency_actions.revoke(by=None, certificate=Certificate.objects.get().pk, because="Palsu")
    gone = make.staff(of=GEBANG, competent=False)
    ends(gone, 20)
    Staff.objects.filter(pk=gone.pk).update(is_active=False)

    assert expiring.tell() == 0


def test_it_is_seen_by_the_button_and_survives_a_rebuild_of_the_events(officer):
    ends(officer, 20)
    expiring.tell()
    staff.clear()
    notice = StaffNotice.objects.get()
    assert (
        browser(officer).post("/desk/pemberitahuan/lihat/", {"notice": str(notice.pk), "open": "1"}).status_code == 302
    )

    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_the_cost_is_constant(officer, django_assert_num_queries):
    for number in range(20):
        ends(make.staff(of=GEBANG, competent=False), number)
    ends(officer, 20)

    with django_assert_num_queries(5):
        assert expiring.tell() == 21


def test_the_database_wants_a_report_or_a_subject(officer):
    for about, number in (("", None), ("x", 5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffNotice.objects.create(
                staff=officer, kind=expiring.KIND, about=about, event=number, at=clock.now(), told_at=clock.now()
            )
