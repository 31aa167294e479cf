"""Public news by e-mail: only who confirmed gets them, once a day, and nothing in them was typed by anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import PULO_GEBANG, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.core.refusal import Invalid, NotFound
from tanggap.notify import bulletins, links, news, subscribing
from tanggap.notify.letters import Going, Letter, letter
from tanggap.notify.models import Contact, OutboundMessage, Subscription
from tanggap.notify.subscribing import Target
from tanggap.places import locate
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.public_words import CONSUMER as PUBLIC_WORDS
from tanggap.reports.words import State, Visibility

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
        bulletins.tell()
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
    for number in range(60):
        subscribe(email=f"a{number}@example.org", code=report.code)
    start(report)
    with clock.at(NEXT_DAY):
        assert bulletins.tell() == 0
    assert len(mails()) == 60


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
        bulletins.tell()
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
        assert (bulletins.tell(), bulletins.tell()) == (2, 0)
    assert [name for name, _state in mails()].count("news") == 1


def test_a_day_without_news_brings_no_mail():
    confirmed(area="31.75")
    assert digest() == ""


# --- a search of one's own ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "is_told"),
    [
        ({"category": "lampu-jalan"}, True),
        ({"category": "jalan-jembatan"}, True),
        ({"category": "sampah"}, False),
        ({"area": "31.75", "category": "lampu-jalan"}, True),
        ({"area": "31.71", "category": "lampu-jalan"}, False),
        ({"words": "lampu mati"}, True),
        ({"words": "Ratna"}, True),
        ({"words": "081234567890 rumah"}, True),
        ({"words": "sampah"}, False),
        ({"words": "lampu", "wished": "new"}, True),
        ({"words": "lampu", "wished": "solved"}, False),
    ],
)
def test_a_search_is_narrowed_by_all_that_it_names(target, is_told):
    confirmed(**target)
    with clock.at(MORNING + timedelta(hours=1)):
        report = make.report(text="Lampu mati di depan rumah Ratna, hubungi 081234567890")
        cursors.catch_up(PUBLIC_WORDS)
    assert (report.code in digest()) == is_told


def test_what_is_hidden_in_a_text_is_found_by_no_subscription():
    row = confirmed(words="lampu")
    Subscription.objects.filter(pk=row.pk).update(words="081234567890")
    with clock.at(MORNING + timedelta(hours=1)):
        make.report(text="Lampu mati, hubungi 081234567890")
        cursors.catch_up(PUBLIC_WORDS)
    assert digest() == ""


def test_a_correction_brings_a_report_to_who_waits_for_new_ones_there():
    report = make.report()
    confirmed(category="sampah", wished="new")
    confirmed(area="31.75", wished="new")
    with clock.at(MORNING + timedelta(hours=1)):
        intake = make.staff(of=city().intake_unit, role=Role.INTAKE)
        reports.change(code=report.code, version=1, by=intake, category="sampah", message="Ini sampah")
    text = digest()
    assert text.count(report.code + " ·") == 1
    assert "New reports about Rubbish" in text
    assert "New reports in Jakarta Timur" not in text


def test_who_follows_an_area_that_was_divided_since_follows_its_heirs(monkeypatch):
    row = confirmed(area=GEBANG)
    report = make.report(at=MORNING - timedelta(hours=1))
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    heirs = tuple(places.area(code) for code in ("31.75.06.1005", "31.75.06.1004"))
    left = places.Former("31.75.06.9999", "Gebang Lama", MORNING.date(), heirs)
    monkeypatch.setattr(places, "former", lambda code: left if code == left.code else None)
    row.area_id = left.code
    happened = news.between(MORNING, MORNING + timedelta(days=1))
    assert [one.code for one in news.News(happened).of(row, since=MORNING)] == [report.code]


def test_solved_ones_are_told_while_they_are_solved():
    confirmed(area="31.75", wished="solved")
    with clock.at(MORNING + timedelta(hours=1)):
        solved, started = make.report(state=State.RESOLVED), make.report(state=State.IN_PROGRESS)
    text = digest()
    assert (solved.code in text, started.code in text) == (True, False)


def test_a_week_is_told_on_monday():
    confirmed(area="31.75", rhythm="weekly")  # on a Monday at ten
    with clock.at(MORNING + timedelta(days=2)):
        report = make.report()
    with clock.at(NEXT_DAY + timedelta(days=5)):  # Sunday morning
        assert bulletins.tell() == 0
    with clock.at(NEXT_DAY + timedelta(days=6)):
        assert (bulletins.tell(), bulletins.tell()) == (1, 0)
        said = letter(OutboundMessage.objects.get(template="news").pk, Going("email", is_mail=True))
    assert report.code in said.text
    assert said.subject.endswith("the week until 9 March 2026")


def test_a_long_list_is_cut_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(news, "MOST_LISTED", 6)
    confirmed(category="lampu-jalan", area="31.75")
    with clock.at(MORNING + timedelta(hours=1)):
        made = [make.report() for _number in range(news.MOST_LISTED + 2)]
    text = digest()
    assert sum(report.code + " ·" in text for report in made) == news.MOST_LISTED
    assert f"… and 2 more\n{django_settings.PUBLIC_URL}/peta/?area=31.75&category=lampu-jalan" in text


POINTS = [None, PULO_GEBANG, (PULO_GEBANG[0], PULO_GEBANG[1] + 0.004)]
happenings = st.builds(
    lambda key, category, area, point, state, kinds: news.Happened(
        key, f"JK-{key}", category, area, *(point or (None, None)), state,
        "solved" if state == "resolved" else "",
        tuple(
            news.Occurred(kind, MORNING + timedelta(hours=hour), *((was, here) if kind == "reports.change" else (None, None)))
            for hour, (kind, was, here) in enumerate(kinds, start=-2)
        ),
    ),
    st.integers(1, 6),
    st.sampled_from([None, "lampu-jalan", "sampah"]),
    st.sampled_from([None, GEBANG, "31.71.01.1001"]),
    st.sampled_from(POINTS),
    st.sampled_from(["received", "resolved", "reopened"]),
    st.lists(
        st.tuples(
            st.sampled_from(["intake.accept", "reports.change", "reports.start", "verification.accept"]),
            st.sampled_from([None, "lampu-jalan", "sampah"]),
            st.sampled_from([None, GEBANG, "31.71.01.1001"]),
        ),
        min_size=1,
        max_size=4,
    ),
)  # fmt: skip
wishes = st.builds(
    lambda what, words, wished, radius: Subscription(
        **what, words="" if "report_id" in what else words, wished=wished, confirmed_at=MORNING,
        **({"lon": PULO_GEBANG[0], "lat": PULO_GEBANG[1], "radius_metres": radius} if not {"report_id", "area_id"} & set(what) else {}),
    ),
    st.sampled_from(
        [
            {"report_id": 3}, {"area_id": GEBANG}, {"area_id": "31.75"}, {"category_id": "lampu-jalan"},
            {"area_id": "31", "category_id": "jalan-jembatan"}, {},
        ]
    ),
    st.sampled_from(["", "lampu"]),
    st.sampled_from(["all", "new", "solved"]),
    st.sampled_from([250, 500]),
)  # fmt: skip


def slowly(one: Subscription, happened: news.Happened, says: set[int]) -> bool:
    """Return whether this is news, rule by rule: the first hour counts, what was before the yes does not."""

    def fits(category, area, point):
        parent = {"lampu-jalan": "jalan-jembatan", "sampah": "kebersihan"}.get(category)
        inside = {
            GEBANG: {GEBANG, "31.75.06", "31.75", "31"},
            "31.71.01.1001": {"31.71.01.1001", "31.71.01", "31.71", "31"},
        }
        near = {POINTS[1]: 0, POINTS[2]: 445}.get(point, 10**9)
        return (
            (one.report_id in (None, happened.id))
            and (not one.words or happened.id in says)
            and (one.category_id is None or one.category_id in (category, parent))
            and (one.area_id is None or one.area_id in inside.get(area, ()))
            and (one.lon is None or near <= one.radius_metres)
        )

    point = None if happened.lon is None else (happened.lon, happened.lat)
    fresh = [event for event in happened.events if event.at > MORNING]
    came = [
        event.kind == "intake.accept"
        or (
            event.kind == "reports.change"
            and not fits(event.was_category, event.was_area, point if event.was_area else None)
        )
        for event in fresh
    ]
    closed = happened.state == "resolved" and "verification.accept" in [event.kind for event in fresh]
    wished = {"all": bool(fresh), "new": any(came), "solved": closed}[one.wished]
    return wished and fits(happened.category, happened.area, point)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.lists(happenings, max_size=6, unique_by=lambda one: one.id), one=wishes, says=st.sets(st.integers(1, 6))
)
def test_the_quick_choice_of_news_is_the_slow_one(happened, one, says):
    found = news.News(happened, {"lampu": says}).of(one, since=MORNING - timedelta(hours=9))
    assert [each.id for each in found] == [each.id for each in happened if slowly(one, each, says)]


def test_the_database_keeps_no_subscription_to_nothing_or_to_two_things():
    report, category, area = make.report(), "lampu-jalan", GEBANG
    row = subscribe(area=area)
    wrong = (
        {"area_id": None},
        {"report": report},
        {"lon": 106.9, "lat": -6.2, "radius_metres": 500},
        {"area_id": None, "category_id": category, "lon": 106.9},
        {"wished": "nothing"},
        {"rhythm": "hourly"},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.filter(pk=row.pk).update(**values)


# --- the end ------------------------------------------------------------------------------------------------------


@override("en")
def test_one_click_ends_one_and_says_what_goes_on():
    first, second = confirmed(area=GEBANG), confirmed(category="lampu-jalan", rhythm="weekly")
    link = links.of_subscription(links.STOP, first)
    assert subscribing.ending(link=link).others == 1
    ended = subscribing.end_one(link=link)
    assert (ended.labels, ended.others) == (
        (
            "Everything that happens to reports in Pulo Gebang, Cakung, once a day at six in the morning, if there is anything to tell",
        ),
        1,
    )
    assert subscribing.end_one(link=link) == subscribing.Ending(ended.labels)
    assert [row.state for row in Subscription.objects.order_by("id")] == ["ended", "active"]
    assert subscribing.end(link=ended.link).labels == (
        "Everything that happens to reports about Street lamps, once a week on Monday at six in the morning, if there is anything to tell",
    )
    assert not Subscription.objects.filter(sealed__isnull=False).exists()
    assert second.pk != first.pk


def test_a_letter_of_one_subscription_ends_that_one_by_its_header():
    row = confirmed(area="31.75")
    confirmed(category="sampah")
    with clock.at(MORNING + timedelta(hours=1)):
        make.report()
    with clock.at(NEXT_DAY):
        bulletins.tell()
        said = letter(OutboundMessage.objects.get(template="news").pk, Going("email", is_mail=True))
    assert said.unsubscribe == f"{django_settings.PUBLIC_URL}/berhenti/{links.of_subscription(links.STOP, row)}/ini/"


def test_a_digest_that_waits_is_told_to_who_ended_only_one():
    first = confirmed(area=GEBANG)
    confirmed(area="31.75")
    with clock.at(MORNING + timedelta(hours=1)):
        report = make.report()
    with clock.at(NEXT_DAY):
        bulletins.tell()
        subscribing.end_one(link=links.of_subscription(links.STOP, first))
        said = letter(OutboundMessage.objects.get(template="news").pk, Going("email", is_mail=True))
    assert report.code in said.text
    assert "Pulo Gebang, Cakung" not in said.text.split(report.code)[0]


def test_one_click_ends_everything_and_forgets_the_address():
    report = make.report()
    row = confirmed(code=report.code)
    confirmed(area="31.75")
    link = links.of_subscription(links.STOP, row)
    assert [len(subscribing.end(link=link).labels) for _click in range(2)] == [2, 0]
    assert Subscription.objects.filter(sealed__isnull=False).count() == 0
    with pytest.raises(NotFound):
        subscribing.of_link(links.CONFIRM, links.of_subscription(links.CONFIRM, row))


def test_a_digest_reads_in_the_subscribers_language():
    report = make.report()
    confirmed(code=report.code)
    with clock.at(MORNING + timedelta(hours=1)):
        start(report)
    with override("id"):
        text = digest()
    assert "You get this because" in text
    assert f"Everything that happens to report {report.code}" in text


def test_the_day_ends_at_six_in_the_city():
    assert bulletins.day_end(NEXT_DAY) == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert bulletins.day_end(NEXT_DAY - timedelta(minutes=6)) == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)


def test_distances_are_metres():
    assert round(news.metres(106.9, -6.2, 106.9, -6.209)) == 1001
