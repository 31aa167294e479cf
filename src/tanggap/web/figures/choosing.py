"""What a visitor chose, read from the address: the selection, the number compared, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from tanggap.insight.statistics import INDICATORS, Selection
from tanggap.web.figures.groups import DEFAULT, GROUPS
from tanggap.web.ui import selecting
from tanggap.web.ui.selecting import AREA, Option

PARAMETERS: Final = (*selecting.PARAMETERS, "by", "order", "show")
BY_NAME, BY_N = "name", "n"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page shows: `show` is the indicator compared, `by` what it is split by (`area`, or `area.<level>`), sorted by `order`."""

    selection: Selection
    show: str = DEFAULT
    by: str = AREA
    order: str = BY_N

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
        own = {"show": (self.show, DEFAULT), "by": (self.by, AREA), "order": (self.order, BY_N)}
        said = {name: value for name, (value, default) in own.items() if value != default} | changes
        return "&".join(part for part in (self.selection.query(), urlencode(sorted(said.items()), safe=":.")) if part)

    def kept_fields(self) -> list[tuple[str, str]]:
        """Return the selection as hidden fields of a form that asks for something else of it."""
        return parse_qsl(self.selection.query())

    def address(self, **changes: str) -> str:
        """Return the address of the statistics page that shows this."""
        query = self.query(**changes)
        return f"/statistik/?{query}" if query else "/statistik/"


def wanted(given: Mapping[str, str]) -> tuple[Wanted, dict[str, str]]:
    """Return what an address asks for, and a sentence for each parameter that made no sense. Never raises."""
    selection, problems = selecting.read(given)
    return (
        Wanted(
            selection,
            show=selecting.one_of("show", given, INDICATORS, DEFAULT, problems),
            by=selecting.one_of("by", given, dict(selecting.ways(selection)), AREA, problems),
            order=selecting.one_of("order", given, (BY_NAME, BY_N), BY_N, problems),
        ),
        problems,
    )


def indicators(chosen: str) -> list[tuple[str, list[Option]]]:
    """Return the numbers that can be compared, by their question."""
    return [
        (str(group.name), [Option(one.code, str(one.name), one.code == chosen) for one in group.indicators()])
        for group in GROUPS
    ]


def narrowed_by(want: Wanted) -> list[tuple[str, str]]:
    """Return what the selection is narrowed by: the words and the address without it."""
    return selecting.narrowed_by(want.selection, lambda wider: replace(want, selection=wider, by=AREA).address())
