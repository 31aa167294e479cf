"""Every event becomes a leaf, once and in order; a rebuild derives the leaves anew, compares them, and writes nothing."""

import pytest
from tests.factories import make

from tanggap.ledger import documents
from tanggap.ledger.consumer import apply
from tanggap.ledger.models import Leaf
from tanggap.reports import outbox
from tanggap.reports.models import Event
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def log() -> None:
    """Put all events into the log that are not there (a test's transaction is above the horizon)."""
    facts = list(outbox.some(list(Event.objects.values_list("id", flat=True))).values())
    apply(sorted(facts, key=lambda fact: (fact.tx, fact.id)))


def test_each_event_is_a_leaf():
    made = make.report(state=State.REOPENED)
    log()
    kept = list(Leaf.objects.order_by("index").values_list("index", "event", "entry"))
    assert [event for _index, event, _entry in kept] == list(
        Event.objects.order_by("tx", "id").values_list("id", flat=True)
    )
    assert [index for index, _event, _entry in kept] == list(range(len(kept)))
    found = documents.of_report(made.code)
    assert [one.index for one in found] == [index for index, *_ in kept]
    assert [documents.committed(bytes(entry)) for *_, entry in kept] == [one.commitment for one in found]
