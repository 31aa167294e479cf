"""Who is asked, who must not be, and the forms of addresses that would lead inside."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.peers.http import HOST, Peer

from tanggap.core import wire

PLATFORM = {"platform.example", "*.cdn.example"}
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


@pytest.fixture
def ours(settings) -> Iterator[Peer]:
    """A peer on loopback that the environment names."""
    with Peer() as running:
        settings.PRIVATE_PEERS = {running.host}
        yield running


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
