"""Whatever a gateway, or who pretends to be one, sends: a reading or Malformed, never a crash."""

import json
import time
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.sms.accounts import SAMPLES, account

from tanggap.channels.contract import Account, Call, Malformed, Said
from tanggap.channels.sms import ADAPTER

ACCOUNTS = [account("generic"), account("twilio", user="AC1"), account("infobip")]
KEYS = {
    "generic": (
        "id",
        "from",
        "to",
        "text",
        "data",
        "coding",
        "udh",
        "ref",
        "part",
        "total",
        "message_id",
        "status",
        "reason",
        "messages",
    ),
    "infobip": ("results", "messageId", "from", "text", "status", "groupName", "name", "error", "receivedAt", "doneAt"),
    "values": (
        "+628111000001",
        "BANKXYZ",
        "failed",
        "050003A50302",
        "ucs2",
        "2026-11-25T00:00:00.000+0000",
        "9" * 30,
        "FAILED",
    ),
}
WORDS = st.sampled_from(sorted({word for words in KEYS.values() for word in words}))
FIELDS = (
    "MessageSid",
    "SmsSid",
    "SmsStatus",
    "MessageStatus",
    "Body",
    "From",
    "NumMedia",
    "MediaUrl0",
    "Latitude",
    "Longitude",
    "ErrorCode",
)
VALUES = ("received", "delivered", "failed", "whatsapp:+628111000001", "::", "9", "-6.2")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=8),
    max_leaves=30,
)


def survives(owner: Account, body: bytes, content_type: str = "application/json") -> None:
    call = Call("POST", "https://kota.example/", {}, {"content-type": content_type}, body)
    with suppress(Malformed):
        for piece in ADAPTER.split(owner, call):
            ADAPTER.read(owner, piece.payload)
    with suppress(Malformed):
        heard = ADAPTER.read(owner, body)
        if isinstance(heard, Said):
            heard.text.encode()  # no half of a character is left


@pytest.mark.parametrize("owner", ACCOUNTS, ids=lambda owner: owner["provider"])
@given(body=st.binary(max_size=300))
def test_any_bytes(owner, body):
    survives(owner, body)
    survives(owner, body, "application/x-www-form-urlencoded")


@pytest.mark.parametrize("owner", ACCOUNTS, ids=lambda owner: owner["provider"])
@settings(max_examples=300)
@given(told=JSON)
def test_any_json(owner, told):
    survives(owner, json.dumps(told).encode())


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30) | st.sampled_from(VALUES)))
def test_any_form(form):
    survives(ACCOUNTS[1], urlencode(form, errors="surrogatepass").encode(), "application/x-www-form-urlencoded")


@pytest.mark.parametrize("path", sorted((SAMPLES / "infobip").glob("*.json")), ids=lambda path: path.stem)
@given(data=st.data())
def test_mutated_samples(path, data):
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    survives(ACCOUNTS[2], bytes(body))


@pytest.mark.parametrize("owner", ACCOUNTS, ids=lambda owner: owner["provider"])
@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"9" * 1_000_000,
        b'{"id":' + b"9" * 100_000 + b"}",
        b"a=&" * 500_000,
        b"\0" * 3_000_000,
    ],
    ids=["brackets", "objects", "digits", "number", "fields", "nul"],
)
def test_what_is_deep_or_long_ends_at_once(owner, body):
    begun = time.process_time()

    survives(owner, body)
    survives(owner, body, "application/x-www-form-urlencoded")

    assert time.process_time() - begun < 2
