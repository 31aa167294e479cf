"""The desk in Chromium: by keyboard, in one, two and three panes, without a script, for everybody (axe), in both languages."""

import re

import pytest
from tests.browser import wrong_at
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.web.desk.pages import GEBANG

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 900, 1440)


@pytest.fixture
def sari():
    return make.staff(of=GEBANG, role=(Role.OFFICER, Role.OPERATOR))


def some():
    """Return a few reports in different states, the first of them received."""
    lon, lat = PULO_GEBANG
    first = make.report(photos=[Upload(make.photo(size=(400, 300)), "a.jpg")], address="Depan SDN 03")
    make.report(lon=lon + 0.0002, lat=lat)
    make.report(state=State.IN_PROGRESS, category=LITTER)
    make.report(state=State.FOLLOW_UP_REJECTED)
    return first


def state(report):
    return Report.objects.get(pk=report.pk).state


def test_everybody_can_use_the_desk(visit, sari):
    report = some()
    reports.note(code=report.code, by=sari, note="Trafo bermasalah")
    paths = [
        "/desk/",
        "/desk/?view=overdue&category=sampah",
        "/desk/?q=lampu",
        f"/desk/{report.code}/",
        f"/desk/{report.code}/koordinasi/",
        f"/desk/{report.code}/ubah/",
        f"/desk/{report.code}/tolak/",
        "/desk/loket/",
        "/masuk/akun/",
    ]
    wrong = {}
    for language, dark in (("id", False), ("en", True)):
        page = visit(sari, "/desk/", language=language, width=WIDTHS[0], dark=dark)
        for path in paths:
            page.goto(path)
            wrong[language, path] = wrong_at(page, WIDTHS, in_two_looks=True)
        assert page.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_everybody_can_use_the_operators_pages_and_sign_in(visit, sari):
    wrong = {}
    for language, dark in (("id", True), ("en", False)):
        page = visit(sari, "/admin/", language=language, width=WIDTHS[0], dark=dark)
        for path in (
            "/admin/",
            "/admin/orang/",
            "/admin/orang/baru/",
            f"/admin/orang/{sari.username}/",
            "/admin/paket/",
            "/admin/kanal/",
        ):
            page.goto(path)
            wrong[language, path] = wrong_at(page, (360, 1440), in_two_looks=True)
        stranger = visit(None, "/masuk/", language=language, width=WIDTHS[0])
        wrong[language, "/masuk/"] = wrong_at(stranger, (360, 1440))
        assert page.said + stranger.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_a_report_opens_beside_the_list_and_is_the_address(visit, sari):
    report = some()
    page = visit(sari, "/desk/?view=unassigned")

    page.locator(f".desk-row[data-code='{report.code}']").click()
    page.wait_for_selector(f".report[data-code='{report.code}']")

    assert page.url.endswith(f"/desk/{report.code}/?view=unassigned")
    assert page.locator(".desk-row[aria-current]").get_attribute("data-code") == report.code
    assert page.title().startswith("Street lamps · ")
    assert page.evaluate("() => document.activeElement.id") == "report-title"
    assert page.locator(".desk-row").first.is_visible()
    page.wait_for_selector(".report-map .leaflet-marker-icon")

    page.go_back()
    page.wait_for_selector(".desk-none")
    assert page.url.endswith("/desk/?view=unassigned")
    assert page.said == []


def test_panes_are_three_then_two_then_one(visit, sari):
    report = some()
    parts = (".desk-views", ".desk-list", ".desk-report")

    def seen(width, path):
        page = visit(sari, path, width=width)
        return [page.locator(part).is_visible() for part in parts]

    assert seen(1440, f"/desk/{report.code}/") == [True, True, True]
    assert seen(1200, f"/desk/{report.code}/") == [True, True, True]
    assert seen(900, f"/desk/{report.code}/") == [False, True, True]
    assert seen(360, f"/desk/{report.code}/") == [False, False, True]
    assert seen(360, "/desk/") == [False, True, False]


def test_on_a_phone_one_goes_there_and_back(visit, sari):
    report = some()
    page = visit(sari, "/desk/", width=360, height=780)

    page.locator(f".desk-row[data-code='{report.code}']").click()
    page.wait_for_selector(".report")
    assert not page.locator(".desk-list").is_visible()
    assert page.evaluate("() => scrollY") == 0

    page.get_by_role("link", name="To the list").click()
    page.wait_for_url("**/desk/")
    assert page.locator(".desk-list").is_visible()

    page.locator(".desk-switch > summary").click()
    page.locator(".desk-switch").get_by_role("link", name="Unassigned").click()
    page.wait_for_url("**/desk/?view=unassigned")


def test_a_day_by_keyboard_alone(visit, sari):
    some()
    page = visit(sari, "/desk/")
    codes = [row.get_attribute("data-code") for row in page.locator(".desk-row").all()]
    focused = "() => document.activeElement.dataset.code"

    page.keyboard.press("j")
    assert page.evaluate(focused) == codes[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == codes[1]
    page.keyboard.press("Enter")
    page.wait_for_selector(f".report[data-code='{codes[1]}']")
    page.keyboard.press("j")
    assert page.evaluate(focused) == codes[2]

    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("j" + codes[0].lower().replace("-", "")[1:])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/{codes[0]}/")


def test_starting_work_by_two_keys_moves_the_counts_and_the_list(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")
    mine = page.locator(".desk-views li", has_text="Mine").locator(".n")
    assert mine.inner_text() == "0"

    page.keyboard.press("s")
    page.wait_for_selector(".act-form")
    assert not page.locator(".acts").first.is_visible()
    page.get_by_label("Message to the reporter").fill("Regu 4 berangkat")
    page.get_by_role("button", name="Start work").click()
    page.wait_for_selector(".report .notice.good")

    assert state(report) == State.IN_PROGRESS
    assert "The work has started." in page.locator(".report .notice").inner_text()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.desk-views li')].some(it => it.innerText.match(/Mine\\s+1/))"
    )
    page.wait_for_function("() => document.querySelector('.desk-row .st').innerText.includes('In progress')")
    assert page.locator(".desk-row[aria-current]").get_attribute("data-code") == report.code
    assert page.said == []


def test_a_form_is_left_by_escape_unless_something_was_written(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")

    page.keyboard.press("q")
    page.wait_for_selector(".act-form")
    page.keyboard.press("Escape")
    assert page.locator(".act-form").count() == 0
    assert page.evaluate("() => document.activeElement.dataset.key") == "q"

    page.keyboard.press("q")
    page.get_by_label("Question").fill("Di sisi mana?")
    page.keyboard.press("Escape")
    assert page.get_by_label("Question").input_value() == "Di sisi mana?"
    page.get_by_role("link", name="Cancel").click()
    assert page.locator(".act-form").count() == 0


def searching(visit, person, report):
    """Return the page of a report, where a unit is searched for by one word and some were found."""
    page = visit(person, f"/desk/{report.code}/")
    page.keyboard.press("c")
    page.get_by_label("Another unit").click()
    page.keyboard.type("lingkungan")
    page.wait_for_selector("#found-unit label")
    return page


def test_a_unit_is_found_while_typing_and_coordinated_to(visit, sari):
    report = make.report()
    page = searching(visit, sari, report)

    page.keyboard.type(" hidup timur")  # what was found so far has taken nobody away from the field
    page.locator("#found-unit").get_by_text("Environment Agency, East Jakarta branch").click()
    page.get_by_label("What shall it do, and why?").fill("Sampah di bawah tiang")
    page.get_by_role("button", name="Coordinate").click()
    page.wait_for_selector(".report .notice.good")

    assert Report.objects.get(pk=report.pk).unit_id == "sudin-lingkungan-hidup-31.75"
    assert page.said == []


def test_a_chosen_unit_stays_chosen_whatever_an_answer_still_brings(visit, sari):
    page = searching(visit, sari, make.report())

    chosen = page.locator("#found-unit").get_by_text("Environment Agency, East Jakarta branch")
    chosen.click()
    page.get_by_label("Another unit").fill("perhubungan")  # its answer does not offer what was chosen
    page.locator("#found-unit").get_by_text("Transport").first.wait_for()

    assert chosen.locator("xpath=ancestor::label").locator("input").is_checked()


def test_who_writes_for_long_is_not_taken_away_by_a_look_at_who_is_here(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("q")
    page.get_by_label("Question").click()
    page.keyboard.type("Di sisi")
    with page.expect_response(lambda answer: answer.request.method == "POST" and report.code in answer.url):
        page.evaluate("() => htmx.trigger('#present', 'every')")  # as each twenty seconds
    page.wait_for_function("() => !document.querySelector('#present.htmx-request')")
    page.keyboard.type(" mana?")

    assert page.get_by_label("Question").input_value() == "Di sisi mana?"


def test_a_refusal_is_read_first_and_what_was_written_stays(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/tolak/")
    page.get_by_label("Explanation for the reporter").fill("Di luar wilayah kota")

    page.get_by_role("button", name="Refuse").click()
    page.wait_for_selector("#summary")

    assert "Choose a reason from the list." in page.locator("#summary").inner_text()
    assert page.evaluate("() => document.activeElement.id") == "summary"
    assert page.get_by_label("Explanation for the reporter").input_value() == "Di luar wilayah kota"


def test_what_a_colleague_did_meanwhile_is_shown_and_the_words_stay(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")
    page.keyboard.press("q")
    page.get_by_label("Question").fill("Di sisi mana tiangnya?")
    reports.start(code=report.code, version=report.version, by=make.staff(of=GEBANG), message="Regu 2 jalan")

    page.get_by_role("button", name="Ask the reporter").click()
    page.wait_for_selector(".act-changes")

    assert "Regu 2 jalan" in page.locator(".act-changes").inner_text()
    assert page.get_by_label("Question").input_value() == "Di sisi mana tiangnya?"
    page.get_by_role("button", name="Ask the reporter").click()
    page.wait_for_selector(".report .notice.good")
    assert state(report) == State.AWAITING_REPORTER


def test_done_with_a_photo_in_the_pane(visit, sari, tmp_path):
    report = make.report(state=State.IN_PROGRESS, officer=sari, category=LITTER)
    photo = tmp_path / "after.jpg"
    photo.write_bytes(make.photo(size=(640, 480)))
    page = visit(sari, f"/desk/{report.code}/")

    page.keyboard.press("d")
    page.get_by_label("What was done?").fill("Sudah diangkut")
    page.get_by_label("Photos of the result").set_input_files(photo)
    page.get_by_role("button", name="Report as done").click()
    page.wait_for_selector(".report .notice.good")

    assert state(report) == State.AWAITING_VALIDATION
    assert page.said == []


def test_a_suggestion_is_accepted_by_a(visit):
    intan = make.staff(of="jsc-intake", role=Role.INTAKE)
    report = make.report(category=LAMP, lon=None, lat=None, text="Lampu mati", address="Terminal Pulo Gebang")
    page = visit(intan, f"/desk/{report.code}/")

    page.keyboard.press("a")
    page.wait_for_selector(".report .notice.good")

    assert Report.objects.get(pk=report.pk).unit_id == GEBANG


def test_a_place_is_set_by_moving_the_map(visit):
    intan = make.staff(of="jsc-intake", role=Role.INTAKE)
    report = make.report(category=LAMP, lon=None, lat=None, text="Lampu mati", address="Terminal Pulo Gebang")
    page = visit(intan, f"/desk/{report.code}/ubah/")
    page.wait_for_selector(".pick-map.leaflet-container")
    page.locator(".pick-map").focus()

    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-picked]:not([hidden])")
    page.locator("#act .act-form").get_by_role("button", name="Change category, place or unit").click()
    page.wait_for_url(f"**/desk/{report.code}/")

    assert Report.objects.get(pk=report.pk).lon is not None


def test_older_rows_come_in_place_and_the_keys_go_on(visit, sari):
    from tests.web.desk.pages import many

    many(60)
    page = visit(sari, "/desk/")

    page.get_by_role("link", name="Show more").click()
    page.wait_for_function("() => document.querySelectorAll('.desk-row').length === 60")

    assert page.evaluate("() => [...document.querySelectorAll('.desk-row')].indexOf(document.activeElement)") == 50
    assert page.said == []


def test_everything_works_without_a_script(visit, sari):
    report = some()
    page = visit(sari, "/desk/", script=False)

    page.locator(f".desk-row[data-code='{report.code}']").click()
    page.locator("a.act", has_text="Ask the reporter").click()
    page.get_by_label("Question").fill("Di sisi mana?")
    page.get_by_role("button", name="Ask the reporter").click()

    assert state(report) == State.AWAITING_REPORTER
    assert "The question was sent." in page.locator(".notice").first.inner_text()


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(visit, sari):
    report = some()
    page = visit(sari, "/desk/")
    page.context.clear_cookies(name="sessionid")

    page.locator(f".desk-row[data-code='{report.code}']").click()
    page.wait_for_url("**/masuk/?next=%2Fdesk%2F")


def test_targets_are_large_enough_for_a_thumb(visit, sari):
    report = some()
    page = visit(sari, f"/desk/{report.code}/", width=360, height=780)

    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main summary')]
          .filter(it => !it.closest('p, .leaflet-control, dialog') && it.getClientRects().length)
          .map(it => [it.textContent.trim().slice(0, 30), Math.round(it.getBoundingClientRect().height)])
          .filter(([, height]) => height < 32)"""
    )

    assert small == []


def test_the_language_is_switched_in_the_menu(visit, sari):
    page = visit(sari, "/desk/")

    page.locator(".bar-person > summary").click()
    page.get_by_role("button", name=re.compile("Indonesia")).click()

    page.wait_for_selector("text=Unit saya")
