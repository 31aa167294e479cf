"""What is published of the real city, from which the simulated one is drawn: `seed-figures.toml` of the pack."""

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

FILE = "seed-figures.toml"
UNNAMED_CATEGORY = 0.06


class NothingToSimulate(Exception):
    """The pack has no figures or texts, or cannot be simulated for another reason; the message says which."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can log in."""

    username: str
    unit: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What is proposed where repairs do not help: its title, in the city's first language, and the bounds of its cost, in millions."""

    title: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The file, table by table; `share` holds every share by its name, `works` what is proposed for the planning, by category."""

    channels: Mapping[str, float]
    categories: Mapping[str, float]
    areas: Mapping[str, float]
    hours: Sequence[float]
    weekdays: Sequence[float]
    busy_days: float
    busy_factor: float
    answer: Sequence[tuple[float, float]]
    solution: Mapping[str, Any]
    reports_each: float
    same_text: float
    share: Mapping[str, float]
    scores: Sequence[float]
    accounts: Sequence[Account]
    partners: Mapping[str, Sequence[str]]
    works: Mapping[str, Sequence[Work]]

    def answer_hours(self, random: Random) -> float:
        """Return after how many hours a unit first answers: by chance, between the published quantiles, on a logarithmic scale."""
        point = random.random()
        upper = min(bisect_right([share for share, _ in self.answer], point), len(self.answer) - 1)
        (share0, hours0), (share1, hours1) = self.answer[upper - 1], self.answer[upper]
        return float(hours0 * (hours1 / hours0) ** ((point - share0) / (share1 - share0)))

    def solution_hours(self, random: Random) -> float | None:
        """Return after how many hours a report is closed, None when it is not."""
        point = random.random()
        if point < self.solution["stuck"]:
            return None
        if point < self.solution["stuck"] + self.solution["slow"]:
            first, last = self.solution["slow_days"]
            return random.uniform(first, last) * 24
        return random.lognormvariate(math.log(self.solution["median_hours"]), self.solution["spread"])


def read(folder: Path) -> Figures:
    """Return the figures of the pack in `folder`. Raises NothingToSimulate."""
    try:
        tables = tomllib.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise NothingToSimulate(
            f"The city pack {folder.name} has no {FILE}, so there is nothing to simulate it from."
        ) from None
    except (OSError, ValueError) as error:
        raise NothingToSimulate(f"{folder.name}/{FILE} cannot be read: {error}") from error
    try:
        return _figures(tables)
    except (KeyError, TypeError, ValueError) as error:
        raise NothingToSimulate(f"{folder.name}/{FILE} lacks or misspells {error}.") from error


def _figures(tables: dict[str, Any]) -> Figures:
    shares = dict(tables["share"])
    return Figures(
        channels=tables["channels"],
        categories=tables["categories"],
        areas=tables["areas"],
        hours=tables["time"]["hours"],
        weekdays=tables["time"]["weekdays"],
        busy_days=tables["time"]["busy_days"],
        busy_factor=tables["time"]["busy_factor"],
        answer=[(share, hours) for share, hours in tables["answer"]["quantiles"]],
        solution=tables["solution"],
        reports_each=tables["people"]["reports_each"],
        same_text=tables["people"]["same_text"],
        scores=shares.pop("scores"),
        share=shares,
        accounts=[Account(row["username"], row["unit"], tuple(row["roles"])) for row in tables["accounts"]],
        partners=tables.get("partners", {}),
        works={code: [Work(*one) for one in rows] for code, rows in tables.get("works", {}).items()},
    )
