"""What the tests of the public log share: a log whose head is signed now."""

import base64

from tests.ledger.logs import log_events

from tanggap.core import clock
from tanggap.ledger import queries, storing
from tanggap.ledger.models import Head


def signed() -> Head:
    """Put every event into the log and sign its head."""
    log_events()
    epoch = storing.begun()
    size = storing.size(epoch.number)
    root = storing.root(epoch.number, size)
    note = storing.signer(epoch).sign(f"{epoch.origin}\n{size}\n{base64.b64encode(root).decode()}\n")
    head, _is_new = Head.objects.get_or_create(
        epoch=epoch, size=size, defaults={"root": root, "note": note, "signed_at": clock.now()}
    )
    queries.forget_head()
    return head
