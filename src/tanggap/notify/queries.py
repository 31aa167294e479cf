"""What was said to reporters."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.rendering import Links, rendered
from tanggap.notify.words import Delivery, Subscribed, Way
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.words import Visibility

HIDDEN = "•••"
MOST = 200
_ARRIVED = frozenset({Delivery.SENT, Delivery.DELIVERED, Delivery.READ})
_LOST = frozenset({Delivery.FAILED, Delivery.UNSURE, Delivery.RESTING, Delivery.EXPIRED})


@dataclass(frozen=True, slots=True)
class Said:
    """A message as its reporter reads it. It holds no address; without the private link it may be shown to an operator.

    `told_at` is since when it is in its `state`, None for one that nobody has looked at yet.
    """

    at: datetime
    template: str
    language: str
    subject: str
    text: str
    short: str
    way: str
    state: str
    sent_at: datetime | None
    told_at: datetime | None = None

    @property
    def way_label(self) -> str:
        """Return how it reaches the reporter, in the active language."""
        return str(Way(self.way).label)

    @property
    def kind(self) -> str:
        """Return how good that is: arrived, waiting, or not sent."""
        if self.state in _ARRIVED:
            return "kept"
        return "broken" if self.state in _LOST else "muted"

    @property
    def state_label(self) -> str:
        """Return what became of it, in the active language."""
        return str(Delivery(self.state).label)


def messages_of(code: str, *, private_url: str = HIDDEN, base_url: str = "") -> list[Said]:
    """Return what the reporter of `code` was told, latest first, at most `MOST`; none for an unknown code.

    `private_url` is the reporter's own address of the report, for the reporter's page alone; anybody else sees dots in its place.
    `base_url` is what the tracking address begins with. At most six statements, for any number of messages.
    """
    rows = list(OutboundMessage.objects.filter(report__code=code).order_by("-made_at", "-id")[:MOST])
    told = [(row, row.report_id, row.event) for row in rows if row.report_id is not None and row.event is not None]
    if not told:
        return []
    facts = outbox.some({event for _row, _report, event in told})
    subjects = {fact.report for fact in facts.values()}
    about = outbox.about(subjects | {report for _row, report, _event in told})
    histories: dict[int, list[Fact]] = defaultdict(list)
    histories.update(outbox.histories(subjects))
    own = about[told[0][1]]
    links = Links(
        track=f"{base_url}/laporan/{own.code}/", private=private_url, confirm=HIDDEN, stop=HIDDEN, questionnaire=HIDDEN
    )
    said = []
    for row, _report, event in told:
        fact = facts[event]
        words = rendered(
            row.template,
            row.language,
            fact=fact,
            history=histories[fact.report],
            subject=about[fact.report],
            own=own,
            links=links,
        )
        said.append(
            Said(
                row.made_at,
                row.template,
                row.language,
                words.subject,
                words.text,
                words.short,
                row.way,
                row.state,
                row.sent_at,
                row.told_at,
            )
        )
    return said


def subscribed_reports(
    *, since: datetime, until: datetime, narrowed: Mapping[str, Collection[str]] | None = None
) -> int:
    """Return how many public reports, received from `since` until before `until`, somebody gets news of. One statement.

    `narrowed` holds the codes that `area`, `category`, `unit` or `channel` may have. Whom it is that asked is not looked at.
    """
    rows = Subscription.objects.filter(state=Subscribed.ACTIVE, report__visibility=Visibility.PUBLIC)
    rows = rows.filter(report__received_at__gte=since, report__received_at__lt=until)
    for name, codes in (narrowed or {}).items():
        rows = rows.filter(**{f"report__{name}__in": list(codes)})
    return rows.values("report").distinct().count()


def standing_subscriptions() -> dict[str, int]:
    """Return how many confirmed subscriptions there are now: of one `report`, and of all that fit a `search`. One statement."""
    found = Subscription.objects.filter(state=Subscribed.ACTIVE).aggregate(
        report=Count("id", filter=Q(report__isnull=False)), search=Count("id", filter=Q(report__isnull=True))
    )
    return {name: int(number) for name, number in found.items()}
