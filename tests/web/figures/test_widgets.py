"""A number on another site: the only page that may be framed, light, without a cookie, in the language that was asked for."""

import gzip
import html
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from tests.web.figures.conftest import main

from tanggap.insight.statistics import INDICATORS

pytestmark = pytest.mark.django_db
WIDGET = "/sematan/answered_in_six/?area=31.75&period=12m"
BUDGET = 15_000


def test_it_may_be_framed_and_no_other_page_may(client):
    framed, other = client.get(WIDGET), client.get("/statistik/")

    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "script-src 'none'" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"


def test_it_stays_framed_when_it_is_kept_and_when_nothing_changed(client):
    tag = client.get(WIDGET)["ETag"]
    answers = [client.get(WIDGET), client.get(WIDGET, headers={"If-None-Match": tag})]

    assert [answer.status_code for answer in answers] == [200, 304]
    for answer in answers:
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer


@pytest.mark.parametrize("code", INDICATORS)
def test_each_number_can_be_shown_in_fifteen_kilobytes_with_its_styles(client, code):
    page = client.get(f"/sematan/{code}/?period=12m").content
    files = [
        Path(str(finders.find(name.decode()))) for name in set(re.findall(rb'(?:href|src)="/static/([^"#]+)', page))
    ]

    assert len(files) == 2
    assert sum(len(gzip.compress(data)) for data in (page, *(path.read_bytes() for path in files))) <= BUDGET


def test_it_sets_no_cookie_has_no_script_and_leads_to_the_number(client):
    response = client.get(WIDGET)
    page = response.content.decode()

    assert dict(response.cookies) == {}
    assert "<script" not in page
    assert 'href="/statistik/?area=31.75&amp;' in page
    assert 'href="/statistik/definisi/#answered_in_six"' in page


@pytest.mark.parametrize(("language", "name"), [("id", "Dijawab dalam 6 jam"), ("en", "Answered within 6 hours")])
def test_it_speaks_the_language_that_was_asked_for(client, language, name):
    page = client.get(f"{WIDGET}&lang={language}").content.decode()

    assert f'<html lang="{language}">' in page
    assert f'<h1 id="measure">{name}</h1>' in page


@pytest.mark.parametrize("query", ["lang=xx", "size=huge", "area=nowhere", "period=never", "from=9999-99-99"])
def test_what_makes_no_sense_is_left_out(client, query):
    assert client.get(f"/sematan/backlog/?{query}").status_code == 200


@pytest.mark.parametrize("code", ["beauty", "backlog.json"])
def test_an_unknown_number_is_not_found(client, code):
    assert client.get(f"/sematan/{code}/").status_code == 404


def test_its_code_is_made_without_a_script_and_shows_the_same(english):
    page = main(english, "/statistik/sematan/?show=backlog&area=31.75&lang=id&size=s")
    code = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    address = re.search(r'src="http://testserver([^"]+)"', code)[1]

    assert 'width="300" height="130"' in code
    assert address == "/sematan/backlog/?area=31.75&lang=id&size=s"
    assert '<html lang="id">' in english.get(address).content.decode()
    assert f'src="{html.escape(address)}"' in page


def test_the_page_that_makes_the_code_may_show_our_own_frame_alone(client):
    policy = client.get("/statistik/sematan/")["Content-Security-Policy"]

    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_period_with_a_name_moves_on_with_time(client):
    page = html.unescape(main(client, "/statistik/sematan/?show=backlog&area=31.75&period=12m&lang=id"))

    assert "/sematan/backlog/?area=31.75&period=12m&lang=id&size=m" in page
