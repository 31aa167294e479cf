"""Who the people of `notify.telling` are: roles and units turned into accounts, for a batch of events at once."""

from collections.abc import Collection, Iterable, Sequence

from tanggap.agencies.models import Staff
from tanggap.agencies.posts import Posts
from tanggap.agencies.words import Role
from tanggap.notify.telling import TELLINGS, Telling
from tanggap.reports import outbox
from tanggap.reports.outbox import Doing, Fact


class Directory:
    """The people that a batch of facts may concern, read in at most three statements."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._doing = outbox.doing({fact.id for fact in facts})
        self._posts = Posts({unit for fact in facts for unit in _units(fact, TELLINGS[fact.kind])})
        self._names = _names({name for fact in facts for name in _listed(fact, TELLINGS[fact.kind].who.names)})

    def told(self, fact: Fact) -> set[int]:
        """Return who hears of a fact: everybody of its row, but for the person who did it."""
        who, doing = TELLINGS[fact.kind].who, self._doing[fact.id]
        found = {self._names[name] for name in _listed(fact, who.names) if name in self._names}
        if who.assignee and doing.assignee is not None:
            if fact.payload.get("assignee", doing.assignee_name) == doing.assignee_name:  # else it was given on since
                found.add(doing.assignee)
        elif who.unit:
            found |= self._posts.holders(fact.unit, who.unit, area=doing.area)
        for unit in _listed(fact, who.units):
            found |= self._posts.holders(unit, who.roles, area=doing.area)
        if who.post:
            found |= self._post(fact, doing)
        return found - {doing.actor}

    def _post(self, fact: Fact, doing: Doing) -> set[int]:
        unit, role = str(fact.payload.get("unit", "")), Role(fact.payload["role"])
        if role == Role.OFFICER and doing.assignee is not None and unit == fact.unit:
            return {doing.assignee}
        return self._posts.post(unit, role, area=doing.area)


def _listed(fact: Fact, key: str) -> list[str]:
    value = fact.payload.get(key) if key else None
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _units(fact: Fact, row: Telling) -> Iterable[str]:
    if row.who.unit:
        yield fact.unit
    yield from _listed(fact, row.who.units)
    if row.who.post:
        yield from _listed(fact, "unit")


def _names(usernames: Collection[str]) -> dict[str, int]:
    if not usernames:
        return {}
    rows = Staff.objects.filter(username__in=usernames, is_active=True)
    return dict(rows.values_list("username", "pk"))
