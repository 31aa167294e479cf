"""The counter in Chromium: by the tab key alone, the receipt as the printer gets it, a scanner that types."""

import re
from io import BytesIO

import pytest
from PIL import Image
from tests.browser import faults
from tests.factories import make
from tests.web.desk.pages import GEBANG

from tanggap.reports.models import Report
from tanggap.web.desk.receipts import Slip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POINTS = 72 / 25.4
LONGEST = {
    "channel": "Kantor Inspektorat Pembantu Wilayah Kota Administrasi Jakarta Timur",
    "category": "Pelayanan administrasi kependudukan dan pencatatan sipil di tingkat kelurahan",
    "place": "Kepulauan-Seribu-Utara-Bagian-Timur-Laut-Sebelah-Selatan, Kepulauan Seribu Utara",
    "unit": "Unit Pengelola Teknis Pertanggungjawaban Penyelenggaraan Pengadaan Prasarana Suku Dinas Bina Marga Jakarta Timur",
}
PAPERS = [("80mm", 80.0, None), ("a5", 148.0, 210.0)]


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def taken_in(visit, person, *, language="en", width=1440, text="Lampu jalan mati di depan terminal"):
    """Return the page of a receipt, made by hand at the counter."""
    page = visit(person, "/desk/loket/", language=language, width=width)
    page.locator("[name=text]").fill(text)
    page.locator("button.large").click()
    page.wait_for_selector(".slip")
    return page


def on(page, paper):
    """Choose a paper for the receipt that is shown."""
    page.locator(f"button[name=paper][value='{paper}']").click()
    page.wait_for_selector(f".slip.on-{paper}")
    return page


def sheets(page):
    """Return the sizes in millimetres of the pages that the printer gets."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width) / POINTS, 1), round(float(height) / POINTS, 1)) for width, height in boxes]


def cut_off(page, width_mm):
    """Return the elements of the receipt, as printed on `width_mm` of paper, whose text or box is wider than the paper."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(width_mm / 25.4 * 96), "height": 900})
    return page.evaluate(
        """() => [...document.querySelectorAll('.slip, .slip *')]
          .filter(it => !it.closest('svg') || it.matches('svg'))
          .filter(it => it.getBoundingClientRect().right > innerWidth + 0.5 || (it.scrollWidth > it.clientWidth + 1 && it.clientWidth))
          .map(it => it.outerHTML.slice(0, 80))"""
    )


def test_the_counter_by_tab_alone_and_its_receipt(visit, sari):
    page = visit(sari, "/desk/loket/")
    page.keyboard.type("Lampu jalan mati di depan terminal")
    page.keyboard.press("Tab")
    page.keyboard.type("terminal pulo gebang")
    page.wait_for_selector("#found-place input")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('button.large')"):
            break
    assert page.locator("#advice h2", has_text="Who gets it").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector(".slip")

    report = Report.objects.get()
    assert (report.unit_id, report.area_id) == (GEBANG, "31.75.06.1005")
    assert report.code in page.locator(".slip").inner_text()
    assert page.evaluate("() => document.activeElement.dataset.print") == ""
    assert (faults(page), page.said) == ([], [])


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("is_secret", [False, True], ids=["long names", "confidential"])
def test_the_receipt_is_one_piece_of_its_paper_with_nothing_cut_off(visit, monkeypatch, language, is_secret):
    person = make.staff(of="inspektorat" if is_secret else GEBANG)
    if not is_secret:
        monkeypatch.setattr(Slip, "facts", lambda slip: LONGEST)
    page = taken_in(visit, person, language=language)

    for paper, width, height in PAPERS:
        on(page, paper)
        printed = sheets(page)
        assert [one[0] for one in printed] == [pytest.approx(width, abs=0.5)]
        if height is None:
            tall = page.locator(".slip").bounding_box()["height"] * 25.4 / 96
            assert tall <= printed[0][1] <= tall + 2.5
        else:
            assert printed[0][1] == pytest.approx(height, abs=0.5)
        assert page.locator(".slip .qr").bounding_box()["width"] * 25.4 / 96 >= 30
    assert (faults(page), page.said) == ([], [])

    assert cut_off(page, 124) == []
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert cut_off(on(page, "80mm"), 72) == []
    assert not page.locator(".bar").is_visible()
    assert not page.locator("button[data-print]").is_visible()
    assert monochrome(page)


def monochrome(page):
    """Return whether what is printed holds no colour, and leaves the last 10 mm white for the cutter."""
    drawn = Image.open(BytesIO(page.locator(".slip").screenshot())).convert("RGB")
    grey = all(red == green == blue for _count, (red, green, blue) in drawn.getcolors(1 << 24))
    tail = drawn.crop((0, drawn.height - round(9.5 / 25.4 * 96), drawn.width, drawn.height))
    return grey and tail.getcolors() == [(tail.width * tail.height, (255, 255, 255))]


def test_the_paper_is_remembered_for_the_next_citizen(visit, sari):
    page = on(taken_in(visit, sari), "a5")
    page.goto("/desk/loket/")
    page.locator("[name=text]").fill("Pohon tumbang di depan sekolah")
    page.locator("button.large").click()

    page.wait_for_selector(".slip.on-a5")


@pytest.mark.parametrize("width", [360, 1440])
def test_form_and_receipt_fit_the_screen_and_axe_finds_nothing(visit, width):
    person = make.staff(of="inspektorat")
    page = visit(person, "/desk/loket/", width=width)
    assert (faults(page), wide(page), page.said) == ([], False, [])

    page = taken_in(visit, person, width=width)
    for paper, _width, _height in PAPERS:
        assert (faults(on(page, paper)), wide(page), page.said) == ([], False, [])


def wide(page):
    """Return whether a page must be scrolled sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize(
    ("start", "field"), [("/desk/", "#search"), ("/desk/loket/", "#scan"), ("/desk/loket/", "#id_text")]
)
def test_a_scanner_that_types_the_private_link_opens_the_report_and_leaves_no_key_behind(
    visit, sari, live_server, start, field
):
    report = make.report()
    key = make.token(report)
    page = visit(sari, start)
    asked = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))

    page.locator(field).focus()
    page.keyboard.type(f"{live_server.url}/laporan/{report.code}/{key}/")
    page.keyboard.press("Enter")
    if field == "#id_text":
        page.locator("#advice a.button").click(delay=1000)  # leaving the field asks for advice anew while it is pressed
    page.wait_for_url(f"**/desk/{report.code}/")

    assert page.locator("h1", has_text="Street lamps").first.is_visible() or report.code in page.content()
    assert [line for line in asked if key in line] == []
    assert key not in page.content() + page.evaluate(
        "() => document.referrer + JSON.stringify([{...localStorage}, {...sessionStorage}])"
    )
    assert page.said == []
    assert Report.objects.count() == 1
