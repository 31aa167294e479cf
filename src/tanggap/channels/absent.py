"""What stands in for an adapter that is not there (any more): its accounts are shown as broken, and what they have waits."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Health,
    Heard,
    Later,
    Malformed,
    Outgoing,
    Piece,
    Sent,
    Setting,
    Unsigned,
)


class Absent:
    """Proves, reads and sends nothing, and says why."""

    ways: frozenset[str] = frozenset()
    settings: tuple[Setting, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def verify(self, _account: Account, _call: Call) -> None:
        """Raises Unsigned."""
        raise Unsigned

    def split(self, _account: Account, _call: Call) -> Sequence[Piece]:
        """Raises Malformed."""
        raise Malformed("this adapter is not installed")

    def acknowledge(self, _account: Account, _call: Call) -> Answer:
        """Return that nothing was taken."""
        return Answer(404)

    def read(self, _account: Account, _payload: bytes) -> Heard:
        """Raises Later: it is read when the adapter is there again."""
        raise Later("this adapter is not installed", 3600)

    def fetch(self, _account: Account, _attachment: Attachment) -> bytes:
        """Raises Later."""
        raise Later("this adapter is not installed", 3600)

    def send(self, _account: Account, _outgoing: Outgoing) -> Sent:
        """Raises Later."""
        raise Later("this adapter is not installed", 3600)

    def check(self, _account: Account) -> Health:
        """Return that it is not there."""
        return Health(False, _("This way of connecting is not installed here."))
