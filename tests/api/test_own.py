"""The reporter's own view: by the private token in a header, and in no address."""

import pytest
from tests.api.sending import document, problem, send
from tests.factories import make

from tanggap.reports import actions
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def own(client, made, token=None, act="", body=None, **headers):
    url = f"/api/v1/reports/{made.code}/own{f'/{act}' if act else ''}"
    sent = {"Report-Token": make.token(made) if token is None else token, **headers}
    return client.post(url, body, "application/json", headers=sent) if act else client.get(url, headers=sent)


def test_the_token_of_the_receipt_opens_the_report_also_a_private_one(client):
    told = send(client, document(visibility="private")).json()
    token = told["private_url"].rstrip("/").rpartition("/")[2]

    answer = client.get(f"/api/v1/reports/{told['code']}/own", headers={"Report-Token": token})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert (answer.json()["code"], answer.json()["may"]) == (told["code"], ["add"])
    assert token not in answer.content.decode()


@pytest.mark.parametrize("token", ["", "x", "0" * 48, "a" * 500])
def test_a_wrong_token_an_unknown_and_a_private_code_are_answered_alike(client, token):
    made, hidden = make.report(), make.report(visibility="private")
    unknown = client.get("/api/v1/reports/JK-0000-0000-000/own", headers={"Report-Token": token})

    answers = [own(client, made, token), own(client, hidden, token), unknown]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, unknown.content)}


def test_a_question_is_answered_once(client):
    made = make.report(state=State.AWAITING_REPORTER)

    first = own(client, made, act="answer", body={"text": "Di depan nomor 7"})
    second = own(client, made, act="answer", body={"text": "Di depan nomor 7"})

    assert (first.status_code, first.json()["question"], second.status_code) == (200, None, 409)
    assert make.events(made)[-1] == "feedback.answer"


def test_a_solution_is_rated_and_disputed(client):
    made = make.report(state=State.RESOLVED)

    rated = own(client, made, act="rate", body={"score": 1, "text": "Masih gelap"})
    disputed = own(client, made, act="dispute", body={"text": "Masih gelap"})

    assert (rated.json()["rated"], disputed.json()["status"]) == (1, "reopened")


def test_a_refusal_is_appealed(client):
    made = make.report(state=State.REJECTED)

    assert own(client, made, act="appeal", body={"text": "Itu jalan kota"}).json()["status"] == "coordinating"


def test_the_same_addition_is_kept_once(client):
    made = make.report()
    key = {"Idempotency-Key": "f0a7b6f2-2f4e-4a55-9a3d-0c8a3d1f6e11"}

    for _ in range(2):
        assert own(client, made, act="add", body={"text": "Ada kabel"}, **key).status_code == 200

    assert make.events(made).count("feedback.add") == 1


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("rate", {"score": 9}, "score"),
        ("rate", {"score": "4"}, "score"),
        ("add", {"text": ""}, "text"),
        ("add", {"text": "a", "state": "resolved"}, "state"),
        ("answer", {}, "text"),
    ],
)
def test_what_cannot_be_used_is_named(client, act, body, field):
    assert problem(own(client, make.report(), act=act, body=body)) == (422, "invalid", [field])


def test_what_the_unit_wrote_inside_is_not_in_it(client):
    made = make.report()
    actions.note(code=made.code, by=make.staff(of=made.unit_id), note="Pelapor sering mengeluh")

    assert "sering mengeluh" not in own(client, made).content.decode()
