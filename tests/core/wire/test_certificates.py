"""Under TLS, the door out takes a certificate of the name that was asked for, from somebody we know."""

import pytest
from tests.core.wire.peers import PLATFORM

from tanggap.core import wire


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
