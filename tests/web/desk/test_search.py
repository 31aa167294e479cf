"""The search: words by their stem, places, categories and pieces of a code, in all that one may see and in nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import LITTER, make
from tests.web.desk.pages import GEBANG, browser, codes, into, many, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.intake.models import ContactLookup
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.queries.desk.filters import DeskFilter, at
from tanggap.reports.queries.desk.search import statement
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
CAKUNG = "kel-31.75.06.1001"


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def found(client, typed, **filters):
    return codes(client.get("/desk/", {"q": typed, **filters}))


def test_words_are_found_by_their_stem_whatever_their_case(sari):
    cut = make.report(text="Pohon besar harus dipotong karena membahayakan")
    make.report(text="Sampah menumpuk di tepi kali")
    client = browser(sari)

    assert found(client, "POTONG pohon") == [cut.code]
    assert found(client, "bahaya") == [cut.code]
    assert found(client, "pohon yang dipotong") == [cut.code]  # a stop word asks for nothing
    assert found(client, "pohon sampah") == []


def test_an_english_report_is_found_by_english_stems(sari):
    broken = make.report(text="The street lights are flickering", language="en")

    assert found(browser(sari), "flickered light") == [broken.code]


def test_accents_do_not_matter(sari):
    cafe = make.report(text="Café di sudut jalan berisik")

    assert found(browser(sari), "cafe") == [cafe.code]
    assert found(browser(sari), "CAFÉ") == [cafe.code]


def test_the_hits_are_marked_and_the_text_stays_text(sari):
    make.report(text="<b>Lubang</b> di jalan, ada lubang lagi")
    page = browser(sari).get("/desk/", {"q": "lubang"}).content.decode()

    assert page.count("<mark>") == 2
    assert "<b>Lubang" not in page


def test_closed_ones_are_found_too_the_newest_first(sari):
    old = make.report(state=State.RESOLVED, officer=sari, at=clock.now() - timedelta(days=300))
    middle = make.report(at=clock.now() - timedelta(days=60))
    new = make.report()
    client = browser(sari)

    assert found(client, "lampu gelap") == [new.code, middle.code, old.code]
    assert found(client, "lampu gelap", state="resolved") == [old.code]
    assert found(client, "lampu gelap", age="old") == [middle.code, old.code]


def test_a_place_and_a_category_are_found_by_their_names(sari):
    lamp = make.report(text="Mati total sejak kemarin")
    litter = make.report(text="Bau sekali", category=LITTER)
    client = browser(sari)

    assert set(found(client, "pulo gebang")) == {lamp.code, litter.code}
    assert set(found(client, "Kecamatan Cakung")) == {lamp.code, litter.code}
    assert found(client, "cakung bau") == [litter.code]
    assert found(client, "street lamps") == [lamp.code]
    assert found(client, "cilincing") == []


def test_a_misspelt_place_is_offered(sari):
    make.report()
    page = browser(sari).get("/desk/", {"q": "pulo gebanng"})

    assert "Did you mean a place? Pulo Gebang, Cakung" in words(page)
    assert 'href="/desk/?area=31.75.06.1005"' in page.content.decode()


def test_part_of_a_code_and_a_code_with_a_mistake(sari):
    report = make.report()
    make.report()
    client = browser(sari)
    first, second, third = report.code.split("-")[1:]
    wrong = "Z" if third[-1] != "Z" else "Y"

    assert found(client, f"JK-{first}") == [report.code]
    assert found(client, f"jk {first} {second[:2]}".replace(" ", "-")) == [report.code]
    assert found(client, f"JK-{first}-{second}-{third[:2]}{wrong}") == [report.code]
    assert found(client, f"JK-{first}-{second[::-1]}-{third}") in ([report.code], [])
    assert report.code in found(client, f"{first}-{second}")


def test_only_what_one_may_see(sari):
    mine = make.report()
    theirs = make.report(handled_by=CAKUNG)
    other = browser(make.staff(of=CAKUNG))

    assert found(other, "lampu gelap") == [theirs.code]
    assert set(found(browser(sari), "lampu gelap")) == {mine.code, theirs.code}  # the unit had it once
    assert set(found(browser(make.staff(of="jsc-intake", role=Role.INTAKE)), "lampu gelap")) == {mine.code, theirs.code}
    assert found(browser(make.staff(of="kel-31.71.01.1001")), "lampu gelap") == []


def test_a_confidential_report_is_found_by_its_unit_alone():
    secret = make.report(handled_by="irban-31.75", category="perilaku-aparatur", text="Pungutan liar oleh petugas")

    assert found(browser(make.staff(of="irban-31.75")), "pungutan") == [secret.code]
    assert found(browser(make.staff(of="jsc-intake", role=Role.INTAKE)), "pungutan") == []


def test_a_role_narrowed_to_an_area_finds_nothing_outside_it():
    make.report()
    inside = make.staff(of=GEBANG, area="31.75.06.1005")
    outside = make.staff(of=GEBANG, area="31.75.06.1001")

    assert len(found(browser(inside), "lampu")) == 1
    assert found(browser(outside), "lampu") == []


def test_what_changes_is_found_anew(sari):
    report = make.report()
    row = Report.objects.get(pk=report.pk)
    officer = make.staff(of=GEBANG)
    reports.coordinate(code=row.code, version=row.version, by=officer, unit=CAKUNG, message="Mohon")

    assert found(browser(make.staff(of=CAKUNG)), "lampu") == [report.code]


def test_pages_follow_each_other_through_all_weeks(sari):
    for days in range(40, 340, 10):
        make.report(at=clock.now() - timedelta(days=days))
    many(80)
    client, address, seen = browser(sari), "/desk/?q=lampu", []
    while address:
        page = client.get(address)
        seen.append(codes(page))
        following = page.content.decode().partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = f"/desk/{following}" if following else ""

    assert [len(page) for page in seen] == [50, 50, 10]
    assert len({code for page in seen for code in page}) == 110


def test_a_page_of_another_search_is_refused_with_words(sari):
    many(60)
    client = browser(sari)
    page = client.get("/desk/?q=lampu").content.decode()
    cursor = page.partition("after=")[2].partition('"')[0]

    answer = client.get(f"/desk/?q=gelap&after={cursor}")

    assert answer.status_code == 422
    assert "This page belongs to another list." in words(answer)


@pytest.mark.parametrize("count", [10, 1000])
def test_it_costs_the_same_however_much_there_is(sari, django_assert_num_queries, count):
    many(count)
    client = browser(sari)
    client.get("/desk/")

    with django_assert_num_queries(4):
        page = client.get("/desk/?q=lampu")
    assert len(codes(page)) == min(count, 50)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INTAKE])
def test_the_database_looks_into_its_index_of_words(role):
    many(50)
    person = make.staff(of=GEBANG if role == Role.OFFICER else "jsc-intake", role=role)
    values = at(clock.now())
    asked = statement(person, "lampu gelap", DeskFilter(), values)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked}", values.given)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert plan.count("Bitmap Index Scan on reports_search_words") == 3  # the recent weeks, those before, all older
    assert "Seq Scan" not in plan


def test_unit_weeks_and_words_are_asked_one_by_one_so_that_the_index_leaps_over_what_is_old():
    many(50)
    values = at(clock.now())
    asked = statement(make.staff(of=GEBANG), "lampu gelap", DeskFilter(), values)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked}", values.given)
        plan = [line for (line,) in cursor.fetchall() if "Index Cond: " in line and "words @@" in line]

    assert [line.count("words @@") for line in plan] == [3, 3, 2]  # what is older than the weeks has none


def test_older_weeks_are_not_looked_at_when_the_recent_ones_fill_the_page():
    many(60)
    values = at(clock.now())
    asked = statement(make.staff(of=GEBANG), "lampu", DeskFilter(), values)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {asked}", values.given)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert plan.count("never executed") >= 2
    assert plan.count("One-Time Filter") == 2


ODDITIES = ["%_%_", "(a+)+$", "'; --", "&|!():*", "a" * 5000, "<script>alert(1)</script>", "\x00", "di ke dari", "🙂"]


@pytest.mark.parametrize("typed", ODDITIES)
def test_anything_may_be_typed(sari, typed):
    make.report()
    page = browser(sari).get("/desk/", {"q": typed})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_the_box_sends_words_on_to_an_address(sari):
    answer = browser(sari).post("/desk/cari/", {"q": " lampu  mati "})

    assert answer["Location"] == "/desk/?q=lampu+mati"


class TestByContact:
    """A reporter's number or address finds the reports only for those who may ask, whole and exactly, and each question is written down."""

    @pytest.fixture
    def intan(self):
        return make.staff(of="jsc-intake", role=Role.INTAKE)

    @pytest.mark.parametrize(
        "typed", ["canary7@example.org", "CANARY7@example.org", "+62 812-345-00007", "081234500007"]
    )
    def test_the_whole_contact_finds_all_of_the_reporters_reports(self, intan, typed):
        mine = [make.report(reporter=make.reporter(7)) for _time in range(2)]
        make.report(reporter=make.reporter(8))
        page = browser(intan).post("/desk/cari/", {"q": typed})

        assert codes(page) == [one.code for one in reversed(mine)]
        assert typed not in page.content.decode()

    @pytest.mark.parametrize("typed", ["canary7@example", "0812345000", "anary7@example.org"])
    def test_a_part_of_it_finds_nothing(self, intan, typed):
        make.report(reporter=make.reporter(7))
        page = browser(intan).post("/desk/cari/", {"q": typed}, follow=True)

        assert codes(page) == []

    def test_an_officer_may_not_ask_and_the_contact_stands_in_no_address(self, sari):
        make.report(reporter=make.reporter(7))
        answer = browser(sari).post("/desk/cari/", {"q": "canary7@example.org"})

        assert answer.status_code == 403
        assert "Only the intake desk and supervisors" in words(answer)
        assert ContactLookup.objects.count() == 0

    def test_a_supervisor_asks_for_the_own_units_reports_alone(self):
        make.report(reporter=make.reporter(7), handled_by=CAKUNG)
        here = make.report(reporter=make.reporter(7))

        assert codes(
            browser(make.staff(of=GEBANG, role=Role.SUPERVISOR)).post("/desk/cari/", {"q": "canary7@example.org"})
        ) == [here.code]

    def test_each_question_is_written_down_without_the_contact(self, intan):
        make.report(reporter=make.reporter(7))
        browser(intan).post("/desk/cari/", {"q": "canary7@example.org"})
        kept = ContactLookup.objects.get()

        assert (kept.staff, kept.kind, kept.found) == (intan, "email", 1)
        assert b"canary" not in bytes(kept.index)


def test_the_rest_of_a_search_comes_alone_for_htmx(sari):
    many(60)
    client = browser(sari)
    following = client.get("/desk/?q=lampu").content.decode().partition('rel="next" href="')[2].partition('"')[0]
    rows = client.get(f"/desk/{following.replace('&amp;', '&')}", headers=into("li#more"))

    assert len(codes(rows)) == 10
    assert "<html" not in rows.content.decode()
