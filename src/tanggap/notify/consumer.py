"""The consumer that decides what is said to whom. It writes rows, it sends nothing (channels do)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanggap.core.cursors import Consumer
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import FOLLOWED, REMINDER, STILL_YOU, TEMPLATES, WITHOUT_PLACE, Delivery, Way
from tanggap.reports import outbox
from tanggap.reports.events import PLACING, PLAN_ENDS
from tanggap.reports.models.identity import Identity
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin

NAME = "notify"
BESIDES = {
    "deadlines.breach": "overdue",
    "deadlines.extend": "extended",
    "feedback.refuse_reopen": "reopen_refused",
    "planning.propose": "proposed",
    "planning.follow": "plan_moved",
    "planning.build": "built",
}
"""What is told of facts that are no move of the lifecycle, or one that another unit hears of first."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A template to say to the reporter of a report, because of a fact that may be another report's."""

    fact: Fact
    report: int
    template: str


def template(fact: Fact) -> str | None:
    """Return what a report's own reporter is told of a fact, or None.

    Who completes place and category tells it like a receipt; who corrects category, place or unit tells what changed, and why.
    """
    if fact.kind == "intake.accept":
        return TEMPLATES[fact.kind] if fact.payload.get("route", {}).get("area") else WITHOUT_PLACE
    if fact.kind in PLACING:
        return _placed(fact)
    if fact.kind == "planning.follow" and fact.payload.get("step") in PLAN_ENDS:
        return TEMPLATES["planning.return"]
    return BESIDES.get(fact.kind) or TEMPLATES.get(fact.kind)


def _placed(fact: Fact) -> str | None:
    """Return what is told of a change: nothing where only the point or the address within the same area was mended."""
    before, now = fact.payload.get("before", {}), {**fact.payload, "unit": fact.unit}
    if not before.get("area") and now.get("area"):
        return TEMPLATES["intake.accept"]
    is_told = any(before.get(key) != now.get(key) for key in ("category", "area", "unit"))
    return TEMPLATES["reports.change"] if is_told else None


def apply(facts: Sequence[Fact]) -> None:
    """Write a message for each fact that a reporter is told, and for each reporter of a joined report who is told it too."""
    own = [_Said(fact, fact.report, name) for fact in facts if (name := template(fact))]
    said = [*own, *_followers(own)]
    if not said:
        return
    about = outbox.about({one.report for one in said})
    ways = ways_of(about.values())
    OutboundMessage.objects.bulk_create(
        [_message(one, about[one.report], ways.get(one.report, Way.PAGE)) for one in said], ignore_conflicts=True
    )


def clear() -> None:
    """Drop the messages that nobody has tried to deliver; a delivered one stays, or it would be delivered again. So do a question
    whether an address is still the reporter's and a reminder: no event asked for them."""
    untried = OutboundMessage.objects.filter(report__isnull=False, state__in=[Delivery.WAITING, Delivery.NONE])
    untried.exclude(template__in=[STILL_YOU, REMINDER]).delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _message(one: _Said, about: About, way: Way) -> OutboundMessage:
    return OutboundMessage(
        report_id=one.report,
        event=one.fact.id,
        template=one.template,
        language=about.language,
        way=way,
        state=Delivery.NONE if way == Way.PAGE else Delivery.WAITING,
        made_at=one.fact.at,
        due_at=one.fact.at,
    )


def ways_of(reports: Iterable[About]) -> dict[int, Way]:
    """Return how each reporter who left a contact is reached; people of a simulation never are. The vault stays shut. One statement."""
    real = [about.id for about in reports if about.origin != Origin.DEMO]
    left = ((Way.CHANNEL, "handle_index"), (Way.EMAIL, "email_index"), (Way.PHONE, "phone_index"))
    rows = Identity.objects.filter(report__in=real).values("report_id", *(index for _way, index in left))
    return {
        row["report_id"]: next(way for way, index in left if row[index])
        for row in rows
        if any(row[index] for _way, index in left)
    }


def _followers(said: Sequence[_Said]) -> list[_Said]:
    """Return what the reporters of joined reports are told of the same facts."""
    followed = [one for one in said if one.template in FOLLOWED and not one.fact.payload.get("private")]
    joined = outbox.joined({one.report for one in followed})
    return [
        _Said(one.fact, child.report, one.template)
        for one in followed
        for child in joined.get(one.report, ())
        if child.covers(one.fact)
    ]
