"""What search engines read, and the pictures of shared addresses.

No `hreflang` anywhere: a page has one address in all its languages; which one it speaks is the reader's cookie, else the browser's wish.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanggap.core.ids import sifted
from tanggap.core.refusal import NotFound
from tanggap.insight import queries as insight
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.queries import public as proposals
from tanggap.planning.rules import is_planned
from tanggap.reports.queries import public
from tanggap.reports.queries.public import addresses as reports
from tanggap.web.public import cards
from tanggap.web.ui import addresses, caching
from tanggap.web.ui.cards import answer

PAGES = (
    "/", "/lapor/", "/peta/", "/peta/wilayah/", "/wilayah/", "/statistik/", "/statistik/definisi/", "/statistik/pemeriksaan/", "/data/",
    "/evaluation/", "/evaluation/definitions/", "/evaluation/under-reporting/", "/evaluation/study/", "/evaluation/surveys/",
    "/moderasi/", "/ledger/", "/ledger/tanda-terima/",
)  # fmt: skip
PROPOSALS = "/usulan/"  # of a city with yearly planning
MOST_PROPOSALS = 1_000  # the latest; the register's own pages lead to the others
CLOSED = (
    "/desk/", "/verify/", "/field/", "/mitra/", "/admin/", "/masuk/", "/api/", "/channels/", "/lapor/tempat/", "/lapor/titik/", "/dekat/",
    "/evaluation/asoca/", "/evaluation/documents/new/",
    "/laporan/*/*/", "/langganan/", "/berhenti/", "/masih-anda/", "/layar/", "/sematan/", "/peta/*.json", "/ledger/laporan/",
    "/ledger/proof/", "/ledger/openings/", "/ledger/tile/", "/*?",
)  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SPAN = re.compile(r"laporan-(\d{4})-(\d{2})(?:-(\d{2}))?")


@require_safe
@caching.public(3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Return what search engines are asked to leave out: all that is private or the staff's, and every query, for filters have no end."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {addresses.absolute(request, '/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@caching.public(600)
def sitemaps(request: HttpRequest) -> HttpResponse:
    """Return which sitemaps there are: pages, areas, and a file for each month of reports. A simulated city's reports are not told."""
    spans = [] if insight.is_simulated() else reports.spans()
    planned = ["usulan"] if is_planned() and not insight.is_simulated() else []
    names = ["halaman", "wilayah", *planned, *map(_name, spans)]
    files = (f"<sitemap><loc>{_written(request, f'/sitemap/{name}.xml')}</loc></sitemap>" for name in names)
    return _xml("sitemapindex", files)


def _name(span: reports.Span) -> str:
    return f"laporan-{span.first:%Y-%m-%d}" if span.first == span.last else f"laporan-{span.first:%Y-%m}"


@require_safe
@caching.public(60)
def sitemap(request: HttpRequest, name: str) -> HttpResponse:
    """Return one sitemap; what was withheld is in none. Raises NotFound."""
    if name == "halaman":
        return _urls((_written(request, path), None) for path in (*PAGES, *([PROPOSALS] if is_planned() else [])))
    if name == "usulan" and is_planned():
        rows = proposals.listed(proposals.Wanted(), limit=MOST_PROPOSALS).rows
        return _urls((_written(request, f"{PROPOSALS}{row.code}/"), row.changed_at) for row in rows)
    if name == "wilayah":
        return _urls((_written(request, f"/wilayah/{row.code}/"), None) for row in places.areas())
    found = reports.addresses(_span(name))
    return _urls((_written(request, reverse("public:track", args=[row.code])), row.changed_at) for row in found)


def _span(name: str) -> reports.Span:
    told = SPAN.fullmatch(name)
    try:
        year, month, day = (int(part) for part in told.groups("0")) if told else (0, 0, 0)
        first = date(year, month, day or 1)
    except ValueError:
        raise NotFound from None
    return reports.Span(first, first) if day else reports.Span(first, reports.month_end(first))


def _written(request: HttpRequest, path: str) -> str:
    return escape(addresses.absolute(request, path))


def _urls(rows: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    return _xml(
        "urlset",
        (
            f"<url><loc>{address}</loc>{f'<lastmod>{at:%Y-%m-%dT%H:%M:%SZ}</lastmod>' if at else ''}</url>"
            for address, at in rows
        ),
    )


def _xml(root: str, lines: Iterable[str]) -> HttpResponse:
    body = "\n".join((f"{HEAD}<{root} {SPACE}>", *lines, f"</{root}>\n"))
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
@caching.public(60)
def report_card(request: HttpRequest, code: str) -> HttpResponse:
    """Return the picture of a public report. Unknown, private, withheld and malformed codes give the same answer."""
    meant, _is_one = sifted(code, city().prefix)
    version = public.version_of(meant)
    return answer((meant, version), lambda: cards.of_report(public.report(meant)))


@require_safe
@caching.public(3600)
def city_card(request: HttpRequest) -> HttpResponse:
    """Return the picture of every page that is not a report's."""
    return answer("city", cards.of_city)
