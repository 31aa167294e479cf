"""From the files of a pack to its rows. Every fault of every file is found before anything is refused."""

import dataclasses
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tanggap.agencies.words import UnitKind
from tanggap.catalog import answers, bodies
from tanggap.catalog.hours import SEASONS_FILE, USUAL, Hours, Season, parse
from tanggap.catalog.pack import checking, details, dialogue, former, messages, policies, seeds, standard, verification
from tanggap.catalog.pack.faults import BrokenPack, Faults, instead
from tanggap.catalog.pack.files import Document, Folder, Row, digest
from tanggap.catalog.pack.icons import ICONS
from tanggap.catalog.pack.interfaces import check_open311
from tanggap.catalog.pack.population import check as check_population
from tanggap.catalog.pack.publishing import check_publisher
from tanggap.catalog.pack.rows import (
    Names,
    Pack,
    PackArea,
    PackCategory,
    PackChannel,
    PackCompetency,
    PackDay,
    PackPolicy,
    PackUnit,
)
from tanggap.catalog.pack.shapes import CODE_RULE, Table, is_code
from tanggap.catalog.pack.targets import check as check_targets
from tanggap.catalog.routes import CITY, PROVINCE
from tanggap.places.city import City

PREFIX = re.compile(r"[A-Z]{2,3}")
LANGUAGE = re.compile(r"[a-z]{2}")
REGION = re.compile(r"[A-Z]{2}")
QUIET_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
YES_NO = {"yes": True, "no": False, "": False}


@dataclass
class Reading:
    """A pack on its way in. `declared` holds every code that a file names, sound or not, so that one fault does not breed others."""

    folder: Folder
    faults: Faults
    city: City | None = None
    hours: Hours = USUAL
    seasons: tuple[Season, ...] = ()
    languages: tuple[str, ...] = ()
    areas: list[PackArea] = field(default_factory=list)
    units: list[PackUnit] = field(default_factory=list)
    policies: list[PackPolicy] = field(default_factory=list)
    categories: list[PackCategory] = field(default_factory=list)
    channels: list[PackChannel] = field(default_factory=list)
    days: list[PackDay] = field(default_factory=list)
    competencies: list[PackCompetency] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    declared: dict[str, dict[str, int]] = field(default_factory=dict)

    def line(self, file: str, *path: str | int) -> int:
        """Return the line of a key in one of the TOML files."""
        return self.documents[file].lines.of(*path) if file in self.documents else 0


def read(folder: Path) -> Pack:
    """Return the pack in `folder`. Raises BrokenPack naming every fault with its file and line."""
    faults = Faults()
    reading = Reading(Folder(folder, faults), faults)
    if not folder.is_dir():
        faults.add(folder.name, 0, "there is no such folder")
        raise BrokenPack(folder.name, faults.found)
    _read_city(reading)
    if not reading.languages:
        raise BrokenPack(folder.name, faults.found)  # without them no name in any other file can be judged
    _read_areas(reading)
    _read_units(reading)
    policies.read(_tables(reading, policies.FILE), reading)
    if reading.folder.has(SEASONS_FILE):
        policies.read_seasons(_tables(reading, SEASONS_FILE), reading)
    _read_categories(reading)
    _read_channels(reading)
    _read_days(reading)
    _read_competencies(reading)
    checking.check(reading)
    policies.check(reading)
    _check_ground(reading)
    messages.check(reading.folder, reading.languages, faults)
    former.check(reading.folder, reading.declared.get("areas.csv", {}), faults)
    check_population(reading.folder, reading.declared.get("areas.csv", {}), faults)
    bodies.check(reading.folder, reading.languages, faults)
    answers.check(reading.folder, reading.languages, reading.declared.get("categories.toml", {}), faults)
    dialogue.check(
        reading.folder,
        reading.languages,
        reading.declared.get("categories.toml", {}),
        {area.level for area in reading.areas},
        faults,
    )
    seeds.check(reading.folder, reading.declared.get("categories.toml", {}), faults)
    verification.check(reading.folder, reading.declared.get("units.csv", {}), faults)
    check_targets(reading.folder, reading.languages, reading.declared.get("channels.toml", {}), faults)
    if faults.found or reading.city is None:
        raise BrokenPack(folder.name, faults.found)
    return Pack(
        reading.city, reading.hours, tuple(reading.areas), tuple(reading.units), tuple(reading.policies),
        tuple(reading.categories), tuple(reading.channels), tuple(reading.days), digest(folder),
        tuple(reading.competencies), reading.seasons,
    )  # fmt: skip


def _check_ground(reading: Reading) -> None:
    if reading.city is None or any(fault.file in {"areas.csv", "pack.toml"} for fault in reading.faults.found):
        return
    from tanggap.catalog.pack import (
        ground,
    )  # geometry takes long to import, and a start that loads nothing does without

    leaf_level = reading.city.leaf_level
    ground.check(reading.folder, {row.code for row in reading.areas if row.level == leaf_level}, reading.faults)


def _read_city(reading: Reading) -> None:
    file = "pack.toml"
    document = reading.folder.toml(file)
    if document is None:
        return
    reading.documents[file] = document
    whole = Table(document, (), document.values, reading.faults)
    _read_hours(reading, whole)
    check_publisher(whole)
    check_open311(whole)
    if not whole.has("city"):
        reading.faults.add(file, 0, "the table [city] is missing")
        return
    city = whole.table("city")
    whole.finish()
    languages = city.texts("languages")
    for number, language in enumerate(languages):
        if not LANGUAGE.fullmatch(language):
            city.fault(f'"{language}" is no language code; use two small letters such as "id"', "languages", number)
    if not languages:
        city.fault('"languages" must name at least one language', "languages")
    reading.languages = tuple(languages)
    facts: dict[str, Any] = {
        "code": details.code(city, "code"),
        "name": city.names("name", languages),
        "prefix": _matching(city, "prefix", PREFIX, "two or three capital letters"),
        "time_zone": _zone(city),
        "languages": tuple(languages),
        "leaf_level": city.text("leaf_level"),
        "centre": city.numbers("centre", 2),
        "zoom": city.number("zoom", least=1, most=19),
        "bbox": city.numbers("bbox", 4),
        "tiles": city.text("tiles", ""),
        "attribution": city.text("attribution", ""),
        "default_policy": city.text("default_policy", "standard"),
        "intake_unit": city.text("intake_unit"),
        "feedback_days": city.number("feedback_days", 14, least=1, most=365),
        "survey_reminder_days": city.number("survey_reminder_days", 5, least=1, most=365),
        "reopen_decision_days": city.number("reopen_decision_days", 3, least=1, most=60),
        "reopen_requests_a_day": city.number("reopen_requests_a_day", 10, least=1, most=1000),
        "doubts_to_flag": city.number("doubts_to_flag", 3, least=1, most=1000),
        "answer_wait_days": city.number("answer_wait_days", 7, least=1, most=90),
        "staffing_kept_days": city.number("staffing_kept_days", 365, least=30, most=3650),
        "near_metres": city.number("near_metres", 250, most=5000),
        "near_days": city.number("near_days", 84, least=1, most=730),
        "border_metres": city.number("border_metres", 50, most=1000),
        "decider_level": city.text("decider_level", ""),
        "decider_unit": city.text("decider_unit", ""),
        "phone_region": _matching(city, "phone_region", REGION, "two capital letters", "ID"),
        "emergency": _emergency(city, languages),
        "quiet_hours": _quiet_hours(city),
        "urgent_messages": _urgent(city),
    }
    known = {each.name for each in dataclasses.fields(City)}
    facts |= {key: city.raw(key) for key in city if key in known and key not in facts}
    _check_place(city, facts)
    if city.finish():
        reading.city = City(**facts)


def _quiet_hours(city: Table) -> tuple[str, str] | None:
    """Return from when until when citizens are left in peace, `None` for a city that writes at any hour."""
    given = city.texts("quiet_hours", [])
    if not given:
        return None
    if len(given) != 2 or not all(QUIET_TIME.fullmatch(one) for one in given) or given[0] == given[1]:
        city.fault('"quiet_hours" must be two different times such as ["21:00", "06:00"]', "quiet_hours")
        return None
    return given[0], given[1]


def _urgent(city: Table) -> tuple[str, ...]:
    given = city.texts("urgent_messages", [])
    for number, name in enumerate(given):
        if name not in messages.MESSAGES:
            city.fault(f'"{name}" is no message{instead(name, messages.MESSAGES)}', "urgent_messages", number)
    return tuple(given)


def _read_hours(reading: Reading, whole: Table) -> None:
    table = whole.raw("hours")
    if table is None:
        return
    try:
        reading.hours = parse(table)
    except (AttributeError, TypeError):
        whole.fault('"hours" must be a table [hours]', "hours")
    except ValueError as error:
        whole.fault(f'"{error.args[0]}" {error.args[1]}', "hours", error.args[0])


def _zone(city: Table) -> str:
    zone = city.text("time_zone")
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        city.fault(f'"{zone}" is no time zone; use a name of the tz database such as "Europe/Amsterdam"', "time_zone")
    return zone


def _matching(table: Table, key: str, pattern: re.Pattern[str], rule: str, default: str | None = None) -> str:
    value = table.text(key) if default is None else table.text(key, default)
    if value and not pattern.fullmatch(value):
        table.fault(f'"{key}" is "{value}"; it must be {rule}', key)
    return value


def _emergency(city: Table, languages: list[str]) -> dict[str, str]:
    if not city.has("emergency"):
        return {}
    table = city.table("emergency")
    told = {language: table.text(language) for language in languages} | {"number": table.text("number")}
    city.is_sound = table.finish() and city.is_sound
    return told


def _check_place(city: Table, facts: dict[str, Any]) -> None:
    if not facts["bbox"] or not facts["centre"]:
        return
    west, south, east, north = facts["bbox"]
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        city.fault('"bbox" must be west, south, east, north in degrees', "bbox")
    elif not (west <= facts["centre"][0] <= east and south <= facts["centre"][1] <= north):
        city.fault('"centre" lies outside "bbox"; it is longitude, latitude', "centre")


def _declare(reading: Reading, file: str, code: str, line: int) -> bool:
    """Note that `file` names `code`; return False, with a fault, when it is unusable or named before."""
    known = reading.declared.setdefault(file, {})
    if not is_code(code):
        reading.faults.add(file, line, f'"{code}" is no code; {CODE_RULE}' if code else "the code is empty")
        return False
    if code in known:
        reading.faults.add(file, line, f'the code "{code}" is already on line {known[code]}; give one of them another')
        return False
    known[code] = line
    return True


def _read_areas(reading: Reading) -> None:
    file = "areas.csv"
    for row in reading.folder.csv(file, ("code", "level", "name", "parent_code")) or ():
        if _declare(reading, file, row.values["code"], row.line) and _filled(reading, file, row, "level", "name"):
            values = row.values
            reading.areas.append(
                PackArea(values["code"], values["level"], values["name"], values["parent_code"] or None, row.line)
            )


def _read_units(reading: Reading) -> None:
    file = "units.csv"
    names = [f"name_{language}" for language in reading.languages]
    for row in reading.folder.csv(file, ("code", *names, "kind", "level", "parent", "area", "contact")) or ():
        values = row.values
        if not _declare(reading, file, values["code"], row.line) or not _filled(reading, file, row, *names):
            continue
        if values["kind"] not in UnitKind.values:
            wrong, known = values["kind"], ", ".join(UnitKind.values)
            reading.faults.add(
                file, row.line, f'"{wrong}" is no kind of unit{instead(wrong, UnitKind.values)}; use one of {known}'
            )
            continue
        reading.units.append(
            PackUnit(
                values["code"], _row_names(reading, row), values["kind"], values["level"],
                values["parent"] or None, values["area"] or None, values["contact"], row.line,
            )
        )  # fmt: skip


def _read_days(reading: Reading) -> None:
    file = "calendar.csv"
    names = [f"name_{language}" for language in reading.languages]
    seen: dict[date, int] = {}
    for row in reading.folder.csv(file, ("on", *names, "is_working")) or ():
        try:
            on = date.fromisoformat(row.values["on"])
        except ValueError:
            reading.faults.add(file, row.line, f'"{row.values["on"]}" is no date; write it as 2026-08-17')
            continue
        if on in seen:
            reading.faults.add(file, row.line, f"{on} is already on line {seen[on]}; keep one of them")
            continue
        seen[on] = row.line
        if row.values["is_working"] not in YES_NO:
            reading.faults.add(file, row.line, f'"is_working" is "{row.values["is_working"]}"; write yes or no')
        elif _filled(reading, file, row, *names):
            reading.days.append(PackDay(on, _row_names(reading, row), YES_NO[row.values["is_working"]], row.line))


def _filled(reading: Reading, file: str, row: Row, *columns: str) -> bool:
    empty = [column for column in columns if not row.values[column]]
    for column in empty:
        reading.faults.add(file, row.line, f'"{column}" is empty')
    return not empty


def _row_names(reading: Reading, row: Row) -> Names:
    return {language: row.values[f"name_{language}"] for language in reading.languages}


def _tables(reading: Reading, file: str) -> list[tuple[str, Table]]:
    document = reading.folder.toml(file)
    if document is None:
        return []
    reading.documents[file] = document
    tables: list[tuple[str, Table]] = []
    for code, values in document.values.items():
        if _declare(reading, file, code, document.lines.of(code)):
            tables.append((code, Table(document, (code,), values, reading.faults)))
    return tables


def _read_categories(reading: Reading) -> None:
    city = reading.city
    for position, (code, table) in enumerate(_tables(reading, "categories.toml"), start=1):
        row = PackCategory(
            code=code,
            name=table.names("name", reading.languages),
            position=position,
            parent=table.text("parent", "") or None,
            hint=table.names("hint", reading.languages, optional=True),
            icon=table.text("icon", "dots", among=ICONS),
            scope=table.text("scope", CITY, among=(CITY, PROVINCE)),
            policy=table.text("policy", city.default_policy if city else "standard"),
            routes=details.routes(table),
            questions=details.questions(table, reading.languages),
            evidence=details.evidence(table, reading.languages),
            keywords=details.keywords(table, reading.languages),
            is_sensitive=table.flag("is_sensitive"),
            is_confidential=table.flag("is_confidential"),
            needs_field_check=table.flag("needs_field_check"),
            near_metres=table.number("near_metres", city.near_metres if city else 250, most=5000),
            near_days=table.number("near_days", city.near_days if city else 84, least=1, most=730),
            line=table.line,
        )
        if table.finish():
            reading.categories.append(row)


def _read_channels(reading: Reading) -> None:
    for position, (code, table) in enumerate(_tables(reading, "channels.toml"), start=1):
        row = PackChannel(
            code=code,
            name=table.names("name", reading.languages),
            position=position,
            adapter=details.code(table, "adapter"),
            is_geotagged=table.flag("is_geotagged"),
            is_walk_in=table.flag("is_walk_in"),
            is_confidential=table.flag("is_confidential"),
            unit=table.text("unit", "") or None,
            unit_level=table.text("unit_level", ""),
            category=table.text("category", ""),
            hours=details.hours(table),
            is_active=table.flag("is_active", default=True),
            line=table.line,
        )
        if row.hours and not row.is_walk_in:
            table.fault("only a walk-in channel has opening hours", "hours")
        if row.is_walk_in and (row.unit is None) == (not row.unit_level):
            table.fault('a walk-in channel needs exactly one of "unit" and "unit_level": whose counter it is')
        if row.is_confidential and not (row.unit and row.category):
            table.fault(
                'a confidential channel needs "unit", with which its reports stay, and "category", under which they are filed'
            )
        if table.finish():
            reading.channels.append(row)


def _read_competencies(reading: Reading) -> None:
    tables = _tables(reading, standard.FILE) if reading.folder.has(standard.FILE) else []
    for position, (code, table) in enumerate(tables, start=1):
        row = standard.competency(code, table, position, reading)
        if row is not None:
            reading.competencies.append(row)
