"""The Python client and the changelog are not older than the API, and the client works against a live city."""

import hashlib
import re
import sys
from pathlib import Path

import httpx
import pytest
from tests.clients import making
from tests.factories import LAMP, make

from tanggap.api import reference

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "clients" / "python"


@pytest.fixture
def client_package(monkeypatch):
    """Return the package as who installed it imports it."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import tanggap_client

    return tanggap_client


def test_it_is_made_of_the_document_as_it_is():
    kept = (FOLDER / "openapi.json").read_text("utf-8")

    assert kept == reference.plain(), "run `make client`, and write what changed into docs/api-changes.md"


def test_the_changelog_tells_of_the_document_as_it_is():
    digest = hashlib.sha256(reference.plain().encode()).hexdigest()[:16]
    told = re.search(r"^## \S+ · \S+ · document (\w+)$", (ROOT / "docs" / "api-changes.md").read_text("utf-8"), re.M)

    assert told is not None
    assert told[1] == digest, "say in docs/api-changes.md what changed, and name this digest"


def test_every_operation_is_in_the_changelog_or_of_the_beginning():
    told = (ROOT / "docs" / "api-changes.md").read_text("utf-8")
    first = {
        "create_report", "list_reports", "get_report", "list_events", "list_categories", "list_areas", "list_units",
    }  # fmt: skip
    told += " ".join(one for one in re.findall(r"`(work_|task_)…`", told))
    missing = {
        one.name
        for one in reference.operations()
        if one.name not in first and one.name not in told and not one.name.startswith(("work_", "task_"))
    }

    assert {name for name in missing if "webhook" not in name} == set()


def test_a_report_goes_in_once_and_comes_back_page_by_page(client_package, live_server, monkeypatch):
    key = making.key(making.program()).key
    with client_package.City(live_server.url, key=key) as city:
        send, broken = city.line.http.request, []

        def breaks_once(method, path, **given):
            answer = send(method, path, **given)
            if path.endswith("/reports") and method == "POST" and not broken:
                broken.append(path)
                raise httpx.ReadError("the line broke")
            return answer

        monkeypatch.setattr(city.line.http, "request", breaks_once)
        monkeypatch.setattr(sys.modules["tanggap_client.calls"].time, "sleep", lambda seconds: None)
        receipt = city.send("Lampu jalan mati", lon=106.9454, lat=-6.2119, photos=[make.photo()], category=LAMP)
        for _ in range(2):
            make.report()

        codes = [row.code for row in city.reports(limit=1)]
        events = [event.report for event in city.events(report=receipt.code)]
        assert (len(codes), codes[-1], events) == (3, receipt.code, [receipt.code])
        assert len(city.report(receipt.code).photos) == 1
        assert city.figures(indicator="received").figures[0].indicator == "received"
        own = city.own(receipt.code, receipt.private_url.rstrip("/").rpartition("/")[2])
        assert own.code == receipt.code
        with pytest.raises(client_package.Refused) as refused:
            city.send("")
        assert (refused.value.status, list(refused.value.errors)) == (422, ["text"])


def test_work_is_done_of_the_version_that_was_seen(client_package, live_server):
    key, made = making.key(making.of_unit()).key, make.report()
    with client_package.City(live_server.url, key=key) as city:
        assert [row.code for row in city.work.reports()] == [made.code]
        seen = city.work.report(made.code)
        done = city.work.do(made.code, "start", version=seen.version, message="Tim berangkat")
        with pytest.raises(client_package.Refused) as late:
            city.work.do(made.code, "ask", version=seen.version, question="Di mana?")

        assert done.status == "in_progress"
        assert late.value.status == 412
        assert [change["kind"] for change in late.value.document["changes"]] == ["reports.start"]
        assert list(city.work.tasks()) == []
