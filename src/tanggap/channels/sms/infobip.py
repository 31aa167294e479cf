"""Infobip: inbound SMS (MO_JSON_2) and delivery reports as JSON, proven by HTTP Basic; sending by its SMS interface, version 3."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.channels import native
from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Delivered,
    Health,
    Heard,
    Ignored,
    Malformed,
    Outgoing,
    Piece,
    Refused,
    Said,
    Sent,
    Unsigned,
)
from tanggap.channels.native import Json
from tanggap.channels.sms import gateway, numbers
from tanggap.core import wire

STATES: Final = {
    "PENDING": "sent",
    "DELIVERED": "delivered",
    "UNDELIVERABLE": "failed",
    "EXPIRED": "failed",
    "REJECTED": "failed",
}
TO_OPERATOR: Final = "DELIVERED_TO_OPERATOR"
"""Of the group DELIVERED, but not yet at the phone."""
DEAD: Final = frozenset({"EC_UNKNOWN_SUBSCRIBER", "EC_UNIDENTIFIED_SUBSCRIBER", "EC_ILLEGAL_SUBSCRIBER"})
DEFAULT_USER: Final = "tanggap"


class Infobip:
    """Accounts at Infobip. `user` and `secret` are what its security settings send as HTTP Basic, `api_key` is for sending."""

    def verify(self, account: Account, call: Call) -> None:
        """Check the name and password of the call: Infobip signs no inbound SMS, but sends what its security settings hold."""
        secrets = gateway.secrets_of(account)
        if not secrets:
            raise Unsigned("No secret is set.")
        right = [_basic(account["user"] or DEFAULT_USER, secret) for secret in secrets]
        if call.method != "POST" or not native.is_one_of(call.headers.get("authorization", ""), right):
            raise Unsigned("The call does not know the account's password.")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return each of the results."""
        body = native.document(call.body)
        if not isinstance(body.get("results"), list):
            raise Malformed("A callback has `results`.")
        results = native.things(body, "results")
        if len(results) > gateway.MOST_EVENTS:
            raise Malformed(f"More than {gateway.MOST_EVENTS} results in one call.")
        return [Piece(_external_id(result), native.packed(result)) for result in results]

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Say nothing but 200, which is what Infobip waits for."""
        return Answer()

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return a message or a delivery report."""
        result = native.document(payload)
        _external_id(result)
        if "status" in result:
            return _report(result)
        sender = native.text(result, "from", most=numbers.MOST_NAME)
        if not sender:
            raise Malformed("A message has a `from`.")
        number = numbers.canonical(account, sender)
        if number and number == numbers.own(account):
            return Ignored("own_message")
        return Said(
            sender=number or sender,
            text=native.text(result, "text"),
            said_at=_at(result, "receivedAt"),
            may_ask=number is not None,
            is_machine="" if number else numbers.NO_NUMBER,
        )

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Refuse: an SMS has no files."""
        raise Refused("An SMS has no files.")

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Hand over a message. Infobip promises to take no id only once, so a lost answer is not asked for again."""
        if not account["api_url"] or not account["api_key"]:
            raise Refused("The account has no address or key for sending.")
        message = {
            "sender": account["number"],
            "destinations": [{"to": outgoing.to.lstrip("+"), "messageId": outgoing.key}],
            "content": {"text": gateway.words(account, outgoing)},
        }
        base = gateway.api(account)
        got = wire.call(
            "POST",
            f"{base}/sms/3/messages",
            hosts=[wire.host_of(base)],
            headers=_key(account) | {"Content-Type": "application/json"},
            body=native.packed({"messages": [message]}),
        )
        if gateway.is_unsure(got):
            raise wire.Unanswered("Infobip failed while it took the message; it may have been sent.")
        if not 200 <= got.status < 300:
            raise gateway.fault(got)
        taken = next(iter(native.things(gateway.answered(got), "messages")), {})
        if native.text(taken, "status", "groupName") in ("REJECTED", "UNDELIVERABLE"):
            name = gateway.status_code(native.text(taken, "status", "name"))
            raise Refused(f"Infobip refuses this message ({name}).")
        return Sent(native.ident(taken, "messageId"))

    def check(self, account: Account) -> Health:
        """Ask for the account's balance, which needs a good key."""
        if not account["secret"]:
            return Health(False, _("No password is set: every call is refused."))
        if not account["api_url"] or not account["api_key"]:
            return Health(False, _("Base URL and API key are needed for answers to go out."))
        base = gateway.api(account)
        url = f"{base}/account/1/balance"
        got = wire.call("GET", url, hosts=[wire.host_of(base)], headers=_key(account))
        if got.status != 200:
            return Health(False, _("Infobip answers %(status)d: check base URL and API key.") % {"status": got.status})
        return Health(True, _("Infobip accepts the API key."))


def _external_id(result: Json) -> str:
    identity = native.ident(result, "messageId")
    if not identity:
        raise Malformed("A result has a `messageId`.")
    if "status" not in result:
        return identity
    return f"{identity}:{gateway.status_code(native.text(result, 'status', 'name'))}"


def _report(result: Json) -> Heard:
    name = native.text(result, "status", "name")
    state = STATES.get(native.text(result, "status", "groupName"))
    if state is None:
        raise Malformed("A delivery report has a status of a known group.")
    error = gateway.status_code(native.text(result, "error", "name"))
    is_failed = state == "failed"
    return Delivered(
        provider_id=native.ident(result, "messageId"),
        state="sent" if name == TO_OPERATOR else state,
        at=_at(result, "doneAt"),
        reason=(error if error not in ("", "NO_ERROR") else gateway.status_code(name)) if is_failed else "",
        is_dead_address=is_failed and error in DEAD,
    )


def _basic(user: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{secret}'.encode()).decode()}"


def _key(account: Account) -> dict[str, str]:
    return {"Authorization": f"App {account['api_key']}", "Accept": "application/json"}


def _at(result: Json, key: str) -> datetime | None:
    try:
        return datetime.strptime(native.text(result, key, most=40), "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
