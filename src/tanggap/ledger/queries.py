"""What everybody may read of the log, as it stands under its newest signed head: leaves behind that head are not told yet.

The head is kept in each process for up to two seconds; tiles and entries cost one statement by an index, proofs one or two.
"""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors, planned
from tanggap.core.health import Check
from tanggap.ledger import documents, sealing, storing, tree
from tanggap.ledger.consumer import CONSUMER
from tanggap.ledger.documents import Document, Opening
from tanggap.ledger.models import Epoch
from tanggap.ledger.words import Trouble
from tanggap.reports import events
from tanggap.reports.masking import masked
from tanggap.reports.queries import photos
from tanggap.reports.words import Visibility

KEPT_SECONDS = 2.0
SILENT = "silent"
SILENT_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head of log number `epoch`: `note` is the checkpoint to publish, with all cosignatures; `cosigned_by` names the witnesses.

    `seen_at` is when we last said that it is the newest (the time in our own cosignature line).
    """

    epoch: int
    origin: str
    size: int
    root: bytes
    note: str
    signed_at: datetime
    cosigned_by: tuple[str, ...]
    verifier: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """That events of a report are in the log under `head`: an opening and the hashes of an inclusion proof for each, in their order.

    `waiting` of its events are not under a signed head yet.
    """

    code: str
    head: Head
    openings: tuple[Opening, ...]
    inclusion: tuple[tuple[bytes, ...], ...]
    waiting: int

    @property
    def indexes(self) -> tuple[int, ...]:
        """Return the numbers of the leaves."""
        return tuple(one.index for one in self.openings)

    def as_json(self) -> dict[str, Any]:
        """Return the proof as a file holds it (`tanggap-proof/1`)."""
        return {
            "form": "tanggap-proof/1",
            "report": self.code,
            "verifier": self.head.verifier,
            "checkpoint": self.head.note,
            "entries": [
                {**one.as_json(), "inclusion": [b64encode(hashed).decode() for hashed in proof]}
                for one, proof in zip(self.openings, self.inclusion, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log stands: its leaves, those under the last signed head, the events that wait to become leaves (counted to 10,000).

    `reason` says in words why nothing is signed; `trouble` is the word for it (`words.Trouble`, or "silent"), `since` when it was found.
    """

    is_well: bool
    reason: str | Promise
    size: int
    signed: int
    waiting: int
    trouble: str = ""
    detail: str = ""
    since: datetime | None = None
    signed_at: datetime | None = None
    checked_whole_at: datetime | None = None


_HEADS = """
SELECT h.epoch_id, e.origin, h.size, h.root, h.note, h.signed_at, e.verifier,
  (SELECT json_agg(json_build_array(c.name, c.line, c.at) ORDER BY c.at, c.name)
     FROM ledger_cosignature c WHERE c.epoch_id = h.epoch_id AND c.size = h.size)
FROM ledger_head h JOIN ledger_epoch e ON e.number = h.epoch_id
ORDER BY h.epoch_id DESC, h.size DESC LIMIT %s
"""


def heads(limit: int = 20) -> list[Head]:
    """Return the newest signed heads, newest first. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(_HEADS, [limit])
        return [_head(*row) for row in cursor.fetchall()]


def _head(
    epoch: int, origin: str, size: int, root: bytes, note: str, signed_at: datetime, verifier: str, lines: Any
) -> Head:
    told = json.loads(lines) if isinstance(lines, str) else lines or []
    return Head(
        epoch=epoch,
        origin=origin,
        size=size,
        root=bytes(root),
        note=note + "".join(line for _name, line, _at in told),
        signed_at=signed_at,
        cosigned_by=tuple(name for name, _line, _at in told if name != origin),
        verifier=verifier,
        seen_at=max((datetime.fromisoformat(at) for name, _line, at in told if name == origin), default=signed_at),
    )


class _Kept:
    """The newest head, looked up at most every two seconds in a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._head: Head | None = None
        self._looked_at = float("-inf")

    def get(self) -> Head | None:
        if time.monotonic() - self._looked_at > KEPT_SECONDS:
            with self._lock:
                if time.monotonic() - self._looked_at > KEPT_SECONDS:
                    self._head = next(iter(heads(1)), None)
                    self._looked_at = time.monotonic()
        return self._head

    def forget(self) -> None:
        self._looked_at = float("-inf")


_kept = _Kept()
forget_head = _kept.forget
"""Look the head up anew at the next question: for tests, and for who has just signed."""


def head() -> Head | None:
    """Return the newest signed head; None before the first. At most one statement every two seconds."""
    return _kept.get()


def verifier() -> str:
    """Return the vkey by which the newest log is signed; empty before it begins. One statement."""
    return Epoch.objects.order_by("-number").values_list("verifier", flat=True).first() or ""


def tile(level: int, number: int, width: int) -> bytes | None:
    """Return a tile's hashes, `width` of 256, as `/tile/<level>/<number>[.p/<width>]` serves them; None for what the head does not have."""
    top = head()
    if top is None or not 0 <= level < storing.LEVELS:
        return None
    if width == storing.WIDTH:
        is_complete = number >= 0 and (number + 1) * storing.WIDTH <= top.size >> (storing.BITS * level)
        return storing.whole_tile(top.epoch, level, number) if is_complete else None
    found = storing.tile_hashes(top.epoch, level, number, width, size=top.size)
    return None if found is None else b"".join(found)


def entries(number: int, width: int) -> bytes | None:
    """Return the first `width` entries of bundle `number`, each behind its length in two bytes; None for what the head does not have."""
    top = head()
    start = number * storing.WIDTH
    if top is None or not 0 < width <= storing.WIDTH or number < 0 or start + width > top.size:
        return None
    found = storing.leaf_entries(top.epoch, start, start + width)
    return b"".join(len(one).to_bytes(2, "big") + one for one in found) if len(found) == width else None


def openings(number: int) -> list[Opening]:
    """Return what everybody may read of the events whose leaves are in bundle `number`: public kinds of reports that are public now."""
    top = head()
    start = number * storing.WIDTH
    if top is None or number < 0 or start >= top.size:
        return []
    found = documents.of_leaves(top.epoch, start, min(start + storing.WIDTH, top.size))
    return [documents.opened(one, public_names(one)) for one in found if _is_public(one)]


def proof(code: str, *, is_own: bool = False) -> Proof | None:
    """Return the proof that a report's public events are in the log; None for unknown and private ones alike, and before the first head.

    With `is_own` (the holder of the private link) of any report, with the reporter's own words and photos opened. Two statements beyond
    the head.
    """
    top = head()
    found = documents.logged(code) if top else []
    shown = [one for one in found if _is_public(one) or (is_own and _is_told(one))]
    if top is None or not shown or not (is_own or shown[0].visibility == Visibility.PUBLIC):
        return None
    covered = [one for one in shown if one.index is not None and one.index < top.size]
    wanted = [node for one in covered for node in tree.inclusion_nodes(_index(one), top.size)]
    known = storing.subtrees(top.epoch, wanted, size=top.size)
    return Proof(
        code,
        top,
        tuple(documents.opened(one, own_names(one) if is_own else public_names(one)) for one in covered),
        tuple(tuple(tree.inclusion(_index(one), top.size, known.__getitem__)) for one in covered),
        len(shown) - len(covered),
    )


def inclusion(index: int) -> list[bytes]:
    """Return the proof that leaf `index` is under the head. Raises ValueError for one that is not. One statement beyond the head."""
    top = head()
    size = top.size if top else 0
    known = storing.subtrees(top.epoch if top else 0, tree.inclusion_nodes(index, size), size=size)
    return tree.inclusion(index, size, known.__getitem__)


def consistency(old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of `new` leaves begins with that of `old`. Raises ValueError beyond the head. One statement."""
    top = head()
    if top is None or new > top.size:
        raise ValueError(f"no head of {new} leaves was signed")
    known = storing.subtrees(top.epoch, tree.consistency_nodes(old, new), size=new)
    return tree.consistency(old, new, known.__getitem__)


def standing() -> Standing:
    """Return how the log stands, as who signs it last saw it, and how far it is. Five statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.number, s.trouble, s.detail, s.since, s.looked_at, s.checked_whole_at, h.size, h.signed_at FROM ledger_epoch e"
            " LEFT JOIN ledger_standing s ON s.epoch_id = e.number LEFT JOIN LATERAL (SELECT size, signed_at FROM ledger_head"
            " WHERE epoch_id = e.number ORDER BY size DESC LIMIT 1) h ON true ORDER BY e.number DESC LIMIT 1"
        )
        found = cursor.fetchone()
    waiting = cursors.progress(CONSUMER).waiting
    if found is None:
        return Standing(waiting == 0, "" if waiting == 0 else _NOT_BEGUN, 0, 0, waiting)
    epoch, trouble, detail, since, looked_at, checked_whole_at, signed, signed_at = found
    size = storing.size(epoch)
    is_silent = (waiting or size > (signed or 0)) and (looked_at is None or clock.now() - looked_at > SILENT_AFTER)
    if not trouble and is_silent:
        trouble, detail, since = SILENT, "", looked_at
    reason = "" if not trouble else _SILENT if trouble == SILENT else Trouble(trouble).label
    return Standing(
        not trouble, reason, size, signed or 0, waiting, trouble, detail or "", since, signed_at, checked_whole_at
    )


def check() -> Check:
    """Return whether the log may be signed, as a line of the operator's page and for the machines that ask. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT e.origin, s.trouble, s.detail FROM ledger_epoch e LEFT JOIN ledger_standing s ON s.epoch_id = e.number"
            " ORDER BY e.number DESC LIMIT 1"
        )
        origin, trouble, detail = cursor.fetchone() or ("", "", "")
    if not trouble:
        return Check("ledger", _CHECK, True, origin)
    advice = _("%(why)s It is not signed until somebody has looked: docs/ledger.md says how.")
    return Check("ledger", _CHECK, False, detail, advice % {"why": Trouble(trouble).label})


_CHECK = _("Public log")
_NOT_BEGUN = _("The log has not begun yet: the worker has not put its first event into it.")
_SILENT = _("Nobody signs the log: the worker is not at work.")


def public_names(document: Document) -> list[str]:
    """Return which sealed values of a public event everybody may read: those that the public pages show as they are, and nothing more."""
    return [
        name for name, one in document.sealed.items() if one.value is not None and _shows(document, name, one.value)
    ]


def own_names(document: Document) -> list[str]:
    """Return which sealed values of an event the reporter may read: the own words, places and photos, and what everybody reads."""
    shown = set(public_names(document)) if _is_public(document) else set()
    for name in document.sealed:
        group, _dot, rest = name.partition(".")
        if group == sealing.PHOTOS:
            is_shown = rest.partition("/")[0] not in photos.INTERNAL
        else:
            is_shown = group in {sealing.FILED, sealing.PLACED} or name == "payload.message"
        if is_shown:
            shown.add(name)
    return sorted(shown)


def _shows(document: Document, name: str, value: str) -> bool:
    """Return whether a public page shows exactly this value of a document."""
    group, _dot, rest = name.partition(".")
    category = catalog.category(document.category)
    is_open = category is not None and not (category.is_sensitive or category.is_confidential)
    if group == sealing.PHOTOS:
        role = rest.partition("/")[0]
        of_staff = role not in photos.OF_REPORTERS  # whoever has a reporter's photo from elsewhere learns nothing
        return of_staff and rest not in document.hidden_photos and photos.is_public(_Shown(document), role)
    if group in {sealing.FILED, sealing.PLACED}:
        if rest == "text":
            return value == (masked(value) if document.public_text is None else document.public_text)
        return is_open and (rest in {"lon", "lat"} or (rest == "address" and masked(value) == value))
    if name == "payload.message":
        return masked(value) == value
    return name in {"payload.body", "payload.contact"}


class _Shown:
    """What of a report decides about its photos."""

    def __init__(self, document: Document) -> None:
        self.category_id = document.category
        self.visibility = document.visibility


def _is_told(document: Document) -> bool:
    kind = events.KINDS.get(document.kind)
    return kind is not None and kind.audience == events.PUBLIC


def _is_public(document: Document) -> bool:
    return document.visibility == Visibility.PUBLIC and _is_told(document)


def _index(document: Document) -> int:
    if document.index is None:
        raise ValueError("this event is not in the log yet")
    return document.index


__all__: Sequence[str] = (
    "Head", "Proof", "Standing", "check", "consistency", "entries", "forget_head", "head", "heads", "inclusion", "openings", "own_names",
    "proof", "public_names", "standing", "tile", "verifier",
)  # fmt: skip
