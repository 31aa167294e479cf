"""Signing as the account by OAuth 1.0a: RFC 5849 with HMAC-SHA1, the signature X takes for posts, messages and private pictures.

A key pair for the app and one for the account, which never run out: an adapter that keeps nothing could not renew OAuth 2 tokens,
which end after two hours, and pictures of messages open to this signature alone.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit


@dataclass(frozen=True, slots=True)
class Keys:
    """What signs: the app's pair, and the pair that the account gave to the app."""

    consumer: str
    consumer_secret: str = field(repr=False)
    token: str
    token_secret: str = field(repr=False)


def authorization(
    keys: Keys, method: str, url: str, *, nonce: str, at_seconds: int, form: Iterable[tuple[str, str]] = ()
) -> str:
    """Return the Authorization header of a request.

    `form`: the fields of an urlencoded body; a JSON body is not signed (RFC 5849 §3.4.1.3).
    """
    said = {
        "oauth_consumer_key": keys.consumer,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(at_seconds),
        "oauth_token": keys.token,
        "oauth_version": "1.0",
    }
    said["oauth_signature"] = signature(keys, base_string(method, url, [*said.items(), *form]))
    return "OAuth " + ", ".join(f'{_escaped(name)}="{_escaped(value)}"' for name, value in sorted(said.items()))


def base_string(method: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return what is signed (RFC 5849 §3.4.1): the method, the address without its query, and every parameter, sorted."""
    parts = urlsplit(url)
    port = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "") if parts.port in (None, port) else f"{parts.hostname}:{parts.port}"
    every = [*parse_qsl(parts.query, keep_blank_values=True), *parameters]
    pairs = sorted((_escaped(name), _escaped(value)) for name, value in every)
    normal = "&".join(f"{name}={value}" for name, value in pairs)
    address = f"{parts.scheme}://{host}{parts.path or '/'}"
    return "&".join(_escaped(each) for each in (method.upper(), address, normal))


def signature(keys: Keys, base: str) -> str:
    """Return the HMAC-SHA1 of the base string, in base64 (RFC 5849 §3.4.2)."""
    key = f"{_escaped(keys.consumer_secret)}&{_escaped(keys.token_secret)}"
    # SHA-1 because the protocol says so; as the inside of an HMAC it is not broken.
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()


def _escaped(text: str) -> str:
    return quote(text, safe="~")
