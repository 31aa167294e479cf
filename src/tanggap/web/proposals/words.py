"""What everybody is told about where a proposal stands: who decides, what that means for its reports, what has to happen next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanggap.planning.rows import PublicProposalPage
from tanggap.planning.words import ProposalState as S

FAILED = "fail"


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
    last = page.steps[-1] if page.steps else None
    title, text = _failed() if last and last.step == FAILED else _sentences(S(row.state))
    said = next((step.message for step in reversed(page.steps) if step.message), "")
    return Now(title % says, text % says, said)


def _failed() -> tuple[str, str]:
    return (
        _("The check failed: it is not built as it should be."),
        _("%(builder)s has to finish it. Only a check by a unit that took no part makes it count as built."),
    )


def _sentences(state: S) -> tuple[str, str]:
    match state:
        case S.PROPOSED:
            return _("%(unit)s has proposed it."), _(
                "%(keeper)s decides whether it is taken up; who proposes never decides. Until then the unit works on the reports as before,"
                " and their clocks run."
            )
        case S.DELIBERATED:
            return _("It is being deliberated for %(year)s, level: %(level)s."), _(
                "%(keeper)s passes it on to the next level, takes it into the yearly plan, puts it off, or does not take it, and says why."
            )
        case S.ACCEPTED:
            return _("It stands in the yearly plan for %(year)s."), _(
                "What is missing is the money: a programme of the budget, and the unit that builds."
            )
        case S.FUNDED:
            return _("It has its money. %(builder)s builds it."), _(
                "The next thing you see here is that building has begun."
            )
        case S.BUILDING:
            return _("%(builder)s is building it."), _(
                "When it says that it is done, a unit that took no part checks it."
            )
        case S.BUILT:
            return _("%(builder)s says that it is built."), _(
                "Nobody has checked that yet. A unit that took no part looks at each report; only then does it count as built."
            )
        case S.VERIFIED:
            return _("Built, and checked by somebody else."), _(
                "A unit that took no part has checked it. The reporters say whether they agree."
            )
        case S.DEFERRED:
            return _("It was put off: it is now meant for %(year)s."), _(
                "Its reports wait and count as unsolved until it is built, or goes back to the unit."
            )
        case S.REFUSED:
            return _("It was not taken: %(reason)s."), _(
                "Its reports went back to %(unit)s, which has to act by itself."
            )
        case _:
            return _("%(unit)s has withdrawn it."), _("Its reports are with their unit again.")
