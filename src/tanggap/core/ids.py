"""Codes that people read aloud, and tokens that nobody can guess."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from random import Random, SystemRandom

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
RANDOM_CHARACTERS = 10  # 50 bits: a million guesses at ten million reports hit one with a chance below 1 in 100
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_PRIMITIVE = 0b100101  # x^5 + x^2 + 1 over GF(2)
_NONCE_BYTES = 16
_system = SystemRandom()
_source: ContextVar[Random | None] = ContextVar("source_of_chance", default=None)


def _times_alpha(element: int) -> int:
    element <<= 1
    return element ^ _PRIMITIVE if element & 0b100000 else element


def check_character(body: str) -> str:
    """Return the check character of `body`: a weighted sum over GF(32) that finds each single wrong and each swapped character."""
    total = 0
    for character in body:
        total = _times_alpha(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def new_code(prefix: str) -> str:
    """Return a fresh public code such as `JK-4KQ2-M9XT-1C7`: 50 random bits and a check character after the city's prefix."""
    bits = (_source.get() or _system).getrandbits(5 * RANDOM_CHARACTERS)
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(RANDOM_CHARACTERS))
    return shown(prefix, body + check_character(body))


def new_nonce() -> bytes:
    """Return 128 fresh random bits, from which `crypto` makes a private link."""
    return (_source.get() or _system).randbytes(_NONCE_BYTES)


@contextmanager
def drawn_from(source: Random) -> Iterator[None]:
    """Let codes and nonces come from `source` in this context: only a simulated city, which is the same every time, may ask for that."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def shown(prefix: str, body: str) -> str:
    """Return the eleven characters grouped as people read them."""
    return f"{prefix}-{body[:4]}-{body[4:8]}-{body[8:]}"


def read_code(typed: str, prefix: str) -> str | None:
    """Return the canonical code meant by what a person typed (lower case, O for 0, I or L for 1, missing dashes), or None."""
    if len(typed) > 64:
        return None
    squeezed = re.sub(r"[\s\-–—_.]", "", typed.upper())
    if squeezed.startswith(prefix) and len(squeezed) == len(prefix) + RANDOM_CHARACTERS + 1:
        squeezed = squeezed[len(prefix) :]
    body = squeezed.translate(_LOOKALIKES)
    if len(body) != RANDOM_CHARACTERS + 1 or any(character not in ALPHABET for character in body):
        return None
    return shown(prefix, body) if check_character(body[:-1]) == body[-1] else None


def sought_code(typed: str, prefix: str) -> str:
    """Return the canonical code that `typed` means, else one that no report has: what a look-up asks for either way."""
    return read_code(typed, prefix) or nobodys_code(prefix)


def nobodys_code(prefix: str) -> str:
    """Return a code that no report ever has, in the time that reading a well-formed one takes: a miss tells nothing by its time."""
    formed, nobodys = _nobody(prefix)
    read_code(formed, prefix)
    return nobodys


@lru_cache
def _nobody(prefix: str) -> tuple[str, str]:
    formed = new_code(prefix)
    wrong = ALPHABET[(ALPHABET.index(formed[-1]) + 1) % len(ALPHABET)]
    return formed, formed[:-1] + wrong
