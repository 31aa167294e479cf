"""The consumer that keeps the receipts of the last weeks: when each report came, and where it counts as it stands now.

It looks at the reports that events are about, so that the order of these does not matter. What is confidential is not counted: how many
such reports an area has is for the unit alone that has them. What came before the weeks that are kept is nothing to it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tanggap.anomalies.models import Receipt
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import Origin, Visibility

NAME = "anomalies"
KEPT = timedelta(days=72)  # what is learnt from (`anomalies.usual`), and a day or two
PROMPT = timedelta(hours=1)
_COLUMNS = ("received_at", "area", "category", "unit", "is_public", "is_joined", "is_late")


def apply(facts: Sequence[Fact]) -> None:
    """Count the reports of `facts` where they stand now. At most five statements."""
    since = clock.now() - KEPT
    units = {
        fact.report: fact.unit for fact in sorted(facts, key=lambda fact: fact.version)
    }  # the last one says who has it
    about = {number: row for number, row in outbox.about(set(units)).items() if row.received_at >= since}
    known = {row.report_id: row for row in Receipt.objects.filter(report__in=about)}
    late = _late(facts, {number: row for number, row in about.items() if number not in known})
    now = {
        number: _receipt(row, units[number], is_late=late[number] if number in late else known[number].is_late)
        for number, row in about.items()
        if not _is_confidential(row)
    }
    changed = [row for number, row in now.items() if number not in known or _values(row) != _values(known[number])]
    Receipt.objects.bulk_create(changed, update_conflicts=True, unique_fields=["report"], update_fields=list(_COLUMNS))
    gone = [number for number in known if number not in now]
    if gone:
        Receipt.objects.filter(report__in=gone).delete()


def clear() -> None:
    """Drop all receipts."""
    Receipt.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _late(facts: Sequence[Fact], new: Mapping[int, About]) -> dict[int, bool]:
    """Return for each new report whether it came to be known only after its receipt. At most one statement."""
    first = {fact.report: fact.at for fact in facts if fact.version == 1}
    earlier = outbox.between({number: (1, 1) for number in new if number not in first})
    first |= {number: found[0].at for number, found in earlier.items()}
    return {
        number: row.origin == Origin.IMPORT or first[number] - row.received_at > PROMPT for number, row in new.items()
    }


def _is_confidential(row: About) -> bool:
    category = catalog.category(row.category)
    return category is not None and category.is_confidential


def _receipt(row: About, unit: str, *, is_late: bool) -> Receipt:
    return Receipt(
        report_id=row.id,
        received_at=row.received_at,
        area=row.area or "",
        category=row.category or "",
        unit=unit,
        is_public=row.visibility == Visibility.PUBLIC,
        is_joined=row.parent is not None,
        is_late=is_late,
    )


def _values(row: Receipt) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _COLUMNS)
