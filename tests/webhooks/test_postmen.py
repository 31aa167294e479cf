"""The worker's postmen: one receiver that is slow holds up none of the others; and what the command line says."""

import io
import json
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from tests.factories import make
from tests.logs import all_events
from tests.peers.http import Reply
from tests.webhooks.receiving import consume, operator, row, subscribed

from tanggap.webhooks.sending import Postmen

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_silent_receiver_holds_up_nobody_else(settings):
    with subscribed(settings) as slow, subscribed(settings) as quick:
        answer, slow.respond = slow.respond, lambda _got: Reply(status=204, wait_seconds=2.5)
        for _ in range(3):
            make.report()
        consume()
        stop = threading.Event()
        postmen = Postmen(stop)
        postmen.start()
        begun = time.monotonic()
        while len(quick.events) < 3 and time.monotonic() - begun < 20:
            time.sleep(0.02)
        came, slow.respond = len(slow.received), answer
        stop.set()
        postmen.join(5)
        for turn in postmen._running.values():
            turn.result(10)

        assert quick.events == all_events()
        assert came <= 2  # the test, and the head of its line


def test_the_command_lists_tests_and_replays(settings):
    def said(*given: str) -> str:
        out = io.StringIO()
        call_command("webhooks", *given, stdout=out)
        return out.getvalue()

    person = operator()
    with subscribed(settings, by=person) as receiver:
        make.report()
        consume()
        assert f"{receiver.key}  on" in said("list")
        [told] = json.loads(said("list", "--json"))
        assert (told["waiting"], told["client"], receiver.secret in str(told)) == (1, None, False)
        assert json.loads(
            said("replay", receiver.key, "--by", person.username, "--since", "2020-01-01T00:00:00Z", "--json")
        ) == {"events": 1}
        with pytest.raises(CommandError, match="operator"):
            said("replay", receiver.key, "--by", "nobody", "--event", "1")
        with pytest.raises(CommandError, match="tested"):
            said("test", receiver.key, "--by", person.username)
        assert row(receiver).state == "on"
