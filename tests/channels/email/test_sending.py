"""Letters out through a real SMTP server: what it takes, refuses, puts off, and leaves unanswered."""

import socket

import pytest
from tests.channels.email import made
from tests.peers import smtp as peers
from tests.peers.smtp import Smtp

from tanggap.channels.contract import Account, Later, Refused, Sent
from tanggap.channels.email import ADAPTER, dialling, ours, sending


def _account(settings, port: int, **values: str) -> Account:
    settings.PRIVATE_PEERS = {f"127.0.0.1:{port}"}
    given = {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none", **values}
    return made.account(**given)


def test_a_letter_goes_out(settings, smtp):
    account = _account(settings, smtp.port)
    assert ADAPTER.send(account, made.outgoing()) == Sent(ours.message_id(account, "42"))
    (letter,) = smtp.letters
    assert (letter.sender, letter.recipients) == (made.OWN, ("budi@contoh.test",))
    assert letter.message.get_content().replace("\r\n", "\n") == "Terima kasih.\nKami kerjakan.\n"


def test_a_dot_alone_does_not_end_the_letter(settings, smtp):
    ADAPTER.send(_account(settings, smtp.port), made.outgoing(text="satu\n.\n.dua\n..\nQUIT\n"))
    assert smtp.letters[0].message.get_content().replace("\r\n", "\n") == "satu\n.\n.dua\n..\nQUIT\n"


def test_an_address_beyond_ascii_is_written_to_where_the_server_can(settings, smtp):
    ADAPTER.send(_account(settings, smtp.port), made.outgoing(to="jürgen@contoh.test"))
    assert (smtp.letters[0].recipients, smtp.letters[0].message["To"]) == (
        ("jürgen@contoh.test",),
        "jürgen@contoh.test",
    )


@pytest.mark.parametrize(
    ("command", "answer", "is_dead"),
    [
        ("RCPT", "550 5.1.1 User unknown", True),
        ("RCPT", "550 No such user here", True),
        ("RCPT", "552 5.2.2 Mailbox full", False),
        ("RCPT", "550 5.7.1 blocked by policy", False),
        ("MAIL", "550 5.1.1 not you", False),
        ("DATA", "554 5.7.1 spam", False),
    ],
)
def test_a_refusal_is_final(settings, smtp, command, answer, is_dead):
    smtp.handler.answers[command] = answer
    with pytest.raises(Refused) as refused:
        ADAPTER.send(_account(settings, smtp.port), made.outgoing())
    assert refused.value.is_dead_address is is_dead
    assert "unknown" not in str(refused.value)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_what_is_put_off_goes_later(settings, smtp, command):
    smtp.handler.answers[command] = "451 4.7.1 Greylisted"
    with pytest.raises(Later):
        ADAPTER.send(_account(settings, smtp.port), made.outgoing())


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_line_that_breaks_before_the_letter_is_later(settings, smtp, command):
    smtp.handler.hangs_up_after = command
    with pytest.raises(Later):
        ADAPTER.send(_account(settings, smtp.port), made.outgoing())


def test_a_letter_that_was_handed_over_without_an_answer_is_unsure(settings, smtp):
    smtp.handler.hangs_up_after = "DATA"
    with pytest.raises(sending.Unsure):
        ADAPTER.send(_account(settings, smtp.port), made.outgoing())
    assert len(smtp.letters) == 1


def test_a_server_that_is_away_is_later(settings):
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    with pytest.raises(Later):
        ADAPTER.send(_account(settings, port), made.outgoing())


def test_a_server_that_says_nothing_is_later(settings, peer, monkeypatch):
    monkeypatch.setattr(dialling, "SECONDS", 0.5)
    with pytest.raises(Later):
        ADAPTER.send(_account(settings, peer.port), made.outgoing())


def test_no_letter_goes_into_a_private_network_that_nobody_named(settings, smtp):
    account = _account(settings, smtp.port)
    settings.PRIVATE_PEERS = set()
    for security in ("none", "ssl", "starttls"):
        with pytest.raises(Refused):
            ADAPTER.send(_with(account, smtp_security=security), made.outgoing())
    assert smtp.letters == []


def test_starttls_and_a_password_are_used_as_set(settings, certificate):
    with Smtp(certificate=certificate, wants_login=True) as server:
        values = {"smtp_security": "starttls", "smtp_user": peers.USER, "smtp_password": peers.PASSWORD}
        account = _account(settings, server.port, **values)
        ADAPTER.send(account, made.outgoing())
        assert len(server.letters) == 1
        for wrong in ({"smtp_password": "lain"}, {"smtp_security": "none"}, {"smtp_security": "ssl"}):
            with pytest.raises(Later):
                ADAPTER.send(_with(account, **wrong), made.outgoing())
        assert len(server.letters) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_letter(settings, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with Smtp(certificate=certificate) as server:
        with pytest.raises(Later):
            ADAPTER.send(_account(settings, server.port, smtp_security="starttls"), made.outgoing())
        assert server.letters == []


def _with(account: Account, **values: str) -> Account:
    return made.account(**{**account.values, **values})
