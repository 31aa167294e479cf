"""What is typed about a board: itself, its elements, what they rest on, who judges, and what its strategies say. The room decides."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.asoca import figures
from tanggap.asoca.rows import PairRow, RatingRow, StrategyRow
from tanggap.asoca.words import RATINGS, SCALE, STEPS
from tanggap.insight.statistics import Selection
from tanggap.web.ui import selecting
from tanggap.web.ui.fields import message_field
from tanggap.web.ui.forms import Refusing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

LONGEST_LINE = 200
Choices = Iterable[tuple[Any, Any]]


class Offering(Refusing):
    """A form that offers what the room knows."""

    def offer(self, name: str, choices: Choices, *, none: "Words | None" = None) -> None:
        """Have the field `name` offer `choices`, before them `none`."""
        rows = list(choices)
        self.fields[name].choices = [("", none), *rows] if none is not None else rows  # type: ignore[attr-defined]


def line(label: "Words", *, required: bool = True, help_text: "Words" = "") -> forms.CharField:
    """Return a field for one line of words."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def day(label: "Words", *, required: bool = True, help_text: "Words" = "") -> forms.DateField:
    """Return a field for a local day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, such as 2026-03-31.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def narrowed(name: str, selection: Selection) -> list[tuple[str, str]]:
    """Return what a selection can be narrowed to: areas, categories, units or channels, indented as they lie below one another."""
    offered = {
        "area": selecting.areas,
        "category": selecting.categories,
        "unit": selecting.units,
        "channel": selecting.channels,
    }
    return [(one.code, one.indent + one.label) for one in offered[name](selection)]


def indicators() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the indicators that can be chosen, by their criterion."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, name, criterion in figures.choices():
        found.setdefault(criterion, []).append((code, name))
    return list(found.items())


class BoardForm(Offering):
    """A board: what is examined, where, and of which days."""

    title = line(_("Title"), help_text=_("What is examined, such as “Complaints through CRM in the east of the city”."))
    purpose = message_field(_("Purpose"), required=False, rows=2)
    area = forms.ChoiceField(label=_("Area"), required=False)
    first = day(_("First day"))
    last = day(_("Last day"))

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("area", narrowed("area", selection), none=_("Whole city"))


class ElementForm(Refusing):
    """One more element of a group: something that is so, within the organisation or around it."""

    text = message_field(
        _("New element"),
        rows=2,
        help_text=_("One thing that is so, in one sentence. It will be compared with the others of its group."),
    )


class WordsForm(Refusing):
    """Other words for an element."""

    text = message_field(_("Element"), rows=2)


class DocumentForm(Refusing):
    """A document that an element rests on."""

    title = line(_("Name of the document"))
    target = forms.CharField(
        label=_("Address or file"),
        help_text=_("An address that begins with https://, or the name and page of a file that colleagues can find."),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class IndicatorForm(Offering):
    """An indicator that an element rests on, of a selection; its figure is kept as it is now."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    area = forms.ChoiceField(label=_("Area"), required=False)
    category = forms.ChoiceField(label=_("Kind of problem"), required=False)
    unit = forms.ChoiceField(label=_("Unit that answers"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    first = day(_("First day"))
    last = day(_("Last day"))

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("indicator", indicators(), none=_("Choose an indicator"))
        for name, words in ALL.items():
            self.offer(name, narrowed(name, selection), none=words)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        given = super().clean() or self.cleaned_data
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return given

    def selection(self) -> Selection:
        """Return what the figure is told of."""
        return Selection(**{name: self.cleaned_data[name] for name in ("first", "last", *ALL)})


ALL: "dict[str, Words]" = {
    "area": _("Whole city"),
    "category": _("All kinds"),
    "unit": _("All units"),
    "channel": _("All channels"),
}


class QueryForm(Refusing):
    """A figure that an element rests on, by the query id that stands beside it on the evaluation's pages."""

    query = forms.CharField(
        label=_("Query id of a figure"),
        help_text=_("It stands beside each figure of the evaluation."),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class AssessorForm(Refusing):
    """Who judges: a colleague by the name of the account, or somebody without one."""

    username = forms.CharField(
        label=_("Username of a colleague"),
        required=False,
        help_text=_("They find the board in their own list."),
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "colleagues"}),
    )
    name = line(
        _("or name of somebody without an account"),
        required=False,
        help_text=_("You enter what they wrote on paper."),
    )


class StrategiesForm(Refusing):
    """What is to be done where each group within meets each one around."""

    def __init__(self, *args: Any, rows: Sequence[StrategyRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.pair] = message_field(f"{row.pair}: {row.name}", required=False, rows=3)
            self.fields[row.pair].initial = row.text


class PairsForm(Refusing):
    """The pairs of one comparison: of each, which is more important and how much. What is left open stays open."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pairs: Sequence[PairRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for row in pairs:
            self.fields[row.field] = forms.TypedChoiceField(
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", ""), *((step.value, step.label) for step in SCALE)],
                error_messages={"invalid_choice": _("Choose a step between 9 for the one and 9 for the other.")},
            )

    def steps(self) -> dict[tuple[str, str, str], int | None]:
        """Return the step of each pair, None for one that is left open."""
        return {(row.among, row.first, row.second): self.cleaned_data[row.field] for row in self.pairs}

    def chosen(self, row: PairRow) -> int | None:
        """Return what is marked: what was sent, else what is kept."""
        if not self.is_bound:
            return row.step
        sent = self.data.get(row.field, "")
        return int(sent) if sent in STEPS_SENT else None


STEPS_SENT = frozenset(str(step) for step in STEPS)


class RatingsForm(Refusing):
    """How good each element is at present, 1 to 4. What is left open stays open."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, ratings: Sequence[RatingRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ratings = ratings
        for row in ratings:
            self.fields[row.field] = forms.TypedChoiceField(
                label=row.text,
                coerce=int,
                empty_value=None,
                required=False,
                initial=row.score or "",
                choices=[
                    *((score, f"{score} · {label}") for score, label in sorted(RATINGS.items())),
                    ("", _("not yet")),
                ],
                widget=forms.RadioSelect,
            )

    def scores(self) -> dict[str, int | None]:
        """Return the rating of each element, None for one that is left open."""
        return {row.key: self.cleaned_data[row.field] for row in self.ratings}
