"""What an event's leaf commits to: its document `tanggap-event/1`, made of the rows as they stand, the same for ever.

    of(events) · of_report(code) · first(code) · of_leaves(numbers)      Documents, in a constant number of statements
    opened(document, names)                                             what somebody is shown of one: an Opening

    P = {"report", "version", "kind", "door", "before", "after", "unit", "actor", "actor_unit", "at", "payload", "rest"}
        and "filed" for the first version, "placed" where the report was moved, "photos" ({"<role>/<position>": …}) where it has some
    commitment = SHA-256("tanggap-event/1" ‖ 0x00 ‖ salt_e ‖ canonical(P))

What a person wrote, or what shows where or who somebody is, stands in P only as `{"sealed": base64(SHA-256(salt_f ‖ value))}`; its name is
its path in P ("payload.message", "filed.text", "photos.before/0"), and `salt_f = HMAC-SHA256(personal, "field/<version>/<name>")`.
Of the payload only what `PLAIN` names stands there as it is: a key that nobody thought about is sealed. What the staff alone reads makes up
the part "rest", of which P holds `base64(SHA-256(salt_rest ‖ canonical(rest)))`; words in it are sealed in the same way.

`personal` and `seed` are drawn at random when a report's first document is needed (`ensure`). When the person is erased, `personal` goes:
what was sealed by it is then taken from `ledger_sealed`, so that P stays the same. Photos that the staff took are sealed by `seed` and can
still be checked. What the report's row may lose by a later change (its place, its category) is kept beside it (`models.Kept`).
"""

import base64
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tanggap.core import planned
from tanggap.ledger.models import Kept, Sealed, Seed
from tanggap.ledger.sealing import FILED, PAYLOAD, PHOTOS, PLACED, REST, Sealing, Value, canonical, coded
from tanggap.reports import events

FORM = "tanggap-event/1"


@dataclass(frozen=True, slots=True)
class Document:
    """An event's document, whole: not for the public, which gets an `Opening` of it.

    `public` is P, `sealed` what stands sealed in it or in the staff's part, by name. `visibility`, `category`, `public_text` and
    `hidden_photos` (as "<role>/<position>") are those of now: they decide what may be shown. `event` is the event's
    id; `index` and `entry` are those of its leaf in the newest log, None where it has none yet.
    """

    event: int
    report: int
    code: str
    version: int
    kind: str
    at: datetime
    salt: bytes
    public: Mapping[str, Any]
    sealed: Mapping[str, Value]
    visibility: str
    category: str | None
    public_text: str | None
    hidden_photos: frozenset[str] = field(default=frozenset())
    index: int | None = None
    entry: bytes | None = None

    @property
    def commitment(self) -> bytes:
        """Return what the leaf holds."""
        return commitment(self.salt, self.public)


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody is shown of an event: it proves what it shows, and tells nothing of what stays sealed.

    `time` is when the leaf was made (unix seconds); `salt` is in base64; `sealed` holds `{"salt": base64, "value": text}` by name
    for what may be read.
    """

    report: str
    version: int
    index: int
    time: int
    salt: str
    document: Mapping[str, Any]
    sealed: Mapping[str, Mapping[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is published."""
        return {
            "report": self.report, "version": self.version, "index": self.index, "time": self.time, "salt": self.salt,
            "document": dict(self.document), "sealed": {name: dict(one) for name, one in self.sealed.items()},
        }  # fmt: skip


def instant(at: datetime) -> str:
    """Return an instant as documents tell it: `YYYY-MM-DDTHH:MM:SS.ffffffZ`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commitment(salt: bytes, document: Mapping[str, Any]) -> bytes:
    """Return the commitment to a document under a salt."""
    return hashlib.sha256(FORM.encode() + b"\x00" + salt + canonical(document)).digest()


def entry(committed: bytes, *, at: int) -> bytes:
    """Return the leaf's data: the commitment, and when it was put into the log (unix seconds)."""
    return canonical({"c": base64.b64encode(committed).decode(), "t": at})


def committed(data: bytes) -> bytes:
    """Return the commitment in a leaf's data. Raises ValueError, KeyError, TypeError for what no `entry` made."""
    return base64.b64decode(json.loads(data)["c"], validate=True)


def of(ids: Collection[int]) -> list[Document]:
    """Return the documents of events, in the order of their ids. One statement, once their reports have seeds (`ensure`)."""
    return _read("e.id = ANY (%s) ORDER BY e.id", [list(ids)])


def of_report(code: str) -> list[Document]:
    """Return the documents of all events of a report, first to last; `index` is set where the log has them. Two statements."""
    ensure(code=code)
    return _read("r.code = %s ORDER BY e.version", [code])


def first(code: str) -> Document | None:
    """Return the document of a report's first event, which its receipt commits to; None for an unknown code. Two statements."""
    ensure(code=code)
    return next(iter(_read("r.code = %s AND e.version = 1", [code])), None)


def logged(code: str) -> list[Document]:
    """Return the documents of those events of a report that the newest log has, first to last. One statement."""
    return _read('r.code = %s AND l."index" IS NOT NULL ORDER BY e.version', [code])


def of_leaves(epoch: int, start: int, end: int) -> list[Document]:
    """Return the documents of the events whose leaves have numbers from `start` to before `end`, in that order. One statement."""
    return _read('l."index" >= %s AND l."index" < %s ORDER BY l."index"', [start, end], epoch=epoch)


def ensure(*, reports: Collection[int] = (), code: str = "") -> None:
    """Have seeds for reports (by id, or one by its code), and what is to be kept of their rows. One statement; what is there stays.

    Of two that do it at once one waits for the other, and both then read the same.
    """
    drawn = os.urandom(64 * max(1, len(reports)))
    seeds = [drawn[at : at + 32] for at in range(0, len(drawn), 64)]
    personals = [drawn[at : at + 32] for at in range(32, len(drawn), 64)]
    if code:
        wanted = "SELECT r.id, %s::bytea, %s::bytea FROM reports_report r WHERE r.code = %s"
        given: list[Any] = [seeds[0], personals[0], code]
    else:
        wanted, given = (
            "SELECT * FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[])",
            [list(reports), seeds, personals],
        )
    with planned.cursor() as cursor:
        cursor.execute(_ENSURE.format(wanted=wanted), [*given, list(events.PLACING)])


def personal(code: str) -> list[tuple[int, str, bytes]]:
    """Return what of a report is sealed by the person's salt: version, name, digest. `ledger.forgetting` stores it before the salt goes.

    Two statements. Whoever calls it holds the report's lock, so that no event comes in between.
    """
    return [
        (document.version, name, value.digest)
        for document in of_report(code)
        for name, value in document.sealed.items()
        if value.is_personal
    ]


def opened(document: Document, names: Iterable[str]) -> Opening:
    """Return what somebody may read of a document that is in the log: P, and the values sealed under `names` as far as they live."""
    if document.index is None or document.entry is None:
        raise ValueError("this event is not in the log yet")
    made_at, shown = json.loads(document.entry)["t"], {}
    for name in names:
        value = document.sealed.get(name)
        if value is not None and value.salt is not None and value.value is not None:
            shown[name] = {"salt": coded(value.salt), "value": value.value}
    return Opening(
        document.code,
        document.version,
        document.index,
        made_at,
        coded(document.salt),
        dict(document.public),
        shown,
    )


_UTC = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_ENSURE = f"""
WITH wanted (report, seed, personal) AS ({{wanted}}),
made AS (
  INSERT INTO {Seed._meta.db_table} (report_id, seed, personal) SELECT report, seed, personal FROM wanted ORDER BY report
  ON CONFLICT DO NOTHING
)
INSERT INTO {Kept._meta.db_table} (report_id, version, facts, personal)
SELECT r.id, e.version, jsonb_build_object('category', r.category_id, 'area', r.area_id, 'visibility', r.visibility),
  jsonb_strip_nulls(jsonb_build_object(
    'lon', round(r.lon::numeric, 6)::text, 'lat', round(r.lat::numeric, 6)::text, 'address', nullif(r.address, '')))
FROM wanted JOIN reports_report r ON r.id = wanted.report JOIN reports_event e ON e.report_id = r.id
WHERE (e.version = 1 OR e.kind = ANY (%s))
  AND NOT EXISTS (SELECT FROM {Kept._meta.db_table} k WHERE k.report_id = r.id AND k.version = e.version)
ORDER BY r.id, e.version
ON CONFLICT DO NOTHING
"""  # noqa: S608  names of our own tables
_READ = f"""
SELECT e.id, e.report_id, e.version, e.kind, e.door, e.state_before, e.state_after, e.unit_id, e.actor_kind, e.actor_staff_id,
  e.actor_unit_id, e.at, e.payload, r.code, r.visibility, r.category_id, r.public_text, s.seed, s.personal,
  k.facts, k.personal,
  CASE WHEN e.version = 1 THEN jsonb_build_object('channel', r.channel_id, 'origin', r.origin, 'language', r.language,
    'received_at', {_UTC.format("r.received_at")}, 'occurred_at', {_UTC.format("r.occurred_at")}, 'text', r.text, 'details', r.details) END,
  (SELECT jsonb_agg(jsonb_build_array(p.role, p.position, p.sha256, p.hidden_at IS NOT NULL))
     FROM reports_photo p WHERE p.report_id = e.report_id AND p.version = e.version),
  (SELECT jsonb_object_agg(z.name, encode(z.digest, 'hex'))
     FROM {Sealed._meta.db_table} z WHERE z.report_id = e.report_id AND z.version = e.version),
  l."index", l.entry
FROM reports_event e
JOIN reports_report r ON r.id = e.report_id
LEFT JOIN {Seed._meta.db_table} s ON s.report_id = e.report_id
LEFT JOIN {Kept._meta.db_table} k ON k.report_id = e.report_id AND k.version = e.version
LEFT JOIN ledger_leaf l ON l.event_id = e.id AND l.epoch_id = {{epoch}}
WHERE {{where}}
"""  # noqa: S608
_NEWEST = "(SELECT max(number) FROM ledger_epoch)"


class _Row(NamedTuple):
    event: int
    report: int
    version: int
    kind: str
    door: str | None
    before: str
    after: str
    unit: str
    actor_kind: str
    actor_staff: int | None
    actor_unit: str | None
    at: datetime
    payload: Mapping[str, Any]
    code: str
    visibility: str
    category: str | None
    public_text: str | None
    seed: bytes | None
    personal: bytes | None
    facts: Mapping[str, Any] | None
    place: Mapping[str, str] | None
    filed: Mapping[str, Any] | None
    photos: Sequence[tuple[str, int, str, bool]] | None
    digests: Mapping[str, str] | None
    leaf: int | None
    entry: bytes | None


_OF_JSON = [_Row._fields.index(name) for name in ("payload", "facts", "place", "filed", "photos", "digests")]
_JSON = json.JSONDecoder(parse_float=str)  # a number with a fraction is its text


class Unseeded(Exception):
    """A document was asked for before `ensure`: a mistake of ours."""


def _read(where: str, given: Sequence[Any], *, epoch: int | None = None) -> list[Document]:
    statement = _READ.format(where=where, epoch=_NEWEST if epoch is None else int(epoch))
    with planned.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    return [_document(_row(row)) for row in rows]


def _row(found: Sequence[Any]) -> _Row:
    read = list(found)
    for place in _OF_JSON:
        if read[place] is not None:
            read[place], _end = _JSON.raw_decode(read[place])
    return _Row(*read)


def _document(row: _Row) -> Document:
    if row.seed is None:
        raise Unseeded(f"event {row.event} has no seed")
    seal = Sealing(row.version, row.seed, row.personal, row.digests)
    public, staff = _parts(row, seal)
    rest = hashlib.sha256(seal.salt_of_rest() + canonical(staff)).digest()
    public[REST] = coded(rest)
    hidden = frozenset(f"{role}/{position}" for role, position, _sha256, is_hidden in row.photos or () if is_hidden)
    return Document(
        row.event, row.report, row.code, row.version, row.kind, row.at, seal.salt(f"event/{row.version}"), public, seal.values,
        row.visibility, row.category, row.public_text, hidden, row.leaf, None if row.entry is None else bytes(row.entry),
    )  # fmt: skip


def _parts(row: _Row, seal: Sealing) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the public part of a document, without the digest of the staff's part, and the staff's part."""
    kind = events.KINDS.get(row.kind)
    told = set(kind.public) if kind else set()
    public: dict[str, Any] = {
        "report": row.code, "version": row.version, "kind": row.kind, "door": row.door, "before": row.before, "after": row.after,
        "unit": row.unit, "actor": row.actor_kind, "actor_unit": row.actor_unit, "at": instant(row.at),
    }  # fmt: skip
    personal = kind.personal if kind else ()
    public[PAYLOAD] = seal.payload({key: one for key, one in row.payload.items() if key in told}, PAYLOAD, personal)
    of_staff = {key: one for key, one in row.payload.items() if key not in told}
    staff = {**seal.payload(of_staff, REST, personal), "actor_staff": row.actor_staff}
    if row.version == 1:
        public[FILED] = _filed(row, seal)
    elif row.kind in events.PLACING:
        public[PLACED] = seal.group(dict(row.place or {}), PLACED)
    if photos := _photos(row, seal):
        public[PHOTOS] = photos
    return public, staff


def _filed(row: _Row, seal: Sealing) -> dict[str, Any]:
    filed = dict(row.filed or {})
    words = {"text": filed.pop("text"), "details": filed.pop("details") or None, **(row.place or {})}
    facts = {**filed, **(row.facts or {})}
    return {**facts, **seal.group({key: one for key, one in words.items() if one is not None}, FILED)}


def _photos(row: _Row, seal: Sealing) -> dict[str, Any]:
    """Return the document's photos: the SHA-256 (hexadecimal) of each file as it came, sealed. What is shown is drawn from that file."""
    found: dict[str, Any] = {}
    for role, position, sha256, _is_hidden in row.photos or ():
        place = f"{role}/{position}"
        found[place] = seal.value(
            f"{PHOTOS}.{place}", sha256, is_personal=row.version == 1 or row.actor_kind == "citizen"
        )
    dead = {place: seal.dead(f"{PHOTOS}.{place}") for place in seal.forgotten_below(PHOTOS) if place not in found}
    return {**found, **dead}
