"""The rows of `rules.toml`: what each side's state means to the other, and who wins when both move."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

TOLD = "told"
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it `means`, in which of `ours` states, and what is done then."""

    means: str
    ours: frozenset[str]
    do: str
    why: str

    def fits(self, means: str, ours: str) -> bool:
        """Return whether the row is about this word and this state of ours."""
        return self.means in {means, EVERY} and bool({ours, EVERY} & self.ours)


@dataclass(frozen=True, slots=True)
class Rules:
    """All rows. `theirs` is keyed by `plain` words."""

    theirs: dict[str, str]
    ours: dict[str, str]
    words: tuple[Row, ...]
    crossings: tuple[Row, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the rows, read once."""
    given = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return Rules(
        theirs={plain(word): means for word, means in given["theirs"].items()},
        ours=given["ours"],
        words=_rows(given["word"], "act"),
        crossings=_rows(given["crossing"], "then"),
    )


def meaning(status: str) -> str:
    """Return what a status of theirs is, `told` for one that we do not know."""
    return rules().theirs.get(plain(status), TOLD)


def act(status: str, ours: str) -> str:
    """Return the act of `feedback.partners` for a word of theirs while the report is in our state `ours`."""
    return _first(rules().words, meaning(status), ours)


def crossing(status: str, ours: str) -> str:
    """Return what becomes of an answer of ours that met the ticket in another state: `words`, `status` or `drop`."""
    return _first(rules().crossings, meaning(status), ours)


def status_of(state: str) -> str:
    """Return the status that we send for our state, empty when nothing is sent."""
    return rules().ours.get(state, "")


def plain(words: str) -> str:
    """Return a status without its case and spacing."""
    return " ".join(words.split()).casefold()


def _rows(given: list[dict[str, Any]], key: str) -> tuple[Row, ...]:
    return tuple(Row(row["is"], frozenset(row["ours"]), row[key], row["why"]) for row in given)


def _first(rows: tuple[Row, ...], means: str, ours: str) -> str:
    return next(row.do for row in rows if row.fits(means, ours))
