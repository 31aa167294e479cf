"""Infobip as far as we speak with it: callbacks with HTTP Basic, and messages that are handed over in version 3 of its SMS interface."""

import base64
import itertools
import json
from typing import Any

from tests.peers.http import Callback, Peer, Received, Reply

ADDRESS = "https://kota.example/channels/sms/infobip/"


class InfobipPeer(Peer):
    """Infobip's interface. `taken` are the messages in the order they came."""

    def __init__(self, key: str = "kunci") -> None:
        super().__init__()
        self.key = key
        self.taken: list[dict[str, Any]] = []
        self._ids = itertools.count(1)

    def respond(self, received: Received) -> Reply:
        """Answer as Infobip does for this key, and 401 for any other."""
        if received.headers.get("authorization") != f"App {self.key}":
            error = {
                "requestError": {"serviceException": {"messageId": "UNAUTHORIZED", "text": "Invalid login details"}}
            }
            return Reply.json(error, status=401)
        if received.path == "/account/1/balance":
            return Reply.json({"balance": 1000, "currency": "IDR"})
        if (received.method, received.path) == ("POST", "/sms/3/messages"):
            self.taken += received.json()["messages"]
            return taken(f"MSG-{next(self._ids)}")
        return Reply(status=404)


def taken(identity: str, group: str = "PENDING", name: str = "PENDING_ACCEPTED") -> Reply:
    """Return the answer to one message that was handed over."""
    status = {"groupId": 1, "groupName": group, "id": 26, "name": name, "description": "…"}
    return Reply.json(
        {"bulkId": "B-1", "messages": [{"messageId": identity, "status": status, "destination": "62811"}]}
    )


def callback(body: Any, *, user: str = "tanggap", password: str = "rahasia", url: str = ADDRESS) -> Callback:
    """Return a call with this JSON, or these bytes, that knows the password."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    basic = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Callback(url, raw, {"content-type": "application/json", "authorization": f"Basic {basic}"})
