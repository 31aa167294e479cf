"""Reports become part of a proposal, and leave it: proposing, adding, taking out."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock, ids
from tanggap.core.refusal import Invalid, NotFound
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning import gathering, keepers, money, refusals, steps, years
from tanggap.planning.actions import moving
from tanggap.planning.gathering import Meant
from tanggap.planning.models import Proposal, ProposalReport
from tanggap.planning.rows import Done, Made
from tanggap.planning.rules import rules
from tanggap.planning.words import ProposalState, Reason
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Report

LONGEST_TITLE = 120


def propose(
    *,
    by: Staff,
    reports: Sequence[str],
    title: str,
    problem: str,
    reason: str,
    cost: int | str,
    level: str,
    year: int | str,
    message: str = "",
    note: str = "",
) -> Made:
    """Propose reports (codes) of one's unit; they stay with it and their clocks run.

    `message` is what reporters are told besides. Where the keeper of `level` has a part in it, the next level takes it. Raises Invalid
    (fields by these names), NotPublic, Ended, InAnother, YearClosed, NoKeeper, NoPlanning, NotYours, NotAllowed.
    """
    proposal = Proposal(
        title=titled(title),
        problem=said("problem", problem, required=True),
        reason=reasoned(reason),
        cost=money.whole("cost", cost),
        level=level,
        year=years.read(year),
        made_by=by,
    )
    years.must_be_open(proposal.year)
    return _propose(proposal, gathering.meant(reports, by), by, said("message", message), said("note", note))


@transaction.atomic
def _propose(proposal: Proposal, meant: Meant, by: Staff, message: str, note: str) -> Made:
    rows = _locked(meant, by, act="planning.propose")
    must_be_in_own_words(proposal, rows)
    units = {row.unit_id for row in rows}
    proposal.unit_id = units.pop() if len(units) == 1 else by.unit_id
    proposal.parties = sorted({by.unit_id, *(row.unit_id for row in rows)})
    proposal.code = ids.new_code(rules().prefix)
    proposal.proposed_at = clock.now()
    proposal.category_id = gathering.main_category([str(row.category_id) for row in rows])
    _place(proposal, rows)
    steps.begin(proposal, by=by, message=message, note=note, facts={"reports": len(rows)})
    _link(proposal, rows, meant, by, message=message, note=note)
    return Made(proposal.code, proposal.version, tuple(row.code for row in rows), meant.instead)


@transaction.atomic
def add(*, code: str, version: int, by: Staff, reports: Sequence[str], note: str = "") -> Made:
    """Link more reports: the unit its own, until the proposal is admitted; afterwards the keeper, which plans them at once.

    Raises as `propose`, NotKeeper for reports of the keeper's own unit, NotReady.
    """
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "add", by)
    is_admitted = proposal.state != ProposalState.PROPOSED
    meant = gathering.meant(reports, by)
    held = list(moving.live(proposal))
    gathering.must_not_be_many(len(held) + len(meant.codes))
    rows = _locked(meant, by, act="planning.admit" if is_admitted else "planning.propose")
    must_be_in_own_words(proposal, rows)
    if is_admitted and any(row.unit_id in {by.unit_id, keepers.of(proposal)} for row in rows):
        raise refusals.NotKeeper(
            _("A keeper does not plan reports of its own unit. Let the unit propose them by themselves.")
        )
    if is_admitted and any(not places.is_within(row.area_id, proposal.area_id) for row in rows):
        raise Invalid({"reports": _("Only reports inside the area of the proposal can be added now.")})
    proposal.parties = sorted({*proposal.parties, *(row.unit_id for row in rows)})
    if not is_admitted:
        _place(proposal, [*(link.report for link in held), *rows])
    steps.take(
        proposal,
        "add",
        by=by,
        at=clock.now(),
        note=said("note", note),
        facts={"reports": len(rows)},
        parties=proposal.parties,
        area_id=proposal.area_id,
        level=proposal.level,
        keeper_id=proposal.keeper_id,
    )
    links = _link(proposal, rows, meant, by, message="", note=note)
    if is_admitted:
        moving.admit(proposal, links, by=by, message="", note=note)
    return Made(proposal.code, proposal.version, tuple(row.code for row in rows), meant.instead)


@transaction.atomic
def take_out(*, code: str, version: int, by: Staff, report: str, message: str, note: str = "") -> Done:
    """Let one report go; a planned one is back at the proposing unit. The last one cannot: withdraw or refuse instead.

    Raises LastReport, Invalid, NotFound.
    """
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "take_out", by)
    words = said("message", message, required=True)
    links = list(moving.live(proposal))
    link = next((one for one in links if one.report.code == ids.sought_code(report, city().prefix)), None)
    if link is None:
        raise NotFound
    if len(links) == 1:
        raise refusals.LastReport
    steps.take(proposal, "take_out", by=by, at=clock.now(), message=words, note=said("note", note))
    moved = moving.let_go(proposal, [link], by=by, reason=moving.TAKEN_OUT, message=words, note=note)
    return Done(proposal.code, proposal.version, proposal.state, moved)


def titled(title: str) -> str:
    """Return a title on one line. Raises Invalid."""
    words = " ".join(said("title", title, required=True).split())
    if len(words) > LONGEST_TITLE:
        raise Invalid({"title": _("At most %(most)d characters; shorten the text.") % {"most": LONGEST_TITLE}})
    return words


def reasoned(reason: str) -> str:
    """Return a reason of the list. Raises Invalid."""
    if reason not in Reason.values:
        raise Invalid({"reason": _("Choose a reason from the list.")})
    return reason


def must_be_in_own_words(proposal: Proposal, rows: Sequence[Report]) -> None:
    """Raise Invalid when title or problem repeat what a reporter wrote."""
    gathering.must_be_own_words("title", proposal.title, rows)
    gathering.must_be_own_words("problem", proposal.problem, rows)


def _locked(meant: Meant, by: Staff, *, act: str) -> list[Report]:
    """Return the reports locked, in one order for everybody, each fit to be linked by this person."""
    rows = []
    for code in meant.codes:
        row = transitions.lock(code)
        if row.visibility != "public":  # said before whose it is: who sees the report may know
            gathering.must_fit(row)
        access.permit(act, by, row)
        gathering.must_fit(row)
        rows.append(row)
    return rows


def _place(proposal: Proposal, rows: Sequence[Report]) -> None:
    """Set where the proposal lies, and who decides on it there."""
    proposal.area_id = gathering.common_area([str(row.area_id) for row in rows])
    level, keeper = keepers.find(proposal.level, area=proposal.area_id, parties=proposal.parties)
    proposal.level, proposal.keeper_id = level.code, keeper


def _link(
    proposal: Proposal, rows: Sequence[Report], meant: Meant, by: Staff, *, message: str, note: str
) -> list[ProposalReport]:
    """Write the links, and in each report's history that it is proposed."""
    joined = {parent: child for child, parent in sorted(meant.instead.items())}
    at, actor = proposal.changed_at, actors.staff(by)
    links = ProposalReport.objects.bulk_create(
        [ProposalReport(proposal=proposal, report=row, joined=joined.get(row.code, ""), linked_at=at) for row in rows]
    )
    payload = {"proposal": proposal.code, "level": proposal.level, "message": message, "note": note}
    for row in rows:
        transitions.record(row, kind="planning.propose", by=actor, at=at, payload=payload)
    return links
