"""What those who follow a report are told: whatever happens to it, bundled, unless a row of `notify.telling` told them already."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from tanggap.agencies import queries as agencies
from tanggap.catalog.ladder import window_end
from tanggap.notify.models import StaffNotice
from tanggap.notify.telling import BUNDLE_MINUTES
from tanggap.reports import access, events, outbox
from tanggap.reports.models.watch import Watch
from tanggap.reports.outbox import Fact

WATCHED = "watched"
"""The kind of these notices; the event's own kind stands in `facts`."""


def notices(facts: Sequence[Fact], *, told: Collection[tuple[int, int]]) -> list[StaffNotice]:
    """Return a notice for each follower of each fact that is not quiet, but for who did it and for those (event, person) in `told`.

    A follower who may not see the report any more hears nothing. Three statements, one when nobody follows.
    """
    loud = [fact for fact in facts if fact.kind not in events.QUIET]
    followers = _followers({fact.report for fact in loud})
    if not followers:
        return []
    doing = outbox.doing({fact.id for fact in loud if fact.report in followers})
    return [
        _notice(fact, row.staff_id)
        for fact in loud
        for row in followers.get(fact.report, ())
        if row.since < fact.at and row.staff_id != doing[fact.id].actor and (fact.id, row.staff_id) not in told
    ]


def _followers(reports: Collection[int]) -> dict[int, list[Watch]]:
    rows = list(
        Watch.objects.filter(report__in=reports, staff__is_active=True)
        .select_related("staff", "report")
        .order_by("report_id", "staff_id")
    )
    agencies.read_grants(row.staff for row in rows)
    found: dict[int, list[Watch]] = defaultdict(list)
    for row in rows:
        if access.can_see(row.staff, row.report):
            found[row.report_id].append(row)
    return dict(found)


def _notice(fact: Fact, staff: int) -> StaffNotice:
    told_at = window_end(fact.at, BUNDLE_MINUTES)
    return StaffNotice(
        staff_id=staff,
        kind=WATCHED,
        report_id=fact.report,
        event=fact.id,
        facts={"kind": fact.kind},
        bundle=f"{WATCHED} {told_at:%Y-%m-%dT%H:%M}",
        at=fact.at,
        told_at=told_at,
    )
