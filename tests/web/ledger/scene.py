"""What the tests of the public log share: a log whose head is signed now."""

import base64

from tanggap.core import clock
from tanggap.ledger import notes, queries, storing
from tanggap.ledger.consumer import apply
from tanggap.ledger.models import Head
from tanggap.reports import outbox
from tanggap.reports.models import Event


def logged() -> None:
    """Put every event into the log, without waiting for the horizon, which a test's own transaction holds."""
    facts = outbox.some(list(Event.objects.values_list("id", flat=True))).values()
    apply(sorted(facts, key=lambda fact: (fact.tx, fact.id)))


def signed() -> Head:
    """Put every event into the log and sign its head."""
    logged()
    epoch = storing.begun()
    size = storing.size(epoch.number)
    root = storing.root(epoch.number, size)
    note = storing.signer(epoch).sign(f"{epoch.origin}\n{size}\n{base64.b64encode(root).decode()}\n")
    head, _is_new = Head.objects.get_or_create(
        epoch=epoch, size=size, defaults={"root": root, "note": note, "signed_at": clock.now()}
    )
    queries.forget_head()
    return head


def text_of(note: str) -> notes.Checkpoint:
    return notes.Checkpoint.parse(notes.Note.parse(note).text)
