"""Qlue, LAPOR! and the city's own app: whole reports, answered under their numbers."""

import json
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.test import Client
from tests.channels.jaki.app import App
from tests.channels.jaki.test_push import Firebase, pem
from tests.channels.natives.platform import Asked, Message, Platform, Taken
from tests.channels.qlue.test_way import Qlue, post
from tests.factories import LAMP
from tests.peers import lapor as sp4n
from tests.peers.http import Callback

from tanggap.api.jaki import signed as app_face
from tanggap.channels.contract import Account, Piece
from tanggap.channels.jaki import inbound as app_inbound
from tanggap.channels.jaki import push
from tanggap.channels.lapor import inbound as lapor_inbound
from tanggap.channels.qlue import inbound as qlue_inbound
from tanggap.intake.words import InboundReport


class QlueApp(Platform):
    """Qlue: a post with its place and photo, answered under it."""

    name, adapter, channel = "qlue", "qlue", "qlue"
    has_time, is_once, is_whole = True, True, True
    proofs = ("x-qlue-signature", "x-qlue-timestamp")
    peer: Qlue

    def prepare(self) -> None:
        self.peer = Qlue()

    def values(self) -> dict[str, str]:
        return {
            "secret": "canary-of-qlue-0123456789",
            "feed": self.peer.url("/feed"),
            "image_hosts": self.peer.host,
            "answers": self.peer.url("/answers"),
        }

    def person(self, sender: int) -> str:
        return str(7_000_000 + sender)

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        body = json.dumps([self._post(one) for one in messages]).encode()
        stamp = str(int(time.time() if at is None else at))
        signature = qlue_inbound.signature(secret or self.secret, stamp, body)
        headers = {"content-type": "application/json", "x-qlue-timestamp": stamp, "x-qlue-signature": signature}
        return Callback(self.address, body, headers)

    def _post(self, one: Message) -> dict[str, Any]:
        lon, lat = one.place or (0, 0)
        photo = {} if one.photo else {"post_images": ""}
        return post(self.peer, int(self.person(one.sender)), post_desc=one.text, loc_lng=lon, loc_lat=lat, **photo)

    def show(self, *messages: Message) -> None:
        """Let posts stand in the feed."""
        self.peer.posts[:0] = [self._post(one) for one in messages]

    def taken(self) -> list[Taken]:
        return [Taken(one["post_id"], json.dumps(one)) for one in list(self.peer.answers)]


class Lapor(Asked):
    """SP4N-LAPOR: a ticket of the national system. Its persons are its tickets."""

    name, adapter, channel = "lapor", "lapor", "lapor1708"
    is_once, is_whole = True, True
    peer: sp4n.Lapor

    def prepare(self) -> None:
        self.peer = sp4n.Lapor()

    def values(self) -> dict[str, str]:
        return {
            "address": self.peer.url("").rstrip("/"),
            "token": self.peer.token,
            "supervisory_category": "perilaku-aparatur",
            "topics": f"21 = {LAMP}",
        }

    def person(self, sender: int) -> str:
        return str(1_700_000 + sender)

    def show(self, *messages: Message) -> None:
        for one in messages:
            files = [self.peer.attach(one.photo)] if one.photo else []
            self.peer.submit(text=one.text, Kelurahan="Pulo Gebang", Lampiran=files)

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        self.show(*messages)
        return lapor_inbound.pieces(self.peer.changes[-len(messages) :])

    def taken(self) -> list[Taken]:
        rows = list(self.peer.follow_ups.values())
        return [Taken(one["Tracking ID"], json.dumps(one, ensure_ascii=False)) for one in rows]


class Jaki(Asked):
    """The city's app: each person is an installation that signs for itself, at the app's own address."""

    name, adapter, channel = "jaki", "jaki", "jaki"
    is_whole = True
    peer: Firebase

    def prepare(self) -> None:
        self.peer = Firebase()
        self.apps: dict[int, App] = {}
        push._tokens.clear()

    def values(self) -> dict[str, str]:
        return {
            "attestation": "none",
            "needs_attestation": "no",
            "push_project": "city",
            "push_account": "city@example.org",
            "push_key": pem(),
            "push_address": self.peer.url("").rstrip("/"),
            "push_token_address": self.peer.url("/token"),
        }

    def connected(self) -> Account:
        app_face.forget_everybody()
        return super().connected()

    def phone(self, sender: int, client: Any = None) -> App:
        """Return a person's installation, registered and open for notifications."""
        if sender not in self.apps:
            self.apps[sender] = App(client=client or Client())
            assert self.apps[sender].register().status_code == 201
            token = {"token": f"fcm:canary-phone-{sender}"}
            assert self.apps[sender].call("PUT", "/devices/self/push", token).status_code == 204
        return self.apps[sender]

    def person(self, sender: int) -> str:
        return self.apps[sender].device if sender in self.apps else "0190b8a0-0000-7000-8000-000000000001"

    def show(self, *messages: Message) -> None:
        """Let the phones send."""
        for one in messages:
            phone = self.phone(one.sender)
            place = dict(zip(("lon", "lat"), one.place, strict=True)) if one.place else {"area": "31.75.06.1005"}
            uploads = [phone.photo(one.photo)] if one.photo else []
            told = {"location": place} if one.place else place
            answer = phone.report(key=f"key-of-the-app-{one.number:08d}", text=one.text, uploads=uploads, **told)
            assert answer.status_code in {200, 201, 202}, answer.content

    def bring(self, client: Any, *messages: Message) -> None:
        self.show(*messages)

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        return [Piece(f"m{one.number}", self._packed(one)) for one in messages]

    def _packed(self, one: Message) -> bytes:
        lon, lat = one.place or (None, None)
        report = InboundReport(channel="jaki", text=one.text, category=LAMP, lon=lon, lat=lat)
        photos = [UUID(int=one.number)] if one.photo else []
        return app_inbound.packed(report, device=UUID(self.person(one.sender)), key=f"k{one.number}", photos=photos)

    def taken(self) -> list[Taken]:
        owners = {f"fcm:canary-phone-{sender}": app.device for sender, app in self.apps.items()}
        return [Taken(owners.get(one["token"], ""), json.dumps(one)) for one in list(self.peer.taken)]
