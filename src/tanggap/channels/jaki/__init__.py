"""JAKI, the city's mobile app: its signed interface stands under /api/jaki/v1/ (docs/jaki.md); answers go out as notifications."""

from collections.abc import Sequence

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
)
from tanggap.channels.jaki import devices, inbound, push, transfers
from tanggap.channels.native import digest


class Jaki:
    """The adapter. Nothing is called at its hook address: each installation signs for itself, at an address of its own."""

    name = "jaki"
    ways = frozenset({"in", "out", "media", "location"})
    settings = (
        Setting(
            "attestation",
            gettext_lazy("Who vouches for installations"),
            gettext_lazy(
                "Name of a verifier that was installed; none: nobody, and every installation is shown as not attested."
            ),
            is_needed=False,
            default="none",
        ),
        Setting(
            "needs_attestation",
            gettext_lazy("Only installations that somebody vouches for"),
            options=("no", "yes"),
            default="no",
        ),
        Setting(
            "push_project",
            gettext_lazy("Push project"),
            gettext_lazy("Firebase’s project id. Empty: no notifications."),
            is_needed=False,
        ),
        Setting("push_account", gettext_lazy("Service account"), gettext_lazy("Its client_email."), is_needed=False),
        Setting(
            "push_key",
            gettext_lazy("Key of the service account"),
            gettext_lazy("Its private_key (PEM)."),
            is_secret=True,
            is_needed=False,
            is_long=True,
        ),
        Setting(
            "push_address",
            gettext_lazy("Push server"),
            is_needed=False,
            default="https://fcm.googleapis.com",
        ),
        Setting(
            "push_token_address",
            gettext_lazy("Token server"),
            is_needed=False,
            default="https://oauth2.googleapis.com/token",
        ),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Refuse every call at the hook's address: the app has one of its own."""
        raise Unsigned

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return a kept report: what a person feeds by hand."""
        return [Piece(f"fed/{digest(call.body)}", call.body)]

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return an empty answer: no call is ever verified."""
        return Answer(404)

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return the report that `reporting.submit` kept. Raises Malformed."""
        return inbound.read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return a photo that the installation sent in parts. Raises Refused when it is gone."""
        return transfers.photo(attachment.ref)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Notify the installation `outgoing.to`."""
        return push.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Ask for an access token, and say for how many installations somebody vouches."""
        known, attested = devices.counted(account)
        words = _("%(known)d installations, %(attested)d of them attested.") % {"known": known, "attested": attested}
        if not account["push_project"]:
            return Health(True, f"{words} {_('No notifications: there is no push project.')}")
        try:
            push.access(account, anew=True)
        except (Later, Refused) as trouble:
            return Health(False, str(trouble))
        return Health(True, f"{words} {_('The token server lets us in.')}")


ADAPTER = Jaki()
