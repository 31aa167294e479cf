"""What stands sealed in an event's document, and in which one form values are hashed (`ledger.documents` says what a document is)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

PLAIN = frozenset({
    "area", "asked", "because", "category", "check", "confirmations", "count", "denials", "due", "late", "metres", "days", "neighbour",
    "photos", "promise", "proposed", "reason", "route", "score", "solved", "times", "unit", "verifier", "why",
    "runner_up", "suggested", "source", "due_at", "before", "private", "by_rule", "for_decision", "claim", "tell", "decider",
    "deciders", "task", "replaces", "counter_unit", "counter_due_at", "until", "given", "chosen", "flags", "photo",
    "policy", "proposal", "level", "year", "step", "share", "role", "tell_at", "bundled", "said_at", "key", "partner",
})  # fmt: skip
"""Payload keys whose values are codes, counts, instants and the words of our own enumerations."""
SEALED = frozenset({
    "message", "question", "answer", "comment", "note", "findings", "checklist", "cited", "body", "contact", "parent", "child",
    "repeat", "earlier", "hidden_repeat", "hidden_earlier", "field", "materials", "assignee", "officer", "mentions", "holder", "other",
    "status",
})  # fmt: skip
"""Payload keys that hold words, persons, or codes of other reports. A key in neither list is sealed, too, and fails a test."""

FILED, PLACED, PHOTOS, PAYLOAD, REST = "filed", "placed", "photos", "payload", "rest"


class Value(NamedTuple):
    """What stands sealed in a document. `salt` and `value` are None when they died with the person; `is_personal` ones can."""

    digest: bytes
    salt: bytes | None
    value: str | None
    is_personal: bool


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """Return `value` as JSON in the one form that is hashed: sorted keys, no blanks, UTF-8.

    It must hold no floats: numbers with a fraction are told as the text that the database gives for them.
    """
    return _encode(value).encode()


def digest(salt: bytes, value: str) -> bytes:
    """Return what stands for a sealed value."""
    return hashlib.sha256(salt + value.encode()).digest()


def coded(material: bytes) -> str:
    """Return bytes in standard Base 64."""
    return base64.b64encode(material).decode()


class Sealing:
    """Seals the values of one document by a report's `seed` and `personal` salt, and remembers what it sealed (`values`, by name).

    `digests` are those (hexadecimal, by name) of what was sealed before the personal salt died.
    """

    def __init__(self, version: int, seed: bytes, personal: bytes | None, digests: Mapping[str, str] | None) -> None:
        self._version = version
        self._seed = bytes(seed)
        self._personal = bytes(personal) if personal is not None else self._seed
        self._dead = {name: bytes.fromhex(one) for name, one in (digests or {}).items()}
        self.values: dict[str, Value] = {}

    def salt(self, name: str) -> bytes:
        """Return the salt of this name that stays when the person is erased."""
        return hmac.digest(self._seed, name.encode(), "sha256")

    def salt_of_rest(self) -> bytes:
        """Return the salt under which the staff's part is digested."""
        return self.salt(f"rest/{self._version}")

    def value(self, name: str, value: Any, *, is_personal: bool = True) -> dict[str, str]:
        """Return what stands in the document for a value."""
        text = value if isinstance(value, str) else canonical(value).decode()
        key = self._personal if is_personal else self._seed
        salt = hmac.digest(key, f"field/{self._version}/{name}".encode(), "sha256")
        self.values[name] = Value(digest(salt, text), salt, text, is_personal)
        return {"sealed": coded(self.values[name].digest)}

    def dead(self, name: str) -> dict[str, str]:
        """Return what stands there for a value whose salt is gone."""
        self.values[name] = Value(self._dead[name], None, None, True)
        return {"sealed": coded(self._dead[name])}

    def forgotten_below(self, group: str) -> list[str]:
        """Return the names below `group` of what was sealed by a salt that is gone."""
        return [name[len(group) + 1 :] for name in self._dead if name.startswith(f"{group}.")] if self._dead else []

    def group(self, values: Mapping[str, Any], group: str, personal: Collection[str] | None = None) -> dict[str, Any]:
        """Return all `values` sealed below `group`, and what was sealed there before it went. Only `personal` ones (None: all) can go.

        A value that is there counts, not what is said to have gone: words that somebody puts back do not pass. What a report was filed
        with is the exception, for another text stands in its place.
        """
        gone = [name for name in self.forgotten_below(group) if group == FILED or name not in values]
        there = {name: one for name, one in values.items() if name not in gone}
        return {
            **{
                name: self.value(f"{group}.{name}", one, is_personal=personal is None or name in personal)
                for name, one in there.items()
            },
            **{name: self.dead(f"{group}.{name}") for name in gone},
        }

    def payload(self, payload: Mapping[str, Any], group: str, personal: Collection[str]) -> dict[str, Any]:
        """Return a payload with what is plain as it is, and the rest of it sealed."""
        open_ = {key: one for key, one in payload.items() if key in PLAIN}
        return {**open_, **self.group({key: one for key, one in payload.items() if key not in PLAIN}, group, personal)}
