"""The words of the list: its views, what can be filtered by, and the chips that say which filters are in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tanggap.agencies import people, permissions
from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import Count, Sort
from tanggap.reports.words import OPEN, State
from tanggap.web.desk.lens import FILTERS, Lens

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

Words = str | Promise
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ViewWords:
    """A view's name, the status colour that its count takes when it is not zero, its key after `g`, and what its emptiness means."""

    code: str
    label: Words
    css: str
    key: str
    empty: Words
    is_always_shown: bool = True


# fmt: off
VIEWS: tuple[ViewWords, ...] = (
    ViewWords("mine", _("Mine"), "", "m", _("Nothing is assigned to you. Take something from “Unassigned”.")),
    ViewWords("unit", _("My unit"), "", "u", _("Your unit has no open report.")),
    ViewWords("unassigned", _("Unassigned"), "", "n", _("Every open report has somebody who works on it.")),
    ViewWords("due_soon", _("Due soon"), "moving", "d", _("Nothing falls due in the next 24 hours.")),
    ViewWords("overdue", _("Overdue"), "waiting", "o", _("No promise is broken.")),
    ViewWords("returned", _("Returned"), "", "r", _("No follow-up was rejected and nothing was reopened.")),
    ViewWords("asked", _("Waiting for the reporter"), "", "a", _("You wait for nobody's answer.")),
    ViewWords("validating", _("Waiting for validation"), "", "v", _("Nothing of yours is being checked.")),
    ViewWords("unplaced", _("Without place or category"), "", "p", _("Every report has its place and its category."), False),
    ViewWords("tasks", _("Parts asked of us"), "", "t", _("No unit asks yours for a part of its report."), False),
    ViewWords("planned", _("In yearly planning"), "", "y", _("Nothing of your unit waits in the yearly planning."), False),
    ViewWords("mentions", _("Mentions"), "", "e", _("No note of the last 30 days names you."), False),
    ViewWords("watched", _("Followed"), "", "w", _("You follow no report. “Follow” on a report's page puts it here."), False),
)
SORTS: tuple[tuple[Sort, Words], ...] = (
    (Sort.DUE, _("due first")), (Sort.NEW, _("newest first")), (Sort.OLD, _("oldest first")), (Sort.SUPPORT, _("most supported first")),
)
DUE: dict[str, Words] = {
    "overdue": _("overdue"), "6h": _("due within 6 hours"), "24h": _("due within 24 hours"), "7d": _("due within 7 days"),
    "later": _("due later than 7 days"), "paused": _("clock paused"),
}
AGE: dict[str, Words] = {
    "day": _("from the last 24 hours"), "week": _("from the last 7 days"), "old": _("older than 7 days"), "month": _("older than 30 days"),
}
PHOTO: dict[str, Words] = {"yes": _("with photo"), "no": _("without photo")}
ASSIGNEE: dict[str, Words] = {desk.MYSELF: _("worked on by me"), desk.NOBODY: _("worked on by nobody")}
# fmt: on
BY_CODE = {view.code: view for view in VIEWS}
PLAIN = {view.code: Lens(view.code).query for view in VIEWS}  # the address of each view, not narrowed


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A line of the views' pane. `css` is the colour of its count; `count` None is not counted; `key` is pressed after `g`.

    Two lines are equal when code and `name` are: a view of ours says by its code what it is called, a saved one by its name.
    """

    code: str
    label: Words = field(compare=False)
    count: Count | None
    css: str
    query: str
    is_current: bool
    key: str = ""
    name: str = ""


def view_links(lens: Lens, counts: Mapping[str, Count]) -> list[ViewLink]:
    """Return the views in their order; those that are seldom needed only where they hold something."""
    return [
        ViewLink(view.code, view.label, count, view.css if count.number else "", PLAIN[view.code], is_current, view.key)
        for view in VIEWS
        if (count := counts.get(view.code, Count(0))) is not None
        and (
            (is_current := view.code == lens.view and not lens.saved and not lens.typed)
            or view.is_always_shown
            or count.number
        )
    ]


def view_label(code: str) -> Words:
    """Return the words of a view."""
    return BY_CODE[code].label if code in BY_CODE else code


@dataclass(frozen=True, slots=True)
class Place:
    """Another page of the desk: the name of its address, its words, and the act without which it is not offered."""

    name: str
    label: Words = field(compare=False)
    act: str


PLACES = (
    Place("desk:tasks", _("Part-tasks"), "tasks.ask"),
    Place("desk:escalations", _("Escalations"), "deadlines.acknowledge"),
    Place("desk:reopenings", _("Requests to reopen"), "feedback.grant_reopen"),
    Place("desk:moderation", _("Private things in public"), "reports.settle_flags"),
    Place("desk:team", _("Team"), "team.rule"),
    Place("desk:handover", _("Hand-over"), "reports.hand_over"),
    Place("desk:answers", _("Ready answers"), "desk.list"),
    Place("desk:me", _("My absences and competencies"), "competencies.see"),
)


def place_links(staff: "Staff") -> list[Place]:
    """Return the desk's other pages that are of use to a person. No statement of its own."""
    return [place for place in PLACES if permissions.allows(place.act, staff)]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `query` is the address without it."""

    label: str
    query: str


def chips(lens: Lens) -> tuple[Chip, ...]:
    """Return the filters in force."""
    return tuple(
        Chip(chip_label(name, value), lens.without(name).query or "?")
        for name in FILTERS
        if (value := getattr(lens.wanted, name)) is not None
    )


@dataclass(frozen=True, slots=True)
class SortLink:
    """An order of the list, and the address of the list in it."""

    label: Words = field(compare=False)
    query: str
    is_current: bool


def sort_links(lens: Lens) -> tuple[SortLink, ...]:
    """Return the orders."""
    return tuple(SortLink(label, lens.sorted_by(sort).query or "?", sort is lens.sort) for sort, label in SORTS)


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place that searched words may mean, and the address of all that lies in it."""

    label: str
    query: str


def place_link(place: tuple[str, str] | None) -> PlaceLink | None:
    """Return the link to a place that the search understood."""
    return PlaceLink(place[1], Lens(wanted=desk.DeskFilter(area=place[0])).query) if place else None


def chip_label(name: str, value: str | int) -> str:
    """Return a filter in words."""
    return _CHIPS[name](value)


def _named(find: Callable[[str], object]) -> Callable[[str], str]:
    return lambda code: str(getattr(row, "label", "") or getattr(row, "name", code)) if (row := find(code)) else code


_CHIPS: dict[str, Callable[..., str]] = {
    "category": _named(catalog.category),
    "area": _named(places.area),
    "state": lambda code: str(State(code).label),
    "channel": _named(catalog.channel),
    "due": lambda word: str(DUE[word]),
    "assignee": lambda name: str(ASSIGNEE.get(name) or say("worked on by %(name)s") % {"name": name}),
    "age": lambda word: str(AGE[word]),
    "supporters": lambda least: ngettext("%(n)d supporter or more", "%(n)d supporters or more", least) % {"n": least},
    "photo": lambda word: str(PHOTO[word]),
    "unit": _named(agencies.unit),
    "text": lambda typed: f"“{typed}”",
}


def summary(lens: Lens) -> str:
    """Return what a list shows in words: its view, its filters, its order."""
    order = [str(dict(SORTS)[lens.sort])] if lens.sort is not Sort.DUE else []
    return " · ".join([str(view_label(lens.view)), *(chip.label for chip in chips(lens)), *order])


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


def unit_choices(staff: "Staff") -> Choices:
    """Return the units whose reports the list holds, where there are several."""
    units = [*desk.desk_units(staff), *desk.units_below(staff)]
    return tuple((code, agencies.unit_label(code)) for code in units) if len(units) > 1 else ()


def colleague_choices(staff: "Staff") -> Choices:
    """Return the person's colleagues. One statement."""
    return (*_told(ASSIGNEE), *people.colleagues(staff.unit_id)) if staff.unit_id else _told(ASSIGNEE)


def state_choices(*, is_search: bool) -> Choices:
    """Return the states that a listed report can be in: in a search all of them, else those of open ones."""
    return tuple((state.value, str(state.label)) for state in State if is_search or state in OPEN)


def channel_choices() -> Choices:
    """Return the channels."""
    return tuple((row.code, row.label) for row in catalog.channels())


def selects(lens: Lens, staff: "Staff") -> Sequence[tuple[str, Words, Choices]]:
    """Return the fields of the filter form but for category and words: (name, label, choices); those without a choice are left out."""
    fields: tuple[tuple[str, Words, Choices], ...] = (
        ("area", _("Place"), area_choices(staff)),
        ("unit", _("Unit"), unit_choices(staff)),
        ("state", _("State"), state_choices(is_search=bool(lens.typed))),
        ("due", _("Clock"), _told(DUE)),
        ("age", _("Age"), _told(AGE)),
        ("assignee", _("Worked on by"), colleague_choices(staff)),
        ("channel", _("Channel"), channel_choices()),
        (
            "supporters",
            _("Supporters"),
            tuple((str(least), chip_label("supporters", least)) for least in desk.SUPPORTERS),
        ),
        ("photo", _("Photo"), _told(PHOTO)),
    )
    return [field for field in fields if field[2]]


def _told(words: Mapping[str, Words]) -> Choices:
    return tuple((code, str(label)) for code, label in words.items())
