"""Acceptance of the thirteen channels: from each one's own payload to a report on the right desk, and an answer back to who sent it."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.channels import natives
from tests.channels.natives import Message, Platform
from tests.factories import LAMP, PULO_GEBANG, make
from tests.logs import own_events_seen
from tests.web.desk.pages import browser, codes
from tests.web.public.pages import answers, typed

from tanggap.agencies.words import Role
from tanggap.channels import delivering, processing, registry
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report
from tanggap.reports.queries import public
from tanggap.reports.words import State, Visibility

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"
GEBANG = "kel-31.75.06.1005"
LON, LAT = PULO_GEBANG


@dataclass(frozen=True)
class Way:
    """One way into a channel: by which platform, with a place and a photo where it takes them, and whose desk that must come to."""

    channel: str
    platform: str
    unit: str = GEBANG
    place: tuple[float, float] | None = PULO_GEBANG
    has_photo: bool = True

    def __str__(self) -> str:
        return f"{self.channel} by {self.platform}"


WAYS = [
    Way("jaki", "jaki"),
    Way("qlue", "qlue"),
    Way("twitter", "x"),
    Way("facebook", "facebook"),
    Way("governor_social", "facebook"),
    Way("governor_social", "x"),
    Way("email", "email", place=None),
    Way("sms", "sms by our contract", place=None, has_photo=False),
    Way("sms", "sms by Twilio", place=None, has_photo=False),
    Way("sms", "sms by Infobip", place=None, has_photo=False),
    Way("sms", "whatsapp"),
    Way("lapor1708", "lapor", place=None),
]
COUNTERS = {
    "kelurahan": (GEBANG, Role.OFFICER),
    "kecamatan": ("kec-31.75.06", Role.SUPERVISOR),
    "balaikota": ("balaikota", Role.INTAKE),
    "inspektorat": ("inspektorat", Role.OFFICER),
}


@pytest.fixture(autouse=True)
def _in_the_morning(db):
    with own_events_seen(), clock.at(MORNING):
        yield


def test_each_of_the_thirteen_channels_is_walked_here():
    pack = tomllib.loads((Path(__file__).parents[2] / "packs/jakarta/channels.toml").read_text("utf-8"))
    active = {code for code, row in pack.items() if row.get("is_active", True)}

    assert {way.channel for way in WAYS} | {"website"} | COUNTERS.keys() == active
    assert len(active) == 13
    for way in WAYS:
        assert natives.PLATFORMS[way.platform].adapter in registry.adapters_of(pack[way.channel]["adapter"])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_from_its_payload_to_the_desk_and_back_to_who_sent_it(way, client, settings):
    with natives.running(way.platform, settings, channel=way.channel) as platform:
        account = platform.connected()
        told(platform, client, way)
        worked(account)
        for number in range(2, 7):  # a chat asks for what is missing, such as a photo
            if not Report.objects.exists():
                platform.bring(client, Message("tidak ada", number=number))
                worked(account)

        report = Report.objects.get()
        assert (report.channel_id, report.category_id, report.unit_id) == (way.channel, LAMP, way.unit)
        assert "Lampu jalan mati" in report.text
        assert Photo.objects.filter(report=report).count() == int(way.has_photo)
        assert report.code in codes(browser(make.staff(of=way.unit)).get("/desk/"))
        assert set(Arrival.objects.values_list("state", flat=True)) <= {ArrivalState.DONE, ArrivalState.IGNORED}

        answered(account)
        before = len(platform.taken())
        started(report)
        answered(account)

        (answer,) = platform.taken()[before:]
        assert answer.to == platform.person(1)
        assert report.code in answer.words
        assert set(Posting.objects.values_list("state", flat=True)) == {PostingState.SENT}
        if "shared" in platform.does.ways:
            assert make.token(report) not in answer.words


def test_the_portals_form_is_answered_by_mail(client, settings):
    with natives.running("email", settings) as mail:
        account = mail.connected()
        answer = client.post("/lapor/", typed(category=LAMP, contact="email", email=mail.person(1), **answers(LAMP)))
        assert answer.status_code == 302

        report = Report.objects.get()
        assert (report.channel_id, report.unit_id) == ("website", GEBANG)
        assert_answered(report, account, mail)


@pytest.mark.parametrize("channel", COUNTERS)
def test_a_counters_form_is_answered_by_sms(channel, settings):
    unit, role = COUNTERS[channel]
    with natives.running("sms by our contract", settings) as gateway:
        account = gateway.connected()
        officer = make.staff(of=unit, role=role)
        page = browser(officer).post("/desk/loket/", at_counter(channel, phone=gateway.person(1)))
        assert page.status_code == 201

        report = Report.objects.get()
        expected = "inspektorat" if channel == "inspektorat" else GEBANG
        assert (report.channel_id, report.unit_id) == (channel, expected)
        assert_answered(report, account, gateway)
        if channel == "inspektorat":
            assert report.visibility == Visibility.PRIVATE
            assert public.listed(public.Filter()).rows == []
            assert report.code not in codes(browser(make.staff(of=GEBANG)).get("/desk/"))


# --- steps --------------------------------------------------------------------------------------------------------


def told(platform: Platform, client, way: Way) -> None:
    """Let a person tell of a lamp, with all that the platform brings."""
    photo = make.photo(1) if way.has_photo else None
    platform.bring(client, Message(WHOLE, place=way.place, photo=photo))


def worked(account) -> None:
    """Let the worker read what came."""
    while processing.work(account):
        pass


def answered(account) -> None:
    """Let the worker read the events and send what follows from them."""
    cursors.catch_up(CONSUMER)
    while delivering.prepare():
        pass
    while delivering.send_due(account):
        pass


def started(report: Report) -> None:
    """Let an officer of the responsible unit begin."""
    report.refresh_from_db()
    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id), message="Tim berangkat")
    report.refresh_from_db()
    assert report.state == State.IN_PROGRESS


def assert_answered(report: Report, account, platform: Platform) -> None:
    """Let the unit begin, and see that exactly its reporter is told, once for the receipt and once for that."""
    assert report.code in codes(browser(make.staff(of=report.unit_id)).get("/desk/"))
    answered(account)
    started(report)
    answered(account)

    assert [answer.to for answer in platform.taken()] == [platform.person(1)] * 2
    assert all(report.code in answer.words for answer in platform.taken())


def at_counter(channel: str, **more: str) -> dict[str, str]:
    """Return the counter's form, filled."""
    return {
        "key": "a-key-of-sixteen-or-more",
        "channel": channel,
        "text": WHOLE,
        "category": LAMP,
        "place": f"@{LON},{LAT}",
        "place_text": "Kantor Wali Kota Jakarta Timur",
        "visibility": "public",
        **more,
    }
