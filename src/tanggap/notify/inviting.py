"""Reporters are invited to a satisfaction survey: who may be, and the message. Nobody within some days of another, nobody unwilling."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tanggap.core.refusal import NotFound
from tanggap.notify import addresses, links
from tanggap.notify.consumer import ways_of
from tanggap.notify.models import OutboundMessage, Wish
from tanggap.notify.words import INVITATION, Delivery, Group, Way
from tanggap.reports import outbox
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.models import Event, Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import UNDONE, State

ENDS = tuple(door for door, move in DOORS.items() if move.to in UNDONE | {State.RESOLVED})
"""The doors by which a report ends."""
_INDEXES = ("handle_index", "email_index", "phone_index")


def may_be_invited(reports: Collection[int], *, since: datetime) -> list[int]:
    """Return those of `reports` (in their order) whose reporters may be invited. At most five statements; the vault stays shut.

    Out are people who were invited since an instant about any of their reports, who want no invitations, nothing from us, or nothing about
    this report;
    of several reports of one person the first stays. Who left no contact may be: the private page invites.
    """
    mine = _marks(Identity.objects.filter(report__in=reports))
    all_marks = {mark for marks in mine.values() for mark in marks}
    theirs = _marks(Identity.objects.filter(addresses.same_person(sorted(all_marks)))) if all_marks else {}
    wishes = Wish.objects.filter(report__in=[*reports, *theirs])
    stopped = {wish.report_id for wish in wishes if wish.stopped_at}
    declined = {wish.report_id for wish in wishes if Group.SURVEYS in wish.unwanted}
    lately = OutboundMessage.objects.filter(template=INVITATION, made_at__gt=since, report__in=[*reports, *theirs])
    out = declined | set(lately.values_list("report_id", flat=True))
    taken = {mark for report in out for mark in theirs.get(report, ())}
    taken |= {mark for mark, contact in addresses.contacts(all_marks).items() if contact.stopped_at}
    found = []
    for report in reports:
        marks = mine.get(report, frozenset())
        if report in out or report in stopped or not taken.isdisjoint(marks):
            continue
        taken |= marks
        found.append(report)
    return found


def invite(reports: Collection[int], *, at: datetime) -> set[int]:
    """Write the invitations to the reporters of `reports`; return those who are written to. Four statements. Done again: nothing more.

    Who left no contact is not written to, nor are the people of a simulation: their private page asks.
    """
    about = outbox.about(set(reports))
    ways = {report: way for report, way in ways_of(about.values()).items() if way != Way.PAGE}
    closed = (
        Event.objects.filter(report__in=list(ways), door__in=ENDS).order_by("report", "-version").distinct("report")
    )
    events: Mapping[int, int] = dict(closed.values_list("report_id", "id"))
    OutboundMessage.objects.bulk_create(
        [
            OutboundMessage(
                report_id=report,
                event=event,
                template=INVITATION,
                language=about[report].language,
                way=ways[report],
                state=Delivery.WAITING,
                made_at=at,
                due_at=at,
            )
            for report, event in events.items()
        ],
        ignore_conflicts=True,
    )
    return set(events)


def invited(link: str) -> int:
    """Return the key of the report whose reporter an invitation's link belongs to. Raises NotFound alike for every wrong one."""
    return _opened(link).pk


@transaction.atomic
def decline(*, link: str, at: datetime) -> None:
    """Invite the person whom a link belongs to no more, about any of their reports. Done again: nothing. Raises NotFound."""
    report = _opened(link)
    wish, _is_new = Wish.objects.select_for_update().get_or_create(report=report, defaults={"at": at})
    if Group.SURVEYS not in wish.unwanted:
        Wish.objects.filter(pk=wish.pk).update(unwanted=[*wish.unwanted, Group.SURVEYS.value], at=at)


def _opened(link: str) -> Report:
    report = links.opened(links.SURVEY, link).report
    if report is None:
        raise NotFound
    return report


def _marks(rows: QuerySet[Identity]) -> dict[int, frozenset[bytes]]:
    """Return the keyed hashes of the contacts that came with each report."""
    found: dict[int, set[bytes]] = defaultdict(set)
    for report, *indexes in rows.values_list("report_id", *_INDEXES):
        found[report] |= {bytes(index) for index in indexes if index}
    return {report: frozenset(marks) for report, marks in found.items()}
