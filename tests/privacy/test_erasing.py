"""Erasing a reporter: what goes, what stays, and that the log is the same before and after."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock, media
from tanggap.core.refusal import NotFound
from tanggap.feedback import actions as feedback
from tanggap.intake import actions as intake
from tanggap.intake.words import Reporter
from tanggap.ledger import documents
from tanggap.notify import consumer as notify
from tanggap.notify.models import OutboundMessage
from tanggap.privacy import actions, erasing, queries, removing
from tanggap.privacy.models import Erasure, Leftover, Request
from tanggap.reports import outbox
from tanggap.reports.models import Event, Forgotten, Photo, Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.photos import Upload
from tanggap.verification import actions as verification

pytestmark = pytest.mark.django_db


def erased(report, **said):
    actions.erase_own(code=report.code, token=make.token(report), **said)
    return Report.objects.get(pk=report.pk)


def test_the_case_stays_and_the_person_goes():
    report = make.report(
        state="resolved", reporter=make.reporter(), address="Rumah Canary", photos=[Upload(make.photo(), "canary.jpg")]
    )
    feedback.rate(code=report.code, token=make.token(report), score=2, comment="Kata Canary")

    after = erased(report)

    assert (after.state, after.category_id, after.area_id, after.lon) == (
        report.state,
        report.category_id,
        report.area_id,
        report.lon,
    )
    assert (after.address, after.details, after.cover) == ("", {}, None)
    assert "Canary" not in after.text
    assert not Identity.objects.filter(report=report).exists()
    assert set(Photo.objects.filter(report=report).values_list("role", flat=True)) == {"after", "check"}
    rated = Event.objects.get(report=report, kind="feedback.rate").payload
    assert rated == {"score": 2}
    assert make.events(report)[-1] == "privacy.erase"
    assert Forgotten.objects.get(report=report).events == 1
    assert Request.objects.get().done_at is not None


def test_the_log_says_the_same_before_and_after():
    report = make.report(state="resolved", reporter=make.reporter(), photos=[Upload(make.photo(), "canary.jpg")])
    feedback.rate(code=report.code, token=make.token(report), score=2, comment="Kata Canary")
    before = [document.commitment for document in documents.of_report(report.code)]

    erased(report)

    after = [document.commitment for document in documents.of_report(report.code)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_a_report_that_waits_for_its_reporter_goes_on_without_one():
    report = make.report(state="awaiting_reporter", reporter=make.reporter())

    after = erased(report)

    assert (after.state, after.paused_at) == ("in_progress", None)
    assert make.events(report)[-2:] == ["deadlines.resume", "privacy.erase"]


@pytest.mark.parametrize("state", ["merged", "awaiting_validation", "archived", "rejected", "reopened"])
def test_it_is_done_in_whatever_state_a_report_is_and_moves_nothing(state):
    report = make.report(state=state, reporter=make.reporter())

    assert erased(report).state == state
    assert not Identity.objects.filter(report=report).exists()


def test_a_report_in_verification_is_judged_on_what_its_unit_showed():
    report = make.report(state="awaiting_validation", reporter=make.reporter(), photos=[Upload(make.photo(), "a.jpg")])
    erased(report)

    verifier = make.staff(of=report.verifier_id, role=Role.VALIDATOR)
    verification.reject(code=report.code, version=report.version, verifier=verifier, message="Belum menyala")

    assert make.events(report)[-1] == "verification.reject"  # quiet: the validator's page was not stale


def test_asked_twice_at_once_it_is_done_once():
    report = make.report(reporter=make.reporter())
    token = make.token(report)
    actions.erase_own(code=report.code, token=token)

    with pytest.raises(NotFound):
        actions.erase_own(code=report.code, token=token)

    assert make.events(report).count("privacy.erase") == 1


def test_an_operator_may_erase_again_what_came_since():
    report = make.report(reporter=make.reporter())
    erased(report)

    actions.erase_by_command(about=report.code, because="Surat 13/2026")

    assert make.events(report).count("privacy.erase") == 2
    assert Forgotten.objects.filter(report=report).count() == 2


def test_who_reported_by_a_channel_may_have_all_reports_of_that_address_erased_and_nobody_elses():
    sender = Reporter(name="Ratna", phone="+6281200000001", handle="+6281200000001", account="main")
    mine = [make.report(channel="sms", reporter=sender) for _ in range(2)]
    typed = make.report(reporter=Reporter(phone="+6281200000001"))  # anybody can type a number into a form

    erased(mine[0], is_all=True)

    assert set(Identity.objects.values_list("report", flat=True)) == {typed.pk}


def test_from_a_form_nobody_reaches_reports_that_name_the_same_number():
    mine, other = (make.report(reporter=make.reporter(1)) for _ in range(2))

    erased(mine, is_all=True)

    assert set(Identity.objects.values_list("report", flat=True)) == {other.pk}


def test_the_words_of_a_joined_report_leave_its_parent_and_the_parents_own_stay():
    parent = make.report(reporter=make.reporter(1))
    child = make.report(state="merged", parent=parent, reporter=make.reporter(2))
    for one, words in ((child, "Kata anak"), (parent, "Kata induk")):
        feedback.add(code=one.code, token=make.token(one), message=words, photos=[Upload(make.photo(), "x.jpg")])
    before = [one.commitment for one in documents.of_report(parent.code)]

    erased(child)

    added = Event.objects.filter(report=parent, kind="feedback.add").order_by("version")
    assert [one.payload.get("message") for one in added] == [None, "Kata induk"]
    assert Photo.objects.filter(report=parent).count() == 1
    assert [one.commitment for one in documents.of_report(parent.code)] == before

    erased(parent)
    assert [one.commitment for one in documents.of_report(parent.code)][: len(before)] == before


def test_words_that_somebody_puts_back_do_not_pass_for_erased_ones():
    report = make.report(state="resolved", reporter=make.reporter())
    feedback.rate(code=report.code, token=make.token(report), score=2, comment="Kata Canary")
    erased(report)
    before = documents.of_report(report.code)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_event DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE reports_event SET payload = payload || '{\"comment\": \"Puas\"}' WHERE kind = 'feedback.rate'"
        )

    changed = [
        a.version for a, b in zip(before, documents.of_report(report.code), strict=True) if a.commitment != b.commitment
    ]
    assert changed == [event.version for event in Event.objects.filter(report=report, kind="feedback.rate")]


def test_the_same_payload_makes_no_report_again():
    given = make.inbound(external_id="kunci-yang-panjang-sekali", reporter=make.reporter())
    receipt = intake.accept(given)
    actions.erase_own(code=receipt.code, token=receipt.token)

    with pytest.raises(intake.Erased):
        intake.accept(given)

    assert (Report.objects.count(), Identity.objects.count()) == (1, 0)


def test_a_message_that_waits_is_not_sent_any_more_and_none_is_written_anew():
    report = make.report(reporter=make.reporter())
    OutboundMessage.objects.create(
        report=report, event=1, template="received", language="id", way="email", made_at=clock.now()
    )
    posting = OutboundMessage.objects.get()

    erased(report)

    posting.refresh_from_db()
    assert posting.state == "unwanted"
    assert notify.ways_of(outbox.about({report.pk}).values()) == {}


def test_what_cannot_be_erased_now_is_seen_and_done_later(monkeypatch):
    report = make.report(reporter=make.reporter())

    def broken(*_args, **_named):
        raise OperationalError("the database is shutting down")

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "erase", broken)
        actions.erase_own(code=report.code, token=make.token(report))
    assert (Erasure.objects.get().error, queries.check().is_ok) == ("OperationalError", False)
    assert [row.errors for row in queries.requests()] == [("OperationalError",)]

    with clock.at(clock.now() + timedelta(days=4)):
        assert queries.requests()[0].is_late
        assert actions.carry_on() == 1

    assert (Request.objects.exclude(done_at=None).count(), queries.check().is_ok) == (1, True)


def test_files_that_cannot_be_removed_are_seen_and_removed_later(monkeypatch, settings):
    report = make.report(reporter=make.reporter(), photos=[Upload(make.photo(), "a.jpg")])
    files = [Path(settings.MEDIA_ROOT) / Photo.objects.get(report=report).original]
    old(files)

    def full(*_args, **_named):
        raise OSError("read-only")

    with monkeypatch.context() as patch:
        patch.setattr(media, "discard", full)
        erased(report)
    assert (Leftover.objects.get().error, queries.check().is_ok) == ("OSError", False)

    with clock.at(clock.now() + timedelta(minutes=2)):
        assert removing.carry_on() == 1

    assert [path for path in files if path.exists()] == []
    assert not Leftover.objects.exists()


def test_the_file_of_another_reports_photo_stays(settings):
    picture = make.photo()
    mine, other = (make.report(photos=[Upload(picture, "a.jpg")]) for _ in range(2))
    old([Path(settings.MEDIA_ROOT) / Photo.objects.get(report=other).original])

    erased(mine)

    assert media.open_file("original", Photo.objects.get(report=other).sha256).read() == picture
    assert not Leftover.objects.exists()


def test_a_file_that_somebody_sends_again_this_minute_waits(settings):
    erased(make.report(photos=[Upload(make.photo(), "a.jpg")]))

    assert (Leftover.objects.get().error, removing.carry_on()) == ("", 0)


def old(files):
    for path in files:
        for each in path.parent.glob(path.name.split(".")[0] + "*"):
            os.utime(each, (0, 0))
