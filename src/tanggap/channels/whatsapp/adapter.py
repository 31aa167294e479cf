"""WhatsApp by Meta's Cloud API."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels import graph
from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Health,
    Heard,
    Outgoing,
    Piece,
    Sent,
    Setting,
)
from tanggap.channels.whatsapp import inbound, outbound

SETTINGS: Final = (
    Setting("phone_number_id", _("Number ID"), _("In Meta's app: WhatsApp, API setup. Not the number itself.")),
    Setting(
        "secret", _("App secret"), _("In Meta's app: Settings, Basic. Proves that a call is Meta's."), is_secret=True
    ),
    Setting(
        "previous_secret",
        _("Previous secret"),
        _("Counts, too, while the secret is being changed. Empty it afterwards."),
        is_secret=True,
        is_needed=False,
    ),
    Setting(
        "verify_token",
        _("Verify token"),
        _("Any words of your own. Enter the same at Meta, beside the address of this account."),
        is_secret=True,
    ),
    Setting(
        "access_token",
        _("Access token"),
        _("A system user's token that does not expire, allowed whatsapp_business_messaging."),
        is_secret=True,
    ),
    Setting(
        "template",
        _("Template"),
        _("Name of the approved template for news later than a day after the person wrote. It has one blank."),
        is_needed=False,
    ),
    Setting(
        "template_languages",
        _("Languages of the template"),
        _("As Meta names them, the usual one first: id, en. Empty: the language of each message."),
        is_needed=False,
    ),
    Setting(
        "api_url",
        _("Address of Meta's interface"),
        _("With its version. Empty: the one that this product was tested with."),
        is_needed=False,
    ),
)


class WhatsApp:
    """The adapter of a WhatsApp number."""

    name: Final = "whatsapp"
    ways: Final = frozenset({"in", "out", "media", "location"})
    settings: Final = SETTINGS

    def verify(self, account: Account, call: Call) -> None:
        """Return when Meta itself calls. Raises Unsigned."""
        graph.prove(account, call, signed_with="secret")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the messages, statuses and other events of a call. Raises Malformed."""
        return inbound.split(call.body)

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return Meta's own word for a check of the address, nothing but 200 for events."""
        return Answer(body=graph.challenge(call)) if call.method == "GET" else Answer()

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what an event says. Raises Malformed."""
        return inbound.read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return the bytes of an attachment. Raises Later, Refused."""
        return outbound.fetch(account, attachment)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Say it. Raises Later, Refused, and `wire.Unanswered` when nobody knows."""
        return outbound.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Try number and token at Meta. Raises Later, Refused."""
        return outbound.check(account)
