"""My kelurahan: found by its typed name without a script, and told in few numbers, each with its meaning one tap away."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make
from tests.web.public.test_budget import page_of, weight
from tests.web.public.test_statements import copies

from tanggap.places import queries as places
from tanggap.places.neighbours import neighbours
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility
from tanggap.web.ui.caching import answers

pytestmark = pytest.mark.django_db
GEBANG = "31.75.06.1005"
PAGE = f"/wilayah/{GEBANG}/"
BUDGET = 60_000


def page(client, path: str = PAGE) -> str:
    answers.clear()
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("typed", ["Pulo Gebang", "kel. pulo gebang", "pulo gebang, cakung"])
def test_a_typed_name_leads_to_its_page(client, typed):
    answer = client.get("/wilayah/", {"place": typed})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_a_doubtful_name_is_asked_back_and_an_unknown_one_is_said_to_be(client):
    doubtful = page(client, "/wilayah/?place=gambir")
    assert "Which one do you mean?" in doubtful
    assert 'href="/wilayah/31.71.01/"' in doubtful
    assert "No place called “zzqqx” is known here" in page(client, "/wilayah/?place=zzqqx")


def test_every_area_is_in_the_list(client):
    shown = page(client, "/wilayah/")
    assert {row.code for row in places.areas() if row.parent} <= set(re.findall(r'href="/wilayah/([^/"]+)/"', shown))


def test_the_numbers_lead_to_their_definitions_and_say_when_they_are_too_few(client):
    shown = page(client)
    assert re.findall(r'href="/statistik/definisi/#(\w+)">', shown)[:6] == [
        "backlog", "backlog_over_30d", "answered_in_time", "solved_in_time", "days_to_solved", "reopened",
    ]  # fmt: skip
    assert "a number is shown from" in shown


def test_it_shows_what_is_open_and_what_was_solved_and_nothing_private(client):
    opened, private = make.report(), make.report(visibility=Visibility.PRIVATE)
    solved = make.report(state=State.RESOLVED, photos=[Upload(make.photo(), "a.jpg")])
    elsewhere = make.report(lon=106.8272, lat=-6.1754)
    shown = page(client)
    found = set(re.findall(r"/laporan/(JK-[^/]+)/", shown))
    assert found == {opened.code, solved.code}
    assert private.code not in shown
    assert elsewhere.code in page(client, "/wilayah/31/")
    assert shown.index('id="solved"') < shown.index(solved.code)


def test_units_neighbours_and_areas_below_are_named(client):
    assert "Pulo Gebang kelurahan office" in page(client)
    beside = page(client).split('id="beside"')[1].split("</section>")[0]
    assert [row.code for row in neighbours(GEBANG)] == re.findall(r'chip" href="/wilayah/([^/]+)/', beside)
    below = set(re.findall(r'chip" href="/wilayah/([^/]+)/', page(client, "/wilayah/31.75.06/").split('id="below"')[1]))
    assert {row.code for row in places.areas(parent="31.75.06")} <= below


def test_areas_of_one_level_border_on_each_other_or_not():
    assert "31.75.06.1004" in [row.code for row in neighbours(GEBANG)]
    assert {row.level for row in neighbours("31.75")} == {places.area("31.75").level}
    assert "31.75" in [row.code for row in neighbours("31.71")]
    assert neighbours("31") == neighbours("99") == []


def test_news_feeds_and_files_are_offered(client):
    shown = page(client)
    assert re.findall(r'rel="alternate" type="([^"]+)"', shown) == [
        "application/rss+xml", "application/atom+xml", "text/calendar",
    ]  # fmt: skip
    for href in re.findall(r'href="(/statistik/data[^"]+|/wilayah/[^"]+umpan[^"]+|/langganan/[^"]*)"', shown):
        assert client.get(href.replace("&amp;", "&")).status_code == 200
    answer = client.get(
        "/langganan/", {"area": GEBANG, "wished": "new", "category": ""}, headers={"accept-language": "en"}
    )
    said = "New reports in Pulo Gebang, Cakung, once a day at six in the morning, if there is anything to tell"
    assert said in answer.content.decode()


def test_an_unknown_area_is_not_there(client):
    assert [client.get(path).status_code for path in ("/wilayah/99/", "/wilayah/99/umpan.rss", "/wilayah/%00/")] == [
        404
    ] * 3


@pytest.mark.parametrize(
    ("heirs", "status"),
    [(("31.75.06.1005",), 301), (("31.75.06.1004", "31.75.06.1005"), 300)],
    ids=["renamed", "divided"],
)
def test_an_area_of_last_month_leads_on_from_its_page_and_feeds(client, monkeypatch, heirs, status):
    gone, became = "31.75.06.9999", tuple(places.area(code) for code in heirs)
    left = places.Former(gone, "Gebang Lama", date(2026, 2, 28), became)
    monkeypatch.setattr(places, "former", lambda code: left if code == gone else None)
    for tail in ("", "umpan.rss?lang=en"):
        answer = client.get(f"/wilayah/{gone}/{tail}")
        assert answer.status_code == status
        led = answer.headers.get("Location", "") + answer.content.decode()
        assert all(f"/wilayah/{code}/{tail}" in led for code in heirs)


@pytest.mark.parametrize("path", [PAGE, "/wilayah/31/", "/wilayah/"])
def test_it_is_light_and_asks_the_same_for_10_and_for_500(client, path):
    asked = []
    for number in (10, 500):
        copies(number, f"N{number}-")
        page(client, path)
        answers.clear()
        with CaptureQueriesContext(connection) as statements:
            client.get(path)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 40
    assert weight(page_of(client, path)) <= BUDGET


def test_it_is_kept_and_not_sent_again_unchanged(client):
    answers.clear()
    first = client.get(PAGE)
    assert client.get(PAGE, headers={"if-none-match": first["ETag"]}).status_code == 304
