"""The one door out: it reaches the hosts that the caller names on the open Internet, and nothing else (promise P21)."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.peers.http import HOST, Peer, Reply

from tanggap.channels.contract import Later, Malformed, Refused
from tanggap.core import wire

PLATFORM = {"platform.example", "*.cdn.example"}


@pytest.fixture
def ours(settings) -> Iterator[Peer]:
    """A peer on loopback that the environment names."""
    with Peer() as running:
        settings.PRIVATE_PEERS = {running.host}
        yield running


# --- nothing reaches the inside -----------------------------------------------------------------------------------


class Canary:
    """Listens on loopback, both families and where peers do, on one port, and counts who comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        self.listeners = [socket.create_server(("127.0.0.1", 0))]
        self.port: int = self.listeners[0].getsockname()[1]
        for address, family in (("::1", socket.AF_INET6), (HOST, socket.AF_INET)):
            with suppress(OSError):
                self.listeners.append(socket.create_server((address, self.port), family=family))
        for listener in self.listeners:
            threading.Thread(target=self._wait, args=(listener,), daemon=True).start()

    def _wait(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                came, address = listener.accept()
                self.visits.append(address[0])
                came.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    there = Canary()
    yield there
    for listener in there.listeners:
        listener.close()


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """What the resolver answers for a name; for numbers of any form the machine's own answer."""
    known: dict[str, list[str]] = {}
    really = socket.getaddrinfo

    def ask(host, port, *args, **named):
        if host in known:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]
        return really(host, port, *args, flags=socket.AI_NUMERICHOST, **named)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    return known


FORMS = [
    # loopback, plainly and in every way to write a number
    "https://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/",
    "https://localhost:{port}/",
    "https://LOCALHOST:{port}/",
    "https://localhost.:{port}/",
    "https://127.1:{port}/",
    "https://127.0.1:{port}/",
    "https://0:{port}/",
    "https://0.0.0.0:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.0.0.1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://127.255.255.254:{port}/",
    # IPv6, also with an IPv4 address inside
    "https://[::1]:{port}/",
    "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[fe80::1]:{port}/",
    "https://[::1%25lo]:{port}/",
    # where clouds keep their secrets, and the private networks
    "https://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    # other schemes
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "ftp://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    # names that look like the platform's and are not, or lead inside
    "https://platform.example@127.0.0.1:{port}/",
    "https://platform.example:443@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@platform.example/",
    "https://platform.example\\.127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@platform.example/",
    "https://127.0.0.1:{port}?@platform.example/",
    "https://127.0.0.1:{port}%2f@platform.example/",
    "https://①②⑦.⓪.⓪.①:{port}/",
    "https://127。0。0。1:{port}/",
    "https://inside.example:{port}/",
    "https://rebinds.example:{port}/",
    "https://platform.example.inside.example:{port}/",
    "https://platform.example :{port}/",
    "https://platform.example\r\nHost: 127.0.0.1:{port}/",
    " https://127.0.0.1:{port}/",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_careless", [False, True], ids=["listed-hosts", "whatever-host"])
def test_no_form_of_an_address_reaches_the_inside(form, is_careless, canary, names):
    names |= {
        name: ["127.0.0.1"]
        for name in ("localhost", "localhost.", "inside.example", "rebinds.example", "platform.example.inside.example")
    }
    url = form.format(port=canary.port)

    with pytest.raises(wire.Forbidden):
        wire.call("GET", url, hosts=itself(url) if is_careless else PLATFORM, timeout=1)

    assert canary.visits == []


def test_there_are_at_least_forty_forms():
    assert len(set(FORMS)) >= 40


def test_a_name_is_asked_for_once_and_the_address_that_came_is_connected_to(canary, monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    went: list[str] = []
    monkeypatch.setattr(wire, "addresses", lambda *args: next(answers))
    monkeypatch.setattr(wire, "_connect", lambda address, *args, **named: went.append(address) or refuse())

    with pytest.raises(wire.Unreachable):
        wire.call("GET", "https://platform.example/", hosts=PLATFORM)

    assert (went, next(answers), canary.visits) == (["93.184.215.14"], ["127.0.0.1"], [])


def test_of_a_name_with_addresses_inside_and_outside_only_those_outside_are_tried(monkeypatch):
    went: list[str] = []
    monkeypatch.setattr(
        wire, "addresses", lambda *args: ["127.0.0.1", "2606:2800:21f::1", "::ffff:10.0.0.1", "1.1.1.1"]
    )
    monkeypatch.setattr(wire, "_connect", lambda address, *args, **named: went.append(address) or refuse())

    with pytest.raises(wire.Unreachable):
        wire.call("GET", "https://platform.example/", hosts=PLATFORM)

    assert went == ["2606:2800:21f::1", "1.1.1.1"]


def test_a_redirect_is_told_and_not_followed(ours: Peer, canary):
    ours.script(Reply.redirect(f"http://127.0.0.1:{canary.port}/"))

    got = wire.call("GET", ours.url(), hosts={HOST})

    assert (got.status, canary.visits) == (302, [])


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "ALL_PROXY", "HTTPS_PROXY"])
def test_no_proxy_is_asked(name, ours: Peer, canary, monkeypatch):
    monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert wire.call("GET", ours.url(), hosts={HOST}).status == 200
    assert canary.visits == []


def test_a_peer_of_the_own_network_is_reached_under_its_port_alone(ours: Peer, canary):

    wire.call("GET", ours.url(), hosts={HOST})
    with pytest.raises(wire.Forbidden):
        wire.call("GET", f"http://{HOST}:{canary.port}/", hosts={HOST})
    with pytest.raises(wire.Forbidden):
        wire.call("GET", ours.url(), hosts=PLATFORM)

    assert (len(ours.received), canary.visits) == (1, [])


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "255.255.255.255", "fe80::1", "ff02::1", "::"]
)
def test_no_named_peer_lies_where_clouds_keep_their_secrets_or_where_everybody_listens(address):
    assert not wire.is_reachable(address, is_peer=True)


# --- which hosts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://platform.example/a?b=c", ("platform.example", 443, "/a?b=c")),
        ("https://PLATFORM.example", ("platform.example", 443, "/")),
        ("https://platform.example?b=c#d", ("platform.example", 443, "/?b=c")),
        ("https://eu.cdn.example/foto jalan é.jpg", ("eu.cdn.example", 443, "/foto%20jalan%20%C3%A9.jpg")),
        ("https://gateway.example:8443/send%20now", ("gateway.example", 8443, "/send%20now")),
    ],
)
def test_an_address_leads_to_a_host_that_the_caller_named(url, leads):
    target = wire.allowed(url, {*PLATFORM, "gateway.example:8443"})

    assert (target.host, target.port, target.path) == leads


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "https://cdn.example/",
        "https://evilcdn.example/",
        "https://.cdn.example/",
        "https://platform.example:8443/",
        "https://platform.example:0/",
        "https://platform.example:99999/",
        "https://gateway.example/",
        "http://platform.example/",
        "https://user@platform.example/",
        "https://platform.example/" + "a" * 5000,
        "",
    ],
)
def test_any_other_is_forbidden(url):
    with pytest.raises(wire.Forbidden):
        wire.allowed(url, {*PLATFORM, "gateway.example:8443"})


def test_what_an_operator_set_is_named_with_its_port():
    assert wire.host_of("https://Gateway.example:8443/x") == "gateway.example:8443"
    assert wire.host_of("https://gateway.example/x") == "gateway.example"


# --- what is asked, what comes back -------------------------------------------------------------------------------


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


# --- the certificate ----------------------------------------------------------------------------------------------


def test_the_certificate_must_be_of_the_name(tls_server, settings, names):
    names |= {"platform.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    settings.PRIVATE_PEERS = {f"{name}:{tls_server.port}" for name in names}
    hosts = {"platform.example", "other.example"}

    got = wire.call("GET", f"https://platform.example:{tls_server.port}/", hosts=hosts, timeout=5)
    with pytest.raises(wire.Unreachable, match="certificate"):
        wire.call("POST", f"https://other.example:{tls_server.port}/", hosts=hosts, timeout=5)

    assert (got.body, tls_server.asked_for) == (b"hello", ["platform.example", "other.example"])


def test_a_certificate_of_nobody_we_know_is_refused(tls_server, settings, names, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    wire.trust.cache_clear()
    names["platform.example"] = ["127.0.0.1"]
    settings.PRIVATE_PEERS = {f"platform.example:{tls_server.port}"}

    with pytest.raises(wire.Unreachable, match="certificate"):
        wire.call("GET", f"https://platform.example:{tls_server.port}/", hosts=PLATFORM, timeout=5)


def test_a_drip_under_tls_ends_with_the_time(tls_server, settings, names):
    names["platform.example"] = ["127.0.0.1"]
    settings.PRIVATE_PEERS = {f"platform.example:{tls_server.port}"}
    tls_server.says = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"

    with pytest.raises(wire.Unreachable):
        wire.call("GET", f"https://platform.example:{tls_server.port}/", hosts=PLATFORM, timeout=0.6)


# --- helpers ------------------------------------------------------------------------------------------------------


def itself(url: str) -> set[str]:
    """Return the allow-list of an adapter so careless that it names whatever host the URL has."""
    with suppress(wire.Forbidden):
        return {wire.host_of(url)}
    return PLATFORM


def refuse() -> socket.socket:
    """Be a host that does not answer."""
    raise ConnectionRefusedError


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


class TlsServer:
    """Speaks TLS with a certificate for platform.example and notes which name it was asked for."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.asked_for: list[str | None] = []
        self.says = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        context.sni_callback = lambda _sock, name, _context: self.asked_for.append(name)
        self.context = context
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                came, _address = self.listener.accept()
            except OSError:
                return
            with suppress(OSError), self.context.wrap_socket(came, server_side=True) as talk:
                talk.recv(65536)
                talk.sendall(self.says)
                talk.settimeout(3)
                talk.recv(1)


@pytest.fixture
def tls_server(tmp_path: Path, monkeypatch) -> Iterator[TlsServer]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "platform.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("platform.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    wire.trust.cache_clear()
    server = TlsServer(context)
    yield server
    server.listener.close()
    wire.trust.cache_clear()
