"""What can be done to many reports at once: one row an act, its small form, and the action that does it to each.

There is no second way: `perform` calls the very action that a single report's page calls, once for each report.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import people
from tanggap.agencies import queries as agencies
from tanggap.agencies.search import units_like
from tanggap.core import clock
from tanggap.deadlines import actions as deadlines
from tanggap.reports import actions as reports
from tanggap.reports.actions import batches
from tanggap.reports.queries.batches import BatchRow, Expected
from tanggap.web.desk.forms import PUBLIC_WORDS
from tanggap.web.ui.fields import message_field
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

Words = str | Promise
MOST_SHOWN_UNITS = 8


class BulkForm(Form):
    """What an act on many reports needs besides them. `units` are those that answer for the chosen reports."""

    def __init__(self, *args: Any, units: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.units = units
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """Return the action's arguments, fit for JSON."""
        return dict(self.cleaned_data)


class PlainForm(BulkForm):
    """Nothing more is needed."""


class StartForm(BulkForm):
    """Begin the work."""

    message = message_field(_("Message to the reporters"), required=False, rows=2, help_text=PUBLIC_WORDS)


class NoteForm(BulkForm):
    """Write the same internal note to each."""

    note = message_field(_("Internal note"), help_text=_("Only those who handle the reports see it."))


class AskForm(BulkForm):
    """Ask each reporter the same."""

    question = message_field(
        _("Question"), help_text=_("Each reporter reads it on the private page. Ask only what each of them can answer.")
    )


class AssignForm(BulkForm):
    """Give all to one colleague of the units that answer for them."""

    assignee = forms.ChoiceField(label=_("Who works on them?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: dict[str, str] = {}
        for unit in self.units[:MOST_SHOWN_UNITS]:
            label = f" · {agencies.unit_label(unit)}" if len(self.units) > 1 else ""
            found |= {username: f"{name}{label}" for username, name in people.colleagues(unit)}
        field = self.fields["assignee"]
        field.choices = [("", _("Nobody yet")), *found.items()]  # type: ignore[attr-defined]


class CoordinateForm(BulkForm):
    """Ask one unit to act on all."""

    unit = forms.CharField(
        label=_("Which unit shall act?"),
        max_length=120,
        help_text=_("Its name or a part of it that fits one unit alone."),
        error_messages={"required": _("Choose a unit.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    message = message_field(_("What shall it do, and why?"), help_text=PUBLIC_WORDS)

    def clean_unit(self) -> str:
        typed = self.cleaned_data["unit"].strip()
        if agencies.unit(typed) is not None:
            return str(typed)
        found = units_like(typed)
        exact = [row for row in found if row.label.casefold() == typed.casefold()] or found
        if len(exact) == 1:
            return str(exact[0].code)
        if not exact:
            raise forms.ValidationError(_("No unit is called so."))
        names = "; ".join(row.label for row in exact[:MOST_SHOWN_UNITS])
        raise forms.ValidationError(
            _("Several units fit: %(names)s. Write one of these names."), params={"names": names}
        )


class ExtendForm(BulkForm):
    """Promise a later day for each."""

    until = forms.DateField(
        label=_("Solved by"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = message_field(_("Reason"), help_text=PUBLIC_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["min"] = (clock.local(clock.now()).date() + timedelta(days=1)).isoformat()

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "until": self.cleaned_data["until"].isoformat()}


@dataclass(frozen=True, slots=True)
class BulkAct:
    """`slug` stands in the address, `door` in the table of permissions; `does` says what follows, `told` who hears of it."""

    slug: str
    door: str
    icon: str
    label: Words
    does: Words
    told: Words
    form: type[BulkForm]
    run: Callable[..., object]

    @property
    def send(self) -> str:
        """Return the words of the button that does it."""
        return str(self.label).removesuffix("…")


def _note(*, version: int, **given: Any) -> object:
    return reports.note(**given)


def _watch(*, version: int, **given: Any) -> object:
    return reports.watch(**given)


def _extend(*, until: str, **given: Any) -> object:
    return deadlines.extend(until=date.fromisoformat(until), **given)


REPORTER, DESK_ONLY = _("Each reporter will be told"), _("Nobody outside is told")

# fmt: off
ACTS: tuple[BulkAct, ...] = (
    BulkAct("tugaskan", "reports.assign", "user", _("Assign…"),
            _("One colleague works on all of them."), DESK_ONLY, AssignForm, reports.assign),
    BulkAct("mulai", "reports.start", "state-moving", _("Start work…"),
            _("Your unit works on them from now on. Those that nobody works on become yours."), REPORTER, StartForm, reports.start),
    BulkAct("catat", "reports.note", "lock", _("Internal note…"), _("Each gets the same note."), DESK_ONLY, NoteForm, _note),
    BulkAct("ikuti", "reports.watch", "bell", _("Follow"), _("You hear of what happens to them."), DESK_ONLY, PlainForm, _watch),
    BulkAct("tanya", "reports.ask", "question", _("Ask the reporters…"),
            _("Their clocks wait for the answers."), REPORTER, AskForm, reports.ask),
    BulkAct("koordinasi", "reports.coordinate", "forward", _("Coordinate…"),
            _("The chosen unit answers for them from then on. The promised times stay."), REPORTER, CoordinateForm, reports.coordinate),
    BulkAct("perpanjang", "deadlines.extend", "clock", _("Extend…"), _("Reason and day are published."), REPORTER, ExtendForm, _extend),
)
# fmt: on
BY_SLUG = {act.slug: act for act in ACTS}


def perform(slug: str, *, code: str, version: int, by: "Staff", arguments: Mapping[str, Any]) -> object:
    """Do an act to one report, by its own action. Raises that action's refusals."""
    return BY_SLUG[slug].run(code=code, version=version, by=by, **arguments)


def carry_on(key: UUID) -> int:
    """Do what is left of a batch; return how many reports were dealt with."""
    return batches.carry_on(key, perform=perform)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for which some of the chosen would be refused, with their codes."""

    text: str
    number: int
    codes: tuple[str, ...]


def reasons(refusals: list[tuple[str, str]], *, most_codes: int = 12) -> list[Reason]:
    """Return (reason, code) pairs by reason, the most frequent first."""
    found: dict[str, list[str]] = {}
    for text, code in refusals:
        found.setdefault(text, []).append(code)
    told = [Reason(text, len(codes), tuple(codes[:most_codes])) for text, codes in found.items()]
    return sorted(told, key=lambda reason: -reason.number)


def units_of(chosen: list[Expected]) -> tuple[str, ...]:
    """Return the units that answer for the chosen reports, those with most of them first."""
    number: dict[str, int] = {}
    for one in chosen:
        number[one.unit] = number.get(one.unit, 0) + 1
    return tuple(sorted(number, key=lambda code: -number[code]))


def told_arguments(row: BatchRow) -> list[tuple[str, str]]:
    """Return what an act on many was given, in words: (label, text)."""
    act = BY_SLUG.get(row.act)
    fields = act.form.base_fields if act else {}
    return [
        (str(fields[name].label), agencies.unit_label(value) if name == "unit" else str(value))
        for name, value in row.arguments.items()
        if name in fields and value not in (None, "")
    ]
