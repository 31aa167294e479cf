"""A gateway that keeps to our own contract (the README of the SMS adapter): it signs its calls, and takes each message id once."""

import hmac
import itertools
import json
from typing import Any

from tests.peers.http import Callback, Peer, Received, Reply

from tanggap.core import clock

ADDRESS = "https://kota.example/channels/sms/gateway/"


class SmsGateway(Peer):
    """The gateway as a server. `taken` are the messages it will deliver, by their id."""

    def __init__(self, secret: str = "rahasia") -> None:
        super().__init__()
        self.secret = secret
        self.taken: dict[str, Any] = {}
        self._ids = itertools.count(1)

    def respond(self, received: Received) -> Reply:
        """Take a message once, by its id; refuse what is not signed."""
        told = received.headers.get("x-tanggap-signature", "")
        if told != signature(self.secret, received.headers.get("x-tanggap-timestamp", ""), received.body):
            return Reply(status=401)
        if received.method == "HEAD":
            return Reply()
        message = received.json()
        self.taken.setdefault(message["id"], {**message, "gateway_id": f"gw-{next(self._ids)}"})
        return Reply.json({"id": self.taken[message["id"]]["gateway_id"]}, status=202)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature as the README describes it."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def callback(
    event: Any, *, secret: str = "rahasia", at: float | None = None, url: str = ADDRESS, body: bytes | None = None
) -> Callback:
    """Return a signed call that tells `event` (JSON), or whose bytes are `body`."""
    body = json.dumps(event).encode() if body is None else body
    timestamp = str(int(clock.now().timestamp() if at is None else at))
    headers = {
        "content-type": "application/json",
        "x-tanggap-timestamp": timestamp,
        "x-tanggap-signature": signature(secret, timestamp, body),
    }
    return Callback(url, body, headers)


def sms(text: str, *, id: str = "1", sender: str = "+628111000001", **more: Any) -> dict[str, Any]:  # noqa: A002  the contract's word
    """Return a message as the gateway tells it."""
    return {"id": id, "from": sender, "to": "+628111272206", "text": text, **more}
