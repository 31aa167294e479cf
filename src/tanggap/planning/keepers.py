"""Who decides on a proposal: the keeper of its level, never a unit with a part in it (threats.md A6: no unit parks its own reports)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing
from tanggap.catalog import routing
from tanggap.core.refusal import Invalid, NotAllowed, Refusal
from tanggap.places import queries as places
from tanggap.planning import refusals
from tanggap.planning.models import Proposal
from tanggap.planning.rules import Level, rules
from tanggap.planning.words import Hand, ProposalState


def find(level: str, *, area: str, parties: Collection[str]) -> tuple[Level, str]:
    """Return who decides at `level` on a proposal in `area`: its keeper, or the next level's where that has a part in it.

    Raises Invalid for a level that does not reach around the area, NoKeeper when every one that could has a part.
    """
    lowest = fitting(area)
    start = rules().number(level)
    if start < 0 or rules().levels[start] not in lowest:
        raise Invalid({"level": _("Choose a level that takes in the whole area of the reports.")})
    for one in rules().levels[start:]:
        for unit in routing.found_by(one.routes, area=area):
            if unit.code not in parties:
                return one, unit.code
    raise refusals.NoKeeper


def fitting(area: str) -> tuple[Level, ...]:
    """Return the levels that take in an area, the lowest first."""
    row = places.area(area)
    around = {found.level for code in (row.path if row else ()) if (found := places.area(code))}
    return tuple(level for level in rules().levels if around.intersection(level.areas))


def above(proposal: Proposal) -> tuple[Level, str]:
    """Return the next level and its keeper. Raises TopLevel, NoKeeper."""
    following = rules().levels[rules().number(proposal.level) + 1 :]
    if not following:
        raise refusals.TopLevel
    return find(following[0].code, area=proposal.area_id, parties=proposal.parties)


def of(proposal: Proposal) -> str:
    """Return who decides now; see `standing`."""
    return standing(proposal)[1]


def standing(proposal: Proposal) -> tuple[str, str]:
    """Return the level and the unit that decide now: the keeper, or who does its work since it was closed.

    Where that has a part in it, another keeper is found, at the next level if need be. Raises NoKeeper.
    """
    heir = agencies.heir(proposal.keeper_id, area=proposal.area_id)
    if heir is not None and heir not in proposal.parties:
        return proposal.level, heir
    level, unit = find(proposal.level, area=proposal.area_id, parties=proposal.parties)
    return level.code, unit


def why_not(proposal: Proposal, by: Staff, *, hand: Hand, act: str) -> Refusal | None:
    """Return why a person may not act as `hand` on a proposal by `act` of the permission table, None when they may."""
    if hand == Hand.HOLDER:
        hand = Hand.UNIT if proposal.state == ProposalState.PROPOSED else Hand.KEEPER
    unit = {Hand.UNIT: proposal.unit_id, Hand.BUILDER: proposal.builder_id}.get(hand)
    if hand == Hand.KEEPER:
        return _why_not_keeper(proposal, by, act)
    unit = agencies.heir(unit, area=proposal.area_id) if unit else None
    if permissions.allows(act, by, Thing(unit=unit, area=proposal.area_id)) and unit is not None:
        return None
    kind = refusals.NotProposer if hand == Hand.UNIT else refusals.NotBuilder
    return kind(kind.message % {"unit": agencies.unit_label(unit)})


def _why_not_keeper(proposal: Proposal, by: Staff, act: str) -> Refusal | None:
    """The role has to be held in the keeper itself: who oversees a larger area does not decide in its stead unnoticed."""
    try:
        keeper = of(proposal)
    except Refusal as refusal:
        return refusal
    held = agencies.grants(by)
    is_party = by.unit_id in proposal.parties or any(grant.unit in proposal.parties for grant in held)
    in_keeper = any(grant.unit == keeper and grant.role in permissions.roles(act) for grant in held)
    if is_party or by.pk == proposal.made_by_id or not in_keeper:
        return refusals.NotKeeper(refusals.NotKeeper.message % {"unit": agencies.unit_label(keeper)})
    return None if permissions.allows(act, by, Thing(unit=keeper, area=proposal.area_id)) else NotAllowed()
