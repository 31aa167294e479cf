"""The form on a phone: steps, the phone's place, photos made smaller, a draft that waits for the line, sent once."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.factories import make
from tests.web.public.pages import path_of

from tanggap.reports.models import Photo, Report
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def large_photo(tmp_path):
    file = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(file, "JPEG", quality=90)
    path = tmp_path / "large.jpg"
    path.write_bytes(file.getvalue())
    return path


def write(page: Page) -> None:
    page.goto("/lapor/")
    page.fill("#id_text", "Lampu jalan mati, gelap sekali di depan kantor wali kota")


def to_the_last_step(page: Page) -> None:
    page.click("#next")
    page.click("#gps")
    expect(page.locator("#meant .found")).to_have_text("Pulo Gebang, Cakung")
    page.click("#next")
    page.locator("[data-asked] label").first.click()
    page.click("#next")
    expect(page.locator("#send")).to_be_visible()


def test_a_report_is_made_step_by_step(phone, large_photo):
    write(phone)
    phone.set_input_files("#id_photos", str(large_photo))
    expect(phone.locator("#previews img")).to_have_count(1)
    to_the_last_step(phone)
    phone.click("#send")
    phone.wait_for_url("**/tanda-terima/")

    report = Report.objects.get()
    photo = Photo.objects.get(report=report)
    assert (report.category_id, report.area_id) == ("lampu-jalan", "31.75.06.1005")
    assert max(photo.width, photo.height) == 1600
    expect(phone.locator(".code-big")).to_have_text(report.code)
    assert phone.evaluate("localStorage.getItem('tanggap-draft')") is None


def test_going_back_in_the_browser_goes_back_a_step(phone):
    write(phone)
    phone.click("#next")
    expect(phone.locator("#step-words")).to_have_text("Langkah 2 dari 4")
    phone.go_back()

    expect(phone.locator("#step-words")).to_have_text("Langkah 1 dari 4")
    expect(phone.locator("#what-title")).to_be_focused()


def test_a_step_is_not_left_with_nothing_written(phone):
    phone.goto("/lapor/")
    phone.click("#next")

    expect(phone.locator("#step-words")).to_have_text("Langkah 1 dari 4")
    expect(phone.locator("#id_text")).to_be_focused()
    expect(phone.locator("#id_text_field .error")).to_be_visible()


def test_the_pin_is_set_with_the_keyboard_alone(phone):
    write(phone)
    phone.click("#next")
    phone.wait_for_selector("#pick.leaflet-container")
    phone.focus("#pick")
    phone.keyboard.press("ArrowRight")

    expect(phone.locator("#meant .found")).not_to_be_empty()
    assert float(phone.input_value("#lon")) > 106.8


def test_a_typed_place_is_chosen_instead_of_the_pin(phone):
    write(phone)
    phone.click("#next")
    phone.fill("#id_address", "pulo gebang")
    phone.locator("#place-choices label").first.click()

    expect(phone.locator("#meant .found")).to_contain_text("Pulo Gebang")
    assert phone.input_value("#lon") == ""


def test_a_chosen_place_stays_chosen_although_the_last_letters_were_still_asked_about(phone):
    write(phone)
    phone.click("#next")
    phone.fill("#id_address", "pulo geb")
    phone.locator("#place-choices label").first.wait_for()
    phone.fill("#id_address", "pulo gebang")
    phone.locator("#place-choices label").first.click()
    phone.wait_for_timeout(800)  # twice as long as a search waits for the next letter

    expect(phone.locator("#place-choices input:checked")).to_have_count(1)


def test_a_draft_survives_a_closed_page(phone, large_photo):
    write(phone)
    phone.set_input_files("#id_photos", str(large_photo))
    expect(phone.locator("#previews img")).to_have_count(1)
    phone.evaluate("async () => { while ((await tanggap.draft.readPhotos())?.length !== 1) await 0; }")
    phone.locator("#id_text").press_sequentially(", dekat halte")
    phone.goto("/")  # in the middle of typing
    phone.goto("/lapor/")

    words = "Lampu jalan mati, gelap sekali di depan kantor wali kota, dekat halte"
    expect(phone.locator("#id_text")).to_have_value(words)
    expect(phone.locator("#previews img")).to_have_count(1)
    expect(phone.locator("#draft-note")).to_contain_text("Draf dari")


def test_a_draft_is_discarded_for_good(phone):
    write(phone)
    phone.goto("/lapor/")
    phone.locator("#id_text").press_sequentially(".")
    phone.click("#draft-note button")  # in the middle of typing

    expect(phone.locator("#id_text")).to_have_value("")
    assert phone.evaluate("localStorage.getItem('tanggap-draft')") is None


def test_without_a_line_the_report_waits_and_goes_once_when_it_is_back(phone, context):
    write(phone)
    to_the_last_step(phone)
    context.set_offline(True)
    phone.click("#send")
    expect(phone.locator("#draft-note")).to_contain_text("luring")
    assert Report.objects.count() == 0
    context.set_offline(False)
    phone.wait_for_url("**/tanda-terima/")

    assert Report.objects.count() == 1


def test_two_quick_presses_send_once(phone):
    write(phone)
    to_the_last_step(phone)
    phone.evaluate("() => { const button = document.getElementById('send'); button.click(); button.click(); }")
    phone.wait_for_url("**/tanda-terima/")

    assert Report.objects.count() == 1


def test_a_refusal_leads_to_the_step_that_it_concerns_and_keeps_the_photos(phone, large_photo):
    write(phone)
    phone.set_input_files("#id_photos", str(large_photo))
    expect(phone.locator("#previews img")).to_have_count(1)
    to_the_last_step(phone)
    phone.evaluate("() => { document.getElementById('lon').value = '0'; document.getElementById('lat').value = '0'; }")
    phone.click("#send")

    expect(phone.locator("#summary")).to_be_focused()
    expect(phone.locator("#step-words")).to_have_text("Langkah 2 dari 4")
    expect(phone.locator("#id_address_field .error")).to_be_visible()
    expect(phone.locator("#previews img")).to_have_count(1)


def test_similar_ones_are_offered_and_supported_instead(phone):
    there = make.report()
    write(phone)
    phone.click("#next")
    phone.click("#gps")
    expect(phone.locator("#meant .found")).to_be_visible()
    phone.click("#next")
    phone.click(f"[formaction='/laporan/{there.code}/dukung/']")
    phone.wait_for_url(f"**/laporan/{there.code}/")

    there.refresh_from_db()
    assert (there.supporters, Report.objects.count()) == (1, 1)


def test_on_a_wide_screen_the_whole_form_is_one_page(phone):
    phone.set_viewport_size({"width": 1440, "height": 900})
    write(phone)
    expect(phone.locator("[data-step]:visible")).to_have_count(4)
    phone.click("#gps")
    expect(phone.locator("#kind input[value=lampu-jalan]")).to_be_checked()
    phone.locator("[data-asked] label").first.click()
    phone.click("#send")
    phone.wait_for_url("**/tanda-terima/")

    assert Report.objects.get().area_id == "31.75.06.1005"


def test_the_map_shows_pins_and_a_popup_that_leads_to_the_report(phone):
    made = make.report()
    phone.set_viewport_size({"width": 1440, "height": 900})
    phone.goto("/peta/?bbox=106.94,-6.22,106.95,-6.20")
    phone.click(".pin.waiting")
    phone.click(".popup a")
    phone.wait_for_url(f"**/laporan/{made.code}/")


def test_moving_the_map_moves_the_list_and_the_address(phone):
    make.report()
    phone.set_viewport_size({"width": 1440, "height": 900})
    phone.goto("/peta/?bbox=106.94,-6.22,106.95,-6.20")
    expect(phone.locator("#list a.item")).to_have_count(1)
    phone.wait_for_selector(".pin")
    phone.focus("#map")
    for _ in range(5):
        phone.keyboard.press("Shift+ArrowRight")
        phone.wait_for_timeout(400)

    expect(phone.locator("#list a.item")).to_have_count(0)
    assert "bbox=106.94,-6.22" not in phone.url


def test_near_me_asks_for_the_place_only_when_pressed(phone):
    near = make.report()
    make.report(lon=106.80, lat=-6.20)
    phone.goto("/")
    expect(phone.locator("#rows a.item")).to_have_count(2)
    phone.click("#near")

    expect(phone.locator("#rows a.item")).to_have_count(1)
    expect(phone.locator("#rows")).to_contain_text(str(near.category.name["id"]))


def test_without_scripts_two_pages_are_enough(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="id-ID", java_script_enabled=False)
    page = context.new_page()
    page.goto("/lapor/")
    page.fill("#id_text", "Lampu jalan mati, gelap sekali")
    page.fill("#id_address", "pulo gebang")
    page.get_by_role("button", name="Lanjut: periksa dan kirim").click()
    page.locator("input[name=place]").first.check()
    page.locator("[data-asked] input").first.check()
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/tanda-terima/")
    report = Report.objects.get()
    context.close()

    assert (report.area_id, report.category_id) == ("31.75.06.1005", "lampu-jalan")


def test_the_reporter_answers_and_judges_on_the_private_page(phone):
    asked, solved = make.report(state=State.AWAITING_REPORTER), make.report(state=State.RESOLVED)
    phone.goto(path_of(asked))
    phone.fill("#id_answer", "Sisi selatan")
    phone.click("text=Kirim jawaban")
    expect(phone.locator(".notice.good")).to_be_visible()
    phone.goto(path_of(solved))
    phone.get_by_role("button", name="Sangat baik").click()
    expect(phone.locator(".notice.good").first).to_be_visible()

    assert Report.objects.get(pk=asked.pk).state == State.IN_PROGRESS


def test_the_language_switch_is_remembered(phone):
    phone.goto("/peta/?state=open")
    phone.click(".languages button[value=en]")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    assert phone.url.endswith("/peta/?state=open")
    phone.goto("/")
    expect(phone.locator("h1")).to_have_text("Is something wrong near you?")
