"""How a committed test's rows go: by DELETE where they are few, as to cut a table and its indexes takes longer than most tests.

What tests left that were rolled back is cut too, once a table has grown by it.
"""

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

from django.db import connection

FEW = 500  # rows of a table: a deferred key is judged row by row
SMALL = 8 << 20  # bytes of a table, with what nobody sees any more

_HELD = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND pg_relation_size(oid) > 0 ORDER BY relname
"""
_HOW_MANY = "SELECT '{0}', (SELECT count(*) FROM (SELECT FROM {0} LIMIT {1}) AS part)"
_POINTING = """
SELECT DISTINCT points.relname, held.relname
FROM pg_constraint AS key JOIN pg_class AS points ON points.oid = key.conrelid JOIN pg_class AS held ON held.oid = key.confrelid
WHERE key.contype = 'f' AND points.oid <> held.oid AND points.relname = ANY(%s) AND held.relname = ANY(%s)
"""
_GUARDED = """
SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgname <> 'tests_count_writing' AND relname = ANY(%s) ORDER BY relname
"""


def statements(tables: set[str], *, cut: Callable[[set[str]], list[str]]) -> list[str]:
    """Return what empties those of `tables` that hold something, past the triggers that forbid it; `cut` says how many rows go at once."""
    held: dict[str, int] = dict(_rows(_HELD, list(tables)))
    if not held:
        return []
    count = " UNION ALL ".join(_HOW_MANY.format(name, FEW + 1) for name in held)
    many: dict[str, int] = dict(_rows(count))
    if max(held.values()) > SMALL or max(many.values()) > FEW:
        return cut(set(held))
    return _deleted([name for name, number in many.items() if number])


def _deleted(written: list[str]) -> list[str]:
    """Return what deletes all rows of `written`, those that point to others first."""
    if not written:
        return []
    guarded = [name for (name,) in _rows(_GUARDED, written)]
    return [
        *(f"ALTER TABLE {name} DISABLE TRIGGER USER;" for name in guarded),
        *(f"DELETE FROM {name};" for name in _in_order(written)),
        "SET CONSTRAINTS ALL IMMEDIATE;",  # no table with a key to judge is altered
        *(f"ALTER TABLE {name} ENABLE TRIGGER USER;" for name in guarded),
    ]


def _in_order(written: list[str]) -> list[str]:
    after: dict[str, set[str]] = {name: set() for name in written}
    for points, held in _rows(_POINTING, written, written):
        after[held].add(points)
    try:
        return list(TopologicalSorter(after).static_order())
    except CycleError:  # their keys are judged behind both
        return written


def _rows(statement: str, *given: list[str]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
