"""The boards' pages in Indonesian, in the dark: axe finds nothing, and they fit a phone and a desk."""

import os
from pathlib import Path

import pytest
from tests.browser import wrong_at
from tests.web.asoca import scene

from tanggap.asoca import example

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1440)


def test_the_pages_have_no_fault_that_axe_finds_and_fit(visit):
    keeper = scene.analyst()
    at = scene.course()
    page, wrong = visit(keeper, "/evaluation/asoca/", width=WIDTHS[0], language="id", dark=True), {}
    folder = os.environ.get("TANGGAP_SHOTS_TO")

    for name, path in addresses(keeper, at).items():
        page.goto(path)
        wrong[name] = wrong_at(page, WIDTHS, in_two_looks=True)
        for width in (360, 1440) if folder else ():
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=Path(folder) / f"asoca-{name}-{width}.png", full_page=True)

    assert {name: found for name, found in wrong.items() if found} == {}
    assert page.said == []


def addresses(keeper, at) -> dict[str, str]:
    """Return the pages by name, of boards in each state."""
    shown = example.install(by=keeper)
    judged, closed = scene.judged(keeper), scene.closed(keeper)
    action, following = scene.followed(closed, at)
    mine = judged.assessors[0].pk
    return {
        "list": "/evaluation/asoca/",
        "element": f"{scene.draft(keeper).path}unsur/Ab1/",
        "pairs": f"{judged.path}penilai/{mine}/internal/",
        "ratings": f"{judged.path}penilai/{mine}/nilai/",
        "board": closed.path,
        "sure": f"{closed.path}keyakinan/",
        "compared": f"{closed.path}banding/?with={shown}",
        "action": f"{closed.path}tindakan/{action}/",
        "effect": f"{closed.path}dampak/{following}/",
    }
