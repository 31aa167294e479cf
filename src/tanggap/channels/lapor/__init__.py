"""SP4N-LAPOR: tickets of the national system come in and our answers go back (docs/lapor.md)."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    Update,
)
from tanggap.channels.lapor import inbound, outbound, rules
from tanggap.channels.native import document, ident, things
from tanggap.feedback import partners

NAME = "LAPOR!"


class Lapor:
    """The adapter: it fetches (LAPOR! calls nobody), and it follows, for the ticket stays theirs, too."""

    name = "lapor"
    ways = frozenset({"in", "out", "media", "poll", "shared"})
    settings = (
        Setting("address", gettext_lazy("Address"), gettext_lazy("https://…, without /api/services")),
        Setting("token", "KEYTOKEN", gettext_lazy("The token of the agency’s developer account."), is_secret=True),
        Setting(
            "supervisory_category",
            gettext_lazy("Category of “Pengaduan Berkadar Pengawasan”"),
            gettext_lazy("Code of a confidential category, so that the inspectorate alone sees it."),
        ),
        Setting(
            "aspiration_category",
            gettext_lazy("Category of “Aspirasi”"),
            gettext_lazy("Empty: a person chooses."),
            is_needed=False,
        ),
        Setting(
            "information_category",
            gettext_lazy("Category of “Permintaan Informasi”"),
            gettext_lazy("Empty: a person chooses."),
            is_needed=False,
        ),
        Setting(
            "topics",
            gettext_lazy("Their categories"),
            gettext_lazy("One a line: their id = our code, such as 13 = jalan."),
            is_long=True,
            is_needed=False,
        ),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Refuse every call: LAPOR! is asked, it does not call."""
        raise Unsigned

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the changes of a portion of the feed, or one change: what a person feeds by hand. Raises Malformed."""
        given = document(call.body)
        return inbound.pieces(things(given, "changes") if "changes" in given else [given])

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return an empty answer: no call is ever verified."""
        return Answer(404)

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a change says: a ticket, or a word about one. Raises Malformed."""
        return inbound.read(account, payload)

    def poll(
        self, account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]
    ) -> Mapping[str, str]:
        """Keep what is new behind the bookmark `after`, the number of the last change."""
        return outbound.poll(account, since, keep)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return a file of a ticket by its id there."""
        return outbound.fetch(account, attachment.ref)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Put our state and answer into the ticket `outgoing.to`."""
        return outbound.send(account, outgoing)

    def follow(self, account: Account, code: str, update: Update) -> str:
        """Bring a word of theirs to our report by the act that `rules.toml` names for its state."""
        word = partners.Word(NAME, text=update.text, status=update.status, said_at=update.said_at)
        return partners.hear(code=code, word=word, rule=lambda state: rules.act(update.status, state))

    def check(self, account: Account) -> Health:
        """Ask for their categories, and say what of the settings does not fit them."""
        try:
            known = {ident(row, "id") for row in outbound.topics(account)}
        except (Later, Refused) as trouble:
            return Health(False, str(trouble))
        strange = sorted(inbound.topics(account["topics"]).keys() - known)
        if strange:
            return Health(False, _("LAPOR! has no category %(ids)s.") % {"ids": ", ".join(strange[:10])})
        return Health(True, _("LAPOR! answers with %(count)d categories.") % {"count": len(known)})


ADAPTER = Lapor()
