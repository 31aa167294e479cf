"""What mail systems tell about a letter of ours, and what a forger tells."""

from datetime import UTC, datetime

import pytest
from tests.channels.email import made

from tanggap.channels.contract import Delivered
from tanggap.channels.email import ours

OURS = ours.message_id(made.account(), "42")
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def _report(*fields: str, kind: str = "delivery-status", named: str = OURS, text: str = "It failed.") -> bytes:
    groups = "\r\n".join(fields)
    return made.multipart(
        made.part(text.encode()),
        made.part(f"Reporting-MTA: dns; mx.contoh.test\r\n\r\n{groups}\r\n".encode(), f"message/{kind}"),
        made.part(f"From: {made.OWN}\r\nMessage-ID: <{named}>\r\n".encode(), "text/rfc822-headers"),
        kind=f"report; report-type={kind}",
        From="MAILER-DAEMON@mx.contoh.test",
        Return_Path="<>",
    )


def _failed(status: str, diagnostic: str = "smtp; 550 no") -> bytes:
    return _report(
        "Final-Recipient: rfc822; budi@contoh.test",
        "Action: failed",
        f"Status: {status}",
        f"Diagnostic-Code: {diagnostic}",
    )


@pytest.mark.parametrize(
    ("status", "diagnostic", "is_dead"),
    [
        ("5.1.1", "smtp; 550 5.1.1 unknown", True),
        ("5.1.2", "smtp; 550 host", True),
        ("5.1.10", "smtp; 556 null MX", True),
        ("5.2.1", "smtp; 550 disabled", True),
        ("5.0.0", "smtp; 550 5.1.1 <budi@contoh.test> User unknown", True),
        ("5.0.0", "smtp; 550 No such user here", True),
        ("5.0.0", "smtp; 550 The email account that you tried to reach does not exist", True),
        ("5.2.2", "smtp; 552 mailbox full", False),
        ("5.7.1", "smtp; 550 blocked", False),
        ("5.4.7", "smtp; expired", False),
        ("5.0.0", "smtp; 552 user is over quota", False),
        ("4.4.1", "smtp; timeout", False),
        ("5.3.4", "smtp; user unknown or message too big", False),
    ],
)
def test_only_what_never_was_or_will_be_there_is_dead(status, diagnostic, is_dead):
    told = made.delivered(_failed(status, diagnostic))
    assert (told.provider_id, told.state, told.is_dead_address, told.at) == (OURS, "failed", is_dead, AT)


@pytest.mark.parametrize(
    ("action", "state"),
    [("delayed", "sent"), ("delivered", "delivered"), ("relayed", "sent"), ("expanded", "delivered")],
)
def test_a_report_may_tell_of_more_than_failure(action, state):
    assert made.delivered(_report("Final-Recipient: rfc822; b@c.test", f"Action: {action}", "Status: 2.0.0")) == (
        Delivered(OURS, state, AT, action)
    )


def test_a_read_receipt_is_read():
    told = _report("Disposition: manual-action/MDN-sent-manually; displayed", kind="disposition-notification")
    assert made.delivered(told) == Delivered(OURS, "read", AT, "displayed")


def test_who_complains_of_spam_gets_no_more():
    assert made.delivered(_report("Feedback-Type: abuse", kind="feedback-report")) == Delivered(
        OURS, "failed", AT, "complaint", is_dead_address=True
    )


def test_a_bounce_in_prose_alone_is_understood():
    text = (
        f"Hi. This is the qmail-send program.\n<budi@contoh.test>:\nUnknown user.\n\n--- A copy:\nMessage-ID: <{OURS}>"
    )
    payload = made.letter(text, From="MAILER-DAEMON@mx.contoh.test", Subject="failure notice", Return_Path="<>")
    assert made.delivered(payload) == Delivered(OURS, "failed", AT, "bounced", is_dead_address=True)


def test_a_bounce_that_names_us_only_as_what_it_answers_is_understood():
    payload = made.multipart(
        made.part(b"Your message wasn't delivered because the address couldn't be found. 550 5.1.1"),
        kind="report",
        From="postmaster@contoh.test",
        In_Reply_To=f"<{OURS}>",
    )
    assert (made.delivered(payload).provider_id, made.delivered(payload).is_dead_address) == (OURS, True)


@pytest.mark.parametrize(
    "named",
    ["tg.42.aaaaaaaaaaaaaaaa@jakarta.test", OURS.replace("tg.42.", "tg.43."), "satu@contoh.test", ""],
)
def test_a_forged_bounce_puts_nobody_to_rest(named):
    heard = made.heard(
        _report("Final-Recipient: rfc822; korban@contoh.test", "Action: failed", "Status: 5.1.1", named=named)
    )
    assert getattr(heard, "is_machine", None) == "bounce"


def test_an_answer_that_quotes_our_id_is_no_bounce():
    heard = made.said(made.letter(f"Terima kasih.\n\nMessage-ID: <{OURS}>", In_Reply_To=f"<{OURS}>"))
    assert (heard.is_machine, heard.joins, heard.echoes) == ("", "", "")


def test_an_absent_persons_program_is_no_bounce():
    heard = made.said(
        made.letter(Subject="Automatic reply: Laporan", References=f"<{OURS}>", Auto_Submitted="auto-replied")
    )
    assert heard.is_machine == "auto_reply"
