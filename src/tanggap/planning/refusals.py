"""Why something was not done with a proposal. The actions raise these; a page asks beforehand which would be raised."""

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import NotAllowed, Refusal


class NotPossible(Refusal):
    """The course has no such step from the proposal's present state."""

    message = _(
        "This proposal is now “%(state)s”, and from there this step does not exist. Reload it to see what is possible."
    )


class Changed(Refusal):
    """Somebody changed the proposal since it was opened."""

    message = _(
        "Somebody changed this proposal while you had it open. Nothing of yours was saved; look at the change, then decide again."
    )


class NotKeeper(NotAllowed):
    """Only the keeper of the level decides, and nobody of a unit with a part in the proposal (threats.md A6)."""

    message = _("%(unit)s decides on this proposal now. Nobody of a unit that has a part in it can.")


class NotProposer(NotAllowed):
    """What the proposing unit alone does."""

    message = _("%(unit)s proposed this. Only that unit can do it.")


class NotBuilder(NotAllowed):
    """What the building unit alone does."""

    message = _("%(unit)s builds this. Only that unit can report on it.")


class NoKeeper(Refusal):
    """Every unit that could decide has a part in the proposal."""

    message = _(
        "No unit is left that could decide on this independently. Ask the operator to name one in the city pack."
    )
    field = "level"


class YearClosed(Refusal):
    """The year takes no more; the sentence names the next one that does."""

    message = _("Planning for %(year)s is closed since %(day)s. The next open year is %(next)s.")
    field = "year"
    status = 422


class TopLevel(Refusal):
    """There is no level above."""

    message = _("This is the highest level. Take the proposal into the plan, put it off, or refuse it.")


class NotHere(Refusal):
    """The level cannot take proposals into the plan."""

    message = _("At this level nothing is taken into the plan yet. Pass the proposal on to the next level.")


class TwoProgrammes(Refusal):
    """A proposal is built by one programme at a time."""

    message = _(
        "This proposal is funded by programme %(programme)s already. Put the proposal off first if another one shall build it."
    )
    field = "programme"


class NotPublic(Refusal):
    """A private, confidential or withheld report would be told by the proposal that everybody reads."""

    message = _("%(code)s is not public, so it cannot be part of a proposal that everybody reads. Leave it out.")
    field = "reports"
    status = 422


class Ended(Refusal):
    """Only what is still open can be too big for a unit."""

    message = _("%(code)s is “%(state)s” and no longer at work with the unit. Leave it out.")
    field = "reports"
    status = 422


class InAnother(Refusal):
    """A report has at most one live proposal."""

    message = _("%(code)s is part of proposal %(proposal)s already. Leave it out, or take it out there first.")
    field = "reports"


class NotReady(Refusal):
    """A report that cannot be planned now holds up the step."""

    message = _("%(code)s waits for its reporter’s answer or for other units. Wait for that, or take it out first.")
    field = "reports"


class NoReports(Refusal):
    """Nothing is left that the proposal stands for."""

    message = _("None of its reports is open any more. Refuse the proposal, or add reports that are.")


class LastReport(Refusal):
    """A proposal stands for one report at least."""

    message = _("This is the last report of the proposal. Withdraw or refuse the proposal instead.")
    field = "report"


class NothingToSupport(Refusal):
    """Only what is not decided gains from support."""

    message = _("This proposal has been decided on, so support changes nothing any more. You can still follow it.")
