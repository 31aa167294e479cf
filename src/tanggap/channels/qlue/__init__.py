"""Qlue: posts are called in or fetched from its feed, answers go under the post."""

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
)
from tanggap.channels.qlue import inbound, outbound


class Qlue:
    """The adapter. It is called, and it fetches: the same post is kept once, whichever came first."""

    name = "qlue"
    ways = frozenset({"in", "out", "media", "location", "poll", "shared"})
    settings = (
        Setting(
            "secret",
            gettext_lazy("Secret of the signature"),
            gettext_lazy("Agreed with Qlue; signs their calls and our answers."),
            is_secret=True,
        ),
        Setting(
            "former_secret",
            gettext_lazy("Former secret"),
            gettext_lazy("Taken as well while Qlue changes over; empty it afterwards."),
            is_secret=True,
            is_needed=False,
        ),
        Setting(
            "feed", gettext_lazy("Address of the feed"), gettext_lazy("Empty: nothing is fetched."), is_needed=False
        ),
        Setting(
            "page",
            gettext_lazy("Name of the page’s parameter"),
            gettext_lazy("For a feed with pages, such as page; empty: it has one."),
            is_needed=False,
        ),
        Setting(
            "image_hosts",
            gettext_lazy("Hosts of the images"),
            gettext_lazy("Names with spaces between them; *.example.org for all below it. Nothing else is fetched."),
            is_needed=False,
        ),
        Setting(
            "category",
            gettext_lazy("Category"),
            gettext_lazy("Of every post of this feed; empty: by its words."),
            is_needed=False,
        ),
        Setting("answers", gettext_lazy("Address for answers"), gettext_lazy("Empty: none are sent."), is_needed=False),
    )

    def verify(self, account: Account, call: Call) -> None:
        """Return when the call is signed with one of the account's secrets and fresh. Raises Unsigned."""
        inbound.verify(account, call)

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the posts of a call. Raises Malformed."""
        return inbound.split(call.body)

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Tell Qlue that its posts are kept."""
        return Answer(200, '{"kept": true}', "application/json")

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a post says. Raises Malformed."""
        return inbound.read(account, payload)

    def poll(
        self, account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]
    ) -> Mapping[str, str]:
        """Keep the feed's posts until one is known; the bookmark `post_id` is the newest number."""
        return outbound.poll(account, since, keep)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return an image."""
        return outbound.fetch(account, attachment.ref)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Put our answer under the post `outgoing.to`."""
        return outbound.send(account, outgoing)

    def check(self, account: Account) -> Health:
        """Read the feed once; an account that is only called has nothing to try."""
        if not account["feed"]:
            return Health(True, _("Waits for Qlue’s calls; there is no feed to try."))
        try:
            count = len(outbound.feed(account))
        except (Later, Refused) as trouble:
            return Health(False, str(trouble))
        return Health(True, _("The feed answers with %(count)d posts.") % {"count": count})


ADAPTER = Qlue()
