"""What is asked for between versions: the changes since one, and the rows of a choice."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from tanggap.core.cursors import Position
from tanggap.core.paging import Page
from tanggap.core.refusal import Invalid, Refusal
from tanggap.insight.opendata import formats
from tanggap.insight.opendata.columns import Row
from tanggap.insight.opendata.datasets import reports
from tanggap.reports.queries.public import Filter, changes
from tanggap.reports.queries.public.exported import Exported, exported, holds_more

MOST_ROWS = 100_000
EVENTS_AT_ONCE = 2_000
_ROWS_AT_ONCE = 1_000


class TooManyRows(Refusal):
    """A choice so wide that the nightly file is the better way."""

    message = _(
        "That is more than 100,000 reports. Narrow it down, or take the whole file: it has every public report."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Changed:
    """Lines of JSON of what changed, and the mark to ask on with. Nothing new: no lines, and the mark that was given."""

    lines: tuple[str, ...]
    after: str


def changed(*, after: str = "", since: datetime | None = None) -> Changed:
    """Return what changed behind a mark, else after an instant, else ever: rows as the file has them, and `removed` ones. Raises Invalid.

    A removed line holds the SHA-256 of the code alone: who has the report finds it among their own, who never had it learns no code.
    """
    position = _read(after) if after else changes.beginning(since.timestamp()) if since else Position(0, 0)
    found = changes.changed(position, limit=EVENTS_AT_ONCE)
    lines = [formats.as_json(reports.DATASET, reports.as_row(row)) for row in found.rows]
    lines += [json.dumps({"removed": sha256(code.encode()).hexdigest()}) for code in found.gone]
    return Changed(tuple(lines), mark(*found.position))


def mark(tx: int, event: int) -> str:
    """Return the opaque mark behind a place in the log."""
    return base64.urlsafe_b64encode(json.dumps([tx, event]).encode()).decode().rstrip("=")


def _read(text: str) -> Position:
    try:
        tx, event = json.loads(base64.urlsafe_b64decode(text[:100] + "=" * (-len(text[:100]) % 4)))
        if not (isinstance(tx, int) and isinstance(event, int) and 0 <= tx < 2**63 and 0 <= event < 2**63):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise Invalid({"after": _("This mark is not one of ours. Start again without it.")}) from error
    return Position(tx, event)


def chosen(wanted: Filter, *, after: str | None = None) -> Iterator[Row]:
    """Yield the rows of a choice, newest first: as many as the list shows, those of guarded categories at their coarsest.

    Raises TooManyRows before the first row, and Invalid, OfAnotherQuery.
    """
    if holds_more(wanted, MOST_ROWS):
        raise TooManyRows
    first = exported(wanted, after=after, limit=_ROWS_AT_ONCE)
    return _rows(wanted, first)


def _rows(wanted: Filter, page: Page[Exported]) -> Iterator[Row]:
    while True:
        for row in page.rows:
            yield reports.as_row(row)
        if page.next is None:
            return
        page = exported(wanted, after=page.next, limit=_ROWS_AT_ONCE)
