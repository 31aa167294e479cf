"""`invite`: some days after a closure a share of the reporters is asked, nobody twice within ninety days, nobody who does not want it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.surveys.making import form, mixed, planned, questionnaire, survey

from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.notify import inviting, letters, links, wishes
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import INVITATION, Group
from tanggap.privacy import erasing
from tanggap.reports.actors import REPORTER
from tanggap.reports.words import State
from tanggap.surveys import actions
from tanggap.surveys.actions.inviting import lot
from tanggap.surveys.models import Invitation, Response
from tanggap.surveys.queries import asking, responding

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def later(**delta):
    return clock.at(NOON + timedelta(**delta))


def opened(**changes):
    """Open a survey at noon that invites everybody, unless told otherwise."""
    with clock.at(NOON):
        return survey(**{"share": 1000, "closes_on": NOON.date() + timedelta(days=360), **changes})


def solved(number=None, *, hours=1, **more):
    who = {"reporter": make.reporter(number)} if number is not None else {}
    return make.report(state=State.RESOLVED, category=LITTER, at=NOON + timedelta(hours=hours), **who, **more)


def invite(days=4):
    with later(days=days):
        return actions.invite()


def invited():
    return list(Invitation.objects.order_by("pk").values_list("report", "is_told"))


def token(report):
    return links.of_report(links.SURVEY, report.pk, bytes(report.nonce))


def test_who_can_be_reached_is_written_to_and_who_cannot_is_asked_on_the_private_page():
    opened()
    reached, nameless = solved(1), solved()

    assert [invite(2), invite(4), invite(4)] == [0, 2, 0]

    assert invited() == [(reached.pk, True), (nameless.pk, False)]
    assert list(OutboundMessage.objects.filter(template=INVITATION).values_list("report", "way")) == [
        (reached.pk, "email")
    ]
    with later(days=4):
        assert (asking.invitation_of(nameless.code), asking.invitation_of("JK-0000-0000-000")) == (token(nameless), "")


def test_the_letter_holds_the_link_for_its_reader_alone():
    opened()
    report = solved(1)
    invite(4)
    message = OutboundMessage.objects.get(template=INVITATION).pk

    with later(days=4, hours=4):
        mail = letters.letter(message, letters.Going(channel="email", is_mail=True))
        shared = letters.letter(message, letters.Going(channel="email", is_alone=False))
        public = letters.letter(message, letters.Going(channel="twitter", is_public=True))

    assert f"/survei/{token(report)}/" in mail.text
    assert f"/survei/{token(report)}/" in mail.short
    assert "/survei/r" not in shared.text + shared.short
    assert (type(public).__name__, public.state) == ("Unsent", "none")


def test_what_was_closed_before_the_survey_opened_is_not_asked_about():
    solved(1, hours=-2)
    opened()

    assert (invite(), invited()) == (0, [])


def test_nobody_is_invited_twice_within_ninety_days():
    opened()
    first, second = solved(1), solved(1, hours=2)
    invite(4)
    third = make.report(state=State.RESOLVED, category=LITTER, at=NOON + timedelta(days=60), reporter=make.reporter(1))
    invite(70)
    fourth = make.report(
        state=State.RESOLVED, category=LITTER, at=NOON + timedelta(days=100), reporter=make.reporter(1)
    )
    invite(104)

    assert (first.pk, True) in invited()
    assert {report for report, _told in invited()}.isdisjoint({second.pk, third.pk})
    assert (fourth.pk, True) in invited()


def test_who_does_not_want_it_is_not_invited_about_any_report():
    opened()
    report = solved(1)
    invite(4)
    with later(days=5):
        actions.decline(token=token(report))
        actions.decline(token=token(report))
    other = make.report(state=State.RESOLVED, category=LITTER, at=NOON + timedelta(days=100), reporter=make.reporter(1))

    invite(104)

    assert other.pk not in dict(invited())
    assert wishes.of_own(report.code, token=make.token(report)).wanted == tuple(
        group for group in Group.values if group != Group.SURVEYS
    )


def test_who_wants_nothing_about_a_report_is_not_invited_about_it():
    opened()
    report = solved(1)
    wishes.wish(code=report.code, token=make.token(report), way="", wanted=Group.values, language="id", is_stopped=True)

    invite(4)

    assert invited() == []


def test_a_survey_asks_about_its_units_channels_and_area_alone():
    report = solved(1)
    with clock.at(NOON):
        questionnaire()
        for code, changes in {
            "its-own": {"units": [report.unit_id], "channels": ["website"], "area": "31.75"},
            "of-others": {"units": ["jsc-intake"]},
            "elsewhere": {"area": "31.71"},
            "by-sms": {"channels": ["sms"]},
        }.items():
            row = actions.plan(by=None, code=code, plan=planned(share=1000, **changes))
            actions.open_survey(by=None, code=code, version=row.version)

    invite(4)

    assert list(Invitation.objects.values_list("survey", flat=True)) == ["its-own"]


def test_what_is_confidential_is_never_asked_about():
    opened()
    make.report(
        state=State.RESOLVED, at=NOON + timedelta(hours=1), category="perilaku-aparatur", reporter=make.reporter(1)
    )

    invite(4)

    assert invited() == []


def test_refusals_are_asked_about_too_or_the_result_would_be_of_the_lucky_ones():
    opened()
    make.report(state=State.REJECTED, at=NOON + timedelta(hours=1), reporter=make.reporter(2))

    invite(4)

    assert list(Invitation.objects.values_list("outcome", "is_told")) == [("refused", True)]


def test_the_lot_is_the_same_each_time_and_draws_the_share():
    lots = [lot("skm-2026", report) for report in range(4_000)]

    assert lots == [lot("skm-2026", report) for report in range(4_000)]
    assert 0.22 < sum(one < 250 for one in lots) / len(lots) < 0.28
    assert lots[:50] != [lot("skm-2027", report) for report in range(50)]


def test_an_invitation_is_answered_once_and_its_answer_leads_to_no_report():
    opened()
    report = solved(1)
    invite(4)

    with later(days=5):
        assert asking.asked(token(report)).standing == "open"
        row = actions.answer(token=token(report), given=mixed())
        with pytest.raises(actions.AnsweredAlready):
            actions.answer(token=token(report), given=form(1))
        assert (asking.asked(token(report)).standing, asking.invitation_of(report.code)) == ("answered", "")

    assert (row.entrance, row.unit, row.channel, row.area, row.category, row.outcome, row.took) == (
        "invited", report.unit_id, "website", "31.75.06", "kebersihan", "solved", "1d",
    )  # fmt: skip
    assert Response.objects.count() == 1
    assert not {field.name for field in Response._meta.fields} & {"report", "invitation", "at"}


def test_an_invitation_holds_for_thirty_days():
    opened()
    report = solved(1)
    invite(4)

    with later(days=35), pytest.raises(actions.NotOpen):
        actions.answer(token=token(report), given=mixed())


def test_who_was_not_invited_has_no_way_in_and_another_purpose_s_link_is_none():
    opened()
    report = solved(1)

    for wrong in (token(report), links.of_report(links.STOP, report.pk, bytes(report.nonce))):
        with later(days=5), pytest.raises(NotFound):
            asking.asked(wrong)


def test_an_erased_reporter_leaves_the_count_and_no_way_back():
    opened()
    report = solved(1)
    invite(4)

    with later(days=5):
        erasing.erase(report.code, by=REPORTER, at=clock.now(), why="reporter", token=make.token(report))

    assert invited() == [(None, True)]
    with pytest.raises(NotFound):
        inviting.invited(token(report))


def test_who_does_not_answer_is_seen():
    row = opened()
    shared = {"survey": row, "invited_on": NOON.date(), "unit_id": "jsc-intake", "took": "1d", "category": "kebersihan"}
    Invitation.objects.bulk_create(
        Invitation(channel=channel, outcome=outcome, is_answered=number < answered, **shared)
        for channel, outcome, n, answered in (("website", "solved", 40, 30), ("sms", "refused", 40, 4))
        for number in range(n)
    )

    told = responding.response_bias("skm-2026")

    assert (told.invited, told.answered, told.share) == (80, 34, 0.425)
    assert [(label, rate.differs) for label, rate in told.groups["outcome"]] == [
        ("Ditolak", -1),
        ("Selesai dan diperiksa", 1),
    ]
    assert told.weighted.value is None
