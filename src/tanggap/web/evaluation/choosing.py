"""What a reader of the evaluation chose: the selection, and by what one indicator is split; and the addresses of the pages about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, quote_plus, urlencode

from tanggap.evaluation.words import SIDES
from tanggap.insight.statistics import Selection
from tanggap.web.ui import selecting
from tanggap.web.ui.selecting import AREA

PARAMETERS: Final = (*selecting.PARAMETERS, "by")
HOME: Final = "/evaluation/"
_PART: Final = "--part--"  # stands for each part's code: hundreds of addresses differ in nothing else


@dataclass(frozen=True, slots=True)
class Wanted:
    """The selection that a page tells of; `by` is what it is split by (`area`, or `area.<level>`, `category`, `unit`, `channel`)."""

    selection: Selection
    by: str = AREA

    @property
    def dimension(self) -> str:
        """Return what it is split by, without the level."""
        return self.by.split(".")[0]

    @property
    def level(self) -> str | None:
        """Return the level of areas that was asked for, None for the one just below the selection."""
        return self.by.partition(".")[2] or None

    def query(self, **changes: str) -> str:
        """Return the one query string of what is wanted, with other parameters besides."""
        said = ({"by": self.by} if self.by != AREA else {}) | changes
        return "&".join(part for part in (self.selection.query(), urlencode(sorted(said.items()), safe=":.")) if part)

    def address(self, path: str, **changes: str) -> str:
        """Return the address of one of the pages for this."""
        query = self.query(**changes)
        return f"{path}?{query}" if query else path

    def narrowed(self, code: str) -> "Wanted":
        """Return it narrowed to one of its parts."""
        return replace(self, selection=replace(self.selection, **{self.dimension: code}))  # type: ignore[arg-type]

    def parts(self, codes: Iterable[str], path: str) -> dict[str, str]:
        """Return the address of a page for each of its parts; an empty code is no part."""
        of_one = self.narrowed(_PART).address(path)
        return {code: of_one.replace(_PART, quote_plus(code, safe=":")) for code in codes if code}

    def kept_fields(self) -> list[tuple[str, str]]:
        """Return the selection as hidden fields of a form that asks for something else of it."""
        return parse_qsl(self.selection.query())


def wanted(given: Mapping[str, str], *, sides: Sequence[str] = SIDES) -> tuple[Wanted, dict[str, str]]:
    """Return what an address asks for, and a sentence for each parameter that made no sense; `sides` are what it may be split by."""
    selection, problems = selecting.read(given)
    by = selecting.one_of("by", given, dict(ways(selection, sides)), AREA, problems)
    return Wanted(selection, by), problems


def ways(selection: Selection, sides: Sequence[str] = SIDES) -> list[tuple[str, str]]:
    """Return by what a number that is known of `sides` can be split, with its words."""
    return [(way, words) for way, words in selecting.ways(selection) if way.split(".")[0] in sides]


def of_indicator(code: str) -> str:
    """Return the path of one indicator's page."""
    return f"{HOME}indicators/{code}/"


def comparison(code: str) -> str:
    """Return the path of one indicator's fair comparison."""
    return f"{HOME}indicators/{code}/compare/"
