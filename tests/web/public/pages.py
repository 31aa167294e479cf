"""What the tests of the citizen's pages share: forms as a browser sends them."""

import re
from typing import Any

from django.test import Client

KEY = "key-of-one-form-shown"
TEXT = "Lampu jalan mati sejak tiga hari, gelap sekali"
ANSWERED = {"detail_state": "off"}


def typed(**changes: Any) -> dict[str, Any]:
    """Return a filled report form, with `changes`; None leaves a field out."""
    lon, lat = "106.9454", "-6.2119"
    form = {"do": "send", "key": KEY, "text": TEXT, "lon": lon, "lat": lat, "visibility": "public", **changes}
    return {name: value for name, value in form.items() if value is not None}


def answers(category: str) -> dict[str, str]:
    """Return an answer to each question that `category` must have answered."""
    from tanggap.catalog import queries as catalog

    row = catalog.category(category)
    given = {}
    for question in row.questions if row else []:
        if question.get("required"):
            given[f"detail_{question['code']}"] = (
                question["options"][0]["code"] if question["kind"] == "choice" else "7"
            )
    return given


def send(client: Client, **changes: Any) -> Any:
    """Send the report form."""
    return client.post("/lapor/", typed(**changes))


def code_of(response: Any) -> str:
    """Return the code in the address to which a sent form leads."""
    found = re.search(r"/laporan/(JK-[0-9A-Z-]+)/[0-9a-f]{48}/tanda-terima/$", response["Location"])
    assert found is not None, response["Location"]
    return found[1]


def errors_of(page: str, field: str) -> list[str]:
    """Return the messages that a page shows under a field."""
    box = re.search(rf'id="id_{field}_error">(.*?)</div>', page, re.S)
    return re.findall(r"<span>(.*?)</span>", box[1]) if box else []


def path_of(made: Any) -> str:
    """Return the path of a report's private page."""
    from tests.factories import make

    return f"/laporan/{made.code}/{make.token(made)}/"
