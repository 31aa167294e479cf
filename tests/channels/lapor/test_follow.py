"""What LAPOR! tells about a report of ours: by which act it comes, and that no word of theirs moves a state by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories import make

from tanggap.channels.contract import Account, Update
from tanggap.channels.lapor import ADAPTER, rules
from tanggap.core import clock
from tanggap.feedback import partners
from tanggap.notify.telling import TELLINGS
from tanggap.places.city import city
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.models import Event
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
ACCOUNT = Account(1, "lapor1708", "sp4n", "lapor", {})
GUIDE = Path(__file__).parents[3] / "docs" / "lapor.md"


def follow(report, status, text="", **how):
    return ADAPTER.follow(ACCOUNT, report.code, Update("1916449", text=text, status=status, **how))


def now(report):
    report.refresh_from_db()
    return report.state


@pytest.mark.parametrize("word", ["pelengkap", "tanggapan"])
def test_what_we_asked_for_is_an_answer_and_work_goes_on(word):
    report = make.report(state=State.AWAITING_REPORTER)

    assert follow(report, word, "Di depan SD 03") == "answer"

    assert (now(report), make.events(report)[-1]) == (State.IN_PROGRESS, "feedback.answer")


def test_a_completion_without_words_is_recorded_alone():
    report = make.report(state=State.AWAITING_REPORTER)

    assert follow(report, "pelengkap") == "record"
    assert now(report) == State.AWAITING_REPORTER


def test_a_completion_that_crossed_our_refusal_is_looked_at_anew():
    report = make.report(state=State.REJECTED)

    assert follow(report, "pelengkap", "Ini alamatnya") == "appeal"
    assert (now(report), report.unit_id) == (State.COORDINATING, city().intake_unit)


@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED, State.REFERRED]
)
def test_any_other_completion_is_added_for_the_unit_and_moves_nothing(state):
    report = make.report(state=state)

    assert follow(report, "pelengkap", "Masih ada") == "add"
    assert (now(report), make.events(report)[-1]) == (state, "feedback.add")


@pytest.mark.parametrize(
    "status", ["Ditutup oleh Sistem", "Ditutup oleh Pelapor", "Diarsipkan oleh Admin", "Selesai sekali"]
)
@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.AWAITING_REPORTER, State.IN_PROGRESS, State.RESOLVED, State.ARCHIVED]
)
def test_a_state_of_theirs_is_recorded_and_moves_nothing(status, state):
    report = make.report(state=state)

    assert follow(report, status, "Alasan mereka") == "record"

    event = Event.objects.get(report=report, kind=partners.KIND)
    assert (now(report), event.payload["status"], event.payload["message"]) == (state, status, "Alasan mereka")


def test_the_reporter_objects_there_as_here_once_and_in_time():
    report = make.report(state=State.RESOLVED)

    assert follow(report, "Dibuka Kembali", "Masih gelap") == "reopen"
    assert now(report) == State.REOPENED


def test_an_objection_after_its_time_is_recorded_for_the_unit():
    report = make.report(state=State.RESOLVED)

    with clock.at(clock.now() + timedelta(days=city().feedback_days, minutes=1)):
        assert follow(report, "Dibuka Kembali", "Masih gelap") == "record"
    assert now(report) == State.RESOLVED


def test_an_end_without_a_solution_is_appealed_there_as_here():
    report = make.report(state=State.UNSOLVED)

    assert follow(report, "Dibuka Kembali", "Tidak setuju") == "appeal"
    assert now(report) == State.COORDINATING


def test_secrecy_asked_for_later_hides_the_report_and_is_never_taken_back():
    report = make.report()

    assert [follow(report, "Rahasia"), follow(report, "Terbuka"), follow(report, "Anonim")] == [
        "narrow",
        "record",
        "record",
    ]
    report.refresh_from_db()
    assert report.visibility == "private"


@pytest.mark.parametrize(
    ("state", "status", "text"),
    [
        (State.AWAITING_REPORTER, "pelengkap", "Di sini"),
        (State.RECEIVED, "pelengkap", "Di sini"),
        (State.RECEIVED, "Rahasia", ""),
    ],
)
def test_the_same_word_again_does_nothing(state, status, text):
    report = make.report(state=state)
    at = clock.now()
    follow(report, status, text, said_at=at)
    before = now(report), make.events(report)

    assert follow(report, status, text, said_at=at) == "known"
    assert (now(report), make.events(report)) == before


def test_the_same_short_answer_to_a_second_question_is_an_answer():
    report = make.report(state=State.AWAITING_REPORTER)
    follow(report, "pelengkap", "Ya", said_at=clock.now())
    from tanggap.reports import actions as reports

    report.refresh_from_db()
    reports.ask(code=report.code, version=report.version, by=make.staff(of=report.unit_id), question="Yakin?")

    assert follow(report, "pelengkap", "Ya", said_at=clock.now()) == "answer"


def test_a_long_word_is_kept_as_far_as_a_history_goes():
    report = make.report()

    assert follow(report, "pelengkap", "a\x00" + "b" * 9000) == "add"
    message = Event.objects.get(report=report, kind="feedback.add").payload["message"]
    assert (len(message), message[-1]) == (1999, "…")


def test_the_unit_is_told_and_the_public_is_not():
    from tanggap.reports.queries import public

    report = make.report()
    follow(report, "Diarsipkan oleh Admin", "Bukan kewenangan")

    assert partners.KIND in TELLINGS
    assert [entry.kind for entry in public.report(report.code).timeline] == ["intake.accept"]


def test_each_act_of_the_rules_is_one_that_exists_and_each_state_of_ours_is_known():
    found = rules.rules()

    assert {row.do for row in found.words} <= set(partners.ACTS)
    assert {row.means for row in (*found.words, *found.crossings)} - {rules.EVERY} <= set(found.theirs.values())
    assert found.ours.keys() <= set(State.values)
    assert set(State.values) - found.ours.keys() == {State.ARCHIVED}
    assert {move.to for move in DOORS.values()} - {"back", *found.ours} == {State.ARCHIVED}


def test_the_guide_shows_the_rules_as_they_are():
    guide, found = GUIDE.read_text("utf-8"), rules.rules()

    for row in (*found.words, *found.crossings):
        assert f"| {row.means} | {', '.join(sorted(row.ours))} | `{row.do}` | {row.why} |" in guide
    for state, status in found.ours.items():
        assert f"| `{state}` | {status} |" in guide
