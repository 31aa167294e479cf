"""What is typed about a what-if: whose past, which staffing, what comes besides, what is to be reached. The room decides what can be."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any, Final

from babel import dates
from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.search import units_like
from tanggap.staffing.actions import LONGEST_NAME, MOST_UNITS, Wanted
from tanggap.staffing.fitting import LEARN_DAYS
from tanggap.staffing.keeping import LONGEST_REASON
from tanggap.staffing.policies import MOST_STAFF, Demand, Policy, Shift, Storm, Target
from tanggap.staffing.queries import ScenarioRow
from tanggap.staffing.simulating import RUNS
from tanggap.staffing.words import Goal, Priority
from tanggap.web.ui import formats
from tanggap.web.ui.forms import Refusing

ROWS: Final = 6  # shifts that a form has room for; two more where all are used
ALL_WEEK: Final = range(7)
DAY: Final = 1440
NUMBER: Final = {"inputmode": "numeric", "autocomplete": "off"}
LONGEST_CODE: Final = 120
FIELDS: Final = {
    "period.days": "days", "demand.growth": "growth", "demand.storms.0.on": "storm_on",
    "demand.storms.0.reports": "storm_reports", "demand.storms.0.hours": "storm_hours",
    "target.goal": "goal", "target.share": "share", "target.confidence": "confidence",
}  # fmt: skip


class Asking(Refusing):
    """A form whose fields the room names otherwise."""

    def named(self, field: str) -> str:
        """Return this form's name of a field that the room names."""
        return FIELDS.get(field, field)


class RemoveForm(Refusing):
    """Why something is deleted."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        help_text=_("It is kept with the name and the checksum of what goes."),
        error_messages={"required": _("Say why it is deleted; the reason is kept.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BeginForm(Asking):
    """Whose work is learned, and from how long a past."""

    unit = forms.CharField(
        label=_("Unit"),
        max_length=LONGEST_CODE,
        help_text=_("Its code or its name; the list helps."),
        error_messages={"required": _("Choose a unit.")},
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "spellcheck": "false"}),
    )
    more = forms.CharField(
        label=_("Pooled with"),
        required=False,
        max_length=LONGEST_CODE * MOST_UNITS,
        help_text=_("Up to five more units, separated by commas: what if they were one pool of people?"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    days = forms.IntegerField(
        label=_("Learn from the last … days"),
        initial=LEARN_DAYS,
        help_text=_("Half a year tells the season and is still like today."),
        error_messages={"required": _("Enter a number of days."), "invalid": _("Enter a number of days.")},
        widget=forms.TextInput(attrs=NUMBER),
    )
    priority = forms.ChoiceField(
        label=_("What somebody who becomes free takes up next today"),
        choices=Priority.choices,
        initial=Priority.FIFO,
        required=False,
        help_text=_(
            "Times do not tell it, so you have to. Where answers are given at once while work waits, choose the answers."
        ),
        widget=forms.RadioSelect,
    )
    lean = forms.BooleanField(
        label=_("Lean on all units together where a unit has too few reports of its own"),
        required=False,
        help_text=_("What is borrowed is marked."),
    )

    def clean_unit(self) -> str:
        return _code(self.cleaned_data["unit"])

    def clean_more(self) -> list[str]:
        return [_code(one) for one in self.cleaned_data["more"].split(",") if one.strip()]

    def named(self, field: str) -> str:
        return "unit" if field == "units" else field

    def given(self) -> dict[str, Any]:
        """Return what the action is told."""
        data = self.cleaned_data
        priority = Priority(data["priority"] or Priority.FIFO)
        return {
            "units": [data["unit"], *data["more"]],
            "days": data["days"],
            "lean": data["lean"],
            "priority": priority,
        }


class PlanForm(Asking):
    """A staffing: people by shift, what they take up first, and what comes besides the usual."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give it a name, by which it is told from the others.")},
        help_text=_("Such as: two more in the evening."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=_("Days that are simulated"),
        initial=28,
        error_messages={"required": _("Enter a number of days."), "invalid": _("Enter a number of days.")},
        widget=forms.TextInput(attrs=NUMBER),
    )
    priority = forms.ChoiceField(
        label=_("What somebody who becomes free takes up next"),
        choices=Priority.choices,
        initial=Priority.FIFO,
        widget=forms.RadioSelect,
    )
    reserved = forms.IntegerField(
        label=_("Of those on duty, only for first answers"),
        required=False,
        initial=0,
        min_value=0,
        max_value=MOST_STAFF,
        widget=forms.TextInput(attrs=NUMBER),
    )
    presence = forms.FloatField(
        label=_("Present on … % of their working days"),
        required=False,
        localize=True,
        help_text=_("Leave, illness and training taken off. Empty: as it was."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    growth = forms.FloatField(
        label=_("More reports than usual, in %"),
        required=False,
        localize=True,
        initial=0,
        help_text=_("Fewer with a minus."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    storm_on = forms.DateField(
        label=_("A storm on the day"),
        required=False,
        error_messages={"invalid": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    storm_reports = forms.IntegerField(
        label=_("brings so many reports besides"), required=False, widget=forms.TextInput(attrs=NUMBER)
    )
    storm_begin = forms.TimeField(
        label=_("from"), required=False, initial=time(6), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    storm_hours = forms.FloatField(
        label=_("within so many hours"),
        required=False,
        localize=True,
        initial=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    runs = forms.IntegerField(
        label=_("Simulated futures"),
        required=False,
        initial=RUNS,
        help_text=_("More of them make narrower intervals and take longer."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    seed = forms.IntegerField(
        label=_("Seed of chance"),
        required=False,
        initial=1,
        help_text=_("With the same seed every staffing meets the same reports, so that two can be compared."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    with_staff = True

    def __init__(self, *args: Any, first: date, shifts: Sequence[Shift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.rows = max(ROWS, len(shifts) + 2)
        self._kept: list[int] = []  # rows of the shifts that were read, in their order
        for number in range(self.rows):
            known = shifts[number] if number < len(shifts) else None
            self.fields |= _shift_fields(number, known, with_staff=self.with_staff)

    @property
    def shifts(self) -> Iterator[dict[str, Any]]:
        """Yield the fields of each shift; `is_spare` one that says nothing yet."""
        for number in range(self.rows):
            parts = ("staff", "begin", "end", "weekdays", "on_holidays")
            found = {part: self[f"shift{number}_{part}"] for part in parts if f"shift{number}_{part}" in self.fields}
            is_spare = not found["begin"].value() and not any(field.errors for field in found.values())
            line = [found[part] for part in ("staff", "begin", "end") if part in found]
            yield {**found, "line": line, "number": number + 1, "is_spare": is_spare}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._kept = []
        for number in range(self.rows):
            self._read_shift(number, data)
        if (data.get("storm_on") is None) != (data.get("storm_reports") is None):
            lacking = "storm_on" if data.get("storm_on") is None else "storm_reports"
            self.add_error(lacking, _("A storm needs both: its day, and how many reports it brings."))
        return data

    def _read_shift(self, number: int, data: dict[str, Any]) -> None:
        begin, end, staff = (data.get(f"shift{number}_{part}") for part in ("begin", "end", "staff"))
        if begin is None and end is None and not staff:
            return
        for part, value in (("begin", begin), ("end", end)):
            if value is None and f"shift{number}_{part}" not in self.errors:
                self.add_error(
                    f"shift{number}_{part}", _("A shift needs the time when it begins and the time when it ends.")
                )
        self._kept.append(number)

    def named(self, field: str) -> str:
        first, _dot, rest = field.partition(".")
        place, _dot, part = rest.partition(".")
        if first == "shifts" and place.isdigit() and int(place) < len(self._kept):
            return f"shift{self._kept[int(place)]}_{part}"
        return super().named(field)

    def wanted(self) -> Wanted:
        """Return what is asked."""
        data = self.cleaned_data
        presence = data["presence"]
        return Wanted(
            name=data["name"],
            policy=Policy(
                shifts=tuple(self._shift(number) for number in self._kept),
                priority=Priority(data["priority"]),
                reserved=data["reserved"] or 0,
                presence=presence / 100 if presence is not None else None,
            ),
            days=data["days"],
            demand=Demand(growth=1 + (data["growth"] or 0) / 100, storms=tuple(self._storms())),
            target=self.target(),
            most_staff=data.get("most_staff") or 0,
            runs=RUNS if data["runs"] is None else data["runs"],
            seed=1 if data["seed"] is None else data["seed"],
        )

    def target(self) -> Target | None:
        """Return what is to be reached, None where a staffing is only tried."""
        return None

    def _shift(self, number: int) -> Shift:
        begin, end, staff, weekdays, on_holidays = (
            self.cleaned_data.get(f"shift{number}_{part}")
            for part in ("begin", "end", "staff", "weekdays", "on_holidays")
        )
        days = tuple(int(one) for one in weekdays or ())
        return Shift(staff or 0, _minutes(begin), _minutes(end), days, bool(on_holidays))

    def _storms(self) -> Iterator[Storm]:
        data = self.cleaned_data
        if data["storm_on"] is not None and data["storm_reports"] is not None:
            begin = _minutes(data["storm_begin"] or time(6))
            yield Storm(data["storm_on"], data["storm_reports"], begin, data["storm_hours"] or 12.0)


class SeekForm(PlanForm):
    """What is to be reached, in which shifts people may work, and how many there can be at most."""

    goal = forms.ChoiceField(
        label=_("What is to be reached"),
        choices=Goal.choices,
        initial=Goal.ANSWERED_IN_SIX,
        error_messages={"required": _("Say what is to be reached.")},
        widget=forms.RadioSelect,
    )
    share = forms.FloatField(
        label=_("Share of the reports, in %"),
        localize=True,
        error_messages={"required": _("Enter a share."), "invalid": _("Enter a share, such as 95.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    confidence = forms.FloatField(
        label=_("Reached in … % of the futures"),
        initial=95,
        localize=True,
        error_messages={"required": _("Enter a share."), "invalid": _("Enter a share, such as 95.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    most_staff = forms.IntegerField(
        label=_("People in one shift, at most"),
        initial=20,
        error_messages={"required": _("Enter a number of people."), "invalid": _("Enter a number of people.")},
        widget=forms.TextInput(attrs=NUMBER),
    )
    with_staff = False

    def target(self) -> Target | None:
        data = self.cleaned_data
        return Target(Goal(data["goal"]), data["share"] / 100, data["confidence"] / 100)


def known(row: ScenarioRow) -> dict[str, Any]:
    """Return what a form of a scenario begins with."""
    storm = row.demand.storms[0] if row.demand.storms else None
    found = {
        "name": row.name, "days": row.days, "priority": row.policy.priority, "reserved": row.policy.reserved,
        "presence": round(row.policy.presence * 100, 2) if row.policy.presence is not None else None,
        "growth": round((row.demand.growth - 1) * 100, 2), "runs": row.runs, "seed": row.seed, "edition": row.edition,
        "most_staff": row.most_staff,
    }  # fmt: skip
    if storm is not None:
        begin = time(storm.begin // 60, storm.begin % 60)
        found |= {
            "storm_on": storm.on,
            "storm_reports": storm.reports,
            "storm_begin": begin,
            "storm_hours": storm.hours,
        }
    if row.target is not None:
        shares = {name: round(getattr(row.target, name) * 100, 2) for name in ("share", "confidence")}
        found |= {"goal": row.target.goal, **shares}
    return found


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week by their number from Monday, short, in the reader's language."""
    names = dates.get_day_names("abbreviated", locale=formats.locale())
    return [(str(number), str(names[number])) for number in ALL_WEEK]


def _shift_fields(number: int, known: Shift | None, *, with_staff: bool) -> dict[str, forms.Field]:
    clock = {"type": "time"}
    found: dict[str, forms.Field] = {}
    if with_staff:
        found["staff"] = forms.IntegerField(
            label=_("People"),
            required=False,
            initial=known.staff if known else None,
            error_messages={"invalid": _("Enter a whole number of people.")},
            widget=forms.TextInput(attrs=NUMBER),
        )
    for part, label in (("begin", _("from")), ("end", _("to"))):
        minutes = getattr(known, part) % DAY if known else None
        found[part] = forms.TimeField(
            label=label,
            required=False,
            initial=time(minutes // 60, minutes % 60) if minutes is not None else None,
            error_messages={"invalid": _("Enter a time of the day, such as 07:30.")},
            widget=forms.TimeInput(attrs=clock, format="%H:%M"),
        )
    found["weekdays"] = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        choices=weekdays,
        initial=[str(day) for day in (known.weekdays if known else range(5))],
        widget=forms.CheckboxSelectMultiple,
    )
    found["on_holidays"] = forms.BooleanField(
        label=_("also on holidays"), required=False, initial=known.on_holidays if known else False
    )
    return {f"shift{number}_{part}": field for part, field in found.items()}


def _code(typed: str) -> str:
    """Return the code of a unit that was typed by its code or its name. Raises ValidationError."""
    said = typed.strip()
    if agencies.unit(said) is not None:
        return said
    like = units_like(said)
    exact = [row for row in like if row.label.casefold() == said.casefold()] or like
    if len(exact) == 1:
        return exact[0].code
    if not exact:
        raise forms.ValidationError(_("No unit is called so."))
    names = "; ".join(row.label for row in exact)
    raise forms.ValidationError(_("Several units fit: %(names)s. Write one of these names."), params={"names": names})


def _minutes(at: time | None) -> int:
    return at.hour * 60 + at.minute if at is not None else 0
