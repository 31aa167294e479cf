"""WhatsApp's Cloud API as far as we speak with it: signed webhooks, messages that are taken, files that are found by their id."""

import hmac
import itertools
import json
import time
from typing import Any

from tests.peers.http import Callback, Peer, Received, Reply

NUMBER_ID = "1122334455667"
ADDRESS = "https://kota.example/channels/sms/whatsapp/"


class WhatsAppPeer(Peer):
    """Meta's interface. `taken` are the messages in order, `files` the bytes by their id, `closed` the numbers beyond the day's window."""

    def __init__(self, token: str = "tanda") -> None:
        super().__init__()
        self.token = token
        self.taken: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.closed: set[str] = set()
        self._ids = itertools.count(1)

    def respond(self, received: Received) -> Reply:
        """Answer as Meta does for this token, and code 190 for any other."""
        if received.headers.get("authorization") != f"Bearer {self.token}":
            return error(190, status=401)
        match received.path.strip("/").split("/"):
            case [_, number, "messages"] if number == NUMBER_ID and received.method == "POST":
                return self._take(received.json())
            case [_, number] if number == NUMBER_ID:
                return Reply.json({"id": NUMBER_ID, "display_phone_number": "+62 811", "quality_rating": "GREEN"})
            case ["store", identity]:
                return Reply(body=self.files[identity], headers={"Content-Type": "image/jpeg"})
            case [_, identity] if identity in self.files:
                size = len(self.files[identity])
                return Reply.json({"url": self.url(f"/store/{identity}"), "file_size": size, "mime_type": "image/jpeg"})
        return error(100, status=400)

    def _take(self, message: dict[str, Any]) -> Reply:
        to = message.get("to") or message.get("recipient")
        if message["type"] != "template" and to in self.closed:
            return error(131047)
        self.taken.append(message)
        contact = {"input": to, "wa_id": to}
        return Reply.json(
            {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": f"wamid.{next(self._ids)}"}]}
        )


def error(code: int, *, status: int = 400, **more: Any) -> Reply:
    """Return an error as the Graph interface tells it."""
    told = {"message": f"(#{code}) …", "type": "OAuthException", "code": code, "fbtrace_id": "A", **more}
    return Reply.json({"error": told}, status=status)


def callback(body: Any, *, secret: str = "rahasia", url: str = ADDRESS) -> Callback:
    """Return a signed webhook with this JSON, or these bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=True).encode()
    signed = "sha256=" + hmac.new(secret.encode(), raw, "sha256").hexdigest()
    return Callback(url, raw, {"content-type": "application/json", "x-hub-signature-256": signed})


def asked(token: str = "verifikasi", challenge: str = "1158201444", mode: str = "subscribe") -> Callback:
    """Return the call by which Meta checks an address that was entered there."""
    query = f"hub.mode={mode}&hub.challenge={challenge}&hub.verify_token={token}"
    return Callback(f"{ADDRESS}?{query}", method="GET")


def webhook(*events: dict[str, Any], kind: str = "messages", number: str = NUMBER_ID) -> dict[str, Any]:
    """Return a payload with these messages (or `kind` statuses)."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "628111272206", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Sri"}, "wa_id": "628111000001"}],
        kind: list(events),
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}],
    }


def message(kind: str = "text", *, id: str = "wamid.1", sender: str = "628111000001", **parts: Any) -> dict[str, Any]:  # noqa: A002  Meta's word
    """Return one message; a text without words says `Lampu mati`."""
    words = {"text": {"body": "Lampu mati"}} if kind == "text" else {}
    return {"from": sender, "id": id, "timestamp": str(int(time.time())), "type": kind, **words, **parts}
