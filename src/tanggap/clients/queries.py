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
  c.code, coalesce(c.name, ''), coalesce(array_to_string(c.scopes, ' '), 'reports:write'), c.unit_id, c.staff_id,
  coalesce(c.rate, 'standard'), k.last_used_on, c.code is not null
  and k.revoked_at is null and (k.expires_at is null or k.expires_at > %(at)s::timestamptz)
  and c.is_active and (c.expires_at is null or c.expires_at > %(at)s::timestamptz)
  and (c.unit_id is null or u.is_active)
"""
_JOINED = "left join clients_client c on c.code = k.client_id left join agencies_unit u on u.code = c.unit_id"
_KEY = f"""
select k.digest, k.id, null::bigint, null::text, {_ONLY}
from (select 1) as one left join clients_key k on k.digest = %(digest)s::bytea {_JOINED}
"""  # noqa: S608
_TOKEN = f"""
select t.digest, k.id, t.id, array_to_string(t.scopes, ' '), {_ONLY}
  and t.revoked_at is null and t.expires_at > %(at)s::timestamptz
from (select 1) as one left join clients_token t on t.digest = %(digest)s::bytea
left join clients_key k on k.id = t.key_id {_JOINED}
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
    program, is_valid = _look(_shown(authorization_header, api_key), clock.now())
    if not is_valid:
        raise BadKey(program.client)
    return program


def by_secret(client: str, secret: str) -> Caller:
    """Return the program that shows its code and one of its keys, as OAuth asks (RFC 6749 §2.3.1). One statement. Raises BadKey."""
    program, is_valid = _look(secret if secret.startswith(keys.KEY) else "", clock.now())
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


def _look(shown: str, at: datetime) -> tuple[Caller, bool]:
    """Return whose `shown` is (nobody's: `client` None) and whether it opens anything now, after the same work in either case.

    What is looked up is a SHA-256: how long the index takes tells nothing of how much of a guess was right. A row comes back for a key
    that nobody has, too: a revoked one costs 10 µs more, which no network tells from its own noise.
    """
    digest = keys.digest(shown)
    statement = _TOKEN if shown.startswith(keys.TOKEN) else _KEY
    with planned.cursor() as cursor:
        cursor.execute(statement, {"digest": digest, "at": at})
        row = cursor.fetchone()
    known, key, token, narrowed, code, name, scopes, unit, staff, rate, last_used_on, is_valid = row
    is_valid = hmac.compare_digest(bytes(known or b""), digest) and bool(is_valid)
    allowed = frozenset(scopes.split())
    if narrowed is not None:
        allowed &= frozenset(narrowed.split())
    if is_valid and last_used_on != clock.local(at).date():
        usage.note_key(key, clock.local(at).date())
    return Caller(code, name, allowed, unit, rate, key, token, staff), is_valid
