"""The supervisor's pages: the load of the units, one person's absences and competencies; and the person's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.agencies import absence_actions, competency_actions, sharing, teams
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound, Refusal
from tanggap.insight import team as teamwork
from tanggap.insight.team import PersonTeam
from tanggap.web.desk.team_forms import AbsenceForm, CertificateForm, RevokeForm, RuleForm
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.errors import not_found

LONGEST_CODE = 80
MOST_UNITS = 120  # of which a list to choose from is shown


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """Show what lies with the units of a supervisor and their people, and what will come. Eleven statements for any number."""
    chosen = request.GET.get("unit", "")[:LONGEST_CODE]
    page = teamwork.units(request.user, unit=chosen, after=request.GET.get("after", "")[:LONGEST_CODE])
    reached = teams.units_of(request.user)
    context = {
        "page": page,
        "total": teamwork.total(page.rows),
        "units": [(code, agencies.unit_label(code)) for code in reached] if 1 < len(reached) <= MOST_UNITS else [],
        "chosen": chosen,
        "is_supervising": True,
        "rule_forms": {row.code: _rule_form(row.code, str(row.rule)) for row in page.rows},
    }
    return render(request, "desk/team/team.html", context)


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_POST
def rule(request: StaffRequest) -> HttpResponse:
    """Set the rule of a unit."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return redirect("desk:team")
    sharing.set_rule(by=request.user, **form.cleaned_data)
    messages.success(request, _("The rule holds from now on; what is assigned already stays."))
    return redirect("desk:team")


@staff_only()
@require_safe
def me(request: StaffRequest) -> HttpResponse:
    """Show the person's own work, absences and competencies."""
    return _person(request, request.user.username)


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_safe
def member(request: StaffRequest, username: str) -> HttpResponse:
    """Show one person of the team."""
    return _person(request, username)


@staff_only()
@require_POST
def absence(request: StaffRequest, username: str) -> HttpResponse:
    """Enter an absence of a person, by the person or whoever may."""
    found = _found(request, username)
    if found is None:
        return not_found(request)
    form = AbsenceForm(request.POST, covers=found.covers, auto_id="absence_%s")
    if not form.is_valid():
        return _person(request, username, absence_form=form, status=422)
    try:
        absence_actions.enter(by=request.user, username=username, **form.cleaned_data)
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.refuse(refusal.errors)
        return _person(request, username, absence_form=form, status=refusal.status)
    messages.success(request, _("The absence is entered. New work goes to the cover meanwhile."))
    return _back(request, username)


@staff_only()
@require_POST
def withdraw(request: StaffRequest, username: str, absence: int) -> HttpResponse:
    """Withdraw an absence, or end one that has begun."""
    absence_actions.withdraw(by=request.user, absence=absence)
    messages.success(request, _("The absence is withdrawn; one that has begun ended yesterday."))
    return _back(request, username)


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_POST
def certify(request: StaffRequest, username: str) -> HttpResponse:
    """Enter a proof of a competency."""
    form = CertificateForm(request.POST, auto_id="proof_%s")
    if not form.is_valid():
        return _person(request, username, certificate_form=form, status=422)
    try:
        competency_actions.enter(by=request.user, username=username, **form.arguments())
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.refuse(refusal.errors)
        return _person(request, username, certificate_form=form, status=refusal.status)
    messages.success(request, _("The competency is entered."))
    return _back(request, username)


@staff_only(Role.SUPERVISOR, Role.OPERATOR)
@require_POST
def revoke(request: StaffRequest, username: str, certificate: int) -> HttpResponse:
    """Revoke a proof of a competency, with the reason."""
    form = RevokeForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        competency_actions.revoke(by=request.user, certificate=certificate, because=because)
    except Refusal as refusal:
        if not refusal.errors:
            raise
        return _person(request, username, refusal=refusal, status=refusal.status)
    messages.success(request, _("The proof is revoked. It stays in the list with the reason."))
    return _back(request, username)


def _person(
    request: StaffRequest,
    username: str,
    *,
    absence_form: AbsenceForm | None = None,
    certificate_form: CertificateForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    found = _found(request, username)
    if found is None:
        return not_found(request)
    context: dict[str, Any] = {
        "person": found,
        "is_self": found.username == request.user.username,
        "absence_form": absence_form or AbsenceForm(covers=found.covers, auto_id="absence_%s"),
        "certificate_form": certificate_form or CertificateForm(auto_id="proof_%s"),
        "refusal": refusal,
        "is_supervising": bool(agencies.roles(request.user) & {Role.SUPERVISOR, Role.OPERATOR}),
    }
    return render(request, "desk/team/person.html", context, status=status)


def _found(request: StaffRequest, username: str) -> PersonTeam | None:
    try:
        return teamwork.person(username[:LONGEST_CODE], by=request.user)
    except NotFound:
        return None


def _back(request: StaffRequest, username: str) -> HttpResponse:
    if username == request.user.username:
        return redirect("desk:me")
    return redirect("desk:member", username)


def _rule_form(unit: str, rule: str) -> RuleForm:
    return RuleForm(initial={"unit": unit, "rule": rule}, auto_id=f"rule-{unit}-%s")
