"""Who is told what of which event; nothing is sent yet, and nothing in the rows says who it is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from tests.factories import LAMP, PULO_GEBANG, make
from tests.logs import own_events_seen, play, stories

from tanggap.agencies.words import Role
from tanggap.catalog.pack.messages import MESSAGES
from tanggap.core import clock, cursors
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.notify import promised, queries
from tanggap.notify.consumer import CONSUMER, template
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import FOLLOWED, TEMPLATES, WITHOUT_PLACE
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import actors, outbox, transitions
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.models import Report
from tanggap.reports.words import State
from tanggap.triage import actions as triage

MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def told(report: Report) -> list[str]:
    """Return the templates said to the reporter of `report`, first to last."""
    cursors.catch_up(CONSUMER)
    return list(OutboundMessage.objects.filter(report=report).order_by("event").values_list("template", flat=True))


def rows() -> list[tuple[object, ...]]:
    names = ("event", "report_id", "template", "language", "way", "state", "made_at")
    return list(OutboundMessage.objects.order_by("event", "report_id").values_list(*names))


def officer(report: Report):
    return make.staff(of=report.unit_id)


def joined(child: Report, parent: Report) -> None:
    triage.merge(code=child.code, version=child.version, by=officer(child), parent=parent.code)


def test_every_door_that_tells_the_reporter_has_a_message_and_no_other_has():
    assert set(TEMPLATES) == {move.door for move in DOORS.values() if move.told == "reporter"}
    assert {*TEMPLATES.values(), WITHOUT_PLACE, *FOLLOWED} <= set(MESSAGES)


def test_a_reporter_is_told_each_step_of_the_way():
    report = make.report(state=State.RESOLVED, category=LAMP)
    assert told(report) == ["received", "started", "resolved"]


def follow(report: Report, kind: str, **payload: str) -> None:
    """Let the planning tell something of a report, as its actions do."""
    by, facts = actors.staff(officer(report)), {"proposal": "U-0001", "message": "Ada kabar", **payload}
    report.refresh_from_db()
    with transaction.atomic():
        transitions.record(transitions.lock(report.code), kind=kind, by=by, at=clock.now(), payload=facts)


def test_each_step_of_the_planning_is_told_to_the_reporter_and_to_those_who_joined():
    report, child = make.report(category="sampah"), make.report(category="sampah", reporter=make.reporter(2))
    joined(child, report)
    follow(report, "planning.propose", level="kelurahan")
    make.plan(report)
    follow(report, "planning.follow", level="kota", year="2028", step="funded")
    make.unplan(report)
    make.plan(report)
    make.build(report, officer(report))
    report.refresh_from_db()

    steps = ["proposed", "planned", "plan_moved", "plan_returned", "planned", "built"]
    assert told(report) == ["received", *steps]
    assert told(child) == ["received", "merged", *steps]


def test_the_words_of_the_planning_say_the_year_what_the_planning_says_and_how_to_object():
    report = make.report(state=State.PLANNED)
    told(report)

    said = queries.messages_of(report.code, private_url="/laporan/X/secret/")[0]

    assert [
        part in said.text for part in ("2028", "Musrenbang", "/laporan/X/secret/", f"{city().feedback_days} hari")
    ] == [True] * 4


def test_an_internal_note_is_told_to_nobody():
    report = make.report()
    reports.note(code=report.code, by=officer(report), note="Cek dengan RT")
    assert told(report) == ["received"]


def test_a_report_without_a_place_gets_its_receipt_when_the_place_is_known():
    report = make.report(lon=None, lat=None)
    lon, lat = PULO_GEBANG
    intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
    reports.change(code=report.code, version=1, by=intake, category=LAMP, lon=lon, lat=lat)
    assert told(report) == [WITHOUT_PLACE, "received"]


def test_a_changed_category_or_place_is_told_with_the_reason():
    report = make.report()
    lon, lat = PULO_GEBANG
    intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
    reports.change(code=report.code, version=1, by=intake, category="sampah", lon=lon, lat=lat, message="Ini sampah")
    reports.change(code=report.code, version=2, by=intake, lon=lon - 0.05, lat=lat, message="Letaknya lebih ke barat")
    assert told(report) == ["received", "changed", "changed"]


def test_a_mended_address_or_point_in_the_same_area_is_told_to_nobody():
    report = make.report()
    lon, lat = PULO_GEBANG
    intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
    reports.change(code=report.code, version=1, by=intake, address="Depan pasar", message="Alamatnya")
    reports.change(code=report.code, version=2, by=intake, lon=lon + 0.0001, lat=lat, message="Titiknya")
    assert told(report) == ["received"]


def test_a_promise_that_passes_is_told():
    report = make.report(at=MONDAY)
    with clock.at(MONDAY + timedelta(days=1)):
        deadlines.note_breaches()
    assert told(report) == ["received", "overdue"]


def test_reporters_of_joined_reports_are_told_what_happens_to_the_one_they_joined():
    parent, child = make.report(), make.report()
    joined(child, parent)
    reports.start(code=parent.code, version=2, by=officer(parent))
    reports.ask(code=parent.code, version=3, by=officer(parent), question="Di sisi mana?")

    assert told(parent) == ["received", "started", "asked"]
    assert told(child) == ["received", "merged", "started"]


def test_a_report_that_was_separated_is_told_no_more():
    parent, child = make.report(), make.report()
    joined(child, parent)
    triage.unmerge(code=child.code, version=2, by=officer(child))
    reports.start(code=parent.code, version=2, by=officer(parent))
    assert told(child) == ["received", "merged", "unmerged"]


def test_what_happened_before_the_joining_is_not_told_afterwards():
    parent, child = make.report(state=State.IN_PROGRESS), make.report()
    joined(child, parent)
    assert told(child) == ["received", "merged"]


@pytest.mark.parametrize(
    ("contact", "way", "state"),
    [
        ({"email": "canary@example.org"}, "email", "waiting"),
        ({"phone": "+6281234500001"}, "phone", "waiting"),
        ({"email": "canary@example.org", "phone": "+6281234500001"}, "email", "waiting"),
        ({"handle": "1234567890", "account": "kota"}, "channel", "waiting"),
        ({"handle": "1234567890", "account": "kota", "email": "canary@example.org"}, "channel", "waiting"),
        ({}, "page", "none"),
    ],
)
def test_the_contact_left_decides_the_way(contact, way, state):
    from tanggap.intake.words import Reporter

    report = make.report(reporter=Reporter(**contact))
    told(report)
    assert list(OutboundMessage.objects.values_list("way", "state")) == [(way, state)]


def test_people_of_a_simulation_are_never_written_to():
    report = make.report(reporter=make.reporter(), origin="demo")
    told(report)
    assert list(OutboundMessage.objects.values_list("way", "state")) == [("page", "none")]


def test_the_rows_hold_neither_contact_nor_words():
    report = make.report(reporter=make.reporter(7), text="Rahasia canary: lampu mati di depan rumah Ratna")
    told(report)
    with connection.cursor() as statement:
        statement.execute("SELECT row_to_json(m)::text FROM notify_outboundmessage m")
        everything = " ".join(row[0] for row in statement.fetchall())
    assert "anary" not in everything
    assert "Ratna" not in everything
    assert "4500007" not in everything


def test_an_event_is_told_once_however_often_it_is_read():
    make.report(state=State.IN_PROGRESS)
    facts = CONSUMER.source.after(cursors.START, 99)
    CONSUMER.apply(facts)
    CONSUMER.apply(facts)
    assert [row[2] for row in rows()] == ["received", "started"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories)
def test_said_live_and_said_anew_are_the_same_and_know_each_promise(story):
    """P5; and the promise told with the last event is the one that the report holds."""
    cursors.catch_up(CONSUMER)
    world = play(story, between=lambda number: number % 3 or cursors.advance(CONSUMER, most=1 + number % 5))
    cursors.catch_up(CONSUMER)
    live = rows()

    cursors.rebuild(CONSUMER)
    assert rows() == live
    about = outbox.about(world.reports)
    for report, facts in outbox.histories(world.reports).items():
        row = Report.objects.get(pk=report)
        last = promised.by_version(facts, about[report])[row.version]
        assert (last.answer_due_at, last.resolve_due_at) == (row.answer_due_at, row.resolve_due_at)
        for said in queries.messages_of(row.code):
            assert said.text
            assert "{" not in said.text


def test_a_rebuild_keeps_what_was_delivered():
    make.report(reporter=make.reporter())
    cursors.catch_up(CONSUMER)
    OutboundMessage.objects.update(state="sent", sent_at=MONDAY)
    cursors.rebuild(CONSUMER)
    assert list(OutboundMessage.objects.values_list("state", "sent_at")) == [("sent", MONDAY)]


def test_the_reporter_reads_the_words_of_the_pack_with_what_held_then():
    report = make.report(state=State.AWAITING_REPORTER, language="en", at=MONDAY)
    cursors.catch_up(CONSUMER)
    asked, started, received = queries.messages_of(report.code, private_url="/laporan/X/secret/")

    assert received.subject == f"We have your report {report.code}"
    assert "4 March 2026" not in received.text
    assert "5 March 2026, 10.00 WIB" in received.text
    assert "/laporan/X/secret/" in received.text
    assert f"/laporan/{report.code}/" in started.text
    assert "Di sisi mana?" in asked.text
    assert asked.at >= started.at >= received.at


def test_without_the_private_link_the_words_can_be_shown_to_an_operator():
    report = make.report(language="en")
    cursors.catch_up(CONSUMER)
    (said,) = queries.messages_of(report.code)
    assert make.token(report) not in said.text
    assert "•••" in said.text


def test_each_reads_the_own_language():
    report = make.report(language="id")
    cursors.catch_up(CONSUMER)
    (said,) = queries.messages_of(report.code)
    assert "Laporan" in said.subject + said.text


def test_a_reason_is_told_with_its_words():
    report = make.report(state=State.REJECTED, language="en")
    cursors.catch_up(CONSUMER)
    rejected = queries.messages_of(report.code)[0]
    assert "Outside the city. Di luar wilayah kota." in rejected.text


def test_a_joined_report_reads_its_own_code_and_the_other_units_work():
    parent, child = make.report(), make.report(language="en")
    joined(child, parent)
    reports.start(code=parent.code, version=2, by=officer(parent), message="Tim berangkat")
    cursors.catch_up(CONSUMER)
    started, merged, _received = queries.messages_of(child.code)

    assert parent.code in merged.text
    assert child.code in started.text
    assert "Tim berangkat" in started.text


def test_an_unknown_code_was_told_nothing():
    assert queries.messages_of("JK-0000-0000-000") == []


def test_reading_costs_the_same_for_any_number_of_messages(django_assert_max_num_queries):
    report = make.report(state=State.RESOLVED)
    with clock.at(clock.now() + timedelta(hours=1)):
        feedback.reopen(code=report.code, token=make.token(report), message="Masih gelap")
    cursors.catch_up(CONSUMER)
    with django_assert_max_num_queries(6):
        assert len(queries.messages_of(report.code)) == 3


def test_facts_that_nobody_is_told_have_no_template():
    report = make.report(state=State.IN_PROGRESS)
    reports.assign(code=report.code, version=2, by=officer(report), assignee="")
    last = outbox.histories([report.pk])[report.pk][-1]
    assert (last.kind, template(last)) == ("reports.assign", None)
