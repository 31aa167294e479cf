"""What can be reported and what is promised, read without a statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tanggap.catalog import ladder
from tanggap.catalog.hours import Hours, parse
from tanggap.catalog.ladder import ANSWER, RESOLVE, VERIFY, Escalation, Extension
from tanggap.catalog.models import CalendarDay, Category, Channel, Policy, PolicyVersion
from tanggap.core.shelf import Shelf
from tanggap.core.words import say
from tanggap.places.city import city


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """Promised minutes, counted in working time when `is_working_time`, and who hears when they run out; of one version of the policy."""

    code: str
    name: dict[str, str]
    answer_minutes: int
    verify_minutes: int
    resolve_minutes: int
    is_working_time: bool
    version: int = 1
    escalation: Escalation = field(default_factory=Escalation)
    extension: Extension = field(default_factory=Extension)

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)

    def minutes(self, promise: str) -> int:
        """Return the limit of one of its promises: `answer`, `verify` or `resolve`."""
        return {ANSWER: self.answer_minutes, VERIFY: self.verify_minutes, RESOLVE: self.resolve_minutes}[promise]


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
    category: str
    hours: Hours | None = None

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)

    def kept_category(self, chosen: str | None) -> str | None:
        """Return what a report that came this way is filed under: by a confidential channel nothing that others may read."""
        row = category(chosen)
        return chosen if not self.is_confidential or (row and row.is_confidential) else self.category


@dataclass(frozen=True, slots=True)
class Calendar:
    """The city's closed days, and weekend days on which it works."""

    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)


def _policies() -> dict[str, PolicyRow]:
    rows = Policy.objects.filter(is_active=True).order_by("code")
    return {row.code: _policy(row.code, row.name, row) for row in rows}


def _versions() -> dict[tuple[str, int], PolicyRow]:
    rows = PolicyVersion.objects.select_related("policy").order_by("policy_id", "version")
    return {(row.policy_id, row.version): _policy(row.policy_id, row.policy.name, row) for row in rows}


def _policy(code: str, name: dict[str, str], row: Policy | PolicyVersion) -> PolicyRow:
    rules = ladder.read(row.escalation, row.extension)
    return PolicyRow(
        code, name, row.answer_minutes, row.verify_minutes, row.resolve_minutes, row.is_working_time, row.version,
        rules.escalation, rules.extension,
    )  # fmt: skip


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
            c.code,
            c.name,
            c.adapter,
            c.is_geotagged,
            c.is_walk_in,
            c.is_confidential,
            c.unit_id,
            c.unit_level,
            c.category,
            parse(c.hours) if c.hours else None,
        )
        for c in Channel.objects.filter(is_active=True).order_by("position", "code")
    }


def _calendar() -> dict[None, Calendar]:
    days = list(CalendarDay.objects.filter(is_active=True).values_list("on", "is_working"))
    return {None: Calendar(frozenset(d for d, w in days if not w), frozenset(d for d, w in days if w))}


_policy_shelf: Shelf[str, PolicyRow] = Shelf(_policies)
_version_shelf: Shelf[tuple[str, int], PolicyRow] = Shelf(_versions)
_category_shelf: Shelf[str, CategoryRow] = Shelf(_categories)
_channel_shelf: Shelf[str, ChannelRow] = Shelf(_channels)
_calendar_shelf: Shelf[None, Calendar] = Shelf(_calendar)


def policy(code: str | None) -> PolicyRow | None:
    """Return the policy of `code`, or None."""
    return _policy_shelf.get(code)


def policies() -> list[PolicyRow]:
    """Return the active policies by code, each in its present version."""
    return list(_policy_shelf.all().values())


URGENT_MINUTES = 24 * 60


def urgent_kinds() -> list[str]:
    """Return the kinds whose policy promises the solution within a day: so a city says in its pack what is a danger to people."""
    minutes = {row.code: row.resolve_minutes for row in policies()}
    return [row.code for row in categories() if minutes.get(row.policy, URGENT_MINUTES + 1) <= URGENT_MINUTES]


def policy_version(code: str | None, version: int | None) -> PolicyRow | None:
    """Return a policy as its `version` was, also one no longer active; None for an unknown one."""
    return _version_shelf.get((code, version)) if code is not None and version is not None else None


def policy_versions() -> list[PolicyRow]:
    """Return every version of every policy, also of those no longer active."""
    return list(_version_shelf.all().values())


def policy_for(category_code: str | None) -> PolicyRow:
    """Return what is promised of a category now: its policy, else the city's default. Raises LookupError when the pack has neither."""
    row = category(category_code)
    found = policy(row.policy if row else None) or policy(city().default_policy)
    if found is None:
        raise LookupError(f"the pack has no policy {city().default_policy!r}")
    return found


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
