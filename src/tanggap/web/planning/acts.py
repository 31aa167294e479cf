"""What can be done with a proposal: one row a step, from the button to the action behind it. Who may do it now the room says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.planning import actions
from tanggap.web.planning import forms

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """`slug` stands in the address, `step` is the room's; `does` says what follows, `done` what was done."""

    slug: str
    step: str
    icon: str
    does: Words
    done: Words
    form: type[forms.ActForm]
    run: Callable[..., Any]
    is_danger: bool = False


# fmt: off
ACTS: tuple[Act, ...] = (
    Act("terima", "admit", "state-planned",
        _("Its reports wait in the yearly planning from then on, and their clocks stand still. Their reporters are told."),
        _("It is taken into the deliberation."), forms.YearForm, actions.admit),
    Act("teruskan", "advance", "forward",
        _("The keeper of the next level decides from then on."),
        _("It is with the next level."), forms.SayForm, actions.advance),
    Act("setujui", "accept", "check",
        _("It stands in the yearly plan of the city (RKPD). Money is not yet promised by that."),
        _("It is in the yearly plan."), forms.SayForm, actions.accept),
    Act("danai", "fund", "money",
        _("The programme and the amount are public, and the unit that builds answers for the reports from then on."),
        _("It is funded."), forms.FundForm, actions.fund),
    Act("bangun", "begin", "dig",
        _("Everybody who follows it hears that the building has begun."),
        _("The building has begun."), forms.BeginForm, actions.begin),
    Act("selesai", "build", "check",
        _("Another unit checks each report on its own. Only then is it told as built and checked."),
        _("Reported as built. The check is with the validators now."), forms.BuildForm, actions.build),
    Act("tunda", "defer", "calendar",
        _("It goes on in a later year. Its reports stay planned, and their reporters are told."),
        _("It is put off."), forms.YearForm, actions.defer),
    Act("ubah", "change", "edit",
        _("What it says, costs and is planned for. Everybody sees that it was changed, and when."),
        _("Saved."), forms.ChangeForm, actions.change),
    Act("tambah", "add", "plus",
        _("More reports of the same problem go the same way."),
        _("The reports are part of it."), forms.AddForm, actions.add),
    Act("lepas", "take_out", "minus",
        _("The report goes back to its unit and its clock runs again. Its reporter is told."),
        _("The report is no longer part of it."), forms.TakeOutForm, actions.take_out),
    Act("tolak", "refuse", "state-refused",
        _("Its reports go back to coordination at the unit that proposed it. Everybody reads the reason."),
        _("It is not taken. Its reports are back at their unit."), forms.RefuseForm, actions.refuse, is_danger=True),
    Act("tarik", "withdraw", "undo",
        _("Its reports go back to coordination at your unit. Everybody reads why."),
        _("It is withdrawn."), forms.SayForm, actions.withdraw, is_danger=True),
)
# fmt: on
BY_SLUG = {act.slug: act for act in ACTS}
BY_STEP = {act.step: act for act in ACTS}
