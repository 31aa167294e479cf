"""How a city plans what is too big for an officer: `planning.toml` of the pack, which may be absent; docs/planning.md tells the rules."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tanggap.catalog.pack import details
from tanggap.catalog.pack.faults import instead
from tanggap.catalog.pack.shapes import Table
from tanggap.core.words import say

if TYPE_CHECKING:
    from tanggap.catalog.pack.reading import Reading

FILE = "planning.toml"
MOST_MONEY = 10**15 - 1
USUAL_SEVERITY = 3
PARTS = ("people", "voices", "severity", "waiting")
_PREFIX = re.compile(r"[A-Z]{2,6}")
_DAY = re.compile(r"(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of deliberation. `areas` are the levels of areas in which such a proposal lies, `routes` find its keeper."""

    code: str
    name: Mapping[str, str]
    areas: tuple[str, ...]
    routes: tuple[Mapping[str, str], ...]
    accepts: bool = False

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the money of a programme comes from."""

    code: str
    name: Mapping[str, str]

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)


@dataclass(frozen=True, slots=True)
class Days:
    """The last days on which proposals for a year are admitted and decided on (of the city's calendar)."""

    admits: date
    decides: date


@dataclass(frozen=True, slots=True)
class Weighing:
    """How need is shown: `weights` of the parts, and what fills each. `severity` of a category or its group, 1 to 5."""

    weights: Mapping[str, int]
    people: int
    voices: int
    waiting_days: int
    radius_metres: int
    severity: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Planning:
    """The rules of a city's yearly planning. Money in whole units of `currency` (ISO 4217); levels the lowest first."""

    prefix: str
    most_reports: int
    cluster_reports: int
    levels: tuple[Level, ...]
    admits: str
    decides: str
    ahead: int
    other: Mapping[int, Days]
    currency: str
    least: int
    most: int
    sources: tuple[Source, ...]
    weighing: Weighing

    def level(self, code: str) -> Level | None:
        """Return the level of `code`, None for one that the pack does not have (any more)."""
        return next((level for level in self.levels if level.code == code), None)

    def number(self, code: str) -> int:
        """Return how high a level is, the lowest 0; -1 for one that the pack does not have (any more)."""
        return next((number for number, level in enumerate(self.levels) if level.code == code), -1)

    def days(self, year: int) -> Days:
        """Return the last days of a year that is planned for: its own, else those of the rule, in the year before."""
        return self.other.get(year) or Days(_on(year - 1, self.admits), _on(year - 1, self.decides))

    def open_years(self, today: date) -> tuple[int, ...]:
        """Return the years for which proposals are admitted on a day, the next one first."""
        years = (year for year in range(today.year, today.year + self.ahead + 3) if self.days(year).admits >= today)
        return tuple(years)[: self.ahead]

    def source(self, code: str) -> Source | None:
        """Return the source of money of `code`, or None."""
        return next((source for source in self.sources if source.code == code), None)


def _on(year: int, day: str) -> date:
    """Return a month-day of a year; the 29th of February of an ordinary year is its 28th."""
    month, number = int(day[:2]), int(day[3:])
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=8)
def read(folder: Path) -> Planning | None:
    """Return the rules of the pack in `folder`, None for a city without yearly planning.

    Raises OSError, TOMLDecodeError, KeyError, TypeError, ValueError on a broken file; `check` says what is wrong with it.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    years, cost, need = said["years"], said["cost"], said["need"]
    return Planning(
        prefix=said["prefix"],
        most_reports=said.get("most_reports", 50),
        cluster_reports=said.get("cluster_reports", 4),
        levels=tuple(
            Level(one["code"], one["name"], tuple(one["areas"]), tuple(one["routes"]), one.get("accepts", False))
            for one in said["levels"]
        ),
        admits=years["admits"],
        decides=years["decides"],
        ahead=years.get("ahead", 3),
        other={int(year): Days(**days) for year, days in years.get("other", {}).items()},
        currency=cost["currency"],
        least=cost["least"],
        most=cost["most"],
        sources=tuple(Source(one["code"], one["name"]) for one in said["sources"]),
        weighing=Weighing(need["weights"], **need["full"], severity=need.get("severity", {})),
    )


def planning() -> Planning | None:
    """Return the rules of the city that this installation serves, None where it plans nothing; no statement, the file is read once."""
    return read(Path(settings.TANGGAP_PACK))


def check(reading: "Reading") -> None:
    """Note every fault of the file: levels without a keeper, days that are none, bounds out of order, weights that are no weights."""
    document = reading.folder.toml(FILE) if reading.folder.has(FILE) else None
    if document is None:
        return
    languages = reading.languages
    levels = {area.level for area in reading.areas}
    units, categories = reading.declared.get("units.csv", {}), reading.declared.get("categories.toml", {})
    whole = Table(document, (), document.values, reading.faults)
    prefix = whole.text("prefix")
    if prefix and not _PREFIX.fullmatch(prefix):
        whole.fault(f'"{prefix}" must be two to six capital letters', "prefix")
    whole.number("most_reports", 50, least=1, most=500)
    whole.number("cluster_reports", 4, least=2, most=100)
    found = [_check_level(one, languages, levels, units) for one in whole.tables("levels")]
    if not any(accepts for _code, accepts in found):
        whole.fault("one level at least must take proposals into the plan: accepts = true", "levels", 0)
    _check_twice(whole, "levels", [code for code, _accepts in found])
    _check_years(whole.table("years"))
    _check_cost(whole.table("cost"))
    sources = []
    for one in whole.tables("sources"):
        sources.append(details.code(one, "code"))
        one.names("name", languages)
        one.finish()
    if not sources:
        whole.fault('"sources" must name where money comes from, once at least')
    _check_twice(whole, "sources", sources)
    _check_need(whole.table("need"), categories)
    whole.finish()


def _check_level(
    one: Table, languages: Collection[str], levels: Collection[str], units: Collection[str]
) -> tuple[str, bool]:
    code, accepts = details.code(one, "code"), one.flag("accepts")
    one.names("name", languages)
    for number, level in enumerate(one.texts("areas")):
        if levels and level not in levels:
            one.fault(f'"{level}" is no level of areas.csv{instead(level, levels)}', "areas", number)
    rules = details.routes(one)
    if not rules:
        one.fault('"routes" must find who keeps the level, with one rule at least')
    for number, rule in enumerate(rules):
        named = rule.get("unit") or rule.get("of")
        if named and units and named not in units:
            one.fault(f'the unit "{named}" is not in units.csv{instead(named, units)}', "routes", number)
    one.finish()
    return code, accepts


def _check_twice(whole: Table, key: str, codes: list[str]) -> None:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            whole.fault(f'"{code}" stands twice in "{key}"', key, number)


def _check_years(years: Table) -> None:
    for key in ("admits", "decides"):
        day = years.text(key)
        shape = _DAY.fullmatch(day)
        if day and not (shape and 1 <= int(shape[1]) <= 12 and 1 <= int(shape[2]) <= 31):
            years.fault(f'"{day}" is no day of a year; write month and day, such as 03-31', key)
    years.number("ahead", 3, least=1, most=10)
    other = years.table("other")
    for year in other:
        days = other.table(year)
        admits, decides = days.raw("admits"), days.raw("decides")
        if not (year.isdecimal() and isinstance(admits, date) and isinstance(decides, date) and admits <= decides):
            other.fault(f'"{year}" must be a year with two days in order: {{ admits = …, decides = … }}', year)
        days.finish()
    other.finish()
    years.finish()


def _check_cost(cost: Table) -> None:
    currency = cost.text("currency")
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        cost.fault(f'"{currency}" is no currency; give its three letters of ISO 4217, such as IDR', "currency")
    least = cost.number("least", least=1, most=MOST_MONEY)
    cost.number("most", least=max(1, least), most=MOST_MONEY)
    cost.finish()


def _check_need(need: Table, categories: Collection[str]) -> None:
    weights = need.table("weights")
    found = [weights.number(part, 0, most=1000) for part in PARTS]
    if not any(found):
        need.fault("one weight at least must be more than 0", "weights")
    weights.finish()
    full = need.table("full")
    for key, most in (("people", 10**8), ("voices", 10**6), ("waiting_days", 36_500), ("radius_metres", 100_000)):
        full.number(key, least=1, most=most)
    full.finish()
    severity = need.table("severity")
    for code in severity:
        severity.number(code, least=1, most=5)
        if categories and code not in categories:
            severity.fault(f'the category "{code}" is not in categories.toml{instead(code, categories)}', code)
    severity.finish()
    need.finish()
