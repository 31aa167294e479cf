"""The OpenAPI document and the page made of it."""

import re

import pytest
from django.utils import translation
from tests.api.sending import document, send
from tests.factories import make

from tanggap.api import reference, schemas, schemas_city
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
DESIGNED = {
    f"/api/v1/{path}"
    for path in (
        "reports", "reports/{code}", "reports/{code}/events", "reports/{code}/photos", "reports/{code}/own", "categories", "areas",
        "units", "events", "changes", "media", "stats", "stats/indicators", "stats/{indicator}/series", "stats/{indicator}/breakdown",
        "data", "work/reports", "work/reports/{code}", "work/tasks", "work/tasks/{code}/{number}", "webhooks",
    )
}  # fmt: skip


def test_the_document_names_every_operation(client):
    told = client.get("/api/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) >= DESIGNED
    assert set(told["paths"]["/api/v1/reports"]) == {"get", "post"}
    assert set(told["paths"]["/api/v1/reports"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "multipart/form-data",
    }


def test_refusals_are_problems_in_the_document_too(client):
    told = client.get("/api/openapi.json").json()

    for methods in told["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                kind = "application/problem+json" if int(status) >= 400 else "application/json"
                assert list(answer.get("content", {kind: {}})) == [kind]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_explains_each_of_them_without_a_script_or_anything_from_elsewhere(client, language):
    answer = client.get("/api/docs", headers={"Accept-Language": language})
    text = answer.content.decode()

    assert answer.status_code == 200
    assert all(path in text for path in DESIGNED)
    assert f'<html lang="{language}"' in text
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", text)
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_address_of_every_problem_is_on_the_page(client):
    text = client.get("/api/docs").content.decode()
    kind = send(client, {}).json()["type"]

    assert kind.startswith("/api/docs#")
    for row in reference.problem_rows():
        assert f'id="{row.code}"' in text
    assert {"invalid", "key_reused", "swapped", "outside_city", "too_large", "not_found", "unavailable"} <= {
        row.code for row in reference.problem_rows()
    }


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/api/v1/reports", schemas.ReportPage),
        ("/api/v1/reports?limit=1", schemas.ReportPage),
        ("/api/v1/reports/{code}", schemas.Report),
        ("/api/v1/reports/{code}/events", schemas.Events),
        ("/api/v1/categories", schemas_city.Categories),
        ("/api/v1/areas", schemas_city.Areas),
        ("/api/v1/units", schemas_city.Units),
        ("/api/v1/reports/none", schemas.Problem),
    ],
)
def test_an_answer_has_exactly_the_documented_form(client, path, form):
    made = make.report(state=State.RESOLVED)
    make.report(category=None, lon=None, lat=None, text="Sesuatu yang aneh terjadi")

    body = client.get(path.format(code=made.code)).json()

    assert form.model_validate(body).model_dump(mode="json", exclude_unset=True) == body


def test_so_has_a_receipt(client):
    for body in (document(), {"text": "Sesuatu yang aneh terjadi"}):
        told = send(client, body).json()
        assert schemas.Receipt.model_validate(told).model_dump(mode="json") == told


def test_nothing_on_the_page_lacks_a_translation():
    with translation.override("en"):
        english = [
            (one.summary, one.text, [f.text for f in (*one.parameters, *one.body)]) for one in reference.operations()
        ]
    with translation.override("id"):
        indonesian = [
            (one.summary, one.text, [f.text for f in (*one.parameters, *one.body)]) for one in reference.operations()
        ]

    for ours, theirs in zip(english, indonesian, strict=True):
        pairs = [(ours[0], theirs[0]), (ours[1], theirs[1]), *zip(ours[2], theirs[2], strict=True)]
        assert [one for one, other in pairs if one and one == other] == []
