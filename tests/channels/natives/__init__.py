"""Each platform as a test speaks through it: a person's words as its own signed call, letter or poll answer, and what it took of ours.

    with natives.running("whatsapp", settings) as platform:
        account = platform.connected()
        platform.bring(client, Message("Lampu jalan mati", number=1, place=PULO_GEBANG, photo=make.photo()))
        …processing.work(account)…
        assert platform.taken()[-1].to == platform.person(1)

The bytes and signatures are those of `tests/peers` and of each adapter's own tests; here they have one shape.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from tests.channels.natives.mail import Email
from tests.channels.natives.partners import Jaki, Lapor, QlueApp
from tests.channels.natives.phones import Generic, Infobip, Twilio, WhatsApp
from tests.channels.natives.platform import Message, Platform, Taken
from tests.channels.natives.social import Meta, Twitter
from tests.peers import dovecot

from tanggap.channels.contract import Account
from tanggap.channels.models import Account as AccountRow
from tanggap.core import crypto, shelf

__all__ = ["PLATFORMS", "Message", "Platform", "Taken", "allow", "move", "nowhere", "running"]

PLATFORMS: dict[str, type[Platform]] = {
    one.name: one for one in (Generic, Twilio, Infobip, WhatsApp, Meta, Twitter, QlueApp, Lapor, Email, Jaki)
}
"""Every platform of every adapter, by the name that a failing test shows."""


@contextmanager
def running(name: str, settings: Any, **where: str) -> Iterator[Platform]:
    """Give a platform whose peer runs, where the outgoing door may go."""
    with ExitStack() as stack:
        platform = PLATFORMS[name](**where)
        platform.start(stack)
        allow(settings, platform)
        yield platform


def allow(settings: Any, *platforms: Platform) -> None:
    """Let the outgoing door go to the peers of platforms, besides the others."""
    for platform in platforms:
        settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, *platform.hosts}


def nowhere(platform: Platform, settings: Any, account: Account) -> Account:
    """Return the account with every address of its platform replaced by one at which nobody listens."""
    closed = f"127.0.0.1:{dovecot.free_port()}"
    settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, closed}
    values = dict(account.values)
    for host in platform.hosts:
        values = {key: value.replace(host, closed) for key, value in values.items()}
    ports = {key: closed.rpartition(":")[2] for key in values if key in {"imap_port", "smtp_port"}}
    return replace(account, values={**values, **ports})


def move(account: Account) -> None:
    """Write an account's changed settings down."""
    sealed = crypto.seal(dict(account.values), context=f"channel account:{account.channel}/{account.code}")
    AccountRow.objects.filter(pk=account.id).update(sealed=sealed)
    shelf.clear_all()
