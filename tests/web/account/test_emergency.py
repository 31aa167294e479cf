"""The emergency account: a sealed password opens it for some hours, and everybody who answers for the city hears of it."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.web.account.ways import is_in, later, sign_in
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies import actions, alarms, signing_in
from tanggap.agencies.models import Audit
from tanggap.agencies.models_sign_in import Seal
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
REASON = "The identity provider is down and the city is under water"


@pytest.fixture
def keeper():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


@pytest.fixture
def envelope(keeper):
    person = make.staff(of="jsc-intake", role=Role.OPERATOR)
    return person, signing_in.seal(by=keeper, username=person.username)


def opened(envelope):
    person, password = envelope
    client = browser()
    sign_in(client, person, password)
    client.post("/masuk/darurat/", {"reason": REASON})
    alarms._shelf.clear()
    return client


def test_it_asks_for_a_reason_and_for_no_second_factor(envelope):
    person, password = envelope
    client = browser()

    assert sign_in(client, person, password)["Location"] == "/masuk/darurat/"
    assert client.post("/masuk/darurat/", {"reason": "short"}).status_code == 422
    assert not is_in(client)
    assert client.post("/masuk/darurat/", {"reason": REASON})["Location"] == "/masuk/ke/"
    assert is_in(client)


def test_every_operator_and_leader_is_alarmed_on_every_page_and_nobody_else(envelope, keeper):
    leader, officer = make.staff(of="kota-31.75", role=Role.LEADER), make.staff(of=GEBANG)
    opened(envelope)

    for person, page in ((keeper, "/admin/"), (leader, "/masuk/akun/")):
        said = words(browser(person).get(page))
        assert f"The emergency account {envelope[0].display_name} was opened on" in said
        assert REASON in said
    assert "emergency account" not in words(browser(officer).get("/desk/"))


def test_each_sees_it_until_the_own_reading(envelope, keeper):
    leader = make.staff(of="kota-31.75", role=Role.LEADER)
    opened(envelope)
    (alarm,) = alarms.for_person(keeper)

    browser(keeper).post(f"/masuk/akun/kabar/{alarm.id}/")
    alarms._shelf.clear()

    assert alarms.for_person(keeper) == []
    assert [row.id for row in alarms.for_person(leader)] == [alarm.id]


def test_its_own_pages_are_red(envelope):
    assert "Emergency account in use until" in words(opened(envelope).get("/admin/"))


def test_each_use_is_written_down(envelope):
    opened(envelope)
    opened(envelope)

    acts = Audit.objects.filter(subject=envelope[0], act="unsealed").values_list("facts__reason", flat=True)
    assert list(acts) == [REASON, REASON]


def test_it_closes_by_itself_and_stays_closed(envelope):
    client = opened(envelope)

    with later(signing_in.HOURS * 3600 + 1):
        assert not is_in(client)
    Seal.objects.update(opened_at=clock.now() - timedelta(hours=5), closes_at=clock.now() - timedelta(hours=1))
    shut = sign_in(browser(), *envelope)
    assert (shut.status_code, "An operator must seal it again" in words(shut)) == (403, True)


def test_sealing_it_anew_takes_a_new_password(envelope, keeper):
    opened(envelope)
    fresh = signing_in.seal(by=keeper, username=envelope[0].username)

    assert sign_in(browser(), *envelope).status_code == 422
    assert sign_in(browser(), envelope[0], fresh)["Location"] == "/masuk/darurat/"


def test_an_operator_seals_it_on_the_page(keeper):
    person = make.staff(of="jsc-intake", role=Role.OPERATOR)
    page = browser(keeper).post(f"/admin/orang/{person.username}/segel/")

    assert "seal it in an envelope" in words(page)
    assert "Emergency account: its sealed password alone" in words(
        browser(keeper).get(f"/admin/orang/{person.username}/")
    )


def test_nobody_seals_the_own_account_nor_without_the_role(keeper):
    with pytest.raises(actions.NotOneself):
        signing_in.seal(by=keeper, username=keeper.username)
    with pytest.raises(NotAllowed):
        signing_in.seal(by=make.staff(of=GEBANG), username=keeper.username)
    with pytest.raises(Invalid):
        signing_in.seal(by=None, username=keeper.username, hours=100)
    assert not Seal.objects.exists()
