"""Notifications to phones, as Firebase Cloud Messaging (HTTP v1) takes them; the account's settings may name another server that does.

Read at firebase.google.com ("Send a message using FCM HTTP v1 API", "FCM error codes") in November 2026. What goes to the platform and onto
a locked screen is a title, a line and the report's code: no address opens anything, no name, none of the reporter's words.
"""

import json
import re
import time
from threading import Lock
from typing import Any

import jwt

from tanggap.channels.contract import Account, Later, Malformed, Outgoing, Refused, Sent
from tanggap.channels.jaki import devices
from tanggap.channels.native import Json, text, thing, things
from tanggap.core import wire

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_SECONDS = 3600
SPARE_SECONDS = 300
LONGEST_TITLE, LONGEST_LINE = 80, 240
DEAD = frozenset({"UNREGISTERED", "SENDER_ID_MISMATCH"})
_LINK = re.compile(r"https?://\S+")
_tokens: dict[tuple[int, int], tuple[str, float]] = {}
_lock = Lock()


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Notify the installation `outgoing.to`. Raises Later, Refused; what may have been sent is never sent again."""
    token = devices.push_token(account, outgoing.to)
    if not token:
        raise Refused("This installation takes no notifications; the app shows the answer when it is opened.")
    if not account["push_project"]:
        raise Refused("The account has no push project: notifications are not sent.")
    got = _post(account, _message(outgoing, token), access(account))
    if got.status == 401:
        got = _post(account, _message(outgoing, token), access(account, anew=True))
    _judge(account, outgoing, token, got)
    return Sent(text(_json(got), "name", most=300))


def access(account: Account, *, anew: bool = False) -> str:
    """Return an access token of the account's service account: kept in this process until shortly before it ends. Raises Later, Refused."""
    with _lock:
        kept, until = _tokens.get(_slot(account), ("", 0.0))
    if kept and not anew and until > time.time():
        return kept
    now = int(time.time())
    claims = {
        "iss": account["push_account"],
        "scope": SCOPE,
        "aud": account["push_token_address"],
        "iat": now,
        "exp": now + TOKEN_SECONDS,
    }
    try:
        signed = jwt.encode(claims, account["push_key"].replace("\\n", "\n"), algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise Refused("The key of the service account is no RSA key in PEM form.") from None
    got = wire.call(
        "POST",
        account["push_token_address"],
        hosts=[wire.host_of(account["push_token_address"])],
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=f"grant_type={GRANT.replace(':', '%3A')}&assertion={signed}".encode(),
        is_repeatable=True,
    )
    found = text(_json(got), "access_token", most=4000)
    if got.status != 200 or not found:
        raise Later(f"The token server answers {got.status}: check the service account and its key.", 300)
    seconds = thing(_json(got)).get("expires_in")
    lasts = seconds if isinstance(seconds, int) and 0 < seconds <= TOKEN_SECONDS else TOKEN_SECONDS
    with _lock:
        _tokens[_slot(account)] = (found, now + max(0, lasts - SPARE_SECONDS))
    return found


def _message(outgoing: Outgoing, token: str) -> bytes:
    line = " ".join(_LINK.sub("", outgoing.short or outgoing.text).split())
    message: dict[str, Any] = {
        "token": token,
        "notification": {"title": outgoing.subject[:LONGEST_TITLE], "body": line[:LONGEST_LINE]},
        "data": {
            "key": outgoing.key,
            "code": outgoing.code,
            "state": outgoing.facts.get("state", ""),
            "kind": outgoing.facts.get("kind", ""),
        },
        "android": {"priority": "high", "collapse_key": outgoing.code[:60] or "tanggap"},
    }
    return json.dumps({"message": message}, ensure_ascii=False).encode("utf-8", "replace")


def _post(account: Account, body: bytes, token: str) -> wire.Got:
    address = account["push_address"].rstrip("/")
    return wire.call(
        "POST",
        f"{address}/v1/projects/{account['push_project']}/messages:send",
        hosts=[wire.host_of(address)],
        headers={"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"},
        body=body,
    )


def _judge(account: Account, outgoing: Outgoing, token: str, got: wire.Got) -> None:
    """Return for a success. A dead token is forgotten: the installation gives another one when it has it."""
    if got.status == 200:
        return
    codes = {text(row, "errorCode", most=60) for row in things(_json(got), "error", "details")}
    if codes & DEAD or got.status == 404:
        devices.forget_push(account, outgoing.to, token)
        raise Refused("The phone takes no notifications any more; the app gives a new token when it has one.")
    if got.status in {401, 403}:
        raise Later(
            f"The push server does not let us in ({got.status}): check the project and the service account.", 300
        )
    if got.status == 429 or got.status >= 500:
        wait = got.headers.get("retry-after", "")
        raise Later(
            f"The push server answers {got.status}.", float(wait) if wait.isdecimal() and len(wait) < 6 else None
        )
    raise Refused(f"The push server refuses it ({got.status}).")


def _json(got: wire.Got) -> Json:
    try:
        found = wire.json_of(got)
    except Malformed:
        return {}
    return found if isinstance(found, dict) else {}


def _slot(account: Account) -> tuple[int, int]:
    return account.id, hash((account["push_account"], account["push_key"], account["push_token_address"]))
