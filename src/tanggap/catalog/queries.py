"""What can be reported and what is promised, read without a statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tanggap.catalog.models import CalendarDay, Category, Channel, Policy
from tanggap.core.shelf import Shelf
from tanggap.core.words import say


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """Promised minutes; counted in working time when `is_working_time`."""

    code: str
    name: dict[str, str]
    answer_minutes: int
    verify_minutes: int
    resolve_minutes: int
    is_working_time: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A kind of complaint; see `catalog.models.Category` for the shapes of routes, questions and evidence."""

    code: str
    parent: str | None
    name: dict[str, str]
    hint: dict[str, str]
    icon: str
    scope: str
    policy: str
    routes: list[dict[str, str]]
    questions: list[dict[str, Any]]
    evidence: dict[str, Any]
    keywords: dict[str, list[str]]
    is_sensitive: bool
    is_confidential: bool
    needs_field_check: bool
    near_metres: int
    near_days: int
    is_leaf: bool

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A way in."""

    code: str
    name: dict[str, str]
    adapter: str
    is_geotagged: bool
    is_walk_in: bool
    is_confidential: bool
    unit: str | None
    unit_level: str

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The city's closed days, and weekend days on which it works."""

    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)


def _policies() -> dict[str, PolicyRow]:
    return {
        p.code: PolicyRow(p.code, p.name, p.answer_minutes, p.verify_minutes, p.resolve_minutes, p.is_working_time)
        for p in Policy.objects.filter(is_active=True).order_by("code")
    }


def _categories() -> dict[str, CategoryRow]:
    return {
        c.code: CategoryRow(
            c.code, c.parent_id, c.name, c.hint, c.icon, c.scope, c.policy_id, c.routes, c.questions, c.evidence, c.keywords,
            c.is_sensitive, c.is_confidential, c.needs_field_check, c.near_metres, c.near_days, c.is_leaf,
        )
        for c in Category.objects.filter(is_active=True).order_by("position", "code")
    }  # fmt: skip


def _channels() -> dict[str, ChannelRow]:
    return {
        c.code: ChannelRow(
            c.code, c.name, c.adapter, c.is_geotagged, c.is_walk_in, c.is_confidential, c.unit_id, c.unit_level
        )
        for c in Channel.objects.filter(is_active=True).order_by("position", "code")
    }


def _calendar() -> dict[None, Calendar]:
    days = list(CalendarDay.objects.filter(is_active=True).values_list("on", "is_working"))
    return {None: Calendar(frozenset(d for d, w in days if not w), frozenset(d for d, w in days if w))}


_policy_shelf: Shelf[str, PolicyRow] = Shelf(_policies)
_category_shelf: Shelf[str, CategoryRow] = Shelf(_categories)
_channel_shelf: Shelf[str, ChannelRow] = Shelf(_channels)
_calendar_shelf: Shelf[None, Calendar] = Shelf(_calendar)


def policy(code: str | None) -> PolicyRow | None:
    """Return the policy of `code`, or None."""
    return _policy_shelf.get(code)


def category(code: str | None) -> CategoryRow | None:
    """Return the active category of `code`, or None."""
    return _category_shelf.get(code)


def categories() -> list[CategoryRow]:
    """Return the active categories, groups and leaves, in the order of the pack."""
    return list(_category_shelf.all().values())


def leaves() -> list[CategoryRow]:
    """Return the active categories that can be reported, in the order of the pack."""
    return [row for row in categories() if row.is_leaf]


def channel(code: str | None) -> ChannelRow | None:
    """Return the active channel of `code`, or None."""
    return _channel_shelf.get(code)


def channels() -> list[ChannelRow]:
    """Return the active channels in the order of the pack."""
    return list(_channel_shelf.all().values())


def calendar() -> Calendar:
    """Return the city's calendar."""
    return _calendar_shelf.all()[None]
