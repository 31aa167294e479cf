"""Whether the worker is at work, told by a row that it writes every few seconds: any process can ask, on any machine."""

from datetime import timedelta

from tanggap.core import clock
from tanggap.core.models import Heartbeat

WORKER = "worker"
EVERY_SECONDS = 5.0
DEAD_AFTER = timedelta(seconds=30)


def beat(name: str) -> None:
    """Write down that `name` is at work now."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def is_alive(name: str, *, within: timedelta = DEAD_AFTER) -> bool:
    """Return whether `name` was at work within the last moments. One statement."""
    return Heartbeat.objects.filter(name=name, at__gte=clock.now() - within).exists()
