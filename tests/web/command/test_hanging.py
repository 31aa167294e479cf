"""Walls that hang: what anybody reads on one, how it asks, how it ends, and the page on which they are kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from tests.factories import LITTER, make
from tests.web.command.scene import GEBANG, governor, late
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.command.models import Wall
from tanggap.command.walls import actions
from tanggap.core import clock, shelf

pytestmark = pytest.mark.django_db


def hang(by, client=None, **changes):
    """Return the path of the address that the page told."""
    given = {"room": "Control room, 3rd floor", "scope": "city", "language": "id", "last_day": "", **changes}
    answer = (client or browser(by)).post("/command/layar/", given)
    assert answer.status_code == 201
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    return re.search(r'id="address">https?://[^/]+(/layar/[^<]+)<', answer.content.decode())[1]


def tag(page):
    return re.search(r'data-tag="([^"]*)"', page.content.decode())[1]


def test_anybody_before_it_reads_the_wall_in_its_language_and_nothing_else():
    officer = make.staff(of=GEBANG)
    late(officer=officer)
    maker = governor()
    page = browser().get(hang(maker), headers={"accept-language": "en"})
    text = page.content.decode()

    assert "Siapa yang terlambat" in words(page)
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "private, no-store", "no-referrer", "noindex, nofollow",
    )  # fmt: skip
    assert (page["Content-Language"], len(page.cookies)) == ("id", 0)
    assert (
        re.findall(r"<a\b|<form|/command/|/desk/|/masuk/|sessionid|csrf", re.sub(r"/static/command/", "", text)) == []
    )
    assert [
        one
        for one in (officer.display_name, maker.display_name, "canary", "Control room")
        if one.lower() in text.lower()
    ] == []


def test_what_is_private_makes_no_place_on_it_and_what_is_confidential_no_number():
    make.report(category=LITTER, visibility="private", at=clock.now() - timedelta(days=20))
    make.report(
        category=next(row.code for row in catalog.leaves() if row.is_confidential), at=clock.now() - timedelta(days=20)
    )
    shelf.clear_all()
    page = browser().get(hang(governor(), language="en"))

    assert "late 1 0 due in 6 hours" in words(page) or "late 1 due in 6 hours 0" in words(page)
    assert 'data-points="[]"' in page.content.decode()


def test_it_hears_nothing_while_nothing_changes_and_then_the_new_picture(settings, django_assert_num_queries):
    settings.PAGES_KEPT_SECONDS = 5
    late()
    path, client = hang(governor()), browser()
    page = client.get(path)
    with django_assert_num_queries(1):
        same = client.get(f"{path}kini/", {"tag": tag(page)})
    with django_assert_num_queries(1):
        whole = client.get(f"{path}kini/", {"tag": "old"})

    assert (same.status_code, same.content, whole.status_code) == (204, b"", 200)
    assert (same["X-Tag"], same["Cache-Control"]) == (tag(page), "private, no-store")
    assert "Siapa yang terlambat" in words(whole)


def test_unknown_malformed_revoked_and_ended_are_answered_with_the_same_bytes():
    by = governor()
    revoked, ended = hang(by), hang(by, last_day=f"{clock.local(clock.now()):%Y-%m-%d}")
    actions.revoke(by=by, wall=Wall.objects.earliest("id").pk)
    paths = [revoked, ended, f"/layar/{Wall.objects.latest('id').pk}-{'0' * 48}/", "/layar/999-x/", "/layar/x/"]

    for asked in ("", "kini/"):
        with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
            answers = [browser().get(path + asked) for path in paths]
        assert {(one.status_code, one.content, tuple(sorted(one.items()))) for one in answers} == {
            (404, answers[0].content, tuple(sorted(answers[0].items())))
        }


def test_the_page_lists_them_and_one_click_revokes():
    by = governor()
    client = browser(by)
    path = hang(by, client)
    browser().get(path)
    listed = client.get("/command/layar/")
    action = re.search(r'action="(/command/layar/\d+/cabut/)"', listed.content.decode())[1]

    assert "Control room, 3rd floor" in words(listed)
    assert path not in listed.content.decode()
    assert "Gone lately" in words(client.post(action, follow=True))
    assert browser().get(path).status_code == 404


def test_a_form_that_cannot_be_used_says_why_and_nothing_hangs():
    client = browser(governor())
    answer = client.post("/command/layar/", {"room": "", "scope": "area:x", "language": "en", "last_day": "2020-01-01"})
    assert (answer.status_code, Wall.objects.exists()) == (422, False)
    past = client.post("/command/layar/", {"room": "Hall", "scope": "city", "language": "en", "last_day": "2020-01-01"})
    assert "This day has passed." in words(past)


def test_the_way_there_stands_on_the_picture_for_who_may_hang_one():
    assert 'href="/command/layar/?scope=' in browser(governor()).get("/command/").content.decode()
    analyst = browser(make.staff(of="kantor-gubernur", role=Role.ANALYST))
    assert "/command/layar/" not in analyst.get("/command/").content.decode()
