"""A program's budget holds over all web processes together, and costs few writes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clients import making
from tests.fixtures import undone

from tanggap.clients import leases

pytestmark = pytest.mark.django_db
MINUTE = 30_000_000


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Stand still at the tenth second of a minute; the test moves on by itself."""
    now = [MINUTE * 60 + 10.0]
    monkeypatch.setattr(leases.time, "time", lambda: now[0])
    leases.forget()
    yield now
    leases.forget()


@pytest.fixture
def code():
    return making.program().code


class Process:
    """A web process: it knows only the shares that it took itself."""

    def __init__(self):
        self.shares = {}

    def spend(self, code, limit, policy="read"):
        leases._shares.clear()
        leases._shares.update(self.shares)
        found = leases.spend(code, policy, limit)
        self.shares = dict(leases._shares)
        return found


def test_the_budget_counts_down_and_says_when_it_is_full_again(code):
    found = [leases.spend(code, "read", 40) for _ in range(41)]

    assert [one.is_free for one in found] == [True] * 40 + [False]
    assert [one.left for one in found][:3] == [39, 38, 37]
    assert (found[-1].left, found[-1].reset, found[-1].limit) == (0, 50, 40)


def test_a_new_minute_is_a_new_budget(code, at):
    for _ in range(41):
        leases.spend(code, "read", 40)

    at[0] += 50

    assert leases.spend(code, "read", 40).is_free


def test_reads_and_writes_are_counted_apart(code):
    for _ in range(40):
        leases.spend(code, "read", 40)

    assert not leases.spend(code, "read", 40).is_free
    assert leases.spend(code, "write", 40).is_free


@settings(max_examples=6, deadline=None)
@given(
    limit=st.integers(1, 90),
    turns=st.lists(st.integers(0, 3), min_size=120, max_size=160),
)
def test_processes_together_never_give_more_and_at_worst_a_share_each_less(limit, turns):
    with undone():
        code, processes = making.program().code, [Process() for _ in range(4)]

        free = sum(processes[turn].spend(code, limit).is_free for turn in turns)

    most_lost = (max(1, limit // leases.SHARES) - 1) * 3
    assert min(limit, len(turns)) - most_lost <= free <= limit


def test_it_costs_twenty_writes_a_minute_and_none_once_it_is_spent(code):
    with CaptureQueriesContext(connection) as statements:
        for _ in range(700):
            leases.spend(code, "read", 600)

    assert len(statements) == leases.SHARES


def test_the_table_is_not_logged():
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'clients_lease'")
        assert cursor.fetchone() == ("u",)
