"""`/metrics`: figures in the Prometheus text format (design.md §8). None of them says anything of a report or of a person.

A scraper on this machine reads them as they are; one from elsewhere shows the token of the file `metrics-token` in the data folder.
"""

import hmac
import resource
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tanggap.api import problems
from tanggap.channels import queries as channels
from tanggap.channels.judging import Level
from tanggap.channels.queries import AccountHealth
from tanggap.clients import overview
from tanggap.core import clock, health, readiness
from tanggap.core.buckets import network
from tanggap.core.readiness import Readiness
from tanggap.ledger import queries as ledger
from tanggap.webhooks import queries as webhooks
from tanggap.webhooks.words import State as SubscriptionState

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ACCOUNT = ("channel", "account", "adapter")

# name after tanggap_channel_, what it says, its value of an account
GAUGES: tuple[tuple[str, str, Callable[[AccountHealth], float]], ...] = (
    ("lag_seconds", "Age of the oldest piece or words that should have been dealt with.", lambda one: one.lag_seconds),
    ("waiting", "Pieces that came and are not read yet.", lambda one: one.pulse.waiting),
    ("unsent", "Words that should have gone out by now.", lambda one: one.pulse.unsent),
    ("dead", "Pieces that were set aside and wait for a person.", lambda one: one.pulse.dead),
    ("came_24h", "Pieces that came within 24 hours, of the last 10,000 of all accounts.", lambda one: one.came),
    ("died_24h", "Those of them that were set aside.", lambda one: one.died),
    ("sent_24h", "Words that went out within 24 hours, of the last 10,000 of all accounts.", lambda one: one.sent),
    ("failed_24h", "Words that did not go out within 24 hours.", lambda one: one.failed),
    ("unsure_24h", "Words of which nobody knows whether they went out.", lambda one: one.unsure),
)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures; whoever is neither on this machine nor shows the token finds nothing under this address."""
    if not (_is_here(request) or _shows_token(request)):
        raise problems.NothingHere
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _is_here(request: HttpRequest) -> bool:
    return not network(str(request.META.get("REMOTE_ADDR", ""))) and not request.META.get("HTTP_X_FORWARDED_FOR")


def _shows_token(request: HttpRequest) -> bool:
    token = str(settings.METRICS_TOKEN)
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode())


class _Figures(Collector):
    """Looks once: the database is asked for no figure while it cannot answer."""

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell now. A dozen statements, each over an index or a small table."""
        found = readiness.readiness()
        yield from _of_process(found)
        if found.is_ready:
            try:
                yield from [*_of_queue(), *_of_channels(), *_of_programs(), *_of_webhooks(), *_of_ledger()]
            except DatabaseError:
                return


def _of_process(found: Readiness) -> Iterator[Metric]:
    yield _gauge("tanggap_ready", "1 when reports can be received.", found.is_ready)
    yield _gauge("tanggap_disk_free_bytes", "Room on the disk of the photos.", found.disk_free_bytes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    yield _gauge("tanggap_process_resident_memory_peak_bytes", "Most memory that this web process ever had.", peak)
    yield _gauge("tanggap_database_up", "1 when the database answers.", found.database_ms is not None)
    if found.database_ms is not None:
        yield _gauge("tanggap_database_seconds", "Time of one answer of the database.", found.database_ms / 1000)
    if found.worker_age_seconds is not None:
        yield _gauge("tanggap_worker_age_seconds", "Time since the worker was at work.", found.worker_age_seconds)


def _of_queue() -> Iterator[Metric]:
    jobs, parked = health.jobs(), health.parked()
    oldest = (clock.now() - jobs.oldest_at).total_seconds() if jobs.oldest_at else 0.0
    yield _gauge("tanggap_jobs_waiting", "Jobs that wait for the worker.", jobs.waiting)
    yield _gauge("tanggap_jobs_lag_seconds", "Age of the oldest job that is due.", max(0.0, oldest))
    yield _gauge("tanggap_jobs_failed", "Jobs that failed for good.", jobs.failed)
    yield _gauge("tanggap_events_parked", "Events that a consumer set aside.", float(parked.figure))


def _of_ledger() -> Iterator[Metric]:
    found = ledger.standing()
    yield _gauge("tanggap_ledger_well", "1 when the public log may be signed.", found.is_well)
    yield _gauge("tanggap_ledger_leaves", "Entries of the public log.", found.size)
    yield _gauge("tanggap_ledger_signed_leaves", "Those of them under a signed head.", found.signed)
    yield _gauge("tanggap_ledger_waiting", "Events that wait to be put into the log, at most 10,000.", found.waiting)


def _of_channels() -> Iterator[Metric]:
    accounts = [one for channel in channels.health() for one in channel.accounts]
    state = GaugeMetricFamily("tanggap_channel_state", "1 for how the account is now.", labels=[*ACCOUNT, "state"])
    for one in accounts:
        for level in Level:
            state.add_metric([*_labels(one), level.value], float(one.verdict.level == level))
    yield state
    for name, words, value in GAUGES:
        family = GaugeMetricFamily(f"tanggap_channel_{name}", words, labels=ACCOUNT)
        for one in accounts:
            family.add_metric(_labels(one), float(value(one)))
        yield family
    success = GaugeMetricFamily(
        "tanggap_channel_last_success_timestamp_seconds", "When something went well last.", labels=ACCOUNT
    )
    refused = CounterMetricFamily("tanggap_channel_calls_refused", "Calls that nobody could prove.", labels=ACCOUNT)
    for one in accounts:
        refused.add_metric(_labels(one), float(one.refused))
        if one.worked_at is not None:
            success.add_metric(_labels(one), one.worked_at.timestamp())
    yield from (success, refused)


def _of_webhooks() -> Iterator[Metric]:
    rows = webhooks.everything()
    state = GaugeMetricFamily(
        "tanggap_webhook_state", "1 for how the subscription is now.", labels=["subscription", "state"]
    )
    for row in rows:
        for one in SubscriptionState:
            state.add_metric([row.key, one.value], float(row.state == one))
    yield state
    figures = (
        ("lag_seconds", "Age of the event at the head of the line.", [row.lag_seconds for row in rows]),
        ("waiting", "Events that wait, counted up to 10,000.", [row.waiting for row in rows]),
        ("dead", "Events that were given up.", [row.dead for row in rows]),
    )
    for name, words, values in figures:
        family = GaugeMetricFamily(f"tanggap_webhook_{name}", words, labels=["subscription"])
        for row, value in zip(rows, values, strict=True):
            family.add_metric([row.key], float(value))
        yield family


def _of_programs() -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "tanggap_client_calls",
        "Calls of a program since the city's midnight, by how they ended; no client: a key that nobody knows.",
        labels=["client", "outcome"],
    )
    for client, outcome, number in overview.today():
        calls.add_metric([client, outcome], float(number))
    yield calls


def _labels(one: AccountHealth) -> list[str]:
    return [one.channel, one.code, one.adapter]


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))
