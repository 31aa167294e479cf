"""A report that is another city's goes there, once, without a word of who reported it; what becomes of it comes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from tests.api.open311 import making
from tests.channels import fake
from tests.factories import LAMP, make, photo
from tests.logs import own_events_seen
from tests.peers.http import Reply, may_call
from tests.peers.open311 import KEY, City

from tanggap.catalog.bodies import body
from tanggap.catalog.models import Channel
from tanggap.channels import forwarding
from tanggap.channels.models_forward import Forward
from tanggap.channels.open311 import ADAPTER
from tanggap.core import clock, cursors, shelf
from tanggap.feedback import actions as feedback
from tanggap.intake.words import Reporter
from tanggap.reports import actions as reports
from tanggap.reports import outbox
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

MORNING = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
WHO = Reporter(name="Ratna Canary77", email="ratna@example.org", phone="+6281234500001")


@pytest.fixture
def at(db):
    """Return a clock that a test moves on; the channel of other cities is on."""
    Channel.objects.filter(adapter="open311").update(is_active=True)
    shelf.clear_all()
    with own_events_seen(), clock.at(MORNING):
        yield


@pytest.fixture
def city(at, settings):
    with City() as running:
        may_call(settings, running)
        yield running


def account_of(address, **values):
    channel = Channel.objects.get(adapter="open311").code
    given = {"address": address, "body": "pln", "api_key": KEY, "service": "other", "services": f"{LAMP} = lamp"}
    return fake.account(ADAPTER, channel=channel, code="pln", **{**given, **values})


@pytest.fixture
def account(city):
    return account_of(city.url("/v2"))


def refer(report, to="pln"):
    officer = make.staff(of=report.unit_id)
    reports.refer(code=report.code, version=report.version, by=officer, message="Ini kewenangan PLN", body=to)
    report.refresh_from_db()


@pytest.fixture
def referred(account):
    report = make.report(reporter=WHO, address="Gang Melati 7", photos=[make_upload()])
    refer(report)
    return report


def make_upload():
    return Upload(photo(), "a.jpg")


def go_on(account, *, later=timedelta(0)):
    """Let the worker read the events and deal with what is due `later`."""
    with clock.at(clock.now() + later):
        cursors.catch_up(forwarding.CONSUMER)
        while forwarding.work(account):
            pass


def heard(report):
    """Return what the report's history holds of its partner: (status, words)."""
    found = Event.objects.filter(report=report, kind="feedback.partner").order_by("version")
    return [(event.payload.get("status", ""), event.payload.get("message", "")) for event in found]


def row():
    return Forward.objects.get()


@pytest.mark.django_db
class TestHandingOver:
    def test_what_everybody_may_read_goes_and_nothing_of_the_reporter(self, city, account, referred):
        go_on(account)

        (sent,) = city.posts
        fields = sent.form
        assert sent.path == "/v2/requests.json"
        assert (fields["service_code"], fields["api_key"]) == ("lamp", KEY)
        assert (float(fields["lat"]), float(fields["long"])) == (referred.lat, referred.lon)
        assert referred.text in fields["description"]
        assert f"/laporan/{referred.code}/" in fields["description"]
        assert not {"first_name", "last_name", "email", "phone", "device_id", "account_id"} & fields.keys()
        for secret in ("Ratna", "Canary", "ratna@", "81234500001", make.token(referred)):
            assert secret not in sent.body.decode()

    def test_its_id_is_written_into_the_history(self, city, account, referred):
        go_on(account)

        (remote,) = city.requests
        assert (row().state, row().remote) == ("sent", remote)
        assert [words for _status, words in heard(referred)] == [f"Diterima di sana sebagai {remote}."]

    def test_it_goes_once_however_often_the_log_is_read(self, city, account, referred):
        for _ in range(3):
            forwarding.apply(list(outbox.after(cursors.START, 1000)))
            go_on(account, later=timedelta(seconds=1))

        assert len(city.posts) == 1

    def test_a_body_that_no_account_reaches_gets_nothing(self, city, account):
        refer(make.report(), to="telkom")
        go_on(account)

        assert (city.received, Forward.objects.count()) == ([], 0)

    def test_what_was_referred_before_there_was_the_account_is_not_sent(self, city):
        report = make.report()
        with clock.at(MORNING - timedelta(days=30)):
            old = make.report()
            refer(old)
        account = account_of(city.url("/v2"))
        refer(report)
        go_on(account)

        assert [one.form["description"].count(report.code) > 0 for one in city.posts] == [True]

    def test_a_private_report_is_not_sent(self, city, account):
        refer(make.report(visibility="private"))
        go_on(account)

        assert (city.posts, row().state) == ([], "resting")

    def test_a_report_that_was_taken_back_meanwhile_is_not_sent(self, city, account, referred):
        feedback.appeal(code=referred.code, token=make.token(referred), message="Ini lampu kota")
        go_on(account)

        assert (city.posts, row().state) == ([], "resting")

    def test_a_city_that_speaks_xml_alone(self, city):
        account = account_of(city.url("/v2"), format="xml")
        report = make.report()
        refer(report)
        go_on(account)

        assert city.posts[0].path == "/v2/requests.xml"
        assert row().remote in city.requests


@pytest.mark.django_db
class TestTrouble:
    @pytest.mark.parametrize(
        "reply", [Reply(status=503), Reply(status=429, headers={"Retry-After": "60"}), Reply(status=403)]
    )
    def test_a_system_that_cannot_now_is_asked_later(self, city, account, referred, reply):
        city.script(reply)
        go_on(account)
        assert (row().state, row().error != "") == ("waiting", True)

        go_on(account, later=timedelta(hours=1))
        assert (len(city.posts), row().state) == (2, "sent")

    def test_a_refusal_is_told_with_their_reason_and_not_repeated(self, city, account, referred):
        city.script(Reply.json([{"code": 400, "description": "Outside our area"}], status=400))
        go_on(account)
        go_on(account, later=timedelta(days=2))

        assert (len(city.posts), row().state, row().next_at) == (1, "failed", None)
        assert "Outside our area" in heard(referred)[0][1]

    @pytest.mark.parametrize(
        "reply", [Reply(hangs_up=True), Reply(status=500), Reply(body=b"<html>thanks", status=200), Reply.json([{}])]
    )
    def test_nobody_knows_whether_it_was_taken_so_it_is_shown_and_not_repeated(self, city, account, referred, reply):
        city.script(reply)
        go_on(account)
        go_on(account, later=timedelta(days=2))

        assert (len(city.posts), row().state) == (1, "unsure")
        assert "Tidak diketahui" in heard(referred)[0][1]

    def test_a_city_that_keeps_keys_says_what_came_of_a_lost_answer(self, city, account, referred):
        city.script(Reply(status=500))
        go_on(account)
        key = city.posts[0].headers["idempotency-key"]
        city.tokens[key] = "9500"
        city.requests["9500"] = {"status": "open"}
        go_on(account, later=timedelta(minutes=10))

        assert (len(city.posts), row().state, row().remote) == (1, "sent", "9500")

    def test_a_worker_that_died_meanwhile_leaves_it_unsure(self, city, account, referred):
        cursors.catch_up(forwarding.CONSUMER)
        Forward.objects.update(state="sending", next_at=MORNING)
        go_on(account)

        assert (city.posts, row().state) == ([], "unsure")


@pytest.mark.django_db
class TestFollowing:
    def test_a_token_is_followed_until_there_is_an_id(self, city, account, referred):
        city.is_batch = True
        go_on(account)
        go_on(account, later=timedelta(minutes=10))
        assert (row().state, row().token, row().remote) == ("sent", "token-1", "")

        city.give_ids()
        go_on(account, later=timedelta(hours=1))

        assert row().remote == city.tokens["token-1"]

    def test_their_status_and_notes_become_the_partners_word_once(self, city, account, referred):
        go_on(account)
        (remote,) = city.requests
        city.move(remote, "closed", "Lampu sudah diganti")
        for hours in (1, 30, 60):
            go_on(account, later=timedelta(hours=hours))

        assert heard(referred)[1:] == [("closed", "Lampu sudah diganti")]
        referred.refresh_from_db()
        assert referred.state == State.REFERRED

    def test_without_news_it_is_asked_ever_more_seldom(self, city, account, referred):
        go_on(account)
        for hour in range(1, 49):
            go_on(account, later=timedelta(hours=hour))

        assert 5 < len(city.received) - 1 < 14

    def test_a_city_that_forgot_it_is_not_believed(self, city, account, referred):
        go_on(account)
        city.requests.clear()
        go_on(account, later=timedelta(hours=1))

        assert (row().state, "404" in row().error, len(heard(referred))) == ("sent", True, 1)


@pytest.mark.django_db(transaction=True)
def test_one_of_our_cities_forwards_to_another_of_ours(at, settings, live_server):
    settings.PRIVATE_PEERS = {urlsplit(live_server.url).netloc}
    account = account_of(
        f"{live_server.url}/open311/v2", api_key=making.key(), service=LAMP, services="", attributes="fault = out",
        jurisdiction="jakarta.go.id",
    )  # fmt: skip
    report = make.report(reporter=WHO)
    refer(report)
    go_on(account)

    there = Report.objects.get(code=row().remote)
    assert (there.category_id, report.text in there.text) == (LAMP, True)
    go_on(account, later=timedelta(minutes=10))
    assert heard(report)[1] == ("open", "Menunggu.")
    assert body("pln") is not None


@pytest.mark.django_db
def test_the_test_button_says_what_does_not_fit(city):
    account = account_of(city.url("/v2"))

    well = ADAPTER.check(account)
    strange = ADAPTER.check(account_of_same(account, services=f"{LAMP} = nope"))
    unnamed = ADAPTER.check(account_of_same(account, services="", service=""))

    assert (well.is_well, strange.is_well, unnamed.is_well) == (True, False, False)
    assert "nope" in str(strange.words)


def account_of_same(account, **values):
    return replace(account, values={**account.values, **values})
