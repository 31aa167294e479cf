"""The six families of states: each has one colour, one icon, and always the state's own word beside them (ui.md §0)."""

from typing import Final

from tanggap.planning.words import ProposalState
from tanggap.reports.words import State

WAITING, MOVING, VALIDATING, DONE, REFUSED, PLANNED = "waiting", "moving", "validating", "done", "refused", "planned"

FAMILY: Final[dict[str, str]] = {
    State.RECEIVED: WAITING,
    State.COORDINATING: MOVING,
    State.DISPOSITIONED: MOVING,
    State.IN_PROGRESS: MOVING,
    State.AWAITING_REPORTER: MOVING,
    State.AWAITING_VALIDATION: VALIDATING,
    State.FOLLOW_UP_REJECTED: WAITING,
    State.RESOLVED: DONE,
    State.REOPENED: WAITING,
    State.REJECTED: REFUSED,
    State.REFERRED: REFUSED,
    State.UNSOLVED: REFUSED,
    State.PLANNED: PLANNED,
    State.MERGED: REFUSED,
    State.ARCHIVED: DONE,
}


def family(state: str) -> str:
    """Return the family (a class of ui.css) of a state; every state has one."""
    return FAMILY[state]


PROPOSAL_FAMILY: Final[dict[str, str]] = {
    ProposalState.PROPOSED: WAITING,
    ProposalState.DELIBERATED: PLANNED,
    ProposalState.ACCEPTED: PLANNED,
    ProposalState.FUNDED: PLANNED,
    ProposalState.BUILDING: MOVING,
    ProposalState.BUILT: VALIDATING,
    ProposalState.VERIFIED: DONE,
    ProposalState.DEFERRED: WAITING,
    ProposalState.REFUSED: REFUSED,
    ProposalState.WITHDRAWN: REFUSED,
}


def proposal_family(state: str) -> str:
    """Return the family of a proposal's state in the yearly planning."""
    return PROPOSAL_FAMILY[state]
