"""Whatever comes, the parser of X reads it or says Malformed."""

import json
import time
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.twitter.samples import account, post, raw
from tests.mutating import bent

from tanggap.channels.contract import Malformed
from tanggap.channels.twitter import ADAPTER, inbound

SAMPLES = [
    json.loads(raw(name))
    for name in ("mention", "mention_extended_with_photo", "direct_message", "own_tweet_must_be_ignored")
]
EVENTS = [
    {"for_user_id": "1", "tweet_delete_events": [{"status": {"id": "2", "user_id": "3"}}]},
    {"for_user_id": "1", "direct_message_mark_read_events": [{"last_read_event_id": "2", "sender_id": "3"}]},
    {"kind": "polled_post", "for": "987654321", "event": {"id": "5", "author_id": "6", "geo": {}, "note_tweet": {}}},
    {
        "kind": "polled_message",
        "for": "987654321",
        "event": {"id": "5", "sender_id": "6", "event_type": "MessageCreate"},
    },
]


@given(st.binary(max_size=300))
def test_any_bytes(body):
    with suppress(Malformed):
        inbound.split(body)
    with suppress(Malformed):
        inbound.read(account(), body)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bent(SAMPLES + EVENTS))
def test_any_bent_sample(payload):
    body = json.dumps(payload).encode()
    with suppress(Malformed):
        inbound.read(account(), body)
    with suppress(Malformed):
        for piece in ADAPTER.split(account(), post(body)):
            assert piece.external_id
            assert len(piece.external_id) <= 360
            with suppress(Malformed):
                said = ADAPTER.read(account(), piece.payload)
                str(said).encode()


def test_a_hostile_text_is_read_in_time():
    payload = json.loads(raw("mention"))
    event = payload["tweet_create_events"][0]
    event["text"] = "@akun_pemda " + "https://t.co/a " * 70_000
    event["entities"]["urls"] = [
        {"url": "https://t.co/a", "expanded_url": "https://t.co/a" * 20} for _n in range(2_000)
    ]
    began = time.monotonic()
    for piece in ADAPTER.split(account(), post(json.dumps(payload).encode())):
        said = ADAPTER.read(account(), piece.payload)
        assert len(said.text) <= inbound.native.MOST_TEXT
    assert time.monotonic() - began < 2
