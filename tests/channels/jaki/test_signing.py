"""What is signed, with which keys, and that nothing else passes."""

import hashlib

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.jaki.app import public, signature

from tanggap.channels.jaki import signing
from tanggap.channels.jaki.signing import Signed

ED = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
P256 = ec.derive_private_key(1_234_567_890_123, ec.SECP256R1())
KEYS = [ED, P256]
RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


def request(**changes):
    given = {
        "method": "POST",
        "path": "/api/jaki/v1/reports?x=1",
        "body": b'{"a": 1}',
        "device": "d",
        "time": "1700000000",
        "nonce": "n" * 16,
    }
    return Signed(**{**given, "signature": b"", **changes})


def signed(key, **changes):
    made = request(**changes)
    return request(**{"signature": signature(key, made.text), **changes})


def test_the_signed_text_is_seven_lines():
    body = hashlib.sha256(b'{"a": 1}').hexdigest()

    assert request().text.decode().split("\n") == [
        "JAKI1", "POST", "/api/jaki/v1/reports?x=1", body, "d", "1700000000", "n" * 16,
    ]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_signature_holds_for_its_own_request_alone(key):
    spki = signing.key_bytes(public(key))
    good = signed(key)

    assert signing.is_signed(good, spki)
    for changes in (
        {"method": "GET"},
        {"path": "/api/jaki/v1/reports"},
        {"body": b'{"a": 2}'},
        {"device": "e"},
        {"time": "1700000001"},
        {"nonce": "m" * 16},
    ):
        assert not signing.is_signed(request(signature=good.signature, **changes), spki)


def test_phones_may_write_p256_as_two_numbers_and_keys_as_they_have_them():
    r, s = decode_dss_signature(signed(P256).signature)
    raw = request(signature=r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    assert signing.is_signed(raw, signing.key_bytes(P256.public_key().public_bytes(*POINT)))
    assert signing.key_bytes(P256.public_key().public_bytes(*POINT)) == public(P256)
    assert signing.key_bytes(ED.public_key().public_bytes(*RAW)) == public(ED)


@pytest.mark.parametrize(
    "key",
    [
        b"", b"x" * 31, b"\x04" + b"\xff" * 64, b"\0" * 65, public(rsa.generate_private_key(65537, 1024)),
        public(ec.generate_private_key(ec.SECP384R1())), public(ED)[:-1], b"0" * 200, b"-----BEGIN PUBLIC KEY-----",
    ],
)  # fmt: skip
def test_other_keys_are_refused(key):
    with pytest.raises(signing.BadKey):
        signing.key_bytes(key)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("bad", [b"", b"\0" * 64, b"\xff" * 64, b"x" * 5000])
def test_a_signature_that_is_none_does_not_hold(key, bad):
    assert not signing.is_signed(request(signature=bad), public(key))


@pytest.mark.parametrize(
    ("time", "nonce", "is_formed"),
    [
        ("1700000000", "n" * 16, True), ("", "n" * 16, False), ("-1700000000", "n" * 16, False), ("１７００００００００", "n" * 16, False),
        ("1700000000", "n" * 15, False), ("1700000000", "n" * 65, False), ("1700000000", "n n" * 8, False), ("17e9", "n" * 16, False),
    ],
)  # fmt: skip
def test_time_and_nonce_have_one_form(time, nonce, is_formed):
    assert request(time=time, nonce=nonce).is_formed is is_formed


@pytest.mark.parametrize(("away", "is_fresh"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_a_signature_is_good_for_five_minutes(away, is_fresh):
    assert request().is_fresh(1_700_000_000 + away) is is_fresh


@given(st.binary(max_size=250), st.binary(max_size=90))
def test_no_key_and_no_signature_breaks_the_check(key, given_signature):
    try:
        spki = signing.key_bytes(key)
    except signing.BadKey:
        return
    assert not signing.is_signed(request(signature=given_signature), spki)


@given(st.sampled_from(KEYS), st.integers(0, 70), st.integers(1, 255))
def test_one_changed_byte_of_a_signature_is_enough(key, place, change):
    good = signed(key).signature
    place %= len(good)
    bad = good[:place] + bytes([good[place] ^ change]) + good[place + 1 :]

    assert not signing.is_signed(request(signature=bad), public(key))
