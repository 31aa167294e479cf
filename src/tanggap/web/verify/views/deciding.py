"""The verdicts on a case."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound, Refusal
from tanggap.places.city import city
from tanggap.verification import actions, queries
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.verify.forms import VerdictForm
from tanggap.web.verify.views.case import is_partial, page

CHANGED = 409  # somebody else was quicker: the case is shown anew, with what happened


@staff_only(Role.VALIDATOR)
@require_POST
def accept(request: StaffRequest, code: str) -> HttpResponse:
    """Say that the claim holds: that closes the report, unless a field check follows."""

    def act(form: VerdictForm) -> str:
        check = actions.accept(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
            photos=form.photos(),
        )
        return _follows(code) if check.field_follows else _closed(code)

    return decide(request, code, "verification.accept", act)


@staff_only(Role.VALIDATOR)
@require_POST
def send_to_field(request: StaffRequest, code: str) -> HttpResponse:
    """Pass the papers and ask for a visit."""

    def act(form: VerdictForm) -> str:
        actions.send_to_field(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
        )
        return _follows(code)

    return decide(request, code, "verification.send_to_field", act)


@staff_only(Role.VALIDATOR)
@require_POST
def reject(request: StaffRequest, code: str) -> HttpResponse:
    """Return the claim to its unit, with the findings that it should see."""

    def act(form: VerdictForm) -> str:
        chosen = form.cleaned_data["cited"]
        actions.reject(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            message=form.cleaned_data["message"],
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
            photos=form.photos(),
            cited=queries.cited(code, chosen, staff=request.user) if chosen else (),
        )
        return _("%(code)s is back with its unit, and the clock runs again.") % {"code": code}

    return decide(request, code, "verification.reject", act)


def decide(request: StaffRequest, code: str, door: str, act: Callable[[VerdictForm], str]) -> HttpResponse:
    """Do what the form asks, lead on to the queue with the words that `act` returns, or show the case with the reason why not."""
    form = VerdictForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, queries.case(code, staff=request.user), form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        said = act(form)
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.status != CHANGED or not queries.has_decided(code, staff=request.user, door=door, version=version):
            return _refused(request, code, form, refusal)
        said = _("%(code)s: this was done already, and not twice.") % {"code": code}
    messages.success(request, said)
    there = reverse("verify:queue")
    return HttpResponseClientRedirect(there) if is_partial(request) else redirect(there)


def _closed(code: str) -> str:
    said = _("%(code)s is closed. The reporter is told and can dispute it for %(days)d days.")
    return said % {"code": code, "days": city().feedback_days}


def _follows(code: str) -> str:
    return _("The papers of %(code)s are in order. The field check follows.") % {"code": code}


def _refused(request: StaffRequest, code: str, form: VerdictForm, refusal: Refusal) -> HttpResponse:
    case = queries.case(code, staff=request.user)
    changes = case.since(form.cleaned_data["version"]) if refusal.status == CHANGED else []
    if changes:
        # What was ticked was ticked of another state; the words are kept.
        words = {name: form.cleaned_data[name] for name in ("findings", "message", "question", "reason")}
        form = VerdictForm(initial={**words, "version": case.report.version})
    return page(request, case, form=form, refusal=refusal, changes=changes, status=refusal.status)
