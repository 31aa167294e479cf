"""Conflicts of interest: what one declared, what those declared for whom one answers, and stepping back from one case."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound, Refusal
from tanggap.verification import conflicts as actions
from tanggap.verification import queries
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.verify.forms import ConflictForm, VerdictForm
from tanggap.web.verify.views.deciding import decide


@staff_only(Role.VALIDATOR, act="conflicts.see")
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: StaffRequest) -> HttpResponse:
    """List the conflicts of oneself and of one's people, and take a new one of one's own."""
    form = ConflictForm(request.POST) if request.method == "POST" else ConflictForm()
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        actions.declare(by=request.user, reason=given["reason"], unit=given["unit"], officer=given["officer"])
    except Refusal as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field, message)
        return _page(request, form, refusal=None if refusal.errors else refusal, status=refusal.status)
    messages.success(request, _("Declared. Their claims no longer come to you."))
    return redirect("verify:conflicts")


@staff_only(act="conflicts.withdraw")
@require_POST
def withdraw(request: StaffRequest, conflict: int) -> HttpResponse:
    """End a conflict of somebody for whom one answers."""
    try:
        actions.withdraw(conflict=conflict, by=request.user)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ConflictForm(), refusal=refusal, status=refusal.status)
    messages.success(request, _("Taken back. Their claims can come to this person again."))
    return redirect("verify:conflicts")


@staff_only(Role.VALIDATOR)
@require_POST
def recuse(request: StaffRequest, code: str) -> HttpResponse:
    """Step back from one case."""

    def act(form: VerdictForm) -> str:
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        actions.recuse(code=code, version=version, validator=request.user, reason=reason)
        return _("%(code)s goes to somebody else.") % {"code": code}

    return decide(request, code, "verification.recuse", act)


def _page(
    request: StaffRequest, form: ConflictForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    person = request.user
    is_validator = bool(queries.validator_units(person))
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "own": actions.of(person),
        "of_others": [one for one in actions.in_units(person) if one.person != person.display_name],
        "declarers": actions.declarers(person),
        "may_declare": is_validator and permissions.allows("conflicts.declare", person),
        "units": sorted(((row.code, row.label) for row in agencies.units()), key=lambda one: one[1])
        if is_validator
        else [],
        "claimants": queries.claimants(person) if is_validator else [],
        "days": actions.COUNTED_DAYS,
    }
    return render(request, "verify/conflicts.html", context, status=status)
