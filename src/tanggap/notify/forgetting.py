"""What was to be said to a reporter, and what is known of the addresses. Within the transaction of `privacy.actions`.

Messages hold neither words nor address, so those that were sent stay as they are; what waits is not sent any more.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tanggap.notify.models import Contact, OutboundMessage, Subscription, Wish
from tanggap.notify.words import Delivery
from tanggap.reports.models import Report


def subscriptions_of(report: Report, *, marks: Collection[bytes], last: Collection[bytes]) -> list[int]:
    """Return the subscriptions that go: those of the report by its contacts (`marks`), all of a contact without another report (`last`)."""
    wanted = Q(index__in=marks, report=report) | Q(index__in=last)
    return list(Subscription.objects.filter(wanted).order_by("id").values_list("pk", flat=True))


def forget(report: Report, *, subscriptions: Collection[int], last: Collection[bytes], at: datetime) -> int:
    """Send nothing more, forget wishes, subscriptions and addresses; return how many messages will not go.

    An address whose owner wants nothing from us stays as its keyed hash: that is how it is kept from being written to.
    """
    waiting = OutboundMessage.objects.filter(
        report=report, state__in=[Delivery.WAITING, Delivery.QUEUED, Delivery.HELD]
    )
    stopped: int = waiting.update(state=Delivery.UNWANTED, told_at=at)
    Wish.objects.filter(report=report).delete()
    OutboundMessage.objects.filter(subscription__in=subscriptions).delete()
    Subscription.objects.filter(pk__in=subscriptions).delete()
    Contact.objects.filter(index__in=last, stopped_at=None).delete()
    return stopped
