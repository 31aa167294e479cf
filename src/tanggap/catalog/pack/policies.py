"""Reading policies.toml (what is promised, who hears when it runs out, how far it may be put off) and seasons.toml."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from tanggap.agencies.words import UnitKind
from tanggap.catalog import hours
from tanggap.catalog.ladder import MOST_RUNGS, PROMISES, RESOLVE, TOLD
from tanggap.catalog.pack.faults import instead
from tanggap.catalog.pack.rows import PackPolicy
from tanggap.catalog.pack.shapes import Table

if TYPE_CHECKING:
    from tanggap.catalog.pack.reading import Reading

FILE = "policies.toml"
DAY_MINUTES = 24 * 60


def read(tables: list[tuple[str, Table]], reading: Reading) -> None:
    """Read every policy; `like` takes ladder, windows and extension from a policy that stands before it."""
    known: dict[str, PackPolicy] = {}
    for code, table in tables:
        row = _policy(code, table, reading.languages, known)
        known[code] = row
        if table.finish():
            reading.policies.append(row)


def _policy(code: str, table: Table, languages: tuple[str, ...], known: dict[str, PackPolicy]) -> PackPolicy:
    like = table.text("like", "")
    model = known.get(like)
    if like and model is None:
        table.fault(f'"like" is "{like}"{instead(like, known)}; it must be a policy that stands above this one', "like")
    return PackPolicy(
        code=code,
        name=table.names("name", languages),
        answer_minutes=table.number("answer_minutes", least=1),
        verify_minutes=table.number("verify_minutes", least=1),
        resolve_minutes=table.number("resolve_minutes", least=1),
        is_working_time=table.flag("is_working_time"),
        source=table.text("source", ""),
        escalation=_escalation(table, dict(model.escalation) if model else {}),
        extension=_extension(table, dict(model.extension) if model else {}),
        line=table.line,
    )


def _escalation(table: Table, found: dict[str, Any]) -> dict[str, Any]:
    if table.has("ladder"):
        found["ladder"] = _ladder(table)
    for key, default, least in (("digest_minutes", 60, 0), ("acknowledge_minutes", 240, 1)):
        number = table.number(key, found.get(key, default), least=least, most=7 * DAY_MINUTES)
        if key == "digest_minutes" and number and DAY_MINUTES % number:
            table.fault(
                f'"{key}" is {number}; a window must divide the day, such as 30, 60 or 120; 0 tells at once', key
            )
        if table.has(key) or "ladder" in found:
            found[key] = number
    if table.has("quiet"):
        found["quiet"] = _quiet(table)
    return {key: value for key, value in found.items() if value != []}


def _ladder(table: Table) -> list[dict[str, Any]]:
    """Return the rungs, shares falling within each promise."""
    rungs: list[dict[str, Any]] = []
    last: dict[str, int] = {}
    for rung in table.tables("ladder"):
        promise = rung.text("promise", RESOLVE, among=PROMISES)
        share = rung.number("share", least=-1000, most=99)
        found = {"share": share, "tell": rung.text("tell", among=TOLD), "promise": promise}
        found |= {key: value for key in ("level", "unit") if (value := rung.text(key, ""))}
        if "level" in found and "unit" in found:
            rung.fault('a rung names a "level" or a "unit", not both')
        if promise in last and share >= last[promise]:
            rung.fault(f'"share" is {share}; it must fall from rung to rung, below {last[promise]}', "share")
        last[promise] = share
        rung.finish()
        rungs.append(found)
    if len(rungs) > MOST_RUNGS:
        table.fault(f"a ladder has at most {MOST_RUNGS} rungs", "ladder")
    return rungs


def _quiet(table: Table) -> list[str]:
    """Return the two times between which nobody is told; an empty list means at any time."""
    found = table.texts("quiet", [])
    try:
        wall = [time.fromisoformat(text).isoformat("minutes") for text in found]
    except ValueError:
        wall = []
    if found and (len(wall) != 2 or wall[0] == wall[1]):
        table.fault('"quiet" must be a pair of times such as ["21:00", "06:00"], or [] for none', "quiet")
    return wall


def _extension(table: Table, found: dict[str, Any]) -> dict[str, Any]:
    if not table.has("extension"):
        return found
    below = table.table("extension")
    found = {
        "times": below.number("times", found.get("times", 2), most=20),
        "days": below.number("days", found.get("days", 14), most=366),
        "most_days": below.number("most_days", found.get("most_days", 90), most=730),
    }
    if found["days"] > found["most_days"]:
        below.fault('"days" is what the unit may do itself; "most_days" must not be less', "days")
    below.finish()
    return found


def read_seasons(tables: list[tuple[str, Table]], reading: Reading) -> None:
    """Check the seasons: each a name, two dates in order that no other season has, and hours."""
    taken: list[tuple[hours.Season, str]] = []
    for code, table in tables:
        table.names("name", reading.languages)
        values = {key: table.raw(key) for key in list(table)}
        try:
            found = hours.season(values)
        except KeyError as error:
            table.fault(f'"{error.args[0]}" is missing; it must be a date such as 2026-02-19')
        except ValueError as error:
            table.fault(f'"{error.args[0]}" {error.args[1]}', error.args[0])
        else:
            for other, name in taken:
                if found.first <= other.last and other.first <= found.last:
                    table.fault(f'it shares days with the season "{name}"', "from")
            taken.append((found, code))
    reading.seasons = tuple(sorted((season for season, _ in taken), key=lambda season: season.first))


def check(reading: Reading) -> None:
    """Note each rung that leads to no unit."""
    units = {row.code for row in reading.units}
    levels = {row.level for row in reading.units if row.kind == UnitKind.AREA_OFFICE}
    for row in reading.policies if units else ():
        for number, rung in enumerate(row.escalation.get("ladder", ())):
            line = reading.line(FILE, row.code, "ladder", number)
            for key, known, what in (("unit", units, "unit"), ("level", levels, "area office of the level")):
                if key in rung and rung[key] not in known:
                    reading.faults.add(
                        FILE, line, f'no {what} "{rung[key]}" is in units.csv{instead(rung[key], known)}'
                    )
