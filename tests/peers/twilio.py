"""Twilio as far as we speak with it: signed form callbacks, messages that are created, media that stand one redirect away."""

import base64
import hmac
import itertools
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.peers.http import Callback, Peer, Received, Reply

SID = "AC00000000000000000000000000000001"
ADDRESS = "https://kota.example/channels/sms/twilio/"


class TwilioPeer(Peer):
    """Twilio's REST interface. `created` are the messages by their SID, `media` the files by their path."""

    def __init__(self, token: str = "12345", sid: str = SID) -> None:
        super().__init__()
        self.token, self.sid = token, sid
        self.created: dict[str, dict[str, str]] = {}
        self.media: dict[str, bytes] = {}
        self._ids = itertools.count(1)

    def respond(self, received: Received) -> Reply:
        """Answer as Twilio does for this account, and 401 for any other credentials."""
        if received.path.startswith("/store/"):
            return Reply(body=self.media[received.path.removeprefix("/store")])
        base = f"/2010-04-01/Accounts/{self.sid}"
        if received.headers.get("authorization") != _basic(self.sid, self.token):
            return Reply.json({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        if received.path == f"{base}.json":
            return Reply.json({"sid": self.sid, "status": "active"})
        if received.path in self.media:
            return Reply.redirect(self.url(f"/store{received.path}"), status=307)
        if (received.method, received.path) == ("POST", f"{base}/Messages.json"):
            sid = f"SM{next(self._ids):032x}"
            self.created[sid] = received.form
            return Reply.json({"sid": sid, "status": "queued", "error_code": None}, status=201)
        return Reply.json({"code": 20404, "message": "The requested resource was not found", "status": 404}, status=404)


def refusal(code: int, status: int = 400) -> Reply:
    """Return Twilio's answer that a message cannot be created."""
    return Reply.json({"code": code, "message": "…", "more_info": "…", "status": status}, status=status)


def callback(form: Mapping[str, str], *, token: str = "12345", url: str = ADDRESS) -> Callback:
    """Return a signed call with these fields."""
    told = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    signed = base64.b64encode(hmac.new(token.encode(), told.encode(), "sha1").digest()).decode()
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signed}
    return Callback(url, urlencode(form).encode(), headers)


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
