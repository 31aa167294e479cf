"""What is done to the log beside the history: to its leaves, hashes and tiles."""

from django.db import connection
from tests.ledger.tampering.city import City, Where, sql


def leaf_edited(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET entry = set_byte(entry, 9, get_byte(entry, 9) # 1) WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaf_rewritten(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET entry = set_byte(entry, 9, get_byte(entry, 9) # 1) WHERE "index" = %s', leaf)
    sql("UPDATE ledger_leaf SET hash = sha256('\\x00'::bytea || entry) WHERE \"index\" = %s", leaf)
    return Where(leaf=leaf)


def hash_flipped(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('UPDATE ledger_leaf SET hash = set_byte(hash, 3, get_byte(hash, 3) # 16) WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaf_dropped(city: City, used: set[str]) -> Where:
    leaf = _leaf(city, used)
    sql('DELETE FROM ledger_leaf WHERE "index" = %s', leaf)
    return Where(leaf=leaf)


def leaves_swapped(city: City, used: set[str]) -> Where:
    one, other = _leaf(city, used), _leaf(city, used)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "index", event_id, entry, hash FROM ledger_leaf WHERE "index" IN (%s, %s)', [one, other])
        rows = {index: rest for index, *rest in cursor.fetchall()}
    sql('DELETE FROM ledger_leaf WHERE "index" IN (%s, %s)', one, other)
    for index, source in ((one, other), (other, one)):
        sql(
            'INSERT INTO ledger_leaf (epoch_id, "index", event_id, entry, hash) VALUES (1, %s, %s, %s, %s)',
            index,
            *rows[source],
        )
    return Where(leaf=one)


def leaf_of_another_event(city: City, used: set[str]) -> Where:
    """The leaf stays, and is said to be about another event."""
    _code, _version, _kind, leaf = city.pick(used)
    sql('UPDATE ledger_leaf SET event_id = -%s WHERE "index" = %s', leaf + 1, leaf)
    return Where(leaf=leaf)


def tile_flipped(city: City, used: set[str]) -> Where:
    number = city.rng.randrange(city.size // 256)
    at = city.rng.randrange(8192)
    sql(
        "UPDATE ledger_tile SET hashes = set_byte(hashes, %s, get_byte(hashes, %s) # 4) WHERE level = 0 AND number = %s",
        at,
        at,
        number,
    )
    return Where(leaf=number * 256 + at // 32)


def tile_dropped(city: City, used: set[str]) -> Where:
    number = city.rng.randrange(city.size // 256)
    sql("DELETE FROM ledger_tile WHERE level = 0 AND number = %s", number)
    return Where(place=f"tile 0/{number}", leaf=number * 256)


def _leaf(city: City, used: set[str]) -> int:
    return city.pick(used)[3]
