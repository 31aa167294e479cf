"""Sessions in the database that know whose they are. Named by `SESSION_ENGINE`; nothing else opens one.

What a session keeps of a sign-in, in seconds of the machine's own clock (a simulated time signs nobody out): `begun`, `seen` (the last
page asked for, to within `TOUCH_SECONDS`), `proved` (the last proof of who it is), `until` (when it ends whatever happens).
"""

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Store
from django.db import connection
from django.db.models import QuerySet

from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Session
from tanggap.agencies.queries import set_grants
from tanggap.core import planned
from tanggap.core.crypto import blind_index

TOUCH_SECONDS = 300


class SessionStore(Store):
    """A session whose row names the person, the device and when it was used.

    `person` is whose it is, read with it and with what they may do: a page of the staff asks who asks in one statement.
    """

    person: Staff | None = None

    def load(self) -> dict[str, Any]:
        statement, names = _reading()
        with planned.cursor() as cursor:
            cursor.execute(statement, [self.session_key, _now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        data, grants, *columns = found
        if columns[0] is not None:
            self.person = Staff.from_db(connection.alias, names, columns)
            set_grants(self.person, json.loads(grants))
        return dict(self.decode(data))

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = time.time()
        begun, seen = (data.setdefault(name, int(now)) for name in ("begun", "seen"))
        data.setdefault("proved", begun)
        person = data.get("_auth_user_id")
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            staff_id=int(person) if person else None,
            begun_at=datetime.fromtimestamp(begun, UTC),
            seen_at=datetime.fromtimestamp(seen, UTC),
            device=str(data.get("device", ""))[:80],
            address=str(data.get("address", ""))[:45],
        )


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of a person, named by a hash from which it cannot be opened."""

    id: str
    begun_at: datetime
    seen_at: datetime
    device: str
    address: str
    is_here: bool


def of(staff: Staff, *, here: str | None) -> list[OpenSession]:
    """Return the person's open sessions, the last used first; `here` is the key of the one that asks. One statement."""
    return [
        OpenSession(_id(row.session_key), row.begun_at, row.seen_at, row.device, row.address, row.session_key == here)
        for row in _open(staff).order_by("-seen_at")
    ]


def end(staff: Staff, ids: Collection[str] | None = None, *, besides: str | None = None) -> int:
    """End the person's sessions (`ids`, all when None) but the one whose key is `besides`; return how many. They are out at once."""
    keys = [
        row.session_key
        for row in _open(staff)
        if row.session_key != besides and (ids is None or _id(row.session_key) in ids)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def has_ended(data: Any, *, now: float) -> bool:
    """Return whether a session's time is over: its last hour, or the idle time-out."""
    idle_seconds = settings.IDLE_MINUTES * 60
    seen, until = float(data.get("seen", 0)), float(data.get("until", now + 1))
    return now >= until or now - seen > idle_seconds


@lru_cache(maxsize=1)
def _reading() -> tuple[str, list[str]]:
    """Return the statement that reads a session with its person, and the attributes that the person's columns fill, the key first."""
    fields = sorted(Staff._meta.concrete_fields, key=lambda field: not field.primary_key)
    columns = ", ".join(f"p.{connection.ops.quote_name(str(field.column))}" for field in fields)
    statement = f"""
SELECT s.session_data, (SELECT coalesce(json_agg(json_build_array(role, unit_id, area_id)), '[]')::text FROM agencies_membership
  WHERE staff_id = p.id), {columns}
FROM agencies_session AS s LEFT JOIN agencies_staff AS p ON p.id = s.staff_id
WHERE s.session_key = %s AND s.expire_date > %s"""  # noqa: S608
    return statement, [str(field.attname) for field in fields]


def _open(staff: Staff) -> QuerySet[Session]:
    return Session.objects.filter(staff=staff, expire_date__gt=_now())


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _id(key: str) -> str:
    return blind_index("session", key).hex()[:24]
