"""Signed links in messages: each opens one page for one purpose, without a sign-in. Nothing that is stored opens any."""

import re
from dataclasses import dataclass

from tanggap.core import crypto
from tanggap.core.refusal import NotFound
from tanggap.notify.models import Subscription
from tanggap.reports.models import Report

STOP = "stop"
STILL = "still"
CONFIRM = "confirm"
SURVEY = "survey"
_FORM = re.compile(r"([rs])(\d{1,18})-([0-9a-f]{48})")
_NOBODYS = b"\0" * 16


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is about: the reporter of a report, or a subscription."""

    report: Report | None = None
    subscription: Subscription | None = None


def of_report(purpose: str, report: int, nonce: bytes) -> str:
    """Return the token of a link for the reporter of a report; a changed nonce ends it, as it ends the private link."""
    return f"r{report}-{_signed(purpose, 'r', nonce)}"


def of_subscription(purpose: str, row: Subscription) -> str:
    """Return the token of a subscriber's link."""
    return f"s{row.pk}-{_signed(purpose, 's', bytes(row.nonce))}"


def opened(purpose: str, token: str) -> Opened:
    """Return what the token of a link is about. Raises NotFound alike for a malformed, unknown, forged or foreign one."""
    form = _FORM.fullmatch(token)
    kind, key, given = form.groups() if form else ("r", "0", "")
    report = Report.objects.filter(pk=int(key)).first() if kind == "r" else None
    subscription = Subscription.objects.filter(pk=int(key)).first() if kind == "s" else None
    row = report or subscription
    fits = crypto.token_opens(given, _context(purpose, kind) + (bytes(row.nonce) if row else _NOBODYS))
    if row is None or not fits:
        raise NotFound
    return Opened(report, subscription)


def _signed(purpose: str, kind: str, nonce: bytes) -> str:
    return crypto.private_token(_context(purpose, kind) + bytes(nonce))


def _context(purpose: str, kind: str) -> bytes:
    return f"{purpose}:{kind}:".encode()
