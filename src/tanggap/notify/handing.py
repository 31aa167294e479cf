"""A hand-over is told to those who can take it: the colleague whom it names, else everybody who handles reports in the unit."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from tanggap.agencies.posts import Posts
from tanggap.core import clock
from tanggap.notify.models import StaffNotice
from tanggap.notify.telling import DESK
from tanggap.reports.queries import handovers

KIND = "reports.hand_over"
NEWS = timedelta(hours=24)


def tell() -> int:
    """Write the notices of hand-overs that were given of late and not told yet; return how many. Done again: nothing.

    Three statements, one when nothing was given.
    """
    given = handovers.given_since(clock.now() - NEWS)
    if not given:
        return 0
    posts = Posts({one.unit for one in given})
    rows = [
        StaffNotice(
            staff_id=staff,
            kind=KIND,
            about=str(one.id),
            facts={"handover": one.id, "giver": one.giver},
            at=one.at,
            told_at=one.at,
        )
        for one in given
        for staff in sorted(
            ({one.receiver} if one.receiver else posts.holders(one.unit, DESK, area=None)) - {one.giver_id}
        )
    ]
    there = set(
        StaffNotice.objects.filter(kind=KIND, about__in={row.about for row in rows}).values_list("about", flat=True)
    )
    new = [row for row in rows if row.about not in there]
    StaffNotice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says, in the active language."""
    return _("%(name)s left what to go on with") % {"name": facts.get("giver", "")}
