"""Feeds are what RSS 2.0, RFC 4287 and RFC 5545 say; they hold no person and nothing withheld, and cost little when polled each second."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make
from tests.web.public.test_statements import copies

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.actions import moderating
from tanggap.reports.queries.public.told import Told
from tanggap.reports.words import HideReason
from tanggap.web.figures import calendars, feeds
from tanggap.web.ui.caching import answers

GEBANG = "31.75.06.1005"
BASE = settings.PUBLIC_URL
FEED = f"/wilayah/{GEBANG}/umpan."
MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def got(client, path: str, **headers: str):
    answers.clear()
    return client.get(path, headers=headers)


def items(client, path: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(got(client, path).content).iter("item"))


@pytest.mark.django_db
def test_rss_names_each_report_for_good_and_says_when_it_came(client):
    with clock.at(MORNING):
        report = make.report(text="Lampu <b>mati</b> & gelap, hubungi 081234567890")
    answer = got(client, FEED + "rss?lang=en")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert [channel.findtext(name) for name in ("title", "link", "language")] == [
        "Reports in Pulo Gebang, Cakung", f"{BASE}/wilayah/{GEBANG}/", "en",
    ]  # fmt: skip
    assert channel.find(f"{ATOM}link").get("href") == f"{BASE}{FEED}rss?lang=en"
    (item,) = channel.iter("item")
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == f"tag:localhost,2026-03-02:/laporan/{report.code}/"
    assert parsedate_to_datetime(item.findtext("pubDate")) == MORNING
    assert item.findtext("link") == f"{BASE}/laporan/{report.code}/"
    assert item.findtext("description") == "Waiting. Lampu &lt;b&gt;mati&lt;/b&gt; &amp; gelap, hubungi •••"


@pytest.mark.django_db
def test_atom_says_when_each_last_changed_and_keeps_its_names(client):
    with clock.at(MORNING):
        report = make.report()
    with clock.at(MORNING + timedelta(hours=2)):
        reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id))
    feed = ElementTree.fromstring(got(client, FEED + "atom?lang=en").content)
    entry = feed.find(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}id") == f"tag:localhost,2026-01-01:{FEED}atom"
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated") == "2026-03-02T05:00:00+00:00"
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T03:00:00+00:00"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Tanggap Jakarta"
    assert entry.find(f"{ATOM}author") is None


@pytest.mark.django_db
def test_a_feed_speaks_the_language_asked_for(client):
    make.report()
    said = [got(client, FEED + "rss", **{"accept-language": one}).content.decode() for one in ("en", "id")]
    assert [re.search(r"<language>(\w+)", one)[1] for one in said] == ["en", "id"]
    assert "<language>id" in got(client, FEED + "rss?lang=id", **{"accept-language": "en"}).content.decode()


@pytest.mark.django_db
def test_the_maps_filters_hold_for_its_feed_and_senseless_ones_are_refused(client):
    make.report()
    waste = make.report(category="sampah")
    feed = ElementTree.fromstring(got(client, "/peta/umpan.atom?state=open&category=sampah").content)
    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026-01-01:/peta/umpan.atom?category=sampah&state=open"
    (item,) = items(client, "/peta/umpan.rss?category=sampah")
    assert item.findtext("link").endswith(f"/{waste.code}/")
    answer = got(client, "/peta/umpan.atom?category=nix&bbox=1,2", **{"accept-language": "en"})
    assert (answer.status_code, sorted(line.split(":")[0] for line in answer.content.decode().splitlines())) == (
        422, ["bbox", "category"],
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["rss", "atom", "ics"])
def test_a_withheld_report_leaves_and_nothing_says_that_it_was_there(client, ending):
    empty = got(client, FEED + ending)
    report = make.report()
    full = got(client, FEED + ending)
    intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
    moderating.withhold(code=report.code, version=report.version, by=intake, reason=HideReason.values[0])
    later = got(client, FEED + ending, **{"if-modified-since": full["Last-Modified"], "if-none-match": full["ETag"]})
    assert report.code in full.content.decode()
    assert (later.status_code, later.content) == (200, empty.content)


@pytest.mark.django_db
def test_a_reader_that_polls_each_second_costs_one_drawing_and_gets_304(client):
    make.report()
    first = got(client, FEED + "rss")
    assert first["Cache-Control"] == "public, max-age=300, must-revalidate"
    with CaptureQueriesContext(connection) as asked:
        told = {client.get(FEED + "rss", headers={"if-none-match": first["ETag"]}).status_code for _second in range(20)}
    answers.clear()
    again = client.get(FEED + "rss", headers={"if-none-match": first["ETag"]}).status_code
    assert (told, again) == ({304}, 304)
    assert len(asked) == 0


@pytest.mark.django_db
def test_the_calendar_holds_the_promised_days_of_open_reports(client):
    with clock.at(MORNING):
        report, solved = make.report(), make.report(state="resolved")
        paused = make.report(state="awaiting_reporter")
        body = got(client, FEED + "ics?lang=en").content.decode()
    assert re.findall(r"UID:(\S+)\r", body) == [f"{report.code}@localhost"]
    due = clock.local(report.resolve_due_at).date()
    assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}\r\nDTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}\r\n" in body
    assert "SUMMARY;LANGUAGE=en:Promised: Street lamps · Pulo Gebang\\, Cakung\r\n" in body
    assert [solved.code in body, paused.code in body] == [False, False]


@pytest.mark.django_db
def test_no_feed_holds_more_than_fifty(client):
    copies(60, "MANY-")
    assert len(items(client, FEED + "rss")) == feeds.MOST


texts = st.text(st.characters(), min_size=1, max_size=300)
ROW = Told("JK-1", "", "", "received", "", MORNING, MORNING, MORNING)


@given(words=texts, place=texts)
def test_whatever_stands_in_a_report_a_feed_can_be_read(words, place):
    row = Told("JK-1", place, place, "received", words, MORNING, MORNING, MORNING)
    head = feeds.Head(words, place, "/", "/", "/")
    for kind in feeds.KINDS:
        ElementTree.fromstring(feeds.written(kind, head, [row])[0])


@given(words=texts, place=texts)
def test_whatever_stands_in_a_report_a_calendar_has_lines_of_75_octets_and_gives_it_back(words, place):
    row = Told("JK-1", "Lampu", place, "received", words, MORNING, MORNING, MORNING)
    body = calendars.written(words, place, [row])
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= calendars.WIDEST
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    unfolded = body.replace(b"\r\n ", b"").decode().split("\r\n")
    kept = feeds.clean(place).replace("\r", "").replace("\t", " ").replace("\x85", " ")
    (found,) = [line.removeprefix("LOCATION:") for line in unfolded if line.startswith("LOCATION:")] or [""]
    assert _plain(found) == kept
    assert date.fromisoformat(re.search(r"DTSTART;VALUE=DATE:(\d{8})", "\n".join(unfolded))[1]) == date(2026, 3, 2)


def _plain(text: str) -> str:
    return re.sub(r"\\([nN\\;,])", lambda found: "\n" if found[1] in "nN" else found[1], text)
