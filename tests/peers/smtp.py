"""A real SMTP server (aiosmtpd) on loopback that keeps what it was given and refuses, delays or hangs up as a test says."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from tests.peers.dovecot import free_port

USER, PASSWORD = "laporan", "sandi-rahasia"


@dataclass(frozen=True)
class Letter:
    """A letter as it was handed over: the envelope, and the bytes as they came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    options: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """Return the letter, read by the standard library."""
        read: Any = message_from_bytes(self.data, policy=default)
        return read


@dataclass
class Handler:
    """`answers` says what is answered to a command (`MAIL`, `RCPT`, `DATA`), `250 OK` without one. `hangs_up_after` is a command."""

    letters: list[Letter] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up_after: str = ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" not in self.answers:
            envelope.mail_from, envelope.mail_options = address, options
        return self._answer(server, "MAIL")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" not in self.answers:
            content = envelope.original_content or b""
            self.letters.append(
                Letter(
                    envelope.mail_from or "",
                    tuple(map(str, envelope.rcpt_tos)),
                    tuple(map(str, envelope.mail_options)),
                    content,
                )
            )
        return self._answer(server, "DATA")

    def _answer(self, server: SMTP, command: str) -> str:
        if self.hangs_up_after == command and server.transport:
            server.transport.abort()
        return self.answers.get(command, "250 OK")


class Smtp:
    """One server. `port` and `letters` are what tests look at."""

    def __init__(self, *, certificate: tuple[Path, Path] | None = None, wants_login: bool = False) -> None:
        self.handler = Handler()
        context = None
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*certificate)
        options: Mapping[str, Any] = {"tls_context": context, "require_starttls": bool(context)}
        if wants_login:
            options = {
                **options,
                "authenticator": _authenticate,
                "auth_required": True,
                "auth_require_tls": bool(context),
            }
        self.controller = Controller(
            self.handler, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True, decode_data=False, **options
        )

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @property
    def letters(self) -> list[Letter]:
        return self.handler.letters

    def __enter__(self) -> "Smtp":
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """A server that takes everything, without TLS or login."""
    with Smtp() as server:
        yield server
