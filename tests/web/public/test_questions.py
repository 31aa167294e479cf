"""Every kind of question that a category may ask is asked by the form, and its answer reaches the desk in words."""

import pytest
from tests.factories import LAMP, make
from tests.web.desk.pages import browser
from tests.web.public.pages import typed

from tanggap.catalog.models import Category
from tanggap.core import shelf
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db
MARKS = [{"code": code, "label": {"id": f"Tanda {code}", "en": f"Mark {code}"}} for code in "abc"]


@pytest.fixture(autouse=True)
def _asks():
    questions = [
        {"code": "marks", "label": {"id": "Tanda apa?", "en": "Which marks?"}, "kind": "choices", "options": MARKS},
        {"code": "since", "label": {"id": "Sejak kapan?", "en": "Since when?"}, "kind": "moment"},
        {"code": "story", "label": {"id": "Ceritakan", "en": "Tell"}, "kind": "paragraph"},
    ]
    Category.objects.filter(code=LAMP).update(questions=questions)
    shelf.clear_all()


def test_several_marks_a_time_and_lines_are_kept_and_read_by_the_desk(client):
    answers = {"detail_marks": ["a", "c"], "detail_since": "2026-11-20T08:00", "detail_story": "Satu\r\ndua"}

    assert client.post("/lapor/", typed(category=LAMP, **answers)).status_code == 302

    report = Report.objects.get()
    assert report.details == {"marks": "a,c", "since": "2026-11-20T08:00", "story": "Satu\ndua"}
    page = browser(make.staff(of=report.unit_id)).get(f"/desk/{report.code}/").content.decode()
    assert "Mark a, Mark c" in page


def test_what_is_none_of_the_marks_is_refused_and_nothing_typed_is_lost(client):
    answer = client.post("/lapor/", typed(category=LAMP, detail_marks=["a", "z"], detail_since="kemarin"))

    assert (answer.status_code, Report.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "Pilih di antara jawaban yang ada." in page
    assert 'value="a"' in page
    assert "kemarin" in page
