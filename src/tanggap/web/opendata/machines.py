"""The open data for programs: files, catalogues, changes, the rows of a choice. What cannot be had is problem+json (RFC 9457)."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import wraps
from itertools import chain
from time import monotonic
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.core import clock
from tanggap.core.address import client_address
from tanggap.core.buckets import Buckets, network
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.insight import sheets
from tanggap.insight.opendata import describing, formats, live, queries
from tanggap.insight.opendata.columns import Row
from tanggap.insight.opendata.datasets import reports
from tanggap.places.city import city
from tanggap.web.ui import caching, searching

SECONDS = 300
FILE_SECONDS = (
    50 * 60
)  # with the ten minutes of the cleaning: what was withheld is out of every honest cache within the hour
ROUNDS_A_MINUTE = 30
LONGEST_PART = 16 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_CHANGES = ("after", "updated_since")
_downloads = Buckets(ROUNDS_A_MINUTE)
View = Callable[..., HttpResponseBase]


class TooOften(Refusal):
    """One network asked for more choices than a person looks at."""

    message = "429"
    status = 429

    def __init__(self, seconds: float) -> None:
        super().__init__(
            _(
                "Too many downloads from your network just now. Wait a little, or take the whole file: it has every report."
            )
        )
        self.seconds = max(1, round(seconds))


def told(view: View) -> View:
    """Answer GET and HEAD, and tell a refusal as problem+json: a word for machines, a sentence for people, an entry for each field."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            return _problem(refusal)
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        return response

    return answer


def _problem(refusal: Refusal) -> HttpResponse:
    document: dict[str, Any] = {
        "type": f"/data/#{refusal.code}",
        "title": str(refusal),
        "status": refusal.status,
        "code": refusal.code,
        "errors": [{"field": name, "message": words} for name, words in refusal.errors.items()],
    }
    if isinstance(refusal, queries.Withdrawn) and refusal.successor:
        document["successor"] = refusal.successor
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False), status=refusal.status, content_type="application/problem+json"
    )
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    if isinstance(refusal, TooOften):
        response["Retry-After"] = str(refusal.seconds)
    return response


@told
@caching.public(SECONDS)
def catalog(request: HttpRequest) -> HttpResponse:
    """Return everything as DCAT-AP (JSON-LD)."""
    return _json(describing.catalog(queries.offers()), "application/ld+json")


@told
@caching.public(SECONDS)
def croissant(request: HttpRequest, code: str) -> HttpResponse:
    """Return a dataset's newest version as Croissant. Raises NotFound."""
    offered = queries.offer(code)
    if offered.version is None:
        raise NotFound
    return _json(describing.croissant(offered), "application/ld+json")


@told
@caching.public(SECONDS)
def dictionary(request: HttpRequest, code: str) -> HttpResponse:
    """Return what each column means, in both languages. Raises NotFound."""
    return _json(queries.dictionary(queries.offer(code).dataset), "application/json")


@told
@caching.public(SECONDS)
def dictionary_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Return the data dictionary as a table. Raises NotFound."""
    rows = queries.dictionary_rows(queries.offer(code).dataset)
    response = HttpResponse(
        "".join(sheets.lines(queries.DICTIONARY_COLUMNS, rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = _attachment(code, "dictionary", "csv")
    return response


@told
@caching.public(SECONDS)
def manifest(request: HttpRequest, number: str) -> HttpResponse:
    """Return what a version holds: rows, files, sizes, checksums, and the mark from which changes go on. Raises NotFound, Gone."""
    return _json(queries.version(number).facts, "application/json")


@told
@caching.public(SECONDS)
def sums(request: HttpRequest, number: str) -> HttpResponse:
    """Return the checksums of a version as `sha256sum --check` reads them. Raises NotFound, Gone."""
    files = queries.version(number).files
    text = "".join(f"{one.sha256}  {one.dataset}/{one.name}\n" for one in files)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@told
def file(request: HttpRequest, code: str, number: str, name: str) -> HttpResponseBase:
    """Send one file, or the part of it that was asked for. Its ETag is its SHA-256. Raises NotFound, Gone."""
    _as_it_lies(request)
    row = queries.file(code, number, name)
    tag = f'"{row.sha256}"'
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged or _whole_or_part(request, row, tag)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={FILE_SECONDS}"
    response["Accept-Ranges"] = "bytes"
    return response


def _as_it_lies(request: HttpRequest) -> None:
    """Have nothing packed on the way: lengths, ranges and checksums are those of the file."""
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"


def _whole_or_part(request: HttpRequest, row: queries.FileRow, tag: str) -> HttpResponseBase:
    try:
        content = row.path.open("rb")
    except OSError as error:
        raise queries.Gone from error  # cleaned or let go since the list was read
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    is_current = request.headers.get("If-Range", tag) == tag
    if asked and is_current and any(asked.groups()):
        with content:
            return _part(content, row, *asked.groups())
    response = FileResponse(content, content_type=row.media_type)
    response["Content-Length"] = str(row.bytes)
    response["Content-Disposition"] = _attachment(row.dataset, row.version, row.name.partition(".")[2])
    return response


def _part(content: Any, row: queries.FileRow, first: str, last: str) -> HttpResponse:
    """Return the bytes that were asked for, 16 MiB at most (the asker goes on from there); 416 for what lies behind the end."""
    start = int(first) if first else max(0, row.bytes - int(last))
    end = min(row.bytes, int(last) + 1 if first and last else row.bytes, start + LONGEST_PART)
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.bytes}"})
    content.seek(start)
    response = HttpResponse(content.read(end - start), status=206, content_type=row.media_type)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{row.bytes}"
    return response


@told
def lines(request: HttpRequest) -> HttpResponseBase:
    """Return what changed since a mark or an instant (`after`, `updated_since`), else the reports of a choice, as JSON lines.

    `Link: rel="next"` is always there: the address to go on with, now or later. Raises Invalid, TooManyRows, TooOften.
    """
    if not any(name in request.GET for name in _CHANGES):
        return chosen(request, formats.JSONL)
    _brake(request)
    found = live.changed(after=request.GET.get("after", ""), since=_since(request.GET.get("updated_since", "")))
    body = "".join(f"{line}\n" for line in found.lines)
    response = HttpResponse(body, content_type=formats.MEDIA_TYPES[formats.JSONL])
    response["Link"] = f'<{request.build_absolute_uri(request.path)}?after={found.after}>; rel="next"'
    response["Cache-Control"] = "no-store"
    return response


def _since(said: str) -> datetime | None:
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said[:40].replace(" ", "+"))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if not 1970 <= at.astimezone(UTC).year < 9999:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise Invalid({"updated_since": _("Write an instant such as 2026-03-31T17:00:00Z.")}) from error
    return at


@told
def chosen(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the reports of a choice in the format that was asked for, with the map's parameters. Raises NotFound, Invalid, TooManyRows."""
    if kind not in {formats.CSV, formats.JSONL, formats.GEOJSON, formats.XLSX}:
        raise NotFound
    search, problems = searching.read(request.GET, today=clock.local(clock.now()).date())
    unknown = {name: _("This is no parameter of ours.") for name in request.GET if name not in searching.NAMES}
    if problems or unknown:
        raise Invalid({**problems, **unknown})
    _brake(request)
    rows = live.chosen(search.filter())
    response = _stream(kind, rows)
    response["Content-Disposition"] = _attachment("reports", _mark(search.parameters()), kind)
    response["Cache-Control"] = "no-store"
    return response


def _stream(kind: str, rows: Iterator[Row]) -> HttpResponseBase:
    dataset = reports.DATASET
    if kind == formats.XLSX:
        return HttpResponse(formats.workbook(dataset, rows), content_type=formats.MEDIA_TYPES[kind])
    parts: Iterator[str]
    if kind == formats.CSV:
        parts = sheets.lines(dataset.names, rows)
    elif kind == formats.JSONL:
        parts = (formats.as_json(dataset, row) + "\n" for row in rows)
    else:
        parts = _collection(formats.as_feature(dataset, row) for row in rows)
    charset = "; charset=utf-8" if kind == formats.CSV else ""
    return StreamingHttpResponse(_in_pieces(parts), content_type=formats.MEDIA_TYPES[kind] + charset)


def _collection(features: Iterator[str]) -> Iterator[str]:
    between = ""
    yield '{"type":"FeatureCollection","features":[\n'
    for feature in features:
        yield between + feature
        between = ",\n"
    yield "\n]}\n"


def _in_pieces(parts: Iterator[str], size: int = 200) -> Iterator[bytes]:
    """Yield some hundred lines at once: each piece costs a write."""
    held: list[str] = []
    for part in parts:
        held.append(part)
        if len(held) >= size:
            yield "".join(held).encode()
            held.clear()
    yield "".join(chain(held, [""])).encode()


def _brake(request: HttpRequest) -> None:
    sender = network(client_address(request))
    if sender and (wait := _downloads.wait_seconds(sender, now=monotonic())):
        raise TooOften(wait)


def _json(document: Any, media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False, indent=1), content_type=media_type)


def _attachment(what: str, period: str, ending: str) -> str:
    return f'attachment; filename="tanggap-{city().code}-{what}-{period}.{ending}"'


def _mark(parameters: Mapping[str, str]) -> str:
    """Return what tells the file of one choice from that of another: the day, and a fingerprint of what it is narrowed to."""
    today = str(clock.local(clock.now()).date())
    return (
        f"{today}-{hashlib.sha256(repr(sorted(parameters.items())).encode()).hexdigest()[:8]}" if parameters else today
    )
