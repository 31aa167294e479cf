"""Facebook's pages, and X."""

import json
from collections.abc import Iterator
from typing import Any

from tests.channels.meta import samples as meta_samples
from tests.channels.natives.platform import Message, Platform, Taken
from tests.channels.twitter import samples as x_samples
from tests.peers import meta, x
from tests.peers.http import Callback

NEWEST = 3_000_000_000_000_000_000
"""X's numbers hold the time, and it is only asked for what is newer than a day."""


class Meta(Platform):
    """A Facebook page to which people write messages."""

    name, adapter, channel = "facebook", "meta", "facebook"
    proofs = ("x-hub-signature-256",)
    peer: meta.Graph

    def prepare(self) -> None:
        self.peer = meta.Graph()

    def values(self) -> dict[str, str]:
        return self.peer.values

    @property
    def secret(self) -> str:
        return meta.APP_SECRET

    def person(self, sender: int) -> str:
        return f"page:{meta.PAGE}:{self._number(sender)}"

    def _number(self, sender: int) -> str:
        return str(1_423_587_017_700_000 + sender)

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        entries = [entry for one in messages for entry in meta_samples.messaging(self._event(one))["entry"]]
        body = json.dumps({"object": "page", "entry": entries}).encode()
        headers = {"content-type": "application/json", **meta.signed(body, secret or meta.APP_SECRET)}
        return Callback(self.address, body, headers)

    def _event(self, one: Message) -> dict[str, Any]:
        added = []
        if one.photo:
            path = f"/v/{one.number}.jpg"
            self.peer.files[path] = one.photo
            added.append({"type": "image", "payload": {"url": self.peer.url(path)}})
        if one.place:
            lon, lat = one.place
            added.append({"type": "location", "payload": {"coordinates": {"lat": lat, "long": lon}}})
        message = {"mid": f"m_{one.number}", "text": one.text, **({"attachments": added} if added else {})}
        return {"sender": {"id": self._number(one.sender)}, "message": message}

    def taken(self) -> list[Taken]:
        rows = list(self.peer.messages)
        return [Taken(f"page:{one['page']}:{one['recipient'].get('id', '')}", json.dumps(one)) for one in rows]


class Twitter(Platform):
    """X, by direct messages: each holds one picture or one place."""

    name, adapter, channel = "x", "twitter", "twitter"
    proofs = ("x-twitter-webhooks-signature",)
    peer: x.X

    def prepare(self) -> None:
        self.peer = x.X()

    def values(self) -> dict[str, str]:
        return self.peer.values

    @property
    def secret(self) -> str:
        return x.SECRETS["consumer_secret"]

    def person(self, sender: int) -> str:
        return str(200_000_000 + sender)

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        payload = x_samples.sample("direct_message")
        payload["direct_message_events"] = [event for one in messages for event in self._events(one)]
        body = json.dumps(payload).encode()
        headers = {"content-type": "application/json", **x.signed(body, secret or self.secret)}
        return Callback(self.address, body, headers)

    def _events(self, one: Message) -> Iterator[dict[str, Any]]:
        if one.text or one.photo:
            added: dict[str, Any] = {}
            text = one.text
            if one.photo:
                path = f"/1.1/ton/data/dm/{one.number}/1/a.jpg"
                self.peer.pictures[path] = one.photo
                media = {"media_url_https": self.peer.url(path), "url": "https://t.co/aaa", "type": "photo"}
                added = {"attachment": {"type": "media", "media": media}}
                text = f"{one.text} https://t.co/aaa"
            yield self._event(NEWEST + one.number * 10, one.sender, text=text, **added)
        if one.place:
            place = {"shared_coordinate": {"coordinates": {"type": "Point", "coordinates": list(one.place)}}}
            attachment = {"type": "location", "location": place}
            yield self._event(NEWEST + one.number * 10 + 1, one.sender, text="", attachment=attachment)

    def _event(self, number: int, sender: int, **data: Any) -> dict[str, Any]:
        (event,) = x_samples.sample("direct_message")["direct_message_events"]
        event["id"] = str(number)
        event["message_create"]["sender_id"] = self.person(sender)
        event["message_create"]["message_data"] |= data
        return dict(event)

    def show(self, *messages: Message) -> None:
        """Let messages be found by who asks for them, newest first."""
        for one in messages:
            row = {
                "id": str(NEWEST + one.number * 10),
                "event_type": "MessageCreate",
                "sender_id": self.person(one.sender),
            }
            self.peer.messages.insert(0, {**row, "text": one.text})

    def taken(self) -> list[Taken]:
        return [Taken(to, words) for to, words in list(self.peer.messaged)]
