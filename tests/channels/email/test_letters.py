"""A letter of ours: what it says of itself, where answers go, and what can never be in it."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from tests.channels.email import made

from tanggap.channels import tokens
from tanggap.channels.contract import Refused
from tanggap.channels.email import headers, letters, ours

CODE = "JK-4KQ2-M9XT-1C7"


def _letter(values: dict[str, str] | None = None, **changes: object) -> EmailMessage:
    """Return a letter as its reader gets it: from its bytes."""
    written, _id = letters.write(made.account(**(values or {})), made.outgoing(**changes))
    data = written.as_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    read: Any = message_from_bytes(data.replace(b"\r\n", b"\n"), policy=default)
    return read


def _headers(letter: EmailMessage, *names: str) -> list[str | None]:
    return [letter[name] for name in names]


def test_a_letter_says_what_it_is():
    letter = _letter()
    assert _headers(
        letter, "From", "To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id", "Content-Language"
    ) == [
        "Tanggap Jakarta <laporan@jakarta.test>",
        "budi@contoh.test",
        "Laporan JK-4KQ2-M9XT-1C7 kami terima",
        "auto-generated",
        "All",
        "<reports.jakarta.test>",
        "id",
    ]
    assert letter.get_content() == "Terima kasih.\nKami kerjakan.\n"
    assert _headers(letter, "In-Reply-To", "References", "Precedence", "Bcc", "List-Unsubscribe") == [None] * 5


def test_its_id_is_the_same_at_every_try_and_provably_ours():
    ids = {_letter()["Message-ID"] for _try in range(3)}
    assert [ours.our_ids(one) for one in ids] == [[ours.message_id(made.account(), "42")]]
    assert _letter(key="43")["Message-ID"] not in ids
    assert len(ours.our_ids(str(_letter(key="kunci/ aneh\r\n")["Message-ID"]))) == 1


def test_an_answer_hangs_under_what_it_answers():
    letter = _letter(thread="satu@contoh.test")
    assert _headers(letter, "In-Reply-To", "References", "Auto-Submitted", "Subject") == [
        "<satu@contoh.test>",
        "<satu@contoh.test>",
        "auto-replied",
        "Re: Laporan JK-4KQ2-M9XT-1C7 kami terima",
    ]


def test_a_thread_holds_one_id_and_no_header():
    letter = _letter(thread="satu@contoh.test>\r\nBcc: x@y.test")
    assert _headers(letter, "In-Reply-To", "Bcc") == ["<satu@contoh.test>", None]


@pytest.mark.parametrize("thread", ["", "a b", "x" * 5_000, "\r\nBcc: x@y.test"])
def test_a_thread_that_is_no_id_is_left_out(thread):
    assert _headers(_letter(thread=thread), "In-Reply-To", "Bcc") == [None, None]


def test_answers_to_it_join_its_report():
    letter = _letter(code=CODE, reply_token=tokens.sign(CODE))
    heard = made.said(made.letter(To=str(letter["Reply-To"])))
    assert (heard.joins, heard.joins_as) == (CODE, "budi@contoh.test")
    assert _letter()["Reply-To"] == made.OWN


def test_our_own_letter_that_comes_back_is_a_machines():
    written, _id = letters.write(made.account(), made.outgoing())
    assert made.said(written.as_bytes()).is_machine == "own_address"


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: korban@contoh.test\r\n\r\nJudi", "\nX: y", "\r", "\0", "\u2028Bcc: x", "\x85Bcc: x"]
)
def test_a_line_break_in_a_subject_or_a_name_begins_no_header(evil):
    letter = _letter({"name": f"Tanggap{evil}"}, subject=f"Laporan{evil}", language=f"id{evil}")
    assert _headers(letter, "Bcc", "X") == [None, None]
    assert letter.get_content() == "Terima kasih.\nKami kerjakan.\n"
    assert "Laporan" in str(letter["Subject"])


def test_signs_of_every_tongue_arrive():
    text = "Terima kasih 🙏 – «Jl. Melati»\n.\n..titik\nFrom di awal baris\n" + "panjang " * 500
    letter = _letter({"name": 'Tanggap "Jakarta", Dinas Ö'}, subject="Lampu 💡 " * 12, text=text)
    assert letter.get_content() == text.rstrip("\n") + "\n"
    assert str(letter["Subject"]) == ("Lampu 💡 " * 12).strip()
    assert letter["From"].addresses[0].display_name == 'Tanggap "Jakarta", Dinas Ö'
    assert all(
        len(line) <= 998
        for line in letters.write(made.account(), made.outgoing(text=text))[0].as_bytes().split(b"\r\n")
    )


@pytest.mark.parametrize(
    "to",
    ["", "budi", "MAILER-DAEMON@contoh.test", "noreply@toko.test", "postmaster@x.test", "a@b.c\r\nBcc: x@y.z", "a@b.test, c@d.test",
     made.OWN, "laporan+x@jakarta.test", "rw05-bounces@list.test", "<>", "a b@c.test", "\ud800@c.test"],
)  # fmt: skip
def test_nothing_is_written_to_a_machine_or_to_nobody(to):
    with pytest.raises(Refused) as refused:
        letters.write(made.account(), made.outgoing(to=to))
    assert refused.value.is_dead_address


def test_a_way_to_end_it_is_offered_where_there_is_one():
    url = "https://tanggap.test/berhenti/abc"
    assert _headers(_letter(facts={"unsubscribe": url}), "List-Unsubscribe", "List-Unsubscribe-Post") == [
        f"<{url}>",
        "List-Unsubscribe=One-Click",
    ]
    for bad in ("javascript:x", "https://x/>\r\nBcc: a", "ftp://x"):
        assert _letter(facts={"unsubscribe": bad})["List-Unsubscribe"] is None


def test_a_domain_beyond_ascii_is_written_as_mail_servers_know_it():
    assert letters.recipient(made.account(), "Budi@München.test") == "budi@xn--mnchen-3ya.test"


def test_an_id_beyond_ascii_is_none():
    assert headers.ids("<\udcd0\udcffm1@warga.test> <m2@warga.test>") == ["m2@warga.test"]
