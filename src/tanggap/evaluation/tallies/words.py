"""What is counted here beside `insight.words`, and what each number means: the raw material of the four criteria.

Each stands in the same rows as insight's numbers, by local day, month and year, area, category, unit and channel.
"""

from typing import Final

AT_THE_END: Final = {
    "ends": "reports received here that ended: solved, refused, referred or given up; joined ones are out, and an end that was taken back",
    "solved": "… of these, closed by a check",
    "touches": "… acts of staff and guests on them until then, from the receipt on; reading and taking notice are none",
    "touches_squares": "… the sum of their squares",
    "hand_overs": "… times that another unit answered for them from then on; a reorganisation is none",
    "hand_overs_squares": "… the sum of their squares",
    "units_had": "… different units that answered for them, one after the other",
    "work_minutes": "… minutes in which they stood in progress",
    "work_minutes_squares": "… the sum of their squares",
    "checks": "… checks of claimed results, by papers and on the spot",
    "visits": "… of these, on the spot",
    "visits_squares": "… the sum of their squares",
    "touches_visits": "… the sum of acts times visits of each: how the two go along",
    "questions": "… questions to the reporter",
    "routed_right": "… that were never handed back and that nobody had to give to another unit by correcting them",
    "first_time": "… solved with the first claim: neither returned nor opened again",
    "trail_whole": "… solved, and the public reads words of the first answer, of a start and of the claim, and that it was checked",
}
"""Counted on the day of the end that holds, for the unit that had the report then."""

AS_IT_HAPPENED: Final = {
    "moves_public": "acts of staff that the public sees and that can carry words for the reader",
    "moves_told": "… that carried some",
    "closures": "reports closed by a check",
    "independent": "… by a unit that never answered for the report and did not claim it done",
    "checked_in_field": "… on the spot",
    "requests_decided": "requests to open a closed report again on which the unit above decided",
    "requests_granted": "… in the reporter's favour",
    "contests_decided": "returned claims that their unit contested and a second validator judged",
    "contests_upheld": "… in the unit's favour",
    "appeals_decided": "appeals against a refusal, a referral, a giving up or the planning, after which work began or that was said again",
    "appeals_upheld": "… after which work began",
    "put_off": "times that the promised solution was put off with a reason",
    "put_off_before": "… before the promised time had passed",
}
"""Counted on the day it happened, for the unit that had the report until then."""

OF_WHO_WAS_ASKED: Final = {
    "escalated": "escalations told",
    "acknowledged": "… that one of those told took notice of",
    "acknowledged_in_day": "… within 24 hours after they were told",
    "parts_asked": "parts that another unit was asked to do",
    "parts_declined": "… that it declined or handed back",
    "parts_done": "… that it did",
}
"""Counted on the day it was told or asked, for the unit that was told or asked."""

OF_THE_RECEIPT: Final = {
    "received": "reports taken in, also those taken over from an earlier system",
    "with_area": "… whose area is known",
    "with_category": "… whose category is known",
    "complete": "… whose area and category are known",
    "incidents": "reports received here that tell of a problem of their own: neither joined to another one nor refused",
    "repeats": "… reports of the same problem that came after them while they were watched, and were joined to them",
    "repeats_squares": "… the sum of their squares",
    "supports": "… people who said while they were watched that it concerns them too",
    "watch_minutes": "… minutes for which they were watched: from the receipt until they first ended, at most 30 days, at most until now",
}
"""Counted on the day of the receipt, for the unit that answers for the report now."""

OF_THE_YEAR: Final = {
    "year_judged": "reports taken in that were neither refused, referred nor joined when the year of their receipt ended, or until now",
    "year_solved": "… that stood closed then, by a check or in an earlier system; one that was opened again does not",
    "year_taken": "… of these, closed in an earlier system and not checked here",
    "now_judged": "reports taken in that are neither refused, referred nor joined now",
    "now_solved": "… that stand closed now, by a check or in an earlier system",
    "now_taken": "… of these, closed in an earlier system and not checked here",
}
"""Counted like those of the receipt, for the study's Table 1: how reports stood at the end of their year, and how they stand now."""

MEASURES: Final[dict[str, str]] = {**AT_THE_END, **AS_IT_HAPPENED, **OF_WHO_WAS_ASKED, **OF_THE_RECEIPT, **OF_THE_YEAR}
NAMES: Final = tuple(MEASURES)
LARGE: Final = frozenset({"work_minutes", "work_minutes_squares", "watch_minutes"})
"""Sums that can exceed two thousand millions."""

WATCH_DAYS: Final = 30
"""How long a report is watched for repeats at most: later ones hardly tell of the same occasion (docs/evaluation-methods.md)."""
