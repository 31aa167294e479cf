"""Reading competencies.toml: the competency standard of a city. Optional in a pack; without it nothing is asked of anybody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tanggap.agencies.permissions import ACTS
from tanggap.agencies.words import ASSIGNABLE
from tanggap.catalog.pack import details
from tanggap.catalog.pack.faults import instead
from tanggap.catalog.pack.rows import PackCompetency
from tanggap.catalog.pack.shapes import Table

if TYPE_CHECKING:
    from tanggap.catalog.pack.reading import Reading

FILE = "competencies.toml"
CATEGORIES = "categories.toml"
ROLES = tuple(role.value for role in ASSIGNABLE)


def competency(code: str, table: Table, position: int, reading: Reading) -> PackCompetency | None:
    """Return a competency, None with faults when its table is not sound."""
    languages = reading.languages
    levels = _levels(table, languages)
    row = PackCompetency(
        code=code,
        name=table.names("name", languages),
        position=position,
        subject=table.names("subject", languages, optional=True),
        levels=levels,
        evidence=table.names("evidence", languages, optional=True),
        obtain=table.names("obtain", languages, optional=True),
        required=_required(table, [str(level["code"]) for level in levels], reading),
        blocks=_blocks(table),
        valid_months=table.number("valid_months", 0, most=600) or None,
        warn_days=table.number("warn_days", 60, most=730),
        grace_days=table.number("grace_days", 30, most=1830),
        in_force_on=_day(table, "in_force_on"),
        source=table.text("source", ""),
        line=table.line,
    )
    return row if table.finish() else None


def _levels(table: Table, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for level in table.tables("levels"):
        row = {"code": details.code(level, "code"), "name": level.names("name", languages)}
        if row["code"] in {earlier["code"] for earlier in found}:
            level.fault(f'the level "{row["code"]}" stands twice')
        level.finish()
        found.append(row)
    if not found:
        table.fault('a competency needs at least one level in "levels", the lowest first', "levels")
    return found


def _required(table: Table, levels: list[str], reading: Reading) -> list[dict[str, str]]:
    """Return who needs which level for what; a group of categories stands for each of its leaves."""
    found: list[dict[str, str]] = []
    for rule in table.tables("required"):
        role, category = rule.text("role", among=ROLES), rule.text("category", "")
        level = rule.text("level", levels[0] if levels else "", among=levels)
        for leaf in _leaves(rule, category, reading):
            one = {"role": role, "category": leaf, "level": level}
            if one in found:
                rule.fault("this is asked for twice")
                break
            found.append(one)
        rule.finish()
    return found


def _leaves(rule: Table, category: str, reading: Reading) -> list[str]:
    declared = reading.declared.get(CATEGORIES, {})
    if category and declared and category not in declared:
        rule.fault(f'the category "{category}" is not in {CATEGORIES}{instead(category, declared)}', "category")
    return [row.code for row in reading.categories if row.parent == category and category] or [category]


def _blocks(table: Table) -> list[str]:
    acts = table.texts("blocks", [])
    for number, act in enumerate(acts):
        if act not in ACTS:
            table.fault(f'"{act}" is no act{instead(act, ACTS)}; docs/permissions.md lists them', "blocks", number)
    return sorted(acts)


def _day(table: Table, key: str) -> date | None:
    value = table.raw(key)
    if value is not None and type(value) is not date:
        table.fault(f'"{key}" must be a day without quotes, such as 2027-01-01', key)
        return None
    return value
