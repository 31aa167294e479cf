"""`tanggap consumers`: how far each is, and how to help one on."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.factories import make

from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.core.models import Parked
from tanggap.insight.models import Cell
from tanggap.reports.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def said(*arguments: str) -> str:
    output = io.StringIO()
    call_command("consumers", *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


def park(error: str = "ValueError: cannot digest this") -> int:
    """Set the last event aside for `insight`, as if it had not been able to digest it."""
    event = Event.objects.latest("id")
    Parked.objects.create(name="insight", event=event.id, error=error, parked_at=event.at)
    return event.id


def test_list_tells_how_far_each_is():
    make.report()
    cursors.catch_up(CONSUMERS["insight"])
    assert said("list").splitlines() == [
        "notify     1 events wait, 0 parked",
        "insight    0 events wait, 0 parked",
        "staff_notices 1 events wait, 0 parked",
        "assignment 1 events wait, 0 parked",
        "workload   1 events wait, 0 parked",
        "proof      1 events wait, 0 parked",
        "tallies    1 events wait, 0 parked",
        "surveys    1 events wait, 0 parked",
        "repeats    1 events wait, 0 parked",
        "planning   1 events wait, 0 parked",
        "planning_notices 0 events wait, 0 parked",
        "evidence   1 events wait, 0 parked",
        "public_words 1 events wait, 0 parked",
        "cells      1 events wait, 0 parked",
        "ledger     1 events wait, 0 parked",
        "webhooks   1 events wait, 0 parked",
        "forwarding 1 events wait, 0 parked",
        "anomalies  1 events wait, 0 parked",
    ]
    rows = json.loads(said("list", "insight", "--json"))
    assert [(row["name"], row["waiting"], row["parked_events"]) for row in rows] == [("insight", 0, [])]


def test_list_names_what_was_set_aside():
    make.report()
    event = park()
    assert f"event {event}: ValueError: cannot digest this" in said("list")


def test_replay_tries_what_was_set_aside_again():
    make.report()
    event = park()
    assert said("replay", "insight") == f"event {event}: digested\n"
    assert not Parked.objects.exists()
    assert Cell.objects.get(grain="df", received__gt=0).received == 1
    assert said("replay", "insight") == "Nothing is parked.\n"


def test_replay_of_what_still_fails_says_why_and_ends_with_one():
    make.report()
    with pytest.raises(SystemExit) as ended:
        said("replay", "insight", "999999")
    assert ended.value.code == 1


def test_rebuild_reads_everything_anew():
    make.report(state="in_progress")
    assert "insight: 2 events read anew." in said("rebuild", "insight")
    assert json.loads(said("rebuild", "insight", "--json")) == {"consumer": "insight", "events": 2}
    assert Cell.objects.get(grain="df", received__gt=0).received == 1


def test_a_consumer_must_be_named_to_be_rebuilt():
    with pytest.raises(CommandError, match="insight, ledger, notify"):
        said("rebuild")
