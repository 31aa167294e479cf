"""Open screens: what each shows is drawn once for all that show the same, and asked for without session or database.

A token, made when the page was drawn, says whose screen it is and what it shows. It is signed, bound to the browser's session cookie and
good for a few minutes; then the person is looked up once and gets another one: so a screen ends with its session, its account or its role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language

from tanggap.command import scopes
from tanggap.command.scopes import Scope
from tanggap.core.crypto import fingerprint
from tanggap.web.ui.access import StaffRequest
from tanggap.web.ui.caching import Answer, Answers

TOKEN_SECONDS = 600
DRAWN_SECONDS = 20.0
WALL, DESK = "wall", "desk"
LOOKS = (DESK, WALL)
_SALT = "tanggap.command.screen"
_drawn = Answers(most=400)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screen shows: a scope, in the look of the wall or of the page."""

    scope: Scope
    look: str


def choose(request: StaffRequest) -> tuple[Screen, list[Scope]] | None:
    """Return what an address asks for, and what else the person may look at; their own scope for none; None for what they may not see."""
    held = scopes.of(request.user)
    look = WALL if "wall" in request.GET else DESK
    if not held:
        return None
    if "scope" not in request.GET:
        return Screen(held[0], look), held
    found = scopes.read(request.GET["scope"][:100])
    return (Screen(found, look), held) if found is not None and scopes.allows(request.user, found) else None


def token(request: StaffRequest, screen: Screen) -> str:
    """Return what a screen shows when it asks. No statement."""
    told = [request.user.pk, _browser(request), screen.scope.area, screen.scope.unit, screen.look]
    return signing.dumps(told, salt=_SALT, compress=True)


def read(request: HttpRequest, shown: str) -> Screen | None:
    """Return what the screen that shows a token shows, None for one that is too old, another browser's or not ours."""
    try:
        _staff, browser, area, unit, look = signing.loads(shown[:2_000], salt=_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    if not browser or not compare_digest(browser, _browser(request)):
        return None
    return Screen(Scope(area=area, unit=unit), look)


def drawn(screen: Screen, draw: Callable[[], str], *, part: str = "now", seconds: float = DRAWN_SECONDS) -> Answer:
    """Return a part of a screen in the active language, drawn once for all screens of this process within some seconds."""
    kept_seconds = seconds if settings.PAGES_KEPT_SECONDS else 0.0  # a test looks at once at what it changed

    def made() -> Answer:
        body = draw().encode()
        return Answer(body=body, packed=None, tag=fingerprint(body).hex()[:24], headers=(), has_form=False)

    answer = _drawn.get((part, screen, get_language()), made, seconds=kept_seconds)
    assert isinstance(answer, Answer)  # noqa: S101
    return answer


def forget() -> None:
    """Drop all that is drawn."""
    _drawn.clear()


def version() -> str:
    """Return what changes when the page's script does: a screen that hangs for weeks then loads itself anew."""
    return fingerprint((static("command/command.js") + static("command/command.css")).encode()).hex()[:12]


def ended() -> HttpResponse:
    """Return that nobody is signed in who may see this: the screen says so, and greys what it still shows."""
    return HttpResponse(status=401)


def _browser(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return sha256(cookie.encode()).hexdigest()[:24] if cookie else ""
