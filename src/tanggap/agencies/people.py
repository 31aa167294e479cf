"""Accounts as an operator sees them. Everything here names people, so only the operator's surface and command line read it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.agencies import queries as agencies
from tanggap.agencies.factors import FORCED
from tanggap.agencies.models import Audit, Membership, Staff
from tanggap.agencies.models_sign_in import Factor, Seal
from tanggap.agencies.words import Act, Role
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds; empty `area`: everywhere in the unit."""

    role: str
    unit: str
    area: str

    @property
    def label(self) -> str:
        """Return the role in words, with its unit and area."""
        within = f", {places.full_name(self.area)}" if self.area else ""
        return f"{Role(self.role).label} · {agencies.unit_label(self.unit)}{within}"


@dataclass(frozen=True, slots=True)
class Person:
    """An account."""

    id: int
    username: str
    display_name: str
    unit: str
    is_active: bool
    language: str
    created_at: datetime
    last_login: datetime | None
    roles: tuple[Held, ...]
    has_factor: bool = False
    is_sealed: bool = False
    is_demo: bool = False

    @property
    def lacks_factor(self) -> bool:
        """Return whether a role needs a second factor that is not set up yet: the next sign-in asks for it."""
        needs = any(held.role in FORCED for held in self.roles)
        return needs and not (self.has_factor or self.is_sealed or (self.is_demo and settings.DEMO_SIGN_IN))

    @property
    def unit_label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)

    @property
    def role_words(self) -> str:
        """Return the roles without their units, each once."""
        return ", ".join(dict.fromkeys(str(Role(held.role).label) for held in self.roles))


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the audit log; `actor` is empty for the command line."""

    at: datetime
    actor: str
    subject: str
    act: str
    facts: dict[str, Any]

    @property
    def label(self) -> str:
        """Return the act in words."""
        return str(Act(self.act).label)

    @property
    def role(self) -> str:
        """Return the role that the act was about, in words; empty for none."""
        if "role" not in self.facts:
            return ""
        return Held(self.facts["role"], self.facts.get("unit", ""), self.facts.get("area", "")).label


def listed(
    *, text: str = "", role: str = "", unit: str = "", is_active: bool | None = None, after: str = "", limit: int = 50
) -> Page[Person]:
    """Return accounts by username, of whom `text` is part of the username or name. Two statements."""
    rows = _with_factors()
    if after:
        rows = rows.filter(username__gt=after[:LONGEST_SEARCH])
    if text:
        wanted = text[:LONGEST_SEARCH].replace("\x00", "")
        rows = rows.filter(Q(username__icontains=wanted) | Q(display_name__icontains=wanted))
    if role in Role.values:
        rows = rows.filter(memberships__role=role).distinct()
    if unit:
        rows = rows.filter(unit=unit)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    found = list(rows.order_by("username")[: limit + 1])
    following = found[limit - 1].username if len(found) > limit else None
    return Page(_people(found[:limit]), following)


def person(username: str) -> Person:
    """Return one account. Two statements. Raises NotFound."""
    found = _with_factors().filter(username=username).first()
    if found is None:
        raise NotFound
    return _people([found])[0]


def _with_factors() -> QuerySet[Any]:
    factors, seals = Factor.objects.filter(staff=OuterRef("pk")), Seal.objects.filter(staff=OuterRef("pk"))
    return Staff.objects.filter(is_program=False).annotate(has_factor=Exists(factors), is_sealed=Exists(seals))


def open_account(staff: int) -> Staff | None:
    """Return the open account of an id, None when there is none or it is closed. One statement."""
    return Staff.objects.filter(pk=staff, is_active=True).first()


def colleagues(unit: str) -> list[tuple[str, str]]:
    """Return (username, display name) of the active people who handle reports for `unit`, by name. One statement."""
    handling = [Role.INTAKE, Role.OFFICER, Role.SUPERVISOR]
    rows = Staff.objects.filter(is_active=True, memberships__unit=unit, memberships__role__in=handling).distinct()
    return list(rows.order_by("display_name", "username").values_list("username", "display_name"))


def audit(*, username: str = "", limit: int = 50) -> list[Written]:
    """Return the last acts on one account, or on all, newest first. One statement."""
    rows = Audit.objects.select_related("actor", "subject").order_by("-id")
    if username:
        rows = rows.filter(subject__username=username)
    return [
        Written(row.at, row.actor.display_name if row.actor else "", row.subject.username, row.act, row.facts)
        for row in rows[:limit]
    ]


def _people(found: list[Any]) -> list[Person]:
    held: dict[int, list[Held]] = defaultdict(list)
    for row in Membership.objects.filter(staff__in=found).order_by("role", "unit_id", "area_id"):
        held[row.staff_id].append(Held(row.role, row.unit_id, row.area_id or ""))
    return [
        Person(
            id=one.pk,
            username=one.username,
            display_name=one.display_name,
            unit=one.unit_id,
            is_active=one.is_active,
            language=one.language,
            created_at=one.created_at,
            last_login=one.last_login,
            roles=tuple(held[one.pk]),
            has_factor=one.has_factor,
            is_sealed=one.is_sealed,
            is_demo=one.is_demo,
        )
        for one in found
    ]
