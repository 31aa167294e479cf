"""Which entries of the log are a report's: what its page says beside each line, without the proof, which is dearer."""

import base64
import json
from datetime import UTC, datetime
from typing import NamedTuple

from tanggap.core import planned
from tanggap.ledger import receipts
from tanggap.ledger.queries import Head
from tanggap.reports import events

_OF = """
SELECT e.version, e.kind, e.payload, e.at, l."index", l.entry FROM reports_report r
JOIN reports_event e ON e.report_id = r.id
LEFT JOIN ledger_leaf l ON l.event_id = e.id AND l.epoch_id = %s
WHERE r.code = %s ORDER BY e.version
"""


class Mark(NamedTuple):
    """One event of a report and its leaf in the log: `number`, `logged_at` and `seal` (the commitment) are None while it waits."""

    version: int
    kind: str
    label: str
    at: datetime
    number: int | None
    logged_at: datetime | None
    seal: bytes | None

    @property
    def shown(self) -> str:
        """Return how the seal begins, as it stands on the counter's receipt; empty while the event waits."""
        return receipts.begins(self.seal) if self.seal else ""


def of(code: str, *, head: Head | None) -> list[Mark]:
    """Return the marks of a report's events of public kinds, as far as they are below `head`. It asks for nobody's right. One statement."""
    with planned.cursor() as reading:
        reading.execute(_OF, [head.epoch if head else 0, code])
        rows = reading.fetchall()
    return [_mark(row, head.size if head else 0) for row in rows if events.KINDS[row[1]].audience == events.PUBLIC]


def _mark(row: tuple[int, str, dict[str, object] | str, datetime, int | None, bytes | None], size: int) -> Mark:
    version, kind, payload, at, index, entry = row
    said = json.loads(payload) if isinstance(payload, str) else payload
    label = events.label(kind, said)
    if index is None or entry is None or index >= size:
        return Mark(version, kind, label, at, None, None, None)
    leaf = json.loads(bytes(entry))
    return Mark(version, kind, label, at, index, datetime.fromtimestamp(leaf["t"], UTC), base64.b64decode(leaf["c"]))
