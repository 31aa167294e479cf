"""What everybody reads: the index with its n and interval, what is doubtful, who is silent, and why a row is empty."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from tests.surveys.making import planned, questionnaire, survey
from tests.surveys.test_results import answers
from tests.web.desk.pages import browser

from tanggap.core import clock
from tanggap.surveys import actions
from tanggap.surveys.models import Invitation
from tanggap.web.ui import caching

pytestmark = pytest.mark.django_db
PAGE = "/evaluation/surveys/skm-2026/"


@pytest.fixture
def answered():
    """A survey with enough answers of one unit and too few of another, some doubtful, many silent, and a plan."""
    row = survey(population=200)
    answers(
        row, [[3, 4, 3, 3, 3, 4, 3, 2, 3]] * 20, entrance="invited", outcome="solved", sex="female", education="sma"
    )
    answers(row, [[4] * 9] * 6, flags=["straight"], sex="male")
    answers(row, [[1] * 9] * 3, unit="biro-pemerintahan")
    shared = {"survey": row, "invited_on": row.opens_on, "unit_id": "jsc-intake", "took": "1d", "channel": "website"}
    Invitation.objects.bulk_create(
        Invitation(outcome="solved", is_answered=number < 20, **shared) for number in range(60)
    )
    measure = {
        "element": "facilities",
        "what": "Kursi baru",
        "unit": "jsc-intake",
        "due": "2027-01-31",
        "state": "planned",
    }
    actions.follow_up(by=None, code=row.code, version=row.version, measures=[measure])
    caching.forget()
    return row


def read(path, language="id"):
    client = browser()
    client.post("/bahasa/", {"language": language, "next": "/"})
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_the_ways_to_the_evaluation_keep_what_was_chosen(answered):
    page = read("/evaluation/surveys/?channel=website")

    assert 'href="/evaluation/?channel=website&amp;from=' in page
    assert 'href="/evaluation/?tg1' not in page


def test_a_channel_s_row_says_its_index_with_and_without_doubtful_answers(answered):
    table = read(PAGE).partition('<h2 id="channels">')[2].partition("</tbody>")[0]

    assert table.count("<tr>") == 2  # the head, and the one channel
    assert [part.partition("<")[0] for part in table.split("<span>")[1:]] == ["76,92", "69,27 – 84,56", "29", "70,89"]


def test_a_survey_s_page_says_how_sure_it_is_and_what_is_doubtful(answered):
    page = read(PAGE)

    for words in (
        "29 jawaban",
        "6 jawaban meragukan",
        "Kursi baru",
        "20 di antaranya menjawab: 33,3%",
        "kurang dari 5",
    ):
        assert words in page, words
    assert "Baru 3 dari sedikitnya 10 jawaban." in page


def test_the_front_tells_all_surveys_of_a_period(answered):
    with clock.at(clock.now() + timedelta(days=1)):  # its year ends yesterday
        page = read("/evaluation/surveys/")

    assert "29 jawaban" in page
    assert "tg1:jakarta:ikm:" in page
    assert "Sedang dijawab sekarang" in page
    assert "Tidak ada jawaban untuk pilihan ini" in read("/evaluation/surveys/?channel=sms")
    assert "masuk akal" in read("/evaluation/surveys/?unit=nobody")


def test_files_hold_the_same_numbers(answered):
    lines = browser().get(PAGE + "hasil.csv").content.decode().splitlines()

    assert lines[1].startswith("skm-2026,total,,,all,29,")
    assert [line.split(",")[5:8] for line in lines if ",unit,biro-pemerintahan," in line and ",all," in line] == [
        ["3", "", ""]
    ]
    assert browser().get(PAGE + "hasil.xlsx").content[:2] == b"PK"
    told = browser().get(PAGE + "hasil.json").json()
    assert (told["population"], len(told["rows"]), told["rows"][0]["n"]) == (200, len(lines) - 1, 29)


@pytest.mark.parametrize(("language", "words"), [("id", "Rencana tindak lanjut"), ("en", "Follow-up plan")])
def test_the_report_is_in_the_regulation_s_form_and_the_reader_s_language(answered, language, words):
    client = browser()
    client.post("/bahasa/", {"language": language, "next": "/"})
    made = PdfReader(io.BytesIO(client.get(PAGE + "laporan.pdf").content))
    text = "\n".join(page.extract_text() for page in made.pages)

    assert words in text
    assert "Kursi baru" in text
    assert made.trailer["/Root"]["/Lang"] == language
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_draft_is_not_there_for_the_public():
    survey("skm-2026")
    actions.plan(by=None, code="skm-2027", plan=planned())

    assert [
        browser().get(f"/evaluation/surveys/skm-2027/{rest}").status_code for rest in ("", "hasil.csv", "laporan.pdf")
    ] == [404] * 3


def test_a_survey_of_its_own_questions_has_these_in_its_files_and_no_index():
    label = {"id": "Kapan Anda melapor?", "en": "When did you report?"}
    options = [{"id": "Siang", "en": "By day"}, {"id": "Malam", "en": "At night"}]
    questionnaire("malam", kind="own", questions=[{"kind": "choice", "label": label, "options": options}])
    row = survey("malam-2026", questionnaire="malam")
    (asked,) = row.questionnaire.questions
    night = asked["options"][1]["code"]
    for _person in range(12):
        actions.answer(token=row.code, given={asked["code"]: night})
    caching.forget()

    at = "/evaluation/surveys/malam-2026/"
    lines = [line.split(",") for line in browser().get(at + "hasil.csv").content.decode().splitlines()]
    told = [line[1:2] + line[3:6] for line in lines[1:]]
    report = PdfReader(io.BytesIO(browser().get(at + "laporan.pdf").content))
    text = " ".join(page.extract_text() for page in report.pages)

    assert told == [
        ["question", "When did you report?", "all", "12"],
        ["answer", "When did you report?", "By day", "0"],
        ["answer", "When did you report?", "At night", "12"],
    ]
    assert [words for words in ("When did you report?", "At night", "IKM", "nine elements") if words in text] == [
        "When did you report?",
        "At night",
    ]
