"""Facebook pages and Instagram: comments, posts and messages in, messages and comments out. See README.md in this folder."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels import graph
from tanggap.channels.contract import Account, Answer, Attachment, Call, Health, Heard, Outgoing, Piece, Sent, Setting
from tanggap.channels.meta import inbound, outbound


class Meta:
    """The adapter of Meta's Graph interface. Stateless."""

    name = "meta"
    ways = frozenset({"in", "out", "media", "location"})
    settings = (
        Setting("page_id", _("Number of the page")),
        Setting("page_token", _("Access token of the page"), _("One that does not run out."), is_secret=True),
        Setting(
            "instagram_id",
            _("Number of the Instagram account"),
            _("The professional account that is linked to the page."),
            is_needed=False,
        ),
        Setting(
            "more_pages",
            _("Further pages and Instagram accounts"),
            _("Those of the same Meta app, each written number=token, with blanks between."),
            is_secret=True,
            is_needed=False,
        ),
        Setting("app_secret", _("App secret"), _("Proves that a call comes from Meta."), is_secret=True),
        Setting(
            "previous_secret",
            _("App secret before the last change"),
            _("While it stands here, calls signed with it are believed, too."),
            is_secret=True,
            is_needed=False,
        ),
        Setting("verify_token", _("Verify token"), _("A word of your own, entered at Meta as well."), is_secret=True),
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
        Setting("api", _("Address of the interface"), is_needed=False, default=outbound.API),
        Setting("media_hosts", _("Hosts of pictures"), is_needed=False, default=outbound.MEDIA_HOSTS),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Return when Meta itself calls. Raises Unsigned."""
        graph.prove(account, call, signed_with="app_secret")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the events of a call. Raises Malformed."""
        return inbound.split(call.body)

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return the challenge of Meta's check of the address, or a plain yes."""
        return Answer(body=graph.challenge(call) if call.method == "GET" else "EVENT_RECEIVED")

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a piece says. Raises Malformed."""
        return inbound.read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return a file's bytes. Raises Later, Refused."""
        return outbound.fetch(account, attachment)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Write a message, or a comment. Raises Later, Refused; wire.Unanswered when nobody knows."""
        return outbound.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Ask Meta whose tokens these are. Raises Later, Refused."""
        return outbound.check(account)


ADAPTER: Final = Meta()
