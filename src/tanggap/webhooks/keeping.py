"""What is kept for how long: what went out, what was given up, and what nobody took, for 30 days."""

from tanggap.core import clock
from tanggap.webhooks.models import Attempt, Delivery
from tanggap.webhooks.telling import KEPT


def forget(*, limit: int) -> int:
    """Delete at most `limit` deliveries, and as many tries, that are older than 30 days; return how many rows that were."""
    before = clock.now() - KEPT
    old = Delivery.objects.filter(made_at__lt=before).order_by("made_at").values("pk")[:limit]
    deliveries, _per_table = Delivery.objects.filter(pk__in=old).delete()
    tries = Attempt.objects.filter(at__lt=before).order_by("at").values("pk")[:limit]
    attempts, _per_table = Attempt.objects.filter(pk__in=tries).delete()
    return max(deliveries, attempts)
