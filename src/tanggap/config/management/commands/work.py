"""`tanggap work`: the worker."""

from typing import Any

from django.core.management.base import BaseCommand

from tanggap.config import worker


class Command(BaseCommand):
    """Consume the events and do what the clock asks for, until told to stop."""

    help = "Let notifications and numbers follow the events, and do what the clock asks for, until SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        worker.run()
