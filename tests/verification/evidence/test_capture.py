"""What the field app's signature, challenge, place and time say of a photo, in words; and that the database keeps it."""

from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from tests.factories import PULO_GEBANG, make
from tests.web.desk.pages import GEBANG
from tests.web.field.phone import Phone

from tanggap.core import clock
from tanggap.reports import actions
from tanggap.reports.actions.devices import revoke_device
from tanggap.reports.models import Capture, DeviceKey, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.verification.evidence import capture
from tanggap.verification.evidence.telling import captured
from tanggap.verification.evidence.words import Strength, Tone

pytestmark = pytest.mark.django_db
LON, LAT = PULO_GEBANG
METRE = 1 / 111_195


@pytest.fixture
def phone():
    return Phone(make.staff(of=GEBANG)).register()


@pytest.fixture
def report(phone):
    made = make.report()
    actions.start(code=made.code, version=made.version, by=phone.person)
    return Report.objects.get(pk=made.pk)


def sign_of(phone, report, shot, *, skew=0):
    """Send the photo with a claim; return the one sign that the app's word gives."""
    answer = phone.send(report, "done", [shot], message="Beres", skew=skew)
    assert answer.json()["state"] == "done"
    (sign,) = capture.signs(Capture.objects.latest("received_at").photo_id)
    return sign


def read(sign):
    return sign.tone, sign.strength, sign.facts["problems"]


def test_taken_in_our_app_on_the_spot_by_the_officers_own_device_is_the_strongest_sign(phone, report):
    sign = sign_of(phone, report, phone.take(report, place=(LON, LAT + 12 * METRE)))

    assert read(sign) == (Tone.FOR, Strength.STRONG, [])
    wall = clock.local(Capture.objects.get().taken_at.astimezone(UTC))
    with translation.override("id"):
        words = captured.detail(sign.facts, sign.tone)
    assert f"{wall:%H.%M} WIB" in words
    assert "12 m dari lokasi (GPS ±12 m), perangkat petugas yang menangani." in words
    assert "layar pun dapat dipotret" in words


@pytest.mark.parametrize(
    ("metres", "accuracy", "expected"),
    [
        (2000, "12", (Tone.AGAINST, Strength.MODERATE, ["away"])),
        (300, "12", (Tone.QUESTION, Strength.WEAK, ["apart"])),
        (300, "400", (Tone.QUESTION, Strength.WEAK, ["vague"])),
        (100, "12", (Tone.FOR, Strength.STRONG, [])),
    ],
)
def test_how_far_from_the_place_counts_beyond_the_phones_own_error(phone, report, metres, accuracy, expected):
    shot = phone.take(report, place=(LON, LAT + metres * METRE), accuracy=accuracy)

    assert read(sign_of(phone, report, shot)) == expected


def test_a_challenge_of_another_report_is_found(phone, report):
    other = make.report()
    actions.start(code=other.code, version=other.version, by=phone.person)
    foreign = phone.visit(other)["challenges"][0]["token"]

    assert read(sign_of(phone, report, phone.take(report, challenge=foreign))) == (
        Tone.AGAINST,
        Strength.MODERATE,
        ["challenge"],
    )


def test_a_challenge_counts_once(phone, report):
    first = phone.take(report)
    phone.send(report, "note", [first], message="Satu")

    again = phone.take(report, challenge=first[1]["challenge"])

    assert read(sign_of(phone, report, again)) == (Tone.AGAINST, Strength.MODERATE, ["used"])


def test_a_challenge_of_yesterday_is_late(phone, report):
    token = phone.visit(report)["challenges"][0]["token"]

    with clock.at(clock.now() + timedelta(hours=25)):
        sign = sign_of(phone, report, phone.take(report, challenge=token))

    assert read(sign) == (Tone.QUESTION, Strength.MODERATE, ["late"])


def test_a_clock_that_is_off_is_said_and_the_time_corrected(phone, report):
    hour = timedelta(hours=1)
    sign = sign_of(phone, report, phone.take(report, at=clock.now() + hour), skew=3600)

    assert read(sign) == (Tone.QUESTION, Strength.WEAK, ["clock"])
    assert abs(Capture.objects.get().taken_at - clock.now()) < timedelta(minutes=1)


def test_a_photo_dated_tomorrow_speaks_against_itself(phone, report):
    sign = sign_of(phone, report, phone.take(report, at=clock.now() + timedelta(hours=20)))

    assert read(sign) == (Tone.AGAINST, Strength.MODERATE, ["future"])


def test_two_officers_who_swap_phones_are_found(phone, report):
    """The colleague's phone, its key registered for the colleague, sends under this officer's login."""
    theirs = Phone(make.staff(of=GEBANG)).register()
    swapped = Phone(phone.person, key=theirs.key)
    swapped.id = theirs.id

    sign = sign_of(swapped, report, swapped.take(report))

    assert read(sign) == (Tone.AGAINST, Strength.MODERATE, ["foreign_key"])
    assert sign.facts["device"] == ""


def test_a_revoked_key_signs_nothing(phone, report):
    shot = phone.take(report)
    revoke_device(key=DeviceKey.objects.get().pk)

    assert read(sign_of(phone, report, shot)) == (Tone.QUESTION, Strength.MODERATE, ["revoked_key"])
    assert not Capture.objects.get().is_signed


def test_a_picture_or_place_that_was_changed_after_it_was_signed_is_found(phone, report):
    _data, told = phone.take(report)

    assert read(sign_of(phone, report, (make.photo(size=(80, 60)), told))) == (
        Tone.AGAINST,
        Strength.STRONG,
        ["signature"],
    )


def test_a_photo_from_the_gallery_is_marked_as_such(phone, report):
    sign = sign_of(phone, report, (make.photo(), {"app": False}))

    assert read(sign) == (Tone.QUESTION, Strength.WEAK, ["outside", "no_place"])
    assert captured.title(sign.facts, sign.tone) == "Sent by the field app, but not captured in it"


def test_a_photo_of_the_desk_says_nothing(phone, report):
    actions.claim_done(
        code=report.code, version=report.version, by=phone.person, message="Beres", photos=[Upload(make.photo())]
    )

    assert capture.signs(Photo.objects.get(report=report).pk) == []


@pytest.mark.parametrize(
    "told", [{}, {"app": True, "at": 5, "lon": "NaN", "lat": "1e999", "accuracy": "-1", "key": "x"}]
)
def test_whatever_is_told_the_photo_is_taken_and_what_lacks_is_said(phone, report, told):
    sign = sign_of(phone, report, (make.photo(), told))

    assert sign.tone == Tone.QUESTION
    assert captured.detail(sign.facts, sign.tone)


def test_every_problem_has_its_weight_and_its_sentence():
    names = set(capture.WEIGHT)

    assert names == set(captured.PROBLEMS)
    assert names == {*capture.capturing.PROBLEMS, capture.AWAY, capture.APART, capture.VAGUE}


@pytest.mark.parametrize(
    ("attack", "constraint"),
    [
        ("UPDATE reports_capture SET problems = '[]'", "reports_capture_is_final"),
        ("UPDATE reports_devicekey SET staff_id = {other}", "reports_devicekey_stays_revoked"),
        ("UPDATE reports_devicekey SET revoked_at = NULL", "reports_devicekey_stays_revoked"),
        ("{copy} {other}, key_id, '', true, true, false", "reports_capture_key_of_the_sender"),
        ("{copy} staff_id, NULL, '', true, true, false", "reports_capture_signed_by_a_key"),
        ("{copy} staff_id, key_id, '', false, true, false", "reports_capture_signed_by_a_key"),
        ("{copy} staff_id, key_id, challenge, true, true, true", "reports_capture_once"),
    ],
)
def test_the_database_keeps_what_was_found(phone, report, attack, constraint):
    phone.send(report, "done", [phone.take(report)], message="Beres")
    revoke_device(key=DeviceKey.objects.get().pk)
    second = Photo.objects.get(report=report)
    second.pk, second.position = "00000000-0000-4000-8000-000000000001", 9
    second.save(force_insert=True)
    copy = (
        "INSERT INTO reports_capture (photo_id, word, received_at, problems, staff_id, key_id, challenge, is_in_app, is_signed, is_fresh)"
        f" SELECT '{second.pk}', '', received_at, problems,"
    )
    statement = attack.format(other=make.staff(of=GEBANG).pk, copy=copy)
    statement += " FROM reports_capture" if attack.startswith("{copy}") else ""

    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")

    assert refused.value.__cause__.diag.constraint_name == constraint
