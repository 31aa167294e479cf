"""X as the tests meet it: it reckons each OAuth 1.0a signature again, takes posts and messages, shows mentions, and refuses as X does."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from tests.peers.http import Peer, Received, Reply, may_call

US = "987654321"
SECRETS = {
    "consumer_key": "test-consumer-key",
    "consumer_secret": "test-consumer-secret",
    "access_token": f"{US}-test-access-token",
    "access_token_secret": "test-access-token-secret",
}


class X(Peer):
    """The platform. `posted` and `messaged` are what it took; `mentions` and `messages` what it shows, newest first, in pages of `page`."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[dict[str, Any]] = []
        self.messaged: list[tuple[str, str]] = []
        self.mentions: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.includes: dict[str, Any] = {}
        self.pictures: dict[str, bytes] = {}
        self.closed_to: set[str] = set()
        self.page = 100

    @property
    def values(self) -> dict[str, str]:
        """Return the settings of an account that talks with this peer."""
        return {
            **SECRETS,
            "user_id": US,
            "arrives_by": "both",
            "api": self.url("").rstrip("/"),
            "media_hosts": self.host,
        }

    def respond(self, received: Received) -> Reply:
        """Answer as X does."""
        if picture := self.pictures.get(received.path):
            if received.path.startswith("/1.1/ton/") and not self._is_signed(received):
                return _problem(401, "Unauthorized")
            return Reply(body=picture, headers={"Content-Type": "image/jpeg"})
        if not self._is_signed(received):
            return _problem(401, "Unauthorized")
        match received.method, received.path.strip("/").split("/"):
            case "GET", ["2", "users", "me"]:
                return Reply.json({"data": {"id": US, "name": "Akun Pemda", "username": "akun_pemda"}})
            case "GET", ["2", "users", who, "mentions"] if who == US:
                since = int(received.query.get("since_id", "0"))
                return self._paged([each for each in self.mentions if int(each["id"]) > since], received.query)
            case "GET", ["2", "dm_events"]:
                return self._paged(self.messages, received.query)
            case "POST", ["2", "tweets"]:
                return self._post(received.json())
            case "POST", ["2", "dm_conversations", "with", who, "messages"]:
                return self._message(who, received.json())
        return _problem(404, "Not Found")

    def _post(self, body: dict[str, Any]) -> Reply:
        if any(each["text"] == body["text"] for each in self.posted):
            return _problem(403, "You are not allowed to create a Tweet with duplicate content.")
        self.posted.append(body)
        return Reply.json({"data": {"id": f"19000000000000001{len(self.posted):02}", "text": body["text"]}}, status=201)

    def _message(self, who: str, body: dict[str, Any]) -> Reply:
        if who in self.closed_to:
            return _problem(403, "You do not have permission to DM one or more participants.")
        self.messaged.append((who, body["text"]))
        answer = {"dm_conversation_id": f"{who}-{US}", "dm_event_id": f"17000000000000001{len(self.messaged):02}"}
        return Reply.json({"data": answer}, status=201)

    def _paged(self, rows: list[dict[str, Any]], query: Mapping[str, str]) -> Reply:
        start = int(query.get("pagination_token", "0"))
        shown = rows[start : start + self.page]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if start + self.page < len(rows):
            meta["next_token"] = str(start + self.page)
        return Reply.json({**({"data": shown} if shown else {}), "includes": self.includes, "meta": meta})

    def _is_signed(self, received: Received) -> bool:
        """Reckon the signature again: RFC 5849 §3.4, from what came over the wire."""
        scheme, _blank, rest = received.headers.get("authorization", "").partition(" ")
        said = dict(each.strip().split("=", 1) for each in rest.split(",") if "=" in each)
        told = {unquote(name): unquote(value.strip('"')) for name, value in said.items()}
        given = told.pop("oauth_signature", "")
        if scheme != "OAuth" or told.get("oauth_consumer_key") != SECRETS["consumer_key"]:
            return False
        pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in [*told.items(), *received.query.items()])
        address = quote(self.url(urlsplit(received.path).path), safe="~")
        base = f"{received.method}&{address}&" + quote("&".join(f"{k}={v}" for k, v in pairs), safe="~")
        key = f"{SECRETS['consumer_secret']}&{SECRETS['access_token_secret']}".encode()
        return given == base64.b64encode(hmac.new(key, base.encode(), hashlib.sha1).digest()).decode()


def signed(body: bytes, secret: str = SECRETS["consumer_secret"]) -> dict[str, str]:
    """Return the header with which X signs a call."""
    mac = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-twitter-webhooks-signature": "sha256=" + base64.b64encode(mac).decode()}


def _problem(status: int, detail: str, **more: Any) -> Reply:
    return Reply.json(
        {"title": "Problem", "detail": detail, "type": "about:blank", "status": status, **more}, status=status
    )


@pytest.fixture
def x(settings: Any) -> Iterator[X]:
    """Run X on loopback, where the outgoing door may go."""
    with X() as running:
        may_call(settings, running)
        yield running
