"""What reports do by themselves moves their proposal: checks pass or fail, reports end or join others. Only this marks it verified."""

from django.db import transaction

from tanggap.core import clock
from tanggap.planning import gathering, steps
from tanggap.planning.actions import moving
from tanggap.planning.models import Proposal, ProposalReport
from tanggap.planning.words import UNDECIDED, LinkEnd, ProposalState
from tanggap.reports.models import Report
from tanggap.reports.words import WORKING, Outcome, State, Visibility

AT_WORK = WORKING | {State.AWAITING_REPORTER}
S = ProposalState


@transaction.atomic
def look(*, code: str) -> str:
    """Bring a proposal to where its reports are; return its state. Done again: nothing.

    Before it is built, reports that ended or were taken back by their reporter leave, and a proposal without any lapses while nothing is
    paid. When every report passed its check it is verified; one that failed shows it as being built again.
    """
    proposal = steps.lock(code)
    links = list(moving.live(proposal))
    if proposal.state == S.PROPOSED:
        links = _without(proposal, links, stays=gathering.LINKABLE)
    elif proposal.built_at is None:
        links = _without(proposal, links, stays=frozenset({State.PLANNED}))
    if not links and proposal.state in UNDECIDED:
        steps.take(proposal, "lapse", by=None, at=clock.now())
    elif links and proposal.state in {S.BUILT, S.BUILDING} and proposal.built_at is not None:
        _judge(proposal, links)
    return proposal.state


def _judge(proposal: Proposal, links: list[ProposalReport]) -> None:
    """Follow the checks: built while all wait or passed, being built again while one failed, verified when all passed."""
    states = {link.report.state for link in links}
    is_at_work = bool(states & AT_WORK)
    is_solved = all(link.report.outcome == Outcome.SOLVED for link in links)
    at = clock.now()
    if proposal.state == S.BUILT and is_at_work:
        steps.take(proposal, "fail", by=None, at=at)
    elif proposal.state == S.BUILDING and not is_at_work and State.PLANNED not in states:
        steps.take(proposal, "mend", by=None, at=at)
    if proposal.state == S.BUILT and is_solved:
        steps.take(proposal, "verify", by=None, at=at, facts={"reports": len(links)})
        moving.end(links, LinkEnd.VERIFIED, at=proposal.changed_at)


def _without(proposal: Proposal, links: list[ProposalReport], *, stays: frozenset[str]) -> list[ProposalReport]:
    """End the links of reports that are not in one of these states any more; of a joined one its parent comes while nothing is decided."""
    gone = [link for link in links if link.report.state not in stays]
    kept = [link for link in links if link.report.state in stays]
    at = clock.now()
    moving.end(gone, LinkEnd.LEFT, at=at)
    for link in gone:
        if proposal.state == S.PROPOSED and (parent := _free_parent(link.report)):
            kept.append(
                ProposalReport.objects.create(proposal=proposal, report=parent, joined=link.report.code, linked_at=at)
            )
    return kept


def _free_parent(report: Report) -> Report | None:
    parent = report.parent if report.state == State.MERGED else None
    if parent is None or parent.visibility != Visibility.PUBLIC or parent.state not in gathering.LINKABLE:
        return None
    is_taken = ProposalReport.objects.filter(report=parent, ended_at__isnull=True).exists()
    return None if is_taken else parent
