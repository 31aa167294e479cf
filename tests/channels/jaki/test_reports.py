"""A report of the app: kept first, filed at once, the same once, and an installation's own alone to see."""

import json
import secrets
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from tests.channels.jaki.app import App, account, problem
from tests.factories import LAMP, make

from tanggap.api.jaki import signed as face
from tanggap.channels import accounts, processing
from tanggap.channels.contract import Later
from tanggap.channels.jaki import ADAPTER, transfers
from tanggap.channels.models import Arrival
from tanggap.channels.models_jaki import Device, Own, Transfer
from tanggap.core import crypto
from tanggap.intake.models import Inbound
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db
CANARY = {"name": "Ratna Canary5", "email": "canary5@example.org", "phone": "+6281234500005"}


@pytest.fixture
def app():
    account()
    made = App()
    made.register()
    return made


def test_a_report_with_photos_is_on_the_right_desk_when_the_app_has_its_answer(app):
    uploads = [app.photo(), app.photo()]

    answer = app.report(uploads=uploads, reporter=CANARY)

    report, told = Report.objects.get(), answer.json()
    assert (answer.status_code, told["code"], told["unit"]["code"], told["status"]) == (
        201,
        report.code,
        report.unit_id,
        "received",
    )
    assert told["private_url"].endswith(f"/laporan/{report.code}/{make.token(report)}/")
    assert (report.channel_id, report.category_id, report.language) == ("jaki", LAMP, "id")
    assert (Photo.objects.filter(report=report).count(), Transfer.objects.count()) == (2, 0)
    assert (Arrival.objects.get().state, Arrival.objects.get().outcome) == ("done", "filed")


def test_the_same_again_is_the_same_report(app):
    key, uploads = str(uuid4()), [app.photo()]
    first = app.report(key=key, uploads=uploads)

    again = app.report(key=key, uploads=uploads)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json(), Report.objects.count()) == (first.json(), 1)


def test_the_same_key_with_other_content_is_refused(app):
    key = str(uuid4())
    app.report(key=key)

    assert problem(app.report(key=key, text="Jalan berlubang besar"))[:2] == (409, "key_reused")
    assert Report.objects.count() == 1


def test_two_installations_may_choose_the_same_key(app):
    other, key = App(), "k" * 20
    other.register()

    assert [each.report(key=key).status_code for each in (app, other)] == [201, 201]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"key": "1"}, ["key"]), ({"key": 5}, ["key"]), ({"key": "k" * 300}, ["key"]), ({"text": ""}, ["text"]), ({"text": "😡"}, ["text"]),
        ({"status": "resolved"}, ["status"]), ({"unit_id": "x"}, ["unit_id"]), ({"channel": "inspektorat"}, ["channel"]),
        ({"external_id": "x"}, ["external_id"]), ({"category": "tidak-ada"}, ["category"]),
        ({"location": {"lon": 0.0, "lat": 0.0}}, ["location"]),
        ({"location": {"lon": 107.3, "lat": -6.2}}, ["location"]), ({"location": {"lon": -6.2, "lat": 106.9}}, ["location"]),
        ({"reporter": {"email": "x"}}, ["reporter.email"]), ({"uploads": ["x"]}, ["uploads"]), ({"uploads": "x"}, ["uploads"]),
        ({"uploads": [str(uuid4())]}, ["uploads"]), ({"uploads": [str(uuid4()) for _n in range(11)]}, ["uploads"]),
        ({"occurred_at": "kemarin"}, ["occurred_at"]), ({"occurred_at": "2099-01-01T00:00:00+07:00"}, ["occurred_at"]),
    ],
)  # fmt: skip
def test_what_the_reporter_can_mend_is_named_and_nothing_is_kept(app, changes, fields):
    answer = app.report(**changes)

    assert (problem(answer)[0], problem(answer)[2]) == (422, fields)
    assert (Arrival.objects.count(), Report.objects.count(), Own.objects.count()) == (0, 0, 0)


def test_anothers_photo_is_not_taken(app):
    other = App()
    other.register()
    upload = app.photo()

    assert problem(other.report(uploads=[upload]))[2] == ["uploads"]
    assert app.report(uploads=[upload]).status_code == 201


def test_a_photo_belongs_to_one_report(app, monkeypatch):
    upload = app.photo()
    monkeypatch.setattr(ADAPTER, "read", _later)
    assert app.report(uploads=[upload]).status_code == 202

    assert problem(app.report(uploads=[upload]))[2] == ["uploads"]


def _later(_account, _payload):
    raise Later("not now")


def test_a_report_that_cannot_be_filed_now_is_kept_and_filed_by_the_worker(app, monkeypatch):
    key, upload = str(uuid4()), app.photo()
    with monkeypatch.context() as now:
        now.setattr(ADAPTER, "read", _later)
        answer = app.report(key=key, uploads=[upload])
    assert (answer.status_code, answer.json()) == (202, {"key": key, "status": "waiting"})
    assert app.call("GET", "/reports").json()["reports"][0]["status"] == "waiting"

    arrival = Arrival.objects.get()
    processing.deal(accounts.by_id(arrival.account_id), arrival)

    (row,) = app.call("GET", "/reports").json()["reports"]
    assert (row["key"], row["status"], row["code"]) == (key, "received", Report.objects.get().code)
    assert Photo.objects.count() == 1
    assert (transfers.sweep(), Transfer.objects.count()) == (1, 0)


def test_nothing_of_the_reporter_and_the_installation_stands_in_the_clear(app):
    app.report(reporter=CANARY)
    arrival, inbound = Arrival.objects.get(), Inbound.objects.get()

    kept = b"".join(
        [
            bytes(arrival.sealed),
            arrival.external_id.encode(),
            inbound.external_id.encode(),
            bytes(Own.objects.get().owner),
        ]
    )
    assert all(secret.encode() not in kept for secret in (app.device, *CANARY.values()))
    known = crypto.unseal(bytes(Identity.objects.get().sealed), context=f"identity:{Report.objects.get().pk}")
    assert (known["handle"], known["account"]) == (app.device, "app")


def report_at_leisure(app, number, **more):
    face.forget_everybody()
    return app.report(text=f"Lampu jalan mati nomor {number}", **more).json()["code"]


def test_the_list_is_the_installations_own_newest_first_and_names_nobody(app):
    other = App()
    other.register()
    other.report()
    codes = [report_at_leisure(app, number, reporter=CANARY) for number in range(22)]

    first = app.call("GET", "/reports")
    second = app.call("GET", first.json()["next"].removeprefix("/api/jaki/v1"))

    rows = [*first.json()["reports"], *second.json()["reports"]]
    assert [row["code"] for row in rows] == codes[::-1]
    assert second.json()["next"] is None
    assert not any(secret in first.content.decode() for secret in CANARY.values())
    assert first["Cache-Control"] == "no-store"


def test_the_list_costs_the_same_for_one_and_for_twenty(app, django_assert_num_queries):
    for number in range(20):
        report_at_leisure(app, number)
    app.call("GET", "/reports")

    with django_assert_num_queries(3):  # the installation, the nonce, the list
        assert len(app.call("GET", "/reports").json()["reports"]) == 20


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "1%27"])
def test_a_page_that_is_none_is_refused(app, after):
    assert problem(app.call("GET", f"/reports?after={after}"))[0] == 422


def test_an_own_report_opens_with_what_can_be_done(app):
    code = app.report(visibility="private").json()["code"]

    told = app.call("GET", f"/reports/{code.lower()}").json()

    assert (told["code"], told["may"], told["question"]) == (code, [], None)
    assert [event["kind"] for event in told["events"]] == ["intake.accept"]


def test_anothers_report_an_unknown_one_and_no_code_look_alike(app):
    other = App()
    other.register()
    code = other.report().json()["code"]

    answers = [app.call("GET", f"/reports/{name}") for name in (code, "JK-0000-0000-000", "x" * 500)]
    answers += [app.call("POST", f"/reports/{name}/add", {"text": "x"}) for name in (code, "JK-0000-0000-000")]

    assert {problem(answer)[:2] for answer in answers} == {(404, "not_found")}


def test_the_reporter_answers_adds_rates_and_reopens_in_the_app(app):
    code = app.report().json()["code"]
    report = Report.objects.get()
    reports.ask(code=code, version=1, by=make.staff(of=report.unit_id), question="Di sisi mana?")
    asked = app.call("GET", f"/reports/{code}").json()
    assert (asked["question"], asked["may"], app.call("GET", "/reports").json()["reports"][0]["asked"]) == (
        "Di sisi mana?",
        ["answer"],
        True,
    )

    assert app.call("POST", f"/reports/{code}/answer", {"text": "Sisi utara"}).json()["status"] == "received"
    key = secrets.token_hex(8)
    assert [
        app.call("POST", f"/reports/{code}/add", {"text": "Dekat SD", "key": key}).status_code for _twice in range(2)
    ] == [200, 200]
    assert make.events(report).count("feedback.add") == 1
    assert problem(app.call("POST", f"/reports/{code}/rate", {"score": 4}))[:2] == (409, "not_possible")
    assert problem(app.call("POST", f"/reports/{code}/rate", {"score": True}))[2] == ["score"]
    assert problem(app.call("POST", f"/reports/{code}/answer", {}))[2] == ["text"]
    assert problem(app.call("POST", f"/reports/{code}/close", {"text": "x"}))[:2] == (404, "not_found")


def test_more_reports_than_a_person_writes_wait(app, monkeypatch):
    monkeypatch.setattr(face._reports, "size", 2)
    answers = [app.report() for _time in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_installation_that_sent_a_report_is_blocked_and_let_in_again(app, capsys):
    other = App()
    other.register()
    code = app.report().json()["code"]

    call_command("installations", "block", code.lower())
    assert (problem(app.report())[:2], other.report().status_code) == ((401, "not_signed"), 201)
    call_command("installations", "unblock", code, "--json")
    assert app.report().status_code == 201
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"report": code, "blocked": False}


@pytest.mark.parametrize("code", ["JK-0000-0000-000", "x"])
def test_a_report_of_no_installation_blocks_nobody(app, code):
    with pytest.raises(CommandError):
        call_command("installations", "block", code)
    assert not Device.objects.filter(is_blocked=True).exists()
