"""What an officer writes to ask units for a part of a report, to answer for the own unit's part, and to instruct an officer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.catalog.routing import route
from tanggap.core import clock
from tanggap.reports.actions import instructing, tasks, tasks_doing, tasks_links
from tanggap.reports.queries import colleagues, tasks_of_report
from tanggap.reports.queries.case import DeskReport
from tanggap.reports.words import WORKING
from tanggap.web.desk import hints, picking
from tanggap.web.desk.forms import ActForm
from tanggap.web.desk.picking import Option
from tanggap.web.ui import task_forms
from tanggap.web.ui.fields import When, message_field
from tanggap.web.ui.task_forms import NO_NAMES, TaskForm

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

Words = str | Promise


class Units(forms.Field):
    """Codes of several units, from boxes that the template draws."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        codes = list(dict.fromkeys(code[:80] for code in value or () if code))
        if not codes:
            raise forms.ValidationError(_("Choose at least one unit."))
        return codes


class UnitSearch(forms.CharField):
    """Words by which a unit is found that is not among the suggestions."""

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(label=_("Another unit"), required=False, max_length=80, widget=widget)


class AskTasksForm(ActForm):
    """Ask one or several units."""

    has_note = False
    units = Units(label=_("Which units shall help?"))
    unit_text = UnitSearch()
    message = message_field(
        _("What shall they do?"), help_text=_("The asked units read it, partners too. No names of citizens, please.")
    )
    due_at = When(label=_("Until when?"), help_text=_("Left empty, it is the report's own promise."))

    @property
    def shown(self) -> list[Option]:
        """Return the units to choose from: the suggestions, those already ticked, and what fits the typed words."""
        typed, chosen = str(self["unit_text"].value() or ""), self["units"].value() or []
        found = picking.unit_options(typed) if typed else []
        kept = [picking.unit_option(str(code)) for code in chosen]
        return picking.unique([*self.options.get("units", ()), *kept, *found])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        return given


class InstructForm(ActForm):
    """Instruct an officer of the own unit."""

    has_note = False
    officer = forms.ChoiceField(
        label=_("Who is instructed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is instructed.")},
    )
    message = message_field(_("Instruction"), help_text=_("Only those who handle the report see it."))
    due_at = When(label=_("Until when?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.value, one.label) for one in self.options.get("officer", ())]
        self.fields["officer"].choices = known  # type: ignore[attr-defined]


class DeclineForm(task_forms.DeclineForm):
    """Say no, and perhaps who or when instead."""

    counter_unit = forms.CharField(label=_("Another unit could do it"), required=False, max_length=80)
    unit_text = UnitSearch()
    field_order = ("reason", "message", "counter_unit", "unit_text", "counter_due_at")

    @property
    def shown(self) -> list[Option]:
        """Return the units that can be proposed: the one already chosen, and what fits the typed words."""
        typed, chosen = str(self["unit_text"].value() or ""), str(self["counter_unit"].value() or "")
        found = picking.unit_options(typed) if typed else []
        return picking.unique([Option("", str(_("Nobody"))), picking.unit_option(chosen) if chosen else None, *found])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        return given


class WithdrawForm(TaskForm):
    """Take it back."""

    message = message_field(_("Why? The unit reads it"), rows=2)


class AgreeForm(TaskForm):
    """Take what was proposed."""


class DecideForm(TaskForm):
    """Name who does it."""

    unit = forms.CharField(
        label=_("Which unit does it?"), max_length=80, error_messages={"required": _("Choose a unit.")}
    )
    unit_text = UnitSearch()
    message = message_field(_("What shall it do?"), help_text=NO_NAMES)
    due_at = When(label=_("Until when?"), help_text=_("Left empty, it is the report's own promise."))
    suggested: tuple[Option, ...] = ()

    @property
    def shown(self) -> list[Option]:
        """Return the units to choose from: those that were suggested, the one already chosen, what fits the typed words."""
        typed, chosen = str(self["unit_text"].value() or ""), str(self["unit"].value() or "")
        found = picking.unit_options(typed) if typed else []
        return picking.unique([*self.suggested, picking.unit_option(chosen) if chosen else None, *found])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        return given


class InviteForm(TaskForm):
    """Give out a link."""

    holder = forms.CharField(
        label=_("Who is given the link?"),
        max_length=tasks_links.LONGEST_HOLDER,
        help_text=_("A firm or a crew, for the file. The link opens this one task, to whoever has it."),
        error_messages={"required": _("Please write something here.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        initial=tasks_links.DEFAULT_DAYS,
        min_value=1,
        max_value=tasks_links.MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )


def _withdraw(*, number: int, **given: Any) -> object:
    return tasks.withdraw(numbers=[number] if number else [], **given)


@dataclass(frozen=True, slots=True)
class TaskAct:
    """An act on one task: `name` is what the query offers (`TaskRow.acts`), `ends` the task's state after it, empty when that stays."""

    slug: str
    name: str
    icon: str
    label: Words
    does: Words
    done: Words
    form: type[TaskForm]
    run: Callable[..., Any]
    ends: str = ""
    is_danger: bool = False

    @property
    def send(self) -> str:
        """Return the words of the button that does it."""
        return str(self.label).removesuffix("…")


# fmt: off
TASK_ACTS: tuple[TaskAct, ...] = (
    TaskAct("terima", "accept", "check", _("Take it on…"), _("Your unit promises it from now on; the unit that asks is told."),
        _("Your unit took the part on."), task_forms.AcceptForm, tasks_doing.accept, "accepted"),
    TaskAct("jawab", "answer", "verified", _("Part is done…"), _("The unit that asks is told; the validator sees your photos, too."),
        _("Your unit's part is done."), task_forms.AnswerForm, tasks_doing.answer, "answered"),
    TaskAct("tolak", "decline", "close", _("Decline…"), _("The unit that asks reads why, and what you propose instead."),
        _("Your unit declined."), DeclineForm, tasks_doing.decline, "declined", is_danger=True),
    TaskAct("serahkan", "hand_back", "undo", _("Hand the part back…"), _("It is counted. The third time the coordinator decides."),
        _("Your unit handed the part back."), task_forms.HandBackForm, tasks_doing.hand_back, "handed_back", is_danger=True),
    TaskAct("setuju", "agree", "check", _("Take the proposal…"), _("One step: what was proposed is asked for."),
        _("What was proposed is asked for."), AgreeForm, tasks.agree),
    TaskAct("putuskan", "decide", "verified", _("Decide who does it…"), _("The unit that you name cannot decline."),
        _("It is decided."), DecideForm, tasks.decide),
    TaskAct("tautan", "invite", "link", _("Link for an outside party…"), _("A link opens this one task without an account, until it ends."),
        _("The link is made."), InviteForm, tasks_links.invite),
    TaskAct("tarik", "withdraw", "minus", _("Withdraw…"), _("The unit is no longer asked; what it asked of others for this goes, too."),
        _("Withdrawn."), WithdrawForm, _withdraw, "withdrawn", is_danger=True),
)
# fmt: on
BY_SLUG = {act.slug: act for act in TASK_ACTS}
FIRST = frozenset({"accept", "answer", "agree", "decide"})  # what a task waits for: its one primary button


def options(door: str, report: DeskReport) -> dict[str, list[Option]]:
    """Return the choices that the acts of this file offer."""
    if door == "tasks.ask":
        return {"units": suggested(report)}
    if door == "reports.instruct":
        found = colleagues.colleagues(report.unit_code, category=report.category_code)
        return {"officer": [Option(one.username, one.name, one.told) for one in found]}
    return {}


def suggested(report: DeskReport) -> list[Option]:
    """Return the units that are likely asked to help: those that the category names around the place, and the branches."""
    found = hints.units_for(report, route(category=report.category_code, area=report.area))
    return picking.unique([*found, *hints.branches_for(report)[:3]])[:8]


def may(report: DeskReport, staff: "Staff", door: str, *, handles: bool) -> bool:
    """Return whether a person may ask others, or instruct, now. One statement for somebody of another unit."""
    if door == "reports.instruct":
        return handles and report.state in WORKING
    return tasks_of_report.may_ask(report, staff=staff, handles=handles)


def parts(report: DeskReport, staff: "Staff", now: datetime | None = None) -> tasks_of_report.Parts:
    """Return the tasks and instructions of a report's pane."""
    return tasks_of_report.of_report(report, staff=staff, now=now or clock.now())


def ask(*, code: str, version: int, by: "Staff", **given: Any) -> object:
    """Ask units for a part."""
    return tasks.ask(code=code, version=version, by=by, **given)


def instruct(*, code: str, version: int, by: "Staff", **given: Any) -> object:
    """Instruct an officer."""
    return instructing.instruct(code=code, version=version, by=by, **given)
