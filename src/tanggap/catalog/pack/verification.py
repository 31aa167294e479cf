"""How a city checks results: `verification.toml` of the pack, which may be absent; docs/verification.md says what each rule does."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Folder
from tanggap.catalog.pack.shapes import Table

FILE = "verification.toml"
LEAST_SHARE = 0.05  # of claims that are visited at random: no pack may ask for less (promises.md P29)
STRENGTHS = ("strong", "moderate", "weak")
HISTORY = ("officer", "unit", "place")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of checking; shares are 0 to 1, spans in their unit, risk in points.

    `random_share` of the claims whose papers hold is visited by lot, up to `most_random_share` where a unit has time to spare. A day's
    seed is published `reveal_after_days` days after it. A share is shown from `least_n` visits on. `visits_a_day` is what a verifying
    unit can do, `visits_of_unit` where one differs. A pair of officer and validator repeats after `rotation_days` at the earliest.
    """

    random_share: float = LEAST_SHARE
    most_random_share: float = 0.25
    second_opinion_share: float = LEAST_SHARE
    reveal_after_days: int = 30
    least_n: int = 30
    visits_a_day: int = 12
    visits_of_unit: Mapping[str, int] = field(default_factory=dict)
    rotation_days: int = 30
    risk_window_days: int = 90
    visit_from: int = 50
    visit_always_from: int = 100
    most_of_history: int = 60
    findings: Mapping[str, int] = field(default_factory=lambda: {"strong": 60, "moderate": 25, "weak": 5})
    history: Mapping[str, int] = field(default_factory=lambda: {"officer": 15, "unit": 5, "place": 5})
    contest_days: int = 7
    repeat_rejections: int = 5
    repeat_window_days: int = 30

    def visits(self, unit: str) -> int:
        """Return how many visits `unit` can make on one day."""
        return self.visits_of_unit.get(unit, self.visits_a_day)


@lru_cache(maxsize=8)
def read(folder: Path) -> Rules:
    """Return the rules of the pack in `folder`, those that ship where it has none.

    Raises OSError, TOMLDecodeError, TypeError on a broken file; `check` says what is wrong with it.
    """
    path = folder / FILE
    tables: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    given: dict[str, Any] = {name: value for table in tables.values() for name, value in table.items()}
    usual = Rules()
    for name in ("findings", "history"):
        given[name] = {**getattr(usual, name), **given.get(name, {})}
    return Rules(**given)


def rules() -> Rules:
    """Return the rules of the city that this installation serves; no statement, the file is read once."""
    return read(Path(settings.TANGGAP_PACK))


def check(folder: Folder, units: Collection[str], faults: Faults) -> None:
    """Note every fault of the file: shares that are none, unknown units, thresholds out of order."""
    document = folder.toml(FILE) if folder.has(FILE) else None
    if document is None:
        return
    usual, whole = Rules(), Table(document, (), document.values, faults)
    sample = whole.table("sample")
    least = _share(sample, "random_share", usual.random_share, LEAST_SHARE)
    _share(sample, "most_random_share", max(least, usual.most_random_share), least)
    _share(sample, "second_opinion_share", usual.second_opinion_share, 0)
    sample.number("reveal_after_days", usual.reveal_after_days, least=1, most=365)
    sample.number("least_n", usual.least_n, least=5, most=10_000)
    sample.finish()
    _check_capacity(whole.table("capacity"), usual, units)
    rotation = whole.table("rotation")
    rotation.number("rotation_days", usual.rotation_days, most=365)
    rotation.finish()
    _check_risk(whole.table("risk"), usual)
    after = whole.table("rejections")
    after.number("contest_days", usual.contest_days, least=1, most=90)
    after.number("repeat_rejections", usual.repeat_rejections, least=2, most=1000)
    after.number("repeat_window_days", usual.repeat_window_days, least=1, most=365)
    after.finish()
    whole.finish()


def _check_capacity(capacity: Table, usual: Rules, units: Collection[str]) -> None:
    capacity.number("visits_a_day", usual.visits_a_day, least=1, most=10_000)
    own = capacity.table("visits_of_unit")
    for code in own:
        own.number(code, least=1, most=10_000)
        if units and code not in units:
            own.fault(f'the unit "{code}" is not in units.csv{instead(code, units)}', code)
    capacity.finish()


def _check_risk(risk: Table, usual: Rules) -> None:
    risk.number("risk_window_days", usual.risk_window_days, least=1, most=730)
    start = risk.number("visit_from", usual.visit_from, least=1, most=1000)
    risk.number("visit_always_from", max(start, usual.visit_always_from), least=start, most=10_000)
    risk.number("most_of_history", usual.most_of_history, most=1000)
    for name, keys in (("findings", STRENGTHS), ("history", HISTORY)):
        weights = risk.table(name)
        for key in keys:
            weights.number(key, 0, most=1000)
        weights.finish()
    risk.finish()


def _share(table: Table, key: str, default: float, least: float) -> float:
    """Return a share of `least` to 1."""
    value = table.raw(key) if table.has(key) else default
    if type(value) not in {int, float} or not least <= value <= 1:
        table.fault(f'"{key}" must be a share from {least:g} to 1', key)
        return default
    return float(value)
