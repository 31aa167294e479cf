"""Operators are told when an account of a channel turns red, and when it works again: each once an outage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.core.words import say
from tanggap.notify.models import StaffNotice

KIND = "channels.outage"


@dataclass(frozen=True, slots=True)
class News:
    """An account that turned red at `at`, or (`is_over`) works again. `channel` and `what` are in every language of the city."""

    outage: int
    account: int
    name: str
    channel: Mapping[str, str]
    what: Mapping[str, str]
    at: datetime
    is_over: bool = False


def tell(news: News) -> int:
    """Write a notice for each operator; return how many. Done again: nothing. Two statements."""
    people = Membership.objects.filter(role=Role.OPERATOR, staff__is_active=True).values_list("staff", flat=True)
    facts = {
        "account": news.account,
        "name": news.name,
        "channel": dict(news.channel),
        "what": dict(news.what),
        "is_over": news.is_over,
    }
    rows = [
        StaffNotice(
            staff_id=staff,
            kind=KIND,
            about=f"{news.outage}/{'over' if news.is_over else 'began'}",
            facts=facts,
            at=news.at,
            told_at=news.at,
        )
        for staff in sorted(set(people))
    ]
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says, in the active language."""
    told = {"channel": say(facts.get("channel", {})), "name": facts.get("name", ""), "what": say(facts.get("what", {}))}
    if facts.get("is_over"):
        return _("%(channel)s, “%(name)s”: works again") % told
    return _("%(channel)s, “%(name)s”: %(what)s") % told


def label(facts: Mapping[str, Any]) -> str:
    """Return what a notice is about, in the active language."""
    return _("A channel works again") if facts.get("is_over") else _("A channel does not work")
