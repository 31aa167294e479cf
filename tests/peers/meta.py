"""Meta as the tests meet it: it knows its pages by their tokens and the app by its proof, takes messages and comments, refuses by code."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import pytest
from tests.peers.http import Peer, Received, Reply, may_call

APP_SECRET = "test-app-secret"
PAGE, INSTAGRAM, GOVERNOR = "404217156637689", "17841400000000001", "137542570280222"
TOKENS = {"EAAB-page": PAGE, "EAAB-governor": GOVERNOR}


class Graph(Peer):
    """The platform. `messages` and `comments` are what it took; `replied` the comments that were answered in private."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []
        self.comments: list[tuple[str, str, str]] = []
        self.replied: set[str] = set()
        self.late: set[str] = set()
        self.gone: set[str] = set()
        self.files: dict[str, bytes] = {}

    @property
    def values(self) -> dict[str, str]:
        """Return the settings of an account that talks with this peer: a page with its Instagram account, and the Governor's page."""
        return {
            "page_id": PAGE,
            "page_token": "EAAB-page",
            "instagram_id": INSTAGRAM,
            "more_pages": f"{GOVERNOR}=EAAB-governor",
            "app_secret": APP_SECRET,
            "previous_secret": "",
            "verify_token": "verifikasi",
            "api": self.url("/v25.0"),
            "media_hosts": self.host,
        }

    def respond(self, received: Received) -> Reply:
        """Answer as the Graph interface does."""
        if received.path in self.files:
            return Reply(body=self.files[received.path], headers={"Content-Type": "image/jpeg"})
        token = received.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in TOKENS:
            return error(190, "Invalid OAuth access token.", subcode=463)
        proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if received.query.get("appsecret_proof") != proof:
            return error(100, "Invalid appsecret_proof provided in the API argument")
        match received.method, received.path.strip("/").split("/"):
            case "POST", ["v25.0", "me", "messages"]:
                return self._message(TOKENS[token], received.json())
            case "POST", ["v25.0", parent, "comments" | "replies" as edge]:
                self.comments.append((parent, edge, received.json()["message"]))
                return Reply.json({"id": f"{parent.split('_')[0]}_{len(self.comments):04}"})
            case "GET", ["v25.0", number]:
                return self._who(number, TOKENS[token])
        return error(2500, "Unknown path components")

    def _message(self, page: str, body: dict[str, Any]) -> Reply:
        to = body["recipient"]
        if "comment_id" in to or "post_id" in to:
            parent = to.get("comment_id") or to["post_id"]
            if parent in self.replied:
                return error(10900, "Activity already replied to")
            self.replied.add(parent)
        elif to["id"] in self.gone:
            return error(551, "This person isn't available right now.", subcode=1545041)
        elif to["id"] in self.late and body.get("messaging_type") != "UTILITY":
            return error(10, "This message is sent outside of allowed window.", subcode=2018278)
        self.messages.append({"page": page, **body})
        return Reply.json(
            {"recipient_id": to.get("id", "1423587017700273"), "message_id": f"m_{len(self.messages):04}"}
        )

    def _who(self, number: str, page: str) -> Reply:
        if number == page:
            return Reply.json({"id": page, "name": "Pemprov Contoh"})
        if number == INSTAGRAM and page == PAGE:
            return Reply.json({"id": INSTAGRAM, "username": "pemprov.contoh"})
        return error(100, "Unsupported get request.", subcode=33)


def error(code: int, message: str, *, subcode: int = 0, status: int = 400, **more: Any) -> Reply:
    """Return an error as Meta tells it."""
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf", **more}
    return Reply.json({"error": told | ({"error_subcode": subcode} if subcode else {})}, status=status)


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    """Return the header with which Meta signs a call."""
    return {"x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


@pytest.fixture
def graph(settings: Any) -> Iterator[Graph]:
    """Run Meta's Graph interface on loopback, where the outgoing door may go."""
    with Graph() as running:
        may_call(settings, running)
        yield running
