"""A mailbox, and who takes our letters."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from tests.channels.email import made as letters
from tests.channels.natives.platform import Asked, Message, Taken
from tests.peers import dovecot
from tests.peers.dovecot import Dovecot
from tests.peers.smtp import Smtp

from tanggap.channels.contract import Piece
from tanggap.channels.email import reading


class Email(Asked):
    """A mailbox at Dovecot, which is started when the first letter comes, and an SMTP server that takes ours."""

    name, adapter, channel = "email", "email", "email"
    _imap: Dovecot | None = None

    def prepare(self) -> None:
        self.smtp = Smtp()
        self.imap_port = dovecot.free_port()

    def start(self, stack: ExitStack) -> None:
        stack.enter_context(self.smtp)
        if dovecot.program() is not None:
            self._imap = Dovecot()
            self.imap_port = self._imap.port
            stack.callback(self._imap.remove)

    @property
    def hosts(self) -> set[str]:
        return {f"127.0.0.1:{self.smtp.port}", f"127.0.0.1:{self.imap_port}"}

    def values(self) -> dict[str, str]:
        return {
            "address": letters.OWN,
            "name": "Tanggap",
            "imap_host": "127.0.0.1",
            "imap_port": str(self.imap_port),
            "imap_security": "none",
            "imap_user": dovecot.USER,
            "imap_password": dovecot.PASSWORD,
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self.smtp.port),
            "smtp_security": "none",
        }

    def person(self, sender: int) -> str:
        return f"canary{sender}@warga{sender}.test"

    def show(self, *messages: Message) -> None:
        if self._imap is None:
            pytest.skip("there is no Dovecot: apt-get install dovecot-imapd")
        if self._imap.process is None:
            self._imap.start()
        self._imap.deliver(*map(self.letter, messages))

    def letter(self, one: Message) -> bytes:
        """Return a message as a letter."""
        head = {
            "From": f"Ratna <{self.person(one.sender)}>",
            "Message-ID": f"<m{one.number}@warga.test>",
            "Subject": "Laporan warga",
        }
        if not one.photo:
            return letters.letter(one.text, **head)
        words = letters.part(one.text.encode())
        picture = letters.part(b64encode(one.photo), "image/jpeg; name=foto.jpg", "Content-Transfer-Encoding: base64")
        return letters.multipart(words, picture, **head)

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        return [reading.piece(self.letter(one)) for one in messages]

    def taken(self) -> list[Taken]:
        return [Taken(one.recipients[0], _words_of(one.message)) for one in list(self.smtp.letters)]


def _words_of(letter: Any) -> str:
    body = letter.get_body(("plain",))
    return f"{letter['subject']}\n{body.get_content() if body else ''}"
