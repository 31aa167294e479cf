"""What the gateways have in common: what each can do, whose secrets count, and what an answer's status means."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Health,
    Heard,
    Later,
    Outgoing,
    Piece,
    Refused,
    Sent,
)
from tanggap.channels.native import Json, document
from tanggap.channels.sms import alphabet
from tanggap.core.wire import Got, Unanswered

UNTIL_MENDED_SECONDS: Final = 300.0
LONGEST_WAIT_SECONDS: Final = 3600.0
MOST_PARTS: Final = 10
DEFAULT_PARTS: Final = 3
MOST_EVENTS: Final = 1000


class Gateway(Protocol):
    """One kind of gateway: the adapter's functions, as `channels.contract.Adapter` describes them."""

    def verify(self, account: Account, call: Call) -> None: ...

    def split(self, account: Account, call: Call) -> Sequence[Piece]: ...

    def acknowledge(self, account: Account, call: Call) -> Answer: ...

    def read(self, account: Account, payload: bytes) -> Heard: ...

    def fetch(self, account: Account, attachment: Attachment) -> bytes: ...

    def send(self, account: Account, outgoing: Outgoing) -> Sent: ...

    def check(self, account: Account) -> Health: ...


def secrets_of(account: Account) -> list[str]:
    """Return the secrets that count now: while one is changed, the one before it counts, too."""
    return [secret for secret in (account["secret"], account["previous_secret"]) if secret]


def api(account: Account, default: str = "") -> str:
    """Return the address of the gateway's interface, without a slash at its end."""
    return (account["api_url"] or default).rstrip("/")


def words(account: Account, outgoing: Outgoing) -> str:
    """Return what is sent: the short words, in as few and cheap parts as they can be."""
    told = account["most_parts"]
    most = min(int(told), MOST_PARTS) if re.fullmatch(r"[1-9][0-9]?", told) else DEFAULT_PARTS
    return alphabet.fitted(alphabet.plainer(outgoing.short or outgoing.text), most_parts=most)


def answered(got: Got) -> Json:
    """Return the object that an accepted message was answered with, empty for no words at all.

    Raises Unanswered for words that are none of the gateway's: whether it took the message, nobody knows.
    """
    if not got.body.strip():
        return {}
    try:
        return document(got.body)
    except Exception:
        raise Unanswered("The gateway's answer is not understood; the message may have been sent.") from None


def told_by(got: Got) -> Json:
    """Return the object in the answer, empty when there is none."""
    try:
        return document(got.body)
    except Exception:
        return {}


def is_unsure(got: Got) -> bool:
    """Return whether a gateway may have taken the message before it failed: it broke, and these are not its own words about it."""
    return got.status in (500, 502, 504) and not told_by(got)


def fault(got: Got, *, is_dead_address: bool = False) -> Later | Refused:
    """Return what an answer means that is no success: Later for what time or the operator mends, Refused for the rest."""
    if got.status in (401, 403, 404):
        return Later("The gateway does not accept the account's credentials or address.", UNTIL_MENDED_SECONDS)
    if got.status in (402, 408, 425, 429) or got.status >= 500 or 300 <= got.status < 400:
        return Later(f"The gateway answers {got.status}.", wait_seconds(got.headers))
    return Refused(f"The gateway refuses this message ({got.status}).", is_dead_address=is_dead_address)


def wait_seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long the gateway asks to be left alone, at most an hour."""
    told = headers.get("retry-after", "")
    return min(float(told), LONGEST_WAIT_SECONDS) if re.fullmatch(r"[0-9]{1,6}", told) else None


def status_code(value: Any) -> str:
    """Return a gateway's own code (a number or a plain word) as it may stand in a reason, empty for anything else."""
    told = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return told if re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", told) else ""
