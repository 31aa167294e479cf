"""One request to a receiver, and what its answer means. It goes out by `core.wire`: https, no redirect, no private network, 15 seconds."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tanggap.core import clock, wire
from tanggap.reports.masking import masked
from tanggap.webhooks import signing
from tanggap.webhooks.models import Subscription
from tanggap.webhooks.telling import Told

TIMEOUT_SECONDS = 15.0
MOST_ANSWER_BYTES = 65_536
KEPT_ANSWER_BYTES = 200
LONGEST_WAIT_SECONDS = 24 * 3600
AGENT = "Tanggap-Webhooks/1"
GONE = 410
WAITS = frozenset({429, 503})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Tried:
    """How a request ended. `status` is None where no whole answer came; `answer` are its first bytes, screened.

    `wait_seconds` is for how long the receiver asked to be left alone, None when it did not ask.
    """

    at: datetime
    is_ok: bool
    status: int | None
    milliseconds: int
    trouble: str = ""
    answer: str = ""
    wait_seconds: float | None = None


def post(subscription: Subscription, told: Told, *, is_replay: bool = False, timeout: float = TIMEOUT_SECONDS) -> Tried:
    """Send what is told, signed, once. Never raises for what a receiver does: a repetition does no harm, for its id stays the same."""
    at, begun = clock.now(), time.monotonic()
    headers = {
        "content-type": "application/json",
        "user-agent": AGENT,
        **({"tanggap-replay": "1"} if is_replay else {}),
        **signing.headers(subscription, webhook_id=told.id, body=told.body, at=at),
    }
    try:
        got = wire.call(
            "POST",
            subscription.url,
            hosts={wire.host_of(subscription.url)},
            headers=headers,
            body=told.body,
            timeout=timeout,
            most_bytes=MOST_ANSWER_BYTES,
            is_repeatable=True,
        )
    except (wire.Later, wire.Refused) as trouble:
        return Tried(at, False, None, _milliseconds(begun), str(trouble)[:300])
    is_ok = 200 <= got.status < 300
    return Tried(
        at=at,
        is_ok=is_ok,
        status=got.status,
        milliseconds=_milliseconds(begun),
        trouble="" if is_ok else f"The receiver answered {got.status}.",
        answer=screened(got.body),
        wait_seconds=_asked_to_wait(got.headers.get("retry-after", ""), at) if got.status in WAITS else None,
    )


def broken(error: Exception) -> Tried:
    """Return a try that failed on our side, before anything was sent."""
    return Tried(clock.now(), False, None, 0, f"It cannot be told: {type(error).__name__}.")


def screened(body: bytes) -> str:
    """Return the first bytes of an answer as they may be kept and shown: no control signs, no secret, nothing of persons."""
    text = _CONTROL.sub(" ", body[:KEPT_ANSWER_BYTES].decode("utf-8", "replace")).strip()
    return masked(signing.LOOKS_LIKE_A_SECRET.sub("•••", text))


def _asked_to_wait(text: str, at: datetime) -> float | None:
    """Return the seconds that a Retry-After asks for, at most a day; None for what cannot be read."""
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), LONGEST_WAIT_SECONDS))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - at).total_seconds(), 0.0), LONGEST_WAIT_SECONDS)


def _milliseconds(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
