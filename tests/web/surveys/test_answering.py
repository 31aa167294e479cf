"""The page of who answers: opening changes nothing, each fault is said at its question, nothing tells who it was."""

import re
from datetime import timedelta

import pytest
from tests.factories import LITTER, make
from tests.surveys.making import form, mixed, questionnaire, survey
from tests.web.desk.pages import browser

from tanggap.core import clock
from tanggap.notify import links
from tanggap.notify.models import Wish
from tanggap.reports.words import State
from tanggap.surveys import actions
from tanggap.surveys.models import Invitation, Response
from tanggap.web.surveys.views import answering

pytestmark = pytest.mark.django_db
PAGE = "/survei/skm-2026/"
KEY = "a-key-of-this-form-1"


@pytest.fixture(autouse=True)
def _rested():
    answering.senders.clear()


def sent(client, given, **more):
    return client.post(PAGE, {"key": KEY, **given, **more})


def test_a_page_is_opened_by_anybody_and_changes_nothing():
    survey()

    page = browser().get(PAGE)

    assert (page.status_code, Response.objects.count()) == (200, 0)
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert page.content.decode().count('<li class="card">') == 10


def test_answers_are_kept_and_thanked_for():
    survey(units=["jsc-intake", "biro-pemerintahan"])

    answer = browser().post(PAGE + "?unit=jsc-intake", {"key": KEY, **mixed(), "overall": "3", "sex": "male"})

    assert (answer.status_code, answer["Location"]) == (302, "/survei/terima-kasih/")
    row = Response.objects.get()
    assert (row.unit, row.overall, row.sex, row.seconds, row.flags) == ("jsc-intake", 3, "male", None, [])


def test_how_long_it_took_is_known_from_the_page_itself():
    survey()
    client, opened_at = browser(), clock.now()
    with clock.at(opened_at):
        began = re.search(r'name="began" value="([^"]+)"', client.get(PAGE).content.decode())[1]

    with clock.at(opened_at + timedelta(seconds=7)):
        sent(client, mixed(), began=began)
        sent(client, mixed(), began=began[:-3] + "abc", key="another-key-of-a-form")

    assert [row.seconds for row in Response.objects.order_by("pk")] == [7, None]
    assert Response.objects.order_by("pk")[0].flags == ["fast"]


@pytest.mark.parametrize("given", [{}, form(5), {**form(3), "time": ""}, {**form(3), "time": "7"}])
def test_what_is_missing_or_impossible_is_said_at_its_question_and_nothing_kept(given):
    survey()

    answer = sent(browser(), given)

    assert (answer.status_code, Response.objects.count()) == (422, 0)
    assert 'href="#id_time_field"' in answer.content.decode()


def test_a_second_answer_of_a_device_is_said_to_be_one():
    survey()
    client = browser()
    sent(client, mixed())

    assert "answered on this device" in client.get(PAGE).content.decode()
    sent(client, mixed(), key="another-key-of-a-form")

    assert [row.flags for row in Response.objects.order_by("pk")] == [[], ["again"]]


def test_a_flood_from_one_network_is_stopped():
    survey()
    answering.senders.charge("93.184.216.0/24", 1e9)

    answer = browser().post(PAGE, {"key": KEY, **mixed()}, REMOTE_ADDR="93.184.216.34")

    assert (answer.status_code, Response.objects.count()) == (429, 0)


def test_a_survey_that_is_over_leads_to_its_result():
    row = survey()
    actions.close(by=None, code=row.code, version=row.version)

    page = browser().get(PAGE)

    assert (page.status_code, "/evaluation/surveys/skm-2026/" in page.content.decode()) == (200, True)
    assert sent(browser(), mixed()).status_code == 200
    assert Response.objects.count() == 0


def test_unknown_forged_and_draft_links_look_the_same():
    questionnaire()
    pages = [browser().get(f"/survei/{token}/") for token in ("nobody", "r1-" + "0" * 48, "skm-2026")]

    assert {(page.status_code, page.content == pages[0].content) for page in pages} == {(404, True)}


def test_an_invited_person_answers_once_and_may_decline_to_be_asked_again():
    survey(share=1000)
    report = make.report(state=State.RESOLVED, category=LITTER, reporter=make.reporter(3))
    with clock.at(clock.now() + timedelta(days=4)):
        actions.invite()
        token = links.of_report(links.SURVEY, report.pk, bytes(report.nonce))
        client, page = browser(), f"/survei/{token}/"
        own = client.get(f"/laporan/{report.code}/{make.token(report)}/").content.decode()

        first = client.post(page, {"key": KEY, **mixed()})
        again = client.post(page, {"key": "another-key-of-a-form", **form(1)})
        declined = client.post(page + "tidak-lagi/")

        assert page in own
        assert (first.status_code, again.status_code, declined.status_code) == (302, 200, 200)
        assert page not in client.get(f"/laporan/{report.code}/{make.token(report)}/").content.decode()
    assert (Response.objects.count(), Invitation.objects.get().is_answered) == (1, True)
    assert Wish.objects.get().unwanted == ["surveys"]
