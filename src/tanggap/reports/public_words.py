"""The consumer that writes what anybody may search: the screened words of public reports, a moment after they came.

Screening takes Python, so no trigger can do it; and a citizen who sends a report does not wait for it. Whatever such a row was made of
changes: the database throws it out at once (migration `searches_kept`), and the event of the change makes it anew. No lock is taken, so
nobody waits for the screening; what changed while it went on is thrown out by its own event, a moment later.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.events import PLACING
from tanggap.reports.masking import masked, public_text
from tanggap.reports.models import PublicWords
from tanggap.reports.moderation import CUT_WORDS, RELEASE, SHOW_WORDS, WITHHOLD
from tanggap.reports.outbox import Fact

NAME = "public_words"
CHANGING = PLACING | {WITHHOLD, RELEASE, CUT_WORDS, SHOW_WORDS}
_WITHOUT = """
SELECT r.id, r.text, r.public_text, r.address, r.category_id FROM reports_report AS r
WHERE r.id = ANY (%s) AND r.visibility = 'public'
  AND NOT EXISTS (SELECT 1 FROM reports_publicwords AS w WHERE w.report_id = r.id)
ORDER BY r.id
"""
_WRITE = """
INSERT INTO reports_publicwords (report_id, words)
SELECT r.id, reports_search_words(
  r.code, said.words, said.address, r.language, r.category_id, r.area_id, NULL, r.received_at, '{}')
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS said (id, words, address) JOIN reports_report AS r ON r.id = said.id
ORDER BY r.id ON CONFLICT (report_id) DO NOTHING
"""


class _Unwritten(NamedTuple):
    """A public report whose words nobody can search yet."""

    id: int
    text: str
    public_text: str | None
    address: str
    category_id: str | None


def apply(facts: Sequence[Fact]) -> None:
    """Write the words of the public reports of `facts` that have none, and anew those that were changed. At most three statements."""
    if changed := {fact.report for fact in facts if fact.kind in CHANGING}:
        PublicWords.objects.filter(report__in=sorted(changed)).delete()
    _write({fact.report for fact in facts})


def _write(reports: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [sorted(reports)])
        found = [_Unwritten(*row) for row in cursor.fetchall()]
        if found:
            cursor.execute(
                _WRITE,
                [[one.id for one in found], [public_text(one) for one in found], [_address(one) for one in found]],
            )


def _address(report: _Unwritten) -> str:
    """Return what everybody reads of the address: nothing of a sensitive report's."""
    category = catalog.category(report.category_id)
    return "" if category is None or category.is_sensitive or category.is_confidential else masked(report.address)


def clear() -> None:
    """Drop all that can be searched."""
    PublicWords.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)
