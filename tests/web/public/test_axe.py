"""Every page that anybody may open: no fault that axe can find, nothing that must be scrolled sideways; in both languages and schemes.

In the light axe looks at the narrowest window, in the dark at the widest: it takes most of the time, and the elements are the same.
"""

import pytest
from django.test import Client
from tests.browser import await_maps, faults, sticks_out
from tests.factories import make
from tests.web.public import every_page

from tanggap.ledger import receipts
from tanggap.notify import links

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 768, 1440)
LOOKS = [("id-ID", "light", 320), ("en-GB", "dark", 1440)]  # words do not change colours


def test_pages_have_no_fault_that_axe_finds_and_fit_every_width(browser, live_server, settings, tmp_path):
    settings.OPENDATA_ROOT = tmp_path
    pages, wrong = every_page.pages(every_page.city(), Client()), {}
    for locale, scheme, narrow_or_wide in LOOKS:
        context = browser.new_context(
            base_url=live_server.url, locale=locale, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        for name, path in pages.items():
            found = []
            page.set_viewport_size({"width": narrow_or_wide, "height": 800})
            page.goto(path)
            await_maps(page)
            found += faults(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found += [f"{width}: {sticks_out(page)} px too wide"] if sticks_out(page) else []
            if found:
                wrong[f"{name} {locale} {scheme}"] = found
        context.close()

    assert wrong == {}


@pytest.mark.parametrize(("locale", "scheme"), [look[:2] for look in LOOKS])
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


def test_what_is_written_back_has_no_fault_either(browser, live_server):
    mine = make.report(reporter=every_page.RATNA)
    context = browser.new_context(base_url=live_server.url, locale="id-ID", viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"/berhenti/{links.of_report(links.STOP, mine.pk, bytes(mine.nonce))}/")
    page.locator("main button").first.click()
    page.wait_for_load_state("networkidle")
    wrong = {"stopped": faults(page)}
    page.goto("/langganan/")
    page.fill("#id_email", "warga")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    wrong["refused"] = faults(page)
    for name, note in (("no receipt", "JK"), ("a receipt", receipts.of(mine.code))):
        page.goto("/ledger/tanda-terima/")
        page.fill("#id_note", note)
        page.locator("main form button[type=submit]").click()
        page.wait_for_selector(".answer")
        wrong[name] = faults(page)
    context.close()

    assert wrong == {step: [] for step in ("stopped", "refused", "no receipt", "a receipt")}
