"""The only writer of `Proposal.state`: a step and the change that it tells, in one transaction. Imported by the room's actions alone."""

from datetime import datetime
from typing import Any

from tanggap.agencies.models import Staff
from tanggap.core.ids import sought_code
from tanggap.core.refusal import NotFound
from tanggap.planning import keepers, lifecycle
from tanggap.planning.models import Proposal, Step
from tanggap.planning.refusals import Changed, NotPossible
from tanggap.planning.rules import rules
from tanggap.planning.words import ENDED, NEW, ProposalState

ACTS = {
    "propose": "planning.propose",
    "change": "planning.decide",
    "add": "planning.admit",
    "take_out": "planning.return",
    "admit": "planning.admit",
    "refuse": "planning.return",
    "withdraw": "planning.propose",
    "begin": "planning.build",
    "build": "planning.build",
}
"""The act of the permission table that a step asks for; of the keeper's other steps it is `planning.decide`."""

_STAMPS = {
    ProposalState.DELIBERATED: "admitted_at",
    ProposalState.ACCEPTED: "accepted_at",
    ProposalState.FUNDED: "funded_at",
    ProposalState.BUILDING: "begun_at",
    ProposalState.BUILT: "built_at",
    ProposalState.VERIFIED: "verified_at",
}


def lock(code: str, *, version: int | None = None) -> Proposal:
    """Return the proposal locked for writing. Raises NotFound, and Changed when it is no more as the person saw it."""
    meant = sought_code(code, rules().prefix)
    proposal = Proposal.objects.select_for_update(no_key=True).filter(code=meant).first()
    if proposal is None:
        raise NotFound
    if version is not None and version != proposal.version:
        raise Changed
    return proposal


def act_of(step: str, state: str) -> str:
    """Return the act that a step asks for; what the unit does to its own proposal before it is admitted needs `planning.propose`."""
    if state == ProposalState.PROPOSED and step in {"change", "add", "take_out"}:
        return "planning.propose"
    return ACTS.get(step, "planning.decide")


def permit(proposal: Proposal, step: str, by: Staff) -> None:
    """Raise NotPossible unless the course has `step` from here, and what `keepers.why_not` says unless `by` may do it."""
    course = lifecycle.STEPS[step]
    if proposal.state not in course.source:
        raise NotPossible(NotPossible.message % {"state": ProposalState(proposal.state).label})
    refusal = keepers.why_not(proposal, by, hand=course.hand, act=act_of(step, proposal.state))
    if refusal is not None:
        raise refusal


def begin(proposal: Proposal, *, by: Staff, message: str, note: str, facts: dict[str, Any]) -> Step:
    """Save a new proposal with its first step."""
    proposal.state, proposal.version = ProposalState.PROPOSED, 1
    proposal.changed_at = proposal.proposed_at
    proposal.save(force_insert=True)
    return _written(proposal, "propose", NEW, by, message, note, facts)


def take(
    proposal: Proposal,
    step: str,
    *,
    by: Staff | None,
    at: datetime,
    message: str = "",
    note: str = "",
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Step:
    """Write a step of a locked proposal that `permit` let through (or the system's own), with `changes` to its columns."""
    course, before = lifecycle.STEPS[step], proposal.state
    if before not in course.source:
        raise NotPossible(NotPossible.message % {"state": ProposalState(before).label})
    at = max(at, proposal.changed_at)
    state = before if course.to == lifecycle.SAME else course.to
    if state != before:
        stamp = _STAMPS.get(ProposalState(state))
        if stamp and (state == ProposalState.BUILT or getattr(proposal, stamp) is None):
            changes = {stamp: at, **changes}
        if state in ENDED:
            changes["ended_at"] = at
    for column, value in {"state": state, "version": proposal.version + 1, "changed_at": at, **changes}.items():
        setattr(proposal, column, value)
    proposal.save(update_fields=[*dict.fromkeys(["state", "version", "changed_at", *changes])])
    return _written(proposal, step, before, by, message, note, facts or {})


def _written(
    proposal: Proposal, step: str, before: str, by: Staff | None, message: str, note: str, facts: dict[str, Any]
) -> Step:
    return Step.objects.create(
        proposal=proposal,
        number=proposal.version,
        step=step,
        state_from=before,
        state_to=proposal.state,
        level=proposal.level,
        year=proposal.year,
        staff=by,
        unit_id=by.unit_id if by else None,
        at=proposal.changed_at,
        message=message,
        note=note,
        facts=facts,
    )
