"""The validator's pages in Chromium: by keyboard, on a phone, without a script, for everybody (axe)."""

import re

import pytest
from tests.browser import await_maps, wrong_at
from tests.factories import LAMP, LITTER, make
from tests.verification.evidence.claiming import look_at_all
from tests.verification.evidence.scenes import jpeg, taken, with_part_of

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.reports.models import Capture, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, opinions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EAST = "bagian-pemerintahan-31.75"
WIDTHS = (320, 360, 768, 1440)


@pytest.fixture
def person():
    return make.staff(of=EAST, role=Role.VALIDATOR)


def claimed(**how):
    photos = [Upload(make.photo(size=(400, 300)), "1.jpg"), Upload(make.photo(size=(300, 400)), "2.jpg")]
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, "photos": photos, **how})


def in_the_field(person, **how):
    report = claimed(category=LAMP, **how)
    actions.send_to_field(code=report.code, version=report.version, verifier=person, findings="Cek malam hari")
    report.refresh_from_db()
    return report


def state(report):
    return Report.objects.get(pk=report.pk).state


def with_findings(**how):
    """Return a claim whose photo is the reporter's with a part changed, as the real checks find it, and taken in the app."""
    before = taken(1)
    after = jpeg(with_part_of(before, taken(2)))
    report = claimed(
        state=State.IN_PROGRESS,
        photos=[Upload(jpeg(before), "1.jpg"), Upload(make.photo(size=(300, 400)), "2.jpg")],
        **how,
    )
    officer = make.staff(of=report.unit_id)
    photos = [Upload(after, "a.jpg"), Upload(jpeg(taken(1, at=(0.4, 0, 0.3))), "b.jpg")]
    reports.claim_done(code=report.code, version=report.version, by=officer, message="Sudah bersih", photos=photos)
    look_at_all()
    photo = Photo.objects.filter(report=report, role="after").order_by("position")[0]
    Capture.objects.create(
        photo=photo, staff=officer, is_in_app=True, received_at=clock.now(), taken_at=clock.now(), lon=106.9462, lat=-6.2119,
        accuracy_m=25, distance_m=88,
    )  # fmt: skip
    report.refresh_from_db()
    return report


def test_everybody_can_use_the_pages(visit, person):
    papers, field = with_findings(), in_the_field(person)
    colleague = make.staff(of=EAST, role=Role.VALIDATOR)
    asked = claimed()
    opinions.ask(code=asked.code, version=asked.version, by=colleague)
    (second,) = opinions.asked_of(person)
    every = (
        f"/verify/{papers.code}/",
        "/verify/benturan/",
        "/verify/hasil/",
        f"/verify/{field.code}/",
        f"/verify/pendapat/{second.id}/",
        "/verify/",
    )
    wrong = {}
    for language, dark in (("id", False), ("en", True)):
        page = visit(person, "/verify/", language=language, width=WIDTHS[0], dark=dark)
        for path in every[: 3 if dark else None]:  # the others are drawn with the same parts in the same colours
            page.goto(path)
            for fold in page.locator("details.limit, details.silent, details.return").all():
                fold.evaluate("it => { it.open = true; }")
            wrong[language, path] = wrong_at(page, WIDTHS, in_two_looks=True)
        assert page.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_the_page_speaks_the_chosen_language(visit, person):
    report = claimed()

    assert (
        visit(person, f"/verify/{report.code}/", language="en").locator("#decide-title").inner_text() == "Your verdict"
    )
    assert visit(person, f"/verify/{report.code}/").locator("#decide-title").inner_text() == "Putusan Anda"


def test_the_slider_moves_by_keyboard(visit, person):
    page = visit(person, f"/verify/{claimed().code}/")
    slider = page.get_by_role("slider")

    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")

    assert slider.input_value() == "55"
    assert page.locator("[data-stage]").evaluate("it => it.style.getPropertyValue('--at')") == "0.55"


def test_the_photos_flicker_until_one_stops_it(visit, person):
    page = visit(person, f"/verify/{claimed().code}/")
    stage = page.locator("[data-stage]")

    page.keyboard.press("f")
    page.wait_for_selector("[data-stage][data-showing=after]")
    page.wait_for_selector("[data-stage][data-showing=before]")
    page.keyboard.press("f")

    assert stage.get_attribute("data-mode") == "slide"
    assert page.get_by_role("button", name="Kedip").get_attribute("aria-pressed") == "false"


def test_another_photo_can_be_put_on_a_side(visit, person):
    report = claimed()
    second = Photo.objects.filter(report=report, role="before").order_by("position")[1]
    page = visit(person, f"/verify/{report.code}/")

    page.locator("a[data-shot=before]").nth(1).click()

    assert page.locator("[data-side=before] img").get_attribute("src").endswith(f"/foto/{second.id}/shown.jpg")
    assert page.locator("[data-side=before] figcaption").inner_text() == "Sebelum 2"


def test_a_case_is_judged_by_keyboard_alone_with_what_the_checks_found(visit, person):
    report = with_findings()
    page = visit(person, f"/verify/{report.code}/")
    assert (
        page.locator("#findings li.tone-against strong")
        .first.inner_text()
        .startswith("Tampak seperti foto pelapor sendiri")
    )
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "49"
    page.keyboard.press("f")
    page.wait_for_selector("[data-stage][data-showing=after]")

    page.get_by_role("link", name=re.compile("Titik yang cocok")).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawing svg.beside:visible")
    assert page.locator("#drawing svg.beside line.match").count() > 10
    assert page.locator("#drawing svg.beside polygon.differs").count() >= 1
    assert not page.locator("[data-stage]").is_visible()
    page.get_by_role("link", name="Tumpuk keduanya").focus()
    page.keyboard.press("Enter")
    assert (page.locator("[data-stage]").is_visible(), page.locator("#drawing svg").count()) == (True, 0)

    for point in page.get_by_role("checkbox").all()[:2]:
        point.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Terima berkasnya").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify/")

    # What speaks so strongly against a photo is looked at on the spot; that this is why nobody is told.
    said = page.get_by_role("status").first.inner_text()
    assert (state(report), said.strip()) == (
        State.AWAITING_VALIDATION,
        f"Berkas {report.code} sesuai. Pemeriksaan lapangan menyusul.",
    )
    assert page.said == []


def test_findings_fill_in_by_themselves_and_then_nothing_is_asked_any_more(visit, person):
    report = claimed(state=State.IN_PROGRESS)
    photos = [Upload(jpeg(taken(number)), f"{number}.jpg") for number in (1, 2)]
    by = make.staff(of=report.unit_id)
    reports.claim_done(code=report.code, version=report.version, by=by, message="Sudah bersih", photos=photos)
    page = visit(person, f"/verify/{report.code}/")
    assert "Pemeriksaan masih berjalan" in page.locator("#findings").inner_text()

    first = page.get_attribute("#findings", "hx-get")
    look_at_all(most=1)
    page.wait_for_function("(first) => document.querySelector('#findings').getAttribute('hx-get') !== first", arg=first)
    assert "Pemeriksaan masih berjalan" in page.locator("#findings").inner_text()
    look_at_all()
    page.wait_for_selector("#findings:not([hx-get])")

    assert "Pemeriksaan masih berjalan" not in page.locator("#findings").inner_text()


def test_on_the_map_a_circle_says_how_exact_a_place_is(visit, person):
    page = visit(person, f"/verify/{with_findings().code}/")
    await_maps(page)

    assert page.locator(".map path.uncertain").count() == 1
    assert "88 m dari titik laporan" in page.locator(".shots").inner_text()


def test_without_a_script_the_photos_stand_side_by_side_and_the_verdict_works(visit, person):
    report = claimed()
    page = visit(person, f"/verify/{report.code}/", script=False)
    boxes = [page.locator(f"[data-side={side}]").bounding_box() for side in ("before", "after")]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]

    for point in page.get_by_role("checkbox").all():
        point.check()
    page.get_by_role("button", name="Terima berkasnya").click()

    assert page.get_by_role("status").first.inner_text().strip().startswith(f"{report.code} ditutup")
    assert state(report) == State.RESOLVED


def test_a_claim_is_accepted_by_keyboard_alone(visit, person):
    report = claimed()
    page = visit(person, f"/verify/{report.code}/")

    for point in page.get_by_role("checkbox").all():
        point.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Terima berkasnya").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify/")

    assert state(report) == State.RESOLVED


def test_enter_on_a_point_closes_nothing(visit, person):
    report = claimed()
    page = visit(person, f"/verify/{report.code}/")

    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    assert (page.url.endswith(f"/verify/{report.code}/"), state(report)) == (True, State.AWAITING_VALIDATION)


def test_in_the_field_a_refusal_keeps_the_photos_and_then_the_report_closes(visit, person, tmp_path):
    photo = tmp_path / "spot.jpg"
    photo.write_bytes(make.photo(size=(640, 480)))
    report = in_the_field(person)
    page = visit(person, f"/verify/{report.code}/", width=360, height=780)
    page.locator("input[name=photos]").first.set_input_files(photo)
    page.wait_for_selector(".tile.taken img")

    page.get_by_role("button", name="Terbukti: tutup laporan").click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "Setiap butir daftar periksa harus terpenuhi" in alert.inner_text()
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "alert"

    for point in page.get_by_role("checkbox").all():
        point.check()
    page.get_by_role("button", name="Terbukti: tutup laporan").click()
    page.wait_for_url("**/verify/")

    assert (state(report), Photo.objects.filter(report=report, role="check").count()) == (State.RESOLVED, 1)


def test_a_return_opens_its_words_and_goes_to_the_unit(visit, person):
    report = claimed()
    page = visit(person, f"/verify/{report.code}/")

    page.get_by_text("Kembalikan ke unit…").click()
    page.get_by_label("Apa yang kurang?").fill("Masih ada sisa di selokan")
    page.get_by_role("button", name=re.compile("Kembalikan ke Kelurahan")).click()
    page.wait_for_url("**/verify/")

    assert state(report) == State.FOLLOW_UP_REJECTED


def test_what_a_colleague_did_meanwhile_is_shown_in_the_page(visit, person):
    report = claimed(category=LAMP)
    page = visit(person, f"/verify/{report.code}/")
    page.get_by_label("Temuan Anda").fill("Kelihatan baik")
    colleague = make.staff(of=EAST, role=Role.VALIDATOR)
    actions.send_to_field(code=report.code, version=report.version, verifier=colleague, findings="Cek malam hari")

    page.get_by_role("button", name="Berkas sesuai: kirim ke lapangan").click()
    alert = page.get_by_role("alert")
    alert.wait_for()

    assert "Cek malam hari" in alert.inner_text()
    assert page.get_by_label("Temuan Anda").input_value() == "Kelihatan baik"
    assert page.get_by_role("button", name="Terbukti: tutup laporan").is_visible()
    assert page.get_by_role("slider").is_visible()


def test_targets_are_large_enough_for_a_thumb(visit, person):
    page = visit(person, f"/verify/{in_the_field(person).code}/", width=360, height=780)

    small = page.evaluate(
        """() => [...document.querySelectorAll('#verdict button, #verdict summary, .tile, .point, .place a.button')]
          .map(it => [it.textContent.trim().slice(0, 30), Math.round(it.getBoundingClientRect().height)])
          .filter(([, height]) => height > 0 && height < 44)"""
    )

    assert small == []
