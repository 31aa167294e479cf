"""Which letters belong to a report: those to an address that we signed, and no others."""

import pytest
from tests.channels.email import made

from tanggap.channels import tokens
from tanggap.channels.email import ours

CODE = "JK-4KQ2-M9XT-1C7"
TOKEN = tokens.sign(CODE)


def _signed(to: str = "budi@contoh.test", **values: str) -> str:
    return ours.reply_address(made.account(**values), code=CODE, token=TOKEN, to=to)


def _joined(payload: bytes, **values: str) -> tuple[str, str]:
    heard = made.said(payload, **values)
    return heard.joins, heard.joins_as


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered-To", "X-Original-To"])
def test_an_answer_to_the_signed_address_joins(field):
    assert _joined(made.letter(**{field: f"Tanggap <{_signed()}>"})) == (CODE, "budi@contoh.test")


def test_what_mail_servers_do_to_an_address_does_no_harm():
    assert _joined(made.letter(To=_signed().upper(), From="BUDI@contoh.TEST")) == (CODE, "budi@contoh.test")


def test_the_right_token_from_another_sender_is_told_apart():
    assert _joined(made.letter(To=_signed(), From="tetangga@contoh.test")) == (CODE, "")


def test_a_letter_without_a_sender_joins_nothing():
    assert _joined(made.letter(To=_signed(), From=None)) == ("", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"Subject": f"Re: Laporan {CODE}"},
        {"In-Reply-To": f"<{ours.message_id(made.account(), '42')}>"},
        {"References": f"<{ours.message_id(made.account(), '42')}>"},
        {"Subject": f"Re: {_signed()}"},
        {"To": _signed().replace(TOKEN, "a" * 16)},
        {"To": _signed().replace(CODE, "JK-4KQ2-M9XT-1C8")},
        {"To": _signed().replace("@jakarta.test", "@contoh.test")},
        {"To": _signed().replace("laporan+", "lain+")},
        {"Reply-To": _signed()},
        {"From": f"{_signed()} <budi@contoh.test>"},
    ],
)
def test_nothing_else_joins(fields):
    assert _joined(made.letter(**fields)) == ("", "")


def test_a_token_in_the_text_joins_nothing():
    assert _joined(made.letter(f"Balas ke {_signed()}")) == ("", "")


def test_whom_our_server_found_forged_answers_for_nobody():
    forged = {"To": _signed(), "Authentication-Results": "mx.jakarta.test; dmarc=fail header.from=contoh.test"}
    assert _joined(made.letter(**forged), authserv="mx.jakarta.test") == (CODE, "")
    assert _joined(made.letter(**forged)) == (CODE, "budi@contoh.test")
    foreign = forged | {"Authentication-Results": "mx.penyerang.test; dmarc=fail"}
    assert _joined(made.letter(**foreign), authserv="mx.jakarta.test") == (CODE, "budi@contoh.test")


@pytest.mark.parametrize(
    "values", [{"reply": "balas@surat.test"}, {"plus": "-"}, {"reply": "a-b@surat.test", "plus": "-"}]
)
def test_the_signed_address_is_as_the_operator_set_it(values):
    assert _joined(made.letter(To=_signed(**values)), **values) == (CODE, "budi@contoh.test")


def test_without_added_parts_nothing_is_signed():
    assert _signed(plus="none") == made.OWN
    assert _signed(reply="alamat-yang-panjang-sekali-untuk@surat.test") == "alamat-yang-panjang-sekali-untuk@surat.test"


def test_a_signed_address_names_no_person():
    assert "budi" not in _signed()
    assert len(_signed().partition("@")[0]) <= 64
