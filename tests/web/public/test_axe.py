"""Every citizen's page: no fault that axe can find, nothing that must be scrolled sideways, in both languages, schemes, at four widths."""

from datetime import timedelta

import pytest
from tests.browser import await_maps, faults, wrong_at
from tests.factories import PULO_GEBANG, make
from tests.web.public.pages import path_of

from tanggap.core import clock
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 768, 1440)
LOOKS = [("id-ID", "light"), ("en-GB", "dark")]  # words do not change colours


def paths() -> list[str]:
    lon, lat = PULO_GEBANG
    photos = [Upload(make.photo(), "a.jpg")]
    solved = make.report(state=State.RESOLVED, photos=photos)
    asked = make.report(state=State.AWAITING_REPORTER)
    refused = make.report(state=State.REJECTED)
    late = make.report(at=clock.now() - timedelta(days=20), photos=photos)
    return [
        "/",
        "/lapor/",
        "/peta/",
        f"/peta/?state=open&area=31.75.06&bbox={lon - 0.01},{lat - 0.01},{lon + 0.01},{lat + 0.01}",
        "/peta/?unknown=qq&category=sampah",
        "/statistik/definisi/",
        "/statistik/pemeriksaan/",
        f"/laporan/{late.code}/",
        f"/laporan/{solved.code}/",
        path_of(solved),
        path_of(asked),
        path_of(refused),
        path_of(solved) + "tanda-terima/",
        "/laporan/unknown/",
    ]


@pytest.mark.parametrize(("locale", "scheme"), LOOKS)
def test_pages_have_no_fault_that_axe_finds_and_fit_every_width(browser, live_server, locale, scheme):
    context = browser.new_context(base_url=live_server.url, locale=locale, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    wrong = {}
    for path in paths():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(path)
        await_maps(page)
        wrong[path] = wrong_at(page, WIDTHS)
    context.close()

    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("locale", "scheme"), LOOKS)
def test_each_step_of_the_form_has_no_fault(browser, live_server, locale, scheme):
    make.report()
    context = browser.new_context(
        base_url=live_server.url,
        locale=locale,
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": 360, "height": 780},
    )
    page = context.new_page()
    page.goto("/lapor/")
    page.click("#next")
    wrong = {"nothing written": faults(page)}
    page.fill("#id_text", "Lampu jalan mati, gelap sekali")
    page.click("#next")
    page.fill("#id_address", "pulo gebang")
    page.wait_for_selector("#place-choices input")
    page.locator("#place-choices label").first.click()
    wrong["where"] = faults(page)
    page.click("#next")
    page.wait_for_selector("[data-asked]")
    wrong["kind"] = faults(page)
    page.locator("[data-asked] label").first.click()
    page.click("#next")
    page.locator("label", has=page.locator("input[name=contact][value=email]")).click()
    wrong["you"] = faults(page)
    page.fill("#id_email", "no address")
    page.click("#send")
    page.wait_for_selector("#summary")
    wrong["refused"] = faults(page)
    context.close()

    assert wrong == {step: [] for step in wrong}
