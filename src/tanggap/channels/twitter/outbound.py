"""What we say on X: an answer by direct message, or in public under the post that asked; and what is fetched there."""

import base64
import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from tanggap.channels import native
from tanggap.channels.contract import Account, Attachment, Health, Later, Malformed, Outgoing, Refused, Sent
from tanggap.channels.native import Json, ident, text, things
from tanggap.channels.twitter.oauth1 import Keys, authorization
from tanggap.channels.twitter.weight import MOST, fit, weight
from tanggap.core import clock, wire

API: Final = "https://api.x.com"
MEDIA_HOSTS: Final = "pbs.twimg.com ton.twitter.com ton.x.com"
OF_MESSAGES: Final = "/1.1/ton/data/dm/"
MOST_PHOTO: Final = 10_000_000
MOST_MESSAGE: Final = 10_000
WAIT_FOR_OPERATOR: Final = 1800
LONGEST_WAIT: Final = 86_400
PRIVATE_LINK = re.compile(r"/laporan/[^/\s]+/(?=[^/\s]{16})")
# Refusals that are about our own access, not about this person: they end when the operator mends it.
OF_OUR_ACCESS = (
    "oauth1-permissions",
    "client-forbidden",
    "unsupported-authentication",
    "usage-capped",
    "not-authorized-for-resource",
)


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Say it in public when the contract says so, else by direct message. Raises Later, Refused; wire.Unanswered when nobody knows."""
    return _reply(account, outgoing) if outgoing.is_public else _message(account, outgoing)


def _reply(account: Account, outgoing: Outgoing) -> Sent:
    """Answer under a post. X refuses the same words twice, so this may be tried again: a refusal of that kind says that it is there."""
    if not native.ident(outgoing.thread) == outgoing.thread or not outgoing.thread.isdecimal():
        raise Refused("A public answer needs the post that it answers.")
    words = public_words(outgoing)
    if PRIVATE_LINK.search(words):
        raise Refused("A public answer would have shown a private link.")
    body = {"text": words, "reply": {"in_reply_to_tweet_id": outgoing.thread}}
    got = _ask(account, "POST", "/2/tweets", body=body, is_repeatable=True)
    if got.status == 403 and _is_duplicate(got):
        return Sent()
    if got.status >= 500:
        raise Later("X cannot take posts at the moment.")
    _judge(got)
    return Sent(ident(_answer(got), "data", "id"))


def public_words(outgoing: Outgoing) -> str:
    """Return what is said in public, at most 280 by X's count, with a small mark that no other answer has.

    X refuses what an account said before. With the mark that happens to no answer but one that was posted already.
    """
    mark = " · " + base64.b32encode(hashlib.sha256(outgoing.key.encode()).digest())[:5].decode().lower()
    return fit(outgoing.short or outgoing.text, MOST - weight(mark)) + mark


def _message(account: Account, outgoing: Outgoing) -> Sent:
    if not outgoing.to.isdecimal() or not outgoing.to.isascii():
        raise Refused("The address is no account of X.")
    words = outgoing.text if len(outgoing.text) <= MOST_MESSAGE else outgoing.short[:MOST_MESSAGE]
    got = _ask(account, "POST", f"/2/dm_conversations/with/{outgoing.to}/messages", body={"text": words})
    if got.status in (500, 502, 504):
        raise wire.Unanswered("X failed while it took the message: it may have been sent.")
    if got.status >= 500:
        raise Later("X cannot take messages at the moment.")
    if got.status == 404:
        raise Refused("There is no such account at X any more.", is_dead_address=True)
    _judge(got)
    return Sent(ident(_answer(got), "data", "dm_event_id"))


def _judge(got: wire.Got) -> None:
    """Return when X took it. Raises Later when it is our access or our pace, Refused when it is this message."""
    if 200 <= got.status < 300:
        return
    if got.status == 429:
        raise Later("X wants us to slow down.", _until_reset(got))
    if got.status == 401:
        raise Later("X does not accept the account's keys.", WAIT_FOR_OPERATOR)
    if got.status == 402:
        raise Later("X says that the account's paid use is spent.", WAIT_FOR_OPERATOR)
    if got.status == 403 and text(_answer(got), "type", most=200).rsplit("/", 1)[-1] in OF_OUR_ACCESS:
        raise Later("X does not allow the app to do this.", WAIT_FOR_OPERATOR)
    if got.status >= 500:
        raise Later("X does not answer as it should.")
    if got.status == 403:
        raise Refused("X does not let us write to this person, or under this post.")
    raise Refused(f"X refused it with status {got.status}.")


def _until_reset(got: wire.Got) -> float | None:
    """Return the seconds until the latest of the limits that X says are used up, at least one; None when it says nothing usable."""
    now = clock.now().timestamp()
    resets = []
    for limit in ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour"):
        at = native.instant(dict(got.headers), f"{limit}-reset")
        if at and got.headers.get(f"{limit}-remaining", "0") == "0":
            resets.append(at.timestamp() - now)
    if not resets:
        return None
    return min(max(*resets, 1.0), LONGEST_WAIT)


def _is_duplicate(got: wire.Got) -> bool:
    said = _answer(got)
    words = [text(said, "detail"), *(text(each, "message") for each in things(said, "errors"))]
    codes = [each.get("code") for each in things(said, "errors")]
    return 187 in codes or any("duplicate content" in each.lower() for each in words)


def _answer(got: wire.Got) -> Json:
    """Return the answer's JSON, empty when it is none: what X did is told by the status alone."""
    try:
        return native.document(got.body)
    except Malformed:
        return {}


# --- the way there ------------------------------------------------------------------------------------------------


def get(account: Account, path: str, query: Mapping[str, str]) -> Json:
    """Return what X says at `path`. Raises Later, Refused."""
    got = _ask(account, "GET", f"{path}?{urlencode(query, safe=',')}")
    if got.status in (403, 404):
        raise Later("X does not let the app read this: see the access of the app and of its plan.", WAIT_FOR_OPERATOR)
    _judge(got)
    try:
        return native.document(got.body, most_bytes=MOST_PHOTO)
    except Malformed:
        raise Later("X answers, but not as its interface says.") from None


def _ask(
    account: Account, method: str, path: str, *, body: Json | None = None, is_repeatable: bool | None = None
) -> wire.Got:
    base = (account["api"] or API).rstrip("/")
    url = f"{base}{path}"
    headers = {"Authorization": _signed(account, method, url)}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return wire.call(
        method,
        url,
        hosts={wire.host_of(base)},
        headers=headers,
        body=native.packed(body) if body is not None else None,
        is_repeatable=is_repeatable,
    )


def _signed(account: Account, method: str, url: str) -> str:
    keys = Keys(
        account["consumer_key"], account["consumer_secret"], account["access_token"], account["access_token_secret"]
    )
    return authorization(keys, method, url, nonce=secrets.token_hex(16), at_seconds=int(clock.now().timestamp()))


def fetch(account: Account, attachment: Attachment) -> bytes:
    """Return a picture. Those of messages open only to the account's signature, which goes to no other address. Raises Later, Refused."""
    hosts: Collection[str] = (account["media_hosts"] or MEDIA_HOSTS).split()
    target = wire.allowed(attachment.ref, hosts)
    is_private = target.path.startswith(OF_MESSAGES)
    headers = {"Authorization": _signed(account, "GET", attachment.ref)} if is_private else {}
    got = wire.call("GET", attachment.ref, hosts=hosts, headers=headers, most_bytes=MOST_PHOTO)
    if got.status in (403, 404, 410):
        raise Refused("The picture is not there any more.")
    _judge(got)
    return got.body


def check(account: Account) -> Health:
    """Ask X who we are: the keys work, and they are the account's."""
    who: Any = get(account, "/2/users/me", {"user.fields": "username"})
    number, handle = ident(who, "data", "id"), text(who, "data", "username", most=40)
    shown = {"handle": handle, "number": number}
    if number != account["user_id"]:
        return Health(False, _("The keys are those of @%(handle)s, number %(number)s, not of this account.") % shown)
    return Health(True, _("X knows the keys as those of @%(handle)s.") % shown)
