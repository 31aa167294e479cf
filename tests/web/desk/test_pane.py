"""The pane of a report: its company, its history folded, notes and what they name, and a lost update field by field."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, hidden, into, many, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo, Report, Watch
from tanggap.reports.words import State
from tanggap.triage import actions as triage
from tanggap.web.desk.story import RECENT

pytestmark = pytest.mark.django_db
SUDIN = "sudin-bina-marga-31.75"


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


@pytest.fixture
def client(sari):
    return browser(sari)


def html(response) -> str:
    return response.content.decode()


def notes(report):
    return list(Event.objects.filter(report=report, kind="reports.note").values_list("payload", flat=True))


# Who else has it open


def test_who_else_has_the_report_open_is_named_with_the_unit(client):
    report, budi = make.report(), make.staff(of=GEBANG)

    assert "also open at:" not in words(client.get(f"/desk/{report.code}/"))
    browser(budi).post(f"/desk/{report.code}/hadir/")

    said = f"also open at: {budi.display_name} Pulo Gebang kelurahan office"
    assert said in words(client.get(f"/desk/{report.code}/"))
    assert said in words(client.post(f"/desk/{report.code}/hadir/"))


def test_a_glance_is_over_after_45_seconds(client):
    report, budi = make.report(), make.staff(of=GEBANG)
    now = clock.now()
    with clock.at(now):
        reports.look(code=report.code, by=budi)
    with clock.at(now + timedelta(seconds=46)):
        assert "also open at:" not in words(client.get(f"/desk/{report.code}/"))


def test_reading_leaves_no_trace_only_the_page_says_that_it_is_open(client, sari):
    report, budi = make.report(), make.staff(of=GEBANG)
    client.get(f"/desk/{report.code}/")

    assert sari.display_name not in words(browser(budi).get(f"/desk/{report.code}/"))


def test_the_public_never_hears_who_looks(client):
    report = make.report()
    reports.look(code=report.code, by=make.staff(of=GEBANG))

    page = words(browser().get(f"/laporan/{report.code}/"))
    assert "Person" not in page
    assert browser().post(f"/desk/{report.code}/hadir/").status_code in {302, 403}


def test_a_beat_for_what_one_may_not_see_says_nothing(sari):
    report = make.report()
    stranger = browser(make.staff(of="kel-31.75.06.1001"))

    for address in (f"/desk/{report.code}/hadir/", "/desk/JK-0000-0000-000/hadir/", "/desk/nonsense/hadir/"):
        answer = stranger.post(address)
        assert (answer.status_code, answer.content) == (204, b"")


# Following


def test_a_report_is_followed_and_left_without_javascript(client, sari):
    report = make.report()

    page = client.post(f"/desk/{report.code}/ikuti/?view=mine", {"watch": "yes"}, follow=True)
    assert page.redirect_chain == [(f"/desk/{report.code}/?view=mine", 302)]
    assert 'aria-pressed="true"' in html(page)
    assert Watch.objects.filter(staff=sari, report=report).exists()

    page = client.post(f"/desk/{report.code}/ikuti/", {"watch": "no"}, headers=into("form#watch"))
    assert 'aria-pressed="false"' in html(page)
    assert not Watch.objects.exists()


def test_what_one_may_not_see_is_not_followed(sari):
    report = make.report()

    answer = browser(make.staff(of="kel-31.75.06.1001")).post(f"/desk/{report.code}/ikuti/", {"watch": "yes"})

    assert (answer.status_code, Watch.objects.count()) == (404, 0)


# The history


def told(response) -> list[str]:
    return re.findall(r'<p class="what">([^<]+) <span', html(response))


def test_a_long_history_is_folded_and_older_entries_come_by_a_link(client, sari):
    report = make.report()
    for number in range(30):
        reports.note(code=report.code, by=sari, note=f"Catatan {number}")

    page = client.get(f"/desk/{report.code}/")
    assert len(told(page)) == RECENT
    assert f"Show {31 - RECENT} earlier entries" in words(page)
    address = re.search(r'href="(/desk/[^"]+sampai=\d+)"', html(page))[1]

    older = client.get(address)
    assert (len(told(older)), "Catatan 17" in html(older), "Catatan 29" in html(older)) == (RECENT, True, False)
    part = client.get(address, headers=into("li#older"))
    assert "<html" not in html(part)
    assert told(part) == told(older)


@pytest.mark.parametrize("wrong", ["x", "-1", "1e9", "99999999999999999999", "²", ""])
def test_a_forged_place_in_the_history_is_its_end(client, sari, wrong):
    report = make.report()
    reports.note(code=report.code, by=sari, note="Terakhir")

    assert "Terakhir" in html(client.get(f"/desk/{report.code}/", {"sampai": wrong}))


def test_many_events_cost_no_statement_more(client, sari, django_assert_max_num_queries):
    counted = []
    for notes_written in (RECENT, 3 * RECENT):
        report = make.report()
        for number in range(notes_written):
            reports.note(code=report.code, by=sari, note=f"Catatan {number}")
        client.get(f"/desk/{report.code}/")
        with django_assert_max_num_queries(10) as pane:
            client.get(f"/desk/{report.code}/", headers=into("section#report"))
        counted.append(len(pane))

    assert counted[0] == counted[1]


def test_a_page_weighs_at_most_50_kilobytes_with_a_full_list_beside_it(client):
    report = make.report()
    many(60)

    assert len(client.get(f"/desk/{report.code}/").content) <= 50_000


def test_public_and_internal_entries_say_so(client, sari):
    report = make.report()
    reports.start(code=report.code, version=1, by=sari, message="Regu berangkat", note="Bawa tangga")
    reports.note(code=report.code, by=sari, note="Trafo rusak")
    page = html(client.get(f"/desk/{report.code}/"))

    entries = re.findall(r'<li class="(internal|open)">(.*?)</li>', page, flags=re.S)
    assert [kind for kind, _text in entries] == ["open", "open", "internal"]
    assert '<div class="note">' in entries[1][1]
    assert "Regu berangkat" in entries[1][1]


# Notes


def test_a_script_in_a_note_is_text(client):
    report = make.report()

    client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": "<script>alert(1)</script>\u202e@<b>"})
    page = html(client.get(f"/desk/{report.code}/"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;@&lt;b&gt;" in page


def test_a_megabyte_is_refused_kept_and_the_length_is_said(client):
    report, text = make.report(), "a" * 1_000_000

    page = client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": text})

    assert page.status_code == 422
    assert "At most 2000 characters; this has 1000000. It is all still here: shorten it" in words(page)[:20_000]
    assert text in html(page)
    assert notes(report) == []


def test_line_ends_count_once(client):
    report = make.report()

    client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": "\r\n".join(["a" * 99] * 20)})

    assert len(notes(report)[0]["note"]) == 1999


def test_the_same_form_sent_twice_writes_one_note(client):
    report = make.report()
    key = hidden(client.get(f"/desk/{report.code}/catat/"), "key")

    for _ in range(2):
        page = client.post(f"/desk/{report.code}/catat/", {"version": 1, "key": key, "note": "Sekali"}, follow=True)
        assert page.status_code == 200

    assert [payload["note"] for payload in notes(report)] == ["Sekali"]


def test_a_named_colleague_is_marked_and_a_wrong_name_refused_with_the_text_kept(client):
    report, budi = make.report(), make.staff(of=GEBANG)

    wrong = client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": "Tolong @tidakada cek"})
    assert (wrong.status_code, notes(report)) == (422, [])
    assert "@tidakada cannot be told" in words(wrong)
    assert "Tolong @tidakada cek</textarea>" in html(wrong)

    client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": f"Tolong @{budi.username} cek"})
    assert f'Tolong <strong class="mention">@{budi.username}</strong> cek' in html(client.get(f"/desk/{report.code}/"))


def test_colleagues_are_offered_while_one_types(client):
    report, budi = make.report(), make.staff(of=GEBANG)

    page = html(client.post(f"/desk/{report.code}/rekan/", {"typed": budi.username}))

    assert f'data-username="{budi.username}"' in page
    assert "No colleague of this name" in html(client.post(f"/desk/{report.code}/rekan/", {"typed": "zzz"}))
    stranger = browser(make.staff(of="kel-31.75.06.1001"))
    assert stranger.post(f"/desk/{report.code}/rekan/", {"typed": "p"}).status_code == 404


def test_photos_of_a_note_stand_with_it_and_nowhere_outside(client):
    report = make.report()
    file = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")

    client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": "Lihat", "photos": file})
    photo = Photo.objects.get(report=report)

    assert f"/foto/{photo.id}/thumb.jpg" in html(client.get(f"/desk/{report.code}/"))
    assert str(photo.id) not in html(browser().get(f"/laporan/{report.code}/"))
    assert str(photo.id) not in html(browser().get(f"/laporan/{report.code}/{make.token(report)}/"))
    assert client.get(f"/foto/{photo.id}/thumb.jpg").status_code == 200
    assert browser().get(f"/foto/{photo.id}/thumb.jpg").status_code == 404


def test_a_paper_instead_of_a_photo_is_said(client):
    report = make.report()
    file = SimpleUploadedFile("surat.pdf", b"%PDF-1.7", "application/pdf")

    page = client.post(f"/desk/{report.code}/catat/", {"version": 1, "note": "Surat", "photos": file})

    assert (page.status_code, notes(report)) == (422, [])
    assert "surat.pdf: This file is PDF, not a photo." in words(page)


# A lost update


def test_a_lost_update_is_shown_field_by_field_and_what_was_typed_can_be_sent_again(client, sari):
    report, budi = make.report(state=State.IN_PROGRESS, officer=sari), make.staff(of=GEBANG)
    form = client.get(f"/desk/{report.code}/tanya/")
    given = {"version": hidden(form, "version"), "seen": hidden(form, "seen"), "question": "Di sisi mana?"}
    reports.assign(code=report.code, version=report.version, by=budi, assignee=budi.username)

    page = client.post(f"/desk/{report.code}/tanya/", given)
    said = words(page)
    assert page.status_code == 409
    assert f"Worked on by As you saw it: {sari.display_name} Now: {budi.display_name} by {budi.display_name}" in said
    assert "As you saw it: In progress" not in said
    assert ">Di sisi mana?</textarea>" in html(page).replace("\n", "")
    assert Report.objects.get(pk=report.pk).state == State.IN_PROGRESS

    again = {"version": hidden(page, "version"), "seen": hidden(page, "seen"), "question": "Di sisi mana?"}
    client.post(f"/desk/{report.code}/tanya/", again)
    assert Report.objects.get(pk=report.pk).state == State.AWAITING_REPORTER


def test_who_moved_it_away_is_named_and_the_text_stays_to_be_copied(client, sari):
    report, budi = make.report(state=State.IN_PROGRESS, officer=sari), make.staff(of=GEBANG)
    form = client.get(f"/desk/{report.code}/tanya/")
    given = {"version": hidden(form, "version"), "seen": hidden(form, "seen"), "question": "Di sisi mana?"}
    reports.coordinate(code=report.code, version=report.version, by=budi, unit=SUDIN, message="Mohon ganti lampu")

    said = words(client.post(f"/desk/{report.code}/tanya/", given))

    assert "With As you saw it: Pulo Gebang kelurahan office Now: Roads Agency, East Jakarta branch by" in said
    assert "State As you saw it: In progress Now: Coordination by" in said
    assert "Di sisi mana?" in said


@pytest.mark.parametrize("seen", ["", "x", "\x1f" * 6, "a\x1f" * 50, "<script>\x1f\x1f\x1f\x1f\x1f\x1f"])
def test_a_forged_memory_of_the_page_harms_nobody(client, sari, seen):
    report = make.report(state=State.IN_PROGRESS, officer=sari)
    version = report.version
    reports.assign(code=report.code, version=version, by=sari, assignee="")

    page = client.post(f"/desk/{report.code}/tanya/", {"version": version, "seen": seen, "question": "?"})

    assert page.status_code == 409
    assert "<script>\x1f" not in html(page)


# What the reporter was told


@pytest.mark.django_db(transaction=True)
def test_what_the_reporter_was_told_is_read_without_address_and_link():
    report = make.report(reporter=make.reporter(3))
    intan = browser(make.staff(of=GEBANG, role=Role.SUPERVISOR))
    tell()

    page = intan.get(f"/desk/{report.code}/pesan/")
    part = intan.get(f"/desk/{report.code}/pesan/", headers=into("div#said"))

    assert report.code in words(part)
    for one in (page, part):
        assert "Terima kasih" in words(one)
        assert make.token(report) not in html(one)
        assert "canary3" not in html(one)
    assert browser(make.staff(of="kel-31.75.06.1001")).get(f"/desk/{report.code}/pesan/").status_code == 404


def tell():
    from tanggap.core.cursors import catch_up
    from tanggap.notify.consumer import CONSUMER

    catch_up(CONSUMER)


def test_an_act_says_that_the_reporters_of_joined_reports_hear_of_it_too(client, sari):
    parent, child = make.report(), make.report()
    triage.merge(code=child.code, version=child.version, by=sari, parent=parent.code)

    assert "The reporter will be told, with that of 1 joined report." in words(
        client.get(f"/desk/{parent.code}/mulai/")
    )
    assert "The reporter will be told." in words(client.get(f"/desk/{parent.code}/tanya/"))
