"""What is counted of a day, and what the words mean."""

from datetime import timedelta

SIX_HOURS = timedelta(
    hours=6
)  # the study's response time is the share followed up within six hours (domain.md §4, Table 2)

COUNTED = (
    "received",  # reports taken in, also those taken over from an earlier system
    "six_hours_over",  # reports received here whose first six hours ended
    "answered_in_six",  # … and that had their first answer by then (counted on the day when the six hours ended)
    "answered",  # first answers given
    "late_answers",  # promised times of a first answer that passed
    "late_solutions",  # promised times of a solution that passed
    "rejected",
    "referred",  # closed without a solution: another body is responsible
    "unsolved",  # closed without a solution: it cannot be solved
    "handed_back",  # times that a unit gave a report back as not its task
    "merged",
    "checks_passed",  # checks of claimed results, administrative and in the field
    "checks_failed",
    "closures",  # reports closed by an independent check
    "unchecked_closures",  # reports taken over as closed elsewhere, never checked here
    "reopened",
    "appeals",
)
