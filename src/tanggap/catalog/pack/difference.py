"""What loading a pack would change, field by field. Nothing is ever deleted: what a pack no longer names is switched off."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from tanggap.agencies.models import Competency, Unit
from tanggap.catalog.models import CalendarDay, Category, Channel, Policy
from tanggap.catalog.pack.checking import paths
from tanggap.catalog.pack.rows import Pack
from tanggap.places.models import Area

ADDED, CHANGED, DEACTIVATED, RETURNED = "added", "changed", "deactivated", "returned"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs. `fields` holds (before, after) of each field of a changed or returned one."""

    table: str
    code: str
    kind: str
    fields: Mapping[str, tuple[Any, Any]]
    values: Values

    def __str__(self) -> str:
        told = "; ".join(f"{name}: {_shown(before)} → {_shown(after)}" for name, (before, after) in self.fields.items())
        return f"{self.kind} {self.table} {self.code}" + (f": {told}" if told else "")


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change, in the order in which it must be written."""

    city: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows of each table are added, changed, deactivated, returned."""
        counted = Counter((change.table, change.kind) for change in self.changes)
        tables: dict[str, dict[str, int]] = {}
        for (table, kind), number in counted.items():
            tables.setdefault(table, {})[kind] = number
        return tables

    def deactivated(self) -> list[Change]:
        """Return the rows that would be switched off."""
        return [change for change in self.changes if change.kind == DEACTIVATED]


@dataclass(frozen=True, slots=True)
class Target:
    """A table and what the pack wants in it, by primary key. Rows with `ended` set are history, which a pack does not bring back."""

    name: str
    model: type[Model]
    key: str
    wanted: dict[Any, Values]
    ended: str = ""


def targets(pack: Pack) -> tuple[Target, ...]:
    """Return the tables of a pack, each after those that it points at."""
    return (
        Target("area", Area, "code", _areas(pack)),
        Target("unit", Unit, "code", {row.code: _unit(row) for row in pack.units}, ended="closed_at"),
        Target("policy", Policy, "code", {row.code: _fields(row, _POLICY) for row in pack.policies}),
        Target("category", Category, "code", {row.code: _fields(row, _CATEGORY) for row in pack.categories}),
        Target("channel", Channel, "code", {row.code: _fields(row, _CHANNEL) for row in pack.channels}),
        Target("day", CalendarDay, "on", {row.on: _fields(row, ("name", "is_working")) for row in pack.days}),
        Target("competency", Competency, "code", {row.code: _fields(row, _COMPETENCY) for row in pack.competencies}),
    )


_POLICY = (
    "name", "answer_minutes", "verify_minutes", "resolve_minutes", "is_working_time", "source", "escalation", "extension",
)  # fmt: skip
_CATEGORY = (
    "parent", "name", "hint", "icon", "scope", "policy", "routes", "questions", "evidence", "keywords", "is_sensitive",
    "is_confidential", "needs_field_check", "near_metres", "near_days", "position", "is_leaf",
)  # fmt: skip
_CHANNEL = (
    "name", "adapter", "is_geotagged", "is_walk_in", "is_confidential", "unit", "unit_level", "category", "hours",
    "is_active", "position",
)  # fmt: skip
_COMPETENCY = (
    "name", "subject", "levels", "evidence", "obtain", "required", "blocks", "valid_months", "warn_days", "grace_days",
    "in_force_on", "source", "position",
)  # fmt: skip
_KEYS = {"parent": "parent_id", "area": "area_id", "unit": "unit_id", "policy": "policy_id"}


def _fields(row: Any, names: Iterable[str]) -> Values:
    return {_KEYS.get(name, name): getattr(row, name) for name in names}


def _unit(row: Any) -> Values:
    return _fields(row, ("name", "kind", "level", "parent", "area", "contact"))


def _areas(pack: Pack) -> dict[Any, Values]:
    above = paths({row.code: row.parent for row in pack.areas})
    return {
        row.code: {
            "level": row.level,
            "name": row.name,
            "parent_id": row.parent,
            "path": list(above[row.code][:-1]),
            "is_leaf": row.level == pack.city.leaf_level,
        }
        for row in pack.areas
    }


def difference(pack: Pack) -> Difference:
    """Return what `load` would change now. One statement a table."""
    return Difference(pack.city.code, tuple(change for target in targets(pack) for change in _changes(target)))


def _changes(target: Target) -> Iterable[Change]:
    columns = [*next(iter(target.wanted.values()), {}), "is_active"]
    columns = list(dict.fromkeys(columns))
    rows = target.model._default_manager
    present = {row[target.key]: row for row in rows.values(target.key, *columns)}
    ended = set(rows.exclude(**{target.ended: None}).values_list("pk", flat=True)) if target.ended else set()
    for code, values in target.wanted.items():
        if code in ended:
            continue
        wanted = {"is_active": True, **values}
        before = present.get(code)
        if before is None:
            yield Change(target.name, str(code), ADDED, {}, {target.key: code, **wanted})
            continue
        fields = {name: (before[name], value) for name, value in wanted.items() if before[name] != value}
        if fields:
            returned = fields.get("is_active") == (False, True)
            yield Change(
                target.name, str(code), RETURNED if returned else CHANGED, fields, {target.key: code, **wanted}
            )
    for code, row in present.items():
        if code not in target.wanted and row["is_active"]:
            yield Change(target.name, str(code), DEACTIVATED, {}, {target.key: code, "is_active": False})


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
