"""Views that people save: from the list as it is, counted like the others, shared by supervisors, put in order, thrown away."""

import pytest
from tests.factories import LITTER, make
from tests.web.desk.pages import GEBANG, browser, codes, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.reports import actions as reports
from tanggap.reports.actions.views import MOST_OWN, TooManyViews
from tanggap.reports.models import SavedView
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    saved.forget()
    yield
    saved.forget()


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def names(person):
    return [row.name for row in desk.read_views(person)]


def test_the_list_as_it_is_becomes_a_view_with_a_count_of_its_own(sari):
    lamp = make.report()
    make.report(category=LITTER)
    client = browser(sari)
    client.get("/desk/")

    page = client.post(
        "/desk/tampilan/?view=unassigned&category=lampu-jalan&sort=new", {"name": "PJU Cakung"}, follow=True
    )

    view = SavedView.objects.get()
    assert (view.owner, view.query) == (sari, "view=unassigned&category=lampu-jalan&sort=new")
    assert page.request["QUERY_STRING"] == f"view=unassigned&category=lampu-jalan&sort=new&saved={view.pk}"
    assert codes(page) == [lamp.code]
    assert "Saved views PJU Cakung 1" in words(page)
    address = f"/desk/?view=unassigned&amp;category=lampu-jalan&amp;sort=new&amp;saved={view.pk}"
    assert f'href="{address}" aria-current="page"' in page.content.decode()


def test_many_saved_views_are_counted_in_the_same_statement(sari, django_assert_num_queries):
    make.report()
    for number in range(12):
        reports.save_view(by=sari, query=f"view=unit&supporters={number + 1}&due=7d", name=f"Tampilan {number}")
    client = browser(sari)
    client.get("/desk/")

    with django_assert_num_queries(4):
        client.get("/desk/")


def test_a_view_that_narrows_by_words_is_not_counted(sari):
    make.report()
    reports.save_view(by=sari, query="text=lampu", name="Lampu")
    page = browser(sari).get("/desk/?text=lampu")

    assert "Lampu –" in words(page)
    assert len(codes(page)) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [(" ", "Give the view a name."), ("x" * 61, ""), ("Banjir", "You have a view of this name already.")],
)
def test_a_name_that_cannot_be_used_is_refused_with_words(sari, name, said):
    reports.save_view(by=sari, query="", name="banjir")
    page = browser(sari).post("/desk/tampilan/", {"name": name})

    assert page.status_code == 422
    assert said in words(page)
    assert SavedView.objects.count() == 1


def test_nobody_keeps_more_than_a_bounded_number(sari):
    for number in range(MOST_OWN):
        reports.save_view(by=sari, query="", name=f"Tampilan {number}")

    with pytest.raises(TooManyViews):
        reports.save_view(by=sari, query="", name="Satu lagi")


def test_a_supervisor_shares_with_a_unit_or_with_those_of_a_role_there():
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    reports.save_view(by=chief, query="due=6h", name="Semua", unit=GEBANG)
    reports.save_view(by=chief, query="due=24h", name="Petugas", unit=GEBANG, role="officer")

    assert names(make.staff(of=GEBANG)) == ["Semua", "Petugas"]
    assert names(make.staff(of=GEBANG, role=Role.INTAKE)) == ["Semua"]
    assert names(make.staff(of="kel-31.75.06.1001")) == []


def test_a_supervisor_shares_with_units_below_but_not_with_others():
    chief = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    reports.save_view(by=chief, query="", name="Cakung", unit=GEBANG)

    with pytest.raises(NotAllowed):
        reports.save_view(by=chief, query="", name="Lain", unit="kec-31.75.01")
    assert names(chief) == ["Cakung"]


def test_an_officer_cannot_share(sari):
    with pytest.raises(NotAllowed):
        reports.save_view(by=sari, query="", name="Semua", unit=GEBANG)
    assert "Who has it" not in words(browser(sari).get("/desk/tampilan/"))


def test_only_the_owner_changes_a_view():
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    number = reports.save_view(by=chief, query="", name="Semua", unit=GEBANG)
    other = make.staff(of=GEBANG)
    for act in (
        lambda: reports.delete_view(by=other, number=number),
        lambda: reports.move_view(by=other, number=number, up=True),
        lambda: reports.change_view(by=other, number=number, name="Saya"),
    ):
        with pytest.raises(NotFound):
            act()
    assert SavedView.objects.get().name == "Semua"


def test_a_role_without_a_unit_or_that_is_none_is_refused(sari):
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    for given in ({"role": "officer"}, {"unit": GEBANG, "role": "boss"}):
        with pytest.raises(Invalid):
            reports.save_view(by=chief, query="", name="Semua", **given)


def test_views_are_renamed_renewed_put_in_order_and_thrown_away(sari):
    first, second = (reports.save_view(by=sari, query="", name=name) for name in ("Satu", "Dua"))
    client = browser(sari)

    client.post(f"/desk/tampilan/{second}/", {"act": "up"})
    assert names(sari) == ["Dua", "Satu"]
    client.post(f"/desk/tampilan/{second}/", {"act": "up"})
    assert names(sari) == ["Dua", "Satu"]

    client.post(f"/desk/tampilan/{first}/", {"act": "change", "name": "Pertama"})
    client.post(f"/desk/tampilan/{first}/?view=mine&due=6h", {"act": "renew"})
    kept = SavedView.objects.get(pk=first)
    assert (kept.name, kept.query) == ("Pertama", "view=mine&due=6h")

    client.post(f"/desk/tampilan/{second}/", {"act": "delete"})
    assert names(sari) == ["Pertama"]


def test_what_one_saved_is_seen_at_once_and_by_others_within_half_a_minute(sari, monkeypatch):
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    assert desk.saved_views(sari, now=clock.now()) == ()
    reports.save_view(by=chief, query="", name="Semua", unit=GEBANG)

    assert desk.saved_views(sari, now=clock.now()) == ()
    assert [row.name for row in desk.saved_views(sari, now=clock.now(), changed_at=clock.now().timestamp() + 1)] == [
        "Semua"
    ]
    monkeypatch.setattr(saved, "KEPT_SECONDS", 0.0)
    assert [row.name for row in desk.saved_views(sari, now=clock.now())] == ["Semua"]


def test_a_view_whose_category_the_city_gave_up_shows_the_rest(sari):
    make.report()
    number = reports.save_view(by=sari, query="category=gone&view=unassigned", name="Lama")

    assert len(codes(browser(sari).get(f"/desk/?category=gone&view=unassigned&saved={number}"))) == 1
