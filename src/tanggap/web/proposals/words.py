"""What everybody is told about where a proposal stands: who decides, what that means for its reports, what has to happen next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.planning.rows import PublicProposalPage
from tanggap.planning.words import ProposalState as S

FAILED = "fail"
Words = str | Promise

STANDS: Mapping[str, tuple[Words, Words]] = {
    S.PROPOSED: (
        _("%(unit)s has proposed it."),
        _(
            "%(keeper)s decides whether it is taken up; who proposes never decides. Until then the unit works on the reports as before,"
            " and their clocks run."
        ),
    ),
    S.DELIBERATED: (
        _("It is being deliberated for %(year)s, level: %(level)s."),
        _(
            "%(keeper)s passes it on to the next level, takes it into the yearly plan, puts it off, or does not take it, and says why."
        ),
    ),
    S.ACCEPTED: (
        _("It stands in the yearly plan for %(year)s."),
        _("What is missing is the money: a programme of the budget, and the unit that builds."),
    ),
    S.FUNDED: (
        _("It has its money. %(builder)s builds it."),
        _("The next thing you see here is that building has begun."),
    ),
    S.BUILDING: (
        _("%(builder)s is building it."),
        _("When it says that it is done, a unit that took no part checks it."),
    ),
    S.BUILT: (
        _("%(builder)s says that it is built."),
        _(
            "Nobody has checked that yet. A unit that took no part looks at each report; only then does it count as built."
        ),
    ),
    S.VERIFIED: (
        _("Built, and checked by somebody else."),
        _("A unit that took no part has checked it. The reporters say whether they agree."),
    ),
    S.DEFERRED: (
        _("It was put off: it is now meant for %(year)s."),
        _("Its reports wait and count as unsolved until it is built, or goes back to the unit."),
    ),
    S.REFUSED: (
        _("It was not taken: %(reason)s."),
        _("Its reports went back to %(unit)s, which has to act by itself."),
    ),
    S.WITHDRAWN: (_("%(unit)s has withdrawn it."), _("Its reports are with their unit again.")),
}
"""A sentence that says where a proposal in this state stands, and one that says what follows."""

UNFIT: tuple[Words, Words] = (
    _("The check failed: it is not built as it should be."),
    _("%(builder)s has to finish it. Only a check by a unit that took no part makes it count as built."),
)
"""The same of one whose last step was a failed check."""


@dataclass(frozen=True, slots=True)
class Now:
    """One sentence that says where the proposal stands, one that says what follows, and the last public words about it."""

    title: str
    text: str
    message: str


def now(page: PublicProposalPage) -> Now:
    """Return where the proposal stands."""
    row = page.row
    says = {
        "unit": page.unit_label,
        "keeper": page.keeper_label,
        "builder": page.builder_label or page.unit_label,
        "level": row.level_label,
        "year": row.year,
        "reason": page.refusal_label,
    }
    has_failed = bool(page.steps) and page.steps[-1].step == FAILED
    title, text = UNFIT if has_failed else STANDS[row.state]
    said = next((step.message for step in reversed(page.steps) if step.message), "")
    return Now(str(title) % says, str(text) % says, said)
