"""Letters out by SMTP. What surely did not leave is Later or Refused; once the words were handed over and no answer came, it is unsure."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from tanggap.channels.contract import Account, Later, Outgoing, Refused, Sent
from tanggap.channels.email import bounces, letters
from tanggap.channels.email import settings as given
from tanggap.channels.email.dialling import Smtp, permit, trust


class Unsure(Exception):
    """The letter was handed over and the server did not answer: it may be on its way."""


@contextmanager
def opened(account: Account) -> Iterator[Smtp]:
    """Give a connection ready to send. Raises Later for all that may pass, Refused for what will not."""
    host, port, security = (
        given.of(account, "smtp_host"),
        given.port(account, "smtp_port"),
        given.of(account, "smtp_security"),
    )
    permit(host, port, security)
    name = account["address"].rpartition("@")[2]
    try:
        server = Smtp(host, port, is_tls=security == "ssl", name=name if name.isascii() and name else "localhost")
    except (OSError, smtplib.SMTPException) as error:
        raise Later("The mail server does not answer as one.") from error
    try:
        _prepare(server, account, security)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _prepare(server: Smtp, account: Account, security: str) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        if security == "starttls":
            server.starttls(context=trust())
            server.ehlo_or_helo_if_needed()
        if account["smtp_user"]:
            server.login(account["smtp_user"], account["smtp_password"])
    except smtplib.SMTPAuthenticationError as error:
        raise Later("The mail server does not accept the user name and password.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Later("The mail server does not let us in.") from error


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Send one letter to one person. Raises Later, Refused, Unsure."""
    letter, message_id = letters.write(account, outgoing)
    to = letters.recipient(account, outgoing.to)
    with opened(account) as server:
        _address(server, account["address"], to, message_id)
        _hand_over(server, letter)
    return Sent(message_id)


def _address(server: Smtp, own: str, to: str, message_id: str) -> None:
    """Say from whom and to whom. Bounces are to name our id, and to bring only the head of the letter back (RFC 3461)."""
    options = [f"ENVID={message_id}", "RET=HDRS"] if server.has_extn("dsn") else []
    if not to.isascii():
        if not server.has_extn("smtputf8"):
            raise Refused("The mail server cannot write to addresses with letters beyond ASCII.")
        options += ["SMTPUTF8", "BODY=8BITMIME"]
        server.command_encoding = "utf-8"
    try:
        _judge(*server.mail(own, options), is_recipient=False)
        _judge(*server.rcpt(to, ["NOTIFY=FAILURE,DELAY"] if server.has_extn("dsn") else []), is_recipient=True)
    except (smtplib.SMTPException, OSError) as error:
        raise Later("The connection to the mail server broke off before the letter.") from error


def _hand_over(server: Smtp, letter: EmailMessage) -> None:
    body = letter.as_bytes()
    try:
        code, said = server.docmd("DATA")
    except (smtplib.SMTPException, OSError) as error:
        raise Later("The connection to the mail server broke off before the letter.") from error
    if code != 354:
        _judge(code, said, is_recipient=False)
        raise Later("The mail server does not want the letter now.")
    try:
        server.send(_stuffed(body))
        code, said = server.getreply()
    except (smtplib.SMTPException, OSError):
        raise Unsure("The letter was handed over and the server did not answer.") from None
    _judge(code, said, is_recipient=False)


def _stuffed(body: bytes) -> bytes:
    """Return a letter as DATA wants it (RFC 5321, 4.5.2): a line that begins with a dot gets another one, a lone dot ends it."""
    if body.startswith(b"."):
        body = b"." + body
    body = body.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _judge(code: int, said: bytes, *, is_recipient: bool) -> None:
    """Raises Later for what may pass (4xx), Refused for what will not (5xx). The words hold nothing of the person or the server."""
    if 200 <= code < 300:
        return
    if code < 500:
        raise Later("The mail server puts the letter off.")
    is_dead = is_recipient and bounces.is_dead("", said[:2000].decode("ascii", "replace"))
    raise Refused(
        "The mail server refuses this recipient." if is_recipient else "The mail server refuses the letter.",
        is_dead_address=is_dead,
    )
