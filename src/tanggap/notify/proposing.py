"""The consumer that tells staff of proposals: the keeper what waits for a decision, the unit what became of its own, the builder its turn.

One table says which step tells whom. Nobody is told of what they did themselves. A notice names a proposal and no report.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.posts import Posts
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.notify.models import StaffNotice
from tanggap.planning import outbox
from tanggap.planning.outbox import Fact

NAME = "planning_notices"
KIND = "planning.step"
NEWS = timedelta(days=30)
KEEPER, UNIT, BUILDER = "keeper", "unit", "builder"
DECIDERS = frozenset({Role.SUPERVISOR, Role.LEADER})
HEARERS = {
    KEEPER: DECIDERS,
    UNIT: frozenset({Role.SUPERVISOR}),
    BUILDER: frozenset({Role.OFFICER, Role.SUPERVISOR}),
}
"""Which roles of the keeper, the proposing and the building unit hear; who made the proposal hears with the proposing unit."""

# fmt: off
TELLINGS: Mapping[tuple[str, str], str | Promise] = {
    #  step        who           words
    ("propose",  KEEPER):  _("A proposal waits for your decision"),
    ("advance",  KEEPER):  _("A proposal was passed on to your level"),
    ("withdraw", KEEPER):  _("A unit withdrew its proposal"),
    ("build",    KEEPER):  _("A proposal was built; its check follows"),
    ("verify",   KEEPER):  _("What was proposed is built and checked"),
    ("admit",    UNIT):    _("Your unit’s proposal is in the deliberation"),
    ("advance",  UNIT):    _("Your unit’s proposal went on to the next level"),
    ("accept",   UNIT):    _("Your unit’s proposal is in the yearly plan"),
    ("fund",     UNIT):    _("Your unit’s proposal is funded"),
    ("defer",    UNIT):    _("Your unit’s proposal was put off"),
    ("refuse",   UNIT):    _("Your unit’s proposal was not taken; its reports are back"),
    ("lapse",    UNIT):    _("Your unit’s proposal ended: none of its reports is open any more"),
    ("verify",   UNIT):    _("What your unit proposed is built and checked"),
    ("fund",     BUILDER): _("Your unit is to build what was proposed"),
    ("fail",     BUILDER): _("A check of what your unit built failed"),
    ("verify",   BUILDER): _("What your unit built passed its check"),
}
# fmt: on


def apply(facts: Sequence[Fact]) -> None:
    """Write a notice for each person whom a step concerns. Two statements, none for nothing new."""
    told = {step for step, _who in TELLINGS}
    news = [fact for fact in facts if fact.step in told and fact.at > clock.now() - NEWS]
    if not news:
        return
    posts = Posts({unit for fact in news for unit in (fact.unit, fact.keeper, fact.builder) if unit})
    rows = [row for fact in news for row in _notices(fact, posts)]
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)


def clear() -> None:
    """Drop the notices that nobody has looked at; what a person has seen stays, or it would be told again."""
    StaffNotice.objects.filter(kind=KIND, seen_at__isnull=True).delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _notices(fact: Fact, posts: Posts) -> list[StaffNotice]:
    """Return a notice a person, by the first of the hats that they wear for it: who decides, who builds, who proposed."""
    units = {KEEPER: fact.keeper, BUILDER: fact.builder, UNIT: fact.unit}
    told: dict[int, str] = {}
    for who, unit in units.items():
        if unit is None or (fact.step, who) not in TELLINGS:
            continue
        people = posts.holders(unit, HEARERS[who], area=None)
        for person in sorted(people | ({fact.maker} if who == UNIT else set())):
            told.setdefault(person, who)
    told.pop(fact.actor or 0, None)
    return [
        StaffNotice(
            staff_id=person,
            kind=KIND,
            about=f"{fact.proposal}/{fact.number}",
            facts={"proposal": fact.proposal, "title": fact.title, "step": fact.step, "who": who},
            at=fact.at,
            told_at=fact.at,
        )
        for person, who in told.items()
    ]


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says: the proposal's title."""
    return str(facts.get("title", ""))


def label(facts: Mapping[str, Any]) -> str:
    """Return what a notice is about, in the active language."""
    return str(TELLINGS.get((str(facts.get("step", "")), str(facts.get("who", ""))), ""))
