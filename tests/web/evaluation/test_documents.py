"""Issued documents and queries: computed anew by anybody, and what changed since is said."""

import hashlib

import pytest
from tests.evaluation.counted import HERE, insight_of
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser
from tests.web.evaluation.conftest import MARCH, main, rows

from tanggap.agencies.words import Role
from tanggap.evaluation.models import Document
from tanggap.web.ui import caching

pytestmark = pytest.mark.django_db
NEW = "/evaluation/documents/new/"


def test_an_analyst_issues_a_document_whose_number_anybody_can_look_up(english, answered):
    analyst = browser(make.staff(of=GEBANG, role=Role.ANALYST))
    given = dict(part.split("=") for part in f"{MARCH}&area={HERE}".split("&"))

    assert "Issue it" in main(analyst, f"{NEW}?{MARCH}")
    form = {**given, "title": "Laporan Maret", "language": "en", "key": "abc"}
    answer = analyst.post(NEW, form)
    again = analyst.post(NEW, form)

    document = Document.objects.get()
    assert answer.content[:5] == b"%PDF-"
    assert again["Location"] == f"/evaluation/documents/{document.number}/"
    assert document.file_hash == hashlib.sha256(answer.content).hexdigest()
    assert "Laporan Maret" in main(english, "/evaluation/documents/")
    assert "numbers are the same today" in main(english, f"/evaluation/documents/{document.number}/")

    insight_of(received=50, six_hours_over=50, answered_in_six=50)
    caching.forget()
    changed = main(english, f"/evaluation/documents/{document.number}/")
    assert "changed by later events" in changed
    assert "50.0%" in changed


def test_an_analyst_is_led_to_the_evaluation_after_signing_in():
    assert browser(make.staff(of=GEBANG, role=Role.ANALYST)).get("/masuk/ke/")["Location"] == "/evaluation/"


def test_who_may_not_issue_issues_nothing(english):
    for client, status in ((english, 302), (browser(make.staff(of=GEBANG, role=Role.OFFICER)), 403)):
        assert client.post(NEW, {"from": "2026-03-02", "to": "2026-03-30"}).status_code == status

    assert Document.objects.count() == 0


def test_a_document_that_was_never_issued_is_not_found(english):
    assert english.get("/evaluation/documents/E-2026-0001/").status_code == 404


def test_a_query_computes_the_number_anew(english, answered):
    query = next(one for one in rows(english, f"{MARCH}&area={HERE}") if one["indicator"] == "answered_in_six")["query"]

    page = main(english, f"/evaluation/query/?id={query.replace('&', '%26')}")

    assert "50.0%" in page
    assert "(95% interval 46.9% – 53.1%, 1,000 cases)" in page


def test_the_query_of_another_definition_says_that_it_has_changed(english):
    query = "tg1:jakarta:answered_in_six:0000000000?as_of=20260301T000000Z&from=2026-02-01&to=2026-02-28"

    page = main(english, f"/evaluation/query/?id={query.replace('&', '%26')}")

    assert "The definition has changed" in page


@pytest.mark.parametrize(
    ("typed", "status"), [("nonsense", 422), ("aaaaaaaaaa", 404), ("tg1:x:y:0000000000?as_of=z", 422), ("a" * 700, 422)]
)
def test_what_is_no_query_is_refused_with_a_sentence(english, typed, status):
    assert 'class="error"' in main(english, f"/evaluation/query/?id={typed}", status=status)
