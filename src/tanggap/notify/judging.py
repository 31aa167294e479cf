"""Staff who are named to judge an ASOCA board are told when the judging begins, once a beginning."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tanggap.notify.models import StaffNotice

KIND = "asoca.judge"


def tell(*, board: int, title: str, staff: Iterable[int], at: datetime) -> int:
    """Write a notice for each of `staff`; return how many. Done again with the same instant: nothing. One statement."""
    facts = {"board": board, "title": title}
    about = f"{board}/{int(at.timestamp())}"
    rows = [
        StaffNotice(staff_id=person, kind=KIND, about=about, facts=facts, at=at, told_at=at)
        for person in sorted(set(staff))
    ]
    StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says: the board's title."""
    return str(facts.get("title", ""))


def label(_facts: Mapping[str, Any]) -> str:
    """Return what a notice is about, in the active language."""
    return _("Your judgement is asked for")
