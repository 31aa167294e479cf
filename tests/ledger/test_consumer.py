"""Every event becomes a leaf, once and in order; a rebuild derives the leaves anew, compares them, and writes nothing."""

import os
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make
from tests.ledger.logs import attack, fill, log_events, sign

from tanggap.core import cursors
from tanggap.core.models import Parked
from tanggap.ledger import documents, queries, storing, tree
from tanggap.ledger.consumer import CONSUMER, apply
from tanggap.ledger.models import Leaf, Tile
from tanggap.reports import outbox
from tanggap.reports.models import Event
from tanggap.reports.words import State, Visibility


def rows() -> list[tuple[object, ...]]:
    return [
        (index, event, bytes(entry))
        for index, event, entry in Leaf.objects.order_by("index").values_list("index", "event", "entry")
    ]


@pytest.mark.django_db
def test_each_event_is_a_leaf_whoever_may_read_it():
    made = make.report(state=State.REOPENED)
    make.report(visibility=Visibility.PRIVATE)
    log_events()

    assert [event for _index, event, _entry in rows()] == list(
        Event.objects.order_by("tx", "id").values_list("id", flat=True)
    )
    assert [index for index, _event, _entry in rows()] == list(range(Event.objects.count()))
    found = documents.of_report(made.code)
    entries = {event: entry for _index, event, entry in rows()}
    assert [documents.committed(entries[one.event]) for one in found] == [one.commitment for one in found]


@pytest.mark.django_db
def test_the_same_event_again_makes_no_second_leaf():
    make.report(state=State.IN_PROGRESS)
    log_events()
    before = rows()
    log_events()
    assert rows() == before


@pytest.mark.django_db
def test_a_batch_costs_what_one_event_costs():
    make.report()
    log_events()
    first, other = make.report(), make.report(state=State.REOPENED)
    facts = outbox.histories([first.pk, other.pk])
    with CaptureQueriesContext(connection) as one:
        apply(facts[first.pk])
    with CaptureQueriesContext(connection) as many:
        apply(facts[other.pk])
    assert len(one) == len(many) == 6


@pytest.mark.django_db(transaction=True)
def test_rebuilt_it_is_the_same():
    made = make.report(state=State.REOPENED)
    cursors.catch_up(CONSUMER)
    before = rows()

    assert cursors.rebuild(CONSUMER) == len(before)

    assert (rows(), Parked.objects.count()) == (before, 0)
    assert len(before) == len(make.events(made))


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_sets_aside_what_was_altered():
    made = make.report(state=State.REOPENED)
    cursors.catch_up(CONSUMER)
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_event SET at = at - interval '1 day' WHERE version = 3")
        cursor.execute("ALTER TABLE reports_event ENABLE TRIGGER USER")

    cursors.rebuild(CONSUMER)

    ((_event, error, _at),) = cursors.parked(CONSUMER.name)
    assert error.endswith(f"(report {made.code}, version 3) is not what its leaf commits to")
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_leaf_once():
    for _ in range(6):
        make.report(state=State.IN_PROGRESS)
    begin = threading.Barrier(2)

    def work() -> None:
        try:
            begin.wait(5)
            while cursors.has_news(CONSUMER):
                cursors.advance(CONSUMER, most=3)
                sign()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    sign()

    assert [index for index, *_rest in rows()] == list(range(Event.objects.count()))
    assert queries.standing().is_well
    assert queries.standing().signed == Event.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sizes", [(1, 255), (256,), (257, 300), *([(70_000,)] if os.environ.get("TANGGAP_DRILL") == "full" else [])]
)
def test_tiles_are_the_tree(sizes: tuple[int, ...]):
    size = 0
    for count in sizes:
        fill(count, start=size)
        size += count
    sign()
    hashes = storing.leaf_hashes(1, 0, size)
    head = queries.head()
    assert head is not None
    assert (head.size, head.root) == (size, tree.root(hashes))
    assert Tile.objects.count() == size // 256 + size // 65_536

    for level in range(3):
        complete = size >> (8 * level)
        for number in {0, complete // 256 // 2, complete // 256}:
            width = min(256, complete - number * 256)
            if width < 1:
                continue
            span = 1 << (8 * level)
            start = number * 256
            wanted = [tree.root(hashes[at * span : (at + 1) * span]) for at in range(start, start + width)]
            assert queries.tile(level, number, width) == b"".join(wanted)
    bundle = queries.entries(size // 256, size % 256) if size % 256 else b""
    assert bundle == b"".join(
        len(one).to_bytes(2, "big") + one for one in storing.leaf_entries(1, size - size % 256, size)
    )
    for index in {0, size // 2, size - 1}:
        proof = queries.inclusion(index)
        assert tree.verify_inclusion(leaf=hashes[index], index=index, size=size, proof=proof, head=head.root)
    for old in {1, size // 3, size - 1, size} - {0}:
        proof = queries.consistency(old, size)
        older = tree.root(hashes[:old])
        assert tree.verify_consistency(old=old, new=size, old_head=older, new_head=head.root, proof=proof)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "number", "width"),
    [(0, 0, 0), (0, 0, 257), (0, -1, 1), (0, 1, 45), (0, 1, 256), (1, 0, 2), (2, 0, 1), (8, 0, 1), (0, 10**9, 1)],
)
def test_what_the_head_does_not_have_is_not_served(level: int, number: int, width: int):
    fill(300)
    sign()
    fill(300, start=300)  # not under a head yet
    assert queries.tile(level, number, width) is None
    if level == 0:
        assert queries.entries(number, width) is None
    with pytest.raises(ValueError, match="no leaf"):
        queries.inclusion(300)
    with pytest.raises(ValueError, match="no head"):
        queries.consistency(1, 301)


@pytest.mark.django_db
def test_nothing_is_served_before_the_first_head():
    fill(3)
    made = make.report()
    assert (queries.head(), queries.tile(0, 0, 1), queries.entries(0, 1), queries.openings(0), queries.proof(made.code)) == (
        None, None, None, [], None,
    )  # fmt: skip
    assert queries.standing().trouble == queries.SILENT


@pytest.mark.django_db
def test_tiles_cost_one_statement_by_an_index():
    fill(700)
    sign()
    queries.head()
    for ask in (
        lambda: queries.tile(0, 0, 256),
        lambda: queries.tile(0, 2, 100),
        lambda: queries.entries(1, 256),
        lambda: queries.tile(1, 0, 2),
    ):
        with CaptureQueriesContext(connection) as told:
            assert ask()
        assert len(told) == 1


@pytest.mark.django_db
def test_an_altered_leaf_is_served_as_it_stands_and_no_proof_of_it_holds():
    fill(300)
    sign()
    attack("UPDATE ledger_leaf SET entry = 'x', hash = sha256('\\x0078') WHERE index = 299")
    head = queries.head()
    assert head is not None
    proof = queries.inclusion(299)
    assert not tree.verify_inclusion(leaf=tree.leaf_hash(b"x"), index=299, size=300, proof=proof, head=head.root)
