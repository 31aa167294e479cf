"""The app as a phone runs it: its key, its signature, its requests, its photos in parts."""

import hashlib
import json
import secrets
import time
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from django.test import Client
from tests.channels import fake
from tests.factories import LAMP, PULO_GEBANG, make

from tanggap.api.jaki import signed as face
from tanggap.channels.jaki import ADAPTER
from tanggap.channels.jaki.signing import Signed

BASE = "/api/jaki/v1"
Key = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def account(**values: str) -> Any:
    """Return the account of the app."""
    face.forget_everybody()
    return fake.account(ADAPTER, channel="jaki", code="app", **values)


def signature(key: Key, text: bytes) -> bytes:
    """Return the signature of a key over a text."""
    return key.sign(text) if isinstance(key, ed25519.Ed25519PrivateKey) else key.sign(text, ec.ECDSA(hashes.SHA256()))


def public(key: Key) -> bytes:
    """Return the public key as SubjectPublicKeyInfo."""
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@dataclass
class App:
    """An installation. `device` is what the city called it, `-` until then."""

    key: Key = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    device: str = "-"
    client: Client = field(default_factory=Client)

    def headers(self, method: str, path: str, body: bytes, **changes: str) -> dict[str, str]:
        """Return the headers that sign a request."""
        given = {"time": str(int(time.time())), "nonce": secrets.token_urlsafe(16), "device": self.device, **changes}
        signed = Signed(method, path, body, given["device"], given["time"], given["nonce"], b"")
        return {
            "X-Jaki-Device": given["device"],
            "X-Jaki-Time": given["time"],
            "X-Jaki-Nonce": given["nonce"],
            "X-Jaki-Signature": b64encode(signature(self.key, signed.text)).decode(),
        }

    def call(
        self, method: str, path: str, given: Any = None, *, headers: dict[str, str] | None = None, **changes: str
    ) -> Any:
        """Send a signed request: bytes as they are, anything else as JSON."""
        body = given if isinstance(given, bytes) else b"" if given is None else json.dumps(given).encode()
        signed = self.headers(method, BASE + path, body, **changes)
        kind = "application/octet-stream" if isinstance(given, bytes) else "application/json"
        return self.client.generic(method, BASE + path, body, content_type=kind, headers={**signed, **(headers or {})})

    def register(self, **changes: Any) -> Any:
        """Make the installation known; it knows its name from then on."""
        given = {"public_key": b64encode(public(self.key)).decode(), "platform": "android", "language": "id", **changes}
        answer = self.call("POST", "/devices", given, device="-")
        if answer.status_code < 300:
            self.device = answer.json()["device"]
        return answer

    def part(self, upload: str, offset: int, data: bytes) -> Any:
        """Send a part of a photo."""
        return self.call("PATCH", f"/uploads/{upload}", data, headers={"Upload-Offset": str(offset)})

    def photo(self, data: bytes | None = None, *, part: int = 200_000) -> str:
        """Send a photo in parts and return its number."""
        data = make.photo() if data is None else data
        upload = str(self.call("POST", "/uploads", {"size": len(data), "name": "foto.jpg"}).json()["upload"])
        for offset in range(0, len(data), part):
            assert self.part(upload, offset, data[offset : offset + part]).status_code == 200
        assert self.finish(upload, data).status_code == 200
        return upload

    def finish(self, upload: str, data: bytes) -> Any:
        """Say what the sum of the photo is."""
        return self.call("POST", f"/uploads/{upload}/done", {"sha256": hashlib.sha256(data).hexdigest()})

    def report(self, **changes: Any) -> Any:
        """Send a report about a street lamp in Pulo Gebang."""
        lon, lat = PULO_GEBANG
        given = {
            "key": secrets.token_hex(16),
            "text": "Lampu jalan mati sejak tiga hari",
            "category": LAMP,
            "location": {"lon": lon, "lat": lat},
        }
        return self.call("POST", "/reports", {**given, **changes})


def problem(answer: Any) -> tuple[int, str, list[str]]:
    """Return (status, code, fields) of a problem, having checked that it is one."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    return answer.status_code, told["code"], sorted(error["field"] for error in told["errors"])
