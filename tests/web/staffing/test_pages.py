"""The what-if's pages as people use them: what is learned, tried, compared and taken along; what is refused is kept in the form."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from tests.factories import make
from tests.staffing import scenes
from tests.staffing.scenes import wanted
from tests.web.desk.pages import browser, into, words

from tanggap.agencies.words import Role
from tanggap.staffing import actions, exports, jobs
from tanggap.staffing.fitting import TooFew
from tanggap.staffing.models import Basis, Scenario

pytestmark = pytest.mark.django_db
HOME = "/evaluation/staffing/"
PLAN = {
    "name": "Two more in the evening", "days": "7", "runs": "4", "seed": "3", "priority": "answers", "reserved": "1",
    "shift0_staff": "2", "shift0_begin": "07:30", "shift0_end": "16:00", "shift0_weekdays": ["0", "1", "2", "3", "4"],
    "shift2_staff": "2", "shift2_begin": "16:00", "shift2_end": "00:00", "shift2_weekdays": ["0", "6"], "shift2_on_holidays": "on",
}  # fmt: skip


@pytest.fixture
def analyst():
    return make.staff(of="jsc-intake", role=Role.ANALYST)


@pytest.fixture
def client(analyst) -> Client:
    return browser(analyst)


@pytest.fixture
def basis(analyst, past) -> int:
    return scenes.learned(analyst)


def test_where_nothing_was_tried_the_page_says_how_to_begin(client):
    assert "Nothing was tried yet" in words(client.get(HOME))


def test_a_unit_is_chosen_by_its_name_and_its_past_is_learned_while_the_page_tells_how_far_it_is(client, past):
    sent = client.post(
        f"{HOME}baru/", {"unit": "Roads Agency, East Jakarta branch", "more": scenes.POST, "days": "182"}
    )
    made = Basis.objects.get()
    assert sent.headers["Location"] == f"{HOME}{made.pk}/"
    assert made.units == [scenes.SUDIN, scenes.POST]

    waiting = client.get(sent.headers["Location"])
    assert "Look again" in words(waiting)  # without a script
    assert "0 of 4" in words(waiting)
    jobs.learn(made.pk)
    scenes.work()
    there = client.get(sent.headers["Location"])
    assert "Look again" not in words(there)
    part = client.get(sent.headers["Location"], headers=into("div#work"))
    assert "<html" not in part.content.decode()
    assert "How far this can be trusted" in words(part)


def test_how_far_it_can_be_trusted_stands_before_what_it_says(client, basis):
    said = words(client.get(f"{HOME}{basis}/"))

    assert "nearer than last period's value for 1 of 2 numbers" in said
    assert "Answered within 6 hours 4 3.0 points 8.0 points 20.0 points 75.0%" in said
    assert (
        said.index("How far this can be trusted")
        < said.index("Staffings side by side")
        < said.index("What was learned")
    )
    assert "Reports on an ordinary day 12.0 10.8 – 13.2 2,100 The unit's own reports" in said


def test_too_few_reports_are_refused_with_the_way_to_lean_on_all_units(client, analyst, monkeypatch):
    def fit(unit, **_how):
        raise TooFew(3)

    monkeypatch.setattr(jobs, "fit", fit)
    basis = actions.begin(by=analyst, units=[scenes.SUDIN])
    jobs.learn(basis)
    page = client.get(f"{HOME}{basis}/")

    assert "too few reports to learn from: 3 in the period" in words(page)
    assert f'href="/evaluation/staffing/baru/?unit={scenes.SUDIN}&amp;lean=1"' in page.content.decode()
    assert client.get(f"{HOME}{basis}/coba/").status_code == 409


def test_a_staffing_is_entered_tried_and_told_beside_today(client, basis):
    form = client.get(f"{HOME}{basis}/coba/").content.decode()
    assert re.search(r'name="shift0_staff" value="2"', form)
    assert re.search(r'name="shift0_begin" value="07:30"', form)

    sent = client.post(f"{HOME}{basis}/coba/", PLAN)
    assert sent.headers["Location"] == f"{HOME}{basis}/2/"
    assert "Waiting for a worker" in words(client.get(sent.headers["Location"]))
    scenes.work()

    said = words(client.get(sent.headers["Location"]))
    assert "With 4 people, 117 hours a week:" in said
    assert "2 people, 07:30–16:00, Mon–Fri · 2 people, 16:00–00:00, Mon, Sun, also on holidays" in said
    assert "First answers before other work" in said
    assert "SHA-256" in said
    side = words(client.get(f"{HOME}{basis}/"))
    assert "As today 2 people" in side
    assert "Two more in the evening 4 people" in side


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"shift0_staff": "501"}, "shift0_staff", "from 0 to 500"),
        ({"shift2_staff": "501"}, "shift2_staff", "from 0 to 500"),
        ({"shift2_weekdays": []}, "shift2_weekdays", "at least one day"),
        ({"shift2_end": ""}, "shift2_end", "the time when it ends"),
        ({"shift0_begin": "25:99"}, "shift0_begin", "such as 07:30"),
        ({"days": "0"}, "days", "1 to 366"),
        ({"days": "x"}, "days", "number of days"),
        ({"growth": "-200"}, "growth", "factor from 0 to 10"),
        ({"presence": "0"}, "presence", "at most 100 %"),
        ({"storm_reports": "20000"}, "storm_on", "needs both"),
        ({"name": ""}, "name", "Give it a name"),
    ],
)
def test_what_cannot_be_tried_is_said_at_its_field_and_what_was_typed_stays(client, basis, changed, field, said):
    page = client.post(f"{HOME}{basis}/coba/", {**PLAN, **changed})

    assert page.status_code == 422
    assert f'href="#id_{field}_field"' in page.content.decode()
    assert said in words(page)
    assert Scenario.objects.count() == 1


def test_nobody_at_work_and_a_storm_of_twenty_thousand_are_tried_and_told(client, basis):
    nobody = {**PLAN, "shift0_staff": "0", "shift2_staff": "0"}
    client.post(f"{HOME}{basis}/coba/", nobody)
    storm = {"storm_on": scenes.today().isoformat(), "storm_reports": "20000", "runs": "2", "name": "Storm"}
    client.post(f"{HOME}{basis}/coba/", {**PLAN, **storm})
    scenes.work()

    assert "Nobody works in this plan" in words(client.get(f"{HOME}{basis}/2/"))
    said = words(client.get(f"{HOME}{basis}/3/"))
    assert "20,000 reports on" in said
    assert re.search(r"\d\d,\d{3} lie open after 7 days", said)


def test_the_least_that_reaches_a_target_is_sought_and_its_way_told(client, basis):
    target = {"goal": "solved_in_time", "share": "50", "confidence": "60", "most_staff": "4"}
    plan = {
        name: value for name, value in PLAN.items() if not name.endswith("_staff") and not name.startswith("shift2")
    }
    sent = client.post(f"{HOME}{basis}/termurah/", {**plan, **target, "reserved": "0"})
    assert sent.status_code == 302, words(sent)
    scenes.work()

    said = words(client.get(sent.headers["Location"]))
    assert "Solved as promised: at least 50.0%, in 60.0% of the futures" in said
    assert "What was weighed" in said


def test_a_change_makes_an_edition_and_a_second_window_is_told(client, analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted("Mine"))
    here = f"{HOME}{basis}/{number}/"
    assert 'name="edition" value="1"' in client.get(f"{here}ubah/").content.decode()

    assert client.post(f"{here}ubah/", {**PLAN, "edition": "1"}).status_code == 302
    late = client.post(f"{here}ubah/", {**PLAN, "edition": "1", "name": "Late"})

    assert late.status_code == 409
    assert "Nothing of yours was saved" in words(late)
    assert 'value="Late"' in late.content.decode()
    assert "A later edition stands in its place" in words(client.get(f"{here}?edition=1"))


def test_it_is_computed_once_more_and_the_page_says_whether_it_is_the_same(client, basis):
    client.post(f"{HOME}{basis}/1/ulang/", {"edition": "1"})
    assert "It is being computed once more" in words(client.get(f"{HOME}{basis}/1/"))
    scenes.work()

    assert "The same numbers came out" in words(client.get(f"{HOME}{basis}/1/"))


def test_the_comparison_and_the_days_are_taken_along_as_flat_rows(client, analyst, basis):
    actions.try_out(by=analyst, basis=basis, wanted=wanted("=2+2"))
    scenes.work()

    rows = list(csv.DictReader(io.StringIO(client.get(f"{HOME}{basis}/perbandingan.csv").content.decode())))
    assert [row["name"] for row in rows] == ["As today", "'=2+2"]
    assert tuple(rows[0]) == exports.COLUMNS
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{HOME}{basis}/perbandingan.xlsx").content)).active
    assert sheet.max_row == 3
    days = json.loads(client.get(f"{HOME}{basis}/2/hari.json").content)
    assert [row["day"] for row in days] == [(scenes.today() + timedelta(days=n)).isoformat() for n in range(7)]


def test_others_find_nothing_here(basis):
    officer = make.staff(of=scenes.SUDIN, role=Role.OFFICER)
    elsewhere = make.staff(of=scenes.POST, role=Role.SUPERVISOR)
    paths = (f"{HOME}{basis}/", f"{HOME}{basis}/coba/", f"{HOME}{basis}/1/", f"{HOME}{basis}/perbandingan.csv")

    assert [browser(officer).get(path).status_code for path in (HOME, *paths)] == [403] * 5
    assert [browser(elsewhere).get(path).status_code for path in paths] == [404] * 4
    assert browser().get(HOME).status_code == 302
    assert browser(elsewhere).get(f"{HOME}{10**30}/").status_code == 404


def test_a_page_of_many_scenarios_takes_as_many_statements_as_one_of_few(
    client, analyst, basis, django_assert_max_num_queries
):
    def statements() -> int:
        with django_assert_max_num_queries(40) as counted:
            client.get(f"{HOME}{basis}/")
        return len(counted)

    statements()
    few = statements()
    for _number in range(3):
        actions.try_out(by=analyst, basis=basis, wanted=wanted())
    scenes.work()
    assert statements() == few


def test_what_a_staffing_has_more_than_another_is_told_in_a_sentence_in_numbers_and_in_files(client, analyst, basis):
    for name, staff in (("Four", 4), ("Six", 6)):
        actions.try_out(by=analyst, basis=basis, wanted=wanted(name, replace(scenes.OFFICE, staff=staff), days=28))
    actions.try_out(by=analyst, basis=basis, wanted=wanted("Other days"))
    scenes.work()

    said = words(client.get(f"{HOME}{basis}/"))
    assert "Beside “As today”" in said
    assert re.search(r"Four : [A-Z0-9][^.]*; a week costs IDR.2,651,575 more\.", said)
    assert "Other days : It met other days, reports or chance" in said
    assert re.search(r"Four [+-][\d.]+ points [+-][\d.]+ points – [+-][\d.]+ points", said)
    assert "Beside “Six”" in words(client.get(f"{HOME}{basis}/?with=3"))
    alone = words(client.get(f"{HOME}{basis}/2/"))
    assert "Beside today's staffing:" in alone
    assert "more than today" in alone
    rows = json.loads(client.get(f"{HOME}{basis}/perbandingan.json?with=3").content)
    assert [row["beside"] for row in rows] == [3, 3, None, None]
    assert rows[1]["backlog_more_low"] <= rows[1]["backlog_more_mean"] <= rows[1]["backlog_more_high"]


def test_what_is_no_longer_wanted_is_set_aside_taken_back_and_deleted_with_a_reason(client, analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted("Spare"))
    scenes.work()
    here = f"{HOME}{basis}/{number}/"
    assert client.post(f"{here}sisihkan/").status_code == 302
    assert "It is deleted after" in words(client.get(here))
    assert "1 scenario was set aside" in words(client.get(f"{HOME}{basis}/"))
    client.post(f"{here}sisihkan/", {"back": "1"})
    assert "1 scenario was set aside" not in words(client.get(f"{HOME}{basis}/"))

    assert "Say why it is deleted" in words(client.post(f"{here}hapus/", {"reason": " "}))
    assert client.post(f"{here}hapus/", {"reason": "Entered twice"}).headers["Location"] == f"{HOME}{basis}/"
    assert client.get(here).status_code == 404
    client.post(f"{HOME}{basis}/sisihkan/")
    assert "Nothing was tried yet" in words(client.get(HOME))
    assert "Roads Agency, East Jakarta branch" in words(client.get(f"{HOME}?aside"))
    assert "Their numbers cannot be computed again" in words(client.get(f"{HOME}{basis}/hapus/"))
    other = browser(make.staff(of="jsc-intake", role=Role.LEADER))
    assert "No longer wanted?" not in words(other.get(f"{HOME}{basis}/"))
    assert "Your role does not permit this" in words(other.post(f"{HOME}{basis}/hapus/", {"reason": "mine"}))
