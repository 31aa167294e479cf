"""What open data, the public log, subscriptions and the moderation say of a period, and why there is sometimes nothing to say."""

from datetime import UTC, date, datetime

import pytest
from tests.evaluation.counted import MARCH, at_noon
from tests.factories import make
from tests.logs import own_events_seen
from tests.surveys.making import survey
from tests.surveys.test_results import answers

from tanggap.core import clock, cursors
from tanggap.evaluation import citing
from tanggap.evaluation.sources import SOURCES, log, opendata
from tanggap.evaluation.tallies.consumer import CONSUMER
from tanggap.evaluation.telling import tell
from tanggap.insight.opendata import queries as published
from tanggap.insight.opendata.datasets import DATASETS
from tanggap.insight.opendata.models import Version
from tanggap.insight.statistics import Selection
from tanggap.ledger.consumer import CONSUMER as LEDGER
from tanggap.surveys.queries.results import results


@pytest.fixture(autouse=True)
def _noon(db):
    published.forget_read()
    log._shelf.clear()
    with own_events_seen(), at_noon():
        yield
    published.forget_read()


def version(day, *, hour=19, datasets=tuple(DATASETS)):
    """Publish a version in the night after a day; 19:40 UTC is 02:40 of the next day in the city."""
    at = datetime(2026, 3, day, hour, 40, tzinfo=UTC)
    Version.objects.create(
        number=f"2026-03-{day:02}", taken_at=at, made_at=at, seconds=1, schema=1, position=1, clean_to=1,
        facts={"datasets": {code: {} for code in datasets}},
    )  # fmt: skip


def test_a_night_without_a_version_is_a_day_missed():
    for day in (26, 27, 29):
        version(day)
    said = opendata.in_time(MARCH)  # the 27th, 28th and 30th had one, the 29th had none, the 31st is not over
    assert (said.hits, said.n, said.since) == (3, 4, date(2026, 3, 27))
    assert opendata.days_missed(MARCH) == [date(2026, 3, 29)]


def test_a_version_that_lacks_a_data_set_is_not_in_time():
    version(28)
    version(29, datasets=("reports",))
    assert (opendata.in_time(MARCH).hits, opendata.in_time(MARCH).n) == (1, 2)


def test_before_the_first_version_there_is_no_number():
    assert SOURCES["open_data_in_time"](MARCH).reason == "No open data has been published yet."
    assert SOURCES["open_data_age"](MARCH).value is None


def test_a_period_before_the_first_version_has_none():
    version(29)
    said = opendata.in_time(Selection(date(2025, 1, 1), date(2025, 1, 31)))
    assert (said.value, said.reason) == (None, "No day of the period is over since open data is published.")


def test_the_log_proves_what_a_signed_head_covers():
    make.report()
    assert SOURCES["ledger_proofs"](MARCH).hits == 0
    cursors.catch_up(LEDGER)
    log._shelf.clear()
    said, stands = SOURCES["ledger_proofs"](MARCH), log.now()
    assert (said.hits, said.n) == (stands.signed, stands.events)
    assert stands.events > 0
    assert SOURCES["ledger_witnessed"](MARCH).reason == "Nobody else signs the heads of the log yet."


def test_what_is_kept_from_the_public_is_told_as_a_share_of_all():
    make.report()
    make.report(visibility="private")
    cursors.catch_up(CONSUMER)
    today = Selection(date(2026, 3, 31), date(2026, 3, 31))
    assert (SOURCES["withheld"](today).hits, SOURCES["withheld"](today).n) == (1, 2)


def test_nothing_received_is_no_share():
    for name in ("withheld", "subscriptions"):
        assert SOURCES[name](MARCH).reason == "No report was received in the period."


def test_a_report_that_somebody_follows_counts_once():
    from tanggap.notify.models import Subscription

    report = make.report()
    make.report()
    cursors.catch_up(CONSUMER)
    for index, state in ((b"1", "active"), (b"2", "active"), (b"3", "asked")):
        Subscription.objects.create(
            index=index, sealed=b"s", nonce=b"n", report=report, language="id", state=state, asked_at=report.received_at,
            confirmed_at=report.received_at if state == "active" else None,
        )  # fmt: skip
    today = Selection(date(2026, 3, 31), date(2026, 3, 31))
    assert (SOURCES["subscriptions"](today).hits, SOURCES["subscriptions"](today).n) == (1, 2)
    elsewhere = Selection(today.first, today.last, area="31.71")
    assert SOURCES["subscriptions"](elsewhere).value is None


def test_the_index_of_satisfaction_is_the_one_of_the_surveys():
    row = survey()
    answers(row, [[3, 4, 3, 3, 3, 4, 3, 2, 3], [4, 4, 4, 3, 3, 4, 3, 2, 1]] * 10)
    answers(row, [[4] * 9] * 3, unit="biro-pemerintahan")
    day = clock.local(clock.now()).date()
    told = tell(Selection(day, day), ["ikm"])["ikm"]
    index = results(first=day, last=day).index

    assert (told.value, told.n, told.low, told.high) == (float(index.value), 23, index.low, index.high)
    assert citing.read(told.query).code == "ikm"


@pytest.mark.parametrize(
    ("narrowed", "lack"),
    [({"unit": "biro-pemerintahan"}, "few"), ({"channel": "sms"}, "none"), ({"category": "sampah"}, "side")],
)
def test_an_index_that_cannot_be_told_says_why(narrowed, lack):
    answers(survey(), [[4] * 9] * 3, unit="biro-pemerintahan")
    day = clock.local(clock.now()).date()
    told = tell(Selection(day, day, **narrowed), ["ikm"])["ikm"]

    assert (told.value, told.lack) == (None, lack)
    assert told.reason
