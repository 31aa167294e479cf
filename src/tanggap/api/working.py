"""How a unit's program writes: of the version that it saw, once for each key, by one action, as the account of its unit."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tanggap.api import answers
from tanggap.api.problems import ChangedMeanwhile, ConditionNeeded
from tanggap.clients import actions as clients
from tanggap.clients import idempotency
from tanggap.clients.idempotency import Answer
from tanggap.core import crypto
from tanggap.core.refusal import Stale

_VERSION = re.compile(r'(?:W/)?"([\w.-]{1,80})"')
NO_DAY = _("Write the day as 2026-12-24.")
PRIVATE = {"Cache-Control": "private, no-store"}
CONDITION = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": gettext_noop("The ETag of the report or task as you saw it."),
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": gettext_noop("Yours, best a UUID: sent again with the same key, nothing is done twice."),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def account(request: HttpRequest) -> Any:
    """Return the account as which the calling program acts. Raises NotAllowed for a program of no unit."""
    return clients.actor(request.caller)  # type: ignore[attr-defined]


def seen(request: HttpRequest) -> str:
    """Return what the caller saw, of `If-Match`. Raises ConditionNeeded without it; what is no ETag of ours is empty and fits nothing."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise ConditionNeeded
    found = _VERSION.fullmatch(given)
    return found[1] if found else ""


def once(request: HttpRequest, do: Callable[[], Answer], changed: Callable[[], ChangedMeanwhile]) -> HttpResponse:
    """Do it once and answer; what others did meanwhile is told instead of done over. Raises the refusals of `do` and `idempotency.once`."""
    told = b"\0".join([str(request.method).encode(), request.path.encode(), request.body])
    key = request.headers.get("Idempotency-Key", "")
    try:
        done = idempotency.once(request.caller, key, crypto.fingerprint(told), do)  # type: ignore[attr-defined]
    except Stale:
        raise changed() from None
    response = answers.answer(done.body, status=done.status, headers={**done.headers, **PRIVATE})
    if done.is_repeat:
        response["Idempotent-Replay"] = "true"
    return response
