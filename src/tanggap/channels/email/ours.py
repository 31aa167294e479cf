"""The addresses that are ours, and what we sign in them: who answers to a signed one proves that our letter about a report reached him."""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from typing import NamedTuple

from tanggap.channels import tokens
from tanggap.channels.contract import Account
from tanggap.channels.email import headers
from tanggap.core import crypto

LONGEST_LOCAL = 64  # RFC 5321
_OUR_ID = re.compile(r"\btg\.([A-Za-z0-9_-]{1,80})\.([a-z2-7]{16})@([A-Za-z0-9.-]{1,190})")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Joined(NamedTuple):
    """A report that a signed address names. `is_theirs`: it was made for the very person who writes."""

    code: str
    is_theirs: bool


def own(account: Account) -> frozenset[str]:
    """Return the addresses at which this account writes and is written to."""
    return frozenset(filter(None, (headers.spec(account["address"]), headers.spec(reply_base(account)))))


def reply_base(account: Account) -> str:
    """Return the address that answers go to when no report is signed in it."""
    return account["reply"] or account["address"]


def is_own(account: Account, spec: str) -> bool:
    """Return whether an address is one of ours, signed or plain."""
    local, _at, domain = spec.rpartition("@")
    return f"{local.split(_mark(account))[0]}@{domain}" in own(account) or spec in own(account)


def reply_address(account: Account, *, code: str, token: str, to: str) -> str:
    """Return the address for answers about a report: `laporan+JK-….token.whose@…`; the plain one where that cannot be made."""
    local, _at, domain = reply_base(account).rpartition("@")
    if not (code and token) or account["plus"] == "none":
        return reply_base(account)
    signed = f"{local}{_mark(account)}{code}.{token}.{_whose(code, to)}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL else reply_base(account)


def joined(account: Account, recipients: Iterable[str], sender: str) -> Joined | None:
    """Return the report that a signed address among the recipients names, None without a true one."""
    local, _at, domain = headers.spec(reply_base(account)).rpartition("@")
    if not local:
        return None
    signed = re.compile(
        rf"{re.escape(local + _mark(account))}([a-z0-9-]{{4,30}})\.([a-z0-9]{{8,32}})\.([a-z0-9]{{8}})@{re.escape(domain)}",
        re.IGNORECASE,
    )
    for value in recipients:
        for code, token, whose in signed.findall(value[: headers.LONGEST])[:10]:
            if tokens.opens(code.upper(), token):
                return Joined(code.upper(), hmac.compare_digest(_whose(code, sender), whose.lower()))
    return None


def message_id(account: Account, key: str) -> str:
    """Return the id of the letter that is sent under `key`: the same at every try, and provably ours when a bounce names it."""
    name = key if _KEY.fullmatch(key) else crypto.blind_index("mail key", key).hex()[:40]
    return f"tg.{name}.{_proof(name)}@{account['address'].rpartition('@')[2]}"


def our_ids(text: str) -> list[str]:
    """Return the ids in `text` that we gave, in order: nobody else can make one."""
    return [found[0] for found in _OUR_ID.finditer(text) if hmac.compare_digest(_proof(found[1]), found[2])]


def _mark(account: Account) -> str:
    return "-" if account["plus"] == "-" else "+"


def _whose(code: str, to: str) -> str:
    """Return 40 bits that tie a signed address to the person whom it was made for."""
    return _short(crypto.blind_index("mail reply", f"{code.upper()}:{headers.spec(to) or to.lower()}"))[:8]


def _proof(name: str) -> str:
    return _short(crypto.blind_index("mail id", name))[:16]


def _short(digest: bytes) -> str:
    return b32encode(digest).decode().lower()
