"""The morning's brief on a screen: what it says now, those that were made, as paper; and who wants it by mail."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.command import scopes
from tanggap.command.brief import mornings, reading
from tanggap.command.scopes import Scope
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.notify.papers import Sheet
from tanggap.web.ui.access import StaffRequest, staff_only


@staff_only(act=scopes.ACT)
@require_safe
def brief(request: StaffRequest) -> HttpResponse:
    """Show what the brief of a scope says now, with those that were made on the last mornings."""
    scope = _scope(request)
    context = {
        "scope": scope,
        "scopes": scopes.of(request.user),
        "told": reading.now(request.user, scope),
        "earlier": reading.listed(request.user, scope),
        "wish": reading.wish(request.user),
        "query": urlencode({"scope": scope.key}) if scope.key else "",
    }
    return render(request, "command/brief.html", context)


@staff_only(act=scopes.ACT)
@require_safe
def brief_file(request: StaffRequest, day: str) -> HttpResponse:
    """Send a brief as PDF: that of a `day` as it was made, or `now`."""
    scope, language = _scope(request), (get_language() or "id").partition("-")[0]
    if day == "now":
        return _paper(reading.sheet_now(request.user, scope, language))
    try:
        return _paper(reading.sheet(request.user, scope, date.fromisoformat(day), language))
    except ValueError:
        raise NotFound from None


@staff_only(act=mornings.ACT)
@require_POST
def brief_wish(request: StaffRequest) -> HttpResponse:
    """Keep whether the person wants the brief by mail."""
    by_mail = request.POST.get("by_mail") == "yes"
    mornings.choose(by=request.user, by_mail=by_mail)
    messages.success(
        request,
        _("You get it by mail each morning at six.") if by_mail else _("You get it by mail no longer. It stays here."),
    )
    return redirect(reverse("command:brief"))


def _scope(request: StaffRequest) -> Scope:
    """Return the scope that the address names, else the person's own. Raises NotFound, NotAllowed."""
    given = request.GET.get("scope")
    own = scopes.of(request.user)
    if given is None:
        if not own:
            raise NotAllowed
        return own[0]
    found = scopes.read(given)
    if found is None:
        raise NotFound
    if not scopes.allows(request.user, found):
        raise NotAllowed
    return found


def _paper(sheet: Sheet) -> HttpResponse:
    response = HttpResponse(sheet.file.content, content_type=sheet.file.media_type)
    response["Content-Disposition"] = f'inline; filename="{sheet.file.name}"'
    response["Cache-Control"] = "private, no-store"
    return response
