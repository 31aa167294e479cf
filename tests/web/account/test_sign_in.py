"""Signing in: to one's own work, by the same answer for known and unknown names, and never to another site."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies import actions
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def sari():
    return make.staff(of=GEBANG, password=PASSWORD)


@pytest.fixture
def _guarded(settings):
    settings.AXES_ENABLED = True
    cache.clear()


def sign_in(client, username, password=PASSWORD, **more):
    return client.post("/masuk/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(
    ("role", "unit", "work"),
    [
        (Role.OFFICER, GEBANG, "/desk/"),
        (Role.SUPERVISOR, GEBANG, "/desk/"),
        (Role.INTAKE, "jsc-intake", "/desk/"),
        (Role.VALIDATOR, "biro-pemerintahan", "/verify/"),
        (Role.OPERATOR, "jsc-intake", "/admin/"),
        (Role.LEADER, "kota-31.75", "/command/"),
        (Role.ANALYST, "jsc-intake", "/evaluation/"),
    ],
)
def test_everybody_gets_to_the_own_work(role, unit, work):
    person, client = make.staff(of=unit, role=role, password=PASSWORD), browser()
    Staff.objects.filter(pk=person.pk).update(is_demo=True)  # which asks nobody for a second factor

    assert sign_in(client, person.username)["Location"] == "/masuk/ke/"
    assert client.get("/masuk/ke/")["Location"] == work


def test_one_comes_back_to_the_page_that_was_asked_for(sari):
    client = browser()
    asked = client.get("/desk/?view=overdue")["Location"]

    assert asked == "/masuk/?next=%2Fdesk%2F%3Fview%3Doverdue"
    assert 'name="next" value="/desk/?view=overdue"' in client.get(asked).content.decode()
    assert sign_in(client, sari.username, next="/desk/?view=overdue")["Location"] == "/desk/?view=overdue"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/desk/",
        "//example.org/",
        "/\\example.org",
        "///example.org",
        "javascript:alert(1)",
        "http:///desk/",
        "\x00/desk/",
        "https://testserver/desk/",
        "desk/",
    ],
)
def test_a_sign_in_never_leads_to_another_site(sari, elsewhere):
    client = browser()

    assert "example.org" not in client.get("/masuk/", {"next": elsewhere}).content.decode()
    assert sign_in(client, sari.username, next=elsewhere)["Location"] == "/masuk/ke/"


def test_known_unknown_and_closed_accounts_get_the_same_answer_after_the_same_work(sari, monkeypatch):
    closed = make.staff(of=GEBANG, password=PASSWORD)
    actions.disable(by=None, username=closed.username)
    hashed = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: (hashed.append(1), plain(*given))[1])

    def tried(username, password):
        hashed.clear()
        response = sign_in(browser(), username, password)
        return response.status_code, words(response), len(hashed), response["Cache-Control"]

    known = tried(sari.username, "wrong horse battery")
    assert tried("nobody-of-that-name", "wrong horse battery") == known
    assert tried(closed.username, "wrong horse battery") == known
    assert tried(closed.username, PASSWORD) == known
    assert known[0] == 422
    assert "do not fit together" in known[1]
    assert known[2] == 1


@pytest.mark.parametrize("username", ["", "a\x00b", "x" * 5000, "' or 1=1 --", "%", "é"])
def test_any_name_is_answered(username):
    assert sign_in(browser(), username).status_code == 422


def test_a_name_is_read_in_any_case(sari):
    assert sign_in(browser(), sari.username.upper()).status_code == 302


@pytest.mark.usefixtures("_guarded")
def test_after_eight_failures_the_door_is_shut_for_a_while_whatever_the_case(sari, settings):
    client = browser()
    for number in range(settings.AXES_FAILURE_LIMIT):
        name = sari.username.upper() if number % 2 else sari.username
        sign_in(client, name, "wrong horse battery")

    shut = sign_in(client, sari.username)

    assert (shut.status_code, "Too many attempts. Please wait 15 minutes" in words(shut)) == (429, True)
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("_guarded")
def test_an_unknown_name_is_shut_out_just_so(settings):
    client = browser()
    answers = [sign_in(client, "nobody-at-all").status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)]

    assert answers[-1] == 429


def test_signing_in_makes_a_new_session(sari):
    client = browser()
    client.get("/masuk/")
    session = client.session
    session["mine"] = 1
    session.save()
    before = session.session_key

    sign_in(client, sari.username)

    assert client.session.session_key != before


def test_signing_out_is_a_post_and_ends_the_session(sari):
    client = browser(sari)

    assert client.get("/keluar/").status_code == 405
    assert client.get("/desk/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert client.get("/desk/").status_code == 302


def test_a_closed_account_is_out_at_the_next_request(sari):
    client = browser(sari)
    actions.disable(by=None, username=sari.username)

    assert client.get("/desk/").status_code == 302


def test_a_new_password_ends_the_sessions(sari):
    client = browser(sari)
    actions.reset_password(by=None, username=sari.username)

    assert client.get("/desk/").status_code == 302


def test_the_language_of_the_person_comes_along(sari):
    actions.set_language(by=sari, language="en")
    client = browser(language="id")

    response = sign_in(client, sari.username)

    assert response.cookies["bahasa"].value == "en"
    assert "My unit" in words(client.get("/desk/"))


def test_one_chooses_the_own_language(sari):
    client = browser(sari)

    response = client.post("/masuk/akun/bahasa/", {"language": "id"}, follow=True)

    assert Staff.objects.get(pk=sari.pk).language == "id"
    assert "Akun saya" in words(response)
    assert client.post("/masuk/akun/bahasa/", {"language": "xx"}).status_code == 422


def test_one_changes_the_own_password_and_stays_signed_in_here_alone(sari):
    here, elsewhere = browser(sari), browser(sari)

    wrong = here.post("/masuk/akun/sandi/", {"old_password": "no", "password": "a long new password"})
    assert (wrong.status_code, "This is not your present password." in words(wrong)) == (422, True)
    here.post("/masuk/akun/sandi/", {"old_password": PASSWORD, "password": "a long new password"})

    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert sign_in(browser(), sari.username, "a long new password").status_code == 302


def test_htmx_is_led_to_the_sign_in_page_and_back_to_the_whole_page():
    response = browser().get(
        "/desk/JK-0000-0000-000/",
        headers={
            "HX-Request": "true",
            "HX-Target": "section#report",
            "HX-Current-URL": "http://testserver/desk/?view=mine",
        },
    )

    assert (response.status_code, response["HX-Redirect"]) == (401, "/masuk/?next=%2Fdesk%2F%3Fview%3Dmine")
