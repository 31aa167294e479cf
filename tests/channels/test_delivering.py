"""What is to be said goes out by the way its reader came: once, later when the platform cannot, never to a dead address."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.channels import fake
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.channels import delivering, processing, receiving, registry, tokens
from tanggap.channels.contract import Delivered, Later, Refused
from tanggap.channels.models import Account, Posting, Thread
from tanggap.core import clock, cursors
from tanggap.intake.words import Reporter
from tanggap.notify import subscribing
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import Contact, OutboundMessage
from tanggap.notify.subscribing import Target
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
LAMP = "Lampu jalan mati di Pulo Gebang sejak kemarin"


@pytest.fixture(autouse=True)
def _seen(db):
    used = dict(registry._used)
    delivering._brakes.clear()
    with own_events_seen(), clock.at(MORNING):
        yield
    registry._used.clear()
    registry._used.update(used)


@pytest.fixture
def sms():
    return fake.Fake(name="sms")


@pytest.fixture
def mail():
    return fake.Fake(name="email")


def told(report: Report) -> None:
    """Let the events be read, and what follows from them be taken on."""
    cursors.catch_up(CONSUMER)
    delivering.prepare()


def messages() -> list[tuple[str, str, str]]:
    return list(OutboundMessage.objects.order_by("id").values_list("template", "way", "state"))


def postings() -> list[tuple[str, str, int]]:
    return list(Posting.objects.order_by("id").values_list("kind", "state", "tries"))


def by_handle(handle: str = "+6281234500001", **changes) -> Report:
    return make.report(channel="sms", reporter=Reporter(handle=handle, account="main"), **changes)


# --- the way ------------------------------------------------------------------------------------------------------


def test_news_go_back_by_the_account_that_the_report_came_by(sms):
    account = fake.account(sms)
    report = by_handle()
    told(report)

    assert delivering.send_due(account) == 1
    (out,) = sms.sent
    assert (out.to, out.code, out.reply_token) == ("+6281234500001", report.code, tokens.sign(report.code))
    assert report.code in out.short
    assert f"/laporan/{report.code}/{make.token(report)}/" in out.text
    assert dict(out.facts)["state"] == "received"
    assert messages() == [("received", "channel", "sent")]
    assert postings() == [("received", "sent", 1)]


def test_a_reporter_of_the_web_is_written_to_by_mail_with_the_way_to_stop_it(mail):
    account = fake.account(mail, channel="email")
    report = make.report(reporter=make.reporter(), language="en")
    told(report)
    delivering.send_due(account)

    (out,) = mail.sent
    assert (out.to, out.subject) == ("canary1@example.org", f"We have your report {report.code}")
    assert out.facts["unsubscribe"] in out.text
    assert messages() == [("received", "email", "sent")]


def test_without_a_mailbox_the_telephone_is_used(sms):
    account = fake.account(sms)
    told(make.report(reporter=make.reporter()))
    delivering.send_due(account)
    assert [out.to for out in sms.sent] == ["+6281234500001"]
    assert messages() == [("received", "phone", "sent")]


def test_news_hang_under_what_they_answer_and_hold_no_private_link_where_all_read_them(sms):
    sms.ways = sms.ways | {"poll"}
    account = fake.account(sms, channel="twitter")
    mention = fake.event("t1", text=LAMP, sender="4711", thread="t1", is_public=True, may_ask=False)
    receiving.keep(account, fake.pieces(mention))
    processing.work(account)
    report = Report.objects.get()
    told(report)
    while delivering.send_due(account):
        pass

    out = sms.sent[-1]
    assert (out.to, out.thread, out.is_public) == ("4711", "t1", True)
    assert make.token(report) not in out.text + out.short
    assert report.code in out.short


def test_what_nobody_can_read_again_counts_as_public(sms, monkeypatch):
    account = fake.account(sms, channel="twitter")
    receiving.keep(account, fake.pieces(fake.event("t1", text=LAMP, sender="4711", may_ask=False)))
    processing.work(account)
    report = Report.objects.get()
    told(report)
    monkeypatch.setattr(fake.Fake, "read", lambda *_: 1 / 0)
    while delivering.send_due(account):
        pass
    assert [make.token(report) in out.text for out in sms.sent] == [False] * len(sms.sent)


def test_without_an_account_messages_wait_and_are_given_up_after_a_week(sms):
    report = by_handle()
    told(report)
    assert messages() == [("received", "channel", "waiting")]
    with clock.at(MORNING + timedelta(days=8)):
        fake.account(sms)
        delivering.prepare()
    assert messages() == [("received", "channel", "expired")]


# --- once ---------------------------------------------------------------------------------------------------------


def test_a_message_is_taken_on_once(sms):
    account = fake.account(sms)
    report = by_handle()
    told(report)
    told(report)
    cursors.rebuild(CONSUMER)
    delivering.prepare()
    assert delivering.send_due(account) == 1
    assert delivering.send_due(account) == 0
    assert len(sms.sent) == 1


class Killed(BaseException):
    """The worker's end."""


def test_a_worker_that_dies_while_it_speaks_leaves_a_message_that_nobody_sends_again(sms, monkeypatch):
    account = fake.account(sms)
    told(by_handle())

    def die(_posting, _sent):
        raise Killed

    monkeypatch.setattr(delivering, "_sent", die)
    with pytest.raises(Killed):
        delivering.send_due(account)
    monkeypatch.undo()
    assert (len(sms.sent), postings()) == (1, [("received", "sending", 1)])

    with clock.at(MORNING + timedelta(minutes=11)):
        delivering.prepare()
        assert delivering.send_due(account) == 0
    assert len(sms.sent) == 1
    assert messages() == [("received", "channel", "unsure")]


def test_a_worker_that_dies_before_it_speaks_has_said_nothing_and_it_is_said_later(sms, monkeypatch):
    account = fake.account(sms)
    told(by_handle())

    def die(_posting):
        raise Killed

    monkeypatch.setattr(delivering, "_begin", die)
    with pytest.raises(Killed):
        delivering.send_due(account)
    monkeypatch.undo()
    assert sms.sent == []
    with clock.at(MORNING + timedelta(minutes=6)):
        delivering.prepare()
        assert delivering.send_due(account) == 1
    assert (len(sms.sent), messages()) == (1, [("received", "channel", "sent")])


def test_what_may_have_been_sent_is_never_sent_again(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [ValueError("the line was cut behind the last byte")]
    delivering.send_due(account)
    with clock.at(MORNING + timedelta(days=1)):
        delivering.send_due(account)
    assert sms.sent == []
    assert messages() == [("received", "channel", "unsure")]


# --- trouble ------------------------------------------------------------------------------------------------------


def test_a_platform_that_cannot_now_is_asked_later_and_later(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Later("busy"), Later("busy")]
    pauses = []
    at = MORNING
    for _try in range(2):
        with clock.at(at):
            assert delivering.send_due(account) == 0
        due = Posting.objects.get().next_try_at
        pauses.append((due - at).total_seconds())
        at = due
    with clock.at(at):
        delivering.send_due(account)
    assert [30 <= pauses[0] <= 45, 90 <= pauses[1] <= 135] == [True, True]
    assert (len(sms.sent), messages()) == (1, [("received", "channel", "sent")])
    assert Account.objects.get().failing_since is None


def test_an_account_that_fails_rests(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Later("busy")]
    assert delivering.due() == [account]
    delivering.send_due(account)
    with clock.at(MORNING + timedelta(seconds=1)):
        assert delivering.due() == []


def test_a_platform_that_says_when_is_not_asked_before(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Later("slow down", 600)]
    delivering.send_due(account)
    assert Posting.objects.get().next_try_at >= MORNING + timedelta(seconds=600)


def test_after_the_last_try_it_has_failed_and_says_so(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Later("busy")] * delivering.MOST_TRIES
    at = MORNING
    for _try in range(delivering.MOST_TRIES):
        with clock.at(at):
            delivering.send_due(account)
        at = max(Posting.objects.get().next_try_at, at)
        if at.hour >= 13:  # the night in Jakarta: what waits goes in the morning
            at = max(at, datetime.combine(at.date() + timedelta(days=1), MORNING.time(), tzinfo=UTC))
    assert messages() == [("received", "channel", "failed")]


def test_a_refused_message_has_failed(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Refused("not a word of this")]
    delivering.send_due(account)
    assert messages() == [("received", "channel", "failed")]
    assert Contact.objects.count() == 0


def test_a_dead_address_rests_for_whatever_comes_later(sms):
    account = fake.account(sms)
    report = by_handle()
    told(report)
    sms.answers = [Refused("no such number", is_dead_address=True)]
    delivering.send_due(account)

    reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))
    told(report)
    delivering.send_due(account)
    assert sms.sent == []
    assert messages() == [("received", "channel", "failed"), ("started", "channel", "resting")]


def test_a_dead_address_wakes_when_somebody_reports_with_it_again(sms):
    account = fake.account(sms)
    told(by_handle())
    sms.answers = [Refused("no such number", is_dead_address=True)]
    delivering.send_due(account)
    with clock.at(MORNING + timedelta(hours=1)):
        told(by_handle(text="Lampu yang lain mati juga, tolong"))
        delivering.send_due(account)
    assert len(sms.sent) == 1


def test_another_way_is_taken_when_the_first_is_dead(mail, sms):
    box, phone = fake.account(mail, channel="email"), fake.account(sms)
    report = make.report(reporter=make.reporter())
    told(report)
    mail.answers = [Refused("no such mailbox", is_dead_address=True)]
    delivering.send_due(box)
    reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))
    told(report)
    delivering.send_due(phone)
    assert [(out.to, out.facts["kind"]) for out in sms.sent] == [("+6281234500001", "started")]


@pytest.mark.parametrize(
    "address", ["MAILER-DAEMON@example.org", "no-reply@example.org", "list-bounces@example.org", "dki@jakarta.example"]
)
def test_machines_and_we_ourselves_are_never_written_to(mail, address):
    account = fake.account(mail, channel="email", page="dki@jakarta.example")
    told(make.report(channel="email", reporter=Reporter(handle=address, account="main")))
    delivering.send_due(account)
    assert mail.sent == []
    assert messages() == [("received", "channel", "resting")]


def test_mail_to_one_domain_is_braked(mail, monkeypatch):
    monkeypatch.setattr(delivering, "_brakes", delivering.Buckets(2))
    account = fake.account(mail, channel="email")
    for number in range(4):
        make.report(reporter=Reporter(email=f"a{number}@kampung.example"), text=f"Lampu nomor {number} mati")
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    delivering.send_due(account)
    assert len(mail.sent) == 2
    with clock.at(MORNING + timedelta(minutes=2)):
        delivering.send_due(account)
    assert len(mail.sent) == 4


# --- what became of it --------------------------------------------------------------------------------------------


def sent(sms) -> object:
    account = fake.account(sms)
    told(by_handle())
    delivering.send_due(account)
    return account


def test_delivery_reports_are_followed_in_any_order_and_once(sms):
    account = sent(sms)
    assert delivering.on_delivered(account, Delivered("out-1", "read"))
    assert not delivering.on_delivered(account, Delivered("out-1", "delivered"))
    assert not delivering.on_delivered(account, Delivered("out-1", "failed"))
    assert messages() == [("received", "channel", "read")]


def test_a_bounce_makes_it_failed_and_puts_the_address_to_rest(sms):
    account = sent(sms)
    assert delivering.on_delivered(account, Delivered("out-1", "failed", reason="gone", is_dead_address=True))
    assert messages() == [("received", "channel", "failed")]
    assert Contact.objects.get().reason == "gone"


def test_a_refusal_that_names_the_person_is_kept_without_the_name(sms):
    account = sent(sms)
    reason = "550 <ratna@example.org>: +62 812-345-00001 unknown here"
    delivering.on_delivered(account, Delivered("out-1", "failed", reason=reason, is_dead_address=True))
    assert [Posting.objects.get().error, Contact.objects.get().reason] == ["550 <…>: … unknown here"] * 2


def test_word_of_what_we_never_sent_changes_nothing(sms):
    account = sent(sms)
    assert not delivering.on_delivered(account, Delivered("other", "failed", is_dead_address=True))
    assert not delivering.on_delivered(account, Delivered("", "failed", is_dead_address=True))
    assert messages() == [("received", "channel", "sent")]
    assert Contact.objects.count() == 0


# --- when ---------------------------------------------------------------------------------------------------------


def test_at_night_only_what_is_urgent_is_said(sms):
    account = fake.account(sms)
    night = MORNING + timedelta(hours=13)  # 23.00
    with clock.at(night):
        report = by_handle()
        reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))
        told(report)
        delivering.send_due(account)
    assert [out.facts["kind"] for out in sms.sent] == ["received"]
    with clock.at(night + timedelta(hours=6, minutes=59)):
        delivering.prepare()
        delivering.send_due(account)
    assert len(sms.sent) == 1
    with clock.at(night + timedelta(hours=7)):
        delivering.prepare()
        delivering.send_due(account)
    assert [out.facts["kind"] for out in sms.sent] == ["received", "started"]


def test_the_words_of_a_posting_are_in_no_row(sms):
    account = sent(sms)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM channels_posting p")
        everything = " ".join(row[0] for row in cursor.fetchall())
    assert "4500001" not in everything
    assert Posting.objects.get().account_id == account.id


# --- who ----------------------------------------------------------------------------------------------------------


def test_a_number_that_was_silent_for_long_is_asked_before_anything_is_said(sms):
    account = fake.account(sms)
    report = by_handle(state=State.IN_PROGRESS)
    told(report)
    while delivering.send_due(account):
        pass
    sms.sent.clear()
    with clock.at(MORNING + timedelta(days=91)):
        reports.ask(code=report.code, version=2, by=make.staff(of=report.unit_id), question="Rahasia: di sisi mana?")
        told(report)
        delivering.prepare()
        delivering.send_due(account)
        (out,) = sms.sent
        assert report.code not in out.text + out.short + out.subject
        assert make.token(report) not in out.text
        assert "Rahasia" not in out.text
        assert (out.code, dict(out.facts).keys()) == ("", {"unsubscribe"})
    assert messages()[-2:] == [("asked", "channel", "held"), ("still_you", "channel", "sent")]


def test_who_said_stop_in_a_chat_is_not_written_to_there(sms):
    account = fake.account(sms)
    receiving.keep(account, fake.pieces(fake.event("m1", text=LAMP, sender="+6281234500001")))
    processing.work(account)
    Thread.objects.update(is_muted=True)
    told(by_handle())
    before = len(sms.sent)
    while delivering.send_due(account):
        pass
    assert [out.facts for out in sms.sent[before:] if out.facts] == []
    assert ("received", "channel", "unwanted") in messages()


def test_a_question_for_a_subscription_goes_out_once(mail):
    account = fake.account(mail, channel="email")
    for _twice in range(2):
        subscribing.subscribe(email="warga@example.org", target=Target(area="31.75.06.1005"), language="en")
    delivering.prepare()
    while delivering.send_due(account):
        pass
    (out,) = mail.sent
    assert (out.to, out.code, out.reply_token, dict(out.facts)) == ("warga@example.org", "", "", {})
    assert messages() == [("confirm", "email", "sent")]
