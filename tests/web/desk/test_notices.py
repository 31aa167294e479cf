"""The bell and the list behind it."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.notify.models import StaffNotice
from tanggap.notify.staff import CONSUMER


@pytest.fixture
def told(client, db):
    """Return a signed-in officer who was told of one report, and the report."""
    unit = make.unit()
    officer = make.staff(of=unit)
    report = make.report(
        handled_by=unit, officer=officer, at=clock.now() - timedelta(hours=2), reporter=make.reporter(7)
    )
    with own_events_seen():
        cursors.catch_up(CONSUMER)
    client.force_login(officer)
    return officer, report


def test_the_bell_says_how_much_is_new_on_every_page_of_the_staff(client, told):
    page = client.get("/desk/").content.decode()
    assert 'class="bell-new" aria-hidden="true">1<' in page


def test_the_list_names_the_report_and_nobody_who_reported(client, told):
    page = client.get("/desk/pemberitahuan/").content.decode()
    assert told[1].code in page
    assert "canary" not in page.lower()


def test_looking_changes_nothing_a_button_does(client, told):
    client.get("/desk/pemberitahuan/")
    notice = StaffNotice.objects.get(staff=told[0])
    assert notice.seen_at is None

    answer = client.post("/desk/pemberitahuan/lihat/", {"notice": notice.bundle, "open": "1"})

    notice.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/{told[1].code}/")
    assert notice.seen_at is not None


def test_everything_is_seen_at_once(client, told):
    answer = client.post("/desk/pemberitahuan/lihat-semua/", follow=True)
    assert answer.status_code == 200
    assert not StaffNotice.objects.filter(staff=told[0], seen_at__isnull=True).exists()


def test_another_persons_notice_is_not_there(client, told):
    stranger = make.staff(of=make.unit(), role=Role.VALIDATOR)
    client.force_login(stranger)
    bundle = StaffNotice.objects.get(staff=told[0]).bundle

    assert client.post("/desk/pemberitahuan/lihat/", {"notice": bundle}).status_code == 404
    assert told[1].code not in client.get("/desk/pemberitahuan/").content.decode()


def test_who_is_not_signed_in_is_led_to_the_sign_in(client, db):
    assert client.get("/desk/pemberitahuan/").status_code == 302
