"""The receipt that the city signs when a report comes: with it its holder proves that a report was there, even one that somebody dropped.

It is a signed note (c2sp.org/signed-note) by the log's key over six lines:

    tanggap-receipt/1
    <the log's origin>
    <the report's code>
    <when it was acknowledged: unix seconds>
    <base64 of the commitment to the report's first event (`documents`)>
    60

The last line is the promise, in seconds: a head signed later than that after the acknowledgement has a leaf with this commitment. So a
receipt, a later head and the log's leaves without it prove that something acknowledged was left out (Certificate Transparency's SCT).
All of it comes from rows that do not change, and the signature is Ed25519: a receipt is the same whenever it is asked for, and neither the
worker nor the log has to be there when it is given. It tells no word of the report.
"""

import base64
import hashlib
import json
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.conf import settings
from django.db import connection
from django.db.models import TextChoices

from tanggap.core import clock
from tanggap.core.shelf import Shelf
from tanggap.ledger import documents, notes, queries
from tanggap.ledger.models import Epoch
from tanggap.ledger.notes import Forged, Malformed

log = logging.getLogger(__name__)

FORM = "tanggap-receipt/1"
DELAY_SECONDS = 60
LONGEST = 4_000  # characters of what is read as a receipt at all
_CODE = re.compile(r"[A-Z0-9-]{4,40}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,11}")
_DASHES = re.compile(r"^[-–—]\s+(?=\S+\s+\S+$)", re.MULTILINE)


_logs: Shelf[int, notes.Verifier] = Shelf(
    lambda: {one.number: notes.Verifier.parse(one.verifier) for one in Epoch.objects.order_by("number")}
)


def _first_signer() -> notes.Signer:
    return notes.Signer(settings.LEDGER_ORIGIN, settings.LEDGER_KEY)


class Finding(TextChoices):
    """What the log says about a genuine receipt."""

    LOGGED = "logged"
    PENDING = "pending"  # the promised time runs
    LATE = (
        "late"  # it is over, and the report is still there; or nothing was signed since: the log stands still or lags
    )
    MISSING = "missing"  # something was signed since, without it, and the report is not there as it was signed for


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. `at` and `delay` are seconds."""

    origin: str
    code: str
    at: int
    commitment: bytes
    delay: int = DELAY_SECONDS

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what a receipt's text says; nothing is verified. Raises Malformed."""
        lines = text.split("\n")
        if len(lines) != 7 or lines[0] != FORM or lines[6]:
            raise Malformed("this is no receipt of a report")
        _form, origin, code, at, coded, delay, _end = lines
        try:
            commitment = base64.b64decode(coded, validate=True)
        except ValueError:
            raise Malformed("the receipt's commitment is none") from None
        made = cls(origin, code, _seconds(at), commitment, _seconds(delay))
        if len(commitment) != hashlib.sha256().digest_size or not _CODE.fullmatch(code) or made.text != text:
            raise Malformed("the receipt's code or commitment is none")
        return made

    @property
    def text(self) -> str:
        """Return the note's text."""
        coded = base64.b64encode(self.commitment).decode()
        return "".join(f"{line}\n" for line in (FORM, self.origin, self.code, self.at, coded, self.delay))

    @property
    def given_at(self) -> datetime:
        """Return when the report was acknowledged."""
        return datetime.fromtimestamp(self.at, UTC)

    @property
    def due_at(self) -> datetime:
        """Return until when the log had to have it."""
        return datetime.fromtimestamp(self.at + self.delay, UTC)


@dataclass(frozen=True, slots=True)
class Checked:
    """A genuine receipt, and what the log says: `index` and `logged_at` of its leaf if there is one."""

    receipt: Receipt
    finding: Finding
    index: int | None = None
    logged_at: datetime | None = None


def of(code: str) -> str:
    """Return the signed receipt of a report, the same for ever. Raises LookupError for an unknown code. At most two statements."""
    first = documents.first(code)
    if first is None:
        raise LookupError(code)
    known = verifiers()[-1]
    signer = notes.Signer(known.name, settings.LEDGER_KEY)
    if signer.verifier != known:
        raise Forged("the key in the data folder is not the one of the log")
    return signer.sign(Receipt(signer.name, code, int(first.at.timestamp()), first.commitment).text)


def verifiers() -> list[notes.Verifier]:
    """Return the keys of this city's logs, the first one's first; before the first begins, the one that it will have. No statement."""
    return list(_logs.all().values()) or [_first_signer().verifier]


def given(code: str) -> str:
    """Return what `of` does, or nothing if the key cannot sign just now: nobody is refused for that, the receipt can be had later."""
    try:
        return of(code)
    except (OSError, ValueError):
        log.exception(
            "no receipt could be signed; the report is in, and its receipt can be had from its private page later"
        )
        return ""


def mark(note: str) -> str:
    """Return how the seal that a receipt holds begins, as it stands on paper; empty without a receipt."""
    return begins(Receipt.parse(notes.Note.parse(note).text).commitment) if note else ""


def begins(seal: bytes) -> str:
    """Return the first 64 bits of a commitment in groups: enough for a person to compare."""
    return " ".join(seal[at : at + 2].hex() for at in range(0, 8, 2))


def tidied(pasted: str) -> str:
    """Return a receipt as it was signed from one that was copied, mailed or typed: ends of lines, blanks and dashes are put right."""
    lines = [line.strip() for line in pasted.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \t\n").split("\n")]
    return _DASHES.sub("— ", "\n".join(lines)) + "\n"


def check(pasted: str) -> Checked:
    """Return what a receipt proves now. Raises Malformed for what is none, Forged for one that this city's log did not sign."""
    if len(pasted) > LONGEST:
        raise Malformed("this is too long to be a receipt")
    note = notes.Note.parse(tidied(pasted))
    receipt = Receipt.parse(note.text)
    verifier = next((one for one in verifiers() if one.name == receipt.origin), None)
    if verifier is None:
        raise Forged("the receipt is of another log")
    note.must_be_by(verifier)
    head = queries.head()
    size = head.size if head else 0
    found = _leaf(receipt, size)
    if found is not None:
        return Checked(receipt, Finding.LOGGED, found[0], datetime.fromtimestamp(found[1], UTC))
    if clock.now() <= receipt.due_at:
        return Checked(receipt, Finding.PENDING)
    is_signed_since = head is not None and head.signed_at > receipt.due_at
    return Checked(receipt, Finding.MISSING if is_signed_since and not _is_there(receipt) else Finding.LATE)


def _is_there(receipt: Receipt) -> bool:
    """Return whether the report is still there as it was signed for."""
    first = documents.first(receipt.code)
    return first is not None and first.commitment == receipt.commitment


def _seconds(written: str) -> int:
    if not _NUMBER.fullmatch(written):
        raise Malformed("the receipt's time is none")
    return int(written)


_OF_REPORT = """
SELECT l."index", l.entry FROM reports_report r
JOIN reports_event e ON e.report_id = r.id AND e.version = 1
JOIN ledger_leaf l ON l.event_id = e.id
WHERE r.code = %s AND l.epoch_id = (SELECT max(number) FROM ledger_epoch) AND l."index" < %s
"""
_AT = 'SELECT entry FROM ledger_leaf WHERE epoch_id = (SELECT max(number) FROM ledger_epoch) AND "index" = %s'
_FROM = """
SELECT "index", entry FROM ledger_leaf WHERE epoch_id = (SELECT max(number) FROM ledger_epoch) AND "index" >= %s AND "index" < %s
ORDER BY "index" LIMIT %s
"""
MOST_LEAVES = 200_000  # that are looked through for a receipt whose report is not there any more


def _leaf(receipt: Receipt, size: int) -> tuple[int, int] | None:
    """Return number and time of the leaf that a receipt promised, below the head of `size`; None if the log has none.

    It is where the report's first event says. Where that says nothing, or another commitment, the leaves since the acknowledgement are
    looked through: who dropped a report may have left its leaf, and that is a proof as well.
    """
    with connection.cursor() as reading:
        reading.execute(_OF_REPORT, [receipt.code, size])
        row = reading.fetchone()
        if row is not None and (found := _committed(row[1]))[0] == receipt.commitment:
            return int(row[0]), found[1]
        start = _first_since(receipt.at, size)
        reading.execute(_FROM, [start, size, MOST_LEAVES])
        for index, entry in reading.fetchall():
            commitment, at = _committed(entry)
            if commitment == receipt.commitment:
                return int(index), at
    return None


def _first_since(at: int, size: int) -> int:
    """Return the number of the first leaf that was put into the log at `at` or later: their times only rise. A statement a halving."""
    low, high = 0, size
    with connection.cursor() as reading:
        while low < high:
            middle = (low + high) // 2
            reading.execute(_AT, [middle])
            row = reading.fetchone()
            if row is not None and _committed(row[0])[1] < at:
                low = middle + 1
            else:
                high = middle
    return low


def _committed(entry: bytes) -> tuple[bytes, int]:
    """Return the commitment of a leaf (empty for the one that opened an epoch), and when it was put into the log."""
    said = json.loads(bytes(entry))
    return base64.b64decode(said.get("c", "")), int(said["t"])
