"""What somebody with all rights on the database can do to history, and a city to do it to.

An act of `ON_ONE` is done to one report or leaf, so that several can be done at once; one of `ON_ALL` to the whole log. Each returns where
it must be found.
"""

from collections.abc import Callable

from tests.ledger.tampering.city import STATES, City, Where, build, undone
from tests.ledger.tampering.log import (
    hash_flipped,
    leaf_dropped,
    leaf_edited,
    leaf_of_another_event,
    leaf_rewritten,
    leaves_swapped,
    tile_dropped,
    tile_flipped,
)
from tests.ledger.tampering.reports import (
    event_added,
    event_dropped,
    event_edited,
    events_swapped,
    kept_changed,
    last_event_dropped,
    photo_added,
    photo_dropped,
    photo_edited,
    report_dropped,
    report_edited,
    seed_changed,
)
from tests.ledger.tampering.whole import (
    rewritten_with_the_stolen_key,
    rolled_back,
    second_head_of_one_size,
    signed_by_another_key,
    tail_cut,
)

__all__ = ["ON_ALL", "ON_ONE", "STATES", "Act", "City", "Where", "build", "undone"]

Act = Callable[[City, set[str]], Where]
ON_ONE: tuple[Act, ...] = (
    event_edited, event_edited, event_edited, report_edited, report_edited, photo_edited, photo_dropped, photo_added, event_dropped,
    last_event_dropped, report_dropped, event_added, events_swapped, seed_changed, kept_changed, leaf_edited, leaf_rewritten, hash_flipped,
    leaf_dropped, leaves_swapped, leaf_of_another_event, tile_flipped, tile_dropped,
)  # fmt: skip
ON_ALL: tuple[Act, ...] = (
    tail_cut,
    rolled_back,
    signed_by_another_key,
    rewritten_with_the_stolen_key,
    second_head_of_one_size,
)
