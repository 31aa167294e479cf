"""Acting on a report: every act by its small form; a lost update shown as a difference; a double click done once."""

import threading

import pytest
from django.db import connection
from tests.factories import LITTER, make
from tests.web.desk.pages import GEBANG, browser, hidden, into, words

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
SUDIN = "sudin-bina-marga-31.75"


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


@pytest.fixture
def client(sari):
    return browser(sari)


def do(client, report, slug, *, version=None, **given):
    return client.post(f"/desk/{report.code}/{slug}/", {"version": version or report.version, **given}, follow=True)


def last(report):
    event = Event.objects.filter(report=report).order_by("-version").first()
    return event.kind, event.payload


def shots(*sizes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return [SimpleUploadedFile(f"{n}.jpg", make.photo(), "image/jpeg") for n in range(*sizes)]


def test_start(client, sari):
    report = make.report()

    page = do(client, report, "mulai", message="Regu 4 berangkat", note="Bawa tangga")

    report.refresh_from_db()
    assert (report.state, report.assignee_id) == (State.IN_PROGRESS, sari.pk)
    assert last(report) == ("reports.start", {"message": "Regu 4 berangkat", "note": "Bawa tangga"})
    assert page.redirect_chain == [(f"/desk/{report.code}/", 302)]
    assert "The work has started." in words(page)


def test_coordinate_offers_the_competent_unit_first_and_hands_over(client):
    report = make.report()
    form = client.get(f"/desk/{report.code}/koordinasi/").content.decode()
    assert form.partition('name="unit" value="')[2].partition('"')[0] == SUDIN

    do(client, report, "koordinasi", unit=SUDIN, message="Mohon ganti lampu")

    report.refresh_from_db()
    assert (report.state, report.unit_id) == (State.COORDINATING, SUDIN)


def test_a_unit_is_found_without_javascript_and_what_was_written_stays(client):
    report = make.report()

    page = do(client, report, "koordinasi", unit_text="pam jaya", message="Pipa bocor", find="unit")

    assert page.status_code == 200
    assert "PAM Jaya" in words(page)
    assert ">Pipa bocor</textarea>" in page.content.decode().replace("\n", "")
    assert Report.objects.get(pk=report.pk).state == State.RECEIVED


def test_units_and_places_are_found_while_one_types(client):
    units = client.post("/desk/cari/unit/", {"unit_text": "lingkungan hidup timur"}, headers=into("div#found-unit"))
    places = client.post("/desk/cari/tempat/", {"place_text": "terminal pulo gebang"}, headers=into("div#found-place"))

    assert 'value="sudin-lingkungan-hidup-31.75"' in units.content.decode()
    assert "Terminal Pulo Gebang" in words(places)
    assert "Nothing found for “zzzqqq”." in words(client.post("/desk/cari/unit/", {"unit_text": "zzzqqq"}))


def test_disposition_goes_to_an_own_branch_alone():
    report = make.report(state=State.COORDINATING, handled_by="dinas-bina-marga")
    client = browser(make.staff(of="dinas-bina-marga"))

    foreign = do(client, report, "disposisi", unit="sudin-lingkungan-hidup-31.75", message="Kerjakan")
    assert foreign.status_code == 422
    assert "A disposition goes from an agency to one of its own branches" in words(foreign)

    do(client, report, "disposisi", unit=SUDIN, message="Kerjakan")
    report.refresh_from_db()
    assert (report.state, report.unit_id) == (State.DISPOSITIONED, SUDIN)


def test_ask(client):
    report = make.report()

    do(client, report, "tanya", question="Di sisi mana?")

    assert last(report) == ("reports.ask", {"question": "Di sisi mana?"})


def test_refuse_with_a_reason_of_the_list(client):
    report = make.report()

    without = do(client, report, "tolak", message="Di luar")
    assert (without.status_code, "Choose a reason from the list." in words(without)) == (422, True)

    do(client, report, "tolak", reason="outside", message="Di luar wilayah kota")
    assert last(report) == ("reports.reject", {"reason": "outside", "message": "Di luar wilayah kota"})


def test_done_with_photos_and_words(client, sari):
    report = make.report(state=State.IN_PROGRESS, officer=sari, category=LITTER)

    without = do(client, report, "selesai", message="Sudah diangkut")
    assert (without.status_code, "Please add a photo of the result." in words(without)) == (422, True)
    assert ">Sudah diangkut</textarea>" in without.content.decode().replace("\n", "")

    page = do(client, report, "selesai", message="Sudah diangkut", photos=shots(2))
    report.refresh_from_db()
    assert report.state == State.AWAITING_VALIDATION
    assert Photo.objects.filter(report=report, role="after").count() == 2
    assert "Reported as done. The check is with the validators now." in words(page)


def test_a_file_that_is_no_photo_is_refused_with_words(client, sari):
    from django.core.files.uploadedfile import SimpleUploadedFile

    report = make.report(state=State.IN_PROGRESS, officer=sari, category=LITTER)
    text = SimpleUploadedFile("bukti.jpg", b"this is a text", "image/jpeg")

    page = do(client, report, "selesai", message="Sudah", photos=[text])

    assert page.status_code in {415, 422}
    assert Report.objects.get(pk=report.pk).state == State.IN_PROGRESS
    assert ">Sudah</textarea>" in page.content.decode().replace("\n", "")


def test_join_by_a_code_as_people_type_it_and_separate_again(client):
    parent, report = make.report(), make.report()

    do(client, report, "gabung", parent=parent.code.lower().replace("-", ""))
    report.refresh_from_db()
    assert (report.state, report.parent_id) == (State.MERGED, parent.pk)

    do(client, report, "pisah")
    report.refresh_from_db()
    assert (report.state, report.parent_id) == (State.RECEIVED, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("nonsense", "This is no report code."), ("JK-4KQ2-M9XT-1C7", "no report"), ("", "This field is required.")],
)
def test_a_code_that_joins_to_nothing_is_refused(client, typed, said):
    report = make.report()

    page = do(client, report, "gabung", parent=typed)

    assert page.status_code == 422
    assert said in words(page)


def test_a_report_is_not_joined_to_itself(client):
    report = make.report()

    page = do(client, report, "gabung", parent=report.code)

    assert page.status_code == 422
    assert "A report cannot be joined to itself" in words(page)


def test_a_note_stays_inside(client):
    report = make.report()

    do(client, report, "catat", note="Trafo rusak")

    assert last(report) == ("reports.note", {"note": "Trafo rusak"})
    assert "Trafo rusak" not in words(browser().get(f"/laporan/{report.code}/"))


def test_assign_to_a_colleague_and_to_nobody(client, sari):
    colleague = make.staff(of=GEBANG)
    report = make.report()
    form = client.get(f"/desk/{report.code}/tugaskan/")
    assert colleague.display_name in words(form)

    do(client, report, "tugaskan", assignee=colleague.username)
    report.refresh_from_db()
    assert report.assignee_id == colleague.pk

    do(client, report, "tugaskan", assignee="")
    report.refresh_from_db()
    assert report.assignee_id is None

    stranger = make.staff(of="kel-31.75.06.1001")
    assert do(client, report, "tugaskan", assignee=stranger.username).status_code == 422


def test_complete_category_and_place():
    client = browser(make.staff(of="jsc-intake", role=Role.INTAKE))
    report = make.report(category=None, lon=None, lat=None, text="Tolong pak", address="dekat Terminal Pulo Gebang")
    form = client.get(f"/desk/{report.code}/ubah/")
    place = form.content.decode().partition('name="place" value="')[2].partition('"')[0]
    assert place.startswith("31.75.06.1005@")

    nothing = do(client, report, "ubah", category="", place="")
    assert nothing.status_code == 422
    assert "Choose a category from the list." in words(nothing)

    do(client, report, "ubah", category=LITTER, place=place)
    report.refresh_from_db()
    assert (report.category_id, report.area_id, report.unit_id) == (LITTER, "31.75.06.1005", GEBANG)
    assert report.lon is not None


@pytest.mark.parametrize(
    "place", ["@0,0", "@106.9,", "@nan,nan", "@-6.2,106.9", "@1e400,2", "99.99", "31.75", "\x00", "@107.9,-6.9"]
)
def test_a_place_that_is_none_is_refused_with_words(place):
    client = browser(make.staff(of="jsc-intake", role=Role.INTAKE))
    report = make.report(category=None, lon=None, lat=None, text="Tolong pak")

    page = do(client, report, "ubah", category=LITTER, place=place)

    assert page.status_code == 422
    assert Report.objects.get(pk=report.pk).area_id is None


def test_what_others_changed_meanwhile_is_shown_and_the_own_words_stay(client, sari):
    report = make.report()
    colleague = make.staff(of=GEBANG)
    reports.ask(code=report.code, version=report.version, by=colleague, question="Tiang nomor berapa?")
    answered = Report.objects.get(pk=report.pk)
    from tanggap.feedback import actions as feedback

    feedback.answer(code=report.code, token=make.token(answered), answer="Tiang 12")

    page = do(client, report, "koordinasi", unit=SUDIN, message="Mohon ganti lampu di tikungan")

    said = words(page)
    assert page.status_code == 409
    assert "Since you opened the report, this changed:" in said
    assert "Tiang nomor berapa?" in said
    assert "Tiang 12" in said
    assert "Mohon ganti lampu di tikungan</textarea>" in page.content.decode()
    assert Report.objects.get(pk=report.pk).unit_id == GEBANG

    again = do(
        client,
        report,
        "koordinasi",
        version=hidden(page, "version"),
        unit=SUDIN,
        message="Mohon ganti lampu di tikungan",
    )
    assert again.status_code == 200
    assert Report.objects.get(pk=report.pk).unit_id == SUDIN


def test_a_step_that_is_gone_keeps_the_words_to_copy(client):
    report = make.report()
    reports.coordinate(code=report.code, version=report.version, by=make.staff(of=GEBANG), unit=SUDIN, message="Lampu")

    page = do(client, report, "tolak", reason="unclear", message="Kurang jelas fotonya")

    assert page.status_code in {403, 409}
    assert "this step is not possible any more" in words(page)
    assert "Kurang jelas fotonya" in words(page)
    assert "<textarea" not in page.content.decode()


def test_what_does_not_disturb_does_not_make_the_page_stale(client):
    report = make.report()
    reports.note(code=report.code, by=make.staff(of=GEBANG), note="Saya lewat sana nanti")
    reports.support(code=report.code, person="a")

    assert do(client, report, "mulai").status_code == 200
    assert Report.objects.get(pk=report.pk).state == State.IN_PROGRESS


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("mulai", {"message": "Berangkat"}),
        ("mulai", {}),
        ("koordinasi", {"unit": SUDIN, "message": "Mohon ganti"}),
        ("tanya", {"question": "Di mana?"}),
        ("tolak", {"reason": "outside", "message": "Di luar"}),
        ("catat", {"note": "Sudah ditelepon"}),
        ("tugaskan", {"assignee": "sari-of-gebang"}),
    ],
)
def test_twice_the_same_is_done_once_and_said_so(client, sari, slug, given):
    sari.username = "sari-of-gebang"
    sari.save()
    report = make.report()

    first = do(client, report, slug, **given)
    second = do(client, report, slug, **given)

    assert Event.objects.filter(report=report).count() == 2
    assert (first.status_code, second.status_code) == (200, 200)
    assert "This was already done at" in words(second)


def test_the_same_by_somebody_else_is_a_change_and_no_double_click(client):
    report = make.report()
    reports.start(code=report.code, version=report.version, by=make.staff(of=GEBANG))

    page = do(client, report, "mulai")

    assert page.status_code == 409
    assert "Work has started" in words(page)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_instant_make_one_event():
    sari = make.staff(of=GEBANG)
    report = make.report()
    together, seen = threading.Barrier(2), []

    def click():
        client = browser(sari)
        together.wait()
        try:
            seen.append(do(client, report, "mulai", message="Berangkat").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [200, 200]
    assert make.events(report) == ["intake.accept", "reports.start"]


def test_htmx_gets_the_form_alone_and_a_refusal_in_the_pane(client):
    report = make.report()

    form = client.get(f"/desk/{report.code}/tanya/", headers=into("div#act")).content.decode()
    assert form.lstrip().startswith('<div class="card act-card">')
    assert "<html" not in form

    refused = client.post(
        f"/desk/{report.code}/tanya/", {"version": 1, "question": " "}, headers=into("section#report")
    )
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith('<article class="report"')
    assert "Please write something here." in words(refused)


def test_without_javascript_the_form_is_a_page_of_its_own(client):
    report = make.report()
    page = client.get(f"/desk/{report.code}/tanya/").content.decode()

    assert "<html" in page
    assert f'<form method="post" action="/desk/{report.code}/tanya/"' in page


@pytest.mark.parametrize("slug", ["selesai", "disposisi", "pisah"])
def test_a_form_that_is_not_for_now_says_so(client, slug):
    report = make.report()

    page = client.get(f"/desk/{report.code}/{slug}/")

    assert page.status_code == 409
    assert "This report is now “Waiting”" in words(page)


@pytest.mark.parametrize("slug", ["hapus", "mulai%00", "__class__"])
def test_an_act_that_does_not_exist_is_not_found(client, slug):
    report = make.report()

    assert client.get(f"/desk/{report.code}/{slug}/").status_code == 404


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "1.5"])
def test_a_broken_version_is_refused_and_nothing_done(client, version):
    report = make.report()

    assert client.post(f"/desk/{report.code}/mulai/", {"version": version}).status_code == 422
    assert Report.objects.get(pk=report.pk).state == State.RECEIVED


@pytest.mark.parametrize("text", ["x" * 5000, "\x00", "a\u202eb", "{{7*7}}<script>"])
def test_words_of_any_kind_never_break_a_form(client, text):
    report = make.report()

    page = do(client, report, "catat", note=text)

    assert page.status_code in {200, 422}
    assert (
        "<script>" not in page.content.decode().replace('<script src="', "").replace("<script defer", "")
        or text != "{{7*7}}<script>"
    )


def test_no_get_changes_anything(client, sari):
    report = make.report(state=State.IN_PROGRESS, officer=sari)
    before = make.events(report)

    for slug in ("mulai", "selesai", "koordinasi", "tanya", "gabung", "tugaskan", "catat", "ubah", "tolak"):
        client.get(
            f"/desk/{report.code}/{slug}/", {"version": report.version, "message": "x", "note": "x", "unit": SUDIN}
        )

    assert make.events(report) == before


def test_photos_of_a_reporter_are_shown_at_the_desk(client):
    report = make.report(category="parkir-liar", photos=[Upload(make.photo(), "a.jpg")])

    assert client.get(f"/foto/{report.cover}/shown.jpg").status_code == 200
    assert browser().get(f"/foto/{report.cover}/shown.jpg").status_code == 404
