"""What the product's pages ask the database, written down so that bare handlers can ask the same."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

OFFICER = "bench-officer"


@dataclass(frozen=True)
class Captured:
    """Where the pages are, and the cookies of the officer who reads them."""

    pages: dict[str, str]
    session: str
    csrf: str
    category: str
    point: tuple[float, float]
    startable: list[str]


def capture() -> Captured:
    """Read each page once, save its statements and size for `bench.bare`, and return what the load needs."""
    from tanggap.places.city import city
    from tanggap.reports.models import Report

    officer = _officer()
    mine = Report.objects.filter(unit=officer.unit_id)
    shown = mine.filter(state="received").order_by("-id").first()
    if shown is None:
        raise SystemExit("The measuring city has no open report. Remove its folder and run again.")
    client = Client()
    client.force_login(officer)
    lon, lat = city().centre
    box = f"{lon - 0.02},{lat - 0.02},{lon + 0.02},{lat + 0.02}"
    pages = {
        "tracking page": f"/laporan/{shown.code}/",
        "public list": "/peta/",
        "map points": f"/peta/titik.json?bbox={box}",
        "desk list": "/desk/?view=unit",
        "desk report": f"/desk/{shown.code}/",
    }
    saved = {page.replace(" ", "-"): _read(client, address) for page, address in pages.items()}
    startable = list(
        Report.objects.filter(state="received", unit=officer.unit_id)
        .exclude(pk=shown.pk)
        .values_list("code", flat=True)
    ) or [shown.code]
    facts = {
        "unit": officer.unit_id, "staff": officer.pk, "category": shown.category_id, "channel": "website", "area": shown.area_id,
    }  # fmt: skip
    saved["submit"] = {"facts": facts}
    saved["start"] = {"facts": facts, "statements": saved["desk-report"]["statements"][:3]}
    (Path(os.environ["TANGGAP_HOME"]) / "bench-captured.json").write_text(json.dumps(saved))
    client.get("/masuk/")
    return Captured(
        pages=pages,
        session=client.cookies[settings.SESSION_COOKIE_NAME].value,
        csrf=client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "a" * 32,
        category=str(shown.category_id),
        point=(106.9454, -6.2119) if settings.TANGGAP_PACK.name == "jakarta" else (lon, lat),
        startable=startable,
    )


def _read(client: Client, address: str) -> dict[str, object]:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    statements = [
        query["sql"] for query in queries.captured_queries if query["sql"].lstrip().upper().startswith("SELECT")
    ]
    return {"statements": statements, "bytes": len(answer.content)}


def _officer():
    """Return an officer and supervisor of the kelurahan office that has most to do, the same one in every run."""
    from tanggap.agencies.models import Membership, Staff
    from tanggap.core import clock
    from tanggap.reports.models import Report

    busiest = Report.objects.filter(state="received", unit__kind="area_office").order_by("-id").first()
    person, is_new = Staff.objects.get_or_create(
        username=OFFICER, defaults={"display_name": "Bench", "unit_id": busiest.unit_id, "created_at": clock.now()}
    )
    if is_new:
        Membership.objects.create(staff=person, role="officer", unit_id=busiest.unit_id)
    return person
