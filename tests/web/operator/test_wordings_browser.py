"""The pages of the messages' words in a browser: axe finds nothing, they fit a phone and a desk, and work without script."""

import os
from pathlib import Path

import pytest
from tests.browser import wrong_at
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import shelf
from tanggap.notify import wordings
from tanggap.notify.models import Wording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1440)
PAGES = {"list": "/admin/pesan/", "own": "/admin/pesan/received/?language=en", "pack": "/admin/pesan/news/?channel=sms"}


@pytest.fixture
def operator():
    person = make.staff(of="jsc-intake", role=Role.OPERATOR)
    words = {"subject": "Report {code}", "text": "{unit} has {code}.\n\n{track_url}", "short": "{code}: {unit}"}
    wordings.write(by=person, template="received", language="en", channel="", **words)
    shelf.clear_all()
    yield person
    shelf.clear_all()


def test_the_pages_have_no_fault_that_axe_finds_and_fit(visit, operator):
    folder, wrong = os.environ.get("TANGGAP_SHOTS_TO"), {}
    for language, dark in (("id", True), ("en", False)):
        page = visit(operator, "/admin/", width=WIDTHS[0], language=language, dark=dark)
        for name, path in PAGES.items():
            page.goto(path)
            wrong[language, name] = wrong_at(page, WIDTHS, in_two_looks=True)
            for width in (360, 1440) if folder else ():
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=Path(folder) / f"op-{name}-{language}-{width}.png", full_page=True)
        assert page.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_words_are_tried_out_and_kept_without_script(visit, operator):
    page = visit(operator, PAGES["own"], script=False)
    page.fill("[name=text]", "Dear citizen, {unit} has {nik}.")
    page.click("text=Preview")
    assert "{nik}" in page.inner_text("main")
    page.fill("[name=text]", "Dear citizen, {unit} has {code}.")
    page.click("button:has-text('Preview')")
    assert "Dear citizen, " in page.inner_text("#preview-title ~ .wording-text >> nth=0")
    assert Wording.objects.count() == 1
    page.click("button:has-text('Keep these words')")
    assert Wording.objects.count() == 2
