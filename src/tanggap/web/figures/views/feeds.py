"""Feeds and calendars at their addresses: of an area, and of what the map's filters choose."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries.public import Filter, told
from tanggap.web.figures import calendars, feeds
from tanggap.web.ui import caching, searching
from tanggap.web.ui.leading import leads_on

SECONDS = 300
LANG = "lang"
View = Callable[..., HttpResponse]


def _in_its_language(view: View) -> View:
    """Answer in the language that the address names, else in the one that the reader's program asks for."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        asked = request.GET.get(LANG, "")
        with override(asked if asked in city().languages else get_language()):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", get_language() or "")
        return response

    return spoken


def _sent(body: bytes, content_type: str, name: str = "") -> HttpResponse:
    """Return a file of a feed. It was last modified when it was drawn: a report that leaves it leaves no later date behind.

    So who asks by date alone gets the same answer for moments only; by its tag for as long as nothing changed.
    """
    response = HttpResponse(body, content_type=content_type)
    response.headers["Last-Modified"] = http_date(clock.now().timestamp())
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@leads_on(argument="code")
@require_safe
@caching.public(SECONDS, parameters=(LANG,))
@_in_its_language
def of_area(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Return the newest reports of an area, or (`ics`) the promised dates of its open ones."""
    area = places.area(code)
    if area is None:
        raise NotFound
    name = places.full_name(area.code)
    if ending == "ics":
        rows = told.promised(area.code, now=clock.now(), limit=feeds.MOST)
        about = _("By when open reports in %(name)s are to be solved.") % {"name": name}
        body = calendars.written(_("Promised in %(name)s") % {"name": name}, about, rows)
        return _sent(body, calendars.CONTENT_TYPE, f"tanggap-{area.code}.ics")
    path = reverse("figures:area-feed", args=[area.code, ending])
    head = feeds.Head(
        title=_("Reports in %(name)s") % {"name": name},
        about=_("The newest public reports in %(name)s, and how they stand.") % {"name": name},
        page=reverse("figures:area", args=[area.code]),
        path=path,
        address=request.get_full_path(),
    )
    return _sent(*feeds.written(ending, head, told.newest(Filter(area=area.code), limit=feeds.MOST)))


@require_safe
@caching.public(SECONDS, parameters=(LANG, *searching.NAMES))
@_in_its_language
def of_search(request: HttpRequest, ending: str) -> HttpResponse:
    """Return the newest reports that the map's filters choose; a filter that makes no sense is refused rather than left out."""
    search, problems = searching.read(request.GET, today=clock.local(clock.now()).date())
    if problems:
        return _senseless(problems)
    path, query = reverse("figures:search-feed", args=[ending]), search.query()
    where = ", ".join(chip.label for chip in search.chips()) or say(city().name)
    head = feeds.Head(
        title=_("Reports: %(what)s") % {"what": where},
        about=_("The newest public reports, and how they stand: %(what)s.") % {"what": where},
        page="/peta/" + (f"?{query}" if query else ""),
        path=path + (f"?{query}" if query else ""),
        address=request.get_full_path(),
    )
    return _sent(*feeds.written(ending, head, told.newest(search.filter(), limit=feeds.MOST)))


def _senseless(problems: Mapping[str, str]) -> HttpResponse:
    said = "".join(f"{name}: {words}\n" for name, words in problems.items())
    return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
