"""New rows by statements put together once: the same rows that the ORM would write, in fewer round trips."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import make

from tanggap.core import clock
from tanggap.reports import inserts
from tanggap.reports.models import Report, Support

pytestmark = pytest.mark.django_db


def support(report, person=b"a"):
    return Support(report=report, person=person, at=clock.now())


def test_a_row_is_written_as_the_orm_writes_it_and_gets_its_key():
    row = support(make.report())

    inserts.insert(row)

    assert row.pk is not None
    assert not row._state.adding
    assert Support.objects.get() == row
    assert bytes(Support.objects.get().person) == b"a"


def test_a_key_that_is_given_stays():
    report = make.report()
    row = Support(id=inserts.new_id(Support), report=report, person=b"a", at=clock.now())
    key = row.pk

    inserts.insert(row)

    assert (row.pk, Support.objects.get().pk) == (key, key)


def test_small_rows_share_a_round_trip_and_large_ones_do_not(monkeypatch):
    report = make.report()
    rows = [support(report, bytes([number])) for number in range(5)]
    monkeypatch.setattr(inserts, "MOST_VALUES", 6)

    with CaptureQueriesContext(connection) as trips:
        inserts.insert(*rows)

    assert len(trips) == 3
    assert [row.pk for row in rows] == sorted(Support.objects.values_list("pk", flat=True))


def test_what_the_database_refuses_is_an_integrity_error_and_writes_none_of_them():
    report = make.report()

    with pytest.raises(IntegrityError, match="reports_support_once"), transaction.atomic():
        inserts.insert(support(report), support(report, b"b"), support(report))

    assert Support.objects.count() == 0


def test_what_only_the_database_makes_is_left_to_it():
    names, json = inserts.columns(Report)

    assert "due_at" not in names
    assert json == {"details"}
    assert make.report().due_at is not None


@pytest.mark.django_db(transaction=True)
def test_no_two_threads_get_the_same_key():
    found = []

    def take():
        found.extend(inserts.new_id(Support) for _ in range(100))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 400
