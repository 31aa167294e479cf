"""Reads that PostgreSQL plans once a connection."""

import pytest
from django.db import connection, utils
from django.test.utils import CaptureQueriesContext

from tanggap.core import planned

pytestmark = pytest.mark.django_db


def ask(number: int) -> int:
    with planned.cursor() as cursor:
        cursor.execute("SELECT id + %s FROM (VALUES (1)) AS planned_once (id)", [number])
        return int(cursor.fetchone()[0])


def is_prepared() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_prepared_statements WHERE statement LIKE %s)", ["%planned_once (id)"]
        )
        return bool(cursor.fetchone()[0])


def test_a_statement_that_comes_again_is_prepared_and_answers_for_each_value():
    assert [ask(number) for number in range(6)] == [1, 2, 3, 4, 5, 6]

    assert is_prepared()


def test_who_looks_at_the_statements_sees_them_whole():
    with CaptureQueriesContext(connection) as seen:
        ask(41)

    assert [one["sql"] for one in seen.captured_queries] == ["SELECT id + 41 FROM (VALUES (1)) AS planned_once (id)"]


def test_a_fault_is_a_fault_of_the_database_as_django_names_it():
    with pytest.raises(utils.ProgrammingError), planned.cursor() as cursor:
        cursor.execute("SELECT FROM nowhere WHERE id = %s", [1])
