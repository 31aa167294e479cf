"""Which adapter serves which word of the pack's `channels.toml`. A new adapter is a folder and a line here."""

from importlib import import_module
from typing import Final, cast

from tanggap.channels.absent import Absent
from tanggap.channels.contract import Adapter, Forwarding, Polling

FOLDERS: Final = {
    "api": ("jaki",),
    "qlue": ("qlue",),
    "twitter": ("twitter",),
    "facebook": ("meta",),
    "social": ("meta", "twitter"),
    "email": ("email",),
    "sms": ("sms", "whatsapp"),
    "lapor": ("lapor",),
}
"""The folders whose accounts a channel of this adapter word may have; `web` and `counter` are surfaces of our own and have none."""

FORWARDERS: Final = {"open311": ("open311",)}
"""The folders whose accounts take reports of ours on and tell what becomes of them (`contract.Forwarding`); nobody writes to us by them."""

TITLES: Final = {
    "jaki": "JAKI",
    "qlue": "Qlue",
    "twitter": "X (Twitter)",
    "meta": "Facebook, Instagram",
    "email": "IMAP, SMTP",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "lapor": "SP4N-LAPOR!",
    "open311": "Open311",
}
"""How each platform calls itself, the same in every language."""

NEVER_CALLED: Final = frozenset({"email", "lapor", "open311"})
"""Adapters whose platform is only asked: no address of ours is entered there."""

OWN_ADDRESS: Final = {"jaki": "/api/jaki/v1/"}
"""Adapters whose platform calls an interface of its own instead of an account's address."""

_used: dict[str, Adapter] = {}


def adapter(name: str) -> Adapter:
    """Return the adapter of a folder; for a name that is none, what says so and does nothing."""
    if found := _used.get(name):
        return found
    if not any(name in folders for folders in (*FOLDERS.values(), *FORWARDERS.values())):
        return Absent(name)
    made: Adapter = import_module(f"tanggap.channels.{name}").ADAPTER
    return _used.setdefault(name, made)


def adapters_of(word: str) -> tuple[str, ...]:
    """Return the folders that a channel whose pack row says `word` can be connected by; none for our own surfaces."""
    return FOLDERS.get(word, ()) or FORWARDERS.get(word, ())


def register(made: Adapter) -> None:
    """Put an adapter under its name: of a test, or of somebody else's package."""
    _used[made.name] = made


def polling(name: str) -> Polling | None:
    """Return the adapter when it fetches for itself what is new, None when it waits to be called."""
    found = adapter(name)
    return cast(Polling, found) if "poll" in found.ways else None


def forwarding(name: str) -> Forwarding | None:
    """Return the adapter when reports are forwarded by it, None when it serves people."""
    found = adapter(name)
    return cast(Forwarding, found) if "forward" in found.ways else None


def is_called(name: str) -> bool:
    """Return whether the platform of an adapter calls the address of an account, so that it is to be entered there."""
    return name not in NEVER_CALLED and name not in OWN_ADDRESS
