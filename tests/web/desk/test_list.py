"""The desk's list: views with counts, rows that say how much time is left, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import PULO_GEBANG, make
from tests.web.desk.pages import GEBANG, browser, codes, many, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.reports.actions import tasks
from tanggap.reports.photos import Upload
from tanggap.reports.queries.desk.filters import at
from tanggap.reports.queries.desk.views import base
from tanggap.reports.words import State
from tanggap.web.desk import acts, choices

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def test_a_row_says_what_where_how_and_how_long_still(sari):
    report = make.report(
        channel="jaki", photos=[Upload(make.photo(), "a.jpg")], at=clock.now() - timedelta(hours=4, minutes=20)
    )
    page = browser(sari).get("/desk/")
    said = words(page)

    assert codes(page) == [report.code]
    for part in (
        "Street lamps",
        report.code,
        "Lampu jalan mati sejak tiga hari, gelap sekali",
        "Pulo Gebang, Cakung",
        "JAKI mobile app",
        "4 hours ago",
        "Waiting",
        "1 hr",
    ):
        assert part in said
    assert f"/foto/{report.cover}/thumb.jpg" in page.content.decode()


@pytest.mark.parametrize(
    ("age", "css"),
    [
        (timedelta(hours=1), 'class="due"'),
        (timedelta(hours=4, minutes=29), 'class="due"'),
        (timedelta(hours=4, minutes=31), 'class="due soon"'),
        (timedelta(hours=6, minutes=1), 'class="due late"'),
    ],
)
def test_the_clock_is_amber_in_the_last_quarter_of_the_promise_and_red_when_over(sari, age, css):
    make.report(at=clock.now() - age)

    assert css in browser(sari).get("/desk/").content.decode()


def test_a_report_that_waits_for_somebody_else_has_no_running_clock(sari):
    make.report(state=State.AWAITING_VALIDATION, officer=sari)

    assert "paused" in words(browser(sari).get("/desk/"))


def test_views_and_their_counts(sari):
    colleague = make.staff(of=GEBANG)
    waiting = make.report()
    mine = make.report(state=State.IN_PROGRESS, officer=sari)
    theirs = make.report(state=State.IN_PROGRESS, officer=colleague)
    late = make.report(at=clock.now() - timedelta(days=1))
    back = make.report(state=State.FOLLOW_UP_REJECTED, officer=colleague)
    client = browser(sari)

    def shown(view):
        return set(codes(client.get(f"/desk/?view={view}")))

    assert shown("unit") == {one.code for one in (waiting, mine, theirs, late, back)}
    assert shown("mine") == {mine.code}
    assert shown("unassigned") == {waiting.code, late.code}
    assert shown("overdue") == {late.code}
    assert shown("returned") == {back.code}
    said = words(client.get("/desk/"))
    assert "Mine 1 My unit 5 Unassigned 2" in said
    assert "Overdue 1 Returned 1" in said


def test_only_the_own_units_reports_are_listed(sari):
    make.report()
    other = make.staff(of="kel-31.75.06.1001")

    assert codes(browser(other).get("/desk/")) == []
    assert "Your unit has no open report." in words(browser(other).get("/desk/"))


def test_a_supervisors_list_holds_what_the_units_below_have_and_names_them(sari, django_assert_num_queries):
    below, elsewhere = make.report(), make.report(handled_by="kec-31.75.01")
    own = make.report(handled_by="kec-31.75.06")
    client = browser(make.staff(of="kec-31.75.06", role=Role.SUPERVISOR))

    page = client.get("/desk/")

    assert set(codes(page)) == {below.code, own.code}
    assert elsewhere.code not in codes(page)
    assert "My unit 2" in words(page)
    assert "Pulo Gebang kelurahan office" in words(page)
    assert codes(browser(make.staff(of="kec-31.75.06")).get("/desk/")) == [own.code]
    with django_assert_num_queries(4):  # who asks, the counts, the rows, the bell
        client.get("/desk/")


def test_a_confidential_report_of_a_unit_below_is_neither_listed_nor_counted():
    make.report(handled_by="irban-31.75", category="perilaku-aparatur")
    handler = make.staff(of="irban-31.75")
    above = make.staff(of="inspektorat", role=Role.SUPERVISOR)

    assert "My unit 1" in words(browser(handler).get("/desk/"))
    assert codes(browser(above).get("/desk/")) == []
    assert "My unit 0" in words(browser(above).get("/desk/"))


def test_an_unknown_view_is_refused_with_words(sari):
    assert browser(sari).get("/desk/?view=everything").status_code == 422


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_four_statements_however_long(sari, django_assert_num_queries, count):
    many(count)
    client = browser(sari)
    client.get("/desk/")

    with django_assert_num_queries(4):  # who asks, the counts, the rows, the bell
        page = client.get("/desk/")
    assert len(codes(page)) == min(count, 50)


def test_a_typed_code_opens_the_report(sari):
    report = make.report()
    client = browser(sari)
    sloppy = report.code.lower().replace("-", " ").replace("0", "o")

    assert client.get("/desk/", {"q": sloppy})["Location"] == f"/desk/{report.code}/"
    assert client.get("/desk/", {"q": report.code, "view": "mine"})["Location"] == f"/desk/{report.code}/?view=mine"


def test_a_code_that_one_may_not_see_and_one_that_is_not_there_look_alike(sari):
    foreign = make.report(handled_by=make.unit())
    other = make.staff(of="kel-31.75.06.1001")
    client = browser(other)

    hidden = client.get("/desk/", {"q": foreign.code})
    missing = client.get("/desk/", {"q": "JK-0000-0000-000"})

    assert (hidden.status_code, missing.status_code) == (200, 200)
    assert "that you may see" in words(hidden)
    assert words(hidden).replace(foreign.code, "X") == words(missing).replace("JK-0000-0000-000", "X")


@pytest.mark.parametrize("typed", ["lampu cakung", "%_%_", "(a+)+$", "x" * 10_000, "<script>alert(1)</script>", "\x00"])
def test_anything_else_is_told_what_can_be_searched(sari, typed):
    page = browser(sari).get("/desk/", {"q": typed})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_the_intake_desk_sees_what_lacks_place_or_category():
    intan = make.staff(of="jsc-intake", role=Role.INTAKE)
    lost = make.report(category=None, lon=None, lat=None, text="Tolong pak")
    client = browser(intan)

    assert codes(client.get("/desk/?view=unplaced")) == [lost.code]
    assert "No category yet" in words(client.get("/desk/"))
    assert "No place yet" in words(client.get("/desk/"))


def test_supporters_and_the_officer_stand_in_the_row(sari):
    report = make.report(state=State.IN_PROGRESS, officer=sari)
    for person in ("a", "b"):
        reports.support(code=report.code, person=person)

    said = words(browser(sari).get("/desk/"))

    assert "supporters 2" in said
    assert sari.display_name in said


def test_the_words_are_shown_as_text(sari):
    lon, lat = PULO_GEBANG
    make.report(text="<img src=x onerror=alert(1)> {{7*7}} lampu mati", lon=lon, lat=lat)
    page = browser(sari).get("/desk/").content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert "{{7*7}}" in page


def test_an_indonesian_desk_is_indonesian(sari):
    make.report()
    said = words(browser(sari, language="id").get("/desk/"))

    assert "Milik saya 0 Unit saya 1" in said
    assert "Menunggu" in said


def test_what_one_follows_is_a_view_of_its_own_open_or_closed(sari):
    open_one, closed = make.report(), make.report(state=State.RESOLVED, officer=sari)
    client = browser(sari)
    assert "view=watched" not in client.get("/desk/").content.decode()

    for report in (open_one, closed):
        reports.watch(code=report.code, by=sari)

    assert "Followed 2" in words(client.get("/desk/"))
    assert set(codes(client.get("/desk/?view=watched"))) == {open_one.code, closed.code}
    assert codes(client.get("/desk/?view=watched&state=resolved")) == [closed.code]
    assert codes(browser(make.staff(of=GEBANG)).get("/desk/?view=watched")) == []


def test_a_role_narrowed_to_an_area_narrows_list_and_counts():
    here = make.report()
    inside = make.staff(of=GEBANG, area="31.75.06.1005")
    outside = make.staff(of=GEBANG, area="31.75.06.1001")

    assert codes(browser(inside).get("/desk/")) == [here.code]
    assert codes(browser(outside).get("/desk/")) == []
    assert "My unit 1" in words(browser(inside).get("/desk/"))
    assert "My unit 0" in words(browser(outside).get("/desk/"))


def test_more_than_can_be_counted_are_told_as_such(sari, monkeypatch):
    monkeypatch.setattr("tanggap.reports.queries.desk.views.MOST_COUNTED", 10)
    many(12)

    assert "My unit 10+" in words(browser(sari).get("/desk/"))


def test_a_list_of_fifty_is_short(sari):
    many(60)
    page = browser(sari).get("/desk/")

    assert len(codes(page)) == 50
    assert len(page.content) < 58_000


def test_a_note_that_names_one_and_a_part_asked_of_ones_unit_are_views(sari):
    named, asked = make.report(), make.report()
    colleague = make.staff(of=GEBANG)
    reports.note(code=named.code, by=colleague, note=f"@{sari.username} tolong dicek")
    cakung = make.staff(of="kel-31.75.06.1001")
    tasks.ask(
        code=asked.code, version=asked.version, by=colleague, units=["kel-31.75.06.1001"], message="Mohon tutup jalan"
    )

    assert codes(browser(sari).get("/desk/?view=mentions")) == [named.code]
    assert "Mentions 1" in words(browser(sari).get("/desk/"))
    assert codes(browser(colleague).get("/desk/?view=mentions")) == []
    assert codes(browser(cakung).get("/desk/?view=tasks")) == [asked.code]
    assert "Parts asked of us 1" in words(browser(cakung).get("/desk/"))


def test_notes_that_name_people_are_found_by_their_index(sari):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        values = at(clock.now())
        condition = base(sari, "mentions", values)
        cursor.execute(f"EXPLAIN SELECT 1 FROM reports_report WHERE {condition}", values.given)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "reports_event_mentions" in plan


def test_no_key_means_two_things():
    letters = [act.key for act in acts.ACTS] + ["a", "b", "f", "g", "j", "k", "p", "w", "x", "/", "?"]
    views = [view.key for view in choices.VIEWS] + ["l"]

    assert len(set(letters)) == len(letters)
    assert len(set(views)) == len(views)
