"""What goes through the one door out comes back whole, in time and no longer than allowed, or fails and says whether it was done."""

import socket
import threading
import time
from contextlib import closing, suppress

import pytest
from tests.core.wire.peers import PLATFORM
from tests.peers.http import HOST, Peer, Reply

from tanggap.channels.contract import Later, Malformed, Refused
from tanggap.core import wire


def ask(peer: Peer, method: str = "GET", **rest) -> wire.Got:
    return wire.call(method, peer.url("/x?y=1"), hosts={HOST}, **{"timeout": 1, **rest})


def test_method_headers_and_body_arrive_as_given(ours: Peer):
    ours.script(Reply(status=201, body=b'{"id": 7}', headers={"X-Kind": "a"}))

    got = ask(ours, "POST", headers={"Authorization": "Bearer s", "Host": "elsewhere"}, body=b"\x00words")

    (received,) = ours.received
    assert (received.method, received.query, received.body) == ("POST", {"y": "1"}, b"\x00words")
    assert (received.headers["authorization"], received.headers["host"]) == ("Bearer s", ours.host)
    assert (got.status, got.headers["x-kind"], wire.json_of(got)) == (201, "a", {"id": 7})


@pytest.mark.parametrize("status", [204, 301, 404, 429, 500, 503])
def test_the_adapter_judges_the_status(status, ours: Peer):
    ours.script(Reply(status=status))

    assert ask(ours).status == status


def test_a_drip_of_bytes_ends_with_the_time(ours: Peer):
    ours.script(Reply(body=b"x" * 1000, drip_seconds=0.1))

    started = time.monotonic()
    with pytest.raises(wire.Unreachable, match="in time"):
        ask(ours, timeout=0.5)

    assert time.monotonic() - started < 1.5


def test_a_server_that_says_nothing_ends_with_the_time(ours: Peer):
    ours.script(Reply(wait_seconds=5))

    started = time.monotonic()
    with pytest.raises(wire.Unreachable, match="in time"):
        ask(ours, timeout=0.3)

    assert time.monotonic() - started < 1.5


def test_headers_without_an_end_end_with_the_time(settings):
    with raw_server(b"HTTP/1.1 200 OK\r\n", then=b"X-A: b\r\n") as port:
        settings.PRIVATE_PEERS = {f"127.0.0.1:{port}"}
        with pytest.raises(wire.Unreachable):
            wire.call("GET", f"http://127.0.0.1:{port}/", hosts={"127.0.0.1"}, timeout=0.5)


@pytest.mark.parametrize(
    "reply",
    [Reply(body=b"x" * 50, announces=100), Reply(body=b"x" * 100, cut_at=10), Reply(hangs_up=True)],
    ids=["announces more", "cut", "hangs up"],
)
def test_what_does_not_come_whole_is_asked_for_again(reply, ours: Peer):
    ours.script(reply)

    with pytest.raises(wire.Unreachable):
        ask(ours)


@pytest.mark.parametrize("announces", [None, 10**12, 10], ids=["as it is", "far more", "less"])
def test_what_is_longer_than_allowed_is_thrown_away(announces, ours: Peer):
    ours.script(Reply(body=b"x" * 5000, announces=announces))

    if announces == 10:
        assert ask(ours, most_bytes=1000).body == b"x" * 10
    else:
        with pytest.raises(wire.TooLong):
            ask(ours, most_bytes=1000)


def test_a_body_without_a_length_ends_at_the_limit(settings):
    with raw_server(b"HTTP/1.1 200 OK\r\n\r\n", then=b"x" * 1000, every=0.001) as port:
        settings.PRIVATE_PEERS = {f"127.0.0.1:{port}"}
        with pytest.raises(wire.TooLong):
            wire.call("GET", f"http://127.0.0.1:{port}/", hosts={"127.0.0.1"}, timeout=5, most_bytes=20_000)


def test_a_packed_answer_that_was_not_asked_for_is_not_unpacked(ours: Peer):
    ours.script(Reply(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}))

    with pytest.raises(wire.Unreachable):
        ask(ours)


@pytest.mark.parametrize("reply", [Reply(hangs_up=True), Reply(wait_seconds=5), Reply(body=b"x" * 99, cut_at=1)])
def test_what_may_have_been_done_is_not_said_to_be_undone(reply, ours: Peer):
    ours.script(reply, reply)

    with pytest.raises(wire.Unanswered):
        ask(ours, "POST", body=b"words", timeout=0.3)
    with pytest.raises(wire.Unreachable):
        ask(ours, "POST", body=b"words", timeout=0.3, is_repeatable=True)

    assert not issubclass(wire.Unanswered, (Later, Refused))


def test_where_nobody_listens_a_request_never_left(settings):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    settings.PRIVATE_PEERS = {f"127.0.0.1:{port}"}

    with pytest.raises(wire.Unreachable):
        wire.call("POST", f"http://127.0.0.1:{port}/", hosts={"127.0.0.1"}, body=b"words")


def test_a_name_without_an_address_and_a_resolver_that_sleeps_are_later(monkeypatch):
    def sleeps(*args, **named):
        time.sleep(3)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", sleeps)
    started = time.monotonic()

    with pytest.raises(wire.Unreachable):
        wire.call("POST", "https://platform.example/", hosts=PLATFORM, timeout=0.2)

    assert time.monotonic() - started < 1


@pytest.mark.parametrize("headers", [{"X": "a\r\nY: b"}, {"X\n": "a"}, {"X": "é"}])
def test_a_header_cannot_hold_another(headers, ours: Peer):
    with pytest.raises(wire.Forbidden):
        ask(ours, headers=headers)

    assert ours.received == []


def test_words_of_a_failure_hold_nothing_of_the_address_but_the_host(ours: Peer):
    ours.script(Reply(hangs_up=True))

    with pytest.raises(wire.Unreachable) as failure:
        wire.call("GET", ours.url("/bot-secret?token=canary"), hosts={HOST})

    assert str(failure.value) == f"{HOST} does not answer whole."
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_malformed(body):
    with pytest.raises(Malformed):
        wire.json_of(wire.Got(200, {}, body))


class raw_server:  # noqa: N801  reads as a verb where it is used
    """Answers one connection with bytes, then with others again and again until nobody listens."""

    def __init__(self, first: bytes, then: bytes, every: float = 0.02) -> None:
        self.first, self.then, self.every = first, then, every

    def __enter__(self) -> int:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return self.listener.getsockname()[1]

    def __exit__(self, *exc: object) -> None:
        self.listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            came, _address = self.listener.accept()
            with came:
                came.sendall(self.first)
                while True:
                    came.sendall(self.then)
                    time.sleep(self.every)
