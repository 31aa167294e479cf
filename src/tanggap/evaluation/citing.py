"""How a number is cited: one canonical text that names the city, the definition as it was, the selection and the instant.

`tg1:jakarta:answered_in_six:5f3a9c02e1?area=31.75&as_of=20261126T133000Z&from=2026-01-01&to=2026-03-31`

The ten signs behind the indicator are a digest of its definition, its rule and, where it needs them, the prices: when one of them is
changed, the text of the same selection is another one, and who reads an old one is told so. A document that is issued keeps its numbers
under ten letters besides (`issuing`); nothing else is stored.
"""

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.evaluation import prices as entered
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.catalogue.declared import PRICES, Indicator
from tanggap.evaluation.tallies.words import MEASURES
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics import read as read_selection
from tanggap.places.city import city

VERSION = "tg1"
LETTERS = 10
LONGEST = 500
_INSTANT = "%Y%m%dT%H%M%SZ"
_TEXT = re.compile(r"(tg\d+):([a-z0-9-]+):([a-z0-9_]+):([0-9a-f]{10})\?(.+)", re.ASCII)
_NAMES = frozenset({"area", "as_of", "category", "channel", "from", "to", "unit"})


class BadQuery(Refusal):
    """The text names no number of this city."""

    message = _("This is no query id. One looks like tg1:city:indicator:definition?as_of=…&from=…&to=….")
    field = "query"
    status = 422


class UnknownIndicator(Refusal):
    """The indicator is not in the catalogue."""

    message = _("The catalogue has no such number (any more).")
    field = "query"
    status = 404


class OtherCity(Refusal):
    """The query is about another city's numbers."""

    message = _("This query id is of another city's installation.")
    field = "query"
    status = 422


@dataclass(frozen=True, slots=True)
class Cited:
    """What a query id names: `is_current` when the definition is still the one that it was made with."""

    code: str
    selection: Selection
    as_of: datetime
    is_current: bool


def cite(code: str, selection: Selection, as_of: datetime) -> str:
    """Return the canonical text of a number: equal for equal questions. Raises KeyError for an unknown indicator."""
    said = {
        name: getattr(selection, name) for name in ("area", "category", "unit", "channel") if getattr(selection, name)
    }
    said |= {"from": selection.first.isoformat(), "to": selection.last.isoformat()}
    said["as_of"] = as_of.astimezone(UTC).strftime(_INSTANT)
    return f"{VERSION}:{city().code}:{code}:{digest(INDICATORS[code])}?{urlencode(sorted(said.items()))}"


def read(text: str) -> Cited:
    """Return what a canonical text names. Raises BadQuery, UnknownIndicator, OtherCity."""
    match = _TEXT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None or match[1] != VERSION:
        raise BadQuery
    if match[2] != city().code:
        raise OtherCity
    if match[3] not in INDICATORS:
        raise UnknownIndicator
    said = parse_qsl(match[5], keep_blank_values=True)
    given = dict(said)
    if len(given) != len(said) or not {"as_of", "from", "to"} <= given.keys() <= _NAMES:
        raise BadQuery
    as_of = _instant(given["as_of"])
    selection, problems = read_selection(given, today=clock.local(as_of).date())
    if problems:
        raise BadQuery
    return Cited(match[3], selection, as_of, match[4] == digest(INDICATORS[match[3]]))


def question(text: str) -> str:
    """Return a canonical text without its instant: equal for the same number, whenever it was told."""
    return re.sub(r"as_of=[^&]*&", "", text)


def letters(query: str) -> str:
    """Return the short form of a query id: ten letters and digits from its digest."""
    return base64.b32encode(hashlib.sha256(query.encode()).digest()).decode().lower()[:LETTERS]


def digest(one: Indicator) -> str:
    """Return ten signs that change with the definition of a number, its rule, the measures behind it, and the prices it needs."""
    return _digest(one, entered.prices_key() if PRICES in one.needs else "")


@lru_cache(maxsize=256)
def _digest(one: Indicator, prices: str) -> str:
    with translation.override(None):
        meant: dict[str, Any] = {
            "definition": str(one.definition),
            "formula": str(one.formula),
            "unit": one.unit,
            "least": one.least,
            "interval": one.interval,
            "rule": asdict(one.rule),
            "measures": {name: MEASURES[name] for name in (*one.rule.part, *one.rule.of) if name in MEASURES},
        }
    if prices:
        meant["prices"] = prices
    return hashlib.sha256(json.dumps(meant, sort_keys=True).encode()).hexdigest()[:10]


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, _INSTANT).replace(tzinfo=UTC)
    except ValueError:
        raise BadQuery from None
