"""The list in Chromium: chosen and left by keys, acted on in bulk, told of news, for everybody (axe), with and without a script."""

import re

import pytest
from tests.browser import wrong_at
from tests.factories import LITTER, make
from tests.web.desk.pages import GEBANG, many

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.actions import batches
from tanggap.reports.models import Batch
from tanggap.reports.queries.pulse import pulse
from tanggap.reports.words import BatchState, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASK = "() => document.dispatchEvent(new CustomEvent('desk:ask'))"


@pytest.fixture(autouse=True)
def _every_time(monkeypatch):
    monkeypatch.setattr("tanggap.reports.queries.pulse.TICK_SECONDS", 0.0)
    pulse.forget()
    yield
    pulse.forget()


@pytest.fixture
def sari():
    return make.staff(of=GEBANG, role=(Role.OFFICER, Role.SUPERVISOR))


def shown(page):
    return [row.get_attribute("data-code") for row in page.locator(".desk-row").all()]


def told(page):
    """Have the page ask for news, and wait until it knows that there are none."""
    with page.expect_response(lambda answer: "after=" in answer.url or "since=" in answer.url):
        page.evaluate(ASK)


def test_everybody_can_use_the_list_and_what_belongs_to_it(visit, sari):
    for _time in range(3):
        make.report()
    reports.save_view(by=sari, query="view=unassigned", name="Belum", unit=GEBANG)
    paths = [
        "/desk/?q=lampu",
        "/desk/?q=tidakada",
        "/desk/?due=6h&photo=no&sort=new",
        "/desk/saring/",
        "/desk/tampilan/?view=unassigned",
        "/desk/massal/?all=1&act=tugaskan",
    ]
    page, wrong = visit(sari, "/desk/", language="id", width=360, dark=True), {}
    for path in paths:
        page.goto(path)
        wrong[path] = wrong_at(page, (360, 900, 1440))
    page.goto("/desk/massal/?all=1&act=mulai")
    page.get_by_role("button", name="Pratinjau").click()
    page.wait_for_url("**/desk/massal/*-*/")
    wrong["preview"] = wrong_at(page, (360, 900, 1440))

    assert {path: found for path, found in wrong.items() if found} == {}
    assert page.said == []


def test_a_morning_by_keys_alone(visit, sari):
    first, second, third = (make.report() for _time in range(3))
    make.report(category=LITTER, state=State.IN_PROGRESS, officer=sari)
    page = visit(sari, "/desk/")
    press = page.keyboard.press

    press("g")
    press("n")
    page.wait_for_url("**/desk/?view=unassigned")
    assert shown(page) == [first.code, second.code, third.code]

    press("j")
    press("x")
    press("j")
    press("j")
    press("X")
    assert page.locator(".desk-rows input:checked").count() == 3
    assert page.locator(".desk-picked").inner_text() == "3 chosen"
    press("k")
    press("x")
    assert page.locator(".desk-rows input:checked").count() == 2

    page.get_by_role("button", name="Act on the chosen…").press("Enter")
    page.get_by_role("button", name="Internal note…").press("Enter")
    page.get_by_role("textbox", name="Internal note").fill("Dicek besok")
    page.get_by_role("button", name="Preview").press("Enter")
    page.get_by_role("button", name="Internal note").press("Enter")
    page.wait_for_selector("text=2 reports were changed")

    assert [make.events(one)[-1] for one in (first, second, third)] == ["reports.note", "intake.accept", "reports.note"]
    assert page.said == []


def test_the_filter_opens_by_a_key_closes_by_escape_and_stands_in_the_address(visit, sari):
    make.report()
    page = visit(sari, "/desk/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("f")
    page.wait_for_selector("#filter form")
    assert page.evaluate("() => document.activeElement.name") == "text"
    page.keyboard.press("Escape")
    assert page.locator("#filter form").count() == 0
    assert page.evaluate("() => document.activeElement.id") == "filter-open"

    page.keyboard.press("f")
    page.get_by_label("Clock").select_option("6h")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile(r"due=6h"))
    assert page.locator(".chip.on").inner_text().startswith("due within 6 hours")


def test_news_waits_until_it_is_asked_for_and_the_counts_follow(visit, sari):
    known = make.report()
    page = visit(sari, "/desk/")
    told(page)

    fresh = [make.report(), make.report()]
    page.evaluate(ASK)
    page.wait_for_selector("text=2 new reports – show")
    assert shown(page) == [known.code]

    page.keyboard.press("j")
    page.get_by_role("button", name="2 new reports – show").click()
    page.wait_for_function("() => document.querySelectorAll('.desk-row').length === 3")
    assert shown(page) == [known.code, *(one.code for one in fresh)]
    assert page.locator("#views a[aria-current] .n").inner_text() == "3"
    assert page.locator("#news button").count() == 0


def test_an_open_report_is_told_that_somebody_changed_it(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")
    page.evaluate(
        "() => { window.heard = []; document.addEventListener('desk:news', (e) => heard.push(...e.detail.codes)); }"
    )
    told(page)
    reports.start(code=report.code, version=report.version, by=make.staff(of=GEBANG))
    page.evaluate(ASK)

    page.wait_for_function("(code) => heard.includes(code)", arg=report.code)
    page.wait_for_selector("text=Reports in this list changed – show")
    page.get_by_role("button", name="Somebody changed this report – show").click()
    page.wait_for_function("() => document.querySelector('.report-state').innerText.includes('In progress')")


def test_what_one_is_writing_outlives_the_news(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/")
    page.keyboard.press("q")
    page.get_by_label("Question").fill("Di sisi mana jalan?")
    told(page)
    reports.note(code=report.code, by=make.staff(of=GEBANG), note="Trafo gardu 12")
    page.evaluate(ASK)

    page.get_by_role("button", name="Somebody changed this report – show").click()
    page.wait_for_selector(".report-story >> text=Trafo gardu 12")
    assert page.get_by_label("Question").input_value() == "Di sisi mana jalan?"
    assert page.said == []


def test_without_a_script_one_filters_ticks_and_acts_all_the_same(visit, sari):
    one = make.report()
    page = visit(sari, "/desk/", script=False)

    page.get_by_role("link", name="Filter").click()
    page.get_by_label("Clock").select_option("24h")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_label(one.code).check()
    page.get_by_role("button", name="Act on the chosen…").click()
    page.get_by_role("button", name="Follow").click()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Follow").click()

    assert "1 report was changed" in page.inner_text("main")
    page.goto("/desk/?view=watched")
    assert shown(page) == [one.code]


def test_a_slow_press_on_stop_counts_although_the_page_looks_again_meanwhile(visit, sari):
    many(batches.AT_ONCE + 1)  # one more than are done at once: a worker's, and none is here
    page = visit(sari, "/desk/massal/?all=1&act=ikuti")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name=re.compile("Follow")).click()
    page.get_by_role("button", name="Stop").hover()

    page.mouse.down()
    with page.expect_response(lambda answer: answer.request.method == "GET" and "/desk/massal/" in answer.url):
        pass
    page.wait_for_timeout(200)
    page.mouse.up()

    page.wait_for_function("() => !document.querySelector('#at-work')")
    assert Batch.objects.get().state == BatchState.STOPPED
