"""An internal note: seen by those who handle the report, tells the colleagues whom it names, and is written once."""

import threading

import pytest
from django.db import connection
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core.media.door import NotAPicture
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import queries as feedback
from tanggap.reports import actions
from tanggap.reports.access import NotYours
from tanggap.reports.mentions import CannotBeTold, named, pieces
from tanggap.reports.models import Event, Photo
from tanggap.reports.photos import Upload
from tanggap.reports.queries import photos, public
from tanggap.reports.queries.around import may_be_told
from tanggap.reports.words import PhotoRole

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"
KEY = "k" * 24


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


def notes(report):
    rows = Event.objects.filter(report=report, kind="reports.note").order_by("version")
    return list(rows.values_list("payload", flat=True))


def test_a_note_is_kept_without_what_turns_the_reading_direction(sari):
    report = make.report()

    actions.note(code=report.code, by=sari, note="  Trafo \u202erusak\u202c <script>alert(1)</script>\x00 ")

    assert notes(report) == [{"note": "Trafo rusak <script>alert(1)</script>"}]


@pytest.mark.parametrize("text", ["", "  \n", "\u202e", "x" * 2001, "x" * 1_000_000])
def test_what_is_empty_or_too_long_is_refused(sari, text):
    report = make.report()

    with pytest.raises(Invalid) as refused:
        actions.note(code=report.code, by=sari, note=text)

    assert list(refused.value.errors) == ["note"]
    assert notes(report) == []


def test_who_is_named_is_told_once_each(sari):
    budi, rina = make.staff(of=GEBANG), make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    report = make.report()

    actions.note(
        code=report.code, by=sari, note=f"@{budi.username} dan @{rina.username.upper()}, tolong; @{budi.username}."
    )

    assert notes(report)[0]["mentions"] == [budi.username, rina.username]


def test_an_address_or_a_lonely_sign_names_nobody():
    assert named("tulis ke budi@example.org, @ siang, a@@b, /@x/, 2@3") == []
    assert named("@budi, (@rina) @budi: @sari.wati.") == ["budi", "rina", "sari.wati"]


def test_a_page_marks_only_those_who_were_told():
    assert pieces("Hai @budi & @lain", ("budi",)) == [("Hai ", False), ("@budi", True), (" & @lain", False)]


def test_naming_who_may_not_see_the_report_or_is_not_there_is_refused_alike(sari):
    report = make.report()
    stranger = make.staff(of="kel-31.73.01.1001")
    gone = make.staff(of=GEBANG)
    gone.is_active = False
    gone.save()

    for name in (stranger.username, gone.username, "tidakada"):
        with pytest.raises(CannotBeTold) as refused:
            actions.note(code=report.code, by=sari, note=f"Tolong @{name}")
        assert str(refused.value).startswith(f"@{name} ")
        assert refused.value.errors.keys() == {"note"}
    assert notes(report) == []


def test_a_crowd_is_not_told(sari):
    report = make.report()

    with pytest.raises(Invalid):
        actions.note(code=report.code, by=sari, note=" ".join(f"@orang{n}" for n in range(11)))


def test_only_who_may_see_the_report_is_offered_own_unit_first(sari):
    report = make.report()
    rina = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    analyst, stranger = make.staff(of="kec-31.75.06", role=Role.ANALYST), make.staff(of="kel-31.73.01.1001")

    offered = [one.username for one in may_be_told(report.code, staff=sari, typed="person")]
    assert offered[-1] == rina.username
    assert not {sari.username, analyst.username, stranger.username} & set(offered)
    assert [one.username for one in may_be_told(report.code, staff=sari, typed=f"@{rina.username}")] == [rina.username]
    assert may_be_told(report.code, staff=sari, typed="%") == []
    with pytest.raises(NotFound):
        may_be_told(report.code, staff=stranger, typed="")


def test_the_same_key_writes_one_note(sari):
    report = make.report()

    first = actions.note(code=report.code, by=sari, note="Sekali", key=KEY)
    again = actions.note(code=report.code, by=sari, note="Sekali", key=KEY)

    assert again.pk == first.pk
    assert len(notes(report)) == 1


def test_a_key_is_the_persons_own(sari):
    report = make.report()
    actions.note(code=report.code, by=sari, note="Satu", key=KEY)
    actions.note(code=report.code, by=make.staff(of=GEBANG), note="Dua", key=KEY)

    assert [payload["note"] for payload in notes(report)] == ["Satu", "Dua"]


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_the_same_time_write_one_note():
    sari, report = make.staff(of=GEBANG), make.report()
    start = threading.Barrier(2)

    def send():
        start.wait()
        actions.note(code=report.code, by=sari, note="Sekali", key=KEY)
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(notes(report)) == 1


def test_its_photos_are_seen_at_the_desk_alone(sari):
    report = make.report(reporter=make.reporter())
    event = actions.note(code=report.code, by=sari, note="Lihat", photos=[Upload(make.photo(), "a.jpg")])
    photo = Photo.objects.get(report=report)

    assert (photo.role, photo.version, event.payload["photos"]) == (PhotoRole.NOTE, event.version, 1)
    assert photos.file_of(photo.id, size="thumb", viewer=sari).is_public is False
    for viewer, owns in ((None, None), (None, report.code), (make.staff(of="kel-31.73.01.1001"), None)):
        with pytest.raises(NotFound):
            photos.file_of(photo.id, size="thumb", viewer=viewer, owns=owns)
    assert public.report(report.code).photos == ()
    assert feedback.own(report.code, token=make.token(report)).report.photos == ()


def test_what_is_no_photo_is_refused_and_nothing_is_written(sari):
    report = make.report()

    with pytest.raises(NotAPicture):
        actions.note(code=report.code, by=sari, note="Berkas", photos=[Upload(b"%PDF-1.7", "surat.pdf")])

    assert notes(report) == []


def test_who_may_not_see_the_report_writes_nothing(sari):
    report = make.report()

    with pytest.raises((NotFound, NotYours)):
        actions.note(code=report.code, by=make.staff(of="kel-31.73.01.1001"), note="x")

    assert notes(report) == []
