"""The only writers of reports: one function a door, one transaction each, typed refusals."""

from tanggap.reports.actions.assigning import assign
from tanggap.reports.actions.contesting import contest
from tanggap.reports.actions.ending import give_up, refer, reject
from tanggap.reports.actions.handling import ask, claim_done, coordinate, disposition, start
from tanggap.reports.actions.moderating import (
    cut_words,
    flag,
    hide_photo,
    release,
    settle_flags,
    show_photo,
    show_words,
    withhold,
)
from tanggap.reports.actions.moving import left_with, move_on
from tanggap.reports.actions.notes import note
from tanggap.reports.actions.rerouting import change
from tanggap.reports.actions.returning import decide, hand_back
from tanggap.reports.actions.support import support
from tanggap.reports.actions.views import (
    LONGEST_NAME,
    change_view,
    delete_view,
    move_view,
    save_view,
    shareable_units,
)
from tanggap.reports.actions.watching import look, unwatch, watch

__all__ = [
    "LONGEST_NAME",
    "ask",
    "assign",
    "change",
    "change_view",
    "claim_done",
    "contest",
    "coordinate",
    "cut_words",
    "decide",
    "delete_view",
    "disposition",
    "flag",
    "give_up",
    "hand_back",
    "hide_photo",
    "left_with",
    "look",
    "move_on",
    "move_view",
    "note",
    "refer",
    "reject",
    "release",
    "save_view",
    "settle_flags",
    "shareable_units",
    "show_photo",
    "show_words",
    "start",
    "support",
    "unwatch",
    "watch",
    "withhold",
]
