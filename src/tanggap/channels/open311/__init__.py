"""Another Open311 city: reports that are theirs go there, and what becomes of them comes back (docs/open311.md)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Handed,
    Health,
    Heard,
    Later,
    Malformed,
    Outgoing,
    Piece,
    Placed,
    Refused,
    Seen,
    Sent,
    Setting,
    Unsigned,
)
from tanggap.channels.open311 import outbound


class Open311:
    """The adapter: it hands reports over and asks after them. Nobody speaks to us by it, and no word to a person goes out by it."""

    name = "open311"
    ways = frozenset({"forward", "shared"})
    settings = (
        Setting("address", gettext_lazy("Address"), gettext_lazy("https://…/v2, where requests.json stands below")),
        Setting(
            "body", gettext_lazy("Body"), gettext_lazy("Code of the body in the city pack whose reports go there.")
        ),
        Setting(
            "api_key", "API KEY", gettext_lazy("The key that they gave the city."), is_secret=True, is_needed=False
        ),
        Setting(
            "jurisdiction",
            gettext_lazy("Jurisdiction"),
            gettext_lazy("Their jurisdiction_id, where they ask for one."),
            is_needed=False,
        ),
        Setting(
            "service",
            gettext_lazy("Service"),
            gettext_lazy("Their service_code for whatever is not named below."),
            is_needed=False,
        ),
        Setting(
            "services",
            gettext_lazy("Services"),
            gettext_lazy("One a line: our category = their service_code."),
            is_long=True,
            is_needed=False,
        ),
        Setting(
            "attributes",
            gettext_lazy("Attributes"),
            gettext_lazy("One a line, sent with every report: their attribute = value."),
            is_long=True,
            is_needed=False,
        ),
        Setting(
            "email",
            gettext_lazy("E-mail of the city"),
            gettext_lazy("Where they ask for one: an office’s address, never a reporter’s."),
            is_needed=False,
        ),
        Setting(
            "format",
            gettext_lazy("Format"),
            gettext_lazy("XML where they have no JSON."),
            options=("json", "xml"),
            default="json",
        ),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Refuse every call: the other city is asked, it does not call."""
        raise Unsigned

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Raises Malformed: nothing comes."""
        raise Malformed("Nothing comes by this account.")

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return an empty answer: no call is ever verified."""
        return Answer(404)

    def read(self, account: Account, payload: bytes) -> Heard:
        """Raises Malformed: nothing comes."""
        raise Malformed("Nothing comes by this account.")

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Raises Refused: nothing comes."""
        raise Refused("Nothing comes by this account.")

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Raises Refused: no word to a person goes to another city."""
        raise Refused("No word to a person goes to another city.")

    def body(self, account: Account) -> str:
        """Return the code of the body whose reports go there."""
        return account["body"].strip()

    def forward(self, account: Account, handed: Handed) -> Placed:
        """Hand a report over."""
        return outbound.forward(account, handed)

    def find(self, account: Account, token: str) -> str:
        """Return the id for which a token stands."""
        return outbound.find(account, token)

    def look(self, account: Account, remote: str) -> Seen:
        """Return where a report stands there."""
        return outbound.look(account, remote)

    def check(self, account: Account) -> Health:
        """Ask for their services, and say what of the settings does not fit them."""
        try:
            known = outbound.services(account)
        except (Later, Refused) as trouble:
            return Health(False, str(trouble))
        except Malformed as broken:
            return Health(False, str(broken))
        named = {*outbound.pairs(account["services"]).values(), *filter(None, [account["service"]])}
        if strange := sorted(named - known):
            return Health(False, _("They have no service %(codes)s.") % {"codes": ", ".join(strange[:10])})
        if not named:
            return Health(False, _("No service of theirs is named, so nothing can be handed over."))
        return Health(True, _("They answer with %(count)d services.") % {"count": len(known)})


ADAPTER = Open311()
