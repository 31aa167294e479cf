"""The programs as their operator sees them: who may call, with which keys, what was done to them and what they called."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies import queries as agencies
from tanggap.clients import actions, overview
from tanggap.clients.actions import Made
from tanggap.core.refusal import Refusal
from tanggap.web.operator.program_forms import KeyForm, ProgramForm, RevokeForm, RotateForm, SwitchForm, last_day
from tanggap.web.ui.access import StaffRequest, proved_lately, staff_only


@staff_only(act="clients.manage")
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List the programs, those that work first. One statement."""
    return render(request, "operator/programs.html", {"programs": overview.clients()})


@staff_only(act="clients.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def new(request: StaffRequest) -> HttpResponse:
    """Make a program; its keys are made on its own page."""
    form, status = ProgramForm(request.POST or None, is_new=True), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.add(by=request.user, **form.arguments())
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("The program is made. Make its first key now."))
                return redirect("operator:program", made.pk)
    return render(request, "operator/program_form.html", {"form": form, "units": agencies.units()}, status=status)


@staff_only(act="clients.manage")
@require_safe
def program(request: StaffRequest, code: str) -> HttpResponse:
    """Show one program: what it may, its keys, what it called in 30 days, what was done to it."""
    return _program(request, code)


@staff_only(act="clients.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Change what a program is called, may do, and how often."""
    row = overview.client(code)
    initial = {
        "name": row.name,
        "owner": row.owner,
        "contact": row.contact,
        "scopes": row.scopes,
        "rate": row.rate,
        "until": last_day(row.expires_at),
    }
    form = ProgramForm(request.POST or None, is_new=False, has_unit=row.unit is not None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change(by=request.user, code=code, **form.arguments())
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors)
            else:
                messages.success(request, _("Saved. It holds from the program’s next request on."))
                return redirect("operator:program", code)
    return render(request, "operator/program_form.html", {"form": form, "program": row}, status=status)


@staff_only(act="clients.manage")
@require_POST
@proved_lately
def switch(request: StaffRequest, code: str) -> HttpResponse:
    """Switch a program on or off: what the pressed button says."""
    is_active, form = request.POST.get("on") == "yes", SwitchForm(request.POST)
    if form.is_valid():
        try:
            actions.switch(by=request.user, code=code, is_active=is_active, **form.cleaned_data)
        except Refusal as refusal:
            if not refusal.errors:
                raise
            form.refuse(refusal.errors)
        else:
            on, off = _("The program may call again."), _("The program is stopped, with all its keys and tokens.")
            messages.success(request, on if is_active else off)
            return redirect("operator:program", code)
    return _program(request, code, switch_form=form, status=422)


@staff_only(act="clients.manage")
@require_POST
@proved_lately
def make_key(request: StaffRequest, code: str) -> HttpResponse:
    """Make a key and show it this once."""
    form, status = KeyForm(request.POST), 422
    if form.is_valid():
        try:
            made = actions.make_key(by=request.user, code=code, **form.arguments())
        except Refusal as refusal:
            if not refusal.errors and not isinstance(refusal, actions.TooManyKeys):
                raise
            status = refusal.status
            form.refuse(refusal.errors or {"label": str(refusal)})
        else:
            return _reveal(request, made)
    return _program(request, code, key_form=form, status=status)


@staff_only(act="clients.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately
def rotate_key(request: StaffRequest, number: int) -> HttpResponse:
    """Replace a key: the new one is shown this once, the old one works a while longer."""
    row, form, status = overview.key(number), RotateForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.rotate_key(by=request.user, number=number, **form.arguments())
            except Refusal as refusal:
                status = refusal.status
                form.refuse(refusal.errors or {"overlap": str(refusal)})
            else:
                return _reveal(request, made, replaces=row.prefix)
    context = {"key": row, "program": overview.client(row.client), "form": form, "is_rotation": True}
    return render(request, "operator/program_key.html", context, status=status)


@staff_only(act="clients.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_key(request: StaffRequest, number: int) -> HttpResponse:
    """Revoke a key. No fresh proof of who asks: when a key has leaked, seconds count, and nothing is shown."""
    row, form, status = overview.key(number), RevokeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            actions.revoke_key(by=request.user, number=number, **form.cleaned_data)
            messages.success(request, _("The key is revoked: it opens nothing any more."))
            return redirect("operator:program", row.client)
    context = {"key": row, "program": overview.client(row.client), "form": form}
    return render(request, "operator/program_key.html", context, status=status)


def _program(
    request: StaffRequest,
    code: str,
    *,
    key_form: KeyForm | None = None,
    switch_form: SwitchForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "program": overview.client(code),
        "keys": overview.keys(code),
        "deeds": overview.deeds(code),
        "usage": overview.usage(code),
        "key_form": key_form or KeyForm(),
        "switch_form": switch_form or SwitchForm(),
    }
    return render(request, "operator/program.html", context, status=status)


def _reveal(request: StaffRequest, made: Made, *, replaces: str = "") -> HttpResponse:
    context = {"program": overview.client(made.client), "made": made, "replaces": replaces}
    return render(request, "operator/program_made.html", context, status=201)
