"""What the platforms of Meta have in common: how a call is proven, and how words go by an approved template."""

import hashlib
import hmac
import re
from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import Account, Call, Outgoing, Unsigned
from tanggap.channels.native import Json

SIGNATURE: Final = "x-hub-signature-256"
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
MOST_IN_TEMPLATE: Final = 900


def prove(account: Account, call: Call, *, signed_with: str) -> None:
    """Return when the call is Meta's: it knows the verify token, or signs the body with the app's secret, today's or the one before.

    `signed_with` is the setting that holds the app's secret. The signature is over the bytes as they came; only SHA-256 counts, in small
    letters, whole. Raises Unsigned.
    """
    if call.method == "GET":
        is_asked = call.query.get("hub.mode") == "subscribe" and CHALLENGE.fullmatch(challenge(call))
        if not is_asked or not native.is_one_of(call.query.get("hub.verify_token", ""), [account["verify_token"]]):
            raise Unsigned("The verify token is not the account's.")
        return
    if not account[signed_with]:
        raise Unsigned("The account has no app secret.")
    secrets = [each for each in (account[signed_with], account["previous_secret"]) if each]
    right = [f"sha256={hmac.new(each.encode(), call.body, hashlib.sha256).hexdigest()}" for each in secrets]
    if call.method != "POST" or not native.is_one_of(call.headers.get(SIGNATURE, ""), right):
        raise Unsigned("The signature is missing or not of this body.")


def challenge(call: Call) -> str:
    """Return the word that Meta wants to hear again when the address is entered there."""
    return call.query.get("hub.challenge", "")


def template(account: Account, outgoing: Outgoing) -> Json:
    """Return the account's template with its one blank filled: the short words on one line."""
    known = account["template_languages"].replace(",", " ").split() or [outgoing.language]
    language = outgoing.language if outgoing.language in known else known[0]
    words = " ".join((outgoing.short or outgoing.text).split())[:MOST_IN_TEMPLATE]
    blank = {"type": "body", "parameters": [{"type": "text", "text": words}]}
    return {"name": account["template"], "language": {"code": language}, "components": [blank]}
