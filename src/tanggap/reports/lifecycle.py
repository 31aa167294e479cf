"""The lifecycle, once: who may move a report from where to where, through which door.

The database's key, the desk's buttons, docs/lifecycle.md and the tests are made from these rows.
`clock`: `run` lets the resolve clock run, `pause` holds it, `stop` ends it. `told`: who hears of it.
A door whose `to` is BACK returns the report to the state that it held before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.agencies.words import Role as R
from tanggap.reports.words import NEW, OPEN, WORKING
from tanggap.reports.words import State as S

BACK = "back"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from each state of `source` to `to`, through `door`, by a holder of one of `by`."""

    source: frozenset[str]
    to: str
    door: str
    by: frozenset[R]
    clock: str
    told: str

    def pairs(self) -> list[tuple[str, str]]:
        """Return every (from, to); a door that leads back keeps to the states that work can be in."""
        if self.to != BACK:
            return [(start, self.to) for start in sorted(self.source)]
        return [(start, end) for start in sorted(self.source) for end in sorted(RETURNABLE[self.door])]


def _m(source: Iterable[str], to: str, door: str, by: set[R], clock: str, told: str) -> Move:
    return Move(frozenset(source), to, door, frozenset(by), clock, told)


STARTABLE = {S.RECEIVED, S.COORDINATING, S.DISPOSITIONED, S.FOLLOW_UP_REJECTED, S.REOPENED}
COORDINABLE = {S.RECEIVED, S.COORDINATING, S.DISPOSITIONED, S.IN_PROGRESS, S.FOLLOW_UP_REJECTED, S.REOPENED}
MERGEABLE = WORKING | {S.AWAITING_REPORTER}
RETURNABLE: dict[str, frozenset[str]] = {
    "feedback.answer": WORKING,
    "deadlines.resume": WORKING,
    "triage.unmerge": frozenset(MERGEABLE),
}
DESK = {R.OFFICER, R.SUPERVISOR, R.INTAKE}

# fmt: off
MOVES: tuple[Move, ...] = (
    #   from                           to                     door                             by              clock    told
    _m({NEW},                          S.RECEIVED,            "intake.accept",                 {R.CITIZEN},    "run",   "reporter"),
    _m({NEW},                          S.RECEIVED,            "intake.import_open",            {R.SYSTEM},     "run",   "nobody"),
    _m({NEW},                          S.ARCHIVED,            "intake.import_closed",          {R.SYSTEM},     "stop",  "nobody"),
    _m(COORDINABLE,                    S.COORDINATING,        "reports.coordinate",            DESK,           "run",   "reporter"),
    _m({S.COORDINATING},               S.DISPOSITIONED,       "reports.disposition",           DESK,           "run",   "reporter"),
    _m(STARTABLE,                      S.IN_PROGRESS,         "reports.start",                 DESK,           "run",   "reporter"),
    _m(WORKING,                        S.AWAITING_REPORTER,   "reports.ask",                   DESK,           "pause", "reporter"),
    _m({S.AWAITING_REPORTER},          BACK,                  "feedback.answer",               {R.CITIZEN},    "run",   "unit"),
    _m({S.AWAITING_REPORTER},          BACK,                  "deadlines.resume",              {R.SYSTEM},     "run",   "unit"),
    _m({S.RECEIVED, S.COORDINATING},   S.REJECTED,            "reports.reject",                DESK,           "stop",  "reporter"),
    _m({S.REJECTED},                   S.COORDINATING,        "feedback.appeal",               {R.CITIZEN},    "run",   "unit"),
    _m(MERGEABLE,                      S.MERGED,              "triage.merge",                  DESK,           "stop",  "reporter"),
    _m({S.MERGED},                     BACK,                  "triage.unmerge",                DESK,           "run",   "reporter"),
    _m({S.IN_PROGRESS},                S.AWAITING_VALIDATION, "reports.claim_done",            DESK,           "pause", "validator"),
    _m({S.AWAITING_VALIDATION},        S.AWAITING_VALIDATION, "verification.send_to_field",    {R.VALIDATOR},  "pause", "validator"),
    _m({S.AWAITING_VALIDATION},        S.FOLLOW_UP_REJECTED,  "verification.reject",           {R.VALIDATOR},  "run",   "unit"),
    _m({S.AWAITING_VALIDATION},        S.RESOLVED,            "verification.accept",           {R.VALIDATOR},  "stop",  "reporter"),
    _m({S.RESOLVED},                   S.REOPENED,            "feedback.reopen",               {R.CITIZEN},    "run",   "unit"),
    _m({S.RESOLVED, S.REJECTED},       S.ARCHIVED,            "feedback.archive",              {R.SYSTEM},     "stop",  "nobody"),
)
# fmt: on

DOORS: dict[str, Move] = {move.door: move for move in MOVES}
ANSWERING = frozenset(
    {
        "reports.coordinate",
        "reports.disposition",
        "reports.start",
        "reports.ask",
        "reports.reject",
        "reports.claim_done",
        "triage.merge",
    }
)


def triples() -> set[tuple[str, str, str]]:
    """Return every allowed (door, from, to): what the table `reports_move` holds."""
    return {(move.door, start, end) for move in MOVES for start, end in move.pairs()}


def doors_from(state: str) -> list[Move]:
    """Return the moves that leave `state`, in the order of the table."""
    return [move for move in MOVES if state in move.source]


assert OPEN >= MERGEABLE  # noqa: S101  a merged report was open
