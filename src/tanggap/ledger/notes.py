"""Signed notes as the C2SP describes them, and the three that we make of them: checkpoints, their cosignatures, receipts.

A note is a text and lines of signatures below it (c2sp.org/signed-note). A checkpoint is one whose text tells a log's origin, size and root
(c2sp.org/tlog-checkpoint). A cosignature (c2sp.org/tlog-cosignature, v1) says besides *when* its maker saw that head as the log's newest:
witnesses make them, and the log itself adds one of its own, so that everybody can tell how fresh a head is.

Malformed notes raise Malformed, and whatever is asked of a signature is asked by name and key id together.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
MOST_SIGNATURES = 64
MOST_BYTES = 1_000_000
MOST_SECONDS = 2**63 - 1
KEY_BYTES, ID_BYTES, TIME_BYTES, SIGNATURE_BYTES = 32, 4, 8, 64
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Malformed(ValueError):
    """What was given is no such note, checkpoint or key. Its words say what is wrong."""


class Forged(ValueError):
    """A signature by a known key does not hold, or none by a known key is there."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name that signs by it: what a vkey says. `kind` is ED25519 (notes) or COSIGNATURE (v1)."""

    name: str
    key: bytes
    kind: int = ED25519

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Return what `<name>+<id>+<base64 of kind and key>` says. Raises Malformed."""
        name, _, rest = vkey.strip().partition("+")
        number, _, coded = rest.partition("+")
        material = _decoded(coded)
        if not _NAME.fullmatch(name) or len(material) != 1 + KEY_BYTES or material[0] not in {ED25519, COSIGNATURE}:
            raise Malformed("this is no verifier key of Ed25519")
        made = cls(name, material[1:], material[0])
        if made.id.hex() != number.lower():
            raise Malformed("the verifier key's number is not that of its name and key")
        return made

    @property
    def id(self) -> bytes:
        """Return the four bytes by which signatures name this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[:ID_BYTES]

    @property
    def vkey(self) -> str:
        """Return the key as one word, as verifiers are told it."""
        return f"{self.name}+{self.id.hex()}+{_coded(bytes([self.kind]) + self.key)}"

    def cosigner(self) -> "Verifier":
        """Return the same key as a maker of cosignatures."""
        return Verifier(self.name, self.key, COSIGNATURE)


class Signature(NamedTuple):
    """One line below a note: who signed, by which key, and what."""

    name: str
    id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """Return the line with its end."""
        return f"— {self.name} {_coded(self.id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a line break, and its signatures, checked or not."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str | bytes) -> Self:
        """Return a note's parts; nothing is verified yet. Raises Malformed."""
        if len(note) > MOST_BYTES:
            raise Malformed("the note is too long")
        try:
            words = note if isinstance(note, str) else note.decode()
        except UnicodeDecodeError:
            raise Malformed("the note is not UTF-8") from None
        if _CONTROL.search(words):
            raise Malformed("the note holds control characters")
        text, gap, lines = words.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise Malformed("the note has no signatures, or does not end in a line break")
        signatures = tuple(map(_signature, lines[:-1].split("\n")))
        if len(signatures) > MOST_SIGNATURES:
            raise Malformed("the note has too many signatures")
        return cls(text + "\n", signatures)

    def __str__(self) -> str:
        return self.text + "\n" + "".join(one.line for one in self.signatures)

    def by(self, verifier: Verifier) -> list[Signature]:
        """Return the signatures that claim to be by this key."""
        return [one for one in self.signatures if (one.name, one.id) == (verifier.name, verifier.id)]

    def must_be_by(self, verifier: Verifier) -> None:
        """Raise Forged unless this key signed the text, and each signature that claims to be its holds."""
        claimed = self.by(verifier)
        if not claimed:
            raise Forged(f"the note is not signed by {verifier.name} with the known key")
        for one in claimed:
            if verifier.kind == COSIGNATURE:
                cosigned_at(self.text, one, verifier)
            else:
                _must_hold(verifier.key, one.signature, self.text.encode())

    def times(self, verifier: Verifier) -> list[int]:
        """Return when the holder of this key cosigned the text (unix seconds), in the order of the lines. Raises Forged for a false one."""
        cosigner = verifier.cosigner()
        return [cosigned_at(self.text, one, cosigner) for one in self.by(cosigner)]

    def with_lines(self, lines: Iterable[str]) -> "Note":
        """Return the note with further signature lines below those that it has."""
        return Note(self.text, (*self.signatures, *(_signature(line.rstrip("\n")) for line in lines)))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head: how many leaves it has, and the root over them. `extensions` are lines that we keep and do not read."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what a checkpoint's text says. Raises Malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise Malformed("a checkpoint is at least three lines that are not empty")
        origin, size, root, *extensions = lines[:-1]
        hashed = _decoded(root)
        if not _SIZE.fullmatch(size) or len(hashed) != hashlib.sha256().digest_size:
            raise Malformed("the checkpoint's size or root is none")
        return cls(origin, int(size), hashed, tuple(extensions))

    @property
    def text(self) -> str:
        """Return the note's text."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), _coded(self.root), *self.extensions))


@dataclass(frozen=True, slots=True)
class Signer:
    """A name with its secret key of Ed25519 (32 bytes)."""

    name: str
    secret: bytes

    @property
    def verifier(self) -> Verifier:
        """Return who checks what this one signs."""
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the note of `text` signed. The same text gives the same note for ever. Raises Malformed for what cannot be one."""
        if not text.endswith("\n") or "\n\n" in text or _CONTROL.search(text):
            raise Malformed("a note's text is lines without control characters")
        signed = Ed25519PrivateKey.from_private_bytes(self.secret).sign(text.encode())
        return str(Note(text, (Signature(self.name, self.verifier.id, signed),)))

    def cosign(self, text: str, *, at: int) -> str:
        """Return the line that says: at `at` (unix seconds) this was the newest head that I know. Nothing is checked here."""
        signed = Ed25519PrivateKey.from_private_bytes(self.secret).sign(_cosigned(text, at))
        return Signature(self.name, self.verifier.cosigner().id, struct.pack(">Q", at) + signed).line


def opened(note: str | bytes, verifier: Verifier) -> Checkpoint:
    """Return the head in a note that `verifier` signed. Raises Malformed, Forged."""
    parsed = Note.parse(note)
    parsed.must_be_by(verifier)
    return Checkpoint.parse(parsed.text)


def cosigned_at(text: str, signature: Signature, verifier: Verifier) -> int:
    """Return when (unix seconds) a cosignature v1 says that it was made. Raises Malformed, Forged."""
    if len(signature.signature) != TIME_BYTES + SIGNATURE_BYTES:
        raise Malformed("a cosignature is a time and a signature")
    (at,) = struct.unpack(">Q", signature.signature[:TIME_BYTES])
    if at > MOST_SECONDS:
        raise Malformed("the cosignature's time is none")
    _must_hold(verifier.key, signature.signature[TIME_BYTES:], _cosigned(text, at))
    return int(at)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _must_hold(key: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Forged("a signature does not hold") from None


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, coded = rest.partition(" ")
    material = _decoded(coded)
    if dash != "—" or not _NAME.fullmatch(name) or len(material) <= ID_BYTES:
        raise Malformed("a line below the note is no signature")
    return Signature(name, material[:ID_BYTES], material[ID_BYTES:])


def _coded(material: bytes) -> str:
    return base64.b64encode(material).decode()


def _decoded(coded: str) -> bytes:
    """Return what standard Base 64 says; raises Malformed, for a second spelling of the same bytes, too."""
    try:
        material = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("this is no Base 64") from None
    if _coded(material) != coded:
        raise Malformed("this is no Base 64")
    return material
