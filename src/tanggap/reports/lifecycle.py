"""The lifecycle, once: from where to where a report moves, through which door. Who may stands in agencies/permissions.py.

The database's key, the desk's buttons, docs/lifecycle.md and the tests are made from these rows.
`clock`: `run` lets the resolve clock run, `pause` holds it, `stop` ends it. `told`: who hears of it.
A door whose `to` is BACK returns the report to the state that it held before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.agencies import permissions
from tanggap.agencies.words import Role
from tanggap.reports.words import NEW, OPEN, UNDONE, WORKING
from tanggap.reports.words import State as S

BACK = "back"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from each state of `source` to `to`, through `door`, by a holder of one of `by`, which the permission table tells."""

    source: frozenset[str]
    to: str
    door: str
    by: frozenset[Role]
    clock: str
    told: str

    def pairs(self) -> list[tuple[str, str]]:
        """Return every (from, to); a door that leads back keeps to the states that work can be in."""
        if self.to != BACK:
            return [(start, self.to) for start in sorted(self.source)]
        return [(start, end) for start in sorted(self.source) for end in sorted(RETURNABLE[self.door])]


def _m(source: Iterable[str], to: str, door: str, clock: str, told: str) -> Move:
    return Move(frozenset(source), to, door, permissions.roles(door), clock, told)


STARTABLE = {S.RECEIVED, S.COORDINATING, S.DISPOSITIONED, S.FOLLOW_UP_REJECTED, S.REOPENED}
COORDINABLE = {S.RECEIVED, S.COORDINATING, S.DISPOSITIONED, S.IN_PROGRESS, S.FOLLOW_UP_REJECTED, S.REOPENED}
MERGEABLE = WORKING | {S.AWAITING_REPORTER}
BEGUN = {
    S.DISPOSITIONED,
    S.IN_PROGRESS,
    S.FOLLOW_UP_REJECTED,
    S.AWAITING_REPORTER,
}  # what another unit has to begin anew
RETURNABLE: dict[str, frozenset[str]] = {
    "feedback.answer": WORKING,
    "deadlines.resume": WORKING,
    "triage.unmerge": frozenset(MERGEABLE),
}

# fmt: off
MOVES: tuple[Move, ...] = (
    #   from                           to                     door                             clock    told
    _m({NEW},                          S.RECEIVED,            "intake.accept",                 "run",   "reporter"),
    _m({NEW},                          S.RECEIVED,            "intake.import_open",            "run",   "nobody"),
    _m({NEW},                          S.ARCHIVED,            "intake.import_closed",          "stop",  "nobody"),
    _m(COORDINABLE,                    S.COORDINATING,        "reports.coordinate",            "run",   "reporter"),
    _m({S.COORDINATING},               S.DISPOSITIONED,       "reports.disposition",           "run",   "reporter"),
    _m(STARTABLE,                      S.IN_PROGRESS,         "reports.start",                 "run",   "reporter"),
    _m(WORKING,                        S.AWAITING_REPORTER,   "reports.ask",                   "pause", "reporter"),
    _m({S.AWAITING_REPORTER},          BACK,                  "feedback.answer",               "run",   "unit"),
    _m({S.AWAITING_REPORTER},          BACK,                  "deadlines.resume",              "run",   "unit"),
    _m(BEGUN,                          S.COORDINATING,        "reports.change",                "run",   "reporter"),
    _m(WORKING,                        S.COORDINATING,        "reports.hand_back",             "run",   "reporter"),
    _m({S.COORDINATING},               S.COORDINATING,        "reports.decide",                "run",   "reporter"),
    _m({S.RECEIVED, S.COORDINATING},   S.REJECTED,            "reports.reject",                "stop",  "reporter"),
    _m(WORKING,                        S.REFERRED,            "reports.refer",                 "stop",  "reporter"),
    _m(WORKING,                        S.UNSOLVED,            "reports.give_up",               "stop",  "reporter"),
    _m(UNDONE | {S.PLANNED},           S.COORDINATING,        "feedback.appeal",               "run",   "unit"),
    _m(MERGEABLE,                      S.MERGED,              "triage.merge",                  "stop",  "reporter"),
    _m({S.MERGED},                     BACK,                  "triage.unmerge",                "run",   "reporter"),
    _m({S.IN_PROGRESS},                S.AWAITING_VALIDATION, "reports.claim_done",            "pause", "validator"),
    _m(WORKING,                        S.PLANNED,             "planning.admit",                "pause", "reporter"),
    _m({S.PLANNED},                    S.COORDINATING,        "planning.return",               "run",   "reporter"),
    _m({S.PLANNED},                    S.AWAITING_VALIDATION, "planning.build",                "pause", "validator"),
    _m({S.AWAITING_VALIDATION},        S.AWAITING_VALIDATION, "verification.send_to_field",    "pause", "validator"),
    _m({S.AWAITING_VALIDATION},        S.FOLLOW_UP_REJECTED,  "verification.reject",           "run",   "unit"),
    _m({S.AWAITING_VALIDATION},        S.RESOLVED,            "verification.accept",           "stop",  "reporter"),
    _m({S.FOLLOW_UP_REJECTED},         S.AWAITING_VALIDATION, "reports.contest",               "pause", "validator"),
    _m({S.RESOLVED},                   S.REOPENED,            "feedback.reopen",               "run",   "unit"),
    _m({S.RESOLVED},                   S.REOPENED,            "feedback.grant_reopen",         "run",   "reporter"),
    _m({S.RESOLVED, *UNDONE},          S.ARCHIVED,            "feedback.archive",              "stop",  "nobody"),
)
# fmt: on

DOORS: dict[str, Move] = {move.door: move for move in MOVES}
CLAIMS = frozenset({"reports.claim_done", "planning.build"})
"""By which a unit says that it is done, with evidence that an independent unit checks."""
ANSWERING = frozenset(
    {
        "reports.coordinate",
        "reports.disposition",
        "reports.start",
        "reports.ask",
        "reports.reject",
        "reports.refer",
        "reports.give_up",
        "reports.claim_done",
        "triage.merge",
        "planning.admit",
    }
)


def triples() -> set[tuple[str, str, str]]:
    """Return every allowed (door, from, to): what the table `reports_move` holds."""
    return {(move.door, start, end) for move in MOVES for start, end in move.pairs()}


def doors_from(state: str) -> list[Move]:
    """Return the moves that leave `state`, in the order of the table."""
    return [move for move in MOVES if state in move.source]


assert OPEN >= MERGEABLE  # noqa: S101  a merged report was open
