"""One report at the desk: what and where, what is suggested and why, what happened, and only what this person may do."""

from datetime import timedelta

import pytest
from tests.factories import PULO_GEBANG, make
from tests.web.desk.pages import GEBANG, acts, browser, into, many, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def test_what_and_where_stand_in_words_and_pictures(sari):
    report = make.report(
        address="Depan SDN 03",
        photos=[Upload(make.photo(), "a.jpg")],
        reporter=make.reporter(),
    )
    page = browser(sari).get(f"/desk/{report.code}/")
    said = words(page)

    for part in (
        "Street lamps",
        report.code,
        "Lampu jalan mati",
        "Pulo Gebang, Cakung",
        "Depan SDN 03",
        "-6.21190, 106.94540",
        "reporter hidden",
    ):
        assert part in said
    assert f"/foto/{report.cover}/shown.jpg" in page.content.decode()
    assert 'data-points="[{&quot;lon&quot;' in page.content.decode()


def test_who_reported_is_nowhere_on_the_page(sari):
    report = make.report(reporter=make.reporter(7))

    for address in (f"/desk/{report.code}/", "/desk/", f"/desk/{report.code}/tanya/"):
        page = browser(sari).get(address).content.decode()
        assert "Canary7" not in page
        assert "canary7" not in page
        assert "+6281234500007" not in page
        assert make.token(report) not in page


def test_internal_and_public_entries_look_different(sari):
    report = make.report()
    reports.note(code=report.code, by=sari, note="Trafo gardu 12 bermasalah")
    page = browser(sari).get(f"/desk/{report.code}/").content.decode()

    internal = page.partition('<li class="internal">')[2].partition("</li>")[0]
    assert "Trafo gardu 12" in internal
    assert "internal" in internal
    assert page.count('<li class="internal">') == 1


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (
            State.RECEIVED,
            [
                "koordinasi",
                "mulai",
                "tanya",
                "undur",
                "gabung",
                "ubah",
                "kembalikan",
                "usulkan",
                "tolak",
                "rujuk",
                "bantuan",
                "instruksi",
                "tugaskan",
                "catat",
            ],
        ),
        (
            State.IN_PROGRESS,
            [
                "selesai",
                "koordinasi",
                "tanya",
                "undur",
                "gabung",
                "ubah",
                "kembalikan",
                "usulkan",
                "rujuk",
                "bantuan",
                "instruksi",
                "tugaskan",
                "catat",
            ],
        ),
        (State.AWAITING_REPORTER, ["undur", "gabung", "ubah", "tugaskan", "catat"]),
        (State.AWAITING_VALIDATION, ["tugaskan", "catat"]),
        (
            State.FOLLOW_UP_REJECTED,
            [
                "mulai",
                "koordinasi",
                "tanya",
                "undur",
                "gabung",
                "ubah",
                "kembalikan",
                "usulkan",
                "rujuk",
                "bantuan",
                "bantah",
                "instruksi",
                "tugaskan",
                "catat",
            ],
        ),
        (State.RESOLVED, ["catat"]),
        (State.REJECTED, ["catat"]),
        (State.MERGED, ["pisah", "catat"]),
    ],
)
def test_only_what_the_lifecycle_permits_is_offered_the_usual_one_first(sari, state, offered):
    report = make.report(state=state, officer=sari)

    assert acts(browser(sari).get(f"/desk/{report.code}/")) == offered


def test_each_act_says_who_will_be_told(sari):
    report = make.report(state=State.IN_PROGRESS, officer=sari)
    said = words(browser(sari).get(f"/desk/{report.code}/"))

    assert "Report as done… d The validator will be told" in said
    assert "Refer to another body… t The reporter will be told" in said
    assert "Internal note… n Nobody outside is told" in said


def test_a_disposition_is_offered_to_a_unit_with_branches_alone():
    report = make.report(state=State.COORDINATING, handled_by="dinas-bina-marga")
    dinas = make.staff(of="dinas-bina-marga")
    page = browser(dinas).get(f"/desk/{report.code}/")

    assert acts(page)[0] == "disposisi"
    form = browser(dinas).get(f"/desk/{report.code}/disposisi/")
    first = form.content.decode().partition('name="unit" value="')[2].partition('"')[0]
    assert first == "sudin-bina-marga-31.75"


def test_who_had_the_report_reads_it_and_does_no_more(sari):
    report = make.report(handled_by=make.unit())

    assert acts(browser(sari).get(f"/desk/{report.code}/")) == ["catat"]


def test_the_unit_that_carries_out_the_category_is_named(sari):
    report = make.report()
    page = browser(sari).get(f"/desk/{report.code}/")

    assert "Carries out this category here: Roads Agency, East Jakarta branch" in words(page)


def test_open_reports_of_the_same_problem_are_shown_with_distance_and_can_be_joined(sari):
    lon, lat = PULO_GEBANG
    near = make.report(lon=lon + 0.0002, lat=lat)
    make.report(lon=lon + 0.01, lat=lat)
    report = make.report()
    page = browser(sari).get(f"/desk/{report.code}/")

    assert f"Similar: {near.code} · 22 m away" in words(page)
    assert page.content.decode().count("m away") == 1
    assert f'href="/desk/{report.code}/gabung/?parent={near.code}"' in page.content.decode()


def test_a_suggested_category_and_place_are_accepted_by_one_key():
    intan = make.staff(of="jsc-intake", role=Role.INTAKE)
    report = make.report(
        category=None, lon=None, lat=None, text="Kabel semrawut menjuntai", address="Terminal Pulo Gebang"
    )
    client = browser(intan)
    page = client.get(f"/desk/{report.code}/")
    said, html = words(page), page.content.decode()

    assert "Place: Terminal Pulo Gebang" in said
    assert "goes to Pulo Gebang kelurahan office" in said
    assert 'data-key="a"' in html
    form = html.partition('<form class="hint"')[2].partition("</form>")[0]
    sent = {
        name: form.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("version", "category", "place")
    }
    client.post(f"/desk/{report.code}/ubah/", sent)

    report.refresh_from_db()
    assert (report.unit_id, report.area_id, report.category_id) == (GEBANG, "31.75.06.1005", sent["category"])


def test_the_promises_are_shown_as_running_kept_or_broken(sari):
    running = make.report()
    kept = make.report(state=State.IN_PROGRESS, officer=sari)
    broken = make.report(at=clock.now() - timedelta(hours=7))
    reports.start(code=broken.code, version=broken.version, by=sari)
    client = browser(sari)

    assert "First answer 5 hours 59 minutes left" in words(client.get(f"/desk/{running.code}/"))
    assert "First answer kept" in words(client.get(f"/desk/{kept.code}/"))
    assert "First answer late after 7 hours" in words(client.get(f"/desk/{broken.code}/"))


def test_a_joined_report_points_to_the_one_it_follows(sari):
    parent, child = make.report(), make.report()
    triage.merge(code=child.code, version=child.version, by=sari, parent=parent.code)
    client = browser(sari)

    assert f"Joined to {parent.code}; it follows that report." in words(client.get(f"/desk/{child.code}/"))
    assert f"Joined by: {child.code}" in words(client.get(f"/desk/{parent.code}/"))


def test_a_code_typed_small_leads_to_the_right_address(sari):
    report = make.report()

    assert browser(sari).get(f"/desk/{report.code.lower()}/?view=mine")["Location"] == f"/desk/{report.code}/?view=mine"


@pytest.mark.parametrize("code", ["JK-0000-0000-000", "nonsense", "..%2f..%2fetc", "%00", "x" * 300])
def test_what_is_not_there_is_not_found(sari, code):
    assert browser(sari).get(f"/desk/{code}/").status_code == 404


def test_htmx_gets_the_pane_alone_and_history_the_whole_page(sari):
    report = make.report()
    client = browser(sari)

    pane = client.get(f"/desk/{report.code}/", headers=into("section#report")).content.decode()
    restored = client.get(
        f"/desk/{report.code}/",
        headers={
            "HX-Request": "true",
            "HX-Request-Type": "full",
            "HX-Target": "body",
            "HX-History-Restore-Request": "true",
        },
    ).content.decode()

    assert "<html" not in pane
    assert pane.lstrip().startswith('<article class="report"')
    assert "<html" in restored


@pytest.mark.parametrize("neighbours", [0, 300])
def test_a_report_costs_at_most_ten_statements_alone_or_among_many(sari, django_assert_max_num_queries, neighbours):
    report = make.report(state=State.IN_PROGRESS, officer=sari)
    if neighbours:
        many(neighbours)
    client = browser(sari)
    client.get(f"/desk/{report.code}/")

    with django_assert_max_num_queries(10) as pane:
        client.get(f"/desk/{report.code}/", headers=into("section#report"))
    with django_assert_max_num_queries(10) as page:
        client.get(f"/desk/{report.code}/")
    assert (len(pane), len(page)) == (7, 10)


def test_no_page_of_the_desk_is_kept_by_a_cache(sari):
    report = make.report()
    client = browser(sari)

    for address in ("/desk/", f"/desk/{report.code}/", f"/desk/{report.code}/mulai/", "/desk/loket/", "/masuk/akun/"):
        assert client.get(address)["Cache-Control"] == "private, no-store", address
