"""The counter: whose channel it is, and the form by which an officer writes down what a citizen says."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.catalog.counters import Opening, opening
from tanggap.catalog.queries import ChannelRow
from tanggap.intake.words import InboundReport, Reporter
from tanggap.reports.words import Visibility
from tanggap.web.desk import choices, picking
from tanggap.web.desk.picking import Option
from tanggap.web.desk.scanning import scanned, without_links
from tanggap.web.ui.fields import ManyFiles, Photos, question_field
from tanggap.web.ui.forms import Form

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

NOWHERE = "none"  # none of the offered places: the intake desk places it
DETAIL = "detail_"


def channels_of(staff: "Staff") -> list[ChannelRow]:
    """Return the walk-in channels whose counter stands in one of the person's units: named by the unit, or by its level."""
    units = [
        unit
        for grant in agencies.grants(staff)
        if permissions.ACTS["desk.take_in"].scope(grant.role) and (unit := agencies.unit(grant.unit)) is not None
    ]
    return [
        channel
        for channel in catalog.channels()
        if channel.is_walk_in
        and any(
            channel.unit == unit.code
            or (not channel.unit and unit.kind == UnitKind.AREA_OFFICE and channel.unit_level == unit.level)
            for unit in units
        )
    ]


class CounterForm(Form):
    """A complaint told at the counter. Only shapes are checked here; what is acceptable the intake decides."""

    keyed = True

    channel = forms.ChoiceField(label=_("Counter"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What does the citizen report?"),
        help_text=_("In the citizen's words. Names and telephone numbers belong below, not here."),
        error_messages={"required": _("Please tell in a few words what is wrong.")},
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    category = forms.CharField(label=_("Category"), required=False, max_length=80)
    place_text = forms.CharField(
        label=_("Address or landmark"),
        help_text=_("Street, landmark, kelurahan, or coordinates."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    photos = Photos(label=_("Photos"), required=False, widget=ManyFiles(attrs={"accept": "image/*"}))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=240, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read the report?"),
        choices=[
            (Visibility.PUBLIC, _("Everybody. Who reported stays hidden, from officers too.")),
            (Visibility.PRIVATE, _("Only the reporter and those who handle it.")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, channels: list[ChannelRow], **kwargs: Any) -> None:
        self.channels = channels
        first = channels[0]
        initial = {
            "channel": first.code,
            "visibility": Visibility.PRIVATE if first.is_confidential else Visibility.PUBLIC,
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)  # noqa: S101
        channel.choices = [(row.code, row.label) for row in channels]
        if len(channels) == 1:
            channel.widget = forms.HiddenInput()
        if self.is_confidential:  # who reads it is read first, also on a small screen
            self.fields["text"].widget.attrs.pop("autofocus")
        for question in self.questions:
            self.fields[DETAIL + question["code"]] = question_field(question, longest=600)

    @property
    def is_confidential(self) -> bool:
        """Return whether this counter's reports are never public, whatever is chosen."""
        return all(channel.is_confidential for channel in self.channels)

    @property
    def groups(self) -> tuple[tuple[str, str, choices.Choices], ...]:
        """Return the categories by group."""
        return choices.category_groups()

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Return the questions of the chosen category."""
        row = catalog.category(self._typed("category") or None)
        return row.questions if row else []

    def detail_fields(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the category's questions."""
        return (self[name] for name in self.fields if name.startswith(DETAIL))

    @property
    def spot(self) -> picking.Spot | None:
        """Return the chosen place, None for none."""
        return picking.read_spot(self._typed("place"))

    @property
    def shown(self) -> list[Option]:
        """Return the places to choose from: what fits the typed words and the one already chosen."""
        typed, spot = self._typed("place_text"), self.spot
        kept = Option(str(spot), picking.spot_label(spot)) if spot else None
        options = picking.unique([kept, *(picking.spot_options(typed) if typed else [])])
        return [*options, Option(NOWHERE, str(_("None of these: the intake desk will place it")))] if options else []

    @property
    def chosen(self) -> ChannelRow:
        """Return the channel whose counter this is."""
        return next((row for row in self.channels if row.code == self._typed("channel")), self.channels[0])

    @property
    def openings(self) -> list[tuple[ChannelRow, Opening]]:
        """Return those of the person's counters that are closed now, with their hours: a warning, never a bar."""
        found = [(row, opening(row)) for row in self.channels]
        return [(row, hours) for row, hours in found if not hours.is_open]

    @property
    def receipt_code(self) -> str | None:
        """Return the code of the receipt that was scanned where the words belong, None for words."""
        return scanned(self._typed("text"))

    @property
    def filed_as(self) -> str:
        """Return under what a confidential counter files what nobody else may read."""
        row = catalog.category(self.chosen.category)
        return row.label if row else ""

    @property
    def filed_elsewhere(self) -> str:
        """Return under what a confidential counter files a report whose chosen category others could read; empty when that one stays."""
        chosen = self._typed("category")
        kept = self.chosen.kept_category(chosen) if chosen else None
        row = catalog.category(kept) if kept != (chosen or None) else None
        return row.label if row else ""

    def clean(self) -> dict[str, Any]:
        # a scanner may have typed a private link anywhere: nothing of ours keeps one
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = without_links(value)
        if self._typed("place_text") and not self._typed("place") and self.shown:
            self.add_error("place", _("Which of these places is meant?"))
        return self.cleaned_data

    def inbound(self, by: "Staff") -> InboundReport:
        """Return the report for the one door; who wrote it down stays in the sealed payload."""
        given = self.cleaned_data
        spot = self.spot or picking.Spot()
        phone, email = given["phone"].strip(), given["email"].strip()
        return InboundReport(
            channel=given["channel"],
            text=given["text"],
            external_id=given["key"],
            category=given["category"] or None,
            lon=spot.lon,
            lat=spot.lat,
            area=spot.area,
            address=given["place_text"].strip(),
            reporter=Reporter(
                name=given["name"].strip(),
                phone=phone,
                email=email,
                channel="sms" if phone else "email" if email else "",
            ),
            visibility=given["visibility"],
            details={name.removeprefix(DETAIL): str(value) for name, value in given.items() if name.startswith(DETAIL)},
            photos=given["photos"],
            raw={"written_by": by.username, "unit": by.unit_id, "text": given["text"], "place": given["place_text"]},
        )

    def refuse(self, errors: Mapping[str, str | Promise]) -> None:
        """Show what the intake refused under the fields that the officer sees."""
        for field, message in errors.items():
            name = {"location": "place_text", "address": "place_text"}.get(field, field).replace("details.", DETAIL)
            self.add_error(name if name in self.fields else None, str(message))

    @property
    def person(self) -> str:
        """Return what one citizen who supports a report is counted by: their contact, else this very form."""
        return (self._typed("phone") or self._typed("email").lower() or self._typed("key"))[:254]

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, "")).strip() if self.is_bound else ""
