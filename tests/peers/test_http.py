"""The peer itself: what it keeps, and each of its bad manners as a caller sees it."""

import http.client
import time

import pytest
from tests.peers.http import HOST, Peer, Received, Reply


@pytest.fixture(name="running")
def _running():
    with Peer() as running:
        yield running


def ask(peer: Peer, path: str = "/", *, body: bytes | None = None, timeout: float = 5) -> tuple[int, bytes]:
    line = http.client.HTTPConnection(HOST, peer.port, timeout=timeout)
    line.request("POST" if body is not None else "GET", path, body=body, headers={"X-Mark": "Aa"})
    answer = line.getresponse()
    return answer.status, answer.read()


def test_a_request_is_kept_byte_for_byte(running):
    assert ask(running, "/send?to=%2B62", body=b"\xff\x00=1") == (200, b"")

    kept = running.received[0]
    assert (kept.method, kept.path, kept.query, kept.body) == ("POST", "/send", {"to": "+62"}, b"\xff\x00=1")
    assert kept.headers["x-mark"] == "Aa"


def test_the_script_comes_first_and_then_the_platform_itself(running):
    running.respond = lambda received: Reply(body=received.path.encode())
    running.script(Reply(status=500), Reply.json({"id": 7}))

    assert [ask(running, "/own") for _ in range(3)] == [(500, b""), (200, b'{"id": 7}'), (200, b"/own")]


def test_forms_and_json_are_read():
    assert Received("POST", "/", {}, {}, b"a=1&b=").form == {"a": "1", "b": ""}
    assert Received("POST", "/", {}, {}, b'{"a": 1}').json() == {"a": 1}


def test_it_can_be_slow(running):
    running.script(Reply(wait_seconds=5))

    with pytest.raises(TimeoutError):
        ask(running, timeout=0.1)


def test_it_can_drip(running):
    running.script(Reply(body=b"1234", drip_seconds=0.05))
    begun = time.monotonic()

    assert ask(running) == (200, b"1234")
    assert time.monotonic() - begun >= 0.15


@pytest.mark.parametrize("reply", [Reply(body=b"x" * 100, cut_at=10), Reply(body=b"x", announces=100)])
def test_it_can_break_off_and_lie_about_length(running, reply):
    running.script(reply)

    with pytest.raises(http.client.IncompleteRead):
        ask(running)


def test_it_can_say_more_than_announced(running):
    running.script(Reply(body=b"x" * 100, announces=1))

    assert ask(running) == (200, b"x")


def test_it_can_hang_up_and_send_elsewhere(running):
    running.script(Reply(hangs_up=True), Reply.redirect("http://169.254.169.254/"))

    with pytest.raises(http.client.RemoteDisconnected):
        ask(running)
    assert ask(running)[0] == 302
