"""SMS by one of three kinds of gateway: the account's `provider` says which."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels import native
from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Health,
    Heard,
    Malformed,
    Outgoing,
    Piece,
    Sent,
    Setting,
)
from tanggap.channels.sms.gateway import Gateway
from tanggap.channels.sms.generic import Generic
from tanggap.channels.sms.infobip import Infobip
from tanggap.channels.sms.twilio import Twilio

GATEWAYS: Final[dict[str, Gateway]] = {"generic": Generic(), "twilio": Twilio(), "infobip": Infobip()}

SETTINGS: Final = (
    Setting("provider", _("Gateway"), _("Who carries the messages."), options=tuple(GATEWAYS), default="generic"),
    Setting(
        "number",
        _("Our number or name"),
        _("As the recipient sees it; a number with + and its country code."),
    ),
    Setting(
        "secret",
        _("Secret of the calls"),
        _(
            "Proves that a call is the gateway's. Twilio: the auth token. Infobip: the password of its security settings."
        ),
        is_secret=True,
    ),
    Setting(
        "previous_secret",
        _("Previous secret"),
        _("Counts, too, while the secret is being changed. Empty it afterwards."),
        is_secret=True,
        is_needed=False,
    ),
    Setting(
        "user",
        _("User name"),
        _("Twilio: the Account SID. Infobip: the user name of its security settings, “tanggap” when empty."),
        is_needed=False,
    ),
    Setting(
        "api_url",
        _("Address for sending"),
        _("Where messages are handed over. Infobip: your base URL. Twilio: empty."),
        is_needed=False,
    ),
    Setting(
        "api_key",
        _("Key for sending"),
        _("Infobip: the API key. Another gateway: its bearer token, if it wants one."),
        is_secret=True,
        is_needed=False,
    ),
    Setting(
        "country",
        _("Country of national numbers"),
        _("Two letters. In which country a number that begins with 0 is; empty: the country of our own number."),
        is_needed=False,
    ),
    Setting(
        "most_parts",
        _("Longest message in parts"),
        _("One part is 160 letters, or 70 with letters that the SMS alphabet lacks. A longer message is shortened."),
        is_needed=False,
        default="3",
    ),
)


class Sms:
    """The adapter of every SMS account; each function is its gateway's. Nobody is asked for a photo here; what Twilio brings is taken."""

    name: Final = "sms"
    ways: Final = frozenset({"in", "out"})
    settings: Final = SETTINGS

    def verify(self, account: Account, call: Call) -> None:
        """Return when the gateway itself calls. Raises Unsigned."""
        _of(account).verify(account, call)

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the messages and delivery reports of a call. Raises Malformed."""
        return _of(account, call.body).split(account, call)

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return what the gateway is told."""
        return _of(account).acknowledge(account, call)

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a piece says. Raises Malformed."""
        return _of(account, payload).read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return the bytes of an attachment. Raises Later, Refused."""
        return _of(account).fetch(account, attachment)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Send the short words. Raises Later, Refused, and `wire.Unanswered` when nobody knows."""
        return _of(account).send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Try the settings at the gateway. Raises Later, Refused."""
        return _of(account).check(account)


def _of(account: Account, told: bytes = b"") -> Gateway:
    """Return the account's gateway; for one that names none (a payload read by hand), the one whose words `told` are."""
    return GATEWAYS.get(account["provider"] or _whose(told), GATEWAYS["generic"])


def _whose(told: bytes) -> str:
    if re.search(rb"(?:^|&)(?:MessageSid|SmsSid)=", told[: native.MOST_BYTES]):
        return "twilio"
    try:
        body = native.document(told)
    except Malformed:
        return "generic"
    return "infobip" if "results" in body or "messageId" in body else "generic"
