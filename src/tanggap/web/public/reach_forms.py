"""What citizens wish to be told, and who subscribes to what: read here, judged by `notify`."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.notify.targets import LONGEST_WORDS, RADII, Target, distance
from tanggap.notify.wishes import Wishes
from tanggap.notify.words import Group, Rhythm, Wished
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.web.ui.forms import Form

LANGUAGES = dict(settings.LANGUAGES)
REPORT, PROPOSAL, AROUND, AREA = "report", "proposal", "around", "area"


class WishForm(Form):
    """What a reporter wishes to be told, how, and in which language."""

    wanted = forms.MultipleChoiceField(
        label=_("What do you want to hear of?"),
        help_text=_("The receipt of a report always comes. Everything can be read on this page in any case."),
        required=False,
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    way = forms.ChoiceField(label=_("How?"), required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language?"), widget=forms.RadioSelect)
    is_stopped = forms.BooleanField(
        label=_("Send me nothing about this report"),
        help_text=_("You can still read everything here, and change your mind at any time."),
        required=False,
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "wanted": wishes.wanted,
                "way": wishes.way,
                "language": wishes.language,
                "is_stopped": wishes.is_stopped,
            },
        )
        super().__init__(*args, **kwargs)
        self.choose("way", [("", _("As it fits")), *wishes.ways])
        self.choose("language", [(code, LANGUAGES.get(code, code)) for code in city().languages])
        if not wishes.ways:
            del self.fields["way"], self.fields["is_stopped"]

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `notify.wishes.wish` takes."""
        return {"way": "", "is_stopped": False, **self.cleaned_data}


class CodeForm(Form):
    """The code of a report, known to who sent it."""

    code = forms.CharField(
        label=_("Code of your report"),
        help_text=_(
            "It stands on your receipt, in the first message that you got, and begins with the letters of the city."
        ),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input"}
        ),
    )


class SubscribeForm(Form):
    """An e-mail address, and what its owner wants the public news of: one report, one proposal, or the reports of a search."""

    what = forms.ChoiceField(label=_("News of what?"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=_("Code of the report"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    proposal = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    area = forms.ChoiceField(label=_("Area"), required=False)
    radius = forms.ChoiceField(label=_("How far around it?"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    words = forms.CharField(
        label=_("Words"),
        help_text=_("Only reports in whose public text these words stand."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    wished = forms.ChoiceField(
        label=_("Which news?"), choices=Wished.choices, widget=forms.RadioSelect, initial=Wished.ALL
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.DAILY
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    email = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("We ask you there whether it is really you. It is kept encrypted, and forgotten when you end it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(
        self, data: QueryDict | None, *, has_point: bool, has_report: bool, has_proposal: bool = False, **kwargs: Any
    ) -> None:
        usual = {"wished": Wished.ALL, "rhythm": Rhythm.DAILY}
        super().__init__(None if data is None else {**usual, **data.dict()}, **kwargs)
        what = [
            *([(PROPOSAL, _("This proposal"))] if has_proposal else []),
            (REPORT, _("This report")) if has_report else (REPORT, _("One report")),
            *([(AROUND, _("Reports around this place"))] if has_point else []),
            (AREA, _("Reports of an area, of a category, or with certain words")),
        ]
        self.has_report, self.has_point = has_report, has_point
        self._choose("what", what)
        self._choose("radius", [(each, distance(each)) for each in RADII])
        self._choose("area", [("", _("The whole city")), *_areas()])
        self._choose("category", [("", _("All categories")), *_categories()])
        if not has_point:
            del self.fields["radius"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def target(self) -> Target:
        """Return what the person wants to hear of."""
        given = self.cleaned_data
        how: dict[str, Any] = {"wished": given["wished"], "rhythm": given["rhythm"]}
        if given["what"] == REPORT:
            return Target(code=given["code"] or "?", **how)
        if given["what"] == PROPOSAL:
            return Target(proposal=given["proposal"] or "?", **how)
        narrowed: dict[str, Any] = {"category": given["category"], "words": given["words"], **how}
        if given["what"] == AROUND:
            radius = int(given.get("radius") or 0) or -1  # without a point it is none of the answers
            return Target(lon=given["lon"], lat=given["lat"], radius_metres=radius, **narrowed)
        return Target(area=given["area"], **narrowed)


def _areas() -> list[tuple[str, str]]:
    """Return every area below the whole city, in the order of its codes, deeper ones indented."""
    rows = sorted(places.areas(), key=lambda row: row.path)
    return [(row.code, "\u2003" * max(0, len(row.path) - 2) + row.name) for row in rows if row.parent is not None]


def _categories() -> list[tuple[str, str]]:
    """Return every category of which the public hears anything, each under the one above it."""
    rows = [row for row in catalog.categories() if not row.is_confidential]
    tops = [row for row in rows if row.parent is None]
    return [
        (row.code, row.label if row.parent is None else f"\u2003{row.label}")
        for top in tops
        for row in (top, *(leaf for leaf in rows if leaf.parent == top.code))
    ]
