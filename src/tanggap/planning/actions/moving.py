"""What a step of a proposal does to its reports, in the same transaction. The proposal is locked before its reports, these by code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.places.city import city
from tanggap.planning import gathering, refusals
from tanggap.planning.models import Proposal, ProposalReport
from tanggap.planning.words import LinkEnd
from tanggap.reports import actors, transitions
from tanggap.reports.actions.handling import claim
from tanggap.reports.models import Report
from tanggap.reports.photos import Taken
from tanggap.reports.words import WITH_TASKS, WORKING, State, Visibility

TAKEN_OUT, WITHDRAWN = "take_out", "withdrawn"
"""Why a report is given back besides the reasons of a refusal."""


def live(proposal: Proposal) -> Sequence[ProposalReport]:
    """Return the links that hold now, with their reports as they were read, by the reports' codes. One statement."""
    rows = ProposalReport.objects.filter(proposal=proposal, ended_at__isnull=True).select_related("report")
    return list(rows.order_by("report__code"))


def locked(links: Sequence[ProposalReport]) -> list[tuple[ProposalReport, Report]]:
    """Return each link with its report locked. A statement each."""
    return [(link, transitions.lock(link.report.code)) for link in links]


def end(links: Sequence[ProposalReport], why: str, *, at: datetime) -> None:
    """End links for a reason. One statement, none for none."""
    if links:
        ProposalReport.objects.filter(pk__in=[link.pk for link in links]).update(ended_at=at, end=why)


def admit(
    proposal: Proposal, links: Sequence[ProposalReport], *, by: Staff, message: str, note: str
) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Plan every report that is still at work; return their codes, and those that left with why (a `LinkEnd`).

    A joined one is followed to its parent. Raises NotReady for one that waits for its reporter or for parts of other units, NoReports
    when none is left.
    """
    moved: list[str] = []
    left: dict[str, str] = {}
    for link, found in locked([*links]):
        report: Report | None = found
        if why := _why_it_left(found):
            end([link], why, at=proposal.changed_at)
            left[found.code] = why
            if why == LinkEnd.HIDDEN:
                follow_one(proposal, found, by, step=TAKEN_OUT, message="", note=note)
            report = _parent(proposal, found)
        if report is None:
            continue
        if report.state == State.PLANNED:
            follow_one(proposal, report, by, step="admit", message=message, note=note)
        else:
            _must_be_ready(report)
            payload = {**_told(proposal, message, note), "year": proposal.year}
            _take(report, "planning.admit", by, proposal, payload)
        moved.append(report.code)
    if not moved:
        raise refusals.NoReports
    return tuple(moved), left


def follow(
    proposal: Proposal, *, by: Staff, step: str, message: str, note: str, to: str | None = None
) -> tuple[str, ...]:
    """Tell in every planned report's history how its proposal went on; `to` is the unit that answers for them from now on."""
    moved = []
    for _link, report in locked(live(proposal)):
        if report.state == State.PLANNED:
            follow_one(proposal, report, by, step=step, message=message, note=note, to=to)
            moved.append(report.code)
    return tuple(moved)


def follow_one(
    proposal: Proposal, report: Report, by: Staff, *, step: str, message: str, note: str, to: str | None = None
) -> None:
    """Tell in one report's history how its proposal went on."""
    changes: dict[str, Any] = {"unit_id": to, "assignee": None} if to and to != report.unit_id else {}
    payload = {**_told(proposal, message, note), "step": step, "year": proposal.year, "unit": to or ""}
    actor = actors.staff(by)
    transitions.record(report, kind="planning.follow", by=actor, at=proposal.changed_at, payload=payload, **changes)


def let_go(
    proposal: Proposal, links: Sequence[ProposalReport], *, by: Staff, reason: str, message: str, note: str
) -> tuple[str, ...]:
    """End links; what was planned is back at the proposing unit, or who does its work now. Return the codes of those."""
    moved = []
    for link, report in locked(links):
        if report.state == State.PLANNED:
            unit = agencies.heir(proposal.unit_id, area=report.area_id) or city().intake_unit
            payload = {"proposal": proposal.code, "reason": reason, "message": message, "note": note}
            changes: dict[str, Any] = {"assignee": None} if unit != report.unit_id else {}
            _take(report, "planning.return", by, proposal, payload, unit_id=unit, **changes)
            moved.append(report.code)
        elif report.state in gathering.LINKABLE:  # proposed and not planned: the unit goes on, and that is told
            step = {TAKEN_OUT: TAKEN_OUT, WITHDRAWN: "withdraw"}.get(reason, "refuse")
            follow_one(proposal, report, by, step=step, message=message, note=note)
        end([link], LinkEnd.RETURNED, at=proposal.changed_at)
    return tuple(moved)


def build(
    proposal: Proposal, taken: Sequence[Taken], *, by: Staff, message: str, note: str, materials: str
) -> tuple[str, ...]:
    """Claim every report done with the photos of what was built; also those whose check failed before. Raises NoReports, NoVerifier."""
    moved = []
    for _link, report in locked(live(proposal)):
        if report.state in WORKING and report.state != State.IN_PROGRESS:  # its check failed: the work was begun again
            _take(report, "reports.start", by, proposal, {"message": message})
        if report.state not in {State.PLANNED, State.IN_PROGRESS}:
            continue
        door = "planning.build" if report.state == State.PLANNED else "reports.claim_done"
        _claim(proposal, report, door, taken, by, {"message": message, "note": note, "materials": materials})
        moved.append(report.code)
    if not moved:
        raise refusals.NoReports
    return tuple(moved)


def photos_needed(links: Sequence[ProposalReport]) -> int:
    """Return how many photos of the result the categories of the reports ask for, one at least."""
    rows = (catalog.category(link.report.category_id) for link in links)
    return max([1, *(int(row.evidence.get("photos_after", 1)) for row in rows if row)])


def _claim(
    proposal: Proposal, report: Report, door: str, taken: Sequence[Taken], by: Staff, told: Mapping[str, str]
) -> None:
    """Let a report wait for its check. Its photos are rows of its own: one of them can go without the others."""
    own = [replace(one, id=uuid4()) for one in taken]
    facts = {**told, "proposal": proposal.code} if door == "planning.build" else dict(told)
    claim(report, door=door, by=by, at=proposal.changed_at, taken=own, facts=facts)


def _why_it_left(report: Report) -> str:
    if report.visibility != Visibility.PUBLIC:
        return LinkEnd.HIDDEN
    return "" if report.state in gathering.LINKABLE | {State.PLANNED} else LinkEnd.LEFT


def _parent(proposal: Proposal, report: Report) -> Report | None:
    """Return the report that this one joined, linked now, when that one can be planned in its place."""
    if report.state != State.MERGED or report.parent is None:
        return None
    parent = transitions.lock(report.parent.code)
    is_free = not ProposalReport.objects.filter(report=parent, ended_at__isnull=True).exists()
    if parent.visibility != Visibility.PUBLIC or parent.state not in gathering.LINKABLE or not is_free:
        return None
    ProposalReport.objects.create(proposal=proposal, report=parent, joined=report.code, linked_at=proposal.changed_at)
    return parent


def _must_be_ready(report: Report) -> None:
    if report.state not in WORKING or (report.open_tasks and report.state in WITH_TASKS):
        raise refusals.NotReady(refusals.NotReady.message % {"code": report.code})


def _told(proposal: Proposal, message: str, note: str) -> dict[str, Any]:
    return {"proposal": proposal.code, "level": proposal.level, "message": message, "note": note}


def _take(report: Report, door: str, by: Staff, proposal: Proposal, payload: dict[str, Any], **changes: Any) -> None:
    """Move a report; a clock that was set back never puts it before the step that moves it."""
    transitions.take(report, door=door, by=actors.staff(by), at=proposal.changed_at, payload=payload, **changes)
