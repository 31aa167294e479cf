"""Any bytes, and any damage to a real letter: read, or refused as no letter; nothing else ever.

`TANGGAP_MAIL_EXAMPLES=10000` tries that many of each kind.
"""

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.email import made

from tanggap.channels.contract import Malformed, Said
from tanggap.channels.email import ADAPTER
from tanggap.channels.email.reading import piece

EXAMPLES = int(os.environ.get("TANGGAP_MAIL_EXAMPLES", "200"))
MANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
LETTERS = [path.read_bytes() for path in sorted(made.SAMPLES.glob("*.eml"))]
PIECES = [
    b'\r\n', b'\n\n', b'--', b'--b', b'\r\n--b\r\n', b'--b--', b'=?utf-8?q?', b'?=', b'=?x?B?=FF', b'Content-Type: ',
    b'multipart/mixed', b'; boundary=b', b'message/rfc822', b'text/html', b'text/plain', b'; charset=', b'utf-16',
    b'utf-7', b'idna', b'iso-2022-jp', b'<', b'>', b'<blockquote>', b'</pre>', b'<!--', b'&#x110000;', b'&#9;',
    b'From: ', b'To: ', b'<a@b.c>', b'"', b'\\', b'(', b"'", b'*0*=', b'%C3', b'Content-Transfer-Encoding: ',
    b'base64', b'quoted-printable', b'x-uuencode', b'begin 644 x\n', b'=\r\n', b'=F', b'\x1b$B', b'\xff', b'\x00',
    b'Date: ', b'Tue, 99 Nov 99999 25:61:61 +9999', b'Message-ID: ', b'laporan+JK.a.b@jakarta.test', b'Pada ',
    b' menulis:', b'-- \n', b'> ', b'report-type=delivery-status', b'message/delivery-status', b'Action: failed',
    b'Status: 5.1.1', b'x\x9f>"', b'application/ms-tnef',
]  # fmt: skip


def _survives(payload: bytes) -> None:
    assert piece(payload).payload == payload
    try:
        heard = ADAPTER.read(made.account(), payload)
    except Malformed:
        return
    if isinstance(heard, Said):
        assert len(heard.text) <= 9_601
        assert not set("\0\r\ud800\u202e") & set(heard.text + heard.title + heard.name + heard.sender)
        assert "\n" not in heard.title + heard.name + heard.sender
        assert (heard.joins, heard.joins_as, heard.may_ask) == ("", "", False)


@MANY
@given(st.binary(max_size=3_000))
def test_any_bytes(payload):
    _survives(payload)


@MANY
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)), max_size=60))
def test_what_letters_are_made_of_in_any_order(pieces):
    _survives(b"From: a@b.c\r\n" + b"".join(pieces))


@MANY
@given(st.sampled_from(LETTERS), st.integers(0, 2**32), st.integers(1, 30))
def test_a_damaged_letter(letter, seed, cuts):
    _survives(_damaged(letter, random.Random(seed), cuts))


def _damaged(letter: bytes, chance: random.Random, cuts: int) -> bytes:
    whole = bytearray(letter)
    for _cut in range(cuts):
        at = chance.randrange(len(whole) + 1)
        match chance.randrange(4):
            case 0:
                del whole[at : at + chance.randrange(1, 200)]
            case 1:
                whole[at:at] = chance.choice(PIECES)
            case 2:
                whole[at : at + 1] = chance.randbytes(1)
            case 3:
                whole[at:at] = whole[at : at + chance.randrange(1, 400)]
    return bytes(whole)


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_a_letter_cut_off_anywhere(number):
    letter = LETTERS[number][:6_000]
    for length in range(0, len(letter), max(1, len(letter) // 60)):
        _survives(letter[:length])
