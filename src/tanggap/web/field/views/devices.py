"""The devices with which a person takes photos: registered by the app, seen and revoked by their owner."""

import binascii
import json
from base64 import b64decode
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.core.refusal import Refusal
from tanggap.reports.actions.devices import register_device, revoke_device
from tanggap.reports.queries.devices import devices as listed
from tanggap.web.field.views.app import ROLES
from tanggap.web.ui.access import StaffRequest, staff_only

LONGEST = 2000


@staff_only(*ROLES)
@require_POST
def register(request: StaffRequest) -> HttpResponse:
    """Keep the public half of the device's key; answer its id."""
    public, label = _read(request)
    try:
        key = register_device(by=request.user, public=public, label=label)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "why": str(refusal)}, status=refusal.status)
    return JsonResponse({"key": str(key)})


def _read(request: StaffRequest) -> tuple[bytes, str]:
    """Return the key and the label that were sent; nothing of what cannot be read."""
    if len(request.body) > LONGEST:
        return b"", ""
    try:
        told: Any = json.loads(request.body)
        return b64decode(told["public"], validate=True), str(told.get("label", ""))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        return b"", ""


@staff_only(*ROLES)
@require_safe
def devices(request: StaffRequest) -> HttpResponse:
    """Show the person's devices."""
    return render(request, "field/devices.html", {"devices": listed(of=request.user)})


@staff_only(*ROLES)
@require_POST
def revoke(request: StaffRequest, device: UUID) -> HttpResponse:
    """End one of the person's devices. Raises NotFound."""
    ended = revoke_device(key=device, of=request.user)
    messages.success(
        request, _("%(device)s is revoked. Photos that it signs say so from now on.") % {"device": ended.label}
    )
    return redirect("field:devices")
