"""Each event reaches each consumer exactly once, in an order that no slow transaction can upset (design.md §1, promises.md P5)."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from django.db import OperationalError, connection, connections, transaction
from tests.factories import make
from tests.logs import all_events

from tanggap.core import cursors
from tanggap.core.cursors import Consumer
from tanggap.core.models import Cursor, Parked
from tanggap.reports import actions as reports
from tanggap.reports import outbox
from tanggap.reports.models import Report
from tanggap.reports.outbox import Fact

pytestmark = pytest.mark.django_db(transaction=True)


class Toy:
    """A consumer whose effect is one row an event; a second row for the same event would be an error."""

    def __init__(self) -> None:
        self.poison: set[int] = set()
        self.consumer = Consumer("toy", outbox, self.apply, self.clear)

    def apply(self, facts: Sequence[Fact]) -> None:
        with connection.cursor() as statement:
            statement.executemany("INSERT INTO toy (event) VALUES (%s)", [(fact.id,) for fact in facts])
        if self.poison & {fact.id for fact in facts}:
            raise ValueError("cannot digest this")

    def clear(self) -> None:
        with connection.cursor() as statement:
            statement.execute("DELETE FROM toy")

    @property
    def seen(self) -> list[int]:
        with connection.cursor() as statement:
            statement.execute("SELECT event FROM toy ORDER BY number")
            return [row[0] for row in statement.fetchall()]


@pytest.fixture
def toy() -> Iterator[Toy]:
    with connection.cursor() as statement:
        statement.execute("CREATE TABLE toy (event bigint PRIMARY KEY, number serial)")
    yield Toy()
    with connection.cursor() as statement:
        statement.execute("DROP TABLE toy")


def in_another_connection(work, *, go, done):
    """Run `work` in a transaction of a thread that commits only when `done` is set; `go` is set once the work is written."""

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                go.set()
                done.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert go.wait(10)
    return thread


def test_each_event_is_consumed_once_in_order(toy):
    make.report(state="in_progress")
    make.report()

    assert cursors.catch_up(toy.consumer, most=2) == 3
    assert toy.seen == all_events()
    assert cursors.catch_up(toy.consumer) == 0


def test_what_happens_later_is_consumed_later(toy):
    first = make.report()
    cursors.catch_up(toy.consumer)
    reports.start(code=first.code, version=1, by=make.staff(of=first.unit_id))

    assert cursors.catch_up(toy.consumer) == 1
    assert toy.seen == all_events()


def test_a_slow_transaction_is_not_skipped(toy):
    """It took its number before another one that has long been committed; nothing may pass it."""
    go, done = threading.Event(), threading.Event()
    slow = in_another_connection(make.report, go=go, done=done)
    quick = make.report()

    assert cursors.catch_up(toy.consumer) == 0
    done.set()
    slow.join(10)

    assert cursors.catch_up(toy.consumer) == 2
    assert toy.seen == all_events()
    assert toy.seen[-1] == outbox.histories([quick.pk])[quick.pk][0].id


def test_the_effect_and_the_cursor_are_written_together_or_not_at_all(toy):
    make.report()
    toy.consumer = Consumer("toy", outbox, lambda facts: (toy.apply(facts), stop()), toy.clear)

    def stop() -> None:
        raise OperationalError("the connection is gone")

    with pytest.raises(OperationalError):
        cursors.advance(toy.consumer)

    assert toy.seen == []
    assert not Cursor.objects.filter(name="toy", event__gt=0).exists()
    assert not Parked.objects.exists()


def test_a_transaction_taken_back_for_another_one_s_sake_is_told_from_a_database_that_is_lost():
    rows, both, errors = [make.report().pk, make.report().pk], threading.Barrier(2), []

    def lock(first: int, second: int) -> None:
        try:
            with transaction.atomic():
                Report.objects.select_for_update().get(pk=first)
                both.wait(10)
                Report.objects.select_for_update().get(pk=second)
        except OperationalError as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=lock, args=order) for order in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [cursors.has_collided(error) for error in errors] == [True]
    assert not cursors.has_collided(OperationalError("the connection is gone"))


def test_of_two_workers_one_works_and_the_other_passes_on(toy):
    cursors.catch_up(toy.consumer)  # its place exists: the first worker ever makes it, and the second waits for that
    make.report()
    go, done = threading.Event(), threading.Event()
    other = in_another_connection(lambda: cursors.advance(toy.consumer), go=go, done=done)

    assert cursors.advance(toy.consumer) == 0
    done.set()
    other.join(10)
    assert toy.seen == all_events()


def test_two_workers_at_once_do_each_event_once(toy):
    for _ in range(20):
        make.report()

    def work() -> None:
        try:
            for _ in range(60):
                cursors.advance(toy.consumer, most=1)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    cursors.catch_up(toy.consumer)
    assert toy.seen == all_events()


def test_a_poison_event_is_set_aside_loudly_and_the_rest_goes_on(toy, caplog):
    for _ in range(7):
        make.report()
    bad = all_events()[4]
    toy.poison = {bad}

    assert cursors.catch_up(toy.consumer) == 7
    assert toy.seen == [event for event in all_events() if event != bad]
    assert [(event, error) for event, error, _ in cursors.parked("toy")] == [(bad, "ValueError: cannot digest this")]
    assert f"could not digest event {bad}" in caplog.text


def test_a_parked_event_can_be_replayed_once_it_can_be_digested(toy):
    make.report()
    (bad,) = toy.poison = {all_events()[0]}
    cursors.catch_up(toy.consumer)

    with pytest.raises(ValueError, match="cannot digest"):
        cursors.replay(toy.consumer, bad)
    assert (toy.seen, Parked.objects.count()) == ([], 1)

    toy.poison = set()
    cursors.replay(toy.consumer, bad)
    assert (toy.seen, Parked.objects.count()) == ([bad], 0)
    with pytest.raises(LookupError):
        cursors.replay(toy.consumer, bad)


def test_rebuilding_drops_everything_and_ends_with_the_same(toy):
    make.report(state="in_progress")
    cursors.catch_up(toy.consumer)
    before = toy.seen
    told: list[int] = []

    assert cursors.rebuild(toy.consumer, told=told.append) == 2
    assert (toy.seen, told, cursors.is_rebuilding("toy")) == (before, [2], False)


def test_while_it_is_rebuilt_its_readers_can_know(toy):
    make.report()
    make.report()
    cursors.catch_up(toy.consumer)
    go_on = toy.consumer.apply
    states: list[bool] = []
    toy.consumer = Consumer(
        "toy", outbox, lambda facts: (go_on(facts), states.append(cursors.is_rebuilding("toy"))), toy.clear
    )

    cursors.rebuild(toy.consumer)
    assert (states, cursors.is_rebuilding("toy")) == ([True], False)


def test_rebuilding_without_any_event_ends_too(toy):
    assert cursors.rebuild(toy.consumer) == 0
    assert not cursors.is_rebuilding("toy")


def test_progress_tells_what_waits_and_what_is_parked(toy):
    make.report()
    toy.poison = {all_events()[0]}
    assert (cursors.progress(toy.consumer).waiting, cursors.progress(toy.consumer).moved_at) == (1, None)

    cursors.catch_up(toy.consumer)
    make.report()
    now = cursors.progress(toy.consumer)
    assert (now.waiting, now.parked, now.moved_at is not None) == (1, 1, True)


def test_reading_the_log_uses_its_index(toy):
    make.report()
    with connection.cursor() as statement:
        statement.execute("SET enable_seqscan = off")
        plan = outbox._behind(cursors.START).order_by("tx", "id").values("id")[:5].explain()
        statement.execute("SET enable_seqscan = on")
    assert "reports_event_outbox" in plan
    assert Report.objects.count() == 1
