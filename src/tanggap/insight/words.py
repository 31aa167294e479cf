"""What is counted of a day, and what the words mean."""

from datetime import timedelta
from typing import Final

SIX_HOURS = timedelta(
    hours=6
)  # the study's response time is the share followed up within six hours (domain.md §4, Table 2)
FAST = timedelta(minutes=10)  # nobody is on the spot sooner: the study found closures within ten minutes of the receipt

COUNTED: Final = (
    # of the report as it stands now: its unit is the one that answers for it at present
    "received",  # reports taken in, also those taken over from an earlier system
    "six_hours_over",  # reports received here whose first six hours ended
    "answered_in_six",  # … and that had their first answer by then (counted on the day when the six hours ended)
    "opened",  # times that a report became open: received, opened again, separated, appealed
    "ended",  # times that it ceased to be: what was opened less what ended is what is open
    "planned",  # times that it went into the yearly planning: it stays open there, nothing is solved by it
    "unplanned",  # times that it came out again, built or not; what was planned less this is what waits for a budget
    # of what happened: its unit is the one that answered for the report until then
    "answered",  # first answers given
    "answered_in_time",  # … before the promised time had passed
    "late_answers",  # promised times of a first answer that passed
    "solved_in_time",  # closures before the promised time of the solution had passed
    "late_solutions",  # promised times of a solution that passed
    "rejected",
    "referred",  # closed without a solution: another body is responsible
    "unsolved",  # closed without a solution: it cannot be solved
    "handed_back",  # times that a unit gave a report back as not its task
    "merged",
    "checks_passed",  # checks of claimed results, administrative and in the field
    "checks_failed",
    "checked",  # claimed results with a first verdict
    "returned",  # … that went back to the unit, unless a second validator overturned it (counted on the day of the first verdict)
    "closures",  # reports closed by an independent check
    "unchecked_closures",  # reports taken over as closed elsewhere, never checked here (counted on the day of that closure)
    "closed_fast",  # closures of both kinds within ten minutes of the receipt
    "reopened",
    "appeals",  # against a refusal, a referral or a giving up
    "objections",  # of reporters who do not want to wait for the yearly planning
    # of what became of a closure: on its day, for its unit
    "undone",  # closures that were opened again
    "came_back",  # closures whose problem was reported again
    "rated",  # ratings
    "unhappy",  # … of 1 or 2 of 4
    "score",  # … their sum
    "score_squares",  # … the sum of their squares
)
SIDES: Final = {
    "n": (),
    "a": ("area",),
    "c": ("category",),
    "u": ("unit",),
    "w": ("channel",),
    "v": ("area", "channel"),
    "x": ("category", "channel"),
    "b": ("area", "category"),
    "z": ("category", "unit"),
    "f": ("area", "category", "unit", "channel"),
}  # what the rows of a side are told apart by, the fewest first
CELLS: Final = (
    "ya",
    "yc",
    "yu",
    "yw",
    "yv",
    "yx",
    "yb",
    "yz",
    "yf",
    "ma",
    "mc",
    "mu",
    "mw",
    "mv",
    "mx",
    "mb",
    "mz",
    "mf",
    "da",
    "dc",
    "du",
    "dw",
    "df",
)
TIMES: Final = ("yn", "ya", "yc", "yu", "yw", "mn", "ma", "mc", "mu", "mw", "dn", "dw", "df")
"""The grains (a step and a side) that numbers, and times by bucket, are kept in: those that are many fewer rows than the full ones."""
WAITS: Final = ("mn", "ma", "mc", "mu", "mw", "dn", "da", "dc", "du", "dw")
"""Those that what waits is kept in beside its quarters of an hour."""

UNHAPPY = 2  # of 4: "not good" and "less good" (PermenPAN-RB 14/2017)
