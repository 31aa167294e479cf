"""That a call is X's: the challenge, and the signature over the bytes."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.twitter.samples import account, crc, post, raw, sample
from tests.peers.x import signed

from tanggap.channels.contract import Unsigned
from tanggap.channels.twitter import ADAPTER

FACTS = sample("crc_and_signature")
HEADER = "x-twitter-webhooks-signature"
MENTION = raw("mention")
RIGHT = FACTS["x_twitter_webhooks_signature"]


def test_the_challenge_is_answered_as_x_wants_it():
    call = crc(FACTS["get_query"].removeprefix("crc_token="))
    ADAPTER.verify(account(), call)

    answer = ADAPTER.acknowledge(account(), call)

    assert (answer.status, answer.content_type) == (200, "application/json")
    assert json.loads(answer.body) == FACTS["expected_response"]


def test_a_sample_bears_its_signature_over_its_very_bytes():
    assert FACTS["post_body_file"] == "mention.json"
    ADAPTER.verify(account(), post(MENTION, {HEADER: RIGHT}))
    assert ADAPTER.acknowledge(account(), post(MENTION)).status == 200


@pytest.mark.parametrize(
    "given_signature",
    [
        "",
        "sha256=",
        RIGHT.removeprefix("sha256="),
        RIGHT[:-1],
        RIGHT[:20],
        RIGHT + "=",
        f" {RIGHT}",
        RIGHT.replace("sha256", "SHA256"),
        RIGHT.swapcase(),
        "sha1=" + base64.b64encode(b"x" * 20).decode(),
        "sha256=" + "é" * 44,
        "sha256=\ud800",
    ],
)
def test_a_wrong_signature_is_refused(given_signature):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MENTION, {HEADER: given_signature}))


def test_a_missing_signature_is_refused():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MENTION, {}))


def test_a_body_changed_by_one_blank_is_refused():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(MENTION + b" ", {HEADER: RIGHT}))


@pytest.mark.parametrize("call", [post(MENTION), crc("1CDehg9")], ids=["post", "challenge"])
def test_without_a_secret_nothing_is_believed(call):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(consumer_secret=""), call)


def test_an_empty_secret_signs_nothing():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(previous_secret=""), post(MENTION, signed(MENTION, "")))


def test_while_the_secret_changes_both_are_believed():
    rotated = account(consumer_secret="new", previous_secret="test-consumer-secret")
    ADAPTER.verify(rotated, post(MENTION, signed(MENTION, "new")))
    ADAPTER.verify(rotated, post(MENTION, signed(MENTION, "test-consumer-secret")))
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(consumer_secret="new"), post(MENTION, signed(MENTION, "test-consumer-secret")))


@pytest.mark.parametrize("token", ["", "{}", '{"for_user_id":"1"}', "a b", "a\n", "x" * 257, "é"])
def test_a_challenge_that_could_be_a_body_is_not_answered(token):
    """The answer to a challenge is the signature of the same bytes as a body: no JSON object may ever get one."""
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), crc(token))


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3))
def test_no_json_object_passes_as_a_challenge(payload):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), crc(json.dumps(payload)))


def test_the_answer_to_a_challenge_signs_no_body():
    """Anybody may ask for the answer to a challenge, and has then the signature of these bytes: they are believed of nobody."""
    answer = json.loads(ADAPTER.acknowledge(account(), crc("garbage123")).body)
    with pytest.raises(Unsigned):
        ADAPTER.verify(account(), post(b"garbage123", {HEADER: answer["response_token"]}))


def test_a_replay_brings_the_same_numbers_and_so_nothing_new():
    first, second = (ADAPTER.split(account(), post(MENTION)) for _time in range(2))
    assert first == second
