"""The bare Django handlers beside which the product is measured: the same statements, no product code.

Reads replay the statements that the product's page sends (captured by `bench.capture`) and answer their rows as text of the same
length; writes do one transaction with the same inserts and updates. Django's test of "as fast as one could write it by hand".
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from tanggap.core.ids import new_code

CAPTURED = Path(os.environ["TANGGAP_HOME"]) / "bench-captured.json"

if not settings.configured:
    from tanggap.config import settings as product

    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], DATABASES=product.DATABASES, ROOT_URLCONF="bench.bare", USE_TZ=True,
        INSTALLED_APPS=[], MIDDLEWARE=[], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()

CAPTURE = json.loads(CAPTURED.read_text())

REPORT = """
INSERT INTO reports_report (code, state, version, unit_id, category_id, channel_id, area_id, lon, lat, address, text, details,
  language, visibility, origin, nonce, received_at, changed_at, answer_due_at, resolve_due_at, outcome, field_required, breached,
  reopened_count, supporters)
VALUES (%s, 'received', 1, %s, %s, %s, %s, %s, %s, '', %s, '{}', 'id', 'public', 'live', %s, %s, %s, %s, %s, '', false, 0, 0, 0)
RETURNING id
"""
EVENT = """
INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind, actor_staff_id,
  actor_unit_id, at, payload)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
IDENTITY = "INSERT INTO reports_identity (report_id, sealed, email_index, phone_index) VALUES (%s, %s, %s, NULL)"
INBOUND = """
INSERT INTO intake_inbound (channel_id, external_id, body, sealed, report_id, received_at) VALUES (%s, %s, %s, %s, %s, %s)
"""


def read(request: HttpRequest, page: str) -> HttpResponse:
    """Send the statements of a page of the product, answer as many bytes as it does."""
    rows = []
    with connection.cursor() as cursor:
        for statement in CAPTURE[page]["statements"]:
            cursor.execute(statement)
            rows.append(cursor.fetchall())
    text = str(rows)[: CAPTURE[page]["bytes"]]
    return HttpResponse(text.ljust(CAPTURE[page]["bytes"]))


def submit(request: HttpRequest) -> HttpResponse:
    """Take a report: the product's statements in one transaction."""
    given, now, facts = json.loads(request.body), datetime.now(UTC), CAPTURE["submit"]["facts"]
    code = new_code(facts["prefix"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            REPORT,
            [
                code, facts["unit"], facts["category"], facts["channel"], facts["area"], given["location"]["lon"],
                given["location"]["lat"], given["text"], os.urandom(16), now, now, now + timedelta(hours=6), now + timedelta(days=7),
            ],
        )  # fmt: skip
        key = cursor.fetchone()[0]
        event = [
            key,
            1,
            None,
            "intake.accept",
            "intake.accept",
            "new",
            "received",
            facts["unit"],
            "citizen",
            None,
            None,
            now,
            "{}",
        ]
        cursor.execute(EVENT, event)
        cursor.execute(INBOUND, [facts["channel"], code, os.urandom(32), os.urandom(180), key, now])
        cursor.execute(IDENTITY, [key, os.urandom(120), os.urandom(32)])
    return JsonResponse({"code": code, "status": "received"}, status=201)


def start(request: HttpRequest, code: str) -> HttpResponse:
    """Move a report: the product's statements in one transaction, after the reads that find the person."""
    now, facts = datetime.now(UTC), CAPTURE["start"]["facts"]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in CAPTURE["start"]["statements"]:
            cursor.execute(statement)
            cursor.fetchall()
        cursor.execute("SELECT * FROM reports_report WHERE code = %s FOR NO KEY UPDATE", [code])
        row = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
        cursor.execute(
            "UPDATE reports_report SET state = 'in_progress', version = version + 1, changed_at = %s, answered_at = %s,"
            " assignee_id = %s WHERE id = %s",
            [now, now, facts["staff"], row["id"]],
        )
        cursor.execute(
            EVENT,
            [
                row["id"], row["version"] + 1, row["version"], "reports.start", "reports.start", row["state"], "in_progress",
                row["unit_id"], "staff", facts["staff"], facts["unit"], now, "{}",
            ],
        )  # fmt: skip
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("read/<str:page>/", read), path("submit/", submit), path("start/<str:code>/", start)]
application = get_wsgi_application()
