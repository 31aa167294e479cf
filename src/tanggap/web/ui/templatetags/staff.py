"""What every staff page says of accounts: alarms, and that an emergency account is in use."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tanggap.agencies import alarms
from tanggap.agencies.alarms import AlarmRow
from tanggap.agencies.words import AlarmKind
from tanggap.places import queries as places

register = template.Library()


@register.simple_tag(takes_context=True)
def account_alarms(context: template.Context) -> list[AlarmRow]:
    """Return what the person signed in must see on every page: each opened emergency account, of new sign-ins the last one.

    Those before it follow when it was answered. No statement but the shelf's and the person's roles.
    """
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    rows = alarms.for_person(request.user)
    sign_ins = [row for row in rows if row.kind == AlarmKind.NEW_DEVICE]
    return [row for row in rows if row not in sign_ins[1:]]


@register.simple_tag(takes_context=True)
def emergency_until(context: template.Context) -> datetime | None:
    """Return until when the emergency account in use works; None for every other session."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated or request.session.get("how") != "emergency":
        return None
    return datetime.fromtimestamp(request.session["until"], timezone.get_current_timezone())


@register.filter
def as_instant(text: str) -> datetime | None:
    """Return the instant that a fact of an alarm writes."""
    return parse_datetime(text)


@register.filter
def as_json(value: Any) -> str:
    """Return `value` as JSON for an attribute that a script reads; the template escapes it."""
    return json.dumps(value, separators=(",", ":"))


@register.filter
def area_label(code: str | None) -> str:
    """Return an area's whole name."""
    return places.full_name(code)
