"""The signed part of an address that an answer to us goes to: it proves that we wrote about this very report.

It joins words to a report and opens nothing: who only knows the token sees no page, and says what a stranger may say.
"""

import hmac
from base64 import b32encode

from tanggap.core import crypto

LENGTH = 16
_CONTEXT = b"reply:1:"  # a private link's token never joins a letter, nor the other way round; another number ends all that went out


def sign(code: str) -> str:
    """Return the token of a report's code: 16 small letters and digits (80 bits), such as an address can hold."""
    digest = bytes.fromhex(crypto.private_token(_CONTEXT + code.encode()))
    return b32encode(digest[:10]).decode().lower()


def opens(code: str, token: str) -> bool:
    """Return whether `token`, in whatever case a mail server left it, is the one of `code`. In constant time; no statement."""
    return hmac.compare_digest(sign(code).encode(), token.strip().lower().encode("utf-8", "replace"))
