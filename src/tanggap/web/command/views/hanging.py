"""Walls that hang: the page on which they are made and ended, and what they show to whoever stands before them, without an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.command import scopes
from tanggap.command.walls import actions, queries
from tanggap.core.refusal import NotFound, Refusal
from tanggap.places.city import city
from tanggap.web.command import asking
from tanggap.web.command.screens import WALL, Screen
from tanggap.web.ui import addresses
from tanggap.web.ui.access import StaffRequest, kept_nowhere, staff_only
from tanggap.web.ui.errors import not_found
from tanggap.web.ui.forms import Refusing

CITY = "city"  # how the form writes the whole city, whose key is empty


class HangForm(Refusing):
    """Where a screen hangs, what it shows, in which language, until when."""

    room = forms.CharField(
        label=gettext_lazy("Where it hangs"),
        max_length=actions.LONGEST_ROOM,
        help_text=gettext_lazy("The building and room, so that others find it: “City hall, control room, 3rd floor”."),
    )
    scope = forms.ChoiceField(label=gettext_lazy("What it shows"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("After it the screen shows nothing. Without one it hangs until somebody revokes it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, held: list[scopes.Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [(one.key or CITY, one.label) for one in held]  # type: ignore[attr-defined]
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]

    def clean_scope(self) -> str:
        """Return what is chosen as `scopes.read` reads it."""
        chosen: str = self.cleaned_data["scope"]
        return "" if chosen == CITY else chosen


@staff_only(act=actions.ACT)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: StaffRequest) -> HttpResponse:
    """List the screens that hang, and let another one hang: its address is shown this once. At most three statements to list them."""
    held = scopes.of(request.user)
    wanted = request.GET.get("scope", held[0].key if held else "")[:100]
    first = {"language": translation.get_language(), "scope": wanted or CITY}
    form = HangForm(request.POST if request.method == "POST" else None, initial=first, held=held)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _made(request, actions.hang(by=request.user, **form.cleaned_data))
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "walls": queries.listed(request.user), "spoken": _languages()}
    return render(request, "command/walls.html", context, status=status)


def _made(request: StaffRequest, made: actions.Made) -> HttpResponse:
    address = addresses.absolute(request, reverse("wall:page", args=[made.token]))
    response = render(request, "command/wall_made.html", {"address": address}, status=201)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@staff_only(act=actions.ACT)
@require_POST
def revoke(request: StaffRequest, wall: int) -> HttpResponse:
    """Let a screen show nothing any more."""
    try:
        room = actions.revoke(by=request.user, wall=wall)
    except NotFound:
        return not_found(request)
    messages.success(
        request, _("Revoked: %(room)s. The screen says so when it asks next, within a minute.") % {"room": room}
    )
    return redirect("command:walls")


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the wall that hangs under an address. One statement while others look at the same, two when it is noted that it was seen."""
    hung = actions.look(token=token)
    with translation.override(hung.language):
        context = asking.frame(Screen(hung.scope, WALL), ask=reverse("wall:now", args=[token]))
        return _as_hung(render(request, "command/wall.html", {**context, "is_hung": True}), hung.language)


@require_safe
def now(request: HttpRequest, token: str) -> HttpResponse:
    """Answer what a hanging wall shows now, 204 when it shows that already. One statement while the picture is young."""
    hung = actions.look(token=token)
    with translation.override(hung.language):
        return _as_hung(asking.answered(request, Screen(hung.scope, WALL)), hung.language)


def _as_hung(response: HttpResponse, language: str) -> HttpResponse:
    """Return an answer that nothing keeps, no search engine lists, and whose address is told to nobody."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = language
    return kept_nowhere(response)


def _languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code in city().languages]
