"""What a desk list shows, as it stands in the address: view, filters, order, searched words, and where the page begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.places import queries as places
from tanggap.reports.queries import desk
from tanggap.reports.queries.desk import DeskFilter, Sort
from tanggap.reports.words import OPEN, State
from tanggap.web.desk.scanning import without_links

DEFAULT_VIEW = "unit"
FILTERS = ("category", "area", "state", "channel", "due", "assignee", "age", "supporters", "photo", "unit", "text")
LONGEST_WORDS = 200
LONGEST_USERNAME = 64


@dataclass(frozen=True, slots=True)
class Lens:
    """A view narrowed by filters and sorted, or a search (`typed`); `after` or `before` is the cursor of another page.

    `saved` is the number of the saved view from which it came, however it was changed since. `query` is the address's query of the first
    page, with its question mark; empty for the plain desk.
    """

    view: str = DEFAULT_VIEW
    wanted: DeskFilter = field(default_factory=DeskFilter)
    sort: Sort = Sort.DUE
    saved: int | None = None
    typed: str = ""
    after: str | None = None
    before: str | None = None
    query: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", f"?{pairs}" if (pairs := urlencode(self._pairs())) else "")

    @property
    def is_search(self) -> bool:
        """Return whether words are looked for, not a view shown."""
        return bool(self.typed)

    @property
    def kept(self) -> str:
        """Return what a saved view keeps: view, filters and order, without question mark, search and page."""
        return urlencode(replace(self, saved=None, typed="")._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        chosen = [("q", self.typed)] if self.typed else []
        chosen += [("view", self.view)] if self.view != DEFAULT_VIEW and not self.typed else []
        chosen += [(name, str(value)) for name in FILTERS if (value := getattr(self.wanted, name)) is not None]
        chosen += [("sort", self.sort.value)] if self.sort is not Sort.DUE and not self.typed else []
        return [*chosen, ("saved", str(self.saved))] if self.saved is not None else chosen

    def without(self, name: str) -> "Lens":
        """Return the lens without one filter."""
        return replace(self, wanted=replace(self.wanted, **{name: None}), after=None, before=None)

    def of_view(self, view: str) -> "Lens":
        """Return the lens on another view, with nothing of this one."""
        return Lens(view)

    def sorted_by(self, sort: Sort) -> "Lens":
        """Return the lens in another order."""
        return replace(self, sort=sort, after=None, before=None)

    def bare(self) -> "Lens":
        """Return the lens without filters: the whole view, or the search in everything."""
        return replace(self, wanted=DeskFilter(), saved=None, after=None, before=None)


def read(query: Mapping[str, str]) -> Lens:
    """Return the lens of an address; a value that the city does not know is left out."""
    typed, view = _line(query.get("q")), query.get("view") or DEFAULT_VIEW
    is_closed_shown = bool(typed) or (view in desk.VIEWS and not desk.VIEWS[view].is_held)
    return Lens(
        view,
        DeskFilter(
            category=_known(query.get("category"), catalog.category),
            area=_known(query.get("area"), places.area),
            state=_one_of(query.get("state"), State.values if is_closed_shown else OPEN),
            channel=_known(query.get("channel"), catalog.channel),
            due=_one_of(query.get("due"), desk.DUE),
            assignee=_username(query.get("assignee")),
            age=_one_of(query.get("age"), desk.AGE),
            supporters=_number(query.get("supporters")),
            photo=_one_of(query.get("photo"), desk.PHOTO),
            unit=_known(query.get("unit"), agencies.unit),
            text=_line(query.get("text")) or None,
        ),
        Sort(sort) if (sort := _one_of(query.get("sort"), list(Sort))) else Sort.DUE,
        _number(query.get("saved")),
        typed,
        query.get("after") or None,
        query.get("before") or None,
    )


def read_kept(kept: str) -> Lens:
    """Return the lens that a saved view keeps."""
    return read(dict(parse_qsl(kept)))


def with_saved(chosen: Lens, number: int) -> Lens:
    """Return a lens as that of a saved view."""
    return replace(chosen, saved=number, typed="", after=None, before=None)


def _known(code: str | None, find: Callable[[str], object]) -> str | None:
    return code if code and find(code) is not None else None


def _one_of(word: str | None, known: object) -> str | None:
    return word if word and word in known else None  # type: ignore[operator]


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() and int(text) else None


def _username(text: str | None) -> str | None:
    return text if text and len(text) <= LONGEST_USERNAME and "\x00" not in text else None


def _line(text: str | None) -> str:
    """Return typed words on one line, at most `LONGEST_WORDS` characters; of a private link the code alone."""
    line = " ".join((text or "")[: LONGEST_WORDS * 2].replace("\x00", " ").split())
    return without_links(line)[:LONGEST_WORDS]
