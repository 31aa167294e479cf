"""Whatever comes, the parser of Meta reads it or says Malformed."""

import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.meta.samples import FOLDER, account, messaging, post
from tests.mutating import bent
from tests.peers.meta import INSTAGRAM

from tanggap.channels.contract import Malformed
from tanggap.channels.meta import ADAPTER, inbound

SAMPLES = [json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("[mp]*.json"))]
EVENTS = [
    messaging({"delivery": {"mids": ["a"], "watermark": 1}}),
    messaging({"read": {"mid": "a"}}),
    messaging({"message_edit": {"mid": "a", "text": "b", "num_edit": 1}}),
    messaging({"message": {"mid": "a", "is_deleted": True, "reply_to": {"mid": "b"}}}),
    {
        "object": "instagram",
        "entry": [{"id": INSTAGRAM, "field": "comments", "value": {"id": "1", "from": {"id": "2"}, "text": "x"}}],
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
            with suppress(Malformed):
                str(ADAPTER.read(account(), piece.payload)).encode()


@settings(deadline=None)
@given(
    bent([json.loads(piece.payload) for each in SAMPLES + EVENTS for piece in inbound.split(json.dumps(each).encode())])
)
def test_any_bent_piece(packet):
    with suppress(Malformed):
        str(inbound.read(account(), json.dumps(packet).encode())).encode()
