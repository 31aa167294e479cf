"""In whose hands a report was: every minute of its life stands on exactly one unit's account."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import make

from tanggap.core import clock
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.queries import hands, timeline
from tanggap.reports.queries.hands import CHECK, CLOSED, REPORTER, WORKING, Turn
from tanggap.reports.words import PENDING, State
from tanggap.triage import actions as triage

START = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
UNITS = ("kelurahan", "sudin", "dinas")
KINDS = ("reports.coordinate", "reports.hand_back", "reports.change", "reports.decide", "reports.note", "reports.move")

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine says nothing about a rule
turn = st.builds(
    lambda seconds, unit, state, kind: (seconds, unit, state, kind),
    st.integers(-3600, 40 * 86_400),
    st.sampled_from(UNITS),
    st.sampled_from(list(State)),
    st.sampled_from(KINDS),
)


def history(rows):
    """Return turns whose times follow each other, now and then set back, as a clock can be."""
    turns, at = [], START
    for seconds, unit, state, kind in rows:
        at += timedelta(seconds=seconds)
        turns.append(Turn(at, unit, str(state), kind))
    return turns


@calm
@given(st.lists(turn, min_size=1, max_size=30), st.integers(0, 10 * 86_400))
def test_the_stays_cover_a_life_without_gap_or_overlap(rows, later):
    turns = history(rows)
    now = max(one.at for one in turns) + timedelta(seconds=later)

    spans = hands.stays(turns, now=now)

    assert all(before.end == after.start for before, after in pairwise(spans))
    assert all(span.length >= timedelta() for span in spans)
    if turns[-1].state in PENDING:
        assert (spans[0].start, spans[-1].end) == (turns[0].at, now)
    assert all((span.unit == "") == (span.kind == CLOSED) for span in spans)
    assert not spans or spans[-1].kind != CLOSED


@calm
@given(st.lists(turn, min_size=1, max_size=30), st.integers(0, 10 * 86_400))
def test_the_minutes_of_all_accounts_add_up_to_the_whole_life(rows, later):
    turns = history(rows)
    spans = hands.stays(turns, now=max(one.at for one in turns) + timedelta(seconds=later))

    accounts = hands.accounts(spans)

    whole = spans[-1].end - spans[0].start if spans else timedelta()
    assert sum(account.total for account in accounts) == whole // timedelta(minutes=1)
    assert all(minutes >= 0 for account in accounts for minutes in account.minutes.values())


@calm
@given(st.lists(turn, min_size=1, max_size=30))
def test_a_slower_count_second_by_second_says_the_same(rows):
    """The obvious way: whoever answers at the beginning of each span between two events has all of it."""
    turns = history(rows)
    now, slow, at = max(one.at for one in turns) + timedelta(days=1), {}, turns[0].at
    for number, one in enumerate(turns):
        until = max(at, turns[number + 1].at if number + 1 < len(turns) else now)
        if one.state in PENDING:
            slow[one.unit] = slow.get(one.unit, timedelta()) + (until - at)
        at = until

    quick = {}
    for span in hands.stays(turns, now=now):
        if span.unit:
            quick[span.unit] = quick.get(span.unit, timedelta()) + span.length

    assert {unit: time for unit, time in quick.items() if time} == {unit: time for unit, time in slow.items() if time}


def of(report: Report, now: datetime) -> dict[str, dict[str, int]]:
    return {account.unit: account.minutes for account in hands.of_report(report.pk, now=now).accounts}


@pytest.mark.django_db
def test_a_history_that_was_read_already_says_the_same():
    report = make.report(state=State.AWAITING_VALIDATION, at=START, category="sampah", handled_by=make.unit())
    now = START + timedelta(days=3)

    entries = timeline.desk(timeline.of_report(report))

    assert hands.of_entries(entries, now=now) == hands.of_report(report.pk, now=now)


def at(hours: float):
    return clock.at(START + timedelta(hours=hours))


@pytest.mark.django_db
def test_time_stays_on_the_account_of_the_unit_that_had_it():
    """Two hours at the kelurahan, three at the Sudin, one of them waiting for the reporter, and as long as it takes to check."""
    report, sudin = make.report(at=START, category="sampah"), make.unit()
    kelurahan, officer = report.unit_id, make.staff(of=sudin)
    with at(2):
        reports.coordinate(code=report.code, version=1, by=make.staff(of=kelurahan), unit=sudin.code, message="Mohon")
    with at(3):
        reports.ask(code=report.code, version=2, by=officer, question="Di mana?")
    with at(4):
        feedback.answer(code=report.code, token=make.token(report), answer="Di sini")
    with at(5):
        reports.reject(code=report.code, version=4, by=officer, reason="outside", message="Bukan di sini")

    assert of(report, START + timedelta(days=9)) == {
        kelurahan: {WORKING: 120},
        sudin.code: {WORKING: 120, REPORTER: 60},
    }


@pytest.mark.django_db
def test_time_in_which_a_report_was_closed_is_nobodys():
    report = make.report(at=START, category="sampah")
    kelurahan = report.unit_id
    with at(1):
        reports.reject(code=report.code, version=1, by=make.staff(of=kelurahan), reason="outside", message="Bukan")
    with at(25):
        feedback.appeal(code=report.code, token=make.token(report), message="Di dalam kota")
    report.refresh_from_db()

    assert of(report, START + timedelta(hours=27)) == {
        kelurahan: {WORKING: 60},
        "": {CLOSED: 24 * 60},
        report.unit_id: {WORKING: 120},
    }


@pytest.mark.django_db
def test_a_claim_waits_on_its_units_account_and_a_joined_report_on_nobodys():
    report = make.report(state=State.AWAITING_VALIDATION, at=START, category="sampah")
    other, parent = make.report(at=START), make.report(at=START)
    with at(1):
        triage.merge(code=other.code, version=1, by=make.staff(of=other.unit_id), parent=parent.code)

    assert of(report, START + timedelta(hours=2)) == {report.unit_id: {WORKING: 0, CHECK: 120}}
    assert of(other, START + timedelta(hours=9)) == {other.unit_id: {WORKING: 60}}


def turns(*units_and_kinds):
    return [Turn(START, unit, State.COORDINATING, kind) for unit, kind in units_and_kinds]


@pytest.mark.parametrize(
    ("told", "pair"),
    [
        ([("a", "intake.accept"), ("b", "reports.coordinate")], None),
        ([("a", "intake.accept"), ("b", "reports.coordinate"), ("c", "reports.hand_back")], None),
        ([("a", "intake.accept"), ("b", "reports.coordinate"), ("a", "reports.hand_back")], ("a", "b")),
        (
            [("a", "intake.accept"), ("b", "reports.coordinate"), ("b", "reports.note"), ("a", "reports.change")],
            ("a", "b"),
        ),
        (
            [("a", "intake.accept"), ("b", "reports.coordinate"), ("a", "reports.hand_back"), ("b", "reports.decide")],
            None,
        ),
        ([("a", "intake.accept"), ("b", "reports.move"), ("a", "reports.move")], None),
    ],
)
def test_two_units_between_which_a_report_goes_back_and_forth_are_named(told, pair):
    assert hands.between(turns(*told)) == pair
