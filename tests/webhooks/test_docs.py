"""docs/webhooks.md: its receivers run as they stand there, its types and numbers are those of the program."""

import re
import threading
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path

import pytest
from tests.factories import make
from tests.logs import own_events_seen
from tests.webhooks.receiving import consume, operator, subscribed

from tanggap.api import reference
from tanggap.core import clock
from tanggap.webhooks import actions, lines, posting, replaying, sending, signing, telling, words
from tanggap.webhooks.models import Subscription

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text("utf-8")
LIBRARY, PLAIN = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def test_the_receiver_of_the_guide_believes_us_and_nobody_else(settings):
    found: dict[str, object] = {}
    exec(LIBRARY, found)
    handler = found["Receiver"]
    handler.log_message = lambda *_: None
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings.PRIVATE_PEERS = {f"127.0.0.1:{server.server_port}"}
        url = f"http://127.0.0.1:{server.server_port}/hook"
        made = actions.subscribe(by=operator(), label="x", url=url, wanted={})
        handler.secret = signing.new_secret()
        assert actions.test(by=operator(), key=made.key).status == 401
        handler.secret = made.secret
        with clock.at(clock.now() + timedelta(seconds=6)):
            assert actions.test(by=operator(), key=made.key).status == 204
        report = make.report()
        consume()
        sending.send(Subscription.objects.get().pk)
    finally:
        server.shutdown()
        server.server_close()

    assert [one["data"].get("report") for one in handler.events] == [None, report.code]


def test_the_receiver_without_a_library_does_too(settings):
    found: dict[str, object] = {}
    exec(PLAIN, found)
    with subscribed(settings) as receiver:
        sent = receiver.received[-1]

    assert found["verify"](receiver.secret, sent.headers, sent.body)["type"] == "tanggap.test"
    for broken in (
        {"body": sent.body + b" "},
        {"headers": {**sent.headers, "webhook-id": "evt_other"}},
        {"headers": {**sent.headers, "webhook-timestamp": "1"}},
        {"secret": "whsec_AAAA"},
    ):
        with pytest.raises(ValueError, match=r"signature|too old"):
            found["verify"](**{"secret": receiver.secret, "headers": sent.headers, "body": sent.body, **broken})


def test_every_type_and_operation_is_told():
    told = set(re.findall(r"^\| `(report\.\w+)` \| `([\w.]+)` \|", PAGE, re.MULTILINE))

    assert told == {(type_, kind) for kind, type_ in words.TYPES.items() if type_ in words.OFFERED}
    assert [one.path for one in reference.operations() if "webhooks" in one.path and one.path not in PAGE] == []


def test_its_numbers_are_those_of_the_program():
    for said in (
        f"within {posting.TIMEOUT_SECONDS:.0f} seconds",
        f"at most {posting.MOST_ANSWER_BYTES // 1024} kB",
        f"first {posting.KEPT_ANSWER_BYTES} bytes",
        f"{telling.KEPT.days} days",
        f"at most {actions.MOST_OF_A_CLIENT}",
        f"{replaying.MOST_EVENTS:,} events of the log",
        "5 s, 30 s, 2 min, 10 min, 1 h, 3 h, 6 h, 6 h and then every 12 h",
    ):
        assert said in PAGE
    assert [pause.total_seconds() for pause in lines.PAUSES] == [5, 30, 120, 600, 3600, 10800, 21600, 21600, 43200]
    assert timedelta(days=3) == lines.GIVEN_UP_AFTER
