"""Who goes round the Python meets the database: words leave events by one function, with the event that says so; nothing else changes."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories import make

from tanggap.core import clock
from tanggap.feedback import actions as feedback
from tanggap.privacy import actions
from tanggap.reports import events, transitions
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    made = make.report(state="resolved")
    feedback.rate(code=made.code, token=make.token(made), score=2, comment="Kata pelapor")
    return made


def rating(report):
    return Event.objects.get(report=report, kind="feedback.rate").payload


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


ATTACKS = {
    "other words": "UPDATE reports_event SET payload = '{\"score\": 4}' WHERE report_id = %s AND kind = 'feedback.rate'",
    "just the words": (
        "UPDATE reports_event SET payload = reports_without_words(kind, payload) WHERE report_id = %s AND kind = 'feedback.rate'"
    ),
    "the whole event": "DELETE FROM reports_event WHERE report_id = %s AND kind = 'feedback.rate'",
    "a function of another's": """
        DO $do$ BEGIN
          UPDATE reports_event SET payload = payload - 'comment' WHERE report_id = %s;
        END $do$
    """,
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_words_of_an_event_are_removed_in_no_other_way(report, attack):
    with pytest.raises(IntegrityError, match="never changed"):
        sql(attack.replace("%s", str(report.pk)))

    assert rating(report) == {"score": 2, "comment": "Kata pelapor"}


def test_a_stack_that_only_looks_like_the_functions_removes_nothing_but_declared_words(report):
    forged = f"""
        DO $do$ BEGIN EXECUTE E'UPDATE reports_event SET payload = payload - ''score'' WHERE report_id = {report.pk}'
          || E' -- \\nPL/pgSQL function reports_forget(bigint) line 1 at SQL statement'; END $do$
    """
    with pytest.raises(DatabaseError):
        sql(forged)

    assert rating(report) == {"score": 2, "comment": "Kata pelapor"}


def test_the_function_wants_the_event_that_says_so_in_the_same_transaction(report):
    with pytest.raises(IntegrityError, match="with its event that says so"):
        sql("SELECT reports_forget(%s)", report.pk)

    assert rating(report) == {"score": 2, "comment": "Kata pelapor"}


def test_the_event_of_one_report_opens_no_other(report):
    other = make.report(state="resolved")
    transitions.record(
        transitions.lock(other.code), kind="privacy.erase", by=SYSTEM, at=clock.now(), payload={"why": "command"}
    )

    with pytest.raises(IntegrityError, match="with its event that says so"):
        sql("SELECT reports_forget(%s)", report.pk)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE reports_forgotten SET role = 'nobody'",
        "DELETE FROM reports_forgotten",
        "INSERT INTO reports_forgotten (report_id, version, events, role, at) SELECT id, 99, 0, 'x', now() FROM reports_report LIMIT 1",
        "UPDATE privacy_erasure SET reached = '{}'",
        "DELETE FROM privacy_erasure",
        "UPDATE privacy_request SET because = 'other', way = 'letter'",
        "UPDATE privacy_request SET done_at = NULL",
        "DELETE FROM privacy_request",
    ],
)
def test_what_was_asked_and_done_stays_written(report, attack):
    actions.erase_own(code=report.code, token=make.token(report))

    with pytest.raises(IntegrityError):
        sql(attack)


def test_the_database_removes_just_the_keys_that_are_declared_personal():
    with connection.cursor() as cursor:
        for kind in events.KINDS.values():
            whole = dict.fromkeys((*kind.public, *kind.staff), "x")
            cursor.execute("SELECT reports_without_words(%s, %s::jsonb)", [kind.name, json.dumps(whole)])
            left = json.loads(cursor.fetchone()[0])
            assert set(whole) - set(left) == set(kind.personal), kind.name


HARMLESS = frozenset({
    "unit", "score", "photos", "child", "decider", "due_at", "other", "key", "partner", "status", "private", "said_at", "solved",
    "denials", "confirmations", "deciders", "reason", "because",
})  # fmt: skip
"""Keys of what reporters and partners do that hold a code, a count, an instant or a word of our own enumerations."""
OF_OFFICES = frozenset({"feedback.grant_reopen", "feedback.refuse_reopen"})


def test_every_word_of_a_reporter_in_an_event_is_decided_about():
    said = [kind for kind in events.KINDS.values() if kind.name.startswith("feedback.") and kind.name not in OF_OFFICES]

    undecided = {kind.name: set(kind.public + kind.staff) - set(kind.personal) - HARMLESS for kind in said}

    assert {name: keys for name, keys in undecided.items() if keys} == {}


def test_the_report_itself_says_who_removed_its_words_and_when(report):
    actions.erase_own(code=report.code, token=make.token(report))

    with connection.cursor() as cursor:
        cursor.execute("SELECT version, events, role = session_user, at IS NOT NULL FROM reports_forgotten")
        assert cursor.fetchall() == [(Report.objects.get(pk=report.pk).version, 1, True, True)]
