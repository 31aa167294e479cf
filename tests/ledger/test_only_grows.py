"""The database refuses what the log never does, also to whoever goes round our code."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import make
from tests.ledger.logs import fill, log_events, sign

pytestmark = pytest.mark.django_db

GROWING = ["ledger_epoch", "ledger_leaf", "ledger_tile", "ledger_head"]
ZERO, LEAF = "repeat('00', 32)", "sha256('\\x0061')"
LONG, DIGEST = "decode(repeat('00', 8192), 'hex')", f"decode({ZERO}, 'hex')"


@pytest.fixture
def log() -> None:
    make.report()
    log_events()
    fill(256)
    sign()


def refused(statement: str) -> str:
    """Return by which constraint the database refuses a statement."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


@pytest.mark.usefixtures("log")
def test_nothing_of_the_log_is_changed_deleted_or_emptied():
    for table in GROWING:
        column = {"ledger_epoch": "number"}.get(table, "epoch_id")
        assert refused(f"UPDATE {table} SET {column} = {column}") == f"{table}_only_grows"
        assert refused(f"DELETE FROM {table}") == f"{table}_only_grows"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (*GROWING, "ledger_sealed", "ledger_seed", "ledger_kept"):
        assert refused(f"TRUNCATE {table}") == f"{table}_only_grows"


ATTACKS = {
    "a gap in the numbers": (f"INSERT INTO ledger_leaf VALUES (1, 300, NULL, 'a', {LEAF})", "ledger_leaf_follows"),
    "a gap among new ones": (
        f"INSERT INTO ledger_leaf VALUES (1, 257, NULL, 'a', {LEAF}), (1, 259, NULL, 'a', {LEAF})", "ledger_leaf_follows",
    ),
    "a leaf of no log": (f"INSERT INTO ledger_leaf VALUES (2, 0, NULL, 'a', {LEAF})", "ledger_leaf_follows"),
    "a leaf before the first": (f"INSERT INTO ledger_leaf VALUES (1, -1, NULL, 'a', {LEAF})", "ledger_leaf_counts_from_zero"),
    "a second leaf of one number": (f"INSERT INTO ledger_leaf VALUES (1, 5, NULL, 'a', {LEAF})", "ledger_leaf_pkey"),
    "a leaf with another hash": (f"INSERT INTO ledger_leaf VALUES (1, 257, NULL, 'b', {LEAF})", "ledger_leaf_has_its_hash"),
    "an event twice": (
        f"INSERT INTO ledger_leaf SELECT 1, 257, event_id, 'a', {LEAF} FROM ledger_leaf WHERE event_id IS NOT NULL",
        "ledger_leaf_once_an_event",
    ),
    "half a tile": (f"INSERT INTO ledger_tile VALUES (1, 1, 0, 'x', {DIGEST})", "ledger_tile_is_complete"),
    "a second tile in one place": (f"INSERT INTO ledger_tile VALUES (1, 0, 0, {LONG}, {DIGEST})", "ledger_tile_pkey"),
    "two heads of one size": (f"INSERT INTO ledger_head VALUES (1, 257, {DIGEST}, '', now())", "ledger_head_follows"),
    "a head of a smaller tree": (f"INSERT INTO ledger_head VALUES (1, 9, {DIGEST}, '', now())", "ledger_head_follows"),
    "a head without its leaves": (f"INSERT INTO ledger_head VALUES (1, 999, {DIGEST}, '', now())", "ledger_head_has_its_leaves"),
    "a new log for no reason": ("INSERT INTO ledger_epoch VALUES (2, 'x/2', 'k', '', '', now())", "ledger_epoch_begins_for_a_reason"),
    "an earlier log": ("INSERT INTO ledger_epoch VALUES (0, 'x/0', 'k', '', 'y', now())", "ledger_epoch_follows"),
    "a log of the same name": (
        "INSERT INTO ledger_epoch SELECT 2, origin, 'k', '', 'y', now() FROM ledger_epoch", "ledger_epoch_has_its_origin",
    ),
    "another salt": ("UPDATE ledger_seed SET seed = personal", "ledger_seed_stays"),
    "another personal salt": ("UPDATE ledger_seed SET personal = seed", "ledger_seed_stays"),
    "no salt at all": ("DELETE FROM ledger_seed", "ledger_seed_stays"),
    "a salt that went for no version": ("UPDATE ledger_seed SET personal = NULL", "ledger_seed_is_forgotten_from_a_version"),
    "a short salt": ("INSERT INTO ledger_seed VALUES (-1, 'x', 'y', NULL)", "ledger_seed_is_long"),
    "another place": ("""UPDATE ledger_kept SET personal = '{"lon": "1"}'""", "ledger_kept_stays"),
    "another category": ("""UPDATE ledger_kept SET facts = '{"category": "x"}'""", "ledger_kept_stays"),
    "no kept facts": ("DELETE FROM ledger_kept", "ledger_kept_stays"),
    "half a digest": ("INSERT INTO ledger_sealed VALUES (1, 1, 'x', 'y')", "ledger_sealed_is_a_digest"),
}  # fmt: skip


@pytest.mark.usefixtures("log")
def test_the_database_refuses():
    assert {what: refused(statement) for what, (statement, _name) in ATTACKS.items()} == {
        what: name for what, (_statement, name) in ATTACKS.items()
    }


@pytest.mark.usefixtures("log")
def test_what_went_never_comes_back():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_seed SET personal = NULL, forgotten = 1")
        cursor.execute("UPDATE ledger_kept SET personal = NULL")
    assert refused("UPDATE ledger_seed SET personal = seed, forgotten = NULL") == "ledger_seed_stays"
    assert refused("UPDATE ledger_seed SET forgotten = 2") == "ledger_seed_stays"
    assert refused("UPDATE ledger_kept SET personal = '{}'") == "ledger_kept_stays"
