"""Public news by e-mail: only who confirmed gets them, once a day, and nothing in them was typed by anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils.translation import override
from tests.factories import PULO_GEBANG, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.notify import links, news, subscribing
from tanggap.notify.letters import Going, Letter, letter
from tanggap.notify.models import Contact, OutboundMessage, Subscription
from tanggap.notify.subscribing import Target
from tanggap.places import locate
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import Visibility

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
NEXT_DAY = datetime(2026, 3, 2, 23, 5, tzinfo=UTC)  # 06.05 of the day after
GEBANG = "31.75.06.1005"
EMAIL = "warga@example.org"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen(), clock.at(MORNING):
        yield


def subscribe(email: str = EMAIL, **target) -> Subscription | None:
    subscribing.subscribe(email=email, target=Target(**target), language="en")
    return Subscription.objects.order_by("-id").first()


def confirmed(**target) -> Subscription:
    row = subscribe(**target)
    subscribing.confirm(link=links.of_subscription(links.CONFIRM, row))
    row.refresh_from_db()
    return row


def mails() -> list[tuple[str, str]]:
    rows = OutboundMessage.objects.filter(subscription__isnull=False).order_by("id")
    return list(rows.values_list("template", "state"))


def digest() -> str:
    """Return the text of the only digest, empty when there is none."""
    with clock.at(NEXT_DAY):
        subscribing.tell()
        row = OutboundMessage.objects.filter(template="news").first()
        if row is None:
            return ""
        said = letter(row.pk, Going("email", is_mail=True))
        return said.text if isinstance(said, Letter) else ""


def start(report: Report) -> None:
    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id))


# --- asked and confirmed ------------------------------------------------------------------------------------------


def test_who_subscribes_is_asked_with_words_that_nobody_typed():
    report = make.report(text="<b>canary</b>")
    subscribe(code=report.code)
    row = OutboundMessage.objects.get()
    said = letter(row.pk, Going("email", is_mail=True))
    assert (said.address.to, said.unsubscribe, said.code, dict(said.facts)) == (EMAIL, "", "", {})
    assert report.code not in said.subject + said.text
    assert "/langganan/s" in said.text


def test_an_address_stands_in_no_row_in_the_clear():
    subscribe(area=GEBANG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM notify_subscription s")
        everything = " ".join(row[0] for row in cursor.fetchall())
    assert "warga" not in everything


def test_an_unconfirmed_address_gets_one_letter_a_day_and_three_in_all():
    codes = [make.report(text=f"Lampu nomor {number} mati").code for number in range(5)]
    for day in range(6):
        with clock.at(MORNING + timedelta(days=day, minutes=day)):
            for code in codes:
                subscribe(code=code)
    assert mails() == [("confirm", "waiting")] * 3
    assert Subscription.objects.count() == 5


def test_hundreds_of_forged_addresses_get_one_letter_each_and_no_news():
    report = make.report()
    for number in range(200):
        subscribe(email=f"a{number}@example.org", code=report.code)
    start(report)
    with clock.at(NEXT_DAY):
        assert subscribing.tell() == 0
    assert len(mails()) == 200


def test_known_and_unknown_addresses_are_answered_alike():
    report = make.report()
    confirmed(code=report.code)
    target = Target(code=report.code)
    told = [subscribing.subscribe(email=one, target=target, language="en") for one in (EMAIL, "b@example.org")]
    assert told == [None, None]


def test_a_dead_or_stopped_address_gets_no_letter():
    from tanggap.core import crypto

    Contact.objects.create(index=crypto.blind_index("email", EMAIL), stopped_at=MORNING)
    subscribe(area=GEBANG)
    assert (mails(), Subscription.objects.count()) == ([], 0)


def test_the_owner_says_yes_to_all_that_was_asked_for():
    report = make.report()
    first = subscribe(code=report.code)
    subscribe(area=GEBANG)
    link = links.of_subscription(links.CONFIRM, first)
    assert [one.is_active for one in subscribing.of_link(links.CONFIRM, link)] == [False, False]
    assert subscribing.confirm(link=link) == 2
    assert subscribing.confirm(link=link) == 0
    assert [one.is_active for one in subscribing.of_link(links.CONFIRM, link)] == [True, True]


@pytest.mark.parametrize(
    ("email", "target", "field"),
    [
        ("warga", {"area": GEBANG}, "email"),
        ("warga@example.org\r\nBcc: all@example.org", {"area": GEBANG}, "email"),
        (EMAIL, {"area": "99"}, "target"),
        (EMAIL, {"code": "JK-0000-0000-000"}, "target"),
        (EMAIL, {}, "target"),
        (EMAIL, {"lon": 106.9, "lat": -6.2, "radius_metres": 17}, "radius"),
    ],
)
def test_what_nobody_can_be_told_of_is_refused(email, target, field):
    with pytest.raises(Invalid) as refused:
        subscribe(email=email, **target)
    assert (list(refused.value.errors), Subscription.objects.count()) == ([field], 0)


def test_a_place_outside_the_city_is_refused():
    with pytest.raises(locate.Misplaced):
        subscribe(lon=110.0, lat=-7.0, radius_metres=500)


def test_a_private_report_is_as_unknown_as_none():
    report = make.report(visibility=Visibility.PRIVATE)
    with pytest.raises(Invalid) as private:
        subscribe(code=report.code)
    with pytest.raises(Invalid) as unknown:
        subscribe(code="JK-0000-0000-000")
    assert private.value.errors == unknown.value.errors


def test_an_address_that_never_confirmed_is_forgotten_after_a_week():
    subscribe(area=GEBANG)
    with clock.at(MORNING + timedelta(days=8)):
        assert subscribing.forget_unconfirmed() == 1
    row = Subscription.objects.get()
    assert (row.state, row.index, row.sealed) == ("ended", None, None)


# --- the day's news -----------------------------------------------------------------------------------------------


def test_a_digest_names_what_happened_and_nothing_that_a_citizen_wrote():
    report = make.report(text="Rahasia canary di depan rumah Ratna")
    confirmed(code=report.code)
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    text = digest()
    assert report.code in text
    assert "/berhenti/s" in text
    assert "anary" not in text
    assert "Ratna" not in text


def test_an_area_takes_in_what_lies_in_it():
    confirmed(area="31.75")
    report = make.report()
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    assert report.code in digest()


@pytest.mark.parametrize(("radius", "is_told"), [(500, True), (250, False)])
def test_around_a_place_the_radius_decides(radius, is_told):
    lon, lat = PULO_GEBANG
    confirmed(lon=lon, lat=lat - 0.0036, radius_metres=radius)  # 400 m
    report = make.report()
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    assert (report.code in digest()) == is_told


def test_what_was_before_the_yes_is_no_news():
    report = make.report()
    start(report)
    with clock.at(MORNING + timedelta(hours=1)):
        confirmed(code=report.code)
    assert digest() == ""


def test_private_reports_are_never_in_the_news():
    confirmed(area="31.75")
    report = make.report(visibility=Visibility.PRIVATE)
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    assert digest() == ""


def test_what_became_private_since_is_not_told_any_more():
    report = make.report()
    confirmed(code=report.code)
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    with clock.at(NEXT_DAY):
        subscribing.tell()
        intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
        reports.change(code=report.code, version=2, by=intake, category="pungutan-liar", message="Ini pungutan")
    assert Report.objects.get().visibility == Visibility.PRIVATE
    assert digest() == ""


def test_a_sensitive_report_is_looked_for_where_the_map_shows_it():
    lon, lat = PULO_GEBANG
    report = make.report(category="parkir-liar", lon=round(lon, 3) + 0.0003, lat=round(lat, 3))
    (seen,) = news.between(MORNING - timedelta(hours=1), MORNING + timedelta(hours=1))
    assert (seen.code, seen.lon, seen.lat) == (report.code, round(lon, 3), round(lat, 3))


def test_an_address_gets_one_digest_a_day_for_all_that_it_follows():
    report = make.report()
    confirmed(code=report.code)
    confirmed(area="31.75")
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    with clock.at(NEXT_DAY):
        assert (subscribing.tell(), subscribing.tell()) == (2, 0)
    assert [name for name, _state in mails()].count("news") == 1


def test_a_day_without_news_brings_no_mail():
    confirmed(area="31.75")
    assert digest() == ""


def test_one_click_ends_everything_and_forgets_the_address():
    report = make.report()
    row = confirmed(code=report.code)
    confirmed(area="31.75")
    link = links.of_subscription(links.STOP, row)
    assert (subscribing.end(link=link), subscribing.end(link=link)) == (2, 0)
    assert Subscription.objects.filter(sealed__isnull=False).count() == 0
    with pytest.raises(NotFound):
        subscribing.of_link(links.CONFIRM, links.of_subscription(links.CONFIRM, row))


def test_a_digest_reads_in_the_subscribers_language():
    report = make.report()
    confirmed(code=report.code)
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    with override("id"):
        assert "You get this because" in digest()


def test_the_day_ends_at_six_in_the_city():
    assert subscribing.day_end(NEXT_DAY) == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert subscribing.day_end(NEXT_DAY - timedelta(minutes=6)) == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)


def test_distances_are_metres():
    assert round(news.metres(106.9, -6.2, 106.9, -6.209)) == 1001
