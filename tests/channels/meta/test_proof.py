"""That a call is Meta's: the verify token, and the signature over the bytes."""

import hashlib
import hmac
from urllib.parse import parse_qsl

import pytest
from tests.channels.meta.samples import URL, account, post, raw, sample
from tests.peers.meta import APP_SECRET, signed

from tanggap.channels.contract import Call, Unsigned
from tanggap.channels.meta import ADAPTER

FACTS = sample("verify_and_signature")
HEADER = "x-hub-signature-256"
MESSAGE = raw("messaging_text_message")
RIGHT = FACTS["x_hub_signature_256"]
ASKED = dict(parse_qsl(FACTS["get_query"]))


def asks(**changed: str) -> Call:
    """Return Meta's check of the address."""
    return Call("GET", URL, {name: value for name, value in (ASKED | changed).items() if value != "gone"}, {}, b"")


def test_the_check_of_the_address_is_answered():
    ADAPTER.verify(account(), asks())
    answer = ADAPTER.acknowledge(account(), asks())
    assert (answer.status, answer.body, answer.content_type) == (
        200,
        FACTS["expected_body"],
        "text/plain; charset=utf-8",
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"hub.verify_token": "Verifikasi"},
        {"hub.verify_token": "verifikas"},
        {"hub.verify_token": ""},
        {"hub.verify_token": "gone"},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": "gone"},
        {"hub.challenge": "<script>alert(1)</script>"},
        {"hub.challenge": "1" * 257},
    ],
)
def test_a_check_by_somebody_else_is_refused(changed):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), asks(**changed))


def test_without_a_verify_token_no_check_passes():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(verify_token=""), asks(**{"hub.verify_token": ""}))


def test_a_sample_bears_its_signature_over_its_very_bytes():
    assert (FACTS["post_body_file"], FACTS["app_secret_for_test"]) == ("messaging_text_message.json", APP_SECRET)
    ADAPTER.verify(account(), post(MESSAGE, {HEADER: RIGHT}))
    assert ADAPTER.acknowledge(account(), post(MESSAGE)).status == 200


@pytest.mark.parametrize(
    "given_signature",
    [
        "",
        "sha256=",
        RIGHT.removeprefix("sha256="),
        RIGHT[:-1],
        RIGHT[:20],
        RIGHT + "0",
        f"{RIGHT} ",
        RIGHT.upper(),
        "sha256=" + RIGHT.removeprefix("sha256=").upper(),
        "sha1=" + hmac.new(APP_SECRET.encode(), MESSAGE, hashlib.sha1).hexdigest(),
        "sha256=" + "é" * 64,
        "sha256=\ud800",
    ],
)
def test_a_wrong_signature_is_refused(given_signature):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MESSAGE, {HEADER: given_signature}))


def test_the_old_sha1_header_is_not_believed():
    sha1 = "sha1=" + hmac.new(APP_SECRET.encode(), MESSAGE, hashlib.sha1).hexdigest()
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MESSAGE, {"x-hub-signature": sha1}))


def test_a_body_changed_by_one_blank_is_refused():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MESSAGE + b" ", {HEADER: RIGHT}))


def test_without_a_secret_nothing_is_believed():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(app_secret="", previous_secret="old"), post(MESSAGE, signed(MESSAGE, "old")))
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(app_secret=""), post(MESSAGE, signed(MESSAGE, "")))


def test_while_the_secret_changes_both_are_believed():
    rotated = account(app_secret="new", previous_secret=APP_SECRET)
    ADAPTER.verify(rotated, post(MESSAGE, signed(MESSAGE, "new")))
    ADAPTER.verify(rotated, post(MESSAGE, signed(MESSAGE)))
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(app_secret="new"), post(MESSAGE, signed(MESSAGE)))


def test_a_replay_brings_the_same_numbers_and_so_nothing_new():
    first, second = (ADAPTER.split(account(), post(MESSAGE)) for _time in range(2))
    assert first == second
