"""Any gateway that calls by HTTP: JSON or a form, proven by HMAC-SHA256 over time and body. The README of this folder is its contract."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from tanggap.channels import joining, native
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
    Partial,
    Piece,
    Refused,
    Said,
    Sent,
    Unsigned,
)
from tanggap.channels.native import Json
from tanggap.channels.sms import alphabet, gateway, numbers, parts
from tanggap.core import clock, wire

WINDOW_SECONDS: Final = 300
MOST_FIELDS: Final = 60
STATES: Final = {"accepted": "sent", "sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}


class Generic:
    """A gateway that keeps to our contract."""

    def verify(self, account: Account, call: Call) -> None:
        """Check `x-tanggap-signature` over time and body, and that the time is within five minutes."""
        secrets = gateway.secrets_of(account)
        if not secrets:
            raise Unsigned("No secret is set.")
        told = call.headers.get("x-tanggap-timestamp", "")
        if call.method != "POST" or not re.fullmatch(r"[0-9]{1,12}", told):
            raise Unsigned("The call tells no time.")
        right = [signature(secret, told, call.body) for secret in secrets]
        if not native.is_one_of(call.headers.get("x-tanggap-signature", ""), right):
            raise Unsigned("The signature is not the account's.")
        if abs(clock.now().timestamp() - int(told)) > WINDOW_SECONDS:
            raise Unsigned("The call was signed too long ago.")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the messages and delivery reports of a call, one alone or several under `messages`."""
        body = _body(call)
        events = native.things(body, "messages") if "messages" in body else [body]
        if len(events) > gateway.MOST_EVENTS:
            raise Malformed(f"More than {gateway.MOST_EVENTS} messages in one call.")
        return [Piece(_external_id(event), native.packed(event)) for event in events]

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Say that it is kept."""
        return Answer(body='{"kept": true}', content_type="application/json")

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return a message, a part of one, or a delivery report."""
        event = native.document(payload)
        if native.ident(event, "message_id"):
            return _report(event)
        sender = native.text(event, "from", most=numbers.MOST_NAME)
        if not sender or not native.ident(event, "id"):
            raise Malformed("A message has an `id` and a `from`.")
        number = numbers.canonical(account, sender)
        if number and number == numbers.own(account):
            return Ignored("own_message")
        said = Said(
            sender=number or sender,
            text=_text(event),
            said_at=_at(event, "received_at"),
            may_ask=number is not None,
            is_machine="" if number else numbers.NO_NUMBER,
        )
        part = parts.of_event(event)
        if part is None:
            return replace(said, text=joining.healed(said.text))
        return Partial(f"{said.sender} {part.reference} {part.total}", part.number, part.total, said)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Refuse: an SMS has no files."""
        raise Refused("An SMS has no files.")

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Hand a message to the gateway, which takes each `id` once, so that asking again is safe."""
        if not account["api_url"]:
            raise Refused("The account has no address for sending.")
        text = gateway.words(account, outgoing)
        body = native.packed(
            {
                "id": outgoing.key,
                "to": outgoing.to,
                "from": account["number"],
                "text": text,
                "coding": alphabet.coding_of(text),
                "ref": hashlib.sha256(outgoing.key.encode()).digest()[0],
                "parts": alphabet.split(text),
            }
        )
        url = gateway.api(account)
        headers = _signed(account, body) | {"Idempotency-Key": outgoing.key}
        got = wire.call("POST", url, hosts=[wire.host_of(url)], headers=headers, body=body, is_repeatable=True)
        if not 200 <= got.status < 300:
            raise gateway.fault(got, is_dead_address=got.status == 410)
        told = gateway.answered(got)
        if told.get("error"):
            raise Refused("The gateway refuses this message.", is_dead_address=told.get("is_dead_address") is True)
        return Sent(native.ident(told, "id"))

    def check(self, account: Account) -> Health:
        """Ask the gateway's address for nothing (HEAD): it is well when somebody answers there."""
        if not account["secret"]:
            return Health(False, _("No secret is set: every call is refused."))
        if not account["api_url"]:
            return Health(False, _("No address for sending is set: messages come in, no answer goes out."))
        url = gateway.api(account)
        got = wire.call("HEAD", url, hosts=[wire.host_of(url)], headers=_signed(account, b""))
        if got.status in (401, 403, 404) or got.status >= 500:
            return Health(False, _("The gateway answers %(status)d.") % {"status": got.status})
        return Health(True, _("The gateway answers."))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body at a time (seconds since 1970): what `x-tanggap-signature` must say."""
    return "sha256=" + hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def _signed(account: Account, body: bytes) -> dict[str, str]:
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Tanggap-Timestamp": timestamp,
        "X-Tanggap-Signature": signature(account["secret"], timestamp, body),
    }
    return headers | ({"Authorization": f"Bearer {account['api_key']}"} if account["api_key"] else {})


def _body(call: Call) -> Json:
    if call.headers.get("content-type", "").split(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        try:
            fields = parse_qsl(call.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Malformed("The form cannot be read.") from None
        return dict(fields)
    return native.document(call.body)


def _external_id(event: Mapping[str, object]) -> str:
    """Return the id by which an event is kept once. Raises Malformed for one without: two equal texts may be two complaints."""
    if message := native.ident(event, "message_id"):
        return f"{message}:{gateway.status_code(event.get('status'))}"
    identity = native.ident(event, "id")
    if not identity:
        raise Malformed("A message has an `id`, a delivery report a `message_id`.")
    part = parts.of_event(dict(event))
    return f"{identity}/{part.number}" if part else identity


def _report(event: Json) -> Heard:
    state = STATES.get(native.text(event, "status"))
    if state is None:
        raise Malformed("A delivery report has a `status`: accepted, sent, delivered, read or failed.")
    return Delivered(
        provider_id=native.ident(event, "message_id"),
        state=state,
        at=_at(event, "at"),
        reason=gateway.status_code(event.get("reason")) if state == "failed" else "",
        is_dead_address=state == "failed" and event.get("is_dead_address") in (True, "true", "1"),
    )


def _text(event: Json) -> str:
    """Return the words, halves of an emoji left as they are: the other half may stand in the next part."""
    data = event.get("data")
    if isinstance(data, str) and len(data) <= 2 * native.MOST_TEXT and re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", data):
        return alphabet.decoded(bytes.fromhex(data), native.text(event, "coding", most=10)).replace("\0", "")
    text = event.get("text")
    if not isinstance(text, str):
        raise Malformed("A message has a `text`, or its bytes as `data`.")
    return text[: native.MOST_TEXT].replace("\0", "")


def _at(event: Json, key: str) -> datetime | None:
    if found := native.instant(event, key):
        return found
    try:
        told = datetime.fromisoformat(native.text(event, key, most=40))
    except ValueError:
        return None
    return told.astimezone(UTC) if told.tzinfo and 2000 <= told.year < 2100 else None
