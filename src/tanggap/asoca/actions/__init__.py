"""The only writers of ASOCA. `by` is who does it; `version` the board's, assessor's or action's as it was seen: else `Changed`.

boards    create, describe, add_element, change_element, remove_element, write_strategies, link_indicator, link_query,
          link_document, unlink, add_assessor, remove_assessor, open_for_judgement, back_to_draft, close, new_edition, discard
judging   judge: one assessor's comparisons and ratings, as many at once as a page has
acting    plan, change, set_state, follow, unfollow, take_reading, read_due (of all, by the clock)
"""

from tanggap.asoca.actions.acting import change, plan, set_state
from tanggap.asoca.actions.boards import back_to_draft, close, create, describe, discard, open_for_judgement
from tanggap.asoca.actions.editions import new_edition
from tanggap.asoca.actions.following import follow, read_due, take_reading, unfollow
from tanggap.asoca.actions.judging import judge
from tanggap.asoca.actions.laying import (
    add_assessor,
    add_element,
    change_element,
    link_document,
    link_indicator,
    link_query,
    remove_assessor,
    remove_element,
    unlink,
    write_strategies,
)

__all__ = [
    "add_assessor",
    "add_element",
    "back_to_draft",
    "change",
    "change_element",
    "close",
    "create",
    "describe",
    "discard",
    "follow",
    "judge",
    "link_document",
    "link_indicator",
    "link_query",
    "new_edition",
    "open_for_judgement",
    "plan",
    "read_due",
    "remove_assessor",
    "remove_element",
    "set_state",
    "take_reading",
    "unfollow",
    "unlink",
    "write_strategies",
]
