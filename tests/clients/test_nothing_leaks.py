"""A key is in no log, error, page, table or figure: shown in every way, right and wrong, and then all that is left is searched."""

import base64
import logging

import pytest
from django.db import connection
from tests.clients import making
from tests.factories import make
from tests.web.desk.pages import browser

from tanggap.agencies.words import Role
from tanggap.api import limits
from tanggap.clients import actions, usage

pytestmark = pytest.mark.django_db
SHOWN = 15  # characters that people tell keys apart by


def tables():
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            cursor.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{name}\" t")
            yield name, cursor.fetchone()[0]


def test_no_key_and_no_token_is_left_anywhere(client, caplog):
    limits.forget()
    caplog.set_level(logging.DEBUG)
    one = making.of_unit()
    made, revoked = making.key(one), making.key(one)
    actions.revoke_key(by=None, number=revoked.id)
    basic = base64.b64encode(f"{one.code}:{made.key}".encode()).decode()
    grant, form = "grant_type=client_credentials", "application/x-www-form-urlencoded"
    told = client.post("/api/oauth/token", grant, form, headers={"Authorization": f"Basic {basic}"}).json()
    secrets = [made.key, revoked.key, told["access_token"]]
    client.raise_request_exception = False
    answers = []
    for secret in secrets:
        answers += [
            client.get("/api/v1/categories", headers=making.bearer(secret)),
            client.get("/api/v1/nowhere", headers=making.bearer(secret)),
            client.get("/api/v1/reports", headers={"Authorization": f"Token {secret}"}),
            client.post("/api/v1/reports", "{", "application/json", headers=making.bearer(secret)),
            client.get(f"/api/v1/reports?api_key={secret}"),
            client.post("/api/oauth/token", f"{grant}&client_id=x&client_secret={secret}", form),
            client.get(f"/open311/v2/services.json?api_key={secret}"),
            client.post("/open311/v2/requests.json", {"api_key": secret, "service_code": "x"}),
        ]
    usage.flush()
    operator = browser(make.staff(of="jsc-intake", role=Role.OPERATOR))
    answers += [operator.get(address) for address in ("/admin/program/", f"/admin/program/{one.code}/", "/admin/")]
    answers.append(client.get("/metrics"))

    left = {
        "logs": caplog.text
        + "".join(str(vars(record)) for record in caplog.records if record.name != "django.db.backends"),
        **{
            f"answer {number}": answer.content.decode("utf-8", "replace") + str(dict(answer.headers))
            for number, answer in enumerate(answers)
        },
        **dict(tables()),
    }
    bodies = [secret[SHOWN:] for secret in secrets] + [basic]
    assert [place for place, text in left.items() for secret in bodies if secret in text] == []
