"""Acts that move a report: a changed category, place or unit with its preview, not ours, the decision, and the ends without a solution."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog.bodies import bodies
from tanggap.catalog.routing import route
from tanggap.core import clock
from tanggap.reports.queries import rerouting
from tanggap.reports.queries.case import DeskReport
from tanggap.reports.queries.hands import of_report
from tanggap.reports.rerouting import Wanted
from tanggap.reports.words import UnsolvedReason
from tanggap.web.desk import hints, picking
from tanggap.web.desk.forms import PUBLIC_WORDS, ActForm, CompleteForm
from tanggap.web.desk.picking import Option
from tanggap.web.ui.fields import message_field

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

BY_RULES = ""
NOBODY_KNOWN = ""
ANOTHER = "another"


class UnitSearch(forms.CharField):
    """Words by which a unit is found that is not among the suggestions."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Another unit"),
            required=False,
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class ChangeForm(CompleteForm):
    """Change category, place or unit. `seal` names the preview that was shown: only what was shown is done."""

    address = forms.CharField(label=_("Address or landmark"), required=False, max_length=300)
    unit = forms.CharField(label=_("Who answers for it?"), required=False, max_length=80)
    unit_text = UnitSearch()
    message = message_field(
        _("Why? The reporter is told"),
        required=False,
        rows=2,
        help_text=_("Everybody can read this. Needed when something that was set already is changed."),
    )
    seal = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def units(self) -> list[Option]:
        """Return who may answer: the rules' choice, the present unit, those that the rules name besides, and what was typed."""
        typed, chosen = str(self["unit_text"].value() or ""), str(self["unit"].value() or "")
        rules = Option(BY_RULES, str(_("Whoever the city’s rules name for category and place")))
        found = picking.unit_options(typed) if typed else []
        kept = picking.unit_option(chosen) if chosen else None
        return picking.unique([rules, *self.options.get("unit", ()), kept, *found])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        given.pop("seal")
        if self.cleaned_data["place"] == picking.read_spot(self._own_place()):
            given |= {"area": None, "lon": None, "lat": None}
        return {**given, "unit": given["unit"] or None}

    def _own_place(self) -> str:
        return next((one.value for one in self.options.get("own", ())), "")

    def show(self, seal: str) -> None:
        """Carry the name of the preview that is shown beside the form."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["seal"] = seal


class HandBackForm(ActForm):
    """Not ours: say whose it is."""

    unit = forms.CharField(label=_("Whose task is it?"), required=False, max_length=80)
    unit_text = UnitSearch()
    message = message_field(_("Why is it not yours?"), help_text=PUBLIC_WORDS)

    @property
    def units(self) -> list[Option]:
        """Return whose it may be: the units of the city's rules, what was typed, and that somebody else must say."""
        typed, chosen = str(self["unit_text"].value() or ""), str(self["unit"].value() or "")
        found = picking.unit_options(typed) if typed else []
        kept = picking.unit_option(chosen) if chosen else None
        return picking.unique([*self.options.get("unit", ()), kept, *found, *self.options.get("decider", ())])

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("unit_text")
        return given


class DecideForm(HandBackForm):
    """Decide whose it is."""

    unit = forms.CharField(
        label=_("Whose task is it?"), max_length=80, error_messages={"required": _("Choose a unit.")}
    )
    message = message_field(_("Why?"), help_text=PUBLIC_WORDS)


class ReferForm(ActForm):
    """Refer the reporter to an outside body."""

    body = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a body from the list, or write its name and how to reach it.")},
    )
    name = forms.CharField(label=_("Name of another body"), required=False, max_length=200)
    contact = forms.CharField(
        label=_("Its telephone, address or website"),
        required=False,
        max_length=300,
        help_text=_("Everybody can read this."),
    )
    message = message_field(_("What should the reporter do there?"), help_text=PUBLIC_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, f"{one.label} · {one.reached}") for one in bodies()]
        self.fields["body"].choices = [*known, (ANOTHER, _("Another body, named below"))]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return {**given, "body": "" if given["body"] == ANOTHER else given["body"]}


class GiveUpForm(ActForm):
    """Say that it cannot be solved."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=UnsolvedReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason from the list.")},
    )
    message = message_field(
        _("Explanation for the reporter"),
        help_text=_("Everybody can read this. If it only lacks money or time, extend the promise instead."),
    )


def options(door: str, report: DeskReport) -> dict[str, list[Option]]:
    """Return the radio buttons that the form of one of these acts offers."""
    reached = route(category=report.category_code, area=report.area)
    others = hints.units_for(report, reached)
    own = picking.unit_option(report.unit_code, str(_("as now")))
    if door == "reports.change":
        return {"unit": picking.unique([own, *others])}
    if door == "reports.hand_back":
        decided = Option(NOBODY_KNOWN, str(_("I do not know: the coordinator decides")), "")
        return {"unit": others, "decider": [decided]}
    if door == "reports.decide":
        accounts = of_report(report.id, now=clock.now()).accounts
        earlier = [account.unit for account in accounts if account.unit not in {"", report.unit_code}]
        had = [picking.unit_option(code, str(_("had it before"))) for code in earlier]
        mine = picking.unit_option(report.unit_code, str(_("we do it ourselves")))
        return {"unit": picking.unique([*others, *had, mine])}
    return {}


def unseen(form: ActForm, report: DeskReport, staff: "Staff") -> rerouting.Preview | None:
    """Return what a change would bring, where the person has not seen just that yet; None when it can be done.

    Completing a report that lacks its category or place is no change: the page has shown where it goes. Raises what the act would.
    """
    if not isinstance(form, ChangeForm):
        return None
    given = form.arguments()
    wanted = Wanted(**{key: given[key] for key in ("category", "lon", "lat", "area", "address", "unit")})
    shown = rerouting.preview(report.code, wanted, staff=staff, at=clock.now())
    if shown.is_first or shown.seal == form.cleaned_data["seal"]:
        return None
    form.show(shown.seal)
    return shown


def initial(door: str, report: DeskReport, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what a fresh form of one of these acts holds besides category and place."""
    if door == "reports.change":
        return {"address": report.address, "unit": BY_RULES}
    if door == "reports.hand_back":
        named = query.get("unit", "")
        return {"unit": named if agencies.unit(named) else BY_RULES}
    return {}
