"""X (Twitter): mentions and direct messages in, public answers and direct messages out. See README.md in this folder."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels.contract import Account, Answer, Attachment, Call, Health, Heard, Outgoing, Piece, Sent, Setting
from tanggap.channels.twitter import inbound, outbound, polling


class Twitter:
    """The adapter of X. Stateless."""

    name = "twitter"
    ways = frozenset({"in", "out", "media", "location", "poll"})
    settings = (
        Setting("user_id", _("Number of the account"), _("X's number of the account, not its @name.")),
        Setting("consumer_key", _("API key"), is_secret=True),
        Setting("consumer_secret", _("API secret"), _("Also proves that a call comes from X."), is_secret=True),
        Setting(
            "previous_secret",
            _("API secret before the last change"),
            _("While it stands here, calls signed with it are believed, too."),
            is_secret=True,
            is_needed=False,
        ),
        Setting("access_token", _("Access token of the account"), is_secret=True),
        Setting("access_token_secret", _("Secret of the access token"), is_secret=True),
        Setting(
            "arrives_by",
            _("How messages come"),
            _("X calls us (webhook), we ask X (poll), or both: then nothing is missed while a webhook is broken."),
            options=("both", "webhook", "poll"),
            default="both",
        ),
        Setting("api", _("Address of the interface"), is_needed=False, default=outbound.API),
        Setting("media_hosts", _("Hosts of pictures"), is_needed=False, default=outbound.MEDIA_HOSTS),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Return when X itself calls. Raises Unsigned."""
        inbound.prove(account, call)

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the events of a call. Raises Malformed."""
        return inbound.split(call.body)

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return X's challenge answered, or a plain yes."""
        if call.method != "GET":
            return Answer()
        said = inbound.challenge_answer(account, call.query.get("crc_token", ""))
        return Answer(body=said.decode(), content_type="application/json")

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a piece says. Raises Malformed."""
        return inbound.read(account, payload)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return a picture's bytes. Raises Later, Refused."""
        return outbound.fetch(account, attachment)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Answer under a post or by message. Raises Later, Refused; wire.Unanswered when nobody knows."""
        return outbound.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Ask X whose keys these are. Raises Later, Refused."""
        return outbound.check(account)

    def poll(self, account: Account, since: Mapping[str, str], keep: polling.Keep) -> Mapping[str, str]:
        """Fetch mentions and messages behind the bookmark. Raises Later, Refused."""
        return polling.poll(account, since, keep)


ADAPTER: Final = Twitter()
