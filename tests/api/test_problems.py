"""What goes wrong around the operations is said as a problem, too: unknown addresses, wrong methods, too much, a database that is gone."""

import errno
import logging

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import KEY, URL, document, problem, send

from tanggap.api import limits, problems
from tanggap.core import buckets as core_buckets
from tanggap.intake import actions
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/reports", "/api/v1/reports/", "/api/v1/x/y"])
def test_an_address_that_is_none(client, path):
    assert problem(client.get(path)) == (404, "not_found", [])


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_that_is_not_taken_is_told_which_are(client, method):
    answer = getattr(client, method)(URL)

    assert problem(answer) == (405, "method_not_allowed", [])
    assert {word.strip() for word in answer["Allow"].split(",")} == {"GET", "POST"}


def test_head_is_answered_like_get(client):
    assert client.head(URL).status_code == 200


@pytest.mark.parametrize(
    "error", [OperationalError("the connection is lost"), InterfaceError("connection already closed")]
)
def test_a_database_that_goes_away_says_that_nothing_was_lost(client, monkeypatch, caplog, error):
    def gone(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(actions.transitions, "begin", gone)
    with caplog.at_level(logging.CRITICAL):
        answer = send(client, document(), **{"Idempotency-Key": KEY})

    assert problem(answer) == (503, "unavailable", [])
    assert answer["Retry-After"] == "5"
    assert Report.objects.count() == 0

    monkeypatch.undo()
    assert send(client, document(), **{"Idempotency-Key": KEY}).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_connection_killed_in_the_middle_of_a_submit_leaves_nothing_half_written(client, monkeypatch, caplog):
    begin = actions.transitions.begin

    def begin_and_die(*args, **kwargs):
        event = begin(*args, **kwargs)
        with psycopg.connect(
            connection.get_connection_params().get("conninfo", ""), **_address(), autocommit=True
        ) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return event

    monkeypatch.setattr(actions.transitions, "begin", begin_and_die)
    with caplog.at_level(logging.CRITICAL):
        answer = send(client, document(), **{"Idempotency-Key": KEY})
    connection.close()

    assert problem(answer)[:2] == (503, "unavailable")
    assert Report.objects.count() == 0
    monkeypatch.undo()
    assert send(client, document(), **{"Idempotency-Key": KEY}).status_code == 201
    assert Report.objects.count() == 1


def _address():
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}


def test_a_full_disk_is_a_matter_of_later(client, monkeypatch, caplog):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(actions, "take_in", full)
    with caplog.at_level(logging.CRITICAL):
        assert problem(send(client, document())) == (503, "unavailable", [])


def test_a_fault_of_ours_tells_nothing_of_itself(client, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(actions, "take_in", broken)
    with caplog.at_level(logging.CRITICAL):
        answer = send(client, document())

    assert problem(answer) == (500, "internal_error", [])
    assert b"secret" not in answer.content


def test_an_outage_does_not_fill_the_log(client, monkeypatch, caplog):
    def gone(*_args, **_kwargs):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(problems, "_away", problems._Seldom())
    monkeypatch.setattr(actions.transitions, "begin", gone)
    with caplog.at_level(logging.ERROR, "tanggap.api"):
        for _ in range(20):
            send(client, document())

    ours = [record.getMessage() for record in caplog.records if record.name == "tanggap.api"]
    assert 1 <= len(ours) <= 3
    assert "OperationalError: the connection is lost" in ours[0]


class TestTooMany:
    """More than a minute's share from one address."""

    @pytest.fixture(autouse=True)
    def _three_a_minute(self, settings):
        settings.API_REPORTS_PER_MINUTE = 3
        limits.forget()

    def statuses(self, client, *addresses, **headers):
        sent = [
            client.post(URL, document(), "application/json", REMOTE_ADDR=address, headers=headers)
            for address in addresses
        ]
        return [answer.status_code for answer in sent]

    def test_the_fourth_waits(self, client):
        assert self.statuses(client, *["203.0.113.7"] * 4) == [201, 201, 201, 429]

    def test_it_is_told_how_long(self, client):
        self.statuses(client, *["203.0.113.7"] * 3)
        answer = client.post(URL, document(), "application/json", REMOTE_ADDR="203.0.113.7")

        assert problem(answer) == (429, "too_many_requests", [])
        assert 1 <= int(answer["Retry-After"]) <= 20

    def test_refused_ones_cost_no_statement(self, client):
        self.statuses(client, *["203.0.113.7"] * 3)
        with CaptureQueriesContext(connection) as statements:
            self.statuses(client, "203.0.113.7")

        assert len(statements) == 0

    def test_each_address_has_its_own_share(self, client):
        assert self.statuses(client, *["203.0.113.7"] * 3, "203.0.113.8") == [201, 201, 201, 201]

    def test_an_ipv6_network_is_one_sender(self, client):
        addresses = [f"2001:db8:0:1::{n}" for n in range(4)]

        assert self.statuses(client, *addresses, "2001:db8:0:2::1") == [201, 201, 201, 429, 201]

    def test_this_machine_itself_is_not_counted(self, client):
        assert self.statuses(client, *["127.0.0.1"] * 5) == [201] * 5

    def test_a_forwarded_address_is_not_believed_without_a_trusted_proxy(self, client):
        for number in range(3):
            self.statuses(client, "203.0.113.7", **{"X-Forwarded-For": f"198.51.100.{number}"})

        assert self.statuses(client, "203.0.113.7", **{"X-Forwarded-For": "198.51.100.9"}) == [429]

    def test_behind_a_trusted_proxy_its_word_counts_and_the_senders_does_not(self, client, settings):
        settings.TRUSTED_PROXIES = 1
        sent = [
            self.statuses(client, "127.0.0.1", **{"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.7"})[0] for n in range(4)
        ]

        assert sent == [201, 201, 201, 429]

    def test_the_share_comes_back_with_time(self):
        buckets = limits.Buckets(3)
        taken = [buckets.wait_seconds("a", now=0.0) for _ in range(4)]

        assert taken == [0, 0, 0, 20]
        assert buckets.wait_seconds("a", now=20.0) == 0

    def test_addresses_long_silent_are_forgotten(self, monkeypatch):
        monkeypatch.setattr(core_buckets, "MOST_SENDERS", 2)
        counted = core_buckets.Buckets(1)
        for address in ("a", "b", "c"):
            counted.wait_seconds(address, now=0.0)

        assert list(counted._levels) == ["b", "c"]

    def test_zero_switches_it_off(self, client, settings):
        settings.API_REPORTS_PER_MINUTE = 0

        assert self.statuses(client, *["203.0.113.7"] * 5) == [201] * 5
