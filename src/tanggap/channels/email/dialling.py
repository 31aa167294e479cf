"""Connections to mail servers: the name is asked for once, the very address connected to, the certificate checked against the name.

The rules of `channels.wire` hold here, too: nothing in a private network, and nothing without TLS, but to the peers that the environment
names (`TANGGAP_PRIVATE_PEERS`).
"""

import imaplib
import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings
from imap_tools.mailbox import BaseMailBox

from tanggap.channels.contract import Later, Refused
from tanggap.core import wire

SECONDS = 30.0
"""How long a server may be silent at each step."""


def dial(host: str, port: int) -> socket.socket:
    """Return a connection to one of the addresses of a mail server. Raises Later, Refused."""
    try:
        found = wire.addresses(host, port, SECONDS)
    except OSError:
        raise Later("The mail server's name has no address.") from None
    good = [one for one in dict.fromkeys(found) if wire.is_reachable(one, is_peer=is_peer(host, port))]
    if not good:
        raise Refused("The mail server's address leads into a private network.")
    for address in good:
        try:
            return socket.create_connection((address, port), timeout=SECONDS)
        except OSError:
            continue
    raise Later("The mail server cannot be reached.")


def is_peer(host: str, port: int) -> bool:
    """Return whether the environment names a server as one of the city's own network."""
    return f"{host}:{port}" in settings.PRIVATE_PEERS


def permit(host: str, port: int, security: str) -> None:
    """Raises Refused unless a server is reached through TLS, or is one of the city's own."""
    if security == "none" and not is_peer(host, port):
        raise Refused("Without TLS only a server in the city's own network may be used.")


def trust() -> ssl.SSLContext:
    """Return whom we believe: the machine's own certificate authorities (`SSL_CERT_FILE` names others), TLS 1.2 at least."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Imap(imaplib.IMAP4):
    """An IMAP connection, through TLS from the first byte when `is_tls`."""

    def __init__(self, host: str, port: int, *, is_tls: bool) -> None:
        self.is_tls = is_tls
        super().__init__(host, port, SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        sock = dial(self.host, self.port)
        return trust().wrap_socket(sock, server_hostname=self.host) if self.is_tls else sock


class MailBox(BaseMailBox):
    """imap-tools' mailbox over such a connection; `security` is ssl, starttls or none."""

    def __init__(self, host: str, port: int, security: str) -> None:
        self.host, self.port, self.security = host, port, security
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        permit(self.host, self.port, self.security)
        client = Imap(self.host, self.port, is_tls=self.security == "ssl")
        if self.security == "starttls":
            client.starttls(trust())
        return client


class Smtp(smtplib.SMTP):
    """An SMTP connection, through TLS from the first byte when `is_tls`. A certificate is checked against the host's name."""

    def __init__(self, host: str, port: int, *, is_tls: bool, name: str) -> None:
        self.is_tls = is_tls
        super().__init__(host, port, local_hostname=name, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        sock = dial(host, port)
        return trust().wrap_socket(sock, server_hostname=host) if self.is_tls else sock
