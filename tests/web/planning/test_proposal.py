"""A proposal's page and its steps: what each may do and why not, forms with their refusals, done twice done once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make
from tests.planning import planned
from tests.web.desk.pages import browser, words

from tanggap.core import clock
from tanggap.planning import actions
from tanggap.planning.models import Programme, Step
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then():
    with clock.at(planned.NOW):
        yield


def at(course, slug="") -> str:
    return f"/planning/{course.code}/{slug}{'/' if slug else ''}"


def do(client, course, slug, **given):
    given.setdefault("version", course.row.version)
    given.setdefault("message", "Begitulah")
    return client.post(at(course, slug), given, follow=True)


def test_the_keeper_is_offered_the_next_step_and_the_unit_is_told_why_it_is_not_its():
    course = planned.proposed()
    keeper, officer = course.keeper(), make.staff(of=course.unit)

    offered = browser(keeper).get(at(course)).content.decode()
    barred = words(browser(officer).get(at(course)))

    assert f'class="button primary" href="{at(course, "terima")}"' in offered
    assert "What you cannot do, and why" in barred
    assert "Nobody of a unit that has a part in it can." in barred
    assert browser(officer).get(at(course, "terima")).status_code == 409


def test_a_proposal_tells_its_problem_reports_money_and_history():
    rows = planned.reports(planned.unit())
    course = planned.proposed(rows)
    course.funded()

    said = words(browser(course.keeper()).get(at(course)))

    for told in (course.row.title, course.row.problem, "Pembangunan drainase", "1.03.02.2.01", rows[0].code):
        assert told in said
    assert "In yearly planning" in said


def test_admitting_plans_the_reports_and_sent_twice_it_is_done_once():
    rows = planned.reports(planned.unit())
    course = planned.proposed(rows)
    client, seen = browser(course.keeper()), course.row.version

    page = do(client, course, "terima", year=planned.YEAR, version=seen)
    again = do(client, course, "terima", year=planned.YEAR, version=seen)

    assert "It is taken into the deliberation." in words(page)
    assert "2 reports moved with it." in words(page)
    assert "This was already done; it was not done twice." in words(again)
    assert planned.states(*rows) == [State.PLANNED, State.PLANNED]
    assert course.steps() == ["propose", "admit"]


def test_a_closed_year_is_refused_with_the_next_open_one():
    course = planned.proposed()

    page = do(browser(course.keeper()), course, "terima", year=2027, message="Ya")

    assert page.status_code == 422
    assert "The next open year is 2028." in words(page)
    assert ">Ya</textarea>" in page.content.decode().replace("\n", "")
    assert course.steps() == ["propose"]


def test_what_somebody_did_in_between_is_shown_with_the_form_and_nothing_is_written():
    course = planned.proposed()
    keeper, seen = course.keeper(), course.row.version
    officer = make.staff(of=course.unit)
    actions.change(code=course.code, version=seen, by=officer, **{**CHANGED, "title": "Saluran yang lebih lebar"})

    page = do(browser(keeper), course, "terima", year=planned.YEAR, version=seen, message="Kami terima")

    assert page.status_code == 409
    said = words(page)
    assert "Since you opened this" in said
    assert "Saluran yang lebih lebar" in said
    assert "Kami terima" in page.content.decode()
    assert f'name="version" value="{course.row.version}"' in page.content.decode()
    assert course.steps() == ["propose", "change"]


CHANGED = {key: value for key, value in planned.WORDS.items() if key != "level"}


def test_money_comes_once_and_within_bounds():
    course = planned.proposed().accepted()
    client = browser(course.keeper())
    money = {**planned.PROGRAMME, "amount": "10" * 8}

    refused = do(client, course, "danai", **money)
    paid = do(client, course, "danai", **planned.PROGRAMME)
    second = do(client, course, "danai", **{**planned.PROGRAMME, "programme": "9.99"})

    assert refused.status_code == 422
    assert "Write a whole amount from" in words(refused)
    assert "It is funded." in words(paid)
    assert second.status_code == 409
    told = "This proposal is funded by programme 1.03.02.2.01 already. Put the proposal off first"
    assert told in words(second)
    assert told in words(client.get(f"/planning/{course.code}/danai/"))
    assert Programme.objects.count() == 1


def test_what_is_built_is_shown_with_photos_and_waits_for_its_check():
    course = planned.proposed().funded()
    shot = SimpleUploadedFile("jadi.jpg", make.photo(), "image/jpeg")

    page = do(browser(course.builder()), course, "selesai", photos=[shot])

    assert "Reported as built. The check is with the validators now." in words(page)
    assert "Built, not yet checked" in words(page)
    assert "Nothing by hand: 2 reports of it are being checked by units that took no part." in words(page)
    assert course.row.state == "built"


def test_refusing_needs_a_reason_and_leads_the_reports_back():
    rows = planned.reports(planned.unit())
    course = planned.proposed(rows).admit()
    client = browser(course.keeper())

    without = do(client, course, "tolak")
    done = do(client, course, "tolak", reason="not_priority")

    assert without.status_code == 422
    assert "Choose one from the list." in words(without)
    assert "Others are needed more" in words(done)
    assert planned.states(*rows) == [State.COORDINATING] * 2


def test_a_report_is_let_go_from_its_line():
    rows = planned.reports(planned.unit(), 3)
    course = planned.proposed(rows).admit()
    client = browser(course.keeper())

    form = client.get(f"{at(course, 'lepas')}?laporan={rows[0].code}").content.decode()
    do(client, course, "lepas", report=rows[0].code)

    assert f'<option value="{rows[0].code}" selected' in form
    assert planned.states(*rows) == [State.COORDINATING, State.PLANNED, State.PLANNED]


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": "9" * 40}, {"version": ""}])
def test_a_form_without_a_version_changes_nothing(sent):
    course = planned.proposed()

    page = browser(course.keeper()).post(at(course, "terima"), {"year": planned.YEAR, "message": "Ya", **sent})

    assert page.status_code == 422
    assert Step.objects.count() == 1


def test_an_unknown_proposal_or_step_is_not_found():
    course = planned.proposed()
    client = browser(course.keeper())

    assert client.get("/planning/JKU-0000-0000-000/").status_code == 404
    assert client.get(at(course, "lari")).status_code == 404
