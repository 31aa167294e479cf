"""From a real mailbox to a report on the right desk, and the answer back by real SMTP: the whole way of letters, storms included."""

import base64
import re
from datetime import UTC, datetime

import pytest
from tests.channels import fake
from tests.channels.email import made
from tests.channels.email.test_machines import MACHINES
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers import dovecot as peers

from tanggap.channels import delivering, processing, registry, running, tokens
from tanggap.channels.contract import Account
from tanggap.channels.email import ADAPTER, ours
from tanggap.channels.models import Account as AccountRow
from tanggap.channels.models import Arrival, Posting
from tanggap.core import clock, cursors, ids
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import OutboundMessage
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo, Report

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta: no quiet hours
TEXT = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung."
PHOTO = (made.PHOTOS / "gps_DSCN0010.jpg").read_bytes()


@pytest.fixture(autouse=True)
def _seen(db):
    used = dict(registry._used)
    delivering._brakes.clear()
    with own_events_seen(), clock.at(MORNING):
        yield
    registry._used.clear()
    registry._used.update(used)


@pytest.fixture
def account(settings, dovecot, smtp) -> Account:
    settings.PRIVATE_PEERS = {dovecot.address, f"127.0.0.1:{smtp.port}"}
    return fake.account(
        ADAPTER,
        channel="email",
        address=made.OWN,
        imap_host="127.0.0.1",
        imap_port=str(dovecot.port),
        imap_security="none",
        imap_user=peers.USER,
        imap_password=peers.PASSWORD,
        smtp_host="127.0.0.1",
        smtp_port=str(smtp.port),
        smtp_security="none",
    )


def _round(account: Account) -> None:
    """Do what the worker does: fetch, read, let the notices be written, send."""
    running.poll(account)
    while processing.work(account):
        pass
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    while delivering.send_due(account):
        pass


def _outcomes() -> list[str]:
    return list(Arrival.objects.order_by("id").values_list("outcome", flat=True))


def test_a_letter_becomes_a_report_and_is_answered_in_its_thread(account, dovecot, smtp):
    photo = made.part(base64.encodebytes(PHOTO), "image/jpeg", "Content-Transfer-Encoding: base64")
    dovecot.deliver(made.multipart(made.part(TEXT.encode()), photo, Subject="Lampu mati"))
    _round(account)

    report = Report.objects.get()
    assert (report.channel_id, report.area_id, Photo.objects.filter(report=report).count()) == (
        "email",
        "31.75.06.1005",
        1,
    )
    assert _outcomes() == ["filed"]
    letter = next(each.message for each in smtp.letters if report.code in str(each.message["Subject"]))
    assert (letter["To"], letter["Auto-Submitted"], letter["In-Reply-To"]) == (
        "budi@contoh.test",
        "auto-replied",
        "<satu@contoh.test>",
    )
    assert report.code in letter.get_content()


def test_what_only_the_subject_says_is_said(account, dovecot, smtp):
    dovecot.deliver(
        made.letter("Mohon segera diperbaiki.", Subject="Lampu jalan mati di kelurahan Pulo Gebang, Cakung")
    )
    _round(account)
    report = Report.objects.get()
    assert (report.text, report.area_id) == (
        "Lampu jalan mati di kelurahan Pulo Gebang, Cakung\n\nMohon segera diperbaiki.",
        "31.75.06.1005",
    )


def test_thanks_for_a_letter_of_ours_are_no_report(account, dovecot, smtp):
    dovecot.deliver(made.letter("Terima kasih banyak.", Subject=f"Re: Laporan {ids.new_code('JK')} kami terima"))
    _round(account)
    assert (Report.objects.count(), smtp.letters) == (0, [])


def test_an_answer_to_our_letter_joins_its_report_and_one_by_subject_does_not(account, dovecot, smtp):
    dovecot.deliver(made.letter(TEXT))
    _round(account)
    report = Report.objects.get()
    signed = ours.reply_address(account, code=report.code, token=tokens.sign(report.code), to="budi@contoh.test")
    assert signed in {str(each.message["Reply-To"]) for each in smtp.letters}

    answer = {"To": signed, "Subject": "Re: Laporan", "Message-ID": "<dua@contoh.test>"}
    dovecot.deliver(made.letter("Sekarang malah tiga tiang yang mati.", **answer))
    _round(account)
    assert (_outcomes(), Report.objects.count()) == (["filed", "added"], 1)

    dovecot.deliver(made.letter(f"{TEXT} Tetangga.", From="siti@contoh.test", Subject=f"Re: {report.code}"))
    _round(account)
    assert (_outcomes()[2:], Report.objects.count()) == (["filed"], 2)


def test_a_bounce_puts_the_address_to_rest_and_moves_nothing(account, dovecot, smtp):
    dovecot.deliver(made.letter(TEXT))
    _round(account)
    events = Event.objects.count()
    sent = Posting.objects.get(state="sent")
    failed = b"Final-Recipient: rfc822; budi@contoh.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    bounce = made.multipart(
        made.part(b"No such user"),
        made.part(b"Reporting-MTA: dns; x\r\n\r\n" + failed, "message/delivery-status"),
        made.part(f"Message-ID: <{sent.provider_id}>\r\n".encode(), "text/rfc822-headers"),
        kind="report; report-type=delivery-status",
        From="MAILER-DAEMON@mx.contoh.test",
        Return_Path="<>",
    )
    dovecot.deliver(bounce)
    _round(account)

    sent.refresh_from_db()
    assert (sent.state, _outcomes()[-1], Event.objects.count()) == ("failed", "delivery", events)
    letters = len(smtp.letters)
    report = Report.objects.get()
    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit))
    _round(account)
    assert len(smtp.letters) == letters
    assert OutboundMessage.objects.get(template="started").state == "resting"


def test_a_storm_of_machine_mail_is_answered_by_nothing_and_moves_nothing(account, dovecot, smtp):
    storm = [
        made.letter(TEXT, **{"Message-ID": f"<{turn}.{number}@x.test>", **fields})
        for turn in range(8)
        for number, (_why, fields) in enumerate(MACHINES)
    ]
    dovecot.deliver(*storm)
    _round(account)

    assert (len(smtp.letters), Report.objects.count(), Event.objects.count(), Posting.objects.count()) == (0, 0, 0, 0)
    assert {re.sub(r":.*", "", outcome) for outcome in _outcomes()} == {"machine"}
    assert Arrival.objects.count() == len(storm)


def test_what_was_fetched_is_remembered_and_fetched_once(account, dovecot):
    dovecot.deliver(made.letter(TEXT))
    assert (running.poll(account), running.poll(account)) == (1, 0)
    assert AccountRow.objects.get(pk=account.id).bookmark["uid"] == "1"
    AccountRow.objects.update(bookmark={})
    with dovecot.client() as reader:
        reader.store("1", "-FLAGS", r"(\Seen)")
    assert (running.poll(account), Arrival.objects.count()) == (0, 1)
