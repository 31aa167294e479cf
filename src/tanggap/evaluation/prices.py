"""What the city enters for its evaluation in its pack's `evaluation.toml`: targets, and prices of work. Nothing is assumed without it."""

import json
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tanggap.core.words import say

log = logging.getLogger(__name__)
FILE = "evaluation.toml"


class BadEvaluationFile(Exception):
    """The file cannot be used; the message says which entry, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a number is wanted to be, in its own unit (shares 0 to 1), and where that is written, by language."""

    value: float
    words: Mapping[str, str]

    @property
    def source(self) -> str:
        """Return where the target comes from, in the reader's language."""
        return say(self.words)


@dataclass(frozen=True, slots=True)
class Prices:
    """What work takes and costs: minutes of an act and of a visit, money of an hour of work, of a visit besides, of a channel's report.

    `currency` is an ISO 4217 code. `words` say where the prices come from, by language.
    """

    currency: str
    minutes_an_act: float
    minutes_a_visit: float
    an_hour: float
    a_visit: float
    channels: Mapping[str, float]
    words: Mapping[str, str]

    @property
    def source(self) -> str:
        """Return where the prices come from, in the reader's language."""
        return say(self.words)


@dataclass(frozen=True, slots=True)
class Entered:
    """All that the file says; with a `fault` it could not be read, and says nothing."""

    targets: Mapping[str, Target]
    prices: Prices | None
    fault: str = ""


def targets() -> Mapping[str, Target]:
    """Return the city's targets by the indicator's code. No statement."""
    return _cached(settings.TANGGAP_PACK).targets


def prices() -> Prices | None:
    """Return the city's prices, None where none are entered. No statement."""
    return _cached(settings.TANGGAP_PACK).prices


def fault() -> str:
    """Return what is wrong with the file, empty for nothing. No statement."""
    return _cached(settings.TANGGAP_PACK).fault


def prices_key() -> str:
    """Return a text that changes with the prices, empty without any: what a number that needs them is known by."""
    found = prices()
    return json.dumps({**asdict(found), "words": None}, sort_keys=True) if found else ""


def read(folder: Path) -> Entered:
    """Return what `folder`/evaluation.toml says, nothing without it. Raises BadEvaluationFile, TOMLDecodeError."""
    path = folder / FILE
    if not path.exists():
        return Entered({}, None)
    said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    found = {code: _target(code, row) for code, row in said.get("targets", {}).items()}
    return Entered(found, _prices(said["prices"]) if "prices" in said else None)


def _target(code: str, row: Any) -> Target:
    where = f"targets.{code}"
    if not isinstance(row, dict):
        raise BadEvaluationFile(f"{where}: needs a value and a source")
    return Target(_amount(row, "value", where), _words(row, where))


def _prices(row: Any) -> Prices:
    channels = row.get("channels", {})
    return Prices(
        currency=_currency(row),
        minutes_an_act=_amount(row, "minutes_an_act", "prices"),
        minutes_a_visit=_amount(row, "minutes_a_visit", "prices"),
        an_hour=_amount(row, "an_hour", "prices"),
        a_visit=_amount(row, "a_visit", "prices"),
        channels={code: _amount(channels, code, "prices.channels") for code in channels},
        words=_words(row, "prices"),
    )


def _currency(row: Mapping[str, Any]) -> str:
    code = row.get("currency", "")
    if not (isinstance(code, str) and len(code) == 3 and code.isascii() and code.isupper()):
        raise BadEvaluationFile("prices.currency: needs an ISO 4217 code such as IDR")
    return code


def _amount(row: Mapping[str, Any], name: str, where: str) -> float:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise BadEvaluationFile(f"{where}.{name}: needs a number of 0 or more")
    return float(value)


def _words(row: Mapping[str, Any], where: str) -> Mapping[str, str]:
    words = row.get("source")
    if not isinstance(words, dict) or not words or not all(isinstance(text, str) and text for text in words.values()):
        raise BadEvaluationFile(f"{where}.source: needs a sentence in each language that says where it comes from")
    return words


@lru_cache(maxsize=4)
def _cached(folder: Path) -> Entered:
    """Return what the file says. One that cannot be used takes no page down: nothing counts as entered, and the fault is told."""
    try:
        return read(folder)
    except (BadEvaluationFile, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        log.error("%s cannot be used: %s", FILE, error)
        return Entered({}, None, str(error))
