"""A phone without its screen: makes a key, takes photos and sends items, as the app's scripts do."""

import hashlib
import json
from base64 import b64encode
from datetime import timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import PULO_GEBANG, make
from tests.web.desk.pages import browser

from tanggap.core import clock


class Phone:
    """A person's browser with the field app: `key` is the device's, registered unless it is another phone's."""

    def __init__(self, person, *, key=None):
        self.person, self.client = person, browser(person)
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.id = ""

    def register(self):
        self.id = self.client.post(
            "/field/kunci/", {"public": self.public, "label": "Phone"}, "application/json"
        ).json()["key"]
        return self

    @property
    def public(self):
        return b64encode(self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

    def day(self):
        return self.client.get("/field/daftar.json").json()

    def visit(self, report):
        return next(one for one in self.day()["visits"] if one["code"] == report.code)

    def take(self, report, *, slot=0, challenge=None, at=None, place=PULO_GEBANG, accuracy="12", data=None):
        """Return (bytes, what is told of them), signed as the app signs."""
        data = data or make.photo(size=(80, 60))
        challenge = self.visit(report)["challenges"][slot]["token"] if challenge is None else challenge
        lon, lat = (f"{one:.6f}" for one in place) if place else ("", "")
        told = {
            "challenge": challenge,
            "at": (at or clock.now()).isoformat(),
            "lon": lon,
            "lat": lat,
            "accuracy": accuracy if place else "",
        }
        signed = "\n".join(("tanggap-capture-1", hashlib.sha256(data).hexdigest(), *told.values()))
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(SHA256())))
        signature = (r.to_bytes(32) + s.to_bytes(32)).hex()
        return data, {**told, "app": True, "key": self.id, "signature": signature}

    def send(self, report, act, photos=(), *, item: UUID | None = None, version=None, skew=0, who=None, **said):
        """Send one item; the answer's JSON is what the app goes by."""
        points = said.pop("points", [])
        body = {
            "item": str(item or uuid4()), "who": who or self.person.pk, "code": report.code, "act": act, "points": points,
            "version": version or report.version, "captured": json.dumps([told for _data, told in photos]),
            "now": (clock.now() + timedelta(seconds=skew)).isoformat(), **said,
            "photos": [SimpleUploadedFile(f"{n}.jpg", data, "image/jpeg") for n, (data, _told) in enumerate(photos)],
        }  # fmt: skip
        return self.client.post("/field/kirim/", body)
