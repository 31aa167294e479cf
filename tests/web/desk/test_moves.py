"""Changing, handing back, deciding and ending at the desk: what would follow is shown first, and nothing is done that was not shown."""

import pytest
from django.utils.html import escape
from tests.factories import LAMP, LITTER, make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
SUDIN = "sudin-bina-marga-31.75"
MAYOR = "kota-31.75"


@pytest.fixture
def intake():
    return browser(make.staff(of=city().intake_unit, role=Role.INTAKE))


def do(client, report, slug, **given):
    """Send an act's form as the page of the report's present version would."""
    report.refresh_from_db()
    return client.post(f"/desk/{report.code}/{slug}/", {"version": report.version, **given})


def seal(page) -> str:
    return page.content.decode().partition('name="seal" value="')[2].partition('"')[0]


def sent(report, **given):
    """Return what a form to change a report sends: its place as it is, unless given."""
    report.refresh_from_db()
    place = f"{report.area_id}@{report.lon:.6f},{report.lat:.6f}"
    return {"category": report.category_id, "place": place, "address": report.address, "unit": "", **given}


def test_a_change_is_first_shown_from_what_to_what_and_written_when_sent_again(intake):
    report = make.report(state=State.IN_PROGRESS, category=LAMP)
    given = sent(report, category=LITTER, unit=SUDIN, message="Sampah, bukan lampu")

    page = do(intake, report, "ubah", **given)

    said = words(page)
    assert page.status_code == 200
    assert "This is what would change" in said
    assert "Category Street lamps Rubbish" in said
    assert "Roads Agency, East Jakarta branch" in said
    assert "Why there: a person chose this unit" in said
    assert "reports.change" not in make.events(report)

    done = do(intake, report, "ubah", **given, seal=seal(page))

    report.refresh_from_db()
    assert done.status_code == 302
    assert (report.category_id, report.unit_id, report.state) == (LITTER, SUDIN, State.COORDINATING)


def test_what_was_shown_is_what_is_done(intake):
    """The form is changed after the preview: it is shown again before anything is written."""
    report = make.report()
    first = do(intake, report, "ubah", **sent(report, category=LITTER, message="Sampah"))

    again = do(intake, report, "ubah", **sent(report, unit=SUDIN, message="Sampah"), seal=seal(first))

    assert "This is what would change" in words(again)
    assert make.events(report) == ["intake.accept"]


def test_a_change_of_nothing_and_one_without_a_reason_say_so(intake):
    report = make.report()
    assert "Nothing was changed" in words(do(intake, report, "ubah", **sent(report, message="x")))
    given = sent(report, category=LITTER, message="")

    page = do(intake, report, "ubah", **given, seal=seal(do(intake, report, "ubah", **given)))

    assert page.status_code == 422
    assert "Please write something here." in words(page)


def test_completing_goes_without_a_preview(intake):
    report = make.report(category=None, lon=None, lat=None, text="Tolong pak")

    page = do(intake, report, "ubah", category=LITTER, place="31.75.06.1005", unit="")

    assert page.status_code == 302
    assert make.events(report) == ["intake.accept", "reports.change"]


def test_not_ours_goes_where_the_officer_says(client):
    report = make.report()
    client = browser(make.staff(of=report.unit_id))
    assert "I do not know: the coordinator decides" in words(client.get(f"/desk/{report.code}/kembalikan/"))

    do(client, report, "kembalikan", unit=SUDIN, message="Lampu jalan tugas Bina Marga")

    report.refresh_from_db()
    assert (report.unit_id, report.handed_back) == (SUDIN, 1)


def test_the_decider_sees_what_waits_and_decides():
    report = make.report()
    reports.hand_back(code=report.code, version=1, by=make.staff(of=report.unit_id), message="Bukan kami")
    client = browser(make.staff(of=MAYOR))

    page = client.get(f"/desk/{report.code}/")
    said = words(page)
    assert "Handed back once; East Jakarta mayor’s office decides whose task it is." in said
    assert f'href="/desk/{report.code}/putuskan/' in page.content.decode()
    assert "/kembalikan/" not in page.content.decode()
    form = words(client.get(f"/desk/{report.code}/putuskan/"))
    assert "carries out this category here" in form
    assert "we do it ourselves" in form

    do(client, report, "putuskan", unit=SUDIN, message="Tugas Bina Marga")
    report.refresh_from_db()
    assert (report.unit_id, report.awaits_decision) == (SUDIN, False)


def test_what_was_decided_cannot_be_handed_back_and_says_why():
    report = make.report()
    reports.hand_back(code=report.code, version=1, by=make.staff(of=report.unit_id), message="Bukan kami")
    reports.decide(code=report.code, version=2, by=make.staff(of=MAYOR), unit=SUDIN, message="Tugasnya")
    report.refresh_from_db()

    page = do(browser(make.staff(of=SUDIN)), report, "kembalikan", unit=MAYOR, message="Bukan kami")

    assert page.status_code == 409
    assert "It was decided that this report is a task of" in words(page)


def test_a_reporter_is_referred_to_a_body_of_the_list_or_to_one_that_is_typed():
    report, other = make.report(), make.report()
    client = browser(make.staff(of=report.unit_id))

    assert do(client, report, "rujuk", body="pln", message="Hubungi 123").status_code == 302
    page = do(client, other, "rujuk", body="another", message="Ke sana")
    assert page.status_code == 422
    assert "Say to whom the reporter should go, and how to reach them." in words(page)
    assert (
        do(client, other, "rujuk", body="another", name="Desa", contact="Jl. 1", message="Ke sana").status_code == 302
    )

    report.refresh_from_db()
    assert report.state == State.REFERRED


def test_only_a_supervisor_is_offered_that_it_cannot_be_solved():
    report = make.report()
    officer, chief = make.staff(of=report.unit_id), make.staff(of=report.unit_id, role=Role.SUPERVISOR)

    assert "/tidak-dapat/" not in browser(officer).get(f"/desk/{report.code}/").content.decode()
    page = browser(chief).get(f"/desk/{report.code}/")
    assert "/tidak-dapat/" in page.content.decode()
    do(browser(chief), report, "tidak-dapat", reason="in_dispute", message="Masih di pengadilan")

    report.refresh_from_db()
    assert report.state == State.UNSOLVED


def test_the_pane_tells_in_whose_hands_it_was_and_who_passes_it_to_and_fro():
    report = make.report()
    kelurahan = make.staff(of=report.unit_id)
    reports.hand_back(code=report.code, version=1, by=kelurahan, unit=SUDIN, message="Bukan kami")
    reports.hand_back(code=report.code, version=2, by=make.staff(of=SUDIN), unit=report.unit_id, message="Juga bukan")

    said = words(browser(kelurahan).get(f"/desk/{report.code}/"))

    assert "Time in hands" in said
    assert "This report goes back and forth between" in said
    assert escape("All together") in said
