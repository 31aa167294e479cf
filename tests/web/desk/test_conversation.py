"""What was said about a report by its channel: for those who take reports in, naming nobody, and nothing of the person's other reports."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.channels import fake
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.channels import listening, processing, receiving, registry
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.talk.turns import File, Quiet, Reply, Turn
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import Delivery, Way
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db
PLACE = {"lon": 106.9454, "lat": -6.2119}


@pytest.fixture
def account(monkeypatch):
    monkeypatch.setitem(registry.FOLDERS, "sms", ("fake",))
    monkeypatch.setattr(listening.engine, "hear", understood)
    return fake.account(fake.Fake())


@pytest.fixture
def intake():
    return browser(make.staff(of="jsc-intake", role=Role.INTAKE))


def understood(draft, said, **_around) -> Turn:
    """Understand `LAPOR …` as a report, thanks as nothing, and anything else as the beginning of one: no dialogue of its own is tested."""
    if said.text.startswith("LAPOR"):
        return Turn(says=(Reply("filed", {}),), act=File(said.text, PLACE["lon"], PLACE["lat"], None, "", None))
    if said.text == "terima kasih":
        return Turn(act=Quiet("thanks"))
    return Turn(says=(Reply("ask_place", {}),))


def say(account, number: int, text: str, sender: str = "+6281298765432", **facts) -> Report | None:
    """Let a person say something; return the report that was made of it, if any."""
    receiving.keep(account, fake.pieces(fake.event(f"m{number}", sender=sender, name="Sari Dewi", text=text, **facts)))
    processing.work(account)
    arrival = Arrival.objects.select_related("report").get(external_id=f"m{number}")
    assert arrival.state == ArrivalState.DONE
    return arrival.report


def page(client, report: Report):
    return client.get(f"/desk/{report.code}/percakapan/")


def test_the_thread_is_read_in_order_with_what_became_of_the_answers_and_names_nobody(account, intake):
    say(account, 1, "ada lampu mati min")
    report = say(account, 2, "LAPOR lampu mati di depan pasar")
    Posting.objects.order_by("id").update(state=PostingState.DELIVERED)

    found = page(intake, report)

    said = words(found)
    first, second = said.index("ada lampu mati min"), said.index("LAPOR lampu mati di depan pasar")
    assert first < second
    assert "Citizen" in said
    assert "Delivered" in said
    assert [one for one in ("Sari", "81298765432") if one in found.content.decode()] == []


def test_nothing_of_the_same_persons_other_report_is_shown(account, intake):
    first = say(account, 1, "LAPOR lampu mati")
    say(account, 2, "ada lagi, rahasia")
    second = say(account, 3, "LAPOR jalan berlubang")

    about_first, about_second = words(page(intake, first)), words(page(intake, second))

    assert ("rahasia" in about_first, "berlubang" in about_first) == (False, False)
    assert ("rahasia" in about_second, "lampu mati" in about_second) == (True, False)


def test_an_answer_shows_no_private_link(account, intake, monkeypatch):
    secret = "0123456789abcdef" * 3
    monkeypatch.setattr(listening.words, "say", lambda reply, language: f"https://kota.example/laporan/JK-1/{secret}/")
    report = say(account, 1, "LAPOR lampu mati")

    assert secret not in page(intake, report).content.decode()


def test_whoever_takes_no_reports_in_reads_no_conversation(account):
    report = say(account, 1, "LAPOR lampu mati")
    officer = make.staff(of=report.unit_id, role=Role.OFFICER)
    operator = make.staff(of="jsc-intake", role=Role.OPERATOR)

    assert [page(browser(who), report).status_code for who in (officer, operator)] == [403, 403]
    assert "percakapan" not in browser(officer).get(f"/desk/{report.code}/").content.decode()


def test_the_reports_page_leads_there_when_it_came_by_a_channel(account, intake):
    report, other = say(account, 1, "LAPOR lampu mati"), make.report()

    assert f'href="/desk/{report.code}/percakapan/"' in intake.get(f"/desk/{report.code}/").content.decode()
    assert "percakapan" not in intake.get(f"/desk/{other.code}/").content.decode()


def test_a_report_that_came_otherwise_or_is_unknown(account, intake):
    other = make.report()

    assert "Nothing was said by the channel" in words(page(intake, other))
    assert intake.get("/desk/JK-0000000000/percakapan/").status_code == 404
    secret = make.report(channel="inspektorat", category="perilaku-aparatur", lon=None, lat=None)
    assert page(intake, secret).status_code == 404


def test_a_long_thread_costs_no_more_statements_than_a_short_one(account, intake):
    report = say(account, 1, "LAPOR lampu mati")
    page(intake, report)
    with CaptureQueriesContext(connection) as short:
        page(intake, report)
    for number in range(2, 12):
        say(account, number, "terima kasih")

    with CaptureQueriesContext(connection) as long:
        said = words(page(intake, report))

    assert said.count("terima kasih") == 10
    assert len(long) == len(short)


@pytest.mark.django_db(transaction=True)
def test_what_the_reporter_was_told_of_the_report_by_the_channel_stands_there_too(account, intake):
    report = say(account, 1, "LAPOR lampu mati di depan pasar")
    cursors.catch_up(CONSUMER)
    message = OutboundMessage.objects.get(report=report)
    OutboundMessage.objects.update(state=Delivery.READ)

    found = page(intake, report)

    said = words(found)
    assert message.way == Way.CHANNEL
    assert f"{report.code}" in said.partition("Citizen")[2]
    assert "Read" in said
    assert re.findall(r"/laporan/[^/]+/[0-9a-f]{32,}", found.content.decode()) == []
