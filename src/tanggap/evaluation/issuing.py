"""Issued documents: figures under a number, and what became of them since. Whoever reads a number can have it computed anew.

number = issue(kind="evaluation", selection=selection, figures=tell(selection).values(), language="id")
check(number).counts  # {"same": 33, "events": 2}
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import permit
from tanggap.core import clock, cursors
from tanggap.core.refusal import Refusal
from tanggap.evaluation import citing, rows, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.catalogue.declared import PRESENT
from tanggap.evaluation.models import Document, Figure
from tanggap.evaluation.tallies.reading import NAME as TALLIES
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import DocumentKind, Since
from tanggap.insight.consumer import NAME as INSIGHT
from tanggap.insight.statistics import Selection
from tanggap.reports import outbox

MOST = 10_000  # events behind a document that are looked at
_LOCK = 0x45_56_41_4C  # of the transaction that takes the next number
CLOSE = 1e-9  # of each other: what a sum in another order may miss


class UnknownDocument(Refusal):
    """No document was issued under this number."""

    message = _("No document was issued under this number. One looks like E-2026-0001.")
    field = "issued"
    status = 404


class UnknownLetters(Refusal):
    """No figure was issued under these letters."""

    message = _("No issued document holds a figure with these letters.")
    field = "query"
    status = 404


@transaction.atomic
def issue(
    *,
    kind: str,
    selection: Selection,
    figures: Iterable[Told],
    language: str,
    title: str = "",
    make: Callable[[str], bytes] | None = None,
    by: Staff | None = None,
) -> str:
    """Write a document down and return its number; `by` is None for the operator's command. Raises NotAllowed.

    `make` makes its file, which bears the number: the hash of what it returns is kept.

    Numbers follow one another without a gap in each year: a document that was not written leaves none behind.
    """
    if by is not None:
        permit("evaluation.manage", by)
    now = clock.now()
    position = min(cursors.position(INSIGHT), cursors.position(TALLIES))
    number = _next(clock.local(now).year)
    document = Document.objects.create(
        number=number,
        kind=DocumentKind(kind).value,
        title=title,
        language=language,
        first=selection.first,
        last=selection.last,
        area=selection.area,
        category=selection.category,
        unit=selection.unit,
        channel=selection.channel,
        tx=position.tx,
        event=position.event,
        file_hash=hashlib.sha256(make(number)).hexdigest() if make else "",
        issued_at=now,
        issued_by=by,
    )
    Figure.objects.bulk_create(
        Figure(
            document=document,
            place=place,
            code=one.code,
            query=one.query,
            letters=citing.letters(one.query),
            value=one.value,
            n=one.n,
            low=one.low,
            high=one.high,
            lack=one.lack,
        )
        for place, one in enumerate(figures)
    )
    return document.number


def documents(*, limit: int = 50) -> list[rows.Issued]:
    """Return the documents that were issued last, the newest first. One statement."""
    return [_issued(one) for one in Document.objects.order_by("-issued_at", "-number")[:limit]]


def document(number: str) -> rows.Issued:
    """Return one document. Raises UnknownDocument."""
    return _issued(_found(number))


def figures(number: str) -> list[rows.Figure]:
    """Return the figures of a document as they were issued. One statement."""
    columns = ("code", "query", "letters", "value", "n", "low", "high", "lack")
    return [rows.Figure(*row) for row in Figure.objects.filter(document=number).order_by("place").values_list(*columns)]


def query_of(letters: str) -> str:
    """Return the canonical query behind the ten letters of an issued figure. Raises UnknownLetters."""
    found = Figure.objects.filter(letters=letters.strip().lower()).values_list("query", flat=True).first()
    if found is None:
        raise UnknownLetters
    return found


def cited(text: str) -> citing.Cited:
    """Return what a query id or the letters of an issued figure name. Raises UnknownLetters, and as `citing.read`."""
    said = text.strip()
    return citing.read(said if ":" in said or len(said) != citing.LETTERS else query_of(said))


def check(number: str) -> rows.Checked:
    """Compute a document anew and say of each figure whether it is the same. Raises UnknownDocument.

    A figure with another definition is computed by the new one. At most as many statements as telling takes for each selection in it.
    """
    found = _found(number)
    pairs = []
    for then, now in _now(figures(number)):
        pairs.append(rows.Again(then, now, _since(then, now)))
    arrived, late = outbox.arrived(cursors.Position(found.tx, found.event), _after(found.last), MOST)
    return rows.Checked(_issued(found), tuple(pairs), arrived, late)


def _now(then: list[rows.Figure]) -> Iterable[tuple[rows.Figure, rows.Figure | None]]:
    """Yield each figure with what it is now; those of one selection are told together."""
    selections: dict[str, Selection] = {}
    wanted: dict[Selection, set[str]] = {}
    for one in then:
        with suppress(Refusal):
            selections[one.query] = citing.read(one.query).selection
            wanted.setdefault(selections[one.query], set()).add(one.code)
    told = {selection: telling.tell(selection, sorted(codes)) for selection, codes in wanted.items()}
    for one in then:
        yield one, _figure(told[selections[one.query]][one.code]) if one.query in selections else None


def _since(then: rows.Figure, now: rows.Figure | None) -> str:
    if now is None:
        return Since.GONE.value
    if not citing.read(then.query).is_current:
        return Since.DEFINITION.value
    same = (then.n, then.lack) == (now.n, now.lack) and _is_close(then.value, now.value)
    return (Since.SAME if same else Since.TIME if _moves(then.code) else Since.EVENTS).value


def _moves(code: str) -> bool:
    """Return whether a number moves although nothing is recorded: it is of now, or of reports whose waiting goes on."""
    one = INDICATORS[code]
    return PRESENT in one.needs or one.interval == "kaplan_meier"


def _is_close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))


def _figure(one: Told) -> rows.Figure:
    letters = citing.letters(one.query)
    return rows.Figure(one.code, one.query, letters, one.value, one.n, one.low, one.high, one.lack)


def _found(number: str) -> Document:
    found = Document.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownDocument
    return found


def _issued(one: Document) -> rows.Issued:
    selection = Selection(one.first, one.last, one.area, one.category, one.unit, one.channel)
    return rows.Issued(one.number, one.kind, one.title, one.language, selection, one.file_hash, one.issued_at)


def _after(last: date) -> datetime:
    """Return the instant at which a local day is over."""
    return clock.midnight(last + timedelta(days=1))


def _next(year: int) -> str:
    """Return the next number of a year; until this transaction ends nobody else takes one."""
    with connection.cursor() as statement:
        statement.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    start = f"E-{year}-"
    taken = Document.objects.filter(number__startswith=start).values_list("number", flat=True)
    return f"{start}{max((int(one[len(start) :]) for one in taken), default=0) + 1:04d}"
