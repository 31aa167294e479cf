"""Enumerations of the yearly planning (Musrenbang). The levels, years and money of a city are data of its pack (`planning.rules`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """Where a proposal stands. `planning/lifecycle.py` says how it gets there."""

    PROPOSED = "proposed", _("Proposed")
    DELIBERATED = "deliberated", _("In deliberation")
    ACCEPTED = "accepted", _("In the yearly plan")
    FUNDED = "funded", _("Funded")
    BUILDING = "building", _("Being built")
    BUILT = "built", _("Built, not yet checked")
    VERIFIED = "verified", _("Built and checked")
    DEFERRED = "deferred", _("Put off to a later year")
    REFUSED = "refused", _("Not taken")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEW = "new"  # before the first step; no proposal is ever in it
ENDED = frozenset({ProposalState.VERIFIED, ProposalState.REFUSED, ProposalState.WITHDRAWN})
LIVE = frozenset(ProposalState) - ENDED
UNDECIDED = frozenset(
    {ProposalState.PROPOSED, ProposalState.DELIBERATED, ProposalState.ACCEPTED, ProposalState.DEFERRED}
)  # no money yet: what is ranked by need, and can still be refused or withdrawn
PAID = frozenset({ProposalState.FUNDED, ProposalState.BUILDING, ProposalState.BUILT, ProposalState.VERIFIED})


class Hand(models.TextChoices):
    """Whose act a step is. `holder`: the proposing unit before the proposal is admitted, the keeper of its level afterwards."""

    UNIT = "unit", _("The unit that proposes")
    KEEPER = "keeper", _("The keeper of the level")
    HOLDER = "holder", _("Who holds it at the time")
    BUILDER = "builder", _("The unit that builds")
    SYSTEM = "system", _("The system")


class Reason(models.TextChoices):
    """Why a problem is too big for an officer; everybody reads it."""

    CAPITAL = "capital", _("It needs building works")
    LAND = "land", _("Land has to be bought or cleared first")
    ACROSS = "across", _("Several units have to act together")
    BUDGET = "budget", _("It exceeds the unit’s budget of the year")
    RECURRING = "recurring", _("Repairs do not last; the cause has to be removed")


class RefusalReason(models.TextChoices):
    """Why a proposal is not taken; everybody reads it with the keeper's words."""

    NOT_PRIORITY = "not_priority", _("Others are needed more")
    NO_POWER = "no_power", _("Not a task of the city")
    ALREADY = "already", _("Another proposal or programme covers it")
    BY_UNIT = "by_unit", _("The unit can solve it from its own means")
    NOT_FEASIBLE = "not_feasible", _("It cannot be built there")


class LinkEnd(models.TextChoices):
    """Why a report is no longer part of a live proposal."""

    VERIFIED = "verified", _("Built and checked")
    RETURNED = "returned", _("Back at its unit")
    LEFT = "left", _("It ended or went on by itself")
    HIDDEN = "hidden", _("It is no longer public")
