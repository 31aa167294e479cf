"""Signed notes, checkpoints and cosignatures as the C2SP describes them."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tanggap.ledger import notes
from tanggap.ledger.notes import COSIGNATURE, Checkpoint, Forged, Malformed, Note, Signer, Verifier

LOG = Signer("kota.example/ledger", hashlib.sha256(b"log").digest())
WITNESS = Signer("saksi.example/w1", hashlib.sha256(b"witness").digest())
ROOT = base64.b64encode(bytes(32)).decode()
HEAD = Checkpoint(LOG.name, 20852163, bytes(range(32)))

PUBLISHED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""
"""The example of c2sp.org/tlog-cosignature."""


def test_the_published_example_is_read_and_written_again():
    note = Note.parse(PUBLISHED)
    head = Checkpoint.parse(note.text)
    assert (head.origin, head.size, base64.b64encode(head.root).decode()) == (
        "example.com/behind-the-sofa", 20852163, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    )  # fmt: skip
    assert [one.name for one in note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert (str(note), head.text) == (PUBLISHED, note.text)


def test_a_head_is_signed_and_read_by_the_one_word_of_its_verifier():
    verifier = Verifier.parse(LOG.verifier.vkey)
    note = LOG.sign(HEAD.text)
    assert notes.opened(note, verifier) == HEAD
    assert LOG.sign(HEAD.text) == note, "the same head gives the same note for ever"


def test_what_is_signed_is_told_by_the_specification_alone():
    text, line = LOG.sign(HEAD.text).split("\n\n")
    dash, name, coded = line.split()
    key = LOG.verifier.key
    raw = base64.b64decode(coded)
    assert (dash, name) == ("—", LOG.name)
    assert raw[:4] == hashlib.sha256(LOG.name.encode() + b"\n\x01" + key).digest()[:4]
    Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], (text + "\n").encode())

    raw = base64.b64decode(WITNESS.cosign(HEAD.text, at=1679315147).split()[2])
    key = WITNESS.verifier.key
    assert raw[:4] == hashlib.sha256(WITNESS.name.encode() + b"\n\x04" + key).digest()[:4]
    assert int.from_bytes(raw[4:12], "big") == 1679315147
    told = b"cosignature/v1\ntime 1679315147\n" + HEAD.text.encode()
    Ed25519PublicKey.from_public_bytes(key).verify(raw[12:], told)


def test_cosignatures_say_when():
    line = WITNESS.cosign(HEAD.text, at=1_700_000_000)
    note = Note.parse(LOG.sign(HEAD.text)).with_lines([line, LOG.cosign(HEAD.text, at=1_700_000_001)])
    again = Note.parse(str(note))

    assert again.times(WITNESS.verifier) == [1_700_000_000]
    assert again.times(LOG.verifier) == [1_700_000_001]
    again.must_be_by(LOG.verifier)
    again.must_be_by(Verifier.parse(WITNESS.verifier.cosigner().vkey))
    assert Verifier.parse(WITNESS.verifier.cosigner().vkey).kind == COSIGNATURE


def test_unknown_signatures_are_passed_by_and_false_ones_of_known_keys_are_not():
    note = LOG.sign(HEAD.text)
    stranger = Signer("other.example", bytes(32)).sign(HEAD.text).split("\n\n")[1]
    assert notes.opened(note + stranger, LOG.verifier) == HEAD
    false = note.split("\n\n")[1].replace("A", "B")
    same_id = Note.parse(note).signatures[0]._replace(signature=bytes(64)).line
    with pytest.raises(Forged):
        notes.opened(note + same_id, LOG.verifier)
    with pytest.raises(Forged):
        notes.opened(HEAD.text + "\n" + stranger, LOG.verifier)
    assert false


@given(st.integers(0, 400), st.integers(0, 7))
def test_no_changed_bit_is_believed(place: int, bit: int):
    note = bytearray(LOG.sign(HEAD.text).encode())
    note[place % len(note)] ^= 1 << bit
    with pytest.raises((Malformed, Forged)):
        notes.opened(bytes(note), LOG.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "x\n", "x\n\n", "a\n\n— b AAAA\n", "a\n\n- b AAAAAAAA\n", "a\n\n—  AAAAAAAA\n", "a\n\n— b+c AAAAAAAA\n",
        "a\n\n— b AAAAAAAA",
        "a\r\n\n— b AAAAAAAA\n", "a\x00\n\n— b AAAAAAAA\n", "a\n\n— b AAAAAAA\n", "a\n\n— b AAAAAAAB=\n",
        "a\n\n— b AAAAAAAA AAAA\n", b"\xff\n\n",
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused(text: str | bytes):
    with pytest.raises(Malformed):
        Note.parse(text)


def test_a_note_of_too_many_lines_is_refused():
    lines = WITNESS.cosign(HEAD.text, at=1) * 64
    with pytest.raises(Malformed):
        Note.parse(LOG.sign(HEAD.text) + lines)
    with pytest.raises(Malformed):
        Note.parse("x" * 1_000_001)


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", "a\n01\nAA==\n", f"a\n-1\n{ROOT}\n", f"a\n１\n{ROOT}\n",
        "a\n1\nAA==\n", f"\n1\n{ROOT}\n", f"a\n1\n{ROOT}",
        f"a\n1\n{ROOT}\n\nx\n", f"a\n{10**20}\n{ROOT}\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "vkey", ["", "a", "a+b+c", "a+00000000+AQ==", LOG.verifier.vkey.replace("+", "+0", 1), "ü " + LOG.verifier.vkey]
)
def test_what_is_no_verifier_key_is_refused(vkey: str):
    with pytest.raises(Malformed):
        Verifier.parse(vkey)


@pytest.mark.parametrize("text", ["no end", "a\n\nb\n", "a\x07\n"])
def test_what_cannot_be_a_note_is_not_signed(text: str):
    with pytest.raises(Malformed):
        LOG.sign(text)
