"""What a validator sees: the queue of claims to check, and one case."""

from tanggap.verification.queries.cases import Case, PastCheck, Point, case
from tanggap.verification.queries.scope import find, has_decided, validator_units
from tanggap.verification.queries.waitlist import MOST_COUNTED, QueueRow, Waiting, queue, waiting

__all__ = [
    "MOST_COUNTED",
    "Case",
    "PastCheck",
    "Point",
    "QueueRow",
    "Waiting",
    "case",
    "find",
    "has_decided",
    "queue",
    "validator_units",
    "waiting",
]
