"""Outcomes, searches, demands and checks as JSON values and back, by the types of their fields; and the sum that tells two apart.

What is read back is equal to what was written, to the last bit of each number: `load(type(one), dump(one)) == one`.
"""

import hashlib
import json
import math
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def dump(value: Any) -> Any:
    """Return a frozen dataclass, or a part of one, as JSON values. Numbers without an end become words, which JSON has none for."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: dump(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [dump(one) for one in value]
    if isinstance(value, date):  # an instant is one as well
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def load(kind: type[Kind], kept: Any) -> Kind:
    """Return the `kind` that `dump` wrote. Raises KeyError, TypeError, ValueError for anything else."""
    found: Kind = _read(kind, kept)
    return found


def digest(kept: Any) -> str:
    """Return the SHA-256 of JSON values in their one order: the same for the same numbers."""
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, kept: Any) -> Any:
    if isinstance(kind, types.UnionType):
        (wanted,) = [one for one in typing.get_args(kind) if one is not types.NoneType]
        return None if kept is None else _read(wanted, kept)
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], one) for one in kept)
        return tuple(_read(part, one) for part, one in zip(inner, kept, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _read(hint, kept[name]) for name, hint in _hints(kind).items()})
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(kept)
    return kind(kept)
