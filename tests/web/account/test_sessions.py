"""Sessions are seen and ended, idle ones end by themselves, and a new device is told."""

import pytest
from tests.factories import make
from tests.web.account.ways import FIREFOX, PASSWORD, PHONE, is_in, later, sign_in
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies import alarms, sessions
from tanggap.agencies.models_sign_in import Device, Session
from tanggap.agencies.words import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG, password=PASSWORD)


def signed_in(person, agent=FIREFOX):
    client = browser()
    client.defaults["HTTP_USER_AGENT"] = agent
    sign_in(client, person)
    return client


def test_a_person_sees_where_and_since_when(sari):
    signed_in(sari, PHONE)
    said = words(signed_in(sari).get("/masuk/akun/"))

    assert "Firefox · Linux here since" in said
    assert "Chrome · Android since" in said
    assert "127.0.0.1" in said


def test_and_ends_one_or_all_others(sari):
    here, phone, tablet = signed_in(sari), signed_in(sari, PHONE), signed_in(sari, PHONE)
    one = next(row for row in sessions.of(sari, here=here.session.session_key) if not row.is_here)

    here.post("/masuk/akun/sesi/", {"id": one.id})
    assert [is_in(here), is_in(phone), is_in(tablet)].count(True) == 2
    here.post("/masuk/akun/sesi/")
    assert [is_in(here), is_in(phone), is_in(tablet)] == [True, False, False]


def test_nobody_ends_anothers_session(sari):
    theirs = signed_in(make.staff(of=GEBANG, password=PASSWORD))
    wanted = sessions._id(theirs.session.session_key)

    signed_in(sari).post("/masuk/akun/sesi/", {"id": wanted})

    assert is_in(theirs)


def test_the_list_names_no_key_that_opens_a_session(sari):
    client = signed_in(sari)

    assert client.session.session_key not in client.get("/masuk/akun/").content.decode()


def test_an_operator_signs_somebody_out_everywhere(sari):
    client = signed_in(sari)
    operator = make.staff(of="jsc-intake", role=Role.OPERATOR)

    browser(operator).post(f"/admin/orang/{sari.username}/keluarkan/")

    assert not is_in(client)


def test_a_session_that_nobody_uses_ends_and_one_in_use_does_not(sari, settings):
    used, idle = signed_in(sari), signed_in(sari)

    with later(40 * 60):
        assert is_in(used)
    with later(80 * 60):
        assert is_in(used)
        assert not is_in(idle)


def test_what_a_page_asks_for_by_itself_keeps_no_session_alive(sari):
    client = signed_in(sari)

    with later(40 * 60):
        client.get("/desk/denyut/")
    with later(61 * 60):
        assert not is_in(client)


def test_no_session_outlives_the_day(sari, settings):
    client = signed_in(sari)
    for minutes in range(0, 12 * 60, 50):
        with later(minutes * 60):
            assert is_in(client), minutes

    with later(12 * 3600 + 1):
        assert not is_in(client)


def test_a_page_asks_for_session_person_and_roles_in_one_statement(sari, django_assert_num_queries):
    client = signed_in(sari)
    client.get("/masuk/ke/")

    with django_assert_num_queries(1):
        client.get("/masuk/ke/")


def test_a_citizens_page_asks_for_no_session(django_assert_num_queries):
    client = browser()
    client.get("/masuk/")

    with django_assert_num_queries(0):
        client.get("/masuk/")
    assert Session.objects.count() == 0


def test_a_new_device_is_told_until_it_was_seen(sari):
    first = signed_in(sari)
    assert "New sign-in" not in words(first.get("/desk/"))

    phone = signed_in(sari, PHONE)
    alarms._shelf.clear()
    said = words(first.get("/desk/"))
    assert "New sign-in to your account: Chrome · Android" in said
    assert "New sign-in" not in words(browser(make.staff(of=GEBANG)).get("/desk/"))

    (alarm,) = alarms.for_person(sari)
    first.post(f"/masuk/akun/kabar/{alarm.id}/", {"next": "/desk/"})
    alarms._shelf.clear()
    assert "New sign-in" not in words(phone.get("/desk/"))


def test_of_several_new_devices_one_is_told_at_a_time_and_none_is_forgotten(sari):
    first = signed_in(sari)
    signed_in(sari, PHONE)
    signed_in(sari, PHONE)
    alarms._shelf.clear()
    told = [alarm.id for alarm in alarms.for_person(sari)]

    assert len(told) == 2
    for alarm in told:
        page = words(first.get("/desk/"))
        assert page.count("New sign-in to your account") == 1
        first.post(f"/masuk/akun/kabar/{alarm}/", {"next": "/desk/"})
        alarms._shelf.clear()
    assert "New sign-in" not in words(first.get("/desk/"))


def test_it_was_not_me_leads_to_ending_the_sessions(sari):
    first = signed_in(sari)
    signed_in(sari, PHONE)
    alarms._shelf.clear()
    (alarm,) = alarms.for_person(sari)

    answer = first.post(f"/masuk/akun/kabar/{alarm.id}/", {"mine": "no"}, follow=True)

    assert answer.redirect_chain == [("/masuk/akun/", 302)]
    assert "End the sessions that are not yours" in words(answer)


def test_the_same_browser_is_known_again(sari):
    client = signed_in(sari)
    client.post("/keluar/")
    sign_in(client, sari)

    assert Device.objects.filter(staff=sari).count() == 1


def test_anothers_alarm_is_not_found(sari):
    signed_in(sari)
    signed_in(sari, PHONE)
    alarms._shelf.clear()
    (alarm,) = alarms.for_person(sari)

    assert browser(make.staff(of=GEBANG)).post(f"/masuk/akun/kabar/{alarm.id}/").status_code == 404
