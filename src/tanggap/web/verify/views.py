"""The queue of claims, one case, and the three verdicts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound, Refusal
from tanggap.places.city import city
from tanggap.verification import actions, queries
from tanggap.verification.words import CheckKind
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.verify.forms import VerdictForm

CHANGED = 409  # somebody else was quicker: the case is shown anew, with what happened


@staff_only(Role.VALIDATOR)
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """Show the claims that wait for this person, oldest first; `q` opens a case by its code."""
    typed = request.GET.get("q", "").strip()[:64]
    code = queries.find(typed, staff=request.user) if typed else None
    if code:
        return redirect("verify:case", code)
    due = request.GET.get("due", "")
    page = queries.queue(request.user, due=due, after=request.GET.get("after"))
    context = {
        "page": page,
        "waiting": queries.waiting(request.user),
        "due": due,
        "kinds": CheckKind,
        "units": queries.validator_units(request.user),
        "q": typed,
    }
    return render(request, "verify/queue.html", context)


@staff_only(Role.VALIDATOR)
@require_safe
def case(request: StaffRequest, code: str) -> HttpResponse:
    """Show one claim with everything that its check needs. Raises NotFound."""
    return _page(request, queries.case(code, staff=request.user))


@staff_only(Role.VALIDATOR)
@require_POST
def accept(request: StaffRequest, code: str) -> HttpResponse:
    """Close the report."""

    def act(form: VerdictForm) -> None:
        actions.accept(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
            photos=form.photos(),
        )

    said = _("%(code)s is closed. The reporter is told and can dispute it for %(days)d days.")
    return _decide(request, code, "verification.accept", act, said % {"code": code, "days": city().feedback_days})


@staff_only(Role.VALIDATOR)
@require_POST
def send_to_field(request: StaffRequest, code: str) -> HttpResponse:
    """Pass the papers and ask for a visit."""

    def act(form: VerdictForm) -> None:
        actions.send_to_field(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
        )

    said = _("%(code)s now waits for its field check.") % {"code": code}
    return _decide(request, code, "verification.send_to_field", act, said)


@staff_only(Role.VALIDATOR)
@require_POST
def reject(request: StaffRequest, code: str) -> HttpResponse:
    """Return the claim to its unit."""

    def act(form: VerdictForm) -> None:
        actions.reject(
            code=code,
            version=form.cleaned_data["version"],
            verifier=request.user,
            message=form.cleaned_data["message"],
            checklist=form.ticked(),
            findings=form.cleaned_data["findings"],
            photos=form.photos(),
        )

    said = _("%(code)s is back with its unit, and the clock runs again.") % {"code": code}
    return _decide(request, code, "verification.reject", act, said)


def _decide(request: StaffRequest, code: str, door: str, act: Callable[[VerdictForm], None], said: str) -> HttpResponse:
    """Do what the form asks and lead on to the queue, or show the case with the reason why not."""
    form = VerdictForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, queries.case(code, staff=request.user), form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        act(form)
    except NotFound:
        raise
    except Refusal as refusal:
        is_twice = refusal.status == CHANGED and queries.has_decided(
            code, staff=request.user, door=door, version=version
        )
        if not is_twice:
            return _refused(request, code, form, refusal)
    messages.success(request, said)
    there = reverse("verify:queue")
    return HttpResponseClientRedirect(there) if _is_partial(request) else redirect(there)


def _refused(request: StaffRequest, code: str, form: VerdictForm, refusal: Refusal) -> HttpResponse:
    case = queries.case(code, staff=request.user)
    changes = case.since(form.cleaned_data["version"]) if refusal.status == CHANGED else []
    if changes:
        # What was ticked was ticked of another state; the words are kept.
        words = {name: form.cleaned_data[name] for name in ("findings", "message")}
        form = VerdictForm(initial={**words, "version": case.report.version})
    return _page(request, case, form=form, refusal=refusal, changes=changes, status=refusal.status)


def _page(request: StaffRequest, case: queries.Case, *, form: VerdictForm | None = None, **more: Any) -> HttpResponse:
    """Draw the case; for HTMX only the answer to the form, so that what was filled in, photos too, stays where it is."""
    status = more.pop("status", 200)
    form = form or VerdictForm(initial={"version": case.report.version})
    context = {
        "case": case,
        "report": case.report,
        "form": form,
        "ticked": form["checklist"].value() or [],
        "can_decide": case.is_waiting and case.is_independent and case.report.can("verification.accept"),
        "unit": request.user.unit_id,
        "feedback_days": city().feedback_days,
        "lost_photos": bool(request.FILES) and not _is_partial(request),
        **more,
    }
    if not _is_partial(request) or more.get("changes"):
        response = render(request, "verify/case.html", context, status=status)
        for name in ("Retarget", "Reselect"):
            response[f"HX-{name}"] = "#case"
        response["HX-Reswap"] = "outerHTML"
        return response
    return render(request, "verify/_answer.html", context, status=status)


def _is_partial(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
