"""The case as a page, and the three verdicts by its form."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, LITTER, make

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility
from tanggap.verification import actions
from tanggap.verification.models import Check

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
SENSITIVE = "parkir-liar"


@pytest.fixture
def person():
    return make.staff(of=EAST, role=Role.VALIDATOR)


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def text(answer):
    return " ".join(answer.content.decode().split())


def form(report, *, ticked=True, **more):
    """Return what the page's form sends."""
    report.refresh_from_db()
    points = list(make.checklist(report)) if ticked else []
    return {"version": report.version, "key": "k" * 20, "checklist": points, "findings": "", "message": "", **more}


def post(client, report, verb, data, **headers):
    return client.post(f"/verify/{report.code}/{verb}/", data, headers=headers)


def in_the_field(report, person):
    report.refresh_from_db()
    actions.send_to_field(code=report.code, version=report.version, verifier=person)
    report.refresh_from_db()
    return report


def state_and_checks(report):
    return Report.objects.get(pk=report.pk).state, Check.objects.filter(report=report).count()


# what is shown


def test_the_case_says_what_was_reported_and_what_is_claimed(signed_in):
    answer = text(signed_in.get(f"/verify/{claimed().code}/"))

    assert "Lampu jalan mati sejak tiga hari, gelap sekali" in answer
    assert "Sudah diganti" in answer


def test_ones_own_independence_is_shown(signed_in):
    answer = text(signed_in.get(f"/verify/{claimed().code}/"))

    assert "Anda: Bagian Pemerintahan Setko Administrasi Jakarta Timur, tidak ikut mengerjakannya" in answer


def test_no_point_is_ticked_beforehand(signed_in):
    answer = text(signed_in.get(f"/verify/{claimed().code}/"))

    assert len(re.findall(r'type="checkbox"[^>]*name="checklist"', answer)) == 2
    assert "checked" not in answer


def test_one_primary_action(signed_in, person):
    field = in_the_field(claimed(category=LAMP), person)
    for report in (claimed(), claimed(category=LAMP), field):
        answer = text(signed_in.get(f"/verify/{report.code}/"))
        assert len(re.findall(r'<button type="submit" class="button primary', answer)) == 1


def test_before_and_after_are_shown_side_by_side_without_a_script(signed_in):
    report = claimed(photos=[Upload(make.photo(), "before.jpg")])
    before, after = Photo.objects.filter(report=report).order_by("version")

    answer = text(signed_in.get(f"/verify/{report.code}/"))

    assert f'src="/foto/{before.id}/shown.jpg"' in answer
    assert f'src="/foto/{after.id}/shown.jpg"' in answer
    assert 'data-mode="pair"' in answer


def test_the_photos_can_be_opened_by_the_validator(signed_in):
    report = claimed(visibility=Visibility.PRIVATE, photos=[Upload(make.photo(), "before.jpg")])
    photo = Photo.objects.filter(report=report).first()

    assert signed_in.get(f"/foto/{photo.id}/shown.jpg").status_code == 200


def test_on_the_spot_the_reporters_photo_of_a_sensitive_matter_is_not_in_the_page(signed_in, person):
    report = in_the_field(claimed(category=SENSITIVE, photos=[Upload(make.photo(), "window.jpg")]), person)
    before = Photo.objects.get(report=report, role="before")

    answer = text(signed_in.get(f"/verify/{report.code}/"))

    assert (str(before.id) in answer, "Foto pelapor tidak ditampilkan di sini" in answer) == (False, True)


def test_on_the_spot_the_camera_opens(signed_in, person):
    report = in_the_field(claimed(category=LAMP), person)

    answer = text(signed_in.get(f"/verify/{report.code}/"))

    assert 'accept="image/*" capture="environment"' in answer


def test_a_case_of_another_unit_is_not_found(client):
    report = claimed()
    client.force_login(make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))

    assert client.get(f"/verify/{report.code}/").status_code == 404


def test_who_worked_on_it_can_read_and_not_decide(signed_in, person):
    report = claimed()
    Membership.objects.create(staff=person, role=Role.OFFICER, unit_id=report.unit_id)

    answer = text(signed_in.get(f"/verify/{report.code}/"))

    assert ('id="verdict"' in answer, "ikut mengerjakannya" in answer) == (False, True)


def test_a_decided_case_offers_no_verdict(signed_in):
    report = make.report(state=State.RESOLVED, category=LITTER)

    assert 'id="verdict"' not in text(signed_in.get(f"/verify/{report.code}/"))


def test_no_cache_keeps_the_case(signed_in):
    assert signed_in.get(f"/verify/{claimed().code}/")["Cache-Control"] == "private, no-store"


def test_nothing_of_the_reporter_is_in_the_page(signed_in):
    report = claimed(reporter=make.reporter(7))

    answer = text(signed_in.get(f"/verify/{report.code}/")).lower()

    assert "canary7" not in answer
    assert "81234500007" not in answer


def test_the_same_statements_for_one_photo_and_for_ten(signed_in):
    few = claimed(photos=[Upload(make.photo(), "1.jpg")])
    many = claimed(photos=[Upload(make.photo(), f"{n}.jpg") for n in range(10)])

    def statements(report) -> int:
        """The fewest of three: a reference table may be read anew meanwhile."""
        counts = []
        for _time in range(3):
            with CaptureQueriesContext(connection) as caught:
                signed_in.get(f"/verify/{report.code}/")
            counts.append(len(caught))
        return min(counts)

    assert statements(few) == statements(many) <= 24


# verdicts


def test_accept_closes_and_leads_back_to_the_queue(signed_in):
    report = claimed()

    answer = post(signed_in, report, "accept", form(report))

    assert (answer.status_code, answer["Location"], state_and_checks(report)) == (302, "/verify/", (State.RESOLVED, 1))


def test_the_queue_says_what_was_done(signed_in):
    report = claimed()
    post(signed_in, report, "accept", form(report))

    assert f"{report.code} ditutup" in text(signed_in.get("/verify/"))


def test_send_to_the_field(signed_in):
    report = claimed(category=LAMP)

    answer = post(signed_in, report, "field", form(report, ticked=False))

    assert (answer.status_code, state_and_checks(report)) == (302, (State.AWAITING_VALIDATION, 1))


def test_a_field_check_closes_with_its_photo(signed_in, person):
    report = in_the_field(claimed(category=LAMP), person)
    photo = SimpleUploadedFile("spot.jpg", make.photo(), "image/jpeg")

    answer = post(signed_in, report, "accept", form(report, photos=[photo]))

    assert (answer.status_code, state_and_checks(report)) == (302, (State.RESOLVED, 2))
    assert Photo.objects.filter(report=report, role="check").count() == 1


def test_reject_returns_it_to_the_unit(signed_in):
    report = claimed()

    answer = post(signed_in, report, "reject", form(report, ticked=False, message="Masih ada sisa"))

    assert (answer.status_code, state_and_checks(report)) == (302, (State.FOLLOW_UP_REJECTED, 1))


# refusals, in place


def test_an_open_point_is_said_and_what_was_filled_in_stays(signed_in):
    report = claimed()
    first = next(iter(make.checklist(report)))

    answer = post(signed_in, report, "accept", form(report, checklist=[first], findings="Dilihat dari foto"))

    assert (answer.status_code, state_and_checks(report)) == (422, (State.AWAITING_VALIDATION, 0))
    assert "Setiap butir daftar periksa harus terpenuhi" in text(answer)
    assert "Dilihat dari foto" in text(answer)
    assert text(answer).count("checked") == 1


def test_a_missing_photo_is_said(signed_in, person):
    report = in_the_field(claimed(category=LAMP), person)

    answer = post(signed_in, report, "accept", form(report))

    assert (answer.status_code, 'href="#id_photos_field"' in text(answer)) == (422, True)


def test_a_file_that_is_no_photo_is_said(signed_in, person):
    report = in_the_field(claimed(category=LAMP), person)
    notes = SimpleUploadedFile("notes.jpg", b"no picture", "image/jpeg")

    answer = post(signed_in, report, "accept", form(report, photos=[notes]))

    assert (answer.status_code, state_and_checks(report)) == (422, (State.AWAITING_VALIDATION, 1))
    assert "pilih lagi fotonya" in text(answer)


def test_a_return_without_words_is_said_and_its_part_is_open(signed_in):
    report = claimed()

    answer = post(signed_in, report, "reject", form(report))

    assert (answer.status_code, '<details class="return" open>' in text(answer)) == (422, True)


def test_papers_alone_do_not_close_where_the_category_wants_a_visit(signed_in):
    report = claimed(category=LAMP)

    assert post(signed_in, report, "accept", form(report)).status_code == 409
    assert state_and_checks(report) == (State.AWAITING_VALIDATION, 0)


def test_who_is_not_independent_is_told(signed_in, person):
    report = claimed()
    Membership.objects.create(staff=person, role=Role.OFFICER, unit_id=report.unit_id)

    answer = post(signed_in, report, "accept", form(report))

    assert (answer.status_code, state_and_checks(report)) == (403, (State.AWAITING_VALIDATION, 0))


def test_a_form_without_its_version_is_not_sent(signed_in):
    report = claimed()
    data = form(report)
    del data["version"]

    assert (post(signed_in, report, "accept", data).status_code, state_and_checks(report)) == (
        422,
        (State.AWAITING_VALIDATION, 0),
    )


def test_a_case_that_moved_meanwhile_is_shown_as_a_difference(signed_in):
    report = claimed(category=LAMP)
    data = form(report, findings="Kelihatan baik")
    colleague = make.staff(of=EAST, role=Role.VALIDATOR)
    actions.send_to_field(code=report.code, version=report.version, verifier=colleague, findings="Cek malam hari")

    answer = post(signed_in, report, "field", data)

    assert (answer.status_code, state_and_checks(report)) == (409, (State.AWAITING_VALIDATION, 1))
    shown = text(answer)
    assert all(words in shown for words in ("Yang terjadi sejak Anda membukanya", "Cek malam hari", "Kelihatan baik"))
    assert "checked" not in shown
    assert f'name="version" value="{Report.objects.get(pk=report.pk).version}"' in shown


def test_after_the_difference_the_next_form_goes_through(signed_in, person):
    report = claimed(category=LITTER)
    data = form(report)
    reports.assign(code=report.code, version=report.version, by=make.staff(of=report.unit_id), assignee="")
    assert post(signed_in, report, "accept", data).status_code == 409

    assert post(signed_in, report, "accept", form(report)).status_code == 302


def test_a_form_that_arrives_twice_is_one_verdict(signed_in):
    report = claimed()
    data = form(report)

    answers = [post(signed_in, report, "accept", data).status_code for _ in range(2)]

    assert (answers, state_and_checks(report)) == ([302, 302], (State.RESOLVED, 1))


def test_a_verdict_by_a_colleague_is_not_taken_for_ones_own(signed_in):
    report = claimed()
    data = form(report)
    colleague = make.staff(of=EAST, role=Role.VALIDATOR)
    actions.accept(code=report.code, version=report.version, verifier=colleague, checklist=make.checklist(report))

    answer = post(signed_in, report, "accept", data)

    assert (answer.status_code, state_and_checks(report)) == (409, (State.RESOLVED, 1))


# HTMX: only the answer is swapped, so that photos and words stay in the form


def test_a_refusal_is_only_the_answer(signed_in):
    report = claimed()

    answer = post(signed_in, report, "accept", form(report, ticked=False), **{"HX-Request": "true"})

    assert answer.status_code == 422
    assert "<html" not in text(answer)
    assert 'role="alert"' in text(answer)


def test_a_difference_replaces_the_case(signed_in):
    report = claimed(category=LAMP)
    data = form(report)
    actions.send_to_field(code=report.code, version=report.version, verifier=make.staff(of=EAST, role=Role.VALIDATOR))

    answer = post(signed_in, report, "field", data, **{"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#case", "outerHTML")


def test_done_leads_on(signed_in):
    report = claimed()

    answer = post(signed_in, report, "accept", form(report), **{"HX-Request": "true"})

    assert answer["HX-Redirect"] == "/verify/"


# who may


@pytest.mark.parametrize("verb", ["accept", "reject", "field"])
def test_reading_an_address_of_a_verdict_changes_nothing(signed_in, verb):
    report = claimed()

    assert (signed_in.get(f"/verify/{report.code}/{verb}/").status_code, state_and_checks(report)) == (
        405,
        (State.AWAITING_VALIDATION, 0),
    )


@pytest.mark.parametrize("verb", ["accept", "reject", "field"])
def test_a_validator_of_another_unit_finds_nothing(client, verb):
    report = claimed()
    client.force_login(make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))

    answer = post(client, report, verb, form(report, message="Belum"))

    assert (answer.status_code, state_and_checks(report)) == (404, (State.AWAITING_VALIDATION, 0))


@pytest.mark.parametrize("verb", ["accept", "reject", "field"])
def test_a_form_from_elsewhere_is_refused(person, verb):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    report = claimed()

    assert (post(strict, report, verb, form(report)).status_code, state_and_checks(report)) == (
        403,
        (State.AWAITING_VALIDATION, 0),
    )
