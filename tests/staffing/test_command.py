"""`tanggap staffing`: the same calculations on a terminal and as JSON; a line for each thing that makes no sense."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.staffing import scenes

from tanggap.staffing.management.commands import staffing as command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _past(monkeypatch):
    monkeypatch.setattr(command, "fit", lambda unit, **_how: scenes.known(unit))
    monkeypatch.setattr(command, "validate", lambda unit, **_how: scenes.checked(unit))


def staffing(*words: str) -> str:
    out = io.StringIO()
    call_command("staffing", *words, stdout=out)
    return out.getvalue()


def test_what_was_learned_is_told_with_its_evidence():
    said = staffing("fit", scenes.SUDIN)

    assert "2 people, 07:30–16:00, Mon–Fri" in said
    assert "Reports on an ordinary day: 12.0 (10.8 – 13.2), n 2100, The unit's own reports" in said


def test_a_staffing_is_tried_and_the_same_seed_gives_the_same_json():
    words = (
        "try",
        scenes.SUDIN,
        "--shift",
        "3@07:30-16:00/12345",
        "--shift",
        "1@16:00-00:00/67h",
        "--days",
        "7",
        "--runs",
        "3",
        "--json",
    )
    told = json.loads(staffing(*words))

    assert [shift["staff"] for shift in told["policy"]["shifts"]] == [3, 1]
    assert told["policy"]["shifts"][1] == {"staff": 1, "begin": 960, "end": 0, "weekdays": [5, 6], "on_holidays": True}
    assert json.loads(staffing(*words)) == told
    assert len(told["backlog"]) == 7


def test_two_staffings_are_compared_future_by_future():
    words = ("compare", scenes.SUDIN, "--shift", "4@07:30-16:00", "--days", "14", "--runs", "5")

    assert "a week costs IDR" in staffing(*words)
    told = json.loads(staffing(*words, "--with", "1@07:30-16:00", "--json"))
    assert [told[which]["policy"]["shifts"][0]["staff"] for which in ("staffing", "other")] == [4, 1]
    assert [one["name"] for one in told["more"]["differences"]] == [
        "answered_in_six",
        "answered_in_time",
        "solved_in_time",
        "backlog",
    ]
    assert told["more"]["differences"][0]["of"]["low"] > 0


def test_the_least_is_sought_and_the_past_is_told_beside_naive_guesses():
    how = (
        "--goal",
        "solved_in_time",
        "--share",
        "0.5",
        "--confidence",
        "0.6",
        "--most",
        "3",
        "--days",
        "8",
        "--runs",
        "3",
    )
    assert "Solved as promised: at least 50.0%" in staffing("cheapest", scenes.SUDIN, *how)
    assert "Answered within 6 hours: 3.0 points; naive 8.0 points; Erlang C 20.0 points; n 4" in staffing(
        "validate", scenes.SUDIN
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("try", scenes.SUDIN, "--shift", "many"), "shift: “many” is no shift; write PEOPLE@"),
        (("try", scenes.SUDIN, "--storm", "x"), "storm: “x” is no storm"),
        (("try", scenes.SUDIN, "--days", "0"), "period.days: Choose a period of 1 to 366 days."),
        (("cheapest", scenes.SUDIN, "--share", "7"), "target.share:"),
        (("fit", scenes.SUDIN, "--end", "soon"), "end: “soon” is no day"),
        (("fit", scenes.SUDIN, "--language", "xx"), "language:"),
        (("validate", scenes.SUDIN, "--windows", "0"), "windows:"),
    ],
)
def test_what_makes_no_sense_ends_with_two_and_says_what_to_do(words, said):
    with pytest.raises(CommandError) as refused:
        staffing(*words)

    assert refused.value.returncode == 2
    assert said in str(refused.value)
