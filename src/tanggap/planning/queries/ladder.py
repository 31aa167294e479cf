"""The ladder of a proposal, from the first report to the passed check, as staff and citizens see it, and the words of its steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.agencies import queries as agencies
from tanggap.planning.models import Programme, Proposal, Step
from tanggap.planning.rows import ProgrammeRow, Rung
from tanggap.planning.rules import rules
from tanggap.planning.words import ENDED, ProposalState

STEP_LABELS: Mapping[str, str | Promise] = {
    "propose": gettext_lazy("Proposed"),
    "change": gettext_lazy("Corrected"),
    "add": gettext_lazy("Reports added"),
    "take_out": gettext_lazy("A report taken out"),
    "admit": gettext_lazy("Taken into the deliberation"),
    "advance": gettext_lazy("Passed on to the next level"),
    "accept": gettext_lazy("Taken into the yearly plan"),
    "fund": gettext_lazy("Funded"),
    "begin": gettext_lazy("Building has begun"),
    "build": gettext_lazy("Built; an independent check follows"),
    "fail": gettext_lazy("A check failed; it is built again"),
    "mend": gettext_lazy("Mended; checked again"),
    "verify": gettext_lazy("Checked by an independent unit"),
    "defer": gettext_lazy("Put off to a later year"),
    "refuse": gettext_lazy("Not taken"),
    "withdraw": gettext_lazy("Withdrawn by the unit"),
    "lapse": gettext_lazy("Withdrawn: none of its reports is open any more"),
}
"""What the history says of a step."""

S = ProposalState
_AFTER = (S.ACCEPTED, S.FUNDED, S.BUILDING, S.BUILT, S.VERIFIED)
DONE, NOW, AHEAD, SKIPPED = "done", "now", "ahead", "skipped"


def rungs(proposal: Proposal, steps: Sequence[Step], first_at: datetime | None) -> tuple[Rung, ...]:
    """Return the ladder: reported, proposed, each level of deliberation, plan, money, building, built, checked.

    Of what was put off, refused or withdrawn a rung of its own says so, and what would have followed is skipped. `steps` in their order.
    """
    reached = _reached(steps)
    codes = ["reported", S.PROPOSED, *_levels(proposal, steps), *_AFTER]
    aside = proposal.state if proposal.state in {S.DEFERRED, S.REFUSED, S.WITHDRAWN} else ""
    here = aside or _here(proposal)
    if aside:
        done = [code for code in codes if code == "reported" or code in reached]
        codes = [*done, aside, *(code for code in codes if code not in done)]
    at_here = codes.index(here)
    found = []
    for number, code in enumerate(codes):
        step = reached.get(code)
        at = first_at if code == "reported" else step.at if step and number <= at_here else None
        by = agencies.unit_label(step.unit_id) if step and number <= at_here and step.unit_id else ""
        found.append(Rung(code, _label(code), at, _state(number, at_here, proposal, aside), by))
    return tuple(found)


def programme_row(row: Programme) -> ProgrammeRow:
    """Return a programme as everybody may read it."""
    source = rules().source(row.source)
    return ProgrammeRow(
        code=row.code,
        name=row.name,
        amount=row.amount,
        source=row.source,
        source_label=source.label if source else row.source,
        year=row.year,
        builder=row.builder_id,
        builder_label=agencies.unit_label(row.builder_id),
        set_at=row.set_at,
        is_live=row.ended_at is None,
    )


def level_label(code: str) -> str:
    """Return a level's name in the active language, its code where the pack has it no more."""
    level = rules().level(code)
    return level.label if level else code


def _levels(proposal: Proposal, steps: Sequence[Step]) -> list[str]:
    """Return the rungs of levels: those that it came through, then up to the first that can take it into the plan."""
    city = rules()
    passed = dict.fromkeys(step.level for step in steps if step.step in {"admit", "advance"})
    start = city.number(proposal.level)
    if not any(level.accepts for level in city.levels if level.code in passed):
        for level in city.levels[max(0, start) :]:
            passed.setdefault(level.code)
            if level.accepts:
                break
    return [f"level:{code}" for code in passed]


def _reached(steps: Sequence[Step]) -> dict[str, Step]:
    """Return the last step to each rung."""
    found: dict[str, Step] = {}
    for step in steps:
        if step.step in {"admit", "advance"}:
            found[f"level:{step.level}"] = step
        elif step.state_to != step.state_from:
            found[step.state_to] = step
    return found


def _here(proposal: Proposal) -> str:
    return f"level:{proposal.level}" if proposal.state == S.DELIBERATED else proposal.state


def _state(number: int, here: int, proposal: Proposal, aside: str) -> str:
    if number < here:
        return DONE
    if number == here:
        return DONE if proposal.state == S.VERIFIED else NOW
    return SKIPPED if aside and proposal.state in ENDED else AHEAD


def _label(code: str) -> str:
    if code == "reported":
        return _("Reported")
    if code.startswith("level:"):
        return level_label(code.removeprefix("level:"))
    return str(S(code).label)
