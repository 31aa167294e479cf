"""An HTTP server on loopback that keeps what it was asked, byte for byte, and answers as the test says, well or badly.

    def test_a_gateway_that_is_down_is_asked_later(peer):
        peer.script(Reply(status=503), Reply.json({"id": "7"}))
        …call peer.url("/send")…
        assert [each.json() for each in peer.received] == [{"to": "+62811"}] * 2

A platform's own server is a subclass with `respond`; what stands in the script comes before it, one reply a request.
"""

import json
import socket
import ssl
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

import pytest

if TYPE_CHECKING:
    from tanggap.channels.contract import Call

HOST = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Where peers listen: where no city does, for who still asks after one by its old port, or already by its next, takes an answer away."""
WITHOUT_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For `httpx` on loopback (`verify=`): for each call it would read all certificate authorities anew, 30 ms of work."""


@dataclass(frozen=True)
class Received:
    """A request as it came. Header names are lower-case; `form` is read from an urlencoded body."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """Return the fields of an urlencoded body."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Reply:
    """One answer. Well-behaved unless told otherwise.

    `wait_seconds` passes before anything is said, `drip_seconds` between any two bytes of the body. After `cut_at` bytes of the body the
    connection is closed. `announces` is what Content-Length says instead of the truth; `hangs_up` closes without a word.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_seconds: float = 0
    drip_seconds: float = 0
    cut_at: int | None = None
    announces: int | None = None
    hangs_up: bool = False

    @classmethod
    def json(cls, data: Any, **rest: Any) -> Self:
        """Return an answer of JSON."""
        return cls(body=json.dumps(data).encode(), headers={"Content-Type": "application/json"}, **rest)

    @classmethod
    def redirect(cls, to: str, status: int = 302) -> Self:
        """Return an answer that sends the caller elsewhere."""
        return cls(status=status, headers={"Location": to})


@dataclass(frozen=True)
class Callback:
    """A platform's call to us, ready to go: to an adapter as `as_call()`, to the product with Django's client as `post(client)`."""

    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"

    def as_call(self) -> "Call":
        """Return the call as an adapter is handed it."""
        from tanggap.channels.contract import Call  # here, so that a peer can be started by itself, without the product

        return Call(
            method=self.method,
            url=self.url,
            query=dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.body,
        )

    def post(self, client: Any) -> Any:
        """Call the product and return its response."""
        address = urlsplit(self.url)
        return client.generic(
            self.method,
            address.path + (f"?{address.query}" if address.query else ""),
            data=self.body,
            content_type=next((value for name, value in self.headers.items() if name.lower() == "content-type"), ""),
            headers={**self.headers, "host": address.netloc},
            secure=address.scheme == "https",
        )


class Peer:
    """The server. Use it as a context; it runs in threads of this process and forgets everything when it ends."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self._script: deque[Reply] = deque()
        self._over = threading.Event()
        self._server = _Server((HOST, 0), _Conversation)
        self._server.peer = self
        self.port: int = self._server.server_address[1]
        self.host = f"{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        with suppress(
            OSError
        ):  # a call wakes it: to look now and then whether all is over would cost each test a moment
            socket.create_connection((HOST, self.port), 1).close()
        self._thread.join(5)
        self._server.server_close()

    def url(self, path: str = "/") -> str:
        """Return the address of `path` here."""
        return f"http://{self.host}{path}"

    def script(self, *replies: Reply) -> None:
        """Answer the next requests with these, one each, before `respond` is asked again."""
        self._script.extend(replies)

    def respond(self, received: Received) -> Reply:
        """Return the answer when the script is empty: what a platform's own peer overrides."""
        return Reply()

    def _serve(self) -> None:
        while not self._over.is_set():
            self._server.handle_request()

    def _answer(self, received: Received) -> Reply:
        self.received.append(received)
        with suppress(IndexError):
            return self._script.popleft()
        return self.respond(received)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    peer: Peer

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Hear nobody any more when all is over."""
        return not self.peer._over.is_set()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a caller that hangs up is part of the test."""


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _converse(self) -> None:
        peer = self.server.peer
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        reply = peer._answer(
            Received(
                method=self.command,
                path=address.path,
                query=dict(parse_qsl(address.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
            )
        )
        peer._over.wait(reply.wait_seconds)
        if reply.hangs_up:
            self.close_connection = True
            return
        self._say(reply, peer._over)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _converse  # noqa: N815  names of the base class

    def _say(self, reply: Reply, over: threading.Event) -> None:
        self.send_response(reply.status)
        length = len(reply.body) if reply.announces is None else reply.announces
        for name, value in {"Content-Length": str(length), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        said = reply.body[: reply.cut_at]
        if reply.drip_seconds:
            for byte in said:
                self.wfile.write(bytes([byte]))
                over.wait(reply.drip_seconds)
        else:
            self.wfile.write(said)
        if len(said) != length:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing: the test reads `received`."""


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    """Run a plain peer to which the outgoing door may go."""
    with Peer() as running:
        may_call(settings, running)
        yield running


def may_call(settings: Any, peer: Peer) -> None:
    """Let the outgoing door go to this peer, besides the others."""
    settings.PRIVATE_PEERS = {*getattr(settings, "PRIVATE_PEERS", ()), peer.host}
