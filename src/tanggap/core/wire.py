"""The one door out: whatever this installation fetches or sends by HTTP goes through `call` (threats.md §3 case 8, promise P21).

The host is one that the caller names, the name is asked for once and the very address that came is connected to, the certificate is
checked against the name. Nothing is followed, no proxy is asked, one time holds for the whole call, and the answer ends at its limit.
Addresses inside the city's own network, and plain http, are only for the peers that the environment names (`TANGGAP_PRIVATE_PEERS`).
"""

import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
REPEATABLE = frozenset({"GET", "HEAD"})
MOST_URL = 4096
PORTION = 65536
URL = re.compile(
    r"(https?)://(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::([0-9]{1,5}))?(?![^/?#])([^#]*)(?:#.*)?", re.I
)
DEFAULT_PORT = {"https": 443, "http": 80}

# What the registries of special addresses set apart (IANA, RFC 6890 and its updates); in v6 also whatever holds a v4 address inside.
_APART_V4 = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GIVEN_OUT_V6 = ipaddress.ip_network("2000::/3")
_APART_V6 = tuple(
    ipaddress.ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
# Where a peer in the city's own network may be: never link-local, where clouds answer with their secrets, nor many machines at once.
_OWN = tuple(
    ipaddress.ip_network(net)
    for net in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


class Malformed(Exception):
    """The payload is none of the other side's. The words say what was expected; they hold nothing of the payload."""


class Later(Exception):
    """The other side cannot now: try again after `seconds` (None: by our own back-off)."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class Refused(Exception):
    """The other side will never take this; trying again is of no use. `is_dead_address`: nor anything else to this person."""

    def __init__(self, words: str, *, is_dead_address: bool = False) -> None:
        super().__init__(words)
        self.is_dead_address = is_dead_address


class Unreachable(Later):
    """No whole answer came, and asking again does no harm: the request never left, or it is one that may be repeated."""


class Forbidden(Refused):
    """The address is none that this caller may reach. Nothing was connected to."""


class TooLong(Refused):
    """The answer is longer than allowed; what was read of it is thrown away."""


class Unanswered(Exception):
    """The request went out and no whole answer came back: it may have been done. Raised only for what must not be repeated."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer, whatever its status; redirects too are only told. Header names are lower-case, a repeated one's values joined."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was allowed: where to connect, and what to ask for there."""

    is_tls: bool
    host: str
    port: int
    path: str = field(repr=False)
    is_peer: bool

    @property
    def authority(self) -> str:
        """The host as the request names it, with its port where that is not the usual one."""
        return (
            self.host if self.port == DEFAULT_PORT["https" if self.is_tls else "http"] else f"{self.host}:{self.port}"
        )


def call(
    method: str,
    url: str,
    *,
    hosts: Collection[str],
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 10.0,
    most_bytes: int = 10_000_000,
    is_repeatable: bool | None = None,
) -> Got:
    """Ask `url` once and return the answer, within `timeout` seconds for everything together.

    `hosts` is where this caller may go: `name` (port 443), `name:port`, or `*.suffix` for the names below it. `is_repeatable` says whether
    the same request twice does no harm; left out, GET and HEAD are. Raises Unreachable, Forbidden, TooLong; Unanswered when a request
    that must not be repeated went out and its answer did not come whole.
    """
    if method not in METHODS:
        raise Forbidden("The method is none that the door knows.")
    if not all(part.isascii() and part.isprintable() for pair in (headers or {}).items() for part in pair):
        raise Forbidden("A header holds what no header may.")
    until = time.monotonic() + timeout
    target = allowed(url, hosts)
    sock = _open(target, until)
    try:
        return _ask(sock, target, method, dict(headers or {}), body, most_bytes)
    except (OSError, http.client.HTTPException, ValueError, TooLong) as error:
        if not (method in REPEATABLE if is_repeatable is None else is_repeatable):
            raise Unanswered(f"{target.host}: the request went out, its answer did not come whole.") from None
        if isinstance(error, TooLong):
            raise
        why = "does not answer in time" if time.monotonic() >= until else "does not answer whole"
        raise Unreachable(f"{target.host} {why}.") from None
    finally:
        sock.close()


def json_of(got: Got) -> Any:
    """Return the answer read as JSON. Raises Malformed."""
    try:
        return json.loads(got.body)
    except (ValueError, RecursionError):
        raise Malformed("The answer is no JSON.") from None


def host_of(url: str) -> str:
    """Return what stands among `hosts` for a URL that an operator set: its host, with the port where one is named. Raises Forbidden."""
    _scheme, host, port, _path = _parts(url)
    return f"{host}:{port}" if port else host


def allowed(url: str, hosts: Collection[str]) -> Target:
    """Return where a URL leads. Raises Forbidden unless it is https to one of `hosts`, or leads to a peer that the environment names."""
    scheme, host, named_port, path = _parts(url)
    port = int(named_port or DEFAULT_PORT[scheme])
    is_peer = f"{host}:{port}" in settings.PRIVATE_PEERS
    if not 0 < port < 65536 or not _is_named(host, port, hosts, any_port=is_peer):
        raise Forbidden("The address is none of this channel's hosts.")
    if scheme == "http" and not is_peer:
        raise Forbidden("The address is not https.")
    return Target(scheme == "https", host, port, path, is_peer)


def _parts(url: str) -> tuple[str, str, str, str]:
    """Return scheme, host, port (empty when not named) and path with query, its spaces and foreign letters in percent form."""
    found = URL.fullmatch(url) if len(url) <= MOST_URL and url.isprintable() and "\\" not in url else None
    if not found:
        raise Forbidden("The address is no plain https address.")
    scheme, host, port, path = found.groups()
    path = quote(path, safe="/?%:@!$&'()*+,;=~[]")
    return scheme.lower(), host.lower(), port or "", path if path.startswith("/") else f"/{path}"


def _is_named(host: str, port: int, hosts: Collection[str], *, any_port: bool) -> bool:
    named = {name.lower() for name in hosts}
    if f"{host}:{port}" in named:
        return True
    is_below = any(name.startswith("*.") and host.endswith(name[1:]) and len(host) >= len(name) for name in named)
    return (host in named or is_below) and (any_port or port == DEFAULT_PORT["https"])


# --- names and addresses ------------------------------------------------------------------------------------------


def addresses(host: str, port: int, within: float) -> list[str]:
    """Ask the resolver once and return the addresses of `host`, waiting no longer than `within` seconds. Raises OSError."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            found.clear()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, within))
    if asking.is_alive() or not found:
        raise OSError("no address")
    return found


def is_reachable(text: str, *, is_peer: bool = False) -> bool:
    """Return whether an address may be connected to: one of the open Internet, or of the own network for a named peer."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if is_peer and any(address in net for net in _OWN if net.version == address.version):
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in net for net in _APART_V4)
    return address in _GIVEN_OUT_V6 and not any(address in net for net in _APART_V6)


def _open(target: Target, until: float) -> socket.socket:
    """Return a connection to the first of the host's addresses that answers. Raises Unreachable, Forbidden."""
    try:
        found = addresses(target.host.strip("[]"), target.port, until - time.monotonic())
    except OSError:
        raise Unreachable(f"{target.host} has no address.") from None
    good = [address for address in dict.fromkeys(found) if is_reachable(address, is_peer=target.is_peer)]
    if not good:
        raise Forbidden("The address leads into a private network.")
    for nth, address in enumerate(good, 1):
        try:
            return _connect(address, target, until, share=len(good) - nth + 1)
        except ssl.SSLCertVerificationError:
            raise Unreachable(f"{target.host} shows no certificate of its name.") from None
        except OSError:
            continue
    raise Unreachable(f"{target.host} cannot be reached.")


def _connect(address: str, target: Target, until: float, *, share: int) -> socket.socket:
    """Connect to this very address, with at most its `share`-th part of the time left, and shake hands on the host's name."""
    sock = _Timed(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.until = until
        sock.settimeout(_left(until) / share)
        sock.connect((address, target.port))
        if not target.is_tls:
            return sock
        sock.settimeout(_left(until))
        wrapped = trust().wrap_socket(sock, server_hostname=target.host.strip("[]"))
        wrapped.until = until  # type: ignore[attr-defined]
        return wrapped
    except BaseException:
        sock.close()
        raise


@cache
def trust() -> ssl.SSLContext:
    """Return whom we believe: the machine's own certificate authorities (`SSL_CERT_FILE` names others), TLS 1.2 at least."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _TimedTls
    return context


# --- a connection that ends in time -------------------------------------------------------------------------------


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left


class _Timed(socket.socket):
    """A socket on which each step may take only what is left of the whole call, so that a drip of bytes ends, too."""

    until: float = float("inf")

    def recv_into(self, *args: Any, **named: Any) -> int:
        self.settimeout(_left(self.until))
        return super().recv_into(*args, **named)

    def sendall(self, *args: Any, **named: Any) -> None:
        self.settimeout(_left(self.until))
        super().sendall(*args, **named)


class _TimedTls(ssl.SSLSocket):
    until: float = float("inf")

    def recv_into(self, *args: Any, **named: Any) -> int:
        if self.until != float("inf"):
            self.settimeout(_left(self.until))
        return super().recv_into(*args, **named)

    def send(self, *args: Any, **named: Any) -> int:
        if self.until != float("inf"):
            self.settimeout(_left(self.until))
        return super().send(*args, **named)


def _ask(
    sock: socket.socket, target: Target, method: str, headers: dict[str, str], body: bytes | None, most_bytes: int
) -> Got:
    connection = http.client.HTTPConnection(target.host.strip("[]"), target.port)
    connection.sock = sock
    headers = {
        name: value for name, value in headers.items() if name.lower() not in {"host", "connection", "accept-encoding"}
    }
    headers |= {"Host": target.authority, "Connection": "close", "Accept-Encoding": "identity"}
    connection.request(method, target.path, body=body, headers=headers)
    answer = connection.getresponse()
    return Got(answer.status, _joined(answer), b"" if method == "HEAD" else _body(answer, most_bytes))


def _body(answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """Return the whole body. Raises TooLong, and HTTPException when it is shorter than announced or packed, which was not asked for."""
    if answer.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise http.client.HTTPException
    announced = answer.length
    if announced is not None and announced > most_bytes:
        raise TooLong("The answer is longer than allowed.")
    read = bytearray()
    while portion := answer.read(PORTION):
        read += portion
        if len(read) > most_bytes:
            raise TooLong("The answer is longer than allowed.")
    if announced is not None and len(read) < announced:
        raise http.client.HTTPException
    return bytes(read)


def _joined(answer: http.client.HTTPResponse) -> dict[str, str]:
    """Return the headers by lower-case name."""
    joined: dict[str, str] = {}
    for name, value in answer.getheaders():
        joined[name.lower()] = f"{joined[name.lower()]}, {value}" if name.lower() in joined else value
    return joined
