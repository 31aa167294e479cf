"""What goes wrong is told in a page that says what happened, what was kept, and what to do."""

import pytest
from django.core.exceptions import TooManyFilesSent
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Refusal, Stale
from tanggap.web.ui import errors
from tanggap.web.ui.middleware import RefusalMiddleware


def answered(exception: Exception, **headers: str) -> HttpResponse:
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(RequestFactory().get("/x/", headers=headers), exception)
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("refusal", "status"), [(Refusal(), 409), (Stale(), 409), (NotAllowed(), 403), (NotFound(), 404)]
)
def test_a_refusal_becomes_a_page_with_its_own_status(db, refusal, status):
    assert answered(refusal).status_code == status


def test_the_page_says_why_and_for_which_field(db):
    page = answered(Invalid({"text": "too long for us"})).content.decode()

    assert "too long for us" in page
    assert "<html" in page


def test_htmx_gets_a_notice_instead_of_a_page(db):
    notice = answered(Stale(), **{"HX-Request": "true"})

    assert notice.status_code == 409
    assert b'role="alert"' in notice.content
    assert b"<html" not in notice.content


def test_an_absent_database_answers_503_and_keeps_the_draft():
    response = answered(OperationalError("server closed the connection"))

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "drafnya tetap tersimpan" in response.content.decode()


def test_a_full_disk_answers_503():
    assert answered(OSError(28, "No space left on device")).status_code == 503


def test_a_fault_of_ours_stays_a_fault():
    middleware = RefusalMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


def test_500_and_503_need_no_database_and_no_session():
    request = RequestFactory().get("/")

    assert errors.server_error(request).status_code == 500
    assert errors.unavailable(request).status_code == 503


def test_too_many_files_are_said_to_be_too_many(db):
    assert errors.bad_request(RequestFactory().get("/"), TooManyFilesSent()).status_code == 413


def test_a_form_open_too_long_says_that_nothing_was_sent(db, rf):
    page = errors.csrf_failure(rf.get("/"))

    assert page.status_code == 403
    assert b"csrf" not in page.content.lower()
