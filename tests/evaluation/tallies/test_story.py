"""What a report counts for: who was asked and told, what was disputed, what a way cost. Pure: facts in, numbers out."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tanggap.evaluation.tallies.story import Story, WatchKey
from tanggap.insight.following import DayKey
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin, State, Visibility

MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # ten in the morning in the city
STATES = {
    "intake.accept": State.RECEIVED,
    "reports.start": State.IN_PROGRESS,
    "reports.claim_done": State.AWAITING_VALIDATION,
    "verification.accept": State.RESOLVED,
    "verification.reject": State.FOLLOW_UP_REJECTED,
    "reports.contest": State.AWAITING_VALIDATION,
    "reports.reject": State.REJECTED,
    "feedback.appeal": State.COORDINATING,
    "reports.hand_back": State.COORDINATING,
    "reports.coordinate": State.COORDINATING,
    "feedback.grant_reopen": State.REOPENED,
    "triage.merge": State.MERGED,
    "intake.import_closed": State.ARCHIVED,
}
STAFF = frozenset({"reports", "verification", "triage", "tasks"})


def story(*steps, origin=Origin.LIVE):
    """Return a report's story after steps of (kind, hours since the receipt, payload, unit)."""
    about = About(1, "JK-1", "sampah", "31.75.06.1005", Visibility.PUBLIC, origin, "id", MONDAY, None, "website", None)
    found, state, unit = Story.nothing(about), "", "kel"
    for number, step in enumerate([("intake.accept", 0), *steps] if origin == Origin.LIVE else steps, 1):
        kind, hours, payload, unit = (*step, *({}, unit)[len(step) - 2 :])
        before, state = state, STATES.get(kind, state)
        actor = "staff" if kind.split(".")[0] in STAFF or kind == "deadlines.acknowledge" else "system"
        by = "checkers" if kind.startswith("verification.") else unit
        door = kind if kind in DOORS else None
        at = MONDAY + timedelta(hours=hours)
        found.add(Fact(number, number, 1, number, kind, door, before, state, unit, actor, by, at, payload))
    return found


def numbers(*steps, **more):
    """Return what a story counts, whenever and for whomever."""
    found = Counter()
    for key, number in story(*steps, **more).share().items():
        found[key.name if isinstance(key, DayKey) else "watching"] += number
    return found


WORDS = {"message": "Sudah"}
SOLVED = (
    ("reports.start", 1, WORDS),
    ("reports.claim_done", 3, WORDS),
    ("verification.accept", 5, {"check": "administrative"}),
)


def test_a_straight_way_is_told_from_the_answer_to_the_check():
    found = numbers(*SOLVED)
    assert {name: found[name] for name in ("ends", "solved", "touches", "hand_overs", "units_had", "checks", "visits")} == {
        "ends": 1, "solved": 1, "touches": 3, "hand_overs": 0, "units_had": 1, "checks": 1, "visits": 0,
    }  # fmt: skip
    assert (found["work_minutes"], found["work_minutes_squares"]) == (120, 14_400)
    assert (found["routed_right"], found["first_time"], found["trail_whole"]) == (1, 1, 1)
    assert (found["moves_told"], found["moves_public"], found["independent"]) == (2, 2, 1)


def test_a_step_without_words_leaves_a_gap_in_the_trail():
    found = numbers(("reports.start", 1), *SOLVED[1:])
    assert (found["trail_whole"], found["moves_told"], found["moves_public"]) == (0, 1, 2)


def test_another_unit_is_a_hand_over_and_handing_back_is_a_stray():
    found = numbers(
        ("reports.coordinate", 1, WORDS, "sudin"), ("reports.hand_back", 2, WORDS, "kel"), *SOLVED
    )  # fmt: skip
    assert (found["hand_overs"], found["hand_overs_squares"], found["units_had"], found["routed_right"]) == (2, 4, 2, 0)


def test_asking_another_unit_alone_is_no_stray():
    assert numbers(("reports.coordinate", 0.5, WORDS, "sudin"), *SOLVED)["routed_right"] == 1


def test_what_is_opened_again_has_not_ended_and_ends_with_all_that_it_cost():
    again = (("feedback.grant_reopen", 9, {"because": "request"}),)
    assert numbers(*SOLVED, *again)["ends"] == 0
    found = numbers(*SOLVED, *again, *((kind, hours + 10, payload) for kind, hours, payload in SOLVED))
    assert (found["ends"], found["touches"], found["first_time"]) == (1, 6, 0)
    assert (found["requests_decided"], found["requests_granted"], found["closures"]) == (1, 1, 2)


def test_what_a_unit_itself_opened_again_was_no_request():
    assert numbers(*SOLVED, ("feedback.grant_reopen", 9, {"because": "mark"}))["requests_decided"] == 0


@pytest.mark.parametrize(("verdict", "upheld"), [("verification.accept", 1), ("verification.reject", 0)])
def test_a_contested_check_is_decided_by_the_second_one(verdict, upheld):
    found = numbers(
        *SOLVED[:2], ("verification.reject", 4, WORDS), ("reports.contest", 5, WORDS), (verdict, 6, {"check": "field"})
    )
    assert (found["contests_decided"], found["contests_upheld"]) == (1, upheld)
    assert found["first_time"] == upheld


@pytest.mark.parametrize(
    ("after", "decided", "upheld"), [("reports.start", 1, 1), ("reports.reject", 1, 0), ("triage.merge", 0, 0)]
)
def test_an_appeal_is_decided_by_what_happens_next(after, decided, upheld):
    found = numbers(("reports.reject", 1, WORDS), ("feedback.appeal", 2), (after, 3, WORDS))
    assert (found["appeals_decided"], found["appeals_upheld"]) == (decided, upheld)


TOLD_AT = MONDAY + timedelta(hours=8)
RUNG = {"step": 1, "promise": "resolve", "share": 50, "unit": "camat", "tell_at": TOLD_AT.isoformat()}


@pytest.mark.parametrize(("hours", "taken", "in_day"), [(10, 1, 1), (32, 1, 1), (32.1, 1, 0), (None, 0, 0)])
def test_an_escalation_counts_for_who_was_told_and_from_when_they_were(hours, taken, in_day):
    heard = [] if hours is None else [("deadlines.acknowledge", hours, {"step": 1})]
    told = story(("deadlines.escalate", 2, RUNG), *heard).share()
    of_unit = {
        key.name: number for key, number in told.items() if isinstance(key, DayKey) and key.place.unit == "camat"
    }
    assert of_unit == {
        name: 1 for name, is_so in (("escalated", 1), ("acknowledged", taken), ("acknowledged_in_day", in_day)) if is_so
    }


def test_taking_notice_and_reading_are_no_work():
    assert (
        numbers(
            ("deadlines.escalate", 2, RUNG), ("deadlines.acknowledge", 3, {"step": 1}), ("reports.read", 3), *SOLVED
        )["touches"]
        == 3
    )


def test_parts_count_for_the_unit_that_was_asked_on_the_day_it_was():
    asked = {"task": 1, "asked": "pln"}
    told = story(("tasks.ask", 1, asked), ("tasks.accept", 2, asked), ("tasks.hand_back", 60, asked)).share()
    of_unit = {key.name: key.on.isoformat() for key in told if isinstance(key, DayKey) and key.place.unit == "pln"}
    assert of_unit == {"parts_asked": "2026-03-02", "parts_declined": "2026-03-02"}


@pytest.mark.parametrize(("breach", "before"), [(40, 1), (20, 0)])
def test_a_delay_told_before_the_promise_broke_is_told_in_time(breach, before):
    steps = sorted(
        [("deadlines.breach", breach, {"promise": "resolve"}), ("deadlines.extend", 30, WORDS)], key=lambda one: one[1]
    )
    found = numbers(*steps)
    assert (found["put_off"], found["put_off_before"]) == (1, before)


def test_repeats_and_supporters_count_while_the_report_is_watched():
    watched = story(("reports.support", 2), ("reports.support", 24 * 31))
    for hours in (-1, 5, 24 * 31):
        _adopt(watched, MONDAY + timedelta(hours=hours))
    found = {key.name: number for key, number in watched.share().items() if isinstance(key, DayKey)}
    assert (found["repeats"], found["supports"], found["incidents"]) == (1, 1, 1)


def _adopt(of, received):
    number = of.version + 1
    of.add(
        Fact(
            number,
            number,
            1,
            number,
            "triage.adopt",
            None,
            of.state,
            of.state,
            of.unit,
            "staff",
            "kel",
            MONDAY,
            {"child": "JK-2"},
        ),
        joined_at=received,
    )


def test_a_report_is_watched_until_it_first_ended():
    open_one, solved = story(), story(*SOLVED)
    assert any(isinstance(key, WatchKey) for key in open_one.share())
    assert not any(isinstance(key, WatchKey) for key in solved.share())
    assert numbers(*SOLVED)["watch_minutes"] == 300


def test_what_joined_another_one_or_was_refused_is_no_problem_of_its_own():
    assert numbers(("triage.merge", 1))["incidents"] == 0
    assert numbers(("reports.reject", 1, WORDS))["incidents"] == 0


def test_of_an_earlier_system_it_is_not_known_what_a_report_cost():
    found = numbers(("intake.import_closed", 0), origin=Origin.IMPORT)
    assert found["received"] == 1
    assert (found["ends"], found["incidents"], found["touches"]) == (0, 0, 0)
