"""Our form token is Django's: its middleware takes it, and each page has another one."""

import pytest
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.test import Client

from tanggap.web.ui.form_token import masked

SECRET = "aZ09" * 8


def test_django_reads_the_secret_under_each_mask():
    tokens = {masked(SECRET) for _ in range(200)}

    assert len(tokens) == 200
    assert {len(token) for token in tokens} == {CSRF_TOKEN_LENGTH}
    assert {_unmask_cipher_token(token) for token in tokens} == {SECRET}


def test_every_character_masks():
    assert len(set("".join(masked(SECRET)[:32] for _ in range(300)))) == 62


@pytest.mark.django_db
def test_a_page_that_is_asked_for_again_holds_a_token_that_is_taken(client):
    browser = Client(enforce_csrf_checks=True)
    first, again = (browser.get("/masuk/") for _ in range(2))
    tokens = [page.context["csrf_token"] for page in (first, again)]

    assert len({str(token) for token in tokens}) == 2
    for token in tokens:
        sent = browser.post("/masuk/", {"username": "nobody", "password": "x", "csrfmiddlewaretoken": str(token)})
        assert sent.status_code != 403
    assert browser.post("/masuk/", {"csrfmiddlewaretoken": masked("b" * 32)}).status_code == 403
