"""What cannot be taken back is asked for twice: a proof of the last ten minutes."""

import pytest
from tests.factories import make
from tests.web.account.ways import PASSWORD, code, enrolled, later, sign_in
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.words import Role

pytestmark = pytest.mark.django_db
REFERER = {"HTTP_REFERER": "http://testserver/admin/orang/sari/"}


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR, password=PASSWORD)


@pytest.fixture
def sari():
    person = make.staff(of=GEBANG)
    person.username = "sari"
    person.save()
    return person


def give(client):
    return client.post("/admin/orang/sari/peran/", {"role": "validator", "unit": "biro-pemerintahan"}, **REFERER)


def test_a_role_is_given_within_ten_minutes_of_signing_in(operator, sari):
    client, _secret, _codes = enrolled(operator)

    with later(590):
        assert give(client)["Location"] == "/admin/orang/sari/"
    assert Membership.objects.filter(staff=sari, role=Role.VALIDATOR).exists()


def test_and_afterwards_only_after_another_code(operator, sari):
    client, secret, _codes = enrolled(operator)

    with later(620):
        asked = give(client)
        assert asked["Location"] == "/masuk/ulang/?next=%2Fadmin%2Forang%2Fsari%2F"
        assert not Membership.objects.filter(staff=sari, role=Role.VALIDATOR).exists()
        page = client.get(asked["Location"])
        assert "Nothing was changed yet" in words(page)
        assert client.post("/masuk/ulang/", {"code": "000000", "next": "/admin/orang/sari/"}).status_code == 422
        assert give(client)["Location"].startswith("/masuk/ulang/")

        shown = client.post("/masuk/ulang/", {"code": code(secret), "next": "/admin/orang/sari/"})
        assert shown["Location"] == "/admin/orang/sari/"
        assert give(client)["Location"] == "/admin/orang/sari/"
    assert Membership.objects.filter(staff=sari, role=Role.VALIDATOR).exists()


def test_who_has_no_factor_types_the_password(operator, sari):
    Staff.objects.filter(pk=operator.pk).update(is_demo=True)
    client = browser()
    sign_in(client, operator)

    with later(620):
        give(client)
        assert client.post("/masuk/ulang/", {"password": "wrong horse battery"}).status_code == 422
        assert (
            client.post("/masuk/ulang/", {"password": PASSWORD, "next": "//example.org/"})["Location"] == "/masuk/akun/"
        )
        assert give(client)["Location"] == "/admin/orang/sari/"


@pytest.mark.parametrize(
    "address",
    [
        "/admin/orang/baru/",
        "/admin/orang/sari/peran/",
        "/admin/orang/sari/peran/cabut/",
        "/admin/orang/sari/sandi/",
        "/admin/orang/sari/faktor/",
        "/admin/orang/sari/segel/",
        "/admin/orang/sari/identitas/",
        "/masuk/akun/faktor/",
        "/masuk/akun/faktor/1/hapus/",
        "/masuk/akun/cadangan/",
    ],
)
def test_it_is_asked_for_everywhere_that_matters(operator, sari, address):
    client, _secret, _codes = enrolled(operator)

    with later(620):
        assert client.post(address)["Location"].startswith("/masuk/ulang/")
