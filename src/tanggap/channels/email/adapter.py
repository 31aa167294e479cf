"""The channel `email`: letters come by IMAP and go by SMTP. A letter is complete in itself; nobody is asked back."""

from collections.abc import Callable, Mapping, Sequence
from threading import Event

from django.utils.translation import gettext as _

from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Health,
    Heard,
    Later,
    Outgoing,
    Piece,
    Refused,
    Sent,
    Setting,
    Unsigned,
)  # fmt: skip
from tanggap.channels.email import headers, letterbox, ours, reading, sending
from tanggap.channels.email.settings import SETTINGS


class Email:
    """E-mail in and out."""

    name = "email"
    ways = frozenset({"in", "out", "media", "poll", "listen"})
    settings: tuple[Setting, ...] = SETTINGS

    def verify(self, account: Account, call: Call) -> None:
        """Letters never come by HTTP. Raises Unsigned."""
        raise Unsigned("Letters come by IMAP.")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the one letter in a body: for `tanggap channels feed`, which proves itself by being run on this machine."""
        return [reading.piece(call.body)]

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return that there is nothing here."""
        return Answer(404)

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a letter says. Raises Malformed."""
        return reading.read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Files come inside their letter. Raises Refused."""
        raise Refused("The files of a letter are in the letter.")

    def poll(
        self, account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]
    ) -> Mapping[str, str]:
        """Keep what is new in the mailbox. Raises Later, Refused."""
        return letterbox.poll(account, since, keep)

    def listen(self, account: Account, stop: Event, heard: Callable[[], None]) -> None:
        """Call `heard` within seconds of a letter's arrival (IMAP IDLE), until `stop` is set or the line is lost. Raises Later, Refused."""
        letterbox.listen(account, stop, heard)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Send one letter. Raises Later, Refused, and sending.Unsure when it may have left."""
        return sending.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Log in at both servers, count the letters, send nothing and mark nothing."""
        if not headers.spec(account["address"]) or not headers.spec(ours.reply_base(account)):
            return Health(False, _("The address is no e-mail address."))
        try:
            with letterbox.opened(account, is_readonly=True) as box:
                letters = len(box.numbers())
        except (Later, Refused) as trouble:
            return Health(False, _("Receiving: %(why)s") % {"why": trouble})
        try:
            with sending.opened(account) as server:
                server.noop()
        except (Later, Refused) as trouble:
            return Health(False, _("Sending: %(why)s") % {"why": trouble})
        return Health(True, _("Both servers let us in. Letters in the folder: %(count)d.") % {"count": letters})
