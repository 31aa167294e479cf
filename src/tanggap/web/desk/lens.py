"""What a desk list shows, as it stands in the address: view, filters, and where the page begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.queries import desk
from tanggap.reports.words import OPEN, State

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

DEFAULT_VIEW = "unit"
FILTERS = ("category", "area", "state", "channel")

# The order of the pane, each view's words, and the status colour that its count takes when it is not zero.
VIEWS: tuple[tuple[str, str | Promise, str], ...] = (
    ("mine", _("Mine"), ""),
    ("unit", _("My unit"), ""),
    ("unassigned", _("Unassigned"), ""),
    ("due_soon", _("Due soon"), "moving"),
    ("overdue", _("Overdue"), "waiting"),
    ("returned", _("Returned"), ""),
    ("asked", _("Waiting for the reporter"), ""),
    ("validating", _("Waiting for validation"), ""),
    ("unplaced", _("Without place or category"), ""),
)
EMPTY: dict[str, str | Promise] = {
    "mine": _("Nothing is assigned to you. Take something from “Unassigned”."),
    "unit": _("Your unit has no open report."),
    "unassigned": _("Every open report has somebody who works on it."),
    "due_soon": _("Nothing falls due in the next 24 hours."),
    "overdue": _("No promise is broken."),
    "returned": _("No follow-up was rejected and nothing was reopened."),
    "asked": _("You wait for nobody's answer."),
    "validating": _("Nothing of yours is being checked."),
    "unplaced": _("Every report has its place and its category."),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """A view narrowed by filters; `after` is the cursor of a later page."""

    view: str = DEFAULT_VIEW
    wanted: desk.DeskFilter = field(default_factory=desk.DeskFilter)
    after: str | None = None

    @property
    def query(self) -> str:
        """Return the address's query of the first page, with its question mark; empty for the plain desk."""
        chosen = [("view", self.view)] if self.view != DEFAULT_VIEW else []
        chosen += [(name, value) for name in FILTERS if (value := getattr(self.wanted, name))]
        return f"?{urlencode(chosen)}" if chosen else ""

    def without(self, name: str) -> "Lens":
        """Return the lens without one filter."""
        return Lens(self.view, replace(self.wanted, **{name: None}))

    def of_view(self, view: str) -> "Lens":
        """Return the lens on another view, with the same filters."""
        return Lens(view, self.wanted)


def read(query: Mapping[str, str]) -> Lens:
    """Return the lens of an address; a filter value that the city does not know is left out."""
    return Lens(
        query.get("view") or DEFAULT_VIEW,
        desk.DeskFilter(
            category=_known(query.get("category"), catalog.category),
            area=_known(query.get("area"), places.area),
            state=state if (state := query.get("state", "")) in OPEN else None,
            channel=_known(query.get("channel"), catalog.channel),
        ),
        query.get("after") or None,
    )


def _known(code: str | None, find: Callable[[str], object]) -> str | None:
    return code if code and find(code) is not None else None


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A line of the views' pane. `css` is the colour of its count."""

    code: str
    label: str | Promise
    count: int
    css: str
    query: str
    is_current: bool


def view_links(lens: Lens, counts: Mapping[str, int]) -> list[ViewLink]:
    """Return the views in their order; “without place or category” only where there are such reports."""
    links = []
    for code, label, css in VIEWS:
        count = counts[code]
        if code == "unplaced" and not count and lens.view != code:
            continue
        current = code == lens.view
        links.append(ViewLink(code, label, count, css if count else "", lens.of_view(code).query, current))
    return links


def view_label(code: str) -> str | Promise:
    """Return the words of a view."""
    return next((label for view, label, _css in VIEWS if view == code), code)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `query` is the address without it."""

    label: str
    query: str


def chips(lens: Lens) -> list[Chip]:
    """Return the filters in force."""
    said: dict[str, Callable[[str], str]] = {
        "category": lambda code: row.label if (row := catalog.category(code)) else code,
        "area": lambda code: row.name if (row := places.area(code)) else code,
        "state": lambda code: str(State(code).label),
        "channel": lambda code: row.label if (row := catalog.channel(code)) else code,
    }
    return [
        Chip(said[name](value), lens.without(name).query or "?")
        for name in FILTERS
        if (value := getattr(lens.wanted, name))
    ]


Choices = tuple[tuple[str, str], ...]


def category_groups() -> tuple[tuple[str, str, Choices], ...]:
    """Return (code, name, leaves) of each group of categories."""
    rows = catalog.categories()
    return tuple(
        (group.code, group.label, tuple((row.code, row.label) for row in rows if row.parent == group.code))
        for group in rows
        if not group.is_leaf
    )


def area_choices(staff: "Staff") -> Choices:
    """Return the areas of two levels below where the person's units are competent, names indented by level."""
    units = [agencies.unit(code) for code in desk.desk_units(staff)]
    roots = sorted({unit.area or "" for unit in units if unit})
    choices: dict[str, str] = {}
    for root in roots:
        for area in places.areas(parent=root) if root else [row for row in places.areas() if len(row.path) == 2]:
            choices.setdefault(area.code, area.name)
            for below in places.areas(parent=area.code):
                choices.setdefault(below.code, f"\u2003{below.name}")
    return tuple(choices.items())


def state_choices() -> Choices:
    """Return the states that an open report can be in."""
    return tuple((state.value, str(state.label)) for state in State if state in OPEN)


def channel_choices() -> Choices:
    """Return the channels."""
    return tuple((row.code, row.label) for row in catalog.channels())
