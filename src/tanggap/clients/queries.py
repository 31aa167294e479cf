"""Who calls: from what a request shows to the program behind it. One indexed statement a request, whatever is shown."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tanggap.clients import keys, usage
from tanggap.clients.words import Rate
from tanggap.core import clock, planned
from tanggap.core.refusal import Refusal

LONGEST = 400
_BEARER = re.compile(r"bearer +([!-~]{1,300})", re.IGNORECASE)
_ONLY = """
  c.code, c.name, c.scopes, c.unit_id, c.staff_id, c.rate, k.last_used_on,
  k.revoked_at is null and (k.expires_at is null or k.expires_at > %(at)s::timestamptz)
  and c.is_active and (c.expires_at is null or c.expires_at > %(at)s::timestamptz)
  and (c.unit_id is null or u.is_active)
"""
_JOINED = "join clients_client c on c.code = k.client_id left join agencies_unit u on u.code = c.unit_id"
_KEY = f"""
select k.digest, k.id, null::bigint, null::text[], {_ONLY}
from clients_key k {_JOINED} where k.digest = %(digest)s::bytea
"""  # noqa: S608
_TOKEN = f"""
select t.digest, k.id, t.id, t.scopes, {_ONLY} and t.revoked_at is null and t.expires_at > %(at)s::timestamptz
from clients_token t join clients_key k on k.id = t.key_id {_JOINED} where t.digest = %(digest)s::bytea
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. Without a key: nobody in particular (`client` None, no scopes), who reads what is public.

    `unit` is set for a program that works for one; `rate` is its class; `key` and `token` are the rows of what was shown.
    """

    client: str | None = None
    name: str = ""
    scopes: frozenset[str] = frozenset()
    unit: str | None = None
    rate: str = Rate.STANDARD
    key: int | None = None
    token: int | None = None
    staff: int | None = None

    @property
    def is_anonymous(self) -> bool:
        """Return whether nothing was shown."""
        return self.client is None


ANONYMOUS = Caller()


class BadKey(Refusal):
    """Unknown, mistyped, expired, revoked, of a program or unit that is switched off: all are answered alike, after the same work.

    `client` is whose it was, for the counters alone; no answer tells it.
    """

    message = _("This key or token is not valid.")
    status = 401

    def __init__(self, client: str | None = None) -> None:
        super().__init__()
        self.client = client


def caller(authorization_header: str, api_key: str = "") -> Caller:
    """Return who calls, by `Authorization: Bearer <key or token>` or by the key that Open311 sends as a parameter.

    The anonymous one when both are empty; no statement then, else exactly one. Raises BadKey for everything else that opens nothing,
    and for both at once.
    """
    if not authorization_header and not api_key:
        return ANONYMOUS
    found = _look(_shown(authorization_header, api_key), clock.now())
    if found is None:
        raise BadKey
    program, is_valid = found
    if not is_valid:
        raise BadKey(program.client)
    return program


def by_secret(client: str, secret: str) -> Caller:
    """Return the program that shows its code and one of its keys, as OAuth asks (RFC 6749 §2.3.1). One statement. Raises BadKey."""
    found = _look(secret if secret.startswith(keys.KEY) else "", clock.now())
    if found is None:
        raise BadKey
    program, is_valid = found
    is_its_own = hmac.compare_digest((program.client or "").encode(), client.encode("utf-8", "replace"))
    if not (is_valid and is_its_own):
        raise BadKey(program.client)
    return program


def _shown(header: str, api_key: str) -> str:
    """Return the key or token that was shown; a word that opens nothing where a header has another form, or two were shown."""
    if header and api_key:
        return ""
    if api_key:
        return api_key if len(api_key) <= LONGEST and api_key.startswith(keys.KEY) else ""
    found = _BEARER.fullmatch(header) if len(header) <= LONGEST else None
    return found[1] if found else ""


def _look(shown: str, at: datetime) -> tuple[Caller, bool] | None:
    """Return whose `shown` is and whether it opens anything now; None when it is nobody's.

    What is looked up is a SHA-256: how long the index takes tells nothing of how much of a guess was right.
    """
    digest = keys.digest(shown)
    statement = _TOKEN if shown.startswith(keys.TOKEN) else _KEY
    with planned.cursor() as cursor:
        cursor.execute(statement, {"digest": digest, "at": at})
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(bytes(row[0]), digest):
        return None
    _digest, key, token, narrowed, code, name, scopes, unit, staff, rate, last_used_on, is_valid = row
    allowed = frozenset(scopes) if narrowed is None else frozenset(scopes) & frozenset(narrowed)
    if is_valid and last_used_on != clock.local(at).date():
        usage.note_key(key, clock.local(at).date())
    return Caller(code, name, allowed, unit, rate, key, token, staff), bool(is_valid)
