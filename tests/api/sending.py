"""What the tests of the API send, and what a problem looks like."""

import json

from tests.factories import LAMP, PULO_GEBANG

URL = "/api/v1/reports"
LON, LAT = PULO_GEBANG
KEY = "f0a7b6f2-2f4e-4a55-9a3d-0c8a3d1f6e11"


def document(**changes):
    """Return the body of a good report, with `changes`."""
    given = {
        "text": "Lampu jalan mati sejak tiga hari",
        "category": LAMP,
        "location": {"lon": LON, "lat": LAT},
    }
    return {**given, **changes}


def send(client, body, **headers):
    """Post a document, or any bytes, as JSON."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(URL, data, content_type="application/json", headers=headers)


def problem(answer):
    """Return (status, code, fields) of a problem, having checked that it is one."""
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["type"] == f"/api/docs#{body['code']}"
    assert all(error["message"] for error in body["errors"])
    return body["status"], body["code"], sorted(error["field"] for error in body["errors"])
