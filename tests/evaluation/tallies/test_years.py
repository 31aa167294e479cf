"""How a report stood when the year of its receipt ended, on the city's own clock, and how it stands now."""

from datetime import UTC, datetime

import pytest

from tanggap.evaluation.tallies.consumer import Story
from tanggap.evaluation.tallies.years import numbers, standing
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin, State, Visibility

RECEIVED = datetime(2025, 12, 20, 3, 0, tzinfo=UTC)
LAST_MINUTE = datetime(2025, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in the city
NEW_YEAR = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)  # midnight in the city, still December by UTC
SPRING = datetime(2026, 3, 1, tzinfo=UTC)
ACCEPTED = ("verification.accept", State.RESOLVED)
REOPENED = ("feedback.reopen", State.REOPENED)
REFUSED = ("reports.reject", State.REJECTED)


def told(*events, origin=Origin.LIVE, closed_at=None, first=("intake.accept", State.RECEIVED), at=RECEIVED):
    """Return what a report counts for the year of its receipt after events of (door, state) at instants."""
    about = About(
        1, "JK-1", "sampah", "31.75.06.1005", Visibility.PUBLIC, origin, "id", RECEIVED, None, "website", closed_at
    )
    story = Story.nothing(about)
    before = ""
    for number, ((door, state), when) in enumerate([(first, at), *events], 1):
        payload = {"because": "right"}
        story.add(Fact(number, number, 1, number, door, door, before, state, "kel", "staff", "kel", when, payload))
        before = state
    share = {getattr(key, "name", ""): number for key, number in story.share().items()}
    return {name: number for name, number in share.items() if name.startswith(("year_", "now_"))}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], {"year_judged": 1, "now_judged": 1}),
        ([(ACCEPTED, LAST_MINUTE)], {"year_judged": 1, "year_solved": 1, "now_judged": 1, "now_solved": 1}),
        ([(ACCEPTED, NEW_YEAR)], {"year_judged": 1, "now_judged": 1, "now_solved": 1}),
        ([(ACCEPTED, LAST_MINUTE), (REOPENED, SPRING)], {"year_judged": 1, "year_solved": 1, "now_judged": 1}),
        ([(ACCEPTED, RECEIVED), (REOPENED, LAST_MINUTE)], {"year_judged": 1, "now_judged": 1}),
        ([(REFUSED, LAST_MINUTE)], {}),
        ([(REFUSED, SPRING)], {"year_judged": 1}),
        ([(("reports.give_up", State.UNSOLVED), LAST_MINUTE)], {"year_judged": 1, "now_judged": 1}),
        ([(("triage.merge", State.MERGED), SPRING)], {"year_judged": 1}),
    ],
)
def test_it_counts_as_it_stood_at_the_last_midnight_of_its_year(events, expected):
    assert told(*events) == expected


def test_what_an_earlier_system_closed_counts_from_the_day_of_that_closure():
    taken = {"first": ("intake.import_closed", State.ARCHIVED), "origin": Origin.IMPORT, "at": SPRING}
    both = {"year_judged": 1, "year_solved": 1, "year_taken": 1, "now_judged": 1, "now_solved": 1, "now_taken": 1}
    later = {"year_judged": 1, "now_judged": 1, "now_solved": 1, "now_taken": 1}

    assert told(closed_at=LAST_MINUTE, **taken) == both
    assert told(closed_at=NEW_YEAR, **taken) == later
    assert told(closed_at=None, **taken) == later


def test_each_way_of_standing_is_counted_once():
    assert standing(None) == ""
    assert [standing(door) for door in ("reports.refer", "reports.give_up")] == ["not_ours", "left"]
    assert numbers("done", "not_ours") == {
        "year_judged": 1, "year_solved": 1, "year_taken": 0, "now_judged": 0, "now_solved": 0, "now_taken": 0,
    }  # fmt: skip
