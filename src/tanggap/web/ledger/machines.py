"""The public log for programs: C2SP tlog-tiles, and our own addresses for openings, proofs, heads and keys.

What is not there is refused in one way, with the same bytes: a path that is no tile's, a number beyond the signed size, a code that is
unknown, private, hidden or erased. Complete tiles and bundles never change and may be kept for a year; what tells of a report may be kept
for as long as its page, so that hiding takes effect.
"""

import base64
import json
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tanggap.core import crypto
from tanggap.core.ids import sifted
from tanggap.core.refusal import NotFound
from tanggap.ledger import documents, queries, receipts, witnessing
from tanggap.ledger.notes import Verifier
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.web.ledger import paths
from tanggap.web.ui import caching

HEAD_SECONDS = 5
PART_SECONDS = 60
YEAR_SECONDS = 31_536_000
VERIFIER = Path(__file__).parent / "static/ledger/verify.py"
MOST_HEADS = 100
BYTES, TEXT, JSON = "application/octet-stream", "text/plain; charset=utf-8", "application/json"
NOTHING = b'{"type":"about:blank","title":"Not Found","status":404}'
_SIZE = re.compile(r"[1-9][0-9]{0,17}")
View = Callable[..., HttpResponseBase]


def told(view: View) -> View:
    """Answer GET and HEAD, for programs of every origin; refuse whatever is not there in the one way."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except NotFound:
            response = HttpResponse(NOTHING, status=404, content_type="application/problem+json")
            response["Cache-Control"] = "no-store"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@told
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """Return the newest head as a signed note, with the cosignatures that it has."""
    head = queries.head()
    if head is None:
        raise NotFound
    return _sent(request, head.note.encode(), TEXT, seconds=HEAD_SECONDS)


@told
def tile(request: HttpRequest, level: str, place: str) -> HttpResponseBase:
    """Return a tile of hashes."""
    high, asked = paths.level(level), paths.place(place)
    if high is None or asked is None:
        raise NotFound
    return _tile(request, asked, queries.tile(high, asked.number, asked.width))


@told
def entries(request: HttpRequest, place: str) -> HttpResponseBase:
    """Return a bundle of entries, which are the leaves' data."""
    asked = paths.place(place)
    if asked is None:
        raise NotFound
    return _tile(request, asked, queries.entries(asked.number, asked.width))


@told
@caching.public(HEAD_SECONDS)
def openings(request: HttpRequest, number: str) -> HttpResponse:
    """Return what everybody may read of the 256 entries of a bundle, with the salts that prove it."""
    asked, head = paths.number(number), queries.head()
    if asked is None or head is None or asked * paths.FULL >= head.size:
        raise NotFound
    return _json({"openings": [one.as_json() for one in queries.openings(asked)]})


@told
@caching.public(HEAD_SECONDS, parameters=("from",))
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Return all that is needed to check a public report offline; with `from`, also that the log only grew since a head of that size."""
    meant, _is_one = sifted(code, city().prefix)
    public.version_of(meant)
    found = queries.proof(meant)
    if found is None:
        raise NotFound
    document = found.as_json()
    if (known := request.GET.get("from")) is not None:
        document["consistency"] = consistency(known, found.head.size)
    answer = _json(document)
    answer["Content-Disposition"] = f'inline; filename="{meant}.json"'
    return answer


def consistency(known: str, size: int) -> dict[str, Any]:
    """Return the proof that a head of `size` leaves continues one of `known`. Raises NotFound for what is no earlier size."""
    if not _SIZE.fullmatch(known) or int(known) > size:
        raise NotFound
    return {"from": int(known), "to": size, "hashes": list(map(_coded, queries.consistency(int(known), size)))}


@told
@caching.public(HEAD_SECONDS)
def heads(request: HttpRequest) -> HttpResponse:
    """Return the heads signed last, newest first, for who keeps them."""
    found = queries.heads(MOST_HEADS)
    rows = [
        {
            "size": one.size,
            "root": _coded(one.root),
            "signed_at": documents.instant(one.signed_at),
            "cosigned_by": list(one.cosigned_by),
            "note": one.note,
        }
        for one in found
    ]
    return _json({"origin": receipts.verifiers()[-1].name, "heads": rows})


@told
@caching.public(PART_SECONDS)
def key(request: HttpRequest) -> HttpResponse:
    """Return the keys: the log's, and those of the witnesses, as lines of a C2SP tlog-policy; earlier logs of this city as comments."""
    *before, now = [one.vkey for one in receipts.verifiers()]
    lines = [f"log {now}", *(f"witness {one.name} {one.vkey}" for one in witnesses()), "quorum none"]
    lines += [f"# before: log {vkey}" for vkey in before]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@told
@caching.public(PART_SECONDS)
def verifier(request: HttpRequest) -> HttpResponse:
    """Return the stand-alone program that checks the log, to be read and run by anybody."""
    program = (Path(__file__).parent / "static/ledger/verify.py").read_bytes()
    return HttpResponse(program, content_type=TEXT)


def witnesses() -> list[Verifier]:
    """Return the keys of the witnesses that the operator named."""
    return [one.verifier for one in witnessing.named()]


def _tile(request: HttpRequest, asked: paths.Place, found: bytes | None) -> HttpResponseBase:
    if found is None:
        raise NotFound
    return _sent(request, found, BYTES, seconds=YEAR_SECONDS if asked.is_full else PART_SECONDS)


def _sent(request: HttpRequest, body: bytes, kind: str, *, seconds: int) -> HttpResponseBase:
    """Return bytes that are the same for every reader, or that they did not change."""
    tag = f'"{crypto.fingerprint(body).hex()[:24]}"'
    response = HttpResponse(body, content_type=kind)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={seconds}" + (", immutable" if seconds == YEAR_SECONDS else "")
    return get_conditional_response(request, tag, None, response) or response


def _coded(material: bytes) -> str:
    return base64.b64encode(material).decode()


def _json(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(document, ensure_ascii=False, separators=(",", ":")), content_type=JSON)
