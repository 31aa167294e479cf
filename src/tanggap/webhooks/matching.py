"""Which subscriptions hear of an event: by what was true of its report right after it, whatever has changed since."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tanggap.places import queries as places
from tanggap.reports import outbox
from tanggap.reports.events import PLACING
from tanggap.reports.outbox import About, Fact
from tanggap.reports.queries import public
from tanggap.reports.words import Visibility
from tanggap.webhooks.models import Subscription
from tanggap.webhooks.words import FOR_EVERYBODY, TYPES, WITHHELD


@dataclass(frozen=True, slots=True)
class Then:
    """A report as an event left it. `was_public`: everybody could read it before the event."""

    category: str | None
    area: str | None
    channel: str
    is_public: bool
    was_public: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a subscription asks for, every code with all that lies below it; an empty set asks for everything."""

    types: frozenset[str]
    areas: frozenset[str]
    categories: frozenset[str]
    units: frozenset[str]
    channels: frozenset[str]

    def takes(self, fact: Fact, then: Then) -> bool:
        """Return whether it hears of a fact. A report that can be read no more concerns whoever may have heard of it, by any type."""
        if not (then.is_public or then.was_public):
            return False
        type_ = TYPES[fact.kind]
        if then.is_public and self.types and type_ not in self.types and type_ not in FOR_EVERYBODY:
            return False
        return (
            (not self.areas or then.area in self.areas)
            and (not self.categories or then.category in self.categories)
            and (not self.units or fact.unit in self.units)
            and (not self.channels or then.channel in self.channels)
        )


def choice(subscription: Subscription) -> Choice:
    """Return what a subscription asks for. No statement but the shelves'."""
    return Choice(
        types=frozenset(subscription.types),
        areas=frozenset(below for code in subscription.areas for below in (code, *places.within(code))),
        categories=frozenset(below for code in subscription.categories for below in public.category_codes(code)),
        units=frozenset(below for code in subscription.units for below in public.unit_codes(code)),
        channels=frozenset(subscription.channels),
    )


def matched(facts: Sequence[Fact], choices: Collection[Choice]) -> Iterator[tuple[Fact, Choice, str]]:
    """Yield each fact that everybody may hear of with each choice that takes it, and its type. Two statements, none without choices.

    Whatever takes a report from the public is `report.withheld`: what is said of it then is that it was withdrawn.
    """
    told = [fact for fact in facts if fact.kind in TYPES]
    if not told or not choices:
        return
    reports = {fact.report for fact in told}
    about, histories = outbox.about(reports), outbox.histories(reports)
    for fact in told:
        found = then(fact, about[fact.report], histories[fact.report])
        for one in choices:
            if one.takes(fact, found):
                yield fact, one, TYPES[fact.kind] if found.is_public else WITHHELD


def then(fact: Fact, about: About, history: Sequence[Fact]) -> Then:
    """Return the report as `fact` left it: as it stands now, less what its later events changed."""
    later = [one for one in history if one.version > fact.version]
    placed = next((one.payload["before"] for one in later if one.kind in PLACING and one.payload.get("before")), None)
    hidden = next((bool(one.payload["private"]) for one in later if "private" in one.payload), None)
    is_public = about.visibility == Visibility.PUBLIC if hidden is None else hidden
    return Then(
        category=about.category if placed is None else placed.get("category"),
        area=about.area if placed is None else placed.get("area"),
        channel=about.channel,
        is_public=is_public,
        was_public=bool(fact.payload["private"]) if "private" in fact.payload else is_public,
    )
