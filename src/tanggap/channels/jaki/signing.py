"""What a request of the app is signed with and over. Pure.

The signed text is seven lines: `JAKI1`, method, path with its query, SHA-256 of the body in hex, the installation's id (`-` while it is
registered), the time in seconds, the nonce. Keys are Ed25519 or P-256 with SHA-256, as phones keep them; the key decides the algorithm.
"""

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

VERSION = "JAKI1"
UNREGISTERED = "-"
TOLERANCE_SECONDS = 300
LONGEST_KEY = 200
LONGEST_SIGNATURE = 80
RAW_ED25519, RAW_P256 = 32, 65
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_TIME = re.compile(r"[0-9]{9,11}")
Key = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey


class BadKey(Exception):
    """The bytes are no public key of a kind that is taken."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as it came, with what its headers say. `path` has its query, `signature` is decoded."""

    method: str
    path: str
    body: bytes = field(repr=False)
    device: str
    time: str
    nonce: str = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def text(self) -> bytes:
        """Return what is signed."""
        digest = hashlib.sha256(self.body).hexdigest()
        return "\n".join((VERSION, self.method, self.path, digest, self.device, self.time, self.nonce)).encode(
            "utf-8", "replace"
        )

    @property
    def is_formed(self) -> bool:
        """Return whether time and nonce are written as they must be."""
        return bool(_TIME.fullmatch(self.time) and _NONCE.fullmatch(self.nonce))

    def is_fresh(self, now_seconds: float) -> bool:
        """Return whether the request was signed within five minutes of now, before or after."""
        return abs(now_seconds - int(self.time)) <= TOLERANCE_SECONDS


def key_bytes(given: bytes) -> bytes:
    """Return a public key as SubjectPublicKeyInfo (DER), from that or from its raw form (Ed25519 32 bytes, P-256 65). Raises BadKey."""
    try:
        return _key(given).public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey from None


def is_signed(signed: Signed, key: bytes) -> bool:
    """Return whether the holder of `key` signed the request."""
    try:
        _verify(_key(key), signed.signature, signed.text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(given: bytes) -> Key:
    if len(given) == RAW_ED25519:
        return ed25519.Ed25519PublicKey.from_public_bytes(given)
    if len(given) == RAW_P256:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), given)
    if len(given) > LONGEST_KEY:
        raise ValueError
    found = serialization.load_der_public_key(given)
    if isinstance(found, ed25519.Ed25519PublicKey):
        return found
    if isinstance(found, ec.EllipticCurvePublicKey) and isinstance(found.curve, ec.SECP256R1):
        return found
    raise ValueError


def _verify(key: Key, signature: bytes, text: bytes) -> None:
    """Raise InvalidSignature or ValueError unless it holds. Of P-256 both forms are taken: DER, and r and s of 32 bytes each."""
    if len(signature) > LONGEST_SIGNATURE:
        raise ValueError
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, text)
        return
    if len(signature) == 64:
        signature = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
