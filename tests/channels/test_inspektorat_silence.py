"""The unit complained about hears nothing of what the inspectorate was told: no notice, mail, number, hint (threats.md §3 case 23)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import LITTER, PULO_GEBANG, make
from tests.logs import own_events_seen
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.core.refusal import NotFound
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.insight import outlook, workload
from tanggap.insight.consumer import CONSUMER as ROLLUPS
from tanggap.intake import actions as intake
from tanggap.notify import letters, notices
from tanggap.notify.consumer import CONSUMER as LETTERS
from tanggap.notify.models import OutboundMessage, StaffNotice
from tanggap.notify.staff import CONSUMER as NOTICES
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.queries import public
from tanggap.reports.queries import workload as team
from tanggap.reports.rerouting import KeptInConfidence
from tanggap.reports.words import RejectReason
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)
NAMED = "sudin-lingkungan-hidup-31.75"
SECRET = "meminta uang kepada"
OTHERS = [
    (NAMED, Role.OFFICER),
    (NAMED, Role.SUPERVISOR),
    ("dinas-lingkungan-hidup", Role.SUPERVISOR),
    ("kel-31.75.06.1005", Role.OFFICER),
    ("kel-31.75.06.1004", Role.OFFICER),
    ("kec-31.75.06", Role.SUPERVISOR),
    ("jsc-intake", Role.INTAKE),
    ("balaikota", Role.INTAKE),
    ("balaikota", Role.LEADER),
]


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@pytest.fixture
def others():
    return [make.staff(of=unit, role=role) for unit, role in OTHERS]


def tell(**changes) -> Report:
    """Return what a citizen told to the inspectorate about the crew of the unit `NAMED`, with contact and photo."""
    given = {
        "channel": "inspektorat",
        "category": "petugas-lapangan",
        "text": f"Petugas kebersihan {SECRET} warga",
        "reporter": make.reporter(),
        "photos": [Upload(make.photo(), "kwitansi.jpg")],
        **changes,
    }
    return Report.objects.get(code=intake.accept(make.inbound(**given)).code)


def lived() -> Report:
    """Return such a report after all that usually tells people: an answer, a question, a note, an addition, time that ran out."""
    told, officer = tell(), make.staff(of="inspektorat", role=Role.SUPERVISOR)
    reports.start(code=told.code, version=told.version, by=officer)
    reports.note(code=told.code, by=officer, note="Periksa kuitansi")
    told.refresh_from_db()
    reports.ask(code=told.code, version=told.version, by=officer, question="Kapan?")
    feedback.answer(code=told.code, token=make.token(told), answer="Kemarin")
    feedback.add(code=told.code, token=make.token(told), message="Sudah dua kali")
    with clock.at(clock.now() + timedelta(days=400)):
        deadlines.note_breaches()
        deadlines.escalate()
        deadlines.follow_up()
    return Report.objects.get(pk=told.pk)


def test_near_a_border_the_office_across_is_not_told(others):
    told = tell()

    assert told.neighbour_id is None
    assert Event.objects.get(report=told, kind="intake.accept").payload.get("neighbour") is None


def test_no_notice_no_bell_and_no_mail_reaches_anybody_outside_the_inspectorate(others):
    told = lived()
    with clock.at(clock.now() + timedelta(days=401)):
        cursors.catch_up(NOTICES)
        cursors.catch_up(LETTERS)
        heard = StaffNotice.objects.filter(report=told).values_list("staff__unit_id", flat=True)

        assert set(heard) <= {"inspektorat"}
        assert not OutboundMessage.objects.filter(staff__in=others).exists()
        for person in others:
            assert notices.unseen(person, now=clock.now()) == 0
            client = browser(person)
            for path in ("/desk/pemberitahuan/", "/desk/eskalasi/"):
                page = client.get(path)
                assert page.status_code in {200, 403}
                assert told.code not in words(page)


def test_what_the_city_writes_to_the_citizen_says_only_that_there_is_news():
    with clock.at(NOON):
        told = lived()
        cursors.catch_up(LETTERS)
        sent = OutboundMessage.objects.filter(report=told)
        written = [letters.letter(one.pk, letters.Going("email", is_mail=True)) for one in sent]

    texts = [one.subject + one.text for one in written if isinstance(one, letters.Letter)]
    assert texts
    for text in texts:
        assert not [word for word in (SECRET, "Inspektorat", "petugas", "Kapan?", "Kemarin") if word in text]


def test_no_number_of_another_unit_moves(others):
    units = sorted({unit for unit, _role in OTHERS})
    before = loads(units)
    pages = [words(browser(person).get("/desk/")) for person in others]
    lived()
    cursors.catch_up(workload.CONSUMER)
    outlook.look_ahead()

    assert loads(units) == before
    assert outlook.outlooks(units) == {}
    assert [words(browser(person).get("/desk/")) for person in others] == pages


def loads(units):
    return team.loads(units, now=clock.now())


def test_the_city_shows_the_same_map_list_and_home_with_and_without_it():
    lon, lat = PULO_GEBANG
    paths = (
        "/",
        "/peta/",
        "/peta/titik.json",
        "/peta/wilayah.json",
        f"/dekat/?lon={lon}&lat={lat}",
        "/api/v1/reports",
        "/api/v1/reports?channel=inspektorat",
        "/api/v1/reports?unit=inspektorat",
    )

    def seen():
        return [browser().get(path).content for path in paths]

    before = seen()
    told = lived()
    cursors.catch_up(ROLLUPS)

    assert [told.code.encode() in page for page in seen()] == [False] * len(paths)
    assert [strip(page) for page in seen()] == [strip(page) for page in before]
    assert public.listed(public.Filter(unit="inspektorat")).rows == []


def strip(page: bytes) -> list[str]:
    """Return the words of a page without what changes by itself: tokens and times."""
    text = re.sub(rb'csrfmiddlewaretoken" value="[^"]*"|"at": ?"[^"]*"', b"", page)
    return text.decode().split()


@pytest.mark.parametrize("ending", ["", "/events"])
def test_the_api_answers_as_for_a_code_that_nobody_has(ending):
    told = lived()
    ghost, asked = (browser().get(f"/api/v1/reports/{code}{ending}") for code in ("JK-0000-0000-000", told.code))

    assert asked.status_code == ghost.status_code == 404
    assert asked.content.replace(told.code.encode(), b"") == ghost.content.replace(b"JK-0000-0000-000", b"")


def test_the_reporters_contact_finds_it_for_the_inspectorate_alone(others):
    told = lived()
    asked = {"q": make.reporter().phone}

    for person in others:
        page = browser(person).post("/desk/cari/", asked)
        assert page.status_code in {200, 403}
        assert told.code not in words(page)
    own = browser(make.staff(of="inspektorat", role=Role.SUPERVISOR)).post("/desk/cari/", asked)
    assert told.code in words(own)


def test_its_photos_and_its_paper_open_for_nobody_else(others):
    told = lived()
    photo = Photo.objects.filter(report=told).first()

    for client in [*map(browser, others), browser()]:
        assert client.get(f"/foto/{photo.pk}/shown.jpg").status_code == 404
        for page in ("cetak/berkas/", "percakapan/", "pesan/"):
            assert client.get(f"/desk/{told.code}/{page}").status_code in {302, 403, 404}


def test_the_desk_does_not_take_it_for_the_same_as_a_report_nearby(others):
    told = lived()
    near = make.report(category=LITTER)

    for person in others:
        client: Client = browser(person)
        assert told.code not in client.get(f"/desk/{near.code}/").content.decode()
    form = {
        "text": "Sampah menumpuk",
        "category": LITTER,
        "channel": "kelurahan",
        "place": "@{},{}".format(*PULO_GEBANG),
    }
    officer = browser(others[3])
    assert told.code not in officer.post("/desk/loket/saran/", form).content.decode()
    assert officer.post("/desk/loket/dukung/", {**form, "code": told.code}).status_code == 404


def test_it_is_not_joined_to_what_others_handle_nor_they_to_it():
    told, officer, near = tell(), make.staff(of="inspektorat"), make.report(category=LITTER)
    also = tell(text="Petugas yang sama meminta uang lagi")

    with pytest.raises(KeptInConfidence):
        triage.merge(code=told.code, version=told.version, by=officer, parent=near.code)
    with pytest.raises((KeptInConfidence, NotFound)):
        triage.merge(code=near.code, version=near.version, by=make.staff(of=near.unit_id), parent=told.code)
    assert make.events(near) == ["intake.accept"]
    triage.merge(code=also.code, version=also.version, by=officer, parent=told.code)


def test_an_appeal_stays_with_the_inspectorate():
    told, officer = tell(), make.staff(of="inspektorat", role=Role.SUPERVISOR)
    reports.reject(
        code=told.code, version=told.version, by=officer, reason=RejectReason.UNCLEAR, message="Tidak cukup keterangan"
    )
    feedback.appeal(code=told.code, token=make.token(told), message="Ini kuitansinya")

    told.refresh_from_db()
    assert told.unit_id == "inspektorat"
    cursors.catch_up(NOTICES)
    assert not StaffNotice.objects.filter(report=told).exclude(staff__unit_id="inspektorat").exists()


def test_the_private_page_says_who_hears_the_appeal():
    told, officer = tell(), make.staff(of="inspektorat", role=Role.SUPERVISOR)
    reports.reject(
        code=told.code, version=told.version, by=officer, reason=RejectReason.UNCLEAR, message="Tidak cukup keterangan"
    )
    page = words(browser().get(f"/laporan/{told.code}/{make.token(told)}/"))

    assert "you can ask Inspectorate to look at it again" in page
