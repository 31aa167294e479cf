"""What the keeper of the level decides, and what the proposing unit takes back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.planning import keepers, money, refusals, steps, years
from tanggap.planning.actions import moving
from tanggap.planning.actions.linking import must_be_in_own_words, reasoned, titled
from tanggap.planning.models import Programme, Proposal
from tanggap.planning.rows import Done
from tanggap.planning.rules import rules
from tanggap.planning.words import RefusalReason
from tanggap.reports.actions.handling import said


@transaction.atomic
def change(
    *,
    code: str,
    version: int,
    by: Staff,
    title: str,
    problem: str,
    reason: str,
    cost: int | str,
    year: int | str,
    note: str = "",
) -> Done:
    """Mend what a proposal says: the proposing unit until it is admitted, its keeper from then on. Raises Invalid, YearClosed."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "change", by)
    asked = years.read(year)
    if asked != proposal.year:
        years.must_be_open(asked)
    before = {"title": proposal.title, "problem": proposal.problem, "reason": proposal.reason, "cost": proposal.cost}
    now: dict[str, Any] = {
        "title": titled(title),
        "problem": said("problem", problem, required=True),
        "reason": reasoned(reason),
        "cost": money.whole("cost", cost),
    }
    proposal.title, proposal.problem = now["title"], now["problem"]
    must_be_in_own_words(proposal, [link.report for link in moving.live(proposal)])
    facts = {"before": {key: value for key, value in before.items() if value != now[key]}}
    steps.take(proposal, "change", by=by, at=clock.now(), note=said("note", note), facts=facts, year=asked, **now)
    return _done(proposal)


@transaction.atomic
def admit(*, code: str, version: int, by: Staff, year: int | str, message: str, note: str = "") -> Done:
    """Take it into the deliberation of a year: each report at work is planned, its clock stands still.

    What ended by itself or is no longer public leaves; of a joined one its parent comes instead. Who took a report over since it was
    proposed has a part in it, too. After it was put off this takes it up again. Raises YearClosed, NotKeeper, NotReady, NoReports, Invalid.
    """
    proposal = steps.lock(code, version=version)
    links = moving.live(proposal)
    proposal.parties = sorted({*proposal.parties, *(link.report.unit_id for link in links)})
    steps.permit(proposal, "admit", by)
    asked = years.read(year)
    years.must_be_open(asked)
    words, kept = said("message", message, required=True), said("note", note)
    level, keeper = keepers.standing(proposal)
    steps.take(
        proposal,
        "admit",
        by=by,
        at=clock.now(),
        message=words,
        note=kept,
        year=asked,
        level=level,
        keeper_id=keeper,
        parties=proposal.parties,
    )
    moved, left = moving.admit(proposal, links, by=by, message=words, note=kept)
    return _done(proposal, moved, left)


@transaction.atomic
def advance(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Pass it on to the next level, whose keeper decides from now on. Raises TopLevel, YearClosed, NotKeeper, NoKeeper, Invalid."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "advance", by)
    level, keeper = keepers.above(proposal)
    years.must_be_decidable(proposal.year)
    return _go_on(proposal, "advance", by, message, note, level=level.code, keeper_id=keeper)


@transaction.atomic
def accept(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Take it into the yearly plan (RKPD). Raises NotHere (the level does not accept), YearClosed, NotKeeper, Invalid."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "accept", by)
    level = rules().level(proposal.level)
    if level is None or not level.accepts:
        raise refusals.NotHere
    years.must_be_decidable(proposal.year)
    return _go_on(proposal, "accept", by, message, note)


@transaction.atomic
def defer(*, code: str, version: int, by: Staff, year: int | str, message: str, note: str = "") -> Done:
    """Put it off to a later open year; its reports stay planned, a programme ends. Raises YearClosed, NotKeeper, Invalid."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "defer", by)
    asked = years.read(year)
    years.must_be_open(asked, after=proposal.year)
    facts = {"before": {"year": proposal.year}}
    done = _go_on(proposal, "defer", by, message, note, facts=facts, year=asked, builder_id=None)
    _end_programme(proposal)
    return done


@transaction.atomic
def refuse(*, code: str, version: int, by: Staff, reason: str, message: str, note: str = "") -> Done:
    """Not take it: its planned reports go back to coordination at the proposing unit. Raises Invalid, NotKeeper."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "refuse", by)
    if reason not in RefusalReason.values:
        raise Invalid({"reason": _("Choose a reason from the list.")})
    return _give_back(proposal, "refuse", by, reason, message, note, refusal=reason)


@transaction.atomic
def withdraw(*, code: str, version: int, by: Staff, message: str, note: str = "") -> Done:
    """Take one's own unit's proposal back; its planned reports go back to coordination. Raises NotProposer, Invalid."""
    proposal = steps.lock(code, version=version)
    steps.permit(proposal, "withdraw", by)
    return _give_back(proposal, "withdraw", by, moving.WITHDRAWN, message, note)


def _go_on(
    proposal: Proposal,
    step: str,
    by: Staff,
    message: str,
    note: str,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Done:
    words, kept = said("message", message, required=True), said("note", note)
    steps.take(proposal, step, by=by, at=clock.now(), message=words, note=kept, facts=facts, **changes)
    return _done(proposal, moving.follow(proposal, by=by, step=step, message=words, note=kept))


def _give_back(proposal: Proposal, step: str, by: Staff, reason: str, message: str, note: str, **changes: Any) -> Done:
    words, kept = said("message", message, required=True), said("note", note)
    links = moving.live(proposal)
    steps.take(proposal, step, by=by, at=clock.now(), message=words, note=kept, facts={"reason": reason}, **changes)
    moved = moving.let_go(proposal, links, by=by, reason=reason, message=words, note=kept)
    return _done(proposal, moved)


def _end_programme(proposal: Proposal) -> None:
    Programme.objects.filter(proposal=proposal, ended_at__isnull=True).update(ended_at=proposal.changed_at)


def _done(proposal: Proposal, moved: tuple[str, ...] = (), left: Mapping[str, str] | None = None) -> Done:
    return Done(proposal.code, proposal.version, proposal.state, moved, left or {})
