"""What everybody may read is drawn once for all, is not sent again unchanged, and is never another reader's."""

import gzip
import threading
from http import HTTPStatus

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from tanggap.web.ui import caching
from tanggap.web.ui.form_token import PLACE, form_token

LONG = "isi " * 100


@pytest.fixture(autouse=True)
def _kept(monkeypatch):
    monkeypatch.setattr(settings, "PAGES_KEPT_SECONDS", 5.0)
    caching.forget()
    yield
    caching.forget()


class Page:
    """A view that counts how often it was asked, and says what it was asked."""

    def __init__(self, says="<query> " + LONG, **headers):
        self.says, self.headers, self.times = says, headers, 0

    def __call__(self, request, **given):
        self.times += 1
        text = self.says.replace("<query>", request.GET.urlencode())
        return HttpResponse(
            text.replace("<token>", form_token(request)) if "<token>" in text else text, headers=self.headers
        )


def ask(view, path="/peta/", *, cookies=None, method="get", **headers):
    request = getattr(RequestFactory(), method)(
        path, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )
    request.COOKIES = cookies or {}
    if secret := request.COOKIES.get("csrftoken"):
        request.META["CSRF_COOKIE"] = secret
    return view(request)


def test_a_page_is_drawn_once_for_everybody():
    page = Page()
    view = caching.public(60)(page)

    first, second = ask(view), ask(view)

    assert first.content == second.content == (" " + LONG).encode()
    assert (first["ETag"], page.times) == (second["ETag"], 1)
    assert first["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert first["Vary"] == "Accept-Language, Accept-Encoding, Cookie"


def test_our_copy_is_given_out_for_five_seconds_and_no_longer(monkeypatch):
    page, now = Page(), [100.0]
    monkeypatch.setattr(caching, "monotonic", lambda: now[0])
    view = caching.public(3600)(page)

    seen = []
    for now[0] in (100.0, 104.9, 105.0):
        ask(view)
        seen.append(page.times)

    assert seen == [1, 1, 2]


def test_the_promise_of_five_seconds_stands_in_the_settings():
    from tanggap.config import settings as ours

    assert ours.PAGES_KEPT_SECONDS <= 5


def test_junk_in_the_address_makes_no_other_page():
    page = Page()
    view = caching.public(60, parameters=("state", "area"))(page)

    said = [
        ask(view, path).content.decode().partition(" ")[0]
        for path in (
            "/peta/?state=open&area=A",
            "/peta/?area=A&x=1&state=open&utm_source=y",
            "/peta/?area=B&area=A&state=open&area=&state=open",
        )
    ]

    assert said == ["area=A&state=open", "area=A&state=open", "state=open"]
    assert page.times == 2


def test_the_address_that_the_view_sees_is_the_canonical_one():
    seen = []

    def view(request):
        seen.append((request.get_full_path(), dict(request.GET.items())))
        return HttpResponse("x")

    ask(caching.public(60, parameters=("area",))(view), "/peta/?x=1&area=A%20B")

    assert seen == [("/peta/?area=A+B", {"area": "A B"})]


def test_each_language_has_its_own_page():
    page = Page()
    view = caching.public(60)(page)
    for language in ("id", "en", "id"):
        with translation.override(language):
            ask(view)

    assert page.times == 2


def test_nothing_is_sent_again_that_the_browser_has():
    view = caching.public(60)(Page())
    tag = ask(view)["ETag"]

    again = ask(view, If_None_Match=tag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert ask(view, If_None_Match='"other"').status_code == 200
    assert ask(view, method="head", If_None_Match=tag).status_code == 304


def test_a_feed_reader_may_ask_by_the_instant():
    view = caching.public(60)(Page(**{"Last-Modified": "Thu, 26 Nov 2026 00:00:00 GMT"}))

    answers = [ask(view, If_Modified_Since=f"Thu, 26 Nov 2026 00:00:0{second} GMT").status_code for second in (0, 1)]
    older = ask(view, If_Modified_Since="Wed, 25 Nov 2026 23:59:59 GMT")

    assert answers == [304, 304]
    assert (older.status_code, older["Last-Modified"]) == (200, "Thu, 26 Nov 2026 00:00:00 GMT")


def test_the_packed_page_is_kept_too_under_a_tag_of_its_own():
    view = caching.public(60)(Page("é" + LONG))

    packed, plain = ask(view, Accept_Encoding="gzip, br"), ask(view)

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages", "pendukung"])
def test_who_may_see_something_of_their_own_is_given_nothing_kept(cookie):
    page = Page()
    view = caching.public(60, personal=("pendukung",))(page)
    ask(view)

    own = ask(view, cookies={cookie: "x"})

    assert (page.times, own["Cache-Control"]) == (2, "private, no-cache")


def test_a_page_asked_for_with_a_cookie_is_not_for_shared_caches_but_ours():
    page = Page()
    view = caching.public(60)(page)
    ask(view)

    assert ask(view, cookies={"bahasa": "en"})["Cache-Control"] == "private, max-age=60, must-revalidate"
    assert page.times == 1


def test_a_page_with_a_form_is_kept_without_the_token_of_anybody():
    page = Page("<token>" + LONG)
    view = caching.public(60)(page)

    first, second = (ask(view, cookies={"csrftoken": secret}) for secret in ("a" * 32, "b" * 32))

    assert page.times == 1
    assert PLACE.encode() not in first.content + second.content
    assert first.content != second.content
    assert first["Cache-Control"] == second["Cache-Control"] == "private, no-cache"
    assert ask(view, cookies={"csrftoken": "a" * 32}, If_None_Match=first["ETag"]).status_code == 304
    assert ask(view, cookies={"csrftoken": "b" * 32}, If_None_Match=first["ETag"]).status_code == 200
    assert ask(view, If_None_Match=first["ETag"]).status_code == 200


def test_a_refused_page_has_the_readers_token_and_is_not_kept():
    def refused(request):
        return HttpResponse(form_token(request), status=422)

    answer = ask(caching.public(60)(refused), cookies={"csrftoken": "a" * 32})

    assert (answer.status_code, answer["Cache-Control"]) == (422, "private, no-store")
    assert PLACE.encode() not in answer.content


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_what_was_found_is_kept(status):
    times = []

    def view(request):
        times.append(1)
        return HttpResponse("x", status=status)

    assert [ask(caching.public(60)(view)).status_code for _ in range(2)] == [status] * 2
    assert len(times) == 2


def test_a_hundred_at_once_are_drawn_for_once():
    started, go = threading.Barrier(101), threading.Event()
    times = []

    def slow(request):
        times.append(1)
        go.wait(5)
        return HttpResponse("done")

    view, said = caching.public(60)(slow), []

    def reader():
        started.wait(5)
        said.append(ask(view).content)

    readers = [threading.Thread(target=reader) for _ in range(100)]
    for one in readers:
        one.start()
    started.wait(5)
    go.set()
    for one in readers:
        one.join(10)

    assert said == [b"done"] * 100
    assert len(times) == 1


def test_who_waited_for_a_page_that_failed_draws_it_anew():
    kept, tried = caching.Answers(), []

    def fails():
        tried.append(1)
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            kept.get("page", fails, seconds=5)

    assert len(tried) == 2


def test_what_is_kept_has_an_end():
    kept = caching.Answers(most=100, most_bytes=1000)
    for number in range(50):
        kept.get(number, lambda: caching.Answer(b"x" * 300, None, "", (), has_form=False), seconds=5)

    assert (len(kept._answers), kept._bytes) == (3, 900)


def test_a_post_goes_straight_through():
    page = Page("<token>")
    answer = ask(caching.public(60)(page), method="post")

    assert (answer.status_code, "ETag" in answer) == (HTTPStatus.OK, False)
    assert PLACE.encode() not in answer.content
