"""The codes of authenticator apps: RFC 6238 with HMAC-SHA-1, six digits, thirty seconds, which is what every app knows."""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

SECRET_BYTES = 20
STEP_SECONDS = 30
DIGITS = 6
DRIFT_STEPS = 1  # a phone's clock may be half a minute off


def new_secret() -> str:
    """Return a fresh secret, 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def code(secret: str, step: int) -> str:
    """Return the code of a time step (RFC 4226 §5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, typed: str, *, at: float, after: int = -1) -> int | None:
    """Return the time step later than `after` whose code was typed around `at` (seconds since 1970), None for a wrong or old one."""
    now = int(at) // STEP_SECONDS
    fitting = [
        step
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
        if hmac.compare_digest(code(secret, step), typed) and step > after
    ]
    return fitting[0] if fitting else None


def address(secret: str, *, account: str, issuer: str) -> str:
    """Return the `otpauth:` address that an app reads from a QR code."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
