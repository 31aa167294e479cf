"""Why ASOCA says no. Nothing was written."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Refusal, Stale


class Changed(Stale):
    """Somebody saved after this window was opened."""

    message = _(
        "Somebody changed this while you had it open. Nothing of yours was saved; look at what is there now, then enter yours again."
    )


class NotADraft(Refusal):
    """What people judge stays as they saw it."""

    message = _(
        "This board is open for judgement or closed, so what lies on it does not change any more. Make a new edition."
    )


class NotOpen(Refusal):
    """Judgements come to an open board."""

    message = _("This board is not open for judgement.")


class NotClosed(Refusal):
    """Actions follow from the order of the strategies, which is there when the judging is over."""

    message = _("The strategies have no final order yet. Close the judging, then plan what is to be done.")


class Judged(Refusal):
    """A board with judgements is no draft any more."""

    message = _("Somebody has judged this board already. Close it and make a new edition instead.")


class OnlyExample(Refusal):
    """The worked example is the same everywhere."""

    message = _("The worked example does not change. Make an edition of your own from it.")


class NotReady(Refusal):
    """Something is missing on the board; `missing` says what, a sentence each."""

    message = _("Something is still missing on this board.")
    status = 422

    def __init__(self, missing: Sequence[str | Promise]) -> None:
        self.missing = [str(one) for one in missing]
        super().__init__(" ".join(self.missing))


class NothingToRank(NotReady):
    """Without judgements there is no order."""


class Circular(Refusal):
    """No action waits for itself, directly or over others."""

    message = _("This would go round in a circle: %(circle)s. An action cannot wait for itself.")
    field = "needs"
    status = 422


class StillNeeded(Refusal):
    """Another action waits for this one."""

    message = _("“%(text)s” waits for this action. Change that one first.")
    field = "state"


class StillWaits(Refusal):
    """What an action waits for is not done."""

    message = _("This action waits for “%(text)s”, which is not done yet.")
    field = "state"
