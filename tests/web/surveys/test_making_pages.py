"""What the staff makes: a questionnaire written and published, a survey planned, opened, fed with paper, closed and followed by a plan."""

import pytest
from tests.factories import make
from tests.surveys.making import planned, questionnaire, survey
from tests.web.desk.pages import browser

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.surveys import actions
from tanggap.surveys.models import Questionnaire, Response, Survey

pytestmark = pytest.mark.django_db
HERE = "/evaluation/surveys/kelola/"


@pytest.fixture
def analyst():
    return browser(make.staff(of="jsc-intake", role=Role.ANALYST))


def test_the_whole_way_of_a_survey(analyst):
    today = clock.local(clock.now()).date().isoformat()
    written = analyst.post(
        HERE + "kuesioner/baru/",
        {
            "code": "skm-kota", "kind": "skm", "title_id": "Survei kota", "title_en": "City survey",
            "q1-label_id": "Lewat mana?", "q1-kind": "choice", "q1-options_id": "WhatsApp\nSurel", "q1-options_en": "WhatsApp\nMail",
            "q2-label_id": "", "q2-kind": "scale",
        },
    )  # fmt: skip
    assert written["Location"] == HERE + "kuesioner/skm-kota/"
    analyst.post(HERE + "kuesioner/skm-kota/", {"do": "publish"})
    made = analyst.post(
        HERE + "baru/",
        {
            "code": "skm-2026", "questionnaire": "skm-kota", "title_id": "Survei 2026", "opens_on": today, "closes_on": today,
            "share": "12.5", "is_linked": "on", "population": "9000", "units": "jsc-intake",
        },
    )  # fmt: skip
    assert made["Location"] == HERE + "skm-2026/"
    analyst.post(HERE + "skm-2026/buka/", {"version": "1"})
    analyst.post(HERE + "skm-2026/kertas/", {"table": "u1,u2,u3,u4,u5,u6,u7,u8,u9\n3,3,3,4,3,3,3,2,9\n"})
    page = analyst.get(HERE + "skm-2026/").content.decode()
    analyst.post(HERE + "skm-2026/tutup/", {"version": "2"})
    planned = analyst.post(
        HERE + "skm-2026/tindak-lanjut/",
        {"version": "3", "m1-what": "Loket baru", "m1-element": "facilities", "m1-unit": "jsc-intake", "m1-due": today, "m1-state": "doing",
         "m2-what": "", "m2-state": "planned"},
    )  # fmt: skip

    row = Survey.objects.get()
    assert [one["label"] for one in Questionnaire.objects.get().questions[0]["options"]] == [
        {"id": "WhatsApp", "en": "WhatsApp"},
        {"id": "Surel", "en": "Mail"},
    ]
    assert (row.state, row.share, row.target, row.units) == ("closed", 125, 368, ["jsc-intake"])
    assert (Response.objects.get().flags, Response.objects.get().unit) == (["outside"], "jsc-intake")
    assert "<svg" in page
    assert "/survei/skm-2026/" in page
    assert (planned.status_code, [one["what"] for one in row.follow_up]) == (302, ["Loket baru"])


def test_faults_are_said_at_their_fields(analyst):
    questionnaire()

    empty = analyst.post(HERE + "baru/", {})
    wrong = analyst.post(
        HERE + "baru/",
        {
            "code": "A!",
            "questionnaire": "skm",
            "title_id": "Kota",
            "opens_on": "2026-03-02",
            "closes_on": "2026-03-01",
            "share": "0",
        },
    )
    late = analyst.post(HERE + "kuesioner/baru/", {"code": "x", "kind": "skm", "q1-label_id": "?", "q1-kind": "choice"})

    assert (empty.status_code, wrong.status_code, late.status_code) == (422, 422, 422)
    page = wrong.content.decode()
    assert all(f'href="#id_{name}_field"' in page for name in ("code", "closes_on", "is_linked"))
    assert 'href="#id_title_id_field"' in empty.content.decode()
    assert (Survey.objects.count(), Questionnaire.objects.count()) == (0, 1)


def test_what_another_changed_meanwhile_is_not_overwritten(analyst):
    row = survey()
    actions.follow_up(by=None, code=row.code, version=row.version, measures=[])

    answer = analyst.post(HERE + "skm-2026/tutup/", {"version": str(row.version)})

    assert (answer.status_code, Survey.objects.get().state) == (409, "open")


@pytest.mark.parametrize(
    ("typed", "status", "words"), [("9000", 200, "368"), ("0", 200, "0 "), ("-4", 422, ""), ("banyak", 422, "")]
)
def test_the_sample_helper(analyst, typed, status, words):
    page = analyst.get(HERE + f"sampel/?population={typed}")

    assert page.status_code == status
    assert words in page.content.decode()


def test_the_open_link_is_for_the_public_and_the_making_for_analysts():
    survey()
    actions.plan(by=None, code="skm-2027", plan=planned())

    assert browser(make.staff(of="jsc-intake", role=Role.OFFICER)).get(HERE).status_code == 403
    assert browser().get(HERE)["Location"].startswith("/masuk/")
