"""The page and the wall, and what they ask for by themselves: the picture every few seconds, the person's own escalations each minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.command import picture, scopes
from tanggap.command.walls import actions as walls
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed
from tanggap.deadlines import actions
from tanggap.web.command import asking, screens, showing
from tanggap.web.command.screens import WALL, Screen
from tanggap.web.ui.access import StaffRequest, kept_nowhere, local, staff_only

CRITERIA_SECONDS = 900.0
MOST_AT_ONCE = 100
MINE = 8
ACKNOWLEDGES = permissions.roles("deadlines.acknowledge") & permissions.roles(scopes.ACT)


@staff_only(act=scopes.ACT)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """Show the picture of a scope, as a page or (`?wall`) on a wall. At most five statements while others look at the same."""
    chosen = screens.choose(request)
    if chosen is None:
        raise NotAllowed
    screen, held = chosen
    context: dict[str, Any] = {
        **asking.frame(screen, ask=reverse("command:now")),
        "held": [(one.key, one.label, one == screen.scope) for one in _with(screen, held)],
        "token": screens.token(request, screen),
        "hangs": permissions.allows(walls.ACT, request.user),
    }
    if screen.look == WALL:
        return render(request, "command/wall.html", context)
    context["criteria"] = screens.drawn(
        screen,
        lambda: render_to_string("command/criteria.html", {"rows": showing.criteria(screen.scope)}),
        part="criteria",
        seconds=CRITERIA_SECONDS,
    ).body.decode()
    return render(request, "command/front.html", {**context, **_mine(request)})


def _with(screen: Screen, held: list[scopes.Scope]) -> list[scopes.Scope]:
    return held if screen.scope in held else [screen.scope, *held]


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Answer what a screen shows now; 204 when it is what it shows already (`tag`), 401 when nobody is signed in who may see it.

    No statement while the token is good and the picture young. With another token, the answer brings a new one.
    """
    screen = screens.read(request, request.GET.get("token", ""))
    fresh = ""
    if screen is None:
        if not request.user.is_authenticated:
            return kept_nowhere(screens.ended())
        chosen = screens.choose(request)  # type: ignore[arg-type]
        if chosen is None:
            return kept_nowhere(screens.ended())
        screen = chosen[0]
        fresh = screens.token(request, screen)  # type: ignore[arg-type]
    response = asking.answered(request, screen)
    if fresh:
        response.headers["X-Token"] = fresh
    return kept_nowhere(response)


@staff_only(act=scopes.ACT)
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """Answer the person's own escalations. Two statements besides the session's."""
    return render(request, "command/mine.html", _mine(request))


def _mine(request: StaffRequest) -> dict[str, Any]:
    if not agencies.roles(request.user) & ACKNOWLEDGES:
        return {"has_mine": False}
    return {"has_mine": True, "mine": picture.escalations(request.user, now=clock.now(), limit=MINE)}


@staff_only(*ACKNOWLEDGES)
@require_POST
def acknowledge(request: StaffRequest) -> HttpResponse:
    """Take notice of the escalations of one report, or of all that are shown, and go back to the picture."""
    given = request.POST.getlist("escalation")[:MOST_AT_ONCE]
    keys = [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]
    if actions.acknowledge(by=request.user, escalations=keys):
        messages.success(request, _("You have taken notice; your name and the time stand in the history."))
    else:
        messages.info(request, _("Somebody had taken notice already."))
    return redirect(local(request.POST.get("back", "")) or "command:front")
