"""The leaders' screens in a browser: read from four metres, two taps on a phone, and what a screen that hangs for long does."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from tests.browser import await_maps, faults, sticks_out
from tests.factories import LITTER, make
from tests.web.command.scene import camat, governor, late

from tanggap.command.walls import actions as walls
from tanggap.core import clock, shelf
from tanggap.deadlines.models import Escalation
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TANGGAP_SHOTS", "")
SMALLEST_PX = 40
"""Of letters on the wall: a quarter of it is ten pixels, which can be read; on a screen of 55 inches it is read from four metres."""
_SIZES = """() => [...document.querySelectorAll("body *")].filter(it => it.checkVisibility() && !it.closest(".map, .wall-back, svg")
  && [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim()))
  .map(it => [parseFloat(getComputedStyle(it).fontSize), it.textContent.trim().slice(0, 40)])"""
_CUT = """() => [...document.querySelectorAll(".wall-numbers *, .wall-head *, .wall-alarm *")]
  .filter(it => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflow === "hidden").map(it => it.textContent.trim())"""


def shot(page, name):
    if SHOTS:
        page.wait_for_timeout(400)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def busy():
    """Have late reports with several units."""
    late(days=(9, 8, 7, 6, 5))
    make.report(state=State.IN_PROGRESS, category=LITTER, at=late_at(9), handled_by="sudin-lingkungan-hidup-31.75")
    shelf.clear_all()


def late_at(days):
    return clock.now() - timedelta(days=days)


def hung(language):
    """Return the path of a wall of the city that hangs, and its number."""
    made = walls.hang(by=governor(), room="Hall", scope="", language=language)
    return f"/layar/{made.token}/", made.id


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_wall_is_read_from_four_metres(visit, language):
    busy()
    opened = (governor(), "/command/?wall") if language == "en" else (None, hung("id")[0])
    page = visit(*opened, width=1920, height=1080, language="en")
    await_maps(page)
    sizes = page.evaluate(_SIZES)

    assert [one for one in sizes if one[0] < SMALLEST_PX] == []
    assert len(sizes) <= 45  # few things
    assert page.evaluate(_CUT) == []
    assert page.evaluate("() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
        1080,
        1920,
    ]
    assert faults(page) == []
    assert page.said == []
    shot(page, f"wall-{language}")
    if SHOTS:
        with Image.open(Path(SHOTS) / f"wall-{language}.png") as whole:
            whole.resize((480, 270), Image.Resampling.LANCZOS).save(Path(SHOTS) / f"wall-{language}-quarter.png")


def test_a_screen_that_was_revoked_shows_nothing_more_and_says_so(visit):
    late()
    path, number = hung("en")
    page = visit(None, path, width=1920, height=1080)
    page.locator(".wall-numbers dd").first.wait_for()
    walls.revoke(by=governor(), wall=number)

    ask_until(page, "document.querySelector('[data-lost=gone]').checkVisibility()")

    assert page.get_by_text("This screen shows nothing any more: it was revoked, or its last day is over.").is_visible()
    assert page.evaluate(
        "() => [document.querySelector('#now').textContent, document.querySelectorAll('.map .spot-number').length]"
    ) == ["", 0]
    assert [one for one in page.said if "404" not in one] == []
    shot(page, "wall-gone")


@pytest.mark.parametrize(("width", "height", "language"), [(360, 780, "id"), (1440, 900, "en")])
def test_the_page_of_screens_is_without_fault(visit, width, height, language):
    hung("id")
    page = visit(governor(), "/command/layar/", width=width, height=height, language=language)
    shot(page, f"screens-{width}")
    assert (faults(page), sticks_out(page), page.said) == ([], 0, [])
    page.locator("#id_room").fill("Balai Kota")
    page.locator("form [type=submit].primary").click()
    page.locator("#address").wait_for()
    shot(page, f"screen-made-{width}")
    assert (sticks_out(page), page.said) == (0, [])


@pytest.mark.parametrize(("width", "height", "language"), [(360, 780, "id"), (1440, 900, "en")])
def test_the_page_is_without_fault(visit, width, height, language):
    busy()
    page = visit(camat(), "/command/", width=width, height=height, language=language)
    await_maps(page)
    shot(page, f"front-{width}")
    assert (faults(page), sticks_out(page), page.said) == ([], 0, [])


def test_a_leader_takes_notice_in_two_taps_on_a_phone(visit):
    late(days=(9,))
    page = visit(camat(), "/masuk/ke/", width=360, height=780, language="id")  # where signing in leads
    page.locator("[data-ask] .mine-list, .mine-list").first.wait_for()
    button = page.get_by_role("button", name="Sudah tahu").first

    assert button.bounding_box()["y"] < 780  # seen without scrolling
    assert button.bounding_box()["height"] >= 44
    button.click()
    page.get_by_text("Anda telah menandainya; nama Anda dan waktunya tercatat di riwayat.").wait_for()

    assert Escalation.objects.filter(acknowledged_at__isnull=False).exists()


def ask_until(page, condition):
    """Have the screen ask again and again: while it asks, it takes no further question, so that one may be passed over."""
    asked = "document.dispatchEvent(new Event('visibilitychange'))"
    page.wait_for_function(f"() => {{ {asked}; return {condition}; }}", polling=50)


def test_a_screen_that_hangs_for_long_says_when_it_is_old_and_keeps_nothing(visit):
    late()
    page = visit(governor(), "/command/?wall", width=1920, height=1080, language="en")
    await_maps(page)
    page.evaluate("() => { globalThis.realFetch = globalThis.fetch; }")
    # the map draws its streets and their names when it likes
    count = "() => document.querySelectorAll('body :not(.leaflet-pane *), .spot-number').length"
    page.locator(".spot-number").first.wait_for()
    before = page.evaluate(count)

    # a day of new pictures leaves nothing behind
    page.evaluate(
        """async () => { for (let n = 0; n < 30; n++) { document.querySelector("#screen").dataset.tag = `old ${n}`;
        document.dispatchEvent(new Event("visibilitychange")); await new Promise(done => setTimeout(done, 60)); } }"""
    )
    assert page.evaluate(count) == before

    # the system away: said after two failures, with the time of what is shown; then back
    page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('away')); }")
    ask_until(page, "document.querySelector('html.is-old')")
    assert page.get_by_text("The system does not answer.").is_visible()
    shot(page, "wall-away")
    make.report(category=LITTER, at=late_at(9))
    shelf.clear_all()
    page.evaluate("() => { globalThis.fetch = globalThis.realFetch; }")
    ask_until(page, "document.querySelector('html:not(.is-old) .wall-numbers dd')?.textContent.trim() === '4'")

    # the session over: said so, with the way back in
    page.context.clear_cookies(name="sessionid")
    ask_until(page, "document.querySelector('[data-lost=ended]').checkVisibility()")
    assert page.get_by_text("Nobody is signed in on this screen any more.").is_visible()
    assert "next=/command/" in page.get_by_role("link", name="Sign in again").get_attribute("href").replace("%3D", "=")
