"""What narrows and orders the desk's list: filters in the address, orders, pages both ways."""

from datetime import timedelta

import pytest
from tests.factories import LITTER, make
from tests.web.desk.pages import GEBANG, browser, codes, codes_of, into, many, words

from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def test_filters_stand_in_the_address_and_go_away_one_by_one(sari):
    lamp = make.report(channel="sms")
    rubbish = make.report(category=LITTER, channel="jaki")
    client = browser(sari)

    assert codes(client.get("/desk/?category=sampah")) == [rubbish.code]
    assert codes(client.get("/desk/?channel=sms")) == [lamp.code]
    assert codes(client.get("/desk/?state=in_progress")) == []
    assert codes(client.get("/desk/?area=31.75.06.1001")) == []
    assert set(codes(client.get("/desk/?area=31.75.06"))) == {lamp.code, rubbish.code}

    both = client.get("/desk/?category=sampah&channel=jaki")
    assert codes(both) == [rubbish.code]
    assert 'href="/desk/?channel=jaki"' in both.content.decode()
    assert 'href="/desk/?category=sampah"' in both.content.decode()
    assert f'href="/desk/{rubbish.code}/?category=sampah&amp;channel=jaki"' in both.content.decode()


def test_a_group_of_categories_filters_all_that_is_in_it(sari):
    lamp = make.report()

    assert codes(browser(sari).get("/desk/?category=jalan-jembatan")) == [lamp.code]


@pytest.mark.parametrize(
    "query",
    [
        "category=zzz",
        "category=%00",
        "state=rejected",
        "state='or 1=1",
        "area=__path",
        "channel=a&channel__code=b",
        "unit=x&order_by=-id",
    ],
)
def test_a_filter_that_the_city_does_not_know_is_left_out(sari, query):
    report = make.report()

    assert codes(browser(sari).get(f"/desk/?{query}")) == [report.code]


def test_nothing_found_says_what_to_do(sari):
    assert "Nothing fits these filters" in words(browser(sari).get("/desk/?category=sampah"))


def test_older_ones_follow_without_gap_or_repetition(sari):
    many(120)
    client = browser(sari)
    seen, address = [], "/desk/"
    while address:
        page = client.get(address)
        seen.append(codes(page))
        following = page.content.decode().partition('rel="next" href="')[2].partition('"')[0]
        address = f"/desk/{following}" if following else ""

    assert [len(page) for page in seen] == [50, 50, 20]
    assert len({code for page in seen for code in page}) == 120


def test_htmx_gets_the_older_rows_alone(sari):
    many(60)
    client = browser(sari)
    following = client.get("/desk/").content.decode().partition('rel="next" href="')[2].partition('"')[0]

    rows = client.get(f"/desk/{following}", headers=into("li#more"))

    assert len(codes(rows)) == 10
    assert "<html" not in rows.content.decode()


@pytest.mark.parametrize("cursor", ["x", "eyJ4IjoxfQ", "%00", "W10", "WyIyMDI2LTAxLTAxIiwgMV0"])
def test_a_cursor_that_is_not_ours_is_refused(sari, cursor):
    assert browser(sari).get(f"/desk/?after={cursor}").status_code == 422


def test_the_list_is_narrowed_by_clock_age_hands_support_photo_and_words(sari):
    colleague = make.staff(of=GEBANG)
    late = make.report(at=clock.now() - timedelta(days=9), text="Pohon tumbang di jalan")
    shown = make.report(photos=[Upload(make.photo(), "a.jpg")])
    theirs = make.report(state=State.IN_PROGRESS, officer=colleague)
    reports.support(code=theirs.code, person="a")
    client = browser(sari)

    def kept(query):
        return set(codes(client.get(f"/desk/?{query}")))

    assert kept("due=overdue") == {late.code}
    assert kept("due=6h") == {shown.code}
    assert kept("due=later") == set()
    assert kept("age=old") == {late.code}
    assert kept("age=day&due=24h") == {shown.code}
    assert kept("assignee=none") == {late.code, shown.code}
    assert kept(f"assignee={colleague.username}") == {theirs.code}
    assert kept("assignee=me") == set()
    assert kept("supporters=1") == {theirs.code}
    assert kept("supporters=3") == set()
    assert kept("photo=yes") == {shown.code}
    assert kept("photo=no&assignee=none") == {late.code}
    assert kept("text=pohon") == {late.code}
    assert kept("view=overdue&text=pohon&age=month") == set()


def test_each_filter_in_force_is_told_in_words(sari):
    said = words(browser(sari).get("/desk/?due=6h&age=old&assignee=none&supporters=3&photo=yes&text=pohon"))

    for chip in (
        "due within 6 hours",
        "older than 7 days",
        "worked on by nobody",
        "3 supporters or more",
        "with photo",
        "“pohon”",
    ):
        assert chip in said


@pytest.mark.parametrize(
    "query",
    [
        "due=soon",
        "age=1",
        "supporters=x",
        "supporters=-1",
        "supporters=99999999999",
        "photo=maybe",
        "unit=x",
        "sort=id",
    ],
)
def test_a_word_that_no_filter_knows_is_left_out(sari, query):
    report = make.report()

    assert codes(browser(sari).get(f"/desk/?{query}")) == [report.code]


def test_the_four_orders(sari):
    old = make.report(at=clock.now() - timedelta(hours=3))
    new = make.report(at=clock.now() - timedelta(hours=1))
    middle = make.report(at=clock.now() - timedelta(hours=2))
    reports.support(code=middle.code, person="a")
    client = browser(sari)

    def order(sort):
        return codes(client.get(f"/desk/?sort={sort}"))

    assert order("due") == [old.code, middle.code, new.code]
    assert order("new") == [new.code, middle.code, old.code]
    assert order("old") == [old.code, middle.code, new.code]
    assert order("support") == [middle.code, new.code, old.code]


@pytest.mark.parametrize("sort", ["due", "new", "old", "support"])
def test_one_goes_back_the_way_one_came(sari, sort):
    many(120)
    client = browser(sari)

    def page(address):
        answer = client.get(address).content.decode()
        links = {
            rel: answer.partition(f'rel="{rel}" href="')[2].partition('"')[0].replace("&amp;", "&")
            for rel in ("next", "prev")
        }
        return codes_of(answer), links

    first, links = page(f"/desk/?sort={sort}")
    assert links["prev"] == ""
    second, links = page(f"/desk/{links['next']}")
    third, links = page(f"/desk/{links['next']}")
    assert (len(third), links["next"]) == (20, "")
    again, links = page(f"/desk/{links['prev']}")
    assert again == second
    assert page(f"/desk/{links['prev']}")[0] == first


@pytest.mark.parametrize("other", ["view=unassigned", "sort=new", "photo=no", "area=31.75.06"])
def test_a_page_of_another_list_is_refused_with_words(sari, other):
    many(60)
    client = browser(sari)
    cursor = client.get("/desk/").content.decode().partition("after=")[2].partition('"')[0]

    answer = client.get(f"/desk/?{other}&after={cursor}")

    assert answer.status_code == 422
    assert "This page belongs to another list." in words(answer)


def test_the_filter_form_holds_what_is_chosen_and_comes_alone_for_htmx(sari):
    client = browser(sari)
    page = client.get("/desk/saring/?view=mine&category=sampah&due=6h&sort=new")
    form = client.get("/desk/saring/?due=6h", headers=into("div#filter")).content.decode()

    assert '<option value="sampah" selected>' in page.content.decode()
    assert '<input type="hidden" name="view" value="mine">' in page.content.decode()
    assert '<option value="6h" selected>' in form
    assert "<html" not in form
