"""What the files of a pack must say together: nothing points at nothing, nothing goes round in circles, every report finds its way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tanggap.agencies.words import UnitKind
from tanggap.catalog.pack import planning
from tanggap.catalog.pack.faults import instead
from tanggap.catalog.pack.rows import PackCategory, PackUnit
from tanggap.catalog.routes import COMPETENT, Directory

if TYPE_CHECKING:
    from tanggap.catalog.pack.reading import Reading
    from tanggap.places.city import City

AREAS, UNITS, POLICIES, CATEGORIES, CHANNELS = (
    "areas.csv",
    "units.csv",
    "policies.toml",
    "categories.toml",
    "channels.toml",
)
Path = tuple[str, ...]


def check(reading: Reading) -> None:
    """Note every fault between the rows and the files of a pack."""
    _check_areas(reading)
    _check_units(reading)
    _check_city(reading)
    _check_categories(reading)
    _check_channels(reading)
    if not any(fault.file in {AREAS, UNITS, "pack.toml"} for fault in reading.faults.found):
        _check_ways(reading)
    planning.check(reading)


def paths(parents: Mapping[str, str | None]) -> dict[str, Path]:
    """Return each code's ancestors, the largest first, itself last. `parents` must be free of cycles."""
    found: dict[str, Path] = {}

    def path(code: str) -> Path:
        if code not in found:
            above = parents[code]
            found[code] = (*path(above), code) if above in parents and above is not None else (code,)
        return found[code]

    for code in parents:
        path(code)
    return found


def in_cycle(parents: Mapping[str, str | None]) -> set[str]:
    """Return the codes whose line of parents comes back to themselves."""
    caught: set[str] = set()
    safe: set[str] = set()
    for code in parents:
        trail: list[str] = []
        at: str | None = code
        while at is not None and at in parents and at not in safe and at not in trail:
            trail.append(at)
            at = parents[at]
        if at in trail:
            caught.update(trail[trail.index(at) :])
        safe.update(trail)
    return caught


def _known(reading: Reading, file: str, line: int, of: str, code: str, what: str) -> bool:
    """Return whether the file `of` declares `code`; note a fault at `file`:`line` when it does not. A missing file was told already."""
    declared = reading.declared.get(of)
    if declared is None or code in declared:
        return True
    reading.faults.add(file, line, f'the {what} "{code}" is not in {of}{instead(code, declared)}')
    return False


def _check_tree(reading: Reading, file: str, rows: Iterable[tuple[str, str | None, int]], what: str) -> None:
    parents = {code: parent for code, parent, _ in rows}
    lines = {code: line for code, _, line in rows}
    for code, parent in parents.items():
        if parent:
            _known(reading, file, lines[code], file, parent, "parent")
    for code in sorted(in_cycle(parents)):
        reading.faults.add(
            file, lines[code], f'the {what} "{code}" lies below itself; mend its parent "{parents[code]}"'
        )


def _check_areas(reading: Reading) -> None:
    _check_tree(reading, AREAS, [(row.code, row.parent, row.line) for row in reading.areas], "area")
    city = reading.city
    if city is None or not reading.areas:
        return
    has_children = {row.parent for row in reading.areas}
    if not any(row.level == city.leaf_level for row in reading.areas):
        line = reading.line("pack.toml", "city", "leaf_level")
        reading.faults.add("pack.toml", line, f'no area in {AREAS} has the level "{city.leaf_level}"')
        return
    for row in reading.areas:
        if row.level == city.leaf_level and row.code in has_children:
            reading.faults.add(
                AREAS, row.line, f'"{row.code}" is of the smallest level "{row.level}" but has areas below it'
            )
        elif row.level != city.leaf_level and row.code not in has_children:
            reading.faults.add(AREAS, row.line, f'"{row.code}" has no area of the level "{city.leaf_level}" below it')


def _check_units(reading: Reading) -> None:
    _check_tree(reading, UNITS, [(row.code, row.parent, row.line) for row in reading.units], "unit")
    for row in reading.units:
        if row.area:
            _known(reading, UNITS, row.line, AREAS, row.area, "area")
        if row.kind == UnitKind.BRANCH and not row.parent:
            reading.faults.add(UNITS, row.line, f'the branch "{row.code}" needs a parent: the agency that instructs it')
        if row.kind == UnitKind.AREA_OFFICE and not row.level:
            reading.faults.add(UNITS, row.line, f'the area office "{row.code}" needs a level')


def _check_city(reading: Reading) -> None:
    city = reading.city
    if city is None:
        return
    for key, of, code in (("default_policy", POLICIES, city.default_policy), ("intake_unit", UNITS, city.intake_unit)):
        _known(reading, "pack.toml", reading.line("pack.toml", "city", key), of, code, key.split("_")[1])
    _check_deciders(reading, city)
    kinds = {row.code: row.kind for row in reading.units}
    if kinds.get(city.intake_unit, UnitKind.INTAKE) != UnitKind.INTAKE:
        line = reading.line("pack.toml", "city", "intake_unit")
        reading.faults.add("pack.toml", line, f'"{city.intake_unit}" must be a unit of the kind "intake"')


def _check_deciders(reading: Reading, city: City) -> None:
    """Whoever decides whose a report is can handle it afterwards, so it is no verifier."""
    if city.decider_unit:
        line = reading.line("pack.toml", "city", "decider_unit")
        _known(reading, "pack.toml", line, UNITS, city.decider_unit, "unit")
        if any(row.code == city.decider_unit and row.kind == UnitKind.VERIFIER for row in reading.units):
            reading.faults.add("pack.toml", line, f'"{city.decider_unit}" verifies, so it cannot decide as well')
    levels = {row.level for row in reading.units if row.kind == UnitKind.AREA_OFFICE}
    if city.decider_level and reading.units and city.decider_level not in levels:
        line = reading.line("pack.toml", "city", "decider_level")
        told = instead(city.decider_level, levels)
        reading.faults.add("pack.toml", line, f'no area office has the level "{city.decider_level}"{told}')


def _check_categories(reading: Reading) -> None:
    groups = {row.code for row in reading.categories if not row.is_leaf}
    leaves = {row.code for row in reading.categories if row.is_leaf}
    document = reading.documents.get(CATEGORIES)
    tables = document.values.values() if document else ()
    filled = {table.get("parent") for table in tables if isinstance(table, dict)}
    for row in reading.categories:
        _known(reading, CATEGORIES, _at(reading, row, "policy"), POLICIES, row.policy, "policy")
        if row.parent in leaves:
            reading.faults.add(
                CATEGORIES,
                _at(reading, row, "parent"),
                f'"{row.parent}" is itself below a group; there are two levels only',
            )
        elif row.parent and row.parent not in groups:
            _known(reading, CATEGORIES, _at(reading, row, "parent"), CATEGORIES, row.parent, "parent")
        if not row.is_leaf and row.code not in filled:
            reading.faults.add(
                CATEGORIES,
                row.line,
                f'the group "{row.code}" has nothing below it; give the category a "parent", or leave it out',
            )
        if not row.is_leaf and row.routes:
            reading.faults.add(
                CATEGORIES, _at(reading, row, "routes"), "a group has no routes: only what is below it is reported"
            )
        if row.is_leaf and not any(rule.get("role") != COMPETENT for rule in row.routes):
            reading.faults.add(
                CATEGORIES, _at(reading, row, "routes"), f'"{row.code}" needs a route that says who receives it'
            )
        _check_rules(reading, row)


def _check_rules(reading: Reading, row: PackCategory) -> None:
    units = {unit.code: unit for unit in reading.units}
    offices = Counter((unit.kind, unit.level) for unit in reading.units)
    for number, rule in enumerate(row.routes):
        line = _at(reading, row, "routes", number)
        code = rule.get("unit") or rule.get("of")
        if code:
            _known(reading, CATEGORIES, line, UNITS, code, "unit")
            if code in units and units[code].kind == UnitKind.VERIFIER:
                reading.faults.add(CATEGORIES, line, f'"{code}" verifies, so it cannot handle reports as well')
        elif rule["kind"] == UnitKind.VERIFIER:
            reading.faults.add(CATEGORIES, line, "verifiers cannot handle reports as well")
        elif reading.units and not offices[rule["kind"], rule["level"]]:
            reading.faults.add(
                CATEGORIES, line, f'no unit is of the kind "{rule["kind"]}" and the level "{rule["level"]}"'
            )


def _check_channels(reading: Reading) -> None:
    levels = {row.level for row in reading.units}
    for row in reading.channels:
        if row.unit:
            _known(reading, CHANNELS, reading.line(CHANNELS, row.code, "unit"), UNITS, row.unit, "unit")
        if row.category and not any(one.code == row.category and one.is_confidential for one in reading.categories):
            line = reading.line(CHANNELS, row.code, "category")
            reading.faults.add(CHANNELS, line, f'"{row.category}" is no confidential category of {CATEGORIES}')
        if row.unit_level and levels and row.unit_level not in levels:
            line = reading.line(CHANNELS, row.code, "unit_level")
            reading.faults.add(
                CHANNELS, line, f'no unit has the level "{row.unit_level}"{instead(row.unit_level, levels)}'
            )
    if reading.channels and not any(row.is_active for row in reading.channels):
        reading.faults.add(CHANNELS, 0, "no channel is active, so nobody could report anything")


def _check_ways(reading: Reading) -> None:
    """Follow each category from each smallest area: somebody must receive the report, and somebody verify it."""
    directory = Directory(reading.units)
    if reading.city is None:
        return
    every = paths({row.code: row.parent for row in reading.areas})
    leaves = {row.code: every[row.code] for row in reading.areas if row.level == reading.city.leaf_level}
    lost: dict[str, list[str]] = {}
    told = {fault.line for fault in reading.faults.found if fault.file == CATEGORIES}
    for row in reading.categories:
        rule_lines = {_at(reading, row, "routes", number) for number in range(len(row.routes))}
        if not row.is_leaf or not row.routes or rule_lines & told:
            continue
        key = repr(row.routes)
        if key not in lost:
            lost[key] = [area for area, path in leaves.items() if directory.choose(row.routes, path) is None]
        if lost[key]:
            reading.faults.add(
                CATEGORIES,
                _at(reading, row, "routes"),
                f'no unit receives "{row.code}" in {_some(lost[key])}; add a rule or a unit',
            )
    _check_verifiers(reading, directory, leaves)


def _check_verifiers(reading: Reading, directory: Directory[PackUnit], leaves: Mapping[str, Path]) -> None:
    used: defaultdict[str, list[PackCategory]] = defaultdict(list)
    for row in reading.categories:
        if row.is_leaf:
            used[row.scope].append(row)
    for scope, rows in used.items():
        unseen = [area for area, path in leaves.items() if directory.verifier(scope, path) is None]
        if unseen:
            reading.faults.add(
                UNITS,
                0,
                f'no unit of the kind "verifier" checks reports of the scope "{scope}" (such as "{rows[0].code}") in {_some(unseen)}',
            )


def _some(codes: list[str]) -> str:
    """Return the first codes of a list, and how many more there are."""
    shown = ", ".join(codes[:3])
    return shown if len(codes) <= 3 else f"{shown} and {len(codes) - 3} more areas"


def _at(reading: Reading, row: PackCategory, *path: str | int) -> int:
    return reading.line(CATEGORIES, row.code, *path)
