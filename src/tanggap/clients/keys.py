"""How keys and tokens look: `tgp_live_` or `tgp_token_`, 256 random bits, and a checksum that secret scanners can prove offline.

`tgp_(live|token)_[0-9A-Za-z]{49}`: the last six characters are the CRC-32 of all before, in base 62. The checksum protects nobody; it
lets a scanner that finds such a word in a public place be sure that it is one of ours.
"""

import hashlib
import re
import secrets
import zlib

KEY, TOKEN = "tgp_live_", "tgp_token_"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_BYTES, RANDOM_CHARACTERS, CHECK_CHARACTERS = 32, 43, 6
SHOWN = 6  # characters after the prefix that people see again; the other 220 bits stay secret
FORM = re.compile(rf"({KEY}|{TOKEN})[0-9A-Za-z]{{{RANDOM_CHARACTERS + CHECK_CHARACTERS}}}")


def make(prefix: str) -> str:
    """Return a fresh key or token."""
    body = prefix + _base62(int.from_bytes(secrets.token_bytes(RANDOM_BYTES)), RANDOM_CHARACTERS)
    return body + _check(body)


def is_one(text: str) -> bool:
    """Return whether `text` has the form and the checksum of a key or token; says nothing of whether it opens anything."""
    return bool(FORM.fullmatch(text)) and text[-CHECK_CHARACTERS:] == _check(text[:-CHECK_CHARACTERS])


def digest(text: str) -> bytes:
    """Return what is stored of a key or token. 256 random bits need no salt and no slow hash: nobody guesses them."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


def shown(text: str) -> str:
    """Return the beginning of a key, by which people tell it from others."""
    return text[: len(KEY) + SHOWN]


def _check(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECK_CHARACTERS)


def _base62(number: int, width: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        found = DIGITS[rest] + found
    return found.rjust(width, DIGITS[0])
