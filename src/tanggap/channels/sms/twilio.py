"""Twilio: SMS and WhatsApp by form callbacks with `X-Twilio-Signature`; sending and media by its REST interface."""

import base64
import hmac
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode

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
from tanggap.channels.sms import gateway, numbers
from tanggap.core import wire

API: Final = "https://api.twilio.com"
MEDIA_HOSTS: Final = ("*.twiliocdn.com", "s3-external-1.amazonaws.com")
"""Where Twilio's media addresses lead on to; the account's token is not sent there."""
MOST_FIELDS: Final = 300
MOST_MEDIA: Final = 10
MOST_LETTERS: Final = 1600
STATES: Final = {"sent": "sent", "delivered": "delivered", "read": "read", "undelivered": "failed", "failed": "failed"}
ON_ITS_WAY: Final = frozenset({"accepted", "scheduled", "queued", "sending", "receiving", "canceled"})
DEAD: Final = frozenset({"21211", "21610", "21614", "30005", "30006", "63024"})
"""No number, unsubscribed, not mobile, unknown or no longer in service, a landline, no WhatsApp there."""


class Twilio:
    """Accounts at Twilio. `user` is the Account SID, `secret` its auth token."""

    def verify(self, account: Account, call: Call) -> None:
        """Check `X-Twilio-Signature` over the address and the sorted fields of the form, by HMAC-SHA1 and nothing else."""
        secrets = gateway.secrets_of(account)
        if not secrets:
            raise Unsigned("No secret is set.")
        if call.method != "POST" or "x-twilio-webhooks-signature-settings" in call.headers:
            raise Unsigned("The call is not signed by the account's auth token.")
        try:
            fields = _fields(call.body)
        except Malformed:
            raise Unsigned("The form cannot be read, so its signature cannot be checked.") from None
        right = [signature(secret, url, fields) for secret in secrets for url in _spellings(call.url)]
        if not native.is_one_of(call.headers.get("x-twilio-signature", ""), right):
            raise Unsigned("The signature is not the account's.")

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the one event of a call."""
        form = dict(_fields(call.body))
        identity, state = _identity(form), _state(form)
        if not identity:
            raise Malformed("The form has no MessageSid.")
        return [Piece(identity if _is_message(form) else f"{identity}:{state}", call.body)]

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Answer with no instruction: Twilio would send plain words to the person."""
        return Answer(body='<?xml version="1.0" encoding="UTF-8"?><Response/>', content_type="text/xml; charset=utf-8")

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return a message or a delivery report."""
        form = dict(_fields(payload))
        if not _identity(form):
            raise Malformed("The form has no MessageSid.")
        return _said(account, form) if _is_message(form) else _report(form)

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Fetch a file of this account's own messages, over the one redirect to Twilio's store."""
        base = gateway.api(account, API)
        if not attachment.ref.startswith(f"{base}/2010-04-01/Accounts/{account['user']}/") or "/.." in attachment.ref:
            raise Refused("The file does not stand under this account.")
        hosts = [wire.host_of(base)]
        got = wire.call("GET", attachment.ref, hosts=hosts, headers=_credentials(account))
        if got.status in (301, 302, 303, 307, 308):
            got = wire.call("GET", got.headers.get("location", ""), hosts=[*MEDIA_HOSTS, *hosts])
        if got.status == 404 or got.status == 410:
            raise Refused("The file is not there any more.")
        if got.status != 200:
            raise gateway.fault(got)
        return got.body

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Create a message. Twilio knows no key, so a lost answer is not asked for again."""
        fields = {
            "To": outgoing.to,
            "Body": gateway.words(account, outgoing)[:MOST_LETTERS],
            **_from(account, outgoing),
        }
        base = gateway.api(account, API)
        got = wire.call(
            "POST",
            f"{base}/2010-04-01/Accounts/{account['user']}/Messages.json",
            hosts=[wire.host_of(base)],
            headers=_credentials(account) | {"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(fields).encode(),
        )
        if 200 <= got.status < 300:
            return Sent(native.ident(gateway.answered(got), "sid"))
        if gateway.is_unsure(got):
            raise wire.Unanswered("Twilio failed while it took the message; it may have been sent.")
        code = gateway.status_code(gateway.told_by(got).get("code"))
        raise gateway.fault(got, is_dead_address=code in DEAD)

    def check(self, account: Account) -> Health:
        """Ask for the account itself."""
        if not account["secret"] or not account["user"]:
            return Health(False, _("Account SID and auth token are needed."))
        base = gateway.api(account, API)
        url = f"{base}/2010-04-01/Accounts/{account['user']}.json"
        got = wire.call("GET", url, hosts=[wire.host_of(base)], headers=_credentials(account))
        if got.status != 200:
            return Health(
                False, _("Twilio answers %(status)d: check Account SID and auth token.") % {"status": got.status}
            )
        if native.text(gateway.told_by(got), "status") != "active":
            return Health(False, _("Twilio has suspended or closed the account."))
        return Health(True, _("Twilio knows the account, and it is active."))


def signature(secret: str, url: str, fields: Sequence[tuple[str, str]]) -> str:
    """Return Twilio's signature: base64 of HMAC-SHA1 over the address, then each name and value, sorted, each pair once."""
    told = url + "".join(f"{name}{value}" for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.digest(secret.encode(), told.encode("utf-8", "surrogatepass"), "sha1")).decode()


def _fields(body: bytes) -> list[tuple[str, str]]:
    """Return the fields of a form. Raises Malformed."""
    if len(body) > native.MOST_BYTES:
        raise Malformed("The form is longer than any of Twilio's.")
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Malformed("The form cannot be read.") from None


def _spellings(url: str) -> set[str]:
    """Return the address with and without its usual port: Twilio signs either."""
    found = re.fullmatch(r"(https?)://([^/?#:]+|\[[^\]]+\])(?::(443|80))?([/?#].*)?", url, re.S)
    if not found:
        return {url}
    scheme, host, _port, rest = found.groups()
    usual = "443" if scheme == "https" else "80"
    return {url, f"{scheme}://{host}{rest or ''}", f"{scheme}://{host}:{usual}{rest or ''}"}


def _identity(form: dict[str, str]) -> str:
    return native.ident(form, "MessageSid") or native.ident(form, "SmsSid")


def _state(form: dict[str, str]) -> str:
    return gateway.status_code(form.get("MessageStatus") or form.get("SmsStatus"))


def _is_message(form: dict[str, str]) -> bool:
    return _state(form) == "received" or (not _state(form) and "Body" in form)


def _said(account: Account, form: dict[str, str]) -> Heard:
    told = native.text(form, "From", most=numbers.MOST_NAME)
    network, _, bare = told.rpartition(":")
    number = numbers.canonical(account, bare)
    if not told:
        raise Malformed("The form has no From.")
    if number and number == numbers.own(account) and not network:
        return Ignored("own_message")
    place = native.point(_degrees(form.get("Longitude")), _degrees(form.get("Latitude")))
    return Said(
        sender=(f"{network}:{number}" if network else number) if number else told,
        text=native.text(form, "Body"),
        name=native.text(form, "ProfileName", most=120),
        attachments=_media(form),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        address=", ".join(filter(None, (native.text(form, "Label", most=120), native.text(form, "Address", most=180)))),
        may_ask=number is not None,
        is_machine="" if number else numbers.NO_NUMBER,
        echoes=native.ident(form, "OriginalRepliedMessageSid"),
    )


def _media(form: dict[str, str]) -> tuple[Attachment, ...]:
    told = form.get("NumMedia", "")
    count = min(int(told), MOST_MEDIA) if re.fullmatch(r"[0-9]{1,3}", told) else 0
    files = [
        (native.text(form, f"MediaUrl{nth}", most=2000), native.text(form, f"MediaContentType{nth}", most=100))
        for nth in range(count)
    ]
    return tuple(Attachment(ref=url, mime=mime) for url, mime in files if url)


def _report(form: dict[str, str]) -> Heard:
    state = _state(form)
    if state in ON_ITS_WAY:
        return Ignored("on_its_way")
    if state not in STATES:
        raise Malformed("The form is neither a message nor a delivery report.")
    is_failed = STATES[state] == "failed"
    code = gateway.status_code(form.get("ErrorCode")) if is_failed else ""
    return Delivered(provider_id=_identity(form), state=STATES[state], reason=code, is_dead_address=code in DEAD)


def _from(account: Account, outgoing: Outgoing) -> dict[str, str]:
    number = account["number"]
    if number.startswith("MG"):
        return {"MessagingServiceSid": number}
    network, colon, _rest = outgoing.to.rpartition(":")
    return {"From": f"{network}{colon}{number.rpartition(':')[2]}"}


def _credentials(account: Account) -> dict[str, str]:
    pair = f"{account['user']}:{account['secret']}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _degrees(told: str | None) -> float | None:
    return float(told) if told and re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,18})?", told) else None
