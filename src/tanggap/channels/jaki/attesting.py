"""Who vouches that an installation is the city's own app on a real phone: a hook, for that is a platform's word and a city's contract.

A city's package writes a `Verifier` for Play Integrity, App Attest or another and calls `register` when it is loaded; the account's
setting names it. Without one nobody vouches, and that is said everywhere instead of being assumed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tanggap.channels.contract import Account

NOT_ATTESTED = "not_attested"
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Attested:
    """What was found: `by` whom it is vouched for (empty: by nobody), and a snake_case `word` why."""

    by: str = ""
    word: str = NOT_ATTESTED


class Verifier(Protocol):
    """What looks at a platform's statement."""

    def verify(self, account: Account, *, platform: str, statement: Mapping[str, Any], challenge: bytes) -> Attested:
        """Return what the statement proves. It must hold `challenge`: the installation's key and the time are in it. Raises nothing."""


class Nobody:
    """Vouches for nothing."""

    def verify(self, account: Account, *, platform: str, statement: Mapping[str, Any], challenge: bytes) -> Attested:
        """Return that nobody vouches."""
        return Attested()


_verifiers: dict[str, Verifier] = {NOBODY: Nobody()}


def register(name: str, verifier: Verifier) -> None:
    """Offer a verifier under the name that an account's setting uses."""
    _verifiers[name] = verifier


def attested(account: Account, *, platform: str, statement: Mapping[str, Any], challenge: bytes) -> Attested:
    """Return what the account's verifier finds; an account that names one which is not there has nobody to vouch."""
    verifier = _verifiers.get(account["attestation"] or NOBODY)
    if verifier is None:
        return Attested(word="unknown_verifier")
    return verifier.verify(account, platform=platform, statement=statement, challenge=challenge)


def challenge(key: bytes, time: str) -> bytes:
    """Return what the platform is to bind its statement to: SHA-256 over `JAKI1 attest`, the key (DER) and the request's time."""
    return hashlib.sha256(b"JAKI1 attest\n" + key + b"\n" + time.encode()).digest()
