"""What the tests of Open311 send and read."""

from typing import Any

from tests.clients import making
from tests.factories import LAMP, PULO_GEBANG

V2 = "/open311/v2"
LON, LAT = PULO_GEBANG
NEEDED = {"attribute[fault]": "out"}  # what the category of street lamps cannot do without


def key(**changes: Any) -> str:
    """Return a fresh key of a program that may send reports."""
    return making.key(making.program(scopes=["reports:write"], **changes)).key


def fields(**changes: Any) -> dict[str, Any]:
    """Return a good request about a street lamp, with `changes`."""
    given = {"service_code": LAMP, "lat": str(LAT), "long": str(LON), "description": "Lampu jalan mati sejak tiga hari"}
    return {**given, **NEEDED, **changes}


def faults(answer: Any, status: int) -> list[str]:
    """Return what a refusal says, having checked that it is one as the specification has it."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert told
    assert [set(one) for one in told] == [{"code", "description"}] * len(told)
    assert {one["code"] for one in told} == {status}
    return [one["description"] for one in told]
