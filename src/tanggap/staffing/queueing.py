"""Asking the worker, once however often it is asked. One calculation at a time, so that the other lane stays free for the clocks."""

import logging
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

log = logging.getLogger(__name__)

LEARN: Final = "tanggap.staffing_learn"
TRY: Final = "tanggap.staffing_try"
REPEAT: Final = "tanggap.staffing_repeat"
_ALONE: Final = "tanggap.staffing"


def ask_learning(basis: int) -> None:
    """Let a worker learn the past of a basis."""
    _ask(LEARN, basis)


def ask_trying(scenario: int) -> None:
    """Let a worker compute a scenario."""
    _ask(TRY, scenario)


def ask_repeating(scenario: int) -> None:
    """Let a worker compute a scenario once more."""
    _ask(REPEAT, scenario)


def _ask(job: str, key: int) -> None:
    try:
        with transaction.atomic():
            app.configure_task(job, lock=_ALONE, queueing_lock=f"{job} {key}").defer(key=key)
    except AlreadyEnqueued:
        log.debug("%s %s waits for a worker already", job, key)
