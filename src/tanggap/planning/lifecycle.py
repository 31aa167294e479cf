"""The course of a proposal, once: from where to where, by which step, whose act it is, and what it does to its reports.

The pages' buttons are made from these rows; a test holds the database's key (`planning_move`) and docs/planning.md to them.
`reports`: what happens to the linked reports in the same transaction (a kind of `reports.events`, or nothing).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.planning.words import NEW, UNDECIDED, Hand
from tanggap.planning.words import ProposalState as S

SAME = "same"


@dataclass(frozen=True, slots=True)
class Course:
    """One row: from each state of `source` to `to` (SAME: it stays) by `step`, an act of `hand`."""

    source: frozenset[str]
    to: str
    step: str
    hand: Hand
    reports: str

    def pairs(self) -> list[tuple[str, str]]:
        """Return every (from, to)."""
        return [(start, start if self.to == SAME else self.to) for start in sorted(self.source)]


def _c(source: Iterable[str], to: str, step: str, hand: Hand, reports: str = "") -> Course:
    return Course(frozenset(source), to, step, hand, reports)


ADMITTED = {S.DELIBERATED, S.ACCEPTED, S.FUNDED, S.BUILDING, S.DEFERRED}
# fmt: off
COURSES: tuple[Course, ...] = (
    #   from                                            to              step         whose         the reports
    _c({NEW},                                           S.PROPOSED,     "propose",   Hand.UNIT,    "planning.propose"),
    _c({S.PROPOSED, S.DELIBERATED, S.ACCEPTED, S.DEFERRED}, SAME,       "change",    Hand.HOLDER),
    _c({S.PROPOSED, *ADMITTED},                         SAME,           "add",       Hand.HOLDER,  "planning.propose"),
    _c({S.PROPOSED, *ADMITTED},                         SAME,           "take_out",  Hand.HOLDER,  "planning.return"),
    _c({S.PROPOSED, S.DEFERRED},                        S.DELIBERATED,  "admit",     Hand.KEEPER,  "planning.admit"),
    _c({S.DELIBERATED},                                 S.DELIBERATED,  "advance",   Hand.KEEPER,  "planning.follow"),
    _c({S.DELIBERATED},                                 S.ACCEPTED,     "accept",    Hand.KEEPER,  "planning.follow"),
    _c({S.ACCEPTED},                                    S.FUNDED,       "fund",      Hand.KEEPER,  "planning.follow"),
    _c({S.FUNDED},                                      S.BUILDING,     "begin",     Hand.BUILDER, "planning.follow"),
    _c({S.FUNDED, S.BUILDING},                          S.BUILT,        "build",     Hand.BUILDER, "planning.build"),
    _c({S.BUILT},                                       S.BUILDING,     "fail",      Hand.SYSTEM),
    _c({S.BUILDING},                                    S.BUILT,        "mend",      Hand.SYSTEM),
    _c({S.BUILT},                                       S.VERIFIED,     "verify",    Hand.SYSTEM),
    _c({S.DELIBERATED, S.ACCEPTED, S.FUNDED, S.BUILDING}, S.DEFERRED,   "defer",     Hand.KEEPER,  "planning.follow"),
    _c(UNDECIDED,                                       S.REFUSED,      "refuse",    Hand.KEEPER,  "planning.return"),
    _c(UNDECIDED,                                       S.WITHDRAWN,    "withdraw",  Hand.UNIT,    "planning.return"),
    _c(UNDECIDED,                                       S.WITHDRAWN,    "lapse",     Hand.SYSTEM),
)
# fmt: on

STEPS: dict[str, Course] = {course.step: course for course in COURSES}


def triples() -> set[tuple[str, str, str]]:
    """Return every allowed (step, from, to): what the table `planning_move` holds."""
    return {(course.step, start, end) for course in COURSES for start, end in course.pairs()}


def steps_from(state: str) -> list[Course]:
    """Return what people can do with a proposal in `state`, in the order of the table; what the system does is not among it."""
    return [course for course in COURSES if state in course.source and course.hand != Hand.SYSTEM]
