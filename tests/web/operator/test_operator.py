"""The operator's pages: health, people, city pack, channels; a password is shown once and never again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies.models import Audit, Membership, Staff
from tanggap.agencies.words import Role
from tanggap.catalog.models import Channel
from tanggap.core import clock, health, heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


@pytest.fixture
def client(operator):
    return browser(operator)


def new(client, **changes):
    given = {
        "display_name": "Sari Wulandari",
        "username": "sari",
        "unit": GEBANG,
        "role": "officer",
        "language": "",
        **changes,
    }
    return client.post("/admin/orang/baru/", given)


def shown_password(page):
    return page.content.decode().partition('data-copy="')[2].partition('"')[0]


def test_the_overview_says_what_works_and_what_needs_somebody(client):
    said = words(client.get("/admin/"))
    assert "Database works PostgreSQL" in said
    assert "Worker needs you Start it with `tanggap run`" in said
    assert "In it 318 areas," in said

    heartbeat.beat(heartbeat.WORKER)
    assert "Worker works" in words(client.get("/admin/"))
    with clock.at(clock.now() - timedelta(minutes=2)):
        heartbeat.beat(heartbeat.WORKER)
    assert "Worker needs you" in words(client.get("/admin/"))


def test_jobs_that_failed_are_named_without_their_arguments(client):
    before = health.jobs()  # a test that commits may have left some
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " values ('default', 'tanggap.sweep', '{\"phone\": \"+62812\"}', 'failed', 3), ('default', 'tanggap.later', '{}', 'todo', 0)"
        )
    said = words(client.get("/admin/"))

    assert f"jobs that wait {before.waiting + 1} " in said
    assert f"jobs that failed for good {before.failed + 1} " in said
    assert "tanggap.sweep after 3 tries" in said
    assert "+62812" not in said


def test_a_new_account_shows_its_password_once(client, operator):
    page = new(client)
    password = shown_password(page)

    assert page.status_code == 201
    assert authenticate(None, username="sari", password=password) is not None
    assert "It is shown only now and kept nowhere." in words(page)
    for address in ("/admin/orang/sari/", "/admin/orang/", "/admin/"):
        assert password not in client.get(address).content.decode()
    assert set(Audit.objects.values_list("actor", flat=True)) == {operator.pk}


def test_a_units_name_is_taken_for_its_code(client):
    assert new(client, unit="Kelurahan Pulo Gebang").status_code == 201
    assert Staff.objects.get(username="sari").unit_id == GEBANG


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "Sari W"}, "3 to 64 small letters"),
        ({"username": ""}, "This field is required."),
        ({"unit": "nowhere"}, "There is no active unit of this code."),
        ({"role": "citizen"}, "Select a valid choice."),
        ({"display_name": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_an_account_is_said_by_its_field(client, changes, said):
    page = new(client, **changes)

    assert page.status_code == 422
    assert said in words(page)
    assert not Staff.objects.filter(display_name="Sari Wulandari").exists()


def test_a_taken_name_is_refused(client):
    new(client)

    page = new(client, username="SARI")

    assert (page.status_code, "This username is taken." in words(page)) == (409, True)


def test_roles_are_given_and_taken_away(client):
    new(client)
    given = {"role": "validator", "unit": "biro-pemerintahan", "area": ""}

    assert "Validator · Government Bureau (Biro Pemerintahan)" in words(
        client.post("/admin/orang/sari/peran/", given, follow=True)
    )
    page = client.post("/admin/orang/sari/peran/cabut/", given, follow=True)

    assert "The role is taken away." in words(page)
    assert [row.role for row in Membership.objects.filter(staff__username="sari")] == ["officer"]
    assert "Role taken away: Validator · Government Bureau (Biro Pemerintahan)" in words(page)


@pytest.mark.parametrize(("field", "value"), [("unit", "nowhere"), ("area", "99.99")])
def test_a_role_somewhere_unknown_is_refused_by_its_field(client, field, value):
    new(client)

    page = client.post("/admin/orang/sari/peran/", {"role": "officer", field: value})

    assert page.status_code == 422
    assert "There is no active" in words(page)


def test_a_closed_account_is_out_at_once_and_can_come_back(client):
    new(client)
    sari = browser(Staff.objects.get(username="sari"))
    assert sari.get("/desk/").status_code == 200

    client.post("/admin/orang/sari/tutup/")
    assert sari.get("/desk/").status_code == 302

    page = client.post("/admin/orang/sari/buka/", follow=True)
    assert "The account is open again" in words(page)


def test_a_new_password_replaces_the_old_one(client):
    old = shown_password(new(client))

    made = shown_password(client.post("/admin/orang/sari/sandi/"))

    assert authenticate(None, username="sari", password=old) is None
    assert authenticate(None, username="sari", password=made) is not None


def test_an_operator_cannot_lock_the_own_door(client, operator):
    page = client.post(f"/admin/orang/{operator.username}/tutup/")
    assert (page.status_code, "You cannot close your own account" in words(page)) == (409, True)

    page = client.post(
        f"/admin/orang/{operator.username}/peran/cabut/", {"role": "operator", "unit": "jsc-intake", "area": ""}
    )
    assert page.status_code == 409
    assert Staff.objects.get(pk=operator.pk).is_active


def test_people_are_found_and_listed_page_by_page(client, django_assert_num_queries):
    new(client)
    for number in range(60):
        make.staff(of=GEBANG, role=Role.VALIDATOR if number == 7 else Role.OFFICER)

    assert "Sari Wulandari" in words(client.get("/admin/orang/", {"q": "wulan"}))
    assert "Nobody fits" in words(client.get("/admin/orang/", {"q": "zzz"}))
    assert client.get("/admin/orang/", {"role": "validator"}).content.decode().count('<th scope="row">') == 1
    first = client.get("/admin/orang/")
    assert first.content.decode().count('<th scope="row">') == 50
    following = first.content.decode().partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(f"/admin/orang/{following}").content.decode().count('<th scope="row">') == 12
    with django_assert_num_queries(4):
        client.get("/admin/orang/")


@pytest.mark.parametrize("query", [{"q": "%"}, {"q": "\x00"}, {"role": "zzz"}, {"after": "\x00"}, {"state": "'"}])
def test_any_search_is_answered(client, query):
    assert client.get("/admin/orang/", query).status_code == 200


def test_nobody_unknown_is_found(client):
    assert client.get("/admin/orang/nobody/").status_code == 404
    assert client.post("/admin/orang/nobody/sandi/").status_code == 404


def test_the_pack_on_disk_is_compared_and_not_loaded(client):
    assert "Nothing: the files say what is loaded." in words(client.get("/admin/paket/"))

    Channel.objects.filter(code="qlue").update(name={"id": "Lain", "en": "Other"})
    page = client.get("/admin/paket/")

    assert "changed : channel qlue (name)" in words(page)
    assert Channel.objects.get(code="qlue").name["en"] == "Other"


def test_a_pack_with_faults_says_which(client, tmp_path, settings):
    (tmp_path / "pack.toml").write_text((settings.TANGGAP_PACK / "pack.toml").read_text("utf-8"), "utf-8")
    settings.TANGGAP_PACK = tmp_path

    said = words(client.get("/admin/paket/"))

    assert "The pack on disk has faults" in said
    assert "units.csv" in said


def test_every_page_is_private(client, operator):
    for address in ("/admin/", "/admin/orang/", f"/admin/orang/{operator.username}/", "/admin/paket/", "/admin/kanal/"):
        assert client.get(address)["Cache-Control"] == "private, no-store"
    assert settings.SESSION_COOKIE_HTTPONLY
