"""A unit's program reads its work and does it, as the unit's people would: the same rules, nobody who reported, nothing twice."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import problem
from tests.clients import making
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.api import schemas_work as forms
from tanggap.clients import actions as clients
from tanggap.reports.models import Event, Photo
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
URL = "/api/v1/work"
KEY = "f0a7b6f2-2f4e-4a55-9a3d-0c8a3d1f6e11"


@pytest.fixture
def made():
    return making.key(making.of_unit())


@pytest.fixture
def unit(made):
    return making.bearer(made)


def act(client, unit, report, name, body=None, seen=None, **headers):
    sent = {**unit, **({"If-Match": seen} if seen else {}), **headers}
    return client.post(f"{URL}/reports/{report.code}/acts/{name}", body or {}, "application/json", headers=sent)


def read(client, unit, report):
    return client.get(f"{URL}/reports/{report.code}", headers=unit)


def test_a_program_of_no_unit_has_no_work(client):
    outsider = making.bearer(making.key(making.program()))

    assert problem(client.get(f"{URL}/reports"))[:2] == (401, "key_needed")
    assert problem(client.get(f"{URL}/reports", headers=outsider))[:2] == (403, "insufficient_scope")


def test_the_list_is_the_units_own_and_tells_nobody_who_reported(client, unit):
    ours = make.report(reporter=make.reporter())
    theirs = make.report(state=State.COORDINATING, handled_by=make.unit())

    answer = client.get(f"{URL}/reports", headers=unit)
    body = answer.json()

    assert [row["code"] for row in body["reports"]] == [ours.code]
    assert theirs.code not in answer.content.decode()
    assert "Canary" not in answer.content.decode() + read(client, unit, ours).content.decode()
    assert forms.WorkPage.model_validate(body).model_dump(mode="json") == body


def test_pages_follow_one_another_and_belong_to_their_list(client, unit):
    codes = {make.report().code for _ in range(3)}
    first = client.get(f"{URL}/reports?limit=2", headers=unit).json()
    second = client.get(first["next"], headers=unit).json()
    other = first["next"].replace("limit=2", "limit=2&view=overdue")

    assert {row["code"] for row in first["reports"] + second["reports"]} == codes
    assert second["next"] is None
    assert problem(client.get(other, headers=unit))[0] == 422


@pytest.mark.parametrize("query", ["view=mine", "due=soon", "status=done", "limit=0", "assignee=x", "area=99"])
def test_a_list_that_does_not_exist_is_refused(client, unit, query):
    assert problem(client.get(f"{URL}/reports?{query}", headers=unit)) == (422, "invalid", [query.partition("=")[0]])


def test_one_report_says_what_can_be_done_now(client, unit):
    report = make.report()
    answer = read(client, unit, report)
    body = answer.json()

    assert answer["ETag"] == f'"{report.version}"'
    assert set(body["acts"]) >= {"start", "ask", "note", "hand_back", "reject", "extend"}
    assert "claim_done" not in body["acts"]
    assert forms.WorkReport.model_validate(body).model_dump(mode="json") == body


def test_a_report_of_another_unit_is_not_there(client, unit):
    theirs = make.report(state=State.COORDINATING, handled_by=make.unit())
    hidden = make.report(visibility="private", state=State.COORDINATING, handled_by=make.unit())

    assert read(client, unit, hidden).status_code in {200, 404}  # who had it once reads on
    assert problem(act(client, unit, theirs, "start", seen='"2"'))[0] == 403


def test_work_is_done_from_start_to_claim(client, unit):
    report = make.report()
    started = act(client, unit, report, "start", {"message": "Tim berangkat"}, seen=read(client, unit, report)["ETag"])
    photo = SimpleUploadedFile("after.jpg", make.photo(), content_type="image/jpeg")
    media = client.post("/api/v1/media", {"file": photo}, headers=unit).json()["id"]
    claimed = act(
        client, unit, report, "claim_done", {"message": "Lampu diganti", "media": [media]}, seen=started["ETag"]
    )

    assert [started.status_code, claimed.status_code] == [200, 200], claimed.content
    assert forms.Done.model_validate(claimed.json()).model_dump(mode="json") == claimed.json()
    assert claimed.json()["status"] == "awaiting_validation"
    assert Photo.objects.filter(report=report, role="after").count() == 1
    assert set(Event.objects.filter(report=report, version__gt=1).values_list("actor_unit", flat=True)) == {
        making.GEBANG
    }


def test_without_a_version_nothing_is_done_and_an_old_one_is_told_what_happened(client, unit):
    report = make.report()
    seen = read(client, unit, report)["ETag"]
    act(client, unit, report, "start", {}, seen=seen)

    stale = act(client, unit, report, "ask", {"question": "Di mana?"}, seen=seen)

    assert problem(act(client, unit, report, "start"))[:2] == (428, "condition_needed")
    assert problem(stale)[:2] == (412, "changed_meanwhile")
    assert [change["kind"] for change in stale.json()["changes"]] == ["reports.start"]
    assert stale["ETag"] == read(client, unit, report)["ETag"]
    assert problem(act(client, unit, report, "ask", {"question": "Di mana?"}, seen='"x"'))[0] == 412
    assert make.events(report)[-1] == "reports.start"


def test_the_same_key_does_it_once_and_another_body_is_refused(client, unit):
    report = make.report()
    seen, key = read(client, unit, report)["ETag"], {"Idempotency-Key": KEY}

    first = act(client, unit, report, "ask", {"question": "Di mana?"}, seen=seen, **key)
    again = act(client, unit, report, "ask", {"question": "Di mana?"}, seen=seen, **key)
    other = act(client, unit, report, "ask", {"question": "Kapan?"}, seen=seen, **key)

    assert (first.json(), first.status_code) == (again.json(), again.status_code) == (again.json(), 200)
    assert again["Idempotent-Replay"] == "true"
    assert problem(other)[0] == 409
    assert make.events(report).count("reports.ask") == 1


@pytest.mark.parametrize(
    ("name", "body", "fields"),
    [
        ("ask", {}, ["question"]),
        ("note", {"note": "x", "actor": "Ratna"}, ["actor"]),
        ("reject", {"reason": "because", "message": "x"}, ["reason"]),
        ("extend", {"until": "soon", "message": "x"}, ["until"]),
        ("extend", {"until": "2020-01-01", "message": "x"}, ["until"]),
        ("start", {"media": ["x"]}, ["media.0"]),
        ("refer", {"message": "x"}, ["contact", "name"]),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_nothing_is_done(client, unit, name, body, fields):
    report = make.report()

    assert problem(act(client, unit, report, name, body, seen=f'"{report.version}"')) == (422, "invalid", fields)
    assert make.events(report) == ["intake.accept"]


@pytest.mark.parametrize("body", ['{"question": "a", "question": "b"}', '{"question": NaN}', "[" * 30000, "x", "[]"])
def test_a_body_without_one_meaning_is_refused(client, unit, body):
    report = make.report()
    sent = client.post(
        f"{URL}/reports/{report.code}/acts/ask",
        body,
        "application/json",
        headers={**unit, "If-Match": f'"{report.version}"'},
    )

    assert problem(sent)[:2] == (400, "not_json")


def test_what_the_lifecycle_does_not_permit_is_refused(client, unit):
    report = make.report()

    sent = act(client, unit, report, "claim_done", {"message": "Sudah"}, seen=f'"{report.version}"')

    assert problem(sent)[0] in {409, 422}
    assert make.events(report) == ["intake.accept"]


def test_a_key_revoked_meanwhile_writes_nothing(client, unit, made, monkeypatch):
    from tanggap.api import working

    report, real = make.report(), working.once

    def revoked(*given):
        clients.revoke_key(by=None, number=made.id)
        return real(*given)

    monkeypatch.setattr(working, "once", revoked)

    assert problem(act(client, unit, report, "start", {}, seen=f'"{report.version}"'))[0] == 401
    assert make.events(report) == ["intake.accept"]


def test_photos_are_read_by_the_unit_alone(client, unit):
    report = make.report(visibility="private", photos=(_upload(),))
    photo = read(client, unit, report).json()["photos"][0]
    path = photo["thumb_url"].partition("testserver")[2]

    assert client.get(path, headers=unit)["Content-Type"] == "image/jpeg"
    assert client.get(path).status_code == 401
    assert client.get(f"{URL}/photos/x/thumb", headers=unit).status_code == 404


def _upload():
    from tanggap.reports.photos import Upload

    return Upload(make.photo(), "lampu.jpg")


class TestTasks:
    """What another unit asked this one to do."""

    @pytest.fixture
    def scene(self):
        return Scene()

    @pytest.fixture
    def asked(self, scene):
        """Return the headers of a program of the asked unit."""
        scene.ask(scene.sudin)
        return making.bearer(making.key(making.of_unit(scene.sudin.code)))

    def do(self, client, asked, scene, name, body, seen):
        sent = {**asked, "If-Match": seen}
        return client.post(
            f"{URL}/tasks/{scene.code}/1/acts/{name}", json.dumps(body), "application/json", headers=sent
        )

    def test_it_is_listed_and_read(self, client, asked, scene):
        listed = client.get(f"{URL}/tasks", headers=asked).json()
        one = client.get(f"{URL}/tasks/{scene.code}/1", headers=asked)

        assert [(row["report"], row["number"]) for row in listed["tasks"]] == [(scene.code, 1)]
        assert forms.TaskPage.model_validate(listed).model_dump(mode="json") == listed
        assert forms.WorkTask.model_validate(one.json()).model_dump(mode="json") == one.json()
        assert (one["ETag"], one.json()["acts"]) == ('"1-asked"', ["accept", "decline"])

    def test_it_is_taken_on_and_done(self, client, asked, scene):
        accepted = self.do(client, asked, scene, "accept", {}, '"1-asked"')
        answered = self.do(client, asked, scene, "answer", {"message": "Kabel dirapikan"}, accepted["ETag"])

        assert (accepted.json()["status"], answered.json()["status"]) == ("accepted", "answered")
        assert make.events(scene.report)[-2:] == ["tasks.accept", "tasks.answer"]

    def test_it_is_declined_with_a_reason_of_the_list(self, client, asked, scene):
        wrong = self.do(client, asked, scene, "decline", {"reason": "tired", "message": "x"}, '"1-asked"')
        right = self.do(client, asked, scene, "decline", {"reason": "not_ours", "message": "Bukan kami"}, '"1-asked"')

        assert problem(wrong) == (422, "invalid", ["reason"])
        assert right.json()["status"] == "declined"

    def test_one_that_moved_on_is_shown_as_it_is(self, client, asked, scene):
        self.do(client, asked, scene, "accept", {}, '"1-asked"')
        late = self.do(client, asked, scene, "decline", {"reason": "not_ours", "message": "x"}, '"1-asked"')

        assert problem(late)[:2] == (412, "changed_meanwhile")
        assert late.json()["task"]["status"] == "accepted"

    def test_a_task_of_others_is_not_there(self, client, asked, scene):
        stranger = making.bearer(making.key(making.of_unit(make.unit().code)))

        assert client.get(f"{URL}/tasks/{scene.code}/1", headers=stranger).status_code == 404
        assert client.get(f"{URL}/tasks/{scene.code}/9", headers=asked).status_code == 404


def test_reading_costs_the_same_for_any_number_of_reports(client, unit):
    said = []
    for number in (1, 5):
        for _ in range(number):
            last = make.report()
        client.get(f"{URL}/reports", headers=unit)
        for url in (f"{URL}/reports", f"{URL}/reports/{last.code}", f"{URL}/tasks"):
            with CaptureQueriesContext(connection) as statements:
                client.get(url, headers=unit)
            said.append(len(statements))

    assert said[:3] == said[3:]
    assert max(said) <= 12
