"""The what-if's pages in Indonesian, in the dark: axe finds nothing, they fit a phone and a desk, and a result comes by itself."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.browser import wrong_at
from tests.factories import make
from tests.staffing import scenes
from tests.staffing.scenes import wanted

from tanggap.agencies.words import Role
from tanggap.staffing import actions
from tanggap.staffing.policies import Demand, Storm, Target
from tanggap.staffing.words import Doubt, Goal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1440)


def test_the_pages_have_no_fault_that_axe_finds_and_fit_and_a_result_comes_by_itself(visit, past):
    analyst = make.staff(of="jsc-intake", role=Role.ANALYST)
    past(scenes.known(doubts=(Doubt.HANDS_UNSEEN,)))
    pages = addresses(analyst)
    page, wrong = visit(analyst, pages["list"], width=WIDTHS[0], language="id", dark=True), {}
    folder = os.environ.get("TANGGAP_SHOTS_TO")

    for name, path in pages.items():
        page.goto(path)
        wrong[name] = wrong_at(page, WIDTHS, in_two_looks=True)
        for width in (360, 1440) if folder else ():
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"staffing-{name}-{width}.png", full_page=True)

    assert {name: found for name, found in wrong.items() if found} == {}
    page.goto(pages["waiting"])
    scenes.work()
    page.locator(".staffing-said").wait_for(timeout=15_000)
    assert page.said == []


def addresses(by) -> dict[str, str]:
    """Return the pages by name, in each state."""
    home = "/evaluation/staffing/"
    basis = scenes.learned(by)
    storm = Demand(1.1, (Storm(scenes.today() + timedelta(days=2), 1_000),))
    tried = actions.try_out(
        by=by, basis=basis, wanted=wanted("Dua orang lagi pada malam hari", scenes.OFFICE, scenes.EVENING, demand=storm)
    )
    target = Target(Goal.SOLVED_IN_TIME, 0.5, 0.6)
    sought = actions.seek(by=by, basis=basis, wanted=wanted("Separuh tuntas", target=target, most_staff=6, days=10))
    scenes.work()
    waiting = actions.try_out(by=by, basis=basis, wanted=wanted("Masih menunggu"))
    learning = actions.begin(by=by, units=[scenes.POST])
    return {
        "list": home,
        "new": f"{home}baru/?unit={scenes.SUDIN}",
        "learning": f"{home}{learning}/",
        "basis": f"{home}{basis}/",
        "try": f"{home}{basis}/coba/",
        "seek": f"{home}{basis}/termurah/",
        "change": f"{home}{basis}/{tried}/ubah/",
        "scenario": f"{home}{basis}/{tried}/",
        "sought": f"{home}{basis}/{sought}/",
        "waiting": f"{home}{basis}/{waiting}/",
    }
