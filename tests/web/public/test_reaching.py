"""What citizens are told and how it ends: nothing by a GET, nothing without the link, the same answer for every address."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.intake.words import Reporter
from tanggap.notify import dispatch, links
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import Contact, OutboundMessage, Subscription, Wish
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State
from tanggap.web.public.views import reaching

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
RATNA = Reporter(email="ratna.canary@example.org", phone="+6281234500001")


@pytest.fixture(autouse=True)
def _seen(db):
    reaching._senders.clear()
    with own_events_seen(), clock.at(MORNING):
        yield


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


@pytest.fixture
def citizen():
    return Client(headers={"accept-language": "en"})


def wishes_page(report: Report) -> str:
    return f"/laporan/{report.code}/{make.token(report)}/kabar/"


def stop_page(report: Report) -> str:
    return f"/berhenti/{links.of_report(links.STOP, report.pk, bytes(report.nonce))}/"


def rows() -> tuple[int, int, int]:
    stopped = Wish.objects.filter(stopped_at__isnull=False).count()
    return stopped, Contact.objects.filter(stopped_at__isnull=False).count(), Subscription.objects.count()


# --- behind the private link --------------------------------------------------------------------------------------


def test_a_reporter_chooses_what_how_and_in_which_language(citizen):
    report = make.report(reporter=RATNA)
    page = citizen.get(wishes_page(report))
    assert page.status_code == 200
    assert "canary" not in page.content.decode()
    assert "0001" not in page.content.decode()

    answer = citizen.post(wishes_page(report), {"wanted": ["results"], "way": "phone", "language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, wishes_page(report))
    wish = Wish.objects.get()
    assert (wish.way, wish.unwanted, wish.language, wish.stopped_at) == (
        "phone",
        ["steps", "questions", "delays", "surveys"],
        "en",
        None,
    )


def test_a_way_that_was_not_left_is_refused_on_the_page(citizen):
    report = make.report(reporter=Reporter(email="ratna@example.org"))
    answer = citizen.post(wishes_page(report), {"wanted": [], "way": "phone", "language": "en"})
    assert (answer.status_code, Wish.objects.count()) == (422, 0)


def test_who_left_no_address_is_told_so_and_chooses_the_language(citizen):
    report = make.report()
    assert "You left no address" in citizen.get(wishes_page(report)).content.decode()
    assert citizen.post(wishes_page(report), {"wanted": ["steps"], "language": "en"}).status_code == 302


def test_a_wrong_link_looks_like_none(citizen):
    report = make.report(reporter=RATNA)
    wrong = citizen.get(f"/laporan/{report.code}/{'0' * 48}/kabar/")
    unknown = citizen.get(f"/laporan/JK-0000-0000-000/{'0' * 48}/kabar/")
    assert (wrong.status_code, wrong.content) == (404, unknown.content)


def test_what_was_held_is_set_free_by_the_private_link(citizen):
    report = make.report(reporter=RATNA, state=State.IN_PROGRESS)
    with clock.at(MORNING + timedelta(days=91)):
        reports.ask(code=report.code, version=2, by=make.staff(of=report.unit_id), question="Di sisi mana?")
        cursors.catch_up(CONSUMER)
        dispatch.judge(limit=9, now=clock.now())
        assert "more than 90 days" in citizen.get(wishes_page(report)).content.decode()
        assert citizen.post(f"{wishes_page(report)}masih-saya/").status_code == 302
    assert OutboundMessage.objects.get(template="asked").state == "waiting"


# --- one click ----------------------------------------------------------------------------------------------------


def test_looking_at_a_link_in_a_message_ends_nothing(citizen):
    report = make.report(reporter=RATNA)
    page = citizen.get(stop_page(report))
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert "canary" not in page.content.decode()
    assert rows() == (0, 0, 0)


def test_a_mail_programme_ends_it_by_one_post_without_our_page(strict):
    report = make.report(reporter=RATNA)
    answer = strict.post(stop_page(report), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, rows()) == (200, (1, 0, 0))
    assert strict.post(stop_page(report), {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_all_messages_to_the_addresses_end(citizen):
    report = make.report(reporter=RATNA)
    assert citizen.get(f"{stop_page(report)}semua/").status_code == 405
    assert citizen.post(f"{stop_page(report)}semua/").status_code == 200
    assert rows() == (0, 2, 0)


FORGED = (
    "/berhenti/r1-00/",
    "/berhenti/x/",
    "/masih-anda/r1-00/",
    "/langganan/s1-00/",
    f"/langganan/s1-{'0' * 48}/",
)


@pytest.mark.parametrize("path", FORGED)
def test_a_forged_link_looks_like_none(citizen, path):
    assert citizen.get(path).status_code == 404
    assert citizen.post(path).status_code == 404
    assert rows() == (0, 0, 0)


# --- is it still you? ---------------------------------------------------------------------------------------------


def still_page(citizen) -> tuple[Report, str]:
    report = make.report(reporter=RATNA, state=State.IN_PROGRESS)
    with clock.at(MORNING + timedelta(days=91)):
        reports.ask(code=report.code, version=2, by=make.staff(of=report.unit_id), question="Di sisi mana?")
        cursors.catch_up(CONSUMER)
        dispatch.judge(limit=9, now=clock.now())
    return report, f"/masih-anda/{links.of_report(links.STILL, report.pk, bytes(report.nonce))}/"


def test_the_page_of_a_silent_address_says_nothing_of_the_report(citizen):
    report, page = still_page(citizen)
    shown = citizen.get(page).content.decode()
    assert report.code not in shown
    assert "Di sisi mana" not in shown


def test_only_the_code_of_a_report_sets_it_free(citizen):
    report, page = still_page(citizen)
    assert citizen.post(page, {"code": "JK-0000-0000-000"}).status_code == 422
    assert OutboundMessage.objects.get(template="asked").state == "held"
    assert citizen.post(page, {"code": report.code.lower()}).status_code == 200
    assert OutboundMessage.objects.get(template="asked").state == "waiting"


def test_a_new_owner_says_so(citizen):
    _report, page = still_page(citizen)
    assert citizen.post(f"{page}bukan/").status_code == 200
    assert OutboundMessage.objects.get(template="asked").state == "unwanted"


# --- subscriptions ------------------------------------------------------------------------------------------------


def test_a_report_page_leads_to_its_news(citizen):
    report = make.report()
    assert f"/langganan/?code={report.code}" in citizen.get(f"/laporan/{report.code}/").content.decode()
    page = citizen.get(f"/langganan/?code={report.code}")
    assert [choice[0] for choice in page.context["form"].fields["what"].choices] == ["report", "around", "area"]


@pytest.mark.parametrize(
    "choice",
    [
        {"what": "report"},
        {"what": "around", "radius": "500"},
        {"what": "area", "area": "31.75.06.1005"},
    ],
)
def test_news_can_be_asked_for_without_javascript(citizen, choice):
    report = make.report()
    given = {"code": report.code, "lon": report.lon, "lat": report.lat, "email": "warga@example.org"}
    answer = citizen.post("/langganan/", {**given, **choice})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/langganan/terkirim/")
    row = Subscription.objects.get()
    assert (row.report_id is not None, row.radius_metres, row.area_id) == (
        choice["what"] == "report",
        500 if choice["what"] == "around" else None,
        choice.get("area"),
    )
    assert "once a day at six in the morning" in citizen.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "area", "area": ""},
        {"what": "area", "area": "99"},
        {"what": "report", "code": "JK-0000-0000-000"},
        {"what": "around", "lon": "x", "lat": "y"},
        {"what": "nothing"},
        {"what": "area", "area": "31.75.06.1005", "email": "warga@"},
    ],
)
def test_what_cannot_be_told_of_is_said_on_the_form(citizen, wrong):
    answer = citizen.post("/langganan/", {"email": "warga@example.org", **wrong})
    assert (answer.status_code, Subscription.objects.count()) == (422, 0)


def test_asking_too_fast_is_slowed_down():
    sender = Client(REMOTE_ADDR="203.0.113.7")
    given = {"what": "area", "area": "31.75.06.1005"}
    told = [sender.post("/langganan/", {**given, "email": f"a{n}@example.org"}).status_code for n in range(12)]
    assert told == [302] * 10 + [429] * 2
    assert Subscription.objects.count() == 10


def test_the_owner_says_yes_and_later_ends_it(citizen):
    citizen.post("/langganan/", {"what": "area", "area": "31.75.06.1005", "email": "warga@example.org"})
    row = Subscription.objects.get()
    page = f"/langganan/{links.of_subscription(links.CONFIRM, row)}/"
    assert citizen.get(page).status_code == 200
    assert Subscription.objects.get().state == "asked"
    assert citizen.post(page).status_code == 302
    assert Subscription.objects.get().state == "active"
    assert "You get these news" in citizen.get(page).content.decode()
    assert citizen.post(f"{page}berhenti/").status_code == 200
    assert citizen.get(page).status_code == 404


def test_a_search_of_the_map_is_followed_as_its_address_says(citizen):
    page = citizen.get("/langganan/?area=31.75.06.1005&category=lampu-jalan&words=gelap&unit=x").content.decode()
    assert "Everything that happens to reports about Street lamps in Pulo Gebang, Cakung with the words “gelap”" in page
    assert "cannot be followed; it was left out" in page
    given = {
        "what": "area",
        "area": "31.75.06.1005",
        "category": "lampu-jalan",
        "words": "gelap, http://x.id 081234567890",
    }
    assert (
        citizen.post(
            "/langganan/", {**given, "wished": "new", "rhythm": "weekly", "email": "warga@example.org"}
        ).status_code
        == 302
    )
    row = Subscription.objects.get()
    assert (row.category_id, row.words, row.wished, row.rhythm) == ("lampu-jalan", "gelap http x id", "new", "weekly")


def test_one_click_ends_one_subscription_and_says_what_goes_on(citizen, strict):
    for area in ("31.75.06.1005", "31.71"):
        citizen.post("/langganan/", {"what": "area", "area": area, "email": "warga@example.org"})
    row = Subscription.objects.order_by("id").first()
    citizen.post(f"/langganan/{links.of_subscription(links.CONFIRM, row)}/")
    address = f"/berhenti/{links.of_subscription(links.STOP, row)}/ini/"
    assert "Everything that happens to reports in Pulo Gebang" in citizen.get(address).content.decode()
    assert Subscription.objects.filter(state="active").count() == 2
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"}, headers={"accept-language": "en"})
    assert "Your 1 other subscription goes on." in answer.content.decode()
    assert [one.state for one in Subscription.objects.order_by("id")] == ["ended", "active"]
    assert strict.post(address).status_code == 200
