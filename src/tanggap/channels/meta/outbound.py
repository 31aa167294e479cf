"""What we say on Facebook and Instagram: a message, a private answer to a comment, or a comment under it; and what is fetched there.

A message is of free words within a day after the person wrote; on a page, later, it goes by the template that the page has approved.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from tanggap.channels import graph, native
from tanggap.channels.contract import Account, Attachment, Health, Later, Malformed, Outgoing, Refused, Sent
from tanggap.channels.meta.inbound import tokens
from tanggap.channels.native import Json, ident
from tanggap.core import clock, wire

API: Final = "https://graph.facebook.com/v25.0"
MEDIA_HOSTS: Final = "*.fbcdn.net *.fbsbx.com *.cdninstagram.com"
MOST_FILE: Final = 10_000_000
MOST_WORDS: Final = {"page": 2_000, "instagram": 1_000}
MOST_PUBLIC: Final = 2_000
WINDOW: Final = timedelta(hours=24) - timedelta(minutes=10)
"""How long after a person wrote free words are taken: Meta's day, less what a message may wait on its way."""
WAIT_FOR_OPERATOR: Final = 1800
WHILE_BLOCKED: Final = 21_600
LONGEST_WAIT: Final = 86_400
TO = re.compile(r"(page|instagram):([0-9]{1,40}):([A-Za-z0-9_-]{1,160})")
THREAD = re.compile(r"(comment|post):([0-9]{1,60}(?:_[0-9]{1,60})?)")
PRIVATE_LINK = re.compile(r"/laporan/[^/\s]+/(?=[^/\s]{16})")

# Meta's codes, as its pages of errors tell them (README.md). A code that stands not here is this message's own fault: Refused.
TOO_FAST: Final = frozenset({4, 17, 32, 341, 613, *range(80_000, 80_015)})
PASSING: Final = frozenset({1, 2, 1200})
OF_OUR_ACCESS: Final = frozenset({3, 10, 102, 190, *range(200, 300)})
BLOCKED: Final = 368
# (code, subcode): "received invalid JSON reply": the message often went out all the same.
DONE_PERHAPS: Final = (1, 1357046)
# (code, subcode): the person is out of reach for good.
NOBODY_THERE: Final = frozenset({(551, 1545041), (200, 1545041), (100, 2018001)})
# Subcodes of 10: more than a day since the person wrote, or a week since the comment.
TOO_LATE: Final = frozenset({2018065, 2018108, 2018278, 2534022})


class TooLate(Refused):
    """Free words are not taken any more: too much time has passed since the person wrote."""


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Say it where the contract says. Raises Later, Refused; wire.Unanswered when nobody knows whether it was said."""
    to, thread = TO.fullmatch(outgoing.to), THREAD.fullmatch(outgoing.thread)
    if not to:
        raise Refused("The address is no person's of a page or of Instagram.")
    kind, own, person = to.groups()
    token = tokens(account).get(own, "")
    if not token:
        raise Later("The page that the person wrote to has no token here.", WAIT_FOR_OPERATOR)
    if outgoing.is_public:
        return _comment(account, outgoing, kind, token, thread)
    recipient = {f"{thread[1]}_id": thread[2]} if thread else {"id": person}
    return _message(account, outgoing, kind, token, recipient)


def _message(account: Account, outgoing: Outgoing, kind: str, token: str, recipient: Json) -> Sent:
    """Write to a person, or in private to the author of a comment or post: once for each, within seven days."""
    body: Json = {"recipient": recipient, "message": {"text": _within(outgoing, kind)}}
    if "id" not in recipient:
        return _said(account, token, body)
    has_template = kind == "page" and bool(account["template"])
    is_open = outgoing.heard_at is None or clock.now() - outgoing.heard_at < WINDOW
    if is_open or not has_template:
        try:
            return _said(account, token, {**body, "messaging_type": "RESPONSE"})
        except TooLate:
            if not has_template:
                raise
    return _said(account, token, _by_template(account, outgoing, recipient))


def _by_template(account: Account, outgoing: Outgoing, recipient: Json) -> Json:
    """Return a utility message, whose one blank is the short words on one line."""
    return {
        "recipient": recipient,
        "messaging_type": "UTILITY",
        "message": {"template": graph.template(account, outgoing)},
    }


def _said(account: Account, token: str, body: Json) -> Sent:
    return Sent(ident(_post(account, token, "/me/messages", body), "message_id"))


def _comment(account: Account, outgoing: Outgoing, kind: str, token: str, thread: re.Match[str] | None) -> Sent:
    words = (outgoing.short or outgoing.text)[:MOST_PUBLIC]
    if not thread:
        raise Refused("A public answer needs the comment that it answers.")
    if PRIVATE_LINK.search(words):
        raise Refused("A public answer would have shown a private link.")
    edge = "replies" if kind == "instagram" else "comments"
    return Sent(ident(_post(account, token, f"/{thread[2]}/{edge}", {"message": words}), "id"))


def _within(outgoing: Outgoing, kind: str) -> str:
    """Return the words that Meta takes: Messenger counts characters, Instagram the bytes of UTF-8."""
    most = MOST_WORDS[kind]
    for words in (outgoing.text, outgoing.short):
        if words and (len(words.encode()) if kind == "instagram" else len(words)) <= most:
            return words
    return (outgoing.short or outgoing.text).encode()[:most].decode("utf-8", "ignore")


# --- what Meta says to it -----------------------------------------------------------------------------------------


def _post(account: Account, token: str, path: str, body: Json) -> Json:
    got = _ask(account, token, "POST", path, body=body)
    said = _answer(got)
    if (got.status >= 500 and "error" not in said) or (
        _code(said, "code"),
        _code(said, "error_subcode"),
    ) == DONE_PERHAPS:
        raise wire.Unanswered("Meta failed while it took the message: it may have been sent.")
    _judge(got, said)
    return said


def _judge(got: wire.Got, said: Json) -> None:
    """Return when Meta took it. Raises Later when it is our access or our pace, Refused when it is this message or person."""
    if 200 <= got.status < 300 and "error" not in said:
        return
    code, subcode = _code(said, "code"), _code(said, "error_subcode")
    if (code, subcode) in NOBODY_THERE or code == 551:
        raise Refused("This person takes no messages from the page any more.", is_dead_address=True)
    if code == 10 and subcode in TOO_LATE:
        raise TooLate("Meta lets a page answer only for a day after a person wrote, and for a week after a comment.")
    if code in TOO_FAST or got.status == 429:
        raise Later("Meta wants us to slow down.", _until_regained(got))
    if code == BLOCKED:
        raise Later("Meta has blocked the page from this for a while.", WHILE_BLOCKED)
    if code in OF_OUR_ACCESS or got.status == 401:
        raise Later("Meta does not accept the page's token, or allows it too little.", WAIT_FOR_OPERATOR)
    if code in PASSING or native.below(said, "error", "is_transient") is True or got.status >= 500:
        raise Later("Meta cannot take it at the moment.")
    raise Refused(f"Meta refused it with code {code or got.status}.")


def _code(said: Json, name: str) -> int:
    found = native.below(said, "error", name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def _until_regained(got: wire.Got) -> float | None:
    """Return the seconds after which Meta says that we may go on, None when it says nothing usable."""
    if re.fullmatch(r"[0-9]{1,6}", after := got.headers.get("retry-after", "")):
        return min(max(float(after), 1.0), LONGEST_WAIT)
    try:
        usage = native.document(got.headers.get("x-business-use-case-usage", "").encode())
    except Malformed:
        return None
    minutes = [each.get("estimated_time_to_regain_access") for name in usage for each in native.things(usage, name)]
    known = [each for each in minutes if isinstance(each, int) and not isinstance(each, bool) and each > 0]
    return min(max(known) * 60.0, LONGEST_WAIT) if known else None


def _answer(got: wire.Got) -> Json:
    """Return the answer's JSON, empty when it is none."""
    try:
        return native.document(got.body)
    except Malformed:
        return {}


# --- the way there ------------------------------------------------------------------------------------------------


def _ask(
    account: Account,
    token: str,
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: Json | None = None,
) -> wire.Got:
    """Ask as a page. The token goes in a header, where no log writes it, with the proof that the app itself asks (appsecret_proof)."""
    base = (account["api"] or API).rstrip("/")
    proof = hmac.new(account["app_secret"].encode(), token.encode(), hashlib.sha256).hexdigest()
    headers = {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return wire.call(
        method,
        f"{base}{path}?{urlencode({**(query or {}), 'appsecret_proof': proof})}",
        hosts={wire.host_of(base)},
        headers=headers,
        body=native.packed(body) if body is not None else None,
    )


def fetch(account: Account, attachment: Attachment) -> bytes:
    """Return a file from Meta's own hosts; its address carries its own key and gets none of ours. Raises Later, Refused."""
    hosts: Collection[str] = (account["media_hosts"] or MEDIA_HOSTS).split()
    got = wire.call("GET", attachment.ref, hosts=hosts, most_bytes=MOST_FILE)
    if 200 <= got.status < 300:
        return got.body
    if got.status in (408, 425, 429) or got.status >= 500:
        raise Later("Meta cannot give the file at the moment.")
    raise Refused("The file is not there any more.")


def check(account: Account) -> Health:
    """Ask Meta who each token is: it works, and it is that page's or that Instagram account's."""
    names = []
    for own, token in tokens(account).items():
        got = _ask(
            account,
            token,
            "GET",
            f"/{own}",
            query={"fields": "id,username" if own == account["instagram_id"] else "id,name"},
        )
        said = _answer(got)
        _judge(got, said)
        if ident(said, "id") != own:
            return Health(False, _("The token for %(number)s is that of another page.") % {"number": own})
        names.append(native.text(said, "name", most=80) or native.text(said, "username", most=80) or own)
    return Health(True, _("Meta knows: %(names)s.") % {"names": ", ".join(names)})
