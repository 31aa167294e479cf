"""Operators are told when another system takes no webhooks any more: each once, and again when it gets worse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.notify.models import StaffNotice

KIND = "webhooks.trouble"
_WHAT = {
    "failing": gettext_lazy("it has taken nothing for an hour; everything waits"),
    "given_up": gettext_lazy("one event was given up after three days"),
    "disabled": gettext_lazy("switched off: nothing was taken for three days"),
    "gone": gettext_lazy("switched off: the receiver wants nothing any more (410)"),
}


@dataclass(frozen=True, slots=True)
class News:
    """A subscription in trouble of a kind (failing, given_up, disabled, gone) since an instant; `host` is where it leads."""

    subscription: str
    label: str
    host: str
    kind: str
    since: datetime


def tell(news: News, *, at: datetime) -> int:
    """Write a notice for each operator; return how many. Done again: nothing. Two statements."""
    people = Membership.objects.filter(role=Role.OPERATOR, staff__is_active=True).values_list("staff", flat=True)
    facts = {"subscription": news.subscription, "label": news.label, "host": news.host, "kind": news.kind}
    about = f"{news.subscription}/{news.kind}/{int(news.since.timestamp())}"
    rows = [
        StaffNotice(staff_id=staff, kind=KIND, about=about, facts=facts, at=at, told_at=at)
        for staff in sorted(set(people))
    ]
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says, in the active language."""
    told = {
        "label": facts.get("label", ""),
        "host": facts.get("host", ""),
        "what": _WHAT.get(str(facts.get("kind")), ""),
    }
    return _("“%(label)s” (%(host)s): %(what)s") % told


def label(_facts: Mapping[str, Any]) -> str:
    """Return what a notice is about, in the active language."""
    return _("A webhook does not work")
