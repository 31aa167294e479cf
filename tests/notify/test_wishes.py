"""What reporters wish to be told, and whether an address is still theirs."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.core.refusal import Invalid, NotFound
from tanggap.intake.words import Reporter
from tanggap.notify import dispatch, links, wishes
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import Contact, OutboundMessage, Wish
from tanggap.notify.words import Delivery, Group
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
RATNA = Reporter(email="ratna@example.org", phone="+6281234500001")


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen(), clock.at(MORNING):
        yield


def ready() -> list[tuple[str, str, str]]:
    """Return template, way and language of what may go now, and take it on as a channel would."""
    cursors.catch_up(CONSUMER)
    found, _number = dispatch.judge(limit=99, now=clock.now())
    dispatch.queued((one.message, one.addresses[0].way) for one in found)
    languages = dict(OutboundMessage.objects.values_list("id", "language"))
    return [(one.template, one.addresses[0].way, languages[one.message]) for one in found]


def states() -> list[tuple[str, str]]:
    return list(OutboundMessage.objects.order_by("id").values_list("template", "state"))


def wish(report: Report, **changes) -> Wish:
    given = {"way": "", "wanted": Group.values, "language": "id"}
    return wishes.wish(code=report.code, token=make.token(report), **{**given, **changes})


def start(report: Report) -> None:
    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id))


def stop_link(report: Report) -> str:
    return links.of_report(links.STOP, report.pk, bytes(report.nonce))


def still_link(report: Report) -> str:
    return links.of_report(links.STILL, report.pk, bytes(report.nonce))


def test_without_wishes_everything_is_told():
    report = make.report(reporter=RATNA)
    start(report)
    assert ready() == [("received", "email", "id"), ("started", "email", "id")]


def test_a_group_that_is_not_wanted_is_not_sent_and_says_so():
    report = make.report(reporter=RATNA)
    wish(report, wanted=[Group.RESULTS])
    start(report)
    assert ready() == [("received", "email", "id")]
    assert states() == [("received", "queued"), ("started", "unwanted")]


def test_the_way_and_the_language_are_the_reporters():
    report = make.report(reporter=RATNA)
    wish(report, way="phone", language="en")
    assert ready() == [("received", "phone", "en")]


def test_a_way_that_nobody_left_cannot_be_chosen():
    report = make.report(reporter=Reporter(email="ratna@example.org"))
    with pytest.raises(Invalid) as refused:
        wish(report, way="phone")
    assert (list(refused.value.errors), Wish.objects.count()) == (["way"], 0)


@pytest.mark.parametrize("changes", [{"language": "nl"}, {"wanted": ["everything"]}])
def test_what_there_is_not_cannot_be_wished(changes):
    report = make.report(reporter=RATNA)
    with pytest.raises(Invalid):
        wish(report, **changes)


def test_wishes_are_the_reporters_alone():
    report = make.report(reporter=RATNA)
    other = make.report(reporter=RATNA, text="Pohon tumbang menutup jalan")
    with pytest.raises(NotFound):
        wishes.of_own(report.code, token=make.token(other))
    with pytest.raises(NotFound):
        wishes.wish(code=report.code, token="0" * 48, way="", wanted=[], language="id")
    assert Wish.objects.count() == 0


def test_the_page_names_ways_and_no_address():
    report = make.report(
        channel="sms", reporter=Reporter(email="ratna@example.org", handle="+6281234500001", account="a")
    )
    seen = wishes.of_own(report.code, token=make.token(report))
    assert [way for way, _label in seen.ways] == ["channel", "email"]
    assert "ratna" not in str(seen)


def test_one_click_ends_the_news_of_one_report_and_doing_it_again_changes_nothing():
    report, other = make.report(reporter=RATNA), make.report(reporter=RATNA, text="Pohon tumbang menutup jalan")
    wishes.stop(link=stop_link(report))
    wishes.stop(link=stop_link(report))
    assert [Report.objects.get(pk=wish.report_id) for wish in Wish.objects.all()] == [report]
    assert ready() == [("received", "email", "id")]
    assert OutboundMessage.objects.get(report=other).state == "queued"


def test_all_news_to_an_address_end_until_it_reports_again():
    report = make.report(reporter=RATNA)
    wishes.stop_all(link=stop_link(report))
    assert (ready(), states()) == ([], [("received", "unwanted")])
    with clock.at(MORNING + timedelta(hours=1)):
        make.report(reporter=RATNA, text="Pohon tumbang menutup jalan")
        assert ready() == [("received", "email", "id")]


@pytest.mark.parametrize(
    "forge", [lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"), lambda _: "", lambda _: "r1-" + "0" * 48]
)
def test_a_forged_link_ends_nothing(forge):
    report = make.report(reporter=RATNA)
    with pytest.raises(NotFound):
        wishes.stop(link=forge(stop_link(report)))
    assert Wish.objects.count() == 0


def test_a_link_serves_one_purpose():
    report = make.report(reporter=RATNA)
    with pytest.raises(NotFound):
        wishes.confirm(link=stop_link(report), code=report.code)
    with pytest.raises(NotFound):
        wishes.stop(link=still_link(report))
    with pytest.raises(NotFound):
        wishes.stop(link=f"r{report.pk}-{make.token(report)}")


# --- a number changes hands (threats.md §3 case 13) ---------------------------------------------------------------


def silent() -> Report:
    """Return a report whose reporter was told that work began, and heard nothing since."""
    report = make.report(reporter=RATNA, state=State.IN_PROGRESS)
    ready()
    return report


def ask(report: Report) -> None:
    reports.ask(code=report.code, version=report.version, by=make.staff(of=report.unit_id), question="Di sisi mana?")


LATER = MORNING + timedelta(days=91)


def test_an_address_that_was_silent_for_90_days_is_asked_first():
    with clock.at(MORNING):
        report = silent()
    with clock.at(LATER):
        ask(report)
        assert ready() == []
        assert ready() == [("still_you", "email", "id")]
        assert states()[-2:] == [("asked", "held"), ("still_you", "queued")]


def test_an_address_that_reported_since_is_not_asked():
    with clock.at(MORNING):
        report = silent()
    with clock.at(LATER - timedelta(days=2)):
        make.report(reporter=RATNA, text="Pohon tumbang menutup jalan")
    with clock.at(LATER):
        ask(report)
        assert ("asked", "email", "id") in ready()


def test_it_is_asked_once_a_month():
    with clock.at(MORNING):
        report = silent()
    for days in (91, 92):
        with clock.at(MORNING + timedelta(days=days)):
            report.refresh_from_db()
            if report.state == State.IN_PROGRESS:
                ask(report)
            else:
                reports.note(code=report.code, by=make.staff(of=report.unit_id), note="x")
            ready(), ready()
    assert [name for name, _state in states()].count("still_you") == 1


def test_the_code_of_the_report_sets_free_what_was_held():
    with clock.at(MORNING):
        report = silent()
    with clock.at(LATER):
        ask(report)
        ready(), ready()
        assert wishes.confirm(link=still_link(report), code=report.code.lower().replace("-", "")) == 1
        assert ready() == [("asked", "email", "id")]


def test_a_new_owner_who_knows_no_code_learns_nothing_and_is_stopped_after_five_tries():
    with clock.at(MORNING):
        report = silent()
        foreign = make.report(text="Pohon tumbang menutup jalan")
    with clock.at(LATER):
        ask(report)
        ready(), ready()
        for code in ("", "JK-0000-0000-000", foreign.code, "x" * 500, "\x00"):
            with pytest.raises(wishes.NotYours):
                wishes.confirm(link=still_link(report), code=code)
        with pytest.raises(wishes.AskedTooOften):
            wishes.confirm(link=still_link(report), code=report.code)
    assert OutboundMessage.objects.filter(state=Delivery.HELD).count() == 1


def test_a_new_owner_can_end_it():
    with clock.at(MORNING):
        report = silent()
    with clock.at(LATER):
        ask(report)
        ready(), ready()
        wishes.disown(link=still_link(report))
        assert ready() == []
        assert ("asked", "unwanted") in states()
        with pytest.raises(NotFound):
            wishes.confirm(link=still_link(report), code=report.code)


def test_the_private_link_sets_it_free_too():
    with clock.at(MORNING):
        report = silent()
    with clock.at(LATER):
        ask(report)
        ready(), ready()
        assert wishes.of_own(report.code, token=make.token(report)).held == 1
        assert wishes.vouch(code=report.code, token=make.token(report)) == 1
        assert ready() == [("asked", "email", "id")]
        assert Contact.objects.filter(heard_at=LATER).count() == 2


def test_a_partners_number_of_a_report_never_changes_hands():
    with clock.at(MORNING):
        report = make.report(
            channel="lapor1708", reporter=Reporter(handle="4711", account="a"), state=State.IN_PROGRESS
        )
        ready()
    with clock.at(LATER):
        ask(report)
        assert ready() == [("asked", "channel", "id")]


# --- a stranger's address (threats.md §3 case 12) -----------------------------------------------------------------


def many(reporter: Reporter, number: int, **changes) -> None:
    for each in range(number):
        make.report(reporter=reporter, text=f"Lampu nomor {each} mati", **changes)


@pytest.mark.parametrize(
    ("reporter", "channel"),
    [
        (Reporter(email="victim@example.org"), "website"),
        (Reporter(phone="+6281234500001"), "website"),
        (Reporter(handle="victim@example.org", account="a"), "email"),
    ],
)
def test_who_types_or_forges_a_strangers_address_does_not_make_us_flood_it(reporter, channel):
    many(reporter, 12, channel=channel)
    told = 0
    for hour in (0, 1, 7):
        with clock.at(MORNING + timedelta(hours=hour)):
            told += len(ready())
    assert told == dispatch.MOST_A_DAY


def test_the_day_after_it_goes_on():
    many(Reporter(email="victim@example.org"), 7)
    ready()
    with clock.at(MORNING + timedelta(days=1, minutes=1)):
        assert len(ready()) == 2


def test_who_has_proven_to_read_there_hears_everything():
    from tanggap.core import crypto

    dispatch.prove(crypto.blind_index("email", "ratna@example.org"))
    many(Reporter(email="ratna@example.org"), 12)
    assert len(ready()) == 12


def test_a_platforms_signed_sender_is_no_strangers_address():
    many(Reporter(handle="+6281234500001", account="a"), 12, channel="sms")
    assert len(ready()) == 12
