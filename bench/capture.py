"""What the product's pages ask the database, written down so that bare handlers can ask the same."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

OFFICER, STARTER = "bench-reader", "bench-offices"


@dataclass(frozen=True)
class Captured:
    """Where the pages are, those of the public that are asked without a cookie, and the cookies of the officer who reads the others."""

    pages: dict[str, str]
    public: dict[str, str]
    machines: dict[str, str]
    keys: list[str]
    reader: str
    starter: str
    category: str
    point: tuple[float, float]
    startable: list[str]


def capture() -> Captured:
    """Read each page once, save its statements and size for `bench.bare`, and return what the load needs.

    The bare handler's submissions go to the unit to which the product's go, and none to the officer who reads: a list that grows while it
    is measured would be another one in every run.
    """
    from bench import machines, public
    from tanggap.agencies import queries as agencies
    from tanggap.catalog.routing import route
    from tanggap.places import locate
    from tanggap.places.city import city
    from tanggap.reports.models import Report

    reader = officer(OFFICER)
    mine = Report.objects.filter(unit=reader.unit_id)
    shown = mine.filter(state="received").order_by("-id").first()
    if shown is None:
        raise SystemExit("The measuring city has no open report. Remove its folder and run again.")
    client = Client()
    client.force_login(reader)
    lon, lat = city().centre
    point = (106.9454, -6.2119) if settings.TANGGAP_PACK.name == "jakarta" else (lon, lat)
    area = locate.locate(*point).area if locate.has_boundaries() else None
    box = f"{lon - 0.02},{lat - 0.02},{lon + 0.02},{lat + 0.02}"
    pages = {
        "tracking page": f"/laporan/{shown.code}/",
        "public list": "/peta/",
        "map points": f"/peta/titik.json?bbox={box}",
        "desk list": "/desk/?view=unit",
        "desk search": "/desk/?q=lampu+mati",
        "desk report": f"/desk/{shown.code}/",
    }
    of_the_public = public.pages()
    saved = {page.replace(" ", "-"): _read(client, address) for page, address in {**pages, **of_the_public}.items()}
    keys = machines.keys()
    saved |= machines.saved(lambda address, headers: _read(Client(headers=headers), address), keys)
    starter = officer(STARTER, offices=60)
    units = [grant.unit for grant in agencies.grants(starter)]
    waiting = Report.objects.filter(state="received", version=1, unit__in=units).exclude(pk=shown.pk)
    startable = list(waiting.values_list("code", flat=True))
    facts = {
        "unit": reader.unit_id, "staff": reader.pk, "category": shown.category_id, "channel": "website", "area": shown.area_id,
        "prefix": city().prefix,
    }  # fmt: skip
    saved["submit"] = {"facts": {**facts, "area": area, "unit": route(category=shown.category_id, area=area).unit}}
    saved["start"] = {"facts": facts, "statements": saved["desk-report"]["statements"][:3]}
    (Path(os.environ["TANGGAP_HOME"]) / "bench-captured.json").write_text(json.dumps(saved))
    acting = Client()
    acting.force_login(starter)
    return Captured(
        pages=pages,
        public=of_the_public,
        machines=machines.pages(),
        keys=keys,
        reader=client.cookies[settings.SESSION_COOKIE_NAME].value,
        starter=acting.cookies[settings.SESSION_COOKIE_NAME].value,
        category=str(shown.category_id),
        point=point,
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
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].lstrip().upper().startswith(("SELECT", "WITH WINDOW_", "WITH NEWEST", "WITH PASSED"))
    ]
    return {"statements": statements, "bytes": len(answer.content)}


def officer(username: str, *, offices: int = 1):
    """Return an officer of some area offices that have work and got none by an earlier run, the same one in every run."""
    from tanggap.agencies.models import Membership, Staff
    from tanggap.core import clock
    from tanggap.reports.models import Report

    measured = Report.objects.exclude(origin="import").values("unit").distinct()
    busy = Report.objects.filter(state="received", version=1, unit__kind="area_office").exclude(unit__in=measured)
    units = list(busy.order_by("unit").values_list("unit", flat=True).distinct()[:offices])
    person, is_new = Staff.objects.get_or_create(
        username=username, defaults={"display_name": "Bench", "unit_id": units[0], "created_at": clock.now()}
    )
    if is_new:
        Membership.objects.bulk_create(Membership(staff=person, role="officer", unit_id=unit) for unit in units)
    return person
