"""The pane in a browser: a colleague named by keys, a ready answer put in place, who else looks, what grew too long."""

import pytest
from tests.browser import faults, sticks_out
from tests.factories import make
from tests.web.desk.pages import GEBANG

from tanggap.reports import actions as reports
from tanggap.reports.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def named(name, username):
    person = make.staff(of=GEBANG)
    person.display_name, person.username = name, username
    person.save()
    return person


def test_a_colleague_is_named_by_keys_alone_and_the_note_arrives(visit, sari):
    report, _budi = make.report(), named("Budi Santoso", "budi.s")
    named("Bunga Lestari", "bunga")
    page = visit(sari, f"/desk/{report.code}/")

    page.keyboard.press("n")
    field = page.locator("#act textarea[name=note]")
    field.wait_for()
    field.press_sequentially("Tolong @bu")
    page.locator("#mention-list [role=option]").nth(1).wait_for()
    assert faults(page) == []
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    assert field.input_value() == "Tolong @budi.s "
    field.press_sequentially("cek")
    page.locator("#act .act-form p.row button[type=submit]").click()
    page.locator(".timeline strong.mention").wait_for()

    assert Event.objects.get(kind="reports.note").payload["mentions"] == ["budi.s"]
    assert page.said == []


def test_an_answer_is_put_in_place_and_previewed_while_the_chosen_photo_stays(visit, sari, tmp_path):
    report = make.report(state="in_progress", officer=sari)
    (tmp_path / "sesudah.jpg").write_bytes(make.photo())
    page = visit(sari, f"/desk/{report.code}/selesai/", width=360)

    page.set_input_files("#act input[type=file]", str(tmp_path / "sesudah.jpg"))
    page.locator("#act select[name=answer]").select_option("selesai-lampu")
    page.locator("#act button[value=answer]").click()
    page.wait_for_function(
        "() => document.querySelector('#act textarea[name=message]').value.includes('menyala kembali')"
    )
    page.locator("#act button[value=preview]").click()
    page.locator("#act .seen").wait_for()
    assert (faults(page), sticks_out(page)) == ([], 0)
    page.locator("#act .act-form p.row button[type=submit]").click()
    page.locator(".notice.good").wait_for()

    report.refresh_from_db()
    assert report.state == "awaiting_validation"


def test_who_comes_and_goes_is_seen_without_reload(visit, sari):
    report, budi = make.report(), named("Budi Santoso", "budi.s")
    page = visit(sari, f"/desk/{report.code}/")
    assert page.locator("#present").inner_text() == ""

    visit(budi, f"/desk/{report.code}/").locator("#present strong").wait_for()
    page.evaluate("htmx.ajax('POST', document.querySelector('#present').getAttribute('hx-post'), '#present')")
    page.locator("#present strong", has_text="Budi Santoso").wait_for()


def test_what_grew_too_long_is_not_sent_and_says_by_how_much(visit, sari):
    report = make.report()
    page = visit(sari, f"/desk/{report.code}/catat/")
    field = page.locator("#act textarea[name=note]")

    field.fill("a" * 2001)
    assert page.locator("#act .length.over").inner_text() == "2,001 / 2,000"
    page.locator("#act .act-form p.row button[type=submit]").click()
    page.wait_for_timeout(300)
    assert (field.input_value(), Event.objects.filter(kind="reports.note").count()) == ("a" * 2001, 0)

    field.fill("a" * 2000)
    page.locator("#act .act-form p.row button[type=submit]").click()
    page.locator(".notice.good").wait_for()
    assert Event.objects.filter(kind="reports.note").count() == 1


def test_older_entries_come_in_place(visit, sari):
    report = make.report()
    for number in range(20):
        reports.note(code=report.code, by=sari, note=f"Catatan {number}")
    page = visit(sari, f"/desk/{report.code}/")

    page.locator("#older a").click()
    page.locator(".timeline > li", has_text="Catatan 0").wait_for()

    assert page.locator(".timeline > li.internal").count() == 20
    assert page.said == []
