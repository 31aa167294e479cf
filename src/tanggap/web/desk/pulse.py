"""The one cheap question that every open desk asks again and again: is there anything new?

It is answered without session, person or database: a token, made when the page was drawn, says what the desk holds. It is signed, bound to
the browser's session cookie and good for a few minutes; then the person is looked up once and gets another one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from tanggap.reports.queries.pulse import Reach, reach

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

TOKEN_SECONDS = 600
_SALT = "tanggap.desk.pulse"


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk asks, and what it holds."""

    staff: int
    held: list[Reach]


def token(request: HttpRequest, staff: "Staff") -> str:
    """Return what a desk shows when it asks. No statement of its own."""
    held = [[sorted(one.units), None if one.areas is None else sorted(one.areas), one.is_plain] for one in reach(staff)]
    return signing.dumps([staff.pk, _browser(request), held], salt=_SALT, compress=True)


def read(request: HttpRequest, shown: str) -> Desk | None:
    """Return whose desk shows a token, None for one that is too old, another browser's or not ours."""
    try:
        staff, browser, held = signing.loads(shown, salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    if not browser or not compare_digest(browser, _browser(request)):
        return None
    return Desk(
        staff,
        [Reach(frozenset(units), None if areas is None else frozenset(areas), plain) for units, areas, plain in held],
    )


def since(text: str) -> datetime | None:
    """Return the instant that a page wrote in whole milliseconds since 1970."""
    return (
        datetime.fromtimestamp(int(text) / 1000, UTC) if text.isascii() and text.isdigit() and len(text) < 15 else None
    )


def _browser(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return sha256(cookie.encode()).hexdigest()[:24] if cookie else ""
