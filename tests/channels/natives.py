"""Each platform as a test speaks through it: a person's words as its own signed call, letter or poll answer, and what it took of ours.

    with natives.running("whatsapp", settings) as platform:
        account = platform.connected()
        platform.bring(client, Message("Lampu jalan mati", number=1, place=PULO_GEBANG, photo=make.photo()))
        …processing.work(account)…
        assert platform.taken()[-1].to == platform.person(1)

The bytes and signatures are those of `tests/peers` and of each adapter's own tests; here they have one shape.
"""

import json
import time
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.test import Client
from tests.channels import fake
from tests.channels.email import made as letters
from tests.channels.jaki.app import App
from tests.channels.jaki.test_push import PEM, Firebase
from tests.channels.meta import samples as meta_samples
from tests.channels.qlue.test_way import Qlue, post
from tests.channels.twitter import samples as x_samples
from tests.factories import LAMP
from tests.peers import dovecot, infobip, meta, sms_gateway, twilio, whatsapp, x
from tests.peers import lapor as sp4n
from tests.peers.dovecot import Dovecot
from tests.peers.http import Callback, Peer
from tests.peers.smtp import Smtp

from tanggap.api.jaki import signed as app_face
from tanggap.channels import registry
from tanggap.channels import running as worker
from tanggap.channels.contract import Account, Adapter, Piece
from tanggap.channels.email import reading as mail
from tanggap.channels.jaki import inbound as app_inbound
from tanggap.channels.jaki import push
from tanggap.channels.lapor import inbound as lapor_inbound
from tanggap.channels.models import Account as AccountRow
from tanggap.channels.qlue import inbound as qlue_inbound
from tanggap.core import crypto, shelf
from tanggap.intake.words import InboundReport

OURS = "+628111272206"
SITE = "https://testserver"
NEWEST = 3_000_000_000_000_000_000
"""X's numbers hold the time, and it is only asked for what is newer than a day."""


@dataclass(frozen=True)
class Message:
    """What a person says: the `number`-th message of a test, by the `sender`-th person. `place` is (lon, lat), `photo` a JPEG."""

    text: str
    number: int = 1
    sender: int = 1
    place: tuple[float, float] | None = None
    photo: bytes | None = None


@dataclass(frozen=True)
class Taken:
    """What a platform took from us: to whom, and all that it was told."""

    to: str
    words: str


class Platform(ABC):
    """One adapter (of `sms`: one gateway) with its peer. `has_time`: the proof of a call holds its time, so that an old one proves nothing.

    `is_once`: the platform takes the same key once, so that a lost answer is asked for again. `is_whole`: what comes is a whole report.
    """

    name: ClassVar[str]
    adapter: ClassVar[str]
    channel: ClassVar[str]
    has_time: ClassVar[bool] = False
    is_once: ClassVar[bool] = False
    is_whole: ClassVar[bool] = False
    proofs: ClassVar[tuple[str, ...]] = ()
    peer: Peer

    def __init__(self, *, code: str = "main", channel: str = "") -> None:
        self.code, self.on = code, channel or self.channel
        self.site = SITE
        self.prepare()

    @property
    def does(self) -> Adapter:
        return registry.adapter(self.adapter)

    @property
    def address(self) -> str:
        """Return where the platform calls us."""
        return f"{self.site}/channels/{self.on}/{self.code}/"

    @property
    def hosts(self) -> set[str]:
        """Return where the outgoing door goes for this platform."""
        return {self.peer.host}

    @abstractmethod
    def prepare(self) -> None:
        """Make the peer."""

    def start(self, stack: ExitStack) -> None:
        """Let the peer run until the stack ends."""
        stack.enter_context(self.peer)

    @abstractmethod
    def values(self) -> dict[str, str]:
        """Return the settings of an account that talks with the peer."""

    @abstractmethod
    def person(self, sender: int) -> str:
        """Return how the platform names a person, as an answer is addressed."""

    @abstractmethod
    def taken(self) -> list[Taken]:
        """Return what the peer took, in order."""

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        """Return the platform's call that tells of messages, signed with its secret or another one, now or `at` another time."""
        raise NotImplementedError

    @property
    def secret(self) -> str:
        """Return the secret that proves calls."""
        return self.values()["secret"]

    def bare(self, **values: str) -> Account:
        """Return the account without a database, with other values where given."""
        defaults = {one.key: one.default for one in self.does.settings}
        return Account(1, self.on, self.code, self.adapter, {**defaults, **self.values(), **values})

    def connected(self) -> Account:
        """Return the account, made in the database."""
        return fake.account(self.does, channel=self.on, code=self.code, **self.values())

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        """Return what the platform's call is cut into."""
        return self.does.split(self.bare(), self.told(*messages).as_call())

    def bring(self, client: Any, *messages: Message) -> None:
        """Let messages come to the product as this platform brings them, and be kept."""
        answer = self.told(*messages).post(client)
        assert answer.status_code == 200, answer.content


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


class _Asked(Platform):
    """A platform that calls nobody: what is `shown` there is fetched."""

    def bring(self, client: Any, *messages: Message) -> None:
        self.show(*messages)
        worker.poll(self._account())

    @abstractmethod
    def show(self, *messages: Message) -> None:
        """Let messages be found by who asks for them."""

    def _account(self) -> Account:
        row = AccountRow.objects.get(channel=self.on, code=self.code)
        return replace(self.bare(), id=row.pk)

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        return Callback(self.address, b"{}", {"content-type": "application/json"})

    @property
    def secret(self) -> str:
        return ""


class Lapor(_Asked):
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


class Email(_Asked):
    """A mailbox at Dovecot, which is started when the first letter comes, and an SMTP server that takes ours."""

    name, adapter, channel = "email", "email", "email"
    _imap: Dovecot | None = None

    def prepare(self) -> None:
        self.smtp = Smtp()
        self.imap_port = dovecot.free_port()

    def start(self, stack: ExitStack) -> None:
        stack.enter_context(self.smtp)
        if dovecot.program() is not None:
            self._imap = Dovecot()
            self.imap_port = self._imap.port
            stack.callback(self._imap.remove)

    @property
    def hosts(self) -> set[str]:
        return {f"127.0.0.1:{self.smtp.port}", f"127.0.0.1:{self.imap_port}"}

    def values(self) -> dict[str, str]:
        return {
            "address": letters.OWN,
            "name": "Tanggap",
            "imap_host": "127.0.0.1",
            "imap_port": str(self.imap_port),
            "imap_security": "none",
            "imap_user": dovecot.USER,
            "imap_password": dovecot.PASSWORD,
            "smtp_host": "127.0.0.1",
            "smtp_port": str(self.smtp.port),
            "smtp_security": "none",
        }

    def person(self, sender: int) -> str:
        return f"canary{sender}@warga{sender}.test"

    def show(self, *messages: Message) -> None:
        if self._imap is None:
            pytest.skip("there is no Dovecot: apt-get install dovecot-imapd")
        if self._imap.process is None:
            self._imap.start()
        self._imap.deliver(*map(self.letter, messages))

    def letter(self, one: Message) -> bytes:
        """Return a message as a letter."""
        head = {
            "From": f"Ratna <{self.person(one.sender)}>",
            "Message-ID": f"<m{one.number}@warga.test>",
            "Subject": "Laporan warga",
        }
        if not one.photo:
            return letters.letter(one.text, **head)
        words = letters.part(one.text.encode())
        picture = letters.part(b64encode(one.photo), "image/jpeg; name=foto.jpg", "Content-Transfer-Encoding: base64")
        return letters.multipart(words, picture, **head)

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        return [mail.piece(self.letter(one)) for one in messages]

    def taken(self) -> list[Taken]:
        return [Taken(one.recipients[0], _words_of(one.message)) for one in list(self.smtp.letters)]


def _words_of(letter: Any) -> str:
    body = letter.get_body(("plain",))
    return f"{letter['subject']}\n{body.get_content() if body else ''}"


class Jaki(_Asked):
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
            "push_key": PEM,
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
        return [Taken(owners.get(one["token"], ""), json.dumps(one)) for one in self.peer.messages]


PLATFORMS: dict[str, type[Platform]] = {
    one.name: one for one in (Generic, Twilio, Infobip, WhatsApp, Meta, Twitter, QlueApp, Lapor, Email, Jaki)
}
"""Every platform of every adapter, by the name that a failing test shows."""


@contextmanager
def running(name: str, settings: Any, **where: str) -> Iterator[Platform]:
    """Give a platform whose peer runs, where the outgoing door may go."""
    with ExitStack() as stack:
        platform = PLATFORMS[name](**where)
        platform.start(stack)
        allow(settings, platform)
        yield platform


def allow(settings: Any, *platforms: Platform) -> None:
    """Let the outgoing door go to the peers of platforms, besides the others."""
    for platform in platforms:
        settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, *platform.hosts}


def nowhere(platform: Platform, settings: Any, account: Account) -> Account:
    """Return the account with every address of its platform replaced by one at which nobody listens."""
    closed = f"127.0.0.1:{dovecot.free_port()}"
    settings.PRIVATE_PEERS = {*settings.PRIVATE_PEERS, closed}
    values = dict(account.values)
    for host in platform.hosts:
        values = {key: value.replace(host, closed) for key, value in values.items()}
    ports = {key: closed.rpartition(":")[2] for key in values if key in {"imap_port", "smtp_port"}}
    return replace(account, values={**values, **ports})


def move(account: Account) -> None:
    """Write an account's changed settings down."""
    sealed = crypto.seal(dict(account.values), context=f"channel account:{account.channel}/{account.code}")
    AccountRow.objects.filter(pk=account.id).update(sealed=sealed)
    shelf.clear_all()
