"""What search engines and those who show shared addresses are told: every public page under one address, and nothing of anybody."""

import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from PIL import Image
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.reports import actions
from tanggap.reports.queries import public
from tanggap.reports.queries.public import addresses
from tanggap.reports.words import HideReason, Visibility
from tanggap.web.public import cards
from tanggap.web.ui import cards as ui_cards
from tanggap.web.ui import kept
from tanggap.web.ui.templatetags.sharing import data_block

pytestmark = pytest.mark.django_db
SECRET = "RahasiaPelapor"


@pytest.fixture
def report():
    return make.report(text=f"Lampu mati, hubungi {SECRET}")


def withhold(report):
    by = make.staff(of="jsc-intake", role=Role.INTAKE)
    actions.withhold(code=report.code, version=report.version, by=by, reason=HideReason.values[0])


def locations(answer):
    assert answer.status_code == 200
    return [element.text for element in ET.fromstring(answer.content).iter() if element.tag.endswith("loc")]


def blocks(answer):
    return [
        json.loads(text)
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode())
    ]


def meta(answer, name):
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', answer.content.decode())


def test_robots_leave_out_what_is_private_and_every_query_and_are_led_to_the_sitemaps(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /*?", "Disallow: /desk/", "Disallow: /laporan/*/*/", "Disallow: /langganan/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert not [line for line in lines if "wilayah/" in line or "kartu" in line]


def test_a_public_report_is_in_the_sitemap_of_its_local_month_with_its_last_change(client):
    report = make.report(at=datetime(2026, 3, 31, 18, 0, tzinfo=UTC))  # the 1st of April in Jakarta

    assert "http://testserver/sitemap/laporan-2026-04.xml" in locations(client.get("/sitemap.xml"))
    answer = client.get("/sitemap/laporan-2026-04.xml")
    assert locations(answer) == [f"http://testserver/laporan/{report.code}/"]
    assert b"<lastmod>2026-03-31T18:00:00Z</lastmod>" in answer.content
    assert locations(client.get("/sitemap/laporan-2026-04-01.xml")) == [f"http://testserver/laporan/{report.code}/"]
    assert locations(client.get("/sitemap/laporan-2026-03.xml")) == []


@pytest.mark.parametrize("change", [{"visibility": Visibility.PRIVATE}, {"origin": "demo"}, {"origin": "import"}])
def test_what_is_private_invented_or_taken_over_is_in_no_sitemap(client, change):
    made = make.report(**change)

    assert locations(client.get(f"/sitemap/laporan-{made.received_at:%Y-%m}.xml")) == []


def test_a_withheld_report_is_gone_from_the_sitemap(client, report):
    month = f"/sitemap/laporan-{report.received_at:%Y-%m}.xml"
    before = locations(client.get(month))
    withhold(report)

    assert (len(before), locations(client.get(month))) == (1, [])


def test_a_month_with_too_many_for_a_file_is_told_by_its_days(client, monkeypatch):
    monkeypatch.setattr(addresses, "MOST_IN_FILE", 1)
    for day in (3, 3, 17):
        make.report(at=datetime(2026, 5, day, 5, tzinfo=UTC))

    days = [f"http://testserver/sitemap/laporan-2026-05-{day}.xml" for day in ("03", "17")]
    assert locations(client.get("/sitemap.xml"))[3:] == days


def test_areas_and_pages_have_their_sitemaps(client):
    areas, pages = (locations(client.get(f"/sitemap/{name}.xml")) for name in ("wilayah", "halaman"))

    assert "http://testserver/wilayah/31.75.06.1005/" in areas
    assert {"http://testserver/", "http://testserver/peta/"} <= set(pages)


def test_every_page_of_the_sitemap_is_there_and_may_be_found(client):
    for address in locations(client.get("/sitemap/halaman.xml")):
        answer = client.get(address.removeprefix("http://testserver"))
        assert (address, answer.status_code) == (address, 200)
        assert "noindex" not in answer.headers.get("X-Robots-Tag", "")
        assert f'<link rel="canonical" href="{address}">' in answer.content.decode()
        assert len(meta(answer, "description")) == len(meta(answer, "og:image")) == 1


@pytest.mark.parametrize("name", ["laporan-2026-13", "laporan-2026-02-30", "laporan-0000-01", "laporan", "x"])
def test_a_sitemap_of_no_month_is_not_found(client, name):
    assert client.get(f"/sitemap/{name}.xml").status_code == 404


def test_a_report_is_shared_with_its_card_and_the_way_to_it(client, report):
    answer = client.get(f"/laporan/{report.code}/?fbclid=x")

    assert meta(answer, "og:image") == [f"http://testserver/laporan/{report.code}/kartu.png"]
    assert meta(answer, "og:url") == [f"http://testserver/laporan/{report.code}/"]
    assert meta(answer, "twitter:card") == ["summary_large_image"]
    (way,) = blocks(answer)
    assert [step["name"] for step in way["itemListElement"]][-1] == report.code
    assert [step["position"] for step in way["itemListElement"]] == list(range(1, len(way["itemListElement"]) + 1))


def test_the_start_page_says_what_is_offered_and_a_simulated_city_offers_nothing(client, monkeypatch):
    assert [block["@type"] for block in blocks(client.get("/"))] == ["GovernmentService"]

    monkeypatch.setattr("tanggap.insight.queries.is_simulated", lambda: True)
    kept.pages.clear()
    assert blocks(client.get("/")) == []


def test_no_text_breaks_out_of_a_data_block():
    written = data_block({"name": "</script><script>alert(1)</script>&"})

    assert written.count("<") == 2
    assert (
        json.loads(written.partition(">")[2].removesuffix("</script>"))["name"] == "</script><script>alert(1)</script>&"
    )


def test_a_card_is_a_small_picture_without_a_word_of_the_reporter_or_of_its_making(client, report):
    answer = client.get(f"/laporan/{report.code}/kartu.png")
    picture = Image.open(io.BytesIO(answer.content))

    assert (answer["Content-Type"], picture.format, picture.size, picture.info) == ("image/png", "PNG", (1200, 630), {})
    assert len(answer.content) <= 60_000
    assert re.findall(rb"tEXt|zTXt|iTXt|eXIf|tIME|RahasiaPelapor", answer.content) == []


def test_a_card_is_drawn_once_a_version_and_not_sent_again(client, report, monkeypatch):
    ui_cards.drawn.clear()
    drawn = []
    monkeypatch.setattr(cards, "of_report", lambda shown: drawn.append(shown.version) or b"picture")
    path = f"/laporan/{report.code}/kartu.png"

    first, again = client.get(path), client.get(path)

    assert (drawn, first.content) == ([report.version], again.content)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    ui_cards.drawn.clear()


@pytest.mark.parametrize("code", ["JK-0000-0000-000", "nonsense", "withheld"])
def test_a_withheld_card_answers_as_an_unknown_one(client, report, code):
    client.get(f"/laporan/{report.code}/kartu.png")
    withhold(report)
    unknown = client.get("/laporan/JK-0000-0000-001/kartu.png")

    answer = client.get(f"/laporan/{report.code if code == 'withheld' else code}/kartu.png")

    assert (answer.status_code, answer.content, dict(answer.headers)) == (404, unknown.content, dict(unknown.headers))


def test_the_point_of_a_sensitive_report_is_as_coarse_on_its_card_as_on_its_page(monkeypatch):
    sensitive = next(row for row in catalog.categories() if row.parent and row.is_sensitive and not row.is_confidential)
    report = make.report(category=sensitive.code, lon=106.945432, lat=-6.211987)
    drawn = []
    monkeypatch.setattr(cards, "draw", lambda card: drawn.append(card) or b"")

    cards.of_report(public.report(report.code))

    assert drawn[0].point == (106.945, -6.212)


def test_the_card_of_the_city_is_there_and_small(client):
    answer = client.get("/kartu.png")

    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) <= 60_000


def test_what_is_the_readers_alone_is_not_to_be_found(client):
    for path in ("/masuk/", "/langganan/x/", "/dekat/"):
        answer = client.get(path)
        assert "noindex" in answer.headers.get("X-Robots-Tag", "") or b"noindex" in answer.content, path


def test_an_area_says_the_way_to_it(client):
    (way,) = blocks(client.get("/wilayah/31.75.06.1005/"))

    assert [step["item"] for step in way["itemListElement"]] == [
        "http://testserver/", *(f"http://testserver/wilayah/{code}/" for code in ("31", "31.75", "31.75.06", "31.75.06.1005")),
    ]  # fmt: skip
