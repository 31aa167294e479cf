"""What is unusual on the leaders' pages: seen at once, its reports behind it, taken notice of or muted with a reason."""

from collections.abc import Iterator

import pytest
import time_machine
from tests.anomalies.receipts import NOW, city, flood, ordinary
from tests.factories import make
from tests.web.command.scene import GEBANG, governor
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.anomalies import actions
from tanggap.anomalies.models import Alarm, Mute
from tanggap.anomalies.words import AlarmState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _flood(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), city([*ordinary(), *flood(15)]):
        actions.look(now=NOW)
        yield


@pytest.fixture
def alarm():
    return Alarm.objects.get()


def test_it_stands_on_the_page_and_on_the_wall_and_leads_to_what_is_known_of_it(alarm):
    client = browser(governor())
    page = client.get("/command/")
    assert f'href="/command/lonjakan/{alarm.pk}/"' in page.content.decode()
    assert "Flood" in words(client.get("/command/?wall"))

    one = words(client.get(f"/command/lonjakan/{alarm.pk}/"))
    assert "15 reports, 15 of them public" in one
    assert "I deal with it" in one


def test_what_hardly_anybody_may_read_is_told_to_leaders_and_not_to_who_passes_a_wall(alarm):
    Alarm.objects.update(public_reports=3)
    client = browser(governor())
    assert f'href="/command/lonjakan/{alarm.pk}/"' in client.get("/command/").content.decode()
    assert "Flood" not in words(client.get("/command/?wall"))


def test_notice_is_taken_of_it_with_what_is_done(alarm):
    client = browser(governor())
    answer = client.post(f"/command/lonjakan/{alarm.pk}/tindak/", {"note": "Pumps are on their way"}, follow=True)
    assert "Pumps are on their way" in words(answer)
    assert Alarm.objects.get().state == AlarmState.NOTICED


def test_it_is_muted_with_a_reason_for_a_while_and_told_again_before(alarm):
    client, address = browser(governor()), f"/command/lonjakan/{alarm.pk}/diam/"
    given = {"version": alarm.version, "hours": "6", "reason": "Fire drill in Cakung"}

    assert client.post(address, {**given, "reason": "x"}).status_code == 422
    assert client.post(address, {**given, "hours": "999"}).status_code == 422
    assert client.post(address, {**given, "version": 999_999}).status_code == 409
    assert not Mute.objects.exists()
    assert "Fire drill in Cakung" in words(client.post(address, given, follow=True))
    assert client.post(f"/command/lonjakan/diam/{Mute.objects.get().pk}/akhiri/").status_code == 302


def test_its_hours_are_those_of_its_own_area(alarm):
    page = words(browser(governor()).get(f"/command/lonjakan/{alarm.pk}/"))
    assert "Floods and standing water in Cakung: the last day, hour by hour" in page


def test_a_leader_of_elsewhere_reads_it_and_is_told_who_decides(alarm):
    client = browser(make.staff(of="kota-31.71", role=Role.LEADER))
    said = "Who answers for Cakung, or for the whole city, decides about this. You may read it."
    page = words(client.get(f"/command/lonjakan/{alarm.pk}/"))
    refused = client.post(f"/command/lonjakan/{alarm.pk}/tindak/", {"note": "mine"})

    assert (said in page, "I deal with it" in page) == (True, False)
    assert (refused.status_code, said in words(refused)) == (403, True)
    assert Alarm.objects.get().state == AlarmState.OPEN


def test_one_that_there_is_not_and_one_of_whom_it_is_none_of_the_business(alarm):
    client = browser(governor())
    assert client.get("/command/lonjakan/999999/").status_code == 404
    assert client.post("/command/lonjakan/999999/tindak/").status_code == 404
    officer = browser(make.staff(of=GEBANG, role=Role.OFFICER))
    assert officer.get(f"/command/lonjakan/{alarm.pk}/").status_code == 403
    assert officer.post(f"/command/lonjakan/{alarm.pk}/tindak/").status_code == 403
