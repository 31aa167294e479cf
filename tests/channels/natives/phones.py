"""Three gateways of SMS, and WhatsApp."""

import json
from collections.abc import Iterator
from typing import Any

from tests.channels.natives.platform import Message, Platform, Taken
from tests.peers import infobip, sms_gateway, twilio, whatsapp
from tests.peers.http import Callback

OURS = "+628111272206"


class _Sms(Platform):
    adapter, channel = "sms", "sms"

    def person(self, sender: int) -> str:
        return f"+62811100{sender:05d}"


class Generic(_Sms):
    """A gateway that keeps to our own contract."""

    name, has_time, is_once = "sms by our contract", True, True
    proofs = ("x-tanggap-signature", "x-tanggap-timestamp")
    peer: sms_gateway.SmsGateway

    def prepare(self) -> None:
        self.peer = sms_gateway.SmsGateway("canary-gateway-secret")

    def values(self) -> dict[str, str]:
        return {"provider": "generic", "number": OURS, "secret": self.peer.secret, "api_url": self.peer.url("/send")}

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        said = [sms_gateway.sms(one.text, id=f"m{one.number}", sender=self.person(one.sender)) for one in messages]
        return sms_gateway.callback({"messages": said}, secret=secret or self.peer.secret, at=at, url=self.address)

    def delivered(self, provider_id: str) -> Callback:
        """Return the gateway's word that a message has arrived."""
        event = {"message_id": provider_id, "status": "delivered"}
        return sms_gateway.callback(event, secret=self.peer.secret, url=self.address)

    def taken(self) -> list[Taken]:
        return [Taken(one["to"], one["text"]) for one in list(self.peer.taken.values())]


class Twilio(_Sms):
    """Twilio. What it tells of a message is one form."""

    name, proofs = "sms by Twilio", ("x-twilio-signature",)
    peer: twilio.TwilioPeer

    def prepare(self) -> None:
        self.peer = twilio.TwilioPeer("canary-auth-token")

    def values(self) -> dict[str, str]:
        return {
            "provider": "twilio",
            "number": OURS,
            "secret": self.peer.token,
            "user": twilio.SID,
            "api_url": self.peer.url("").rstrip("/"),
        }

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        (one,) = messages
        form = {
            "MessageSid": f"SM{one.number:032x}",
            "SmsStatus": "received",
            "From": self.person(one.sender),
            "To": OURS,
            "Body": one.text,
        }
        if one.photo:
            path = f"/2010-04-01/Accounts/{twilio.SID}/Messages/SM{one.number}/Media/ME1"
            self.peer.media[path] = one.photo
            form |= {"NumMedia": "1", "MediaUrl0": self.peer.url(path), "MediaContentType0": "image/jpeg"}
        return twilio.callback(form, token=secret or self.peer.token, url=self.address)

    def taken(self) -> list[Taken]:
        return [Taken(one["To"], one["Body"]) for one in list(self.peer.created.values())]


class Infobip(_Sms):
    """Infobip, which sends a password with each call."""

    name, proofs = "sms by Infobip", ("authorization",)
    peer: infobip.InfobipPeer
    password = "canary-infobip-password"

    def prepare(self) -> None:
        self.peer = infobip.InfobipPeer("canary-api-key")

    def values(self) -> dict[str, str]:
        return {
            "provider": "infobip",
            "number": OURS,
            "secret": self.password,
            "api_url": self.peer.url("").rstrip("/"),
            "api_key": self.peer.key,
        }

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        results = [
            {"messageId": f"m{one.number}", "from": self.person(one.sender)[1:], "to": OURS[1:], "text": one.text}
            for one in messages
        ]
        return infobip.callback({"results": results}, password=secret or self.password, url=self.address)

    def taken(self) -> list[Taken]:
        return [Taken(f"+{one['destinations'][0]['to']}", one["content"]["text"]) for one in list(self.peer.taken)]


class WhatsApp(Platform):
    """WhatsApp's Cloud API: words and a photo are one event, a place is another."""

    name, adapter, channel = "whatsapp", "whatsapp", "sms"
    proofs = ("x-hub-signature-256",)
    peer: whatsapp.WhatsAppPeer

    def prepare(self) -> None:
        self.peer = whatsapp.WhatsAppPeer("canary-access-token")

    def values(self) -> dict[str, str]:
        return {
            "secret": "canary-app-secret",
            "verify_token": "canary-verify-token",
            "access_token": self.peer.token,
            "phone_number_id": whatsapp.NUMBER_ID,
            "api_url": self.peer.url("/v25.0"),
            "template": "kabar_laporan",
        }

    def person(self, sender: int) -> str:
        return f"+62811200{sender:05d}"

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        events = [event for one in messages for event in self._events(one)]
        return whatsapp.callback(whatsapp.webhook(*events), secret=secret or self.secret, url=self.address)

    def _events(self, one: Message) -> Iterator[dict[str, Any]]:
        who = self.person(one.sender)[1:]
        if one.photo:
            identity = str(70_000 + one.number)
            self.peer.files[identity] = one.photo
            picture = {"id": identity, "mime_type": "image/jpeg", "caption": one.text}
            yield whatsapp.message("image", id=f"wamid.m{one.number}", sender=who, image=picture)
        elif one.text:
            yield whatsapp.message(id=f"wamid.m{one.number}", sender=who, text={"body": one.text})
        if one.place:
            lon, lat = one.place
            place = {"longitude": lon, "latitude": lat}
            yield whatsapp.message("location", id=f"wamid.p{one.number}", sender=who, location=place)

    def taken(self) -> list[Taken]:
        return [Taken(f"+{one['to']}", json.dumps(one)) for one in list(self.peer.taken)]
