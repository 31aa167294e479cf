"""Who holds a post: a role in a unit, for an area, or who stands in for it where nobody does."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.places import queries as places

DESK = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})
STAND_INS = (frozenset({Role.LEADER}), frozenset({Role.SUPERVISOR}), DESK)
"""Who is asked in a unit where nobody holds the role of a post: its head, else who supervises, else whoever works there."""


@dataclass(frozen=True, slots=True)
class Post:
    """An active person's role in a unit, narrowed to an area when it is set."""

    staff: int
    role: Role
    area: str | None


class Posts:
    """The active people of some units. One statement, none for no unit."""

    def __init__(self, units: Collection[str]) -> None:
        self._posts: dict[str, list[Post]] = defaultdict(list)
        if units:
            rows = Membership.objects.filter(unit__in=units, staff__is_active=True)
            for unit, staff, role, area in rows.values_list("unit_id", "staff_id", "role", "area_id"):
                self._posts[unit].append(Post(staff, Role(role), area))

    def holders(self, unit: str, roles: Collection[Role], *, area: str | None) -> set[int]:
        """Return who holds one of `roles` in `unit`, for a report in `area` where that is known."""
        return {
            post.staff
            for post in self._posts.get(unit, ())
            if post.role in roles and (post.area is None or area is None or places.is_within(area, post.area))
        }

    def post(self, unit: str, role: Role, *, area: str | None) -> set[int]:
        """Return who holds `role` in `unit`, or who stands in; nobody only where nobody works."""
        for roles in (frozenset({role}), *STAND_INS):
            if found := self.holders(unit, roles, area=area):
                return found
        return set()
