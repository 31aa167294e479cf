"""Secrets and signatures of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, two of them while a secret is being replaced."""

import base64
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import datetime

from tanggap.core import crypto
from tanggap.webhooks.models import Subscription

PREFIX = "whsec_"
SECRET_BYTES = 32
LOOKS_LIKE_A_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]*")


def new_secret() -> str:
    """Return a fresh secret as receivers are given it: `whsec_` and 256 random bits in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sealed(key: str, *, current: str, previous: str = "") -> bytes:
    """Return the secrets of the subscription `key` as its row keeps them."""
    return crypto.seal({"current": current, "previous": previous}, context=_context(key))


def current(subscription: Subscription) -> str:
    """Return the secret that signs now."""
    return str(_opened(subscription)["current"])


def headers(subscription: Subscription, *, webhook_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """Return the three headers of a request sent `at`: signed by the current secret and, while it holds, by the previous one."""
    opened = _opened(subscription)
    valid = [str(opened["current"])]
    if opened["previous"] and subscription.previous_until is not None and at < subscription.previous_until:
        valid.append(str(opened["previous"]))
    seconds = int(at.timestamp())
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(_signature(secret, webhook_id, seconds, body) for secret in valid),
    }


def _signature(secret: str, webhook_id: str, seconds: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, f"{webhook_id}.{seconds}.".encode() + body, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def _opened(subscription: Subscription) -> Mapping[str, str]:
    opened: Mapping[str, str] = crypto.unseal(bytes(subscription.sealed), context=_context(subscription.key))
    return opened


def _context(key: str) -> str:
    return f"webhook:{key}"
