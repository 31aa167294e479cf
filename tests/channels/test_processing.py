"""What was kept becomes a report, an answer, an addition, or a dead letter: in order, once, whatever is cut off."""

import json
from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.channels import fake
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.channels import listening, processing, receiving
from tanggap.channels.contract import Later, Refused
from tanggap.channels.models import Arrival, Kept, Posting, Thread
from tanggap.channels.talk import engine
from tanggap.channels.words import ArrivalState
from tanggap.core import clock, crypto
from tanggap.feedback.models import Rating
from tanggap.intake import actions as intake
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"


@pytest.fixture
def post():
    return fake.Fake()


@pytest.fixture
def account(post):
    return fake.account(post)


def comes(account, *events):
    receiving.keep(account, fake.pieces(*events))
    processing.work(account)
    return list(Arrival.objects.order_by("id"))


def answers(kind=None):
    rows = Posting.objects.filter(**({"kind": kind} if kind else {})).order_by("id")
    return [crypto.unseal(bytes(row.sealed), context=f"answer:{row.arrival_id}:{row.kind}")["text"] for row in rows]


def test_a_message_that_says_everything_is_filed_at_once(account):
    [arrival] = comes(account, fake.event("m1", text=WHOLE, may_ask=False))

    report = Report.objects.get()
    assert (arrival.state, arrival.outcome, arrival.report_id) == (ArrivalState.DONE, "filed", report.pk)
    assert (report.channel_id, report.area_id) == ("sms", "31.75.06.1005")
    known = Identity.objects.get(report=report)
    opened = crypto.unseal(bytes(known.sealed), context=f"identity:{report.pk}")
    assert (opened["phone"], opened["handle"], opened["account"]) == ("", "+628111", "main")  # too short for a number


def test_a_chat_is_asked_only_for_what_is_missing_until_it_is_filed(account):
    comes(account, fake.event("m1", text="lampu jalan mati min, gelap bgt"))
    assert not Report.objects.exists()
    assert len(answers()) == 1

    comes(account, fake.event("m2", lon=106.9454, lat=-6.2119))
    while not Report.objects.exists():
        comes(account, fake.event(f"m{Arrival.objects.count() + 1}", text="tidak ada"))

    report = Report.objects.get()
    assert report.area_id == "31.75.06.1005"
    assert Thread.objects.get().report_id == report.pk


def test_photos_of_a_chat_are_kept_sealed_until_its_report_has_them(account, post):
    post.files["p1"] = make.photo()
    comes(account, fake.event("m1", text="lampu jalan mati", files=["p1"]))
    assert bytes(Kept.objects.get().sealed).find(b"JFIF") == -1

    comes(account, fake.event("m2", lon=106.9454, lat=-6.2119))

    assert Photo.objects.filter(report=Report.objects.get()).count() == 1
    assert not Kept.objects.exists()


def test_a_file_that_is_no_photo_is_left_out_and_the_report_filed(account, post):
    post.files |= {"p1": make.photo(), "cv.pdf": b"%PDF-1.4 nothing", "broken": b"\xff\xd8\xff\xe0 cut"}
    comes(account, fake.event("m1", text=WHOLE, may_ask=False, files=["p1", "cv.pdf", "broken"]))

    assert Photo.objects.filter(report=Report.objects.get()).count() == 1


def test_a_file_that_the_platform_cannot_give_now_is_tried_again_and_nothing_filed_meanwhile(account, post):
    post.files["p1"] = Later("slow")
    [arrival] = comes(account, fake.event("m1", text=WHOLE, may_ask=False, files=["p1"]))
    assert (arrival.state, arrival.tries) == (ArrivalState.WAITING, 1)
    assert not Report.objects.exists()

    post.files["p1"] = make.photo()
    with clock.at(clock.now() + timedelta(minutes=1)):
        processing.work(account)

    assert Photo.objects.filter(report=Report.objects.get()).count() == 1


def test_a_file_that_is_gone_for_good_is_left_out(account, post):
    post.files["p1"] = Refused("expired")
    comes(account, fake.event("m1", text=WHOLE, may_ask=False, files=["p1"]))

    assert Report.objects.count() == 1


def test_what_cannot_be_fetched_for_hours_is_set_aside_for_a_person(account, post):
    post.files["p1"] = Later("slow")
    receiving.keep(account, fake.pieces(fake.event("m1", text=WHOLE, may_ask=False, files=["p1"])))
    at = clock.now()
    for hour in range(processing.MOST_TRIES):
        with clock.at(at + timedelta(hours=hour)):
            processing.work(account)

    letter = Arrival.objects.get()
    assert letter.state == ArrivalState.DEAD
    post.files["p1"] = make.photo()
    receiving.replay(by=make.staff(of="balaikota", role=Role.OPERATOR), arrivals=[letter.pk])
    processing.work(account)
    assert Report.objects.count() == 1


def test_a_payload_that_breaks_the_reader_is_set_aside_and_the_next_one_is_read(account):
    first, second = comes(account, {"id": "m1", "kind": "nonsense"}, fake.event("m2", text=WHOLE, may_ask=False))

    assert (first.state, second.state) == (ArrivalState.DEAD, ArrivalState.DONE)
    assert "nonsense" not in first.error


def test_cut_off_behind_the_door_it_is_filed_once(account, post, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_args, **_kwargs):
        raise Killed

    post.files["p1"] = make.photo()  # with a file the door has committed before the piece is marked as done
    receiving.keep(account, fake.pieces(fake.event("m1", text=WHOLE, may_ask=False, files=["p1"])))
    with monkeypatch.context() as patch:
        patch.setattr(listening, "_close", killed)
        with pytest.raises(Killed):
            processing.work(account)
    assert Report.objects.count() == 1

    processing.work(account)

    assert Report.objects.count() == 1
    assert Arrival.objects.get().state == ArrivalState.DONE


def test_words_alone_are_filed_and_marked_as_done_in_one_transaction(account, monkeypatch):
    receiving.keep(account, fake.pieces(fake.event("m1", text=WHOLE, may_ask=False)))
    with monkeypatch.context() as patch:
        patch.setattr(listening, "_close", lambda *_args, **_kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            processing.work(account)

    assert not Report.objects.exists()
    processing.work(account)
    assert Report.objects.count() == 1


def test_letters_of_nobody_known_are_filed_each_for_itself_and_answered_nowhere(account):
    comes(
        account, fake.event("m1", sender="", text=WHOLE, may_ask=False), fake.event("m2", sender=" ", text="Halo admin")
    )

    assert Thread.objects.count() == 2
    assert Report.objects.count() == 1
    assert not Identity.objects.exists()
    assert not Posting.objects.exists()


def test_chatter_makes_no_report_and_is_answered_once_a_day(account):
    comes(account, fake.event("m1", text="Terima kasih min"), fake.event("m2", text="Makasih banyak ya"))

    assert not Report.objects.exists()
    assert len(answers()) == 1


def test_a_machines_words_move_nothing_and_are_never_answered(account):
    [arrival] = comes(account, fake.event("m1", text=WHOLE, is_machine="auto_reply"))

    assert (arrival.state, arrival.outcome) == (ArrivalState.IGNORED, "machine:auto_reply")
    assert not Posting.objects.exists()


def test_words_about_a_report_in_a_chat_are_added_to_it(account):
    comes(account, fake.event("m1", text=WHOLE, lon=106.9454, lat=-6.2119))
    while not Report.objects.exists():
        comes(account, fake.event(f"x{Arrival.objects.count()}", text="tidak ada"))

    arrivals = comes(account, fake.event("m9", text="oh ya, yang mati dua lampu bukan satu"))

    assert arrivals[-1].outcome == "added"
    assert Event.objects.get(kind="feedback.add").payload["message"].endswith("bukan satu")


def thread_about(account, state):
    """A chat about a report that was brought to `state`."""
    comes(account, fake.event("m1", text="Halo"))
    report = make.report(state=state)
    Thread.objects.update(report=report)
    return report


def test_the_answer_to_the_units_question_lets_the_work_go_on(account):
    report = thread_about(account, State.AWAITING_REPORTER)

    arrivals = comes(account, fake.event("m2", text="Di sisi utara, dekat tiang nomor 12"))

    report.refresh_from_db()
    assert (arrivals[-1].outcome, report.state != State.AWAITING_REPORTER) == ("answered", True)


def test_a_score_rates_the_closure(account):
    report = thread_about(account, State.RESOLVED)

    comes(account, fake.event("m2", text="4"))

    assert Rating.objects.get(report=report).score == 4


def test_not_solved_with_a_reason_reopens_it(account):
    report = thread_about(account, State.RESOLVED)

    comes(account, fake.event("m2", text="Belum selesai, lampunya masih mati sampai sekarang"))

    report.refresh_from_db()
    assert report.state == State.REOPENED


def test_status_is_told_of_public_reports_and_the_own_alone(account):
    public, private = make.report(), make.report(visibility="private")
    comes(account, fake.event("m1", text=f"status {public.code}"), fake.event("m2", text=f"status {private.code}"))

    assert public.code in answers("status")[0]
    assert len(answers("status_unknown")) == 1


def test_status_is_told_in_the_language_of_the_thread(account):
    report = make.report()
    comes(account, fake.event("m1", text="Halo"))
    Thread.objects.update(language="en")
    comes(account, fake.event("m2", text=f"track {report.code}"))

    with override("en"):
        assert str(State.RECEIVED.label) in answers("status")[0]


def test_a_letter_joins_only_by_a_signed_token(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))
    report = Report.objects.get()

    comes(account, fake.event("m2", text=f"Re: {report.code} masih gelap sekali", may_ask=False))
    assert Report.objects.count() == 2

    arrivals = comes(
        account, fake.event("m3", text="Masih gelap", may_ask=False, joins=report.code, joins_as="+628111")
    )
    assert (arrivals[-1].outcome, arrivals[-1].report_id) == ("added", report.pk)


def test_the_right_token_from_another_address_adds_words_and_proves_nothing(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))
    report = Report.objects.get()

    comes(
        account,
        fake.event("m2", sender="+62999", text="belum selesai", may_ask=False, joins=report.code, joins_as="+628111"),
    )

    event = Event.objects.get(kind="feedback.add")
    assert event.payload["other"] is True
    report.refresh_from_db()
    assert report.state == State.RECEIVED


def test_a_place_outside_the_city_is_filed_without_it_for_a_person(account):
    comes(account, fake.event("m1", text="Jalan berlubang besar sekali", may_ask=False, lon=107.6, lat=-6.9))

    report = Report.objects.get()
    assert (report.area_id, report.lon, report.unit_id) == (None, None, "jsc-intake")


def test_a_whole_report_of_another_system_is_filed_with_its_own_number(account):
    comes(account, fake.event("4711", "filed", text=WHOLE, lon=106.9454, lat=-6.2119))

    assert Report.objects.get().area_id == "31.75.06.1005"


def test_a_partners_word_that_overtook_its_report_waits_for_it(account, post):
    [early] = comes(account, fake.event("u1", "update", of="4711", text="Sudah ditutup"))
    assert early.state == ArrivalState.WAITING

    comes(account, fake.event("4711", "filed", text=WHOLE))
    with clock.at(clock.now() + timedelta(minutes=1)):
        processing.work(account)

    assert post.followed[0][0] == Report.objects.get().code
    early.refresh_from_db()
    assert early.outcome == "followed:noted"


def test_a_message_deleted_before_it_was_read_is_not_read(account):
    receiving.keep(account, fake.pieces(fake.event("m1", text=WHOLE, files=["p1"])))
    Arrival.objects.update(next_try_at=clock.now() + timedelta(hours=1))
    arrivals = comes(account, fake.event("d1", "changed", of="m1", text=None))

    assert [(one.state, one.outcome) for one in arrivals] == [
        (ArrivalState.IGNORED, "deleted_by_author"),
        (ArrivalState.DONE, "changed"),
    ]


def test_an_edit_after_the_report_was_filed_is_told_to_those_who_work_on_it(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))

    comes(account, fake.event("e1", "changed", of="m1", text="Bukan lampu, kabelnya"))

    assert "kabelnya" in Event.objects.get(kind="feedback.add").payload["message"]
    assert Report.objects.get().text == WHOLE


def test_parts_are_heard_as_one_whatever_order_they_come_in(account):
    first, second = WHOLE[:40], WHOLE[40:]
    comes(account, fake.event("p2", "part", group="g", number=2, total=2, text=second, may_ask=False))
    assert not Report.objects.exists()
    comes(account, fake.event("p1", "part", group="g", number=1, total=2, text=first, may_ask=False))

    assert Report.objects.get().text == WHOLE
    assert {row.state for row in Arrival.objects.all()} == {ArrivalState.DONE}


def test_a_part_that_never_comes_is_waited_for_and_then_left_out(account):
    comes(account, fake.event("p1", "part", group="g", number=1, total=2, text=WHOLE, may_ask=False))
    with clock.at(clock.now() + timedelta(minutes=11)):
        processing.work(account)

    assert Report.objects.get().text.startswith(WHOLE)


def test_who_falls_silent_in_the_middle_is_filed_as_far_as_it_goes(account):
    comes(account, fake.event("m1", text="Ada pohon tumbang menimpa kabel listrik"))
    with clock.at(clock.now() + timedelta(hours=3)):
        assert listening.time_out() == 1

    report = Report.objects.get()
    assert "pohon tumbang" in report.text
    assert report.unit_id == "jsc-intake"
    assert Thread.objects.get().draft is None


def test_an_account_is_read_by_one_worker_at_a_time_and_in_order(account):
    events = [fake.event(f"m{number}", text=WHOLE, may_ask=False) for number in range(5)]
    receiving.keep(account, fake.pieces(*events))

    assert processing.work(account, most=2) == 2
    assert [row.external_id for row in Arrival.objects.filter(state=ArrivalState.DONE).order_by("id")] == ["m0", "m1"]


def test_a_receipt_of_a_platform_for_something_we_never_sent_harms_nothing(account):
    arrivals = comes(account, fake.event("r1", "delivered", of="out-1", state="delivered"))

    assert arrivals[0].state in {ArrivalState.DONE, ArrivalState.WAITING, ArrivalState.IGNORED}


def test_nothing_personal_stands_in_the_clear(account, post):
    comes(account, fake.event("m1", sender="+6281298765432", name="Ratna Canary", text="halo lampu mati"))

    thread, arrival = Thread.objects.get(), Arrival.objects.get()
    for blob in (
        thread.sealed,
        thread.draft or b"",
        thread.peer_index,
        arrival.sealed,
        *(p.sealed for p in Posting.objects.all()),
    ):
        assert b"Canary" not in bytes(blob)
        assert b"6281298765432" not in bytes(blob)
    assert json.dumps({"outcome": arrival.outcome, "error": arrival.error}).find("Canary") == -1


def test_the_same_again_by_the_door_is_one_report(account):
    comes(account, fake.event("m1", text=WHOLE, may_ask=False))
    with pytest.raises(intake.KeyReused):
        intake.accept(make.inbound(channel="sms", external_id="main:m1", text="Other"))


def test_a_draft_waits_no_longer_than_the_pack_says():
    assert timedelta(hours=2) >= engine.SILENCE
