"""Everybody who reacts to events. A new consumer is a line here: it reads the log from its beginning."""

from typing import Any

from tanggap.anomalies.consumer import CONSUMER as ANOMALIES
from tanggap.channels.forwarding import CONSUMER as FORWARDING
from tanggap.core.cursors import Consumer
from tanggap.evaluation.tallies.consumer import CONSUMER as TALLIES
from tanggap.feedback.surveys import CONSUMER as SURVEYS
from tanggap.insight.cells.consumer import CONSUMER as CELLS
from tanggap.insight.consumer import CONSUMER as INSIGHT
from tanggap.insight.proof import CONSUMER as PROOF
from tanggap.insight.workload import CONSUMER as WORKLOAD
from tanggap.ledger.consumer import CONSUMER as LEDGER
from tanggap.notify.consumer import CONSUMER as NOTIFY
from tanggap.notify.proposing import CONSUMER as PLANNING_NOTICES
from tanggap.notify.staff import CONSUMER as STAFF_NOTICES
from tanggap.planning.following import CONSUMER as PLANNING
from tanggap.reports.arrivals import CONSUMER as ASSIGNMENT
from tanggap.reports.public_words import CONSUMER as PUBLIC_WORDS
from tanggap.triage.repeats import CONSUMER as REPEATS
from tanggap.verification.evidence.arrivals import CONSUMER as EVIDENCE
from tanggap.webhooks.consumer import CONSUMER as WEBHOOKS

CONSUMERS: dict[str, Consumer[Any]] = {
    consumer.name: consumer
    for consumer in (
        NOTIFY,
        INSIGHT,
        STAFF_NOTICES,
        ASSIGNMENT,
        WORKLOAD,
        PROOF,
        TALLIES,
        SURVEYS,
        REPEATS,
        PLANNING,
        PLANNING_NOTICES,
        EVIDENCE,
        PUBLIC_WORDS,
        CELLS,
        LEDGER,
        WEBHOOKS,
        FORWARDING,
        ANOMALIES,
    )
}
