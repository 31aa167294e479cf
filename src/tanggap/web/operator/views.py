"""The operator's pages: how the installation is, who works in it, which city it serves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies import actions as accounts
from tanggap.agencies import alarms, provider, refusals
from tanggap.agencies import people as accounts_of
from tanggap.agencies import queries as agencies
from tanggap.catalog import overview as catalog
from tanggap.catalog import pack as packs
from tanggap.channels import queries as channels
from tanggap.channels.judging import Level
from tanggap.core import health
from tanggap.core.refusal import Refusal
from tanggap.ledger import queries as ledger
from tanggap.privacy import queries as privacy
from tanggap.starter.version import version
from tanggap.verification.evidence import queries as evidence
from tanggap.web.operator.forms import FindForm, HeldForm, PersonForm, RoleForm
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only
from tanggap.webhooks import queries as webhooks

MOST_SHOWN = 60
TABLES = {
    "area": gettext_lazy("area"),
    "unit": gettext_lazy("unit"),
    "policy": gettext_lazy("promise"),
    "category": gettext_lazy("category"),
    "channel": gettext_lazy("channel"),
    "day": gettext_lazy("day of the calendar"),
}
KINDS = {
    "added": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "deactivated": gettext_lazy("switched off"),
    "returned": gettext_lazy("switched on again"),
}


@staff_only(act="operator.see")
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Show whether everything works, which city is served, and what was done to accounts lately."""
    connected = [one for row in channels.health() for one in row.accounts]
    context = {
        "checks": [*health.checks(), ledger.check(), privacy.check()],
        "jobs": health.jobs(),
        "failed": health.failed_jobs(limit=5),
        "scans": evidence.scans(),
        "failed_scans": evidence.failed(limit=5),
        "absent_checks": evidence.absent_checks(),
        "load": next(iter(catalog.loads(limit=1)), None),
        "is_changed": catalog.is_changed_on_disk(),
        "version": version(),
        "counts": catalog.counts(),
        "written": accounts_of.audit(limit=8),
        "alarms": alarms.listed(limit=5),
        "guessing": refusals.guessing(),
        "accounts": connected,
        "receivers": [row for row in webhooks.listed(by=request.user) if row.is_broken],
        "well": sum(one.verdict.level == Level.WELL for one in connected),
    }
    return render(request, "operator/overview.html", context)


@staff_only(act="operator.see")
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List accounts, found by name, role and state; three statements for a page of any size."""
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = accounts_of.listed(
        text=wanted.get("q", ""),
        role=wanted.get("role", ""),
        is_active={"open": True, "closed": False}.get(wanted.get("state", "")),
        after=request.GET.get("after", "").replace("\x00", ""),
    )
    return render(request, "operator/people.html", {"form": form, "page": page})


@staff_only(act="operator.see")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def new_person(request: StaffRequest) -> HttpResponse:
    """Make an account, and show its password this once."""
    form = PersonForm(request.POST or None)
    if request.method != "POST":
        return render(request, "operator/new_person.html", {"form": form, "units": agencies.units()})
    status = 422
    if form.is_valid():
        try:
            person, password = accounts.add(by=request.user, **form.arguments())
        except Refusal as refusal:
            status = refusal.status
            form.refuse(refusal.errors)
        else:
            return _password(request, person.username, password, is_new=True)
    return render(request, "operator/new_person.html", {"form": form, "units": agencies.units()}, status=status)


@staff_only(act="operator.see")
@require_safe
def person(request: StaffRequest, username: str) -> HttpResponse:
    """Show one account: roles, state, and all that was done to it."""
    return _person(request, username)


@staff_only(act="operator.see")
@require_POST
@proved_lately
def grant(request: StaffRequest, username: str) -> HttpResponse:
    """Give a role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _person(request, username, role_form=form, status=422)
    try:
        accounts.grant(by=request.user, username=username, **form.cleaned_data)
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.refuse(refusal.errors)
        return _person(request, username, role_form=form, status=refusal.status)
    messages.success(request, _("The role is given."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
@proved_lately
def revoke(request: StaffRequest, username: str) -> HttpResponse:
    """Take a role away."""
    form = HeldForm(request.POST)
    if form.is_valid():
        try:
            accounts.revoke(by=request.user, username=username, **form.cleaned_data)
        except (accounts.NotOneself, accounts.LastOperator) as refusal:
            return _person(request, username, refusal=refusal, status=refusal.status)
        messages.success(request, _("The role is taken away."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
def close(request: StaffRequest, username: str) -> HttpResponse:
    """Close an account."""
    try:
        accounts.disable(by=request.user, username=username)
    except (accounts.NotOneself, accounts.LastOperator) as refusal:
        return _person(request, username, refusal=refusal, status=refusal.status)
    messages.success(request, _("The account is closed; its sessions end at once."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
def reopen(request: StaffRequest, username: str) -> HttpResponse:
    """Open a closed account again."""
    accounts.enable(by=request.user, username=username)
    messages.success(request, _("The account is open again, with the password and roles that it had."))
    return redirect("operator:person", username)


@staff_only(act="operator.see")
@require_POST
@proved_lately
def reset_password(request: StaffRequest, username: str) -> HttpResponse:
    """Make a new password and show it this once."""
    made = accounts.reset_password(by=request.user, username=username)
    return _password(request, username, made, is_new=False)


@staff_only(act="operator.see")
@require_safe
def pack(request: StaffRequest) -> HttpResponse:
    """Show the loads so far, and what loading the pack's folder would change now. Nothing is loaded here."""
    folder = Path(settings.TANGGAP_PACK)
    context: dict[str, Any] = {"loads": catalog.loads(limit=10), "folder": folder.name}
    try:
        found = packs.difference(packs.read(folder))
    except packs.BrokenPack as broken:
        return render(request, "operator/pack.html", {**context, "faults": broken.faults[:MOST_SHOWN]})
    context |= {
        "difference": found,
        "counts": [(TABLES.get(table, table), kinds) for table, kinds in found.counts().items()],
        "shown": [_told(change) for change in found.changes[:MOST_SHOWN]],
    }
    return render(request, "operator/pack.html", {**context, "more": max(0, len(found.changes) - MOST_SHOWN)})


def _told(change: packs.Change) -> dict[str, Any]:
    """Return a change in words: what happens to which row, and which of its fields change."""
    return {
        "kind": KINDS.get(change.kind, change.kind),
        "table": TABLES.get(change.table, change.table),
        "code": change.code,
        "fields": ", ".join(name.removesuffix("_id") for name in change.fields if name != "is_active"),
        "is_off": change.kind == "deactivated",
    }


def _person(
    request: StaffRequest,
    username: str,
    *,
    role_form: RoleForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "person": accounts_of.person(username),
        "written": accounts_of.audit(username=username),
        "role_form": role_form or RoleForm(),
        "refusal": refusal,
        "units": agencies.units(),
        "identity": provider.linked(username) if provider.is_configured() else None,
        "provider": settings.OIDC_NAME,
        "refusals": refusals.listed(username=username, limit=10),
    }
    return render(request, "operator/person.html", context, status=status)


def _password(request: StaffRequest, username: str, password: str, *, is_new: bool) -> HttpResponse:
    context = {"person": accounts_of.person(username), "password": password, "is_new": is_new}
    return render(request, "operator/password.html", context, status=201 if is_new else 200)
