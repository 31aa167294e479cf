"""Sealing what only few may read, and finding it again without opening it."""

import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
TOKEN_BYTES = 24  # 192 bits of the private link's HMAC are shown


class Unreadable(Exception):
    """The sealed bytes were altered, belong to another row, or the vault key is not the one that sealed them."""


def seal(value: Any, *, context: str) -> bytes:
    """Return `value` (JSON) encrypted with AES-256-GCM under the vault key; it opens only with the same `context`."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return seal_bytes(plain, context=context)


def unseal(sealed: bytes, *, context: str) -> Any:
    """Return what `seal` was given. Raises Unreadable."""
    return json.loads(unseal_bytes(sealed, context=context))


def seal_bytes(plain: bytes, *, context: str) -> bytes:
    """Return `plain` encrypted as `seal` does it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, plain, context.encode())


def unseal_bytes(sealed: bytes, *, context: str) -> bytes:
    """Return what `seal_bytes` was given. Raises Unreadable."""
    try:
        return AESGCM(settings.VAULT_KEY).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise Unreadable from error


def blind_index(kind: str, value: str) -> bytes:
    """Return 32 bytes by which equal values of one kind (email, phone) are found again, useless without the index key."""
    return hmac.digest(settings.INDEX_KEY, f"{kind}:{value}".encode(), "sha256")


def gone_id(external_id: str) -> str:
    """Return what stands for a platform's id of something that was erased: the same id is recognised by it, and nobody reads it back."""
    return f"gone:{blind_index('gone', external_id).hex()}"


def private_token(nonce: bytes) -> str:
    """Return the token of a private link (192 bits, URL-safe hex) for a row's nonce; changing the nonce revokes the link."""
    return hmac.digest(settings.LINK_KEY, nonce, "sha256")[:TOKEN_BYTES].hex()


def token_opens(token: str, nonce: bytes) -> bool:
    """Return whether `token` is the one of `nonce`, in constant time."""
    return hmac.compare_digest(private_token(nonce).encode(), token.encode("utf-8", "replace"))


def fingerprint(data: bytes) -> bytes:
    """Return the SHA-256 of `data` (32 bytes)."""
    return hashlib.sha256(data).digest()
