"""Public answers that are the same for every reader of a language: drawn once, kept for a moment, and not sent again when nothing changed.

    @require_safe
    @caching.public(60, parameters=("area", "category", "from", "to"))
    def figures(request: HttpRequest) -> HttpResponse: ...

What such a view may rely on: of the query only `parameters` are left, each once, in alphabetical order, empty ones dropped; so
`request.get_full_path()` is the canonical address. What it must keep to: nothing of its answer comes from a cookie but the language, unless
the cookie is named in `personal`. A form in it works: each reader's token is put in when the page is sent (`ui.form_token`).

Our own copy is given to who asks within `settings.PAGES_KEPT_SECONDS` (five) after its drawing began, not later: so long after something
was withheld we may still serve it. Browsers and proxies may keep it `seconds`.
"""

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Event, Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_http_date_safe, urlencode
from django.utils.translation import get_language

from tanggap.core.crypto import fingerprint
from tanggap.web.ui import brake, form_token

View = Callable[..., HttpResponseBase]
MOST_ANSWERS = 1_000
MOST_BYTES = 32 * 1024 * 1024  # of all answers of a process
LARGEST = 1024 * 1024  # bytes; what is larger is sent, not kept
LONGEST_QUERY = 2_000  # characters; what asks for more is not kept
WAIT_SECONDS = 10.0  # for another thread that draws the same page
LEAST_TO_PACK = 200  # bytes
PLACE = form_token.PLACE.encode()
VARY = ("Accept-Language", "Accept-Encoding", "Cookie")
NOT_KEPT_HEADERS = frozenset({"content-length", "cache-control", "etag", "vary", "set-cookie"})
TEXT = re.compile(r"text/|application/([a-z.-]+\+)?(json|xml|javascript)|image/svg")


@dataclass(frozen=True, slots=True)
class Answer:
    """A drawn page. `tag` is the fingerprint of its content; `packed` its gzip, None for what gzip does not shrink or holds a form."""

    body: bytes
    packed: bytes | None
    tag: str
    headers: tuple[tuple[str, str], ...]
    has_form: bool

    @property
    def size(self) -> int:
        """Return how many bytes keeping it takes."""
        return len(self.body) + len(self.packed or b"")


@dataclass(slots=True)
class _Drawing:
    """A page that one thread draws and others wait for; `answer` stays None when it is not one to keep."""

    done: Event = field(default_factory=Event)
    answer: Answer | None = None


class Answers:
    """Answers by key for a few seconds; a key that is asked for by many at once is drawn once. Those longest unused go first."""

    def __init__(self, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[Hashable, tuple[Answer, float]] = OrderedDict()
        self._drawings: dict[Hashable, _Drawing] = {}
        self._bytes = 0
        self._lock = Lock()

    def get(
        self, key: Hashable, draw: Callable[[], Answer | HttpResponseBase], *, seconds: float
    ) -> Answer | HttpResponseBase:
        """Return the answer of `key`, not older than `seconds`; else what `draw` returns: an Answer is kept, a response is not."""
        with self._lock:
            answer, until = self._answers.get(key, (None, 0.0))
            if answer is not None and until > monotonic():
                self._answers.move_to_end(key)
                return answer
            others = self._drawings.get(key)
            if others is None:
                mine = self._drawings[key] = _Drawing()
        if others is not None:
            others.done.wait(WAIT_SECONDS)
            return others.answer or draw()
        until = monotonic() + seconds
        try:
            drawn = draw()
            if isinstance(drawn, Answer):
                mine.answer = drawn
                self._keep(key, drawn, until)
            return drawn
        finally:
            with self._lock:
                self._drawings.pop(key, None)
            mine.done.set()

    def _keep(self, key: Hashable, answer: Answer, until: float) -> None:
        with self._lock:
            self._drop(key)
            self._answers[key] = answer, until
            self._bytes += answer.size
            while len(self._answers) > self._most or self._bytes > self._most_bytes:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: Hashable) -> None:
        gone, _until = self._answers.pop(key, (None, 0.0))
        self._bytes -= gone.size if gone else 0

    def clear(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._answers.clear()
            self._bytes = 0


answers = Answers()


def forget() -> None:
    """Drop every answer that this process keeps; the other processes' are gone within `settings.PAGES_KEPT_SECONDS` by themselves."""
    answers.clear()


def public(
    seconds: int,
    *,
    parameters: Collection[str] = (),
    personal: Collection[str] = (),
    key: Callable[..., Hashable] | None = None,
) -> Callable[[View], View]:
    """Make a view's answers to GET and HEAD ones that are kept, by us for moments and by others for `seconds`.

    `parameters` are the query's known names (of several values the last counts); `personal` the cookies that change the answer: who brings
    one gets an answer of his own; `key(request, **arguments)` is anything else that the answer depends on.
    """
    known, own = tuple(sorted(parameters)), frozenset(personal)

    def decorated(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            make_canonical(request, known)

            def draw() -> Answer | HttpResponseBase:
                with form_token.places(request):
                    return brake.on(request, lambda: _answer(view(request, *args, **kwargs)))

            if _is_personal(request, own):
                return _sent(request, draw(), seconds=0)
            return _sent(
                request,
                answers.get(
                    (_address(request), get_language(), key and key(request, *args, **kwargs)),
                    draw,
                    seconds=min(seconds, settings.PAGES_KEPT_SECONDS),
                ),
                seconds=seconds,
            )

        kept.public_parameters = known  # type: ignore[attr-defined]
        return kept

    return decorated


def make_canonical(request: HttpRequest, parameters: Collection[str]) -> None:
    """Leave of the query only the known `parameters` that say something: each once (the last one), in alphabetical order."""
    request.is_canonical = True  # type: ignore[attr-defined]
    given = [(name, request.GET.get(name, "")) for name in sorted(parameters) if request.GET.get(name, "")]
    written = urlencode(given)
    if written == request.META.get("QUERY_STRING", ""):
        return
    request.META["QUERY_STRING"] = written
    request.GET = QueryDict(written)


def _address(request: HttpRequest) -> Hashable:
    return request.scheme, request.get_host(), request.get_full_path()


def _is_personal(request: HttpRequest, own: frozenset[str]) -> bool:
    """Return whether the answer may be this reader's alone: signed in, a message waiting, a cookie that matters, a part for HTMX."""
    theirs = {settings.SESSION_COOKIE_NAME, "messages"} | own
    return (
        not theirs.isdisjoint(request.COOKIES)
        or "HX-Request" in request.headers
        or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY
    )


def _answer(response: HttpResponseBase) -> Answer | HttpResponseBase:
    """Return what can be kept of a response; the response itself if nothing can: a refusal, a redirect, a stream, one with a cookie."""
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return response
    if hasattr(response, "render"):
        response.render()
    body = response.content
    if len(body) > LARGEST or response.has_header("Content-Encoding"):
        return response
    has_form = PLACE in body
    is_packed = not has_form and len(body) >= LEAST_TO_PACK and TEXT.match(response.get("Content-Type", ""))
    return Answer(
        body=body,
        packed=gzip.compress(body, 6, mtime=0) if is_packed else None,
        tag=fingerprint(body).hex()[:24],
        headers=tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT_HEADERS),
        has_form=has_form,
    )


def _sent(request: HttpRequest, answer: Answer | HttpResponseBase, *, seconds: int) -> HttpResponseBase:
    """Return the answer as this reader gets it: the whole, its gzip, or that nothing changed. `seconds` 0: nobody keeps it unasked."""
    if not isinstance(answer, Answer):
        return _with_token(request, answer)
    is_packed = answer.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = _bare(request, answer, seconds=seconds)
    if tag := _tag(request, answer, is_packed=is_packed):
        response.headers["ETag"] = tag
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    unchanged = get_conditional_response(request, tag or None, modified, response)
    if unchanged is not None and unchanged is not response:
        return unchanged
    if answer.has_form:
        response.content = answer.body.replace(PLACE, form_token.form_token(request).encode())
    else:
        response.content = answer.packed if is_packed and answer.packed is not None else answer.body
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _with_token(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return what is not kept, such as a refused form, with the reader's token in it."""
    if isinstance(response, HttpResponse) and PLACE in response.content:
        response.content = response.content.replace(PLACE, form_token.form_token(request).encode())
        response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, VARY)
    return response


def _tag(request: HttpRequest, answer: Answer, *, is_packed: bool) -> str:
    """Return the answer's tag. A page with a form is another one for each secret: a browser without its cookie could not send the form."""
    if not answer.has_form:
        return f'"{answer.tag}{"-gz" if is_packed else ""}"'
    secret = request.META.get("CSRF_COOKIE")
    return f'W/"{answer.tag}-{salted_hmac("page-tag", secret).hexdigest()[:12]}"' if secret else ""


def _bare(request: HttpRequest, answer: Answer, *, seconds: int) -> HttpResponse:
    """Return the answer's headers: to be shared only by those who brought no cookie, and without a form in it."""
    response = HttpResponse()
    for name, value in answer.headers:
        response.headers[name] = value
    if answer.has_form:
        del response.headers["Last-Modified"]
    whose = "private" if request.COOKIES else "public"
    is_asked_again = answer.has_form or not seconds
    response.headers["Cache-Control"] = (
        "private, no-cache" if is_asked_again else f"{whose}, max-age={seconds}, must-revalidate"
    )
    patch_vary_headers(response, VARY)
    return response
