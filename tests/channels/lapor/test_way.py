"""The whole way: from a ticket in LAPOR! to a report on the right desk, and the city's answers back into the ticket."""

from datetime import UTC, datetime

import pytest
from tests.channels import fake
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.http import may_call
from tests.peers.lapor import Lapor

from tanggap.channels import delivering, processing, running
from tanggap.channels.lapor import ADAPTER
from tanggap.channels.models import Arrival, Posting
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import State

MORNING = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta


@pytest.fixture
def lapor(db, settings):
    with Lapor() as running_peer, own_events_seen(), clock.at(MORNING):
        may_call(settings, running_peer)
        yield running_peer


@pytest.fixture
def account(lapor):
    return fake.account(
        ADAPTER, channel="lapor1708", code="sp4n", address=lapor.url(""), token=lapor.token,
        supervisory_category="perilaku-aparatur", topics="21 = lampu-jalan",
    )  # fmt: skip


def fetched(account):
    """Let the worker poll and read what waits."""
    running.poll(account)
    while processing.work(account):
        pass


def answered(account):
    """Let the worker read the events and send what follows from them."""
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    while delivering.send_due(account):
        pass


def report_of(tracking):
    return Arrival.objects.get(external_id=tracking).report


def statuses(lapor):
    return [said.get("Status Laporan", "") for said in lapor.follow_ups.values()]


def test_a_ticket_reaches_its_desk_and_our_answers_reach_the_ticket(lapor, account):
    tracking = lapor.submit(text="Lampu jalan mati di depan pasar", Lampiran=[lapor.attach(make.photo())])
    fetched(account)

    report = report_of(tracking)
    assert (report.channel_id, report.unit_id, Photo.objects.filter(report=report).count()) == (
        "lapor1708",
        city().intake_unit,
        1,
    )
    answered(account)
    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id), message="Tim berangkat")
    answered(account)

    assert statuses(lapor) == ["Belum Ditindaklanjuti", "Sedang Ditindaklanjuti"]
    assert lapor.tickets[tracking]["Status Laporan"] == "Sedang Ditindaklanjuti"
    said = list(lapor.follow_ups.values())[-1]
    assert (said["nomor"], said["Tracking ID"], make.token(report) in said["isi"]) == (report.code, tracking, False)
    assert set(Posting.objects.values_list("state", flat=True)) == {"sent"}


def test_a_kelurahan_that_a_ticket_names_has_it_at_once(lapor, account):
    tracking = lapor.submit(text="Lampu jalan mati", Kelurahan="Pulo Gebang", Kecamatan="Cakung")
    fetched(account)

    report = report_of(tracking)
    assert (report.area_id, report.unit_id) == ("31.75.06.1005", "kel-31.75.06.1005")


def test_nobody_here_learns_who_sent_it(lapor, account):
    tracking = lapor.submit(flags="Anonim")
    fetched(account)

    from tanggap.core import crypto

    identity = Identity.objects.get(report=report_of(tracking))
    known = crypto.unseal(bytes(identity.sealed), context=f"identity:{identity.pk}")
    assert {key: value for key, value in known.items() if value} == {"handle": tracking, "account": "sp4n"}


def test_a_secret_supervisory_ticket_is_the_inspectorates_alone(lapor, account):
    tracking = lapor.submit(
        text="Petugas meminta uang", flags="Rahasia", **{"Klasifikasi Laporan": "Pengaduan Berkadar Pengawasan"}
    )
    fetched(account)

    report = report_of(tracking)
    assert (report.unit_id, report.visibility, report.category_id) == ("inspektorat", "private", "perilaku-aparatur")


def test_a_question_goes_out_and_its_answer_comes_back(lapor, account):
    tracking = lapor.submit()
    fetched(account)
    report = report_of(tracking)
    reports.ask(
        code=report.code, version=report.version, by=make.staff(of=report.unit_id), question="Di mana tepatnya?"
    )
    answered(account)
    assert lapor.tickets[tracking]["Status Laporan"] == "Menunggu Kelengkapan Informasi"
    assert "Di mana tepatnya?" in list(lapor.follow_ups.values())[-1]["isi"]

    lapor.complete(tracking, "Di depan SD 03")
    fetched(account)

    report.refresh_from_db()
    assert (report.state, make.events(report)[-1]) == (State.RECEIVED, "feedback.answer")
    assert Arrival.objects.get(external_id__startswith=f"{tracking}/").outcome == "followed:answer"


def test_a_word_that_overtakes_its_ticket_waits_for_it(lapor, account):
    tracking = lapor.submit()
    lapor.complete(tracking, "Tambahan")
    ticket = lapor.changes.pop(0)
    fetched(account)
    assert Arrival.objects.get().state == "waiting"

    lapor.changes.append({**ticket, "seq": 3})
    fetched(account)
    Arrival.objects.update(next_try_at=MORNING)
    fetched(account)

    assert set(Arrival.objects.values_list("state", "outcome")) == {("done", "filed"), ("done", "followed:add")}


def test_both_sides_at_once_lose_no_word(lapor, account):
    tracking = lapor.submit()
    fetched(account)
    report = report_of(tracking)
    reports.reject(
        code=report.code,
        version=report.version,
        by=make.staff(of=report.unit_id),
        reason="unclear",
        message="Kurang jelas",
    )
    lapor.complete(tracking, "Ini alamat lengkapnya")
    lapor.move(tracking, "Ditutup oleh Sistem", "Tidak ada kelengkapan")

    answered(account)
    fetched(account)

    report.refresh_from_db()
    assert (report.state, lapor.tickets[tracking]["Status Laporan"]) == (State.COORDINATING, "Ditutup oleh Sistem")
    assert statuses(lapor)[-1] == ""
    assert make.events(report)[-2:] == ["feedback.appeal", "feedback.partner"]


def test_ten_polls_and_ten_thousand_repeats_make_one_report(lapor, account):
    lapor.submit()
    lapor.changes *= 200
    for number, change in enumerate(lapor.changes, 1):
        lapor.changes[number - 1] = {**change, "seq": number}

    for _poll in range(3):
        fetched(account)

    assert (Arrival.objects.count(), Report.objects.count()) == (1, 1)
