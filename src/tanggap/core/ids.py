"""Codes that people read aloud, and tokens that nobody can guess."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import cycle
from random import Random, SystemRandom

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
RANDOM_CHARACTERS = 10  # 50 bits: a million guesses at ten million reports hit one with a chance below 1 in 100
_CHARACTERS = frozenset(ALPHABET)
LONGEST = 64  # of what is read as a code at all
_JOINTS = re.compile(r"[\s\-–—_.]")
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
    return shown(prefix, _body(_source.get() or _system))


def _body(source: Random) -> str:
    bits = source.getrandbits(5 * RANDOM_CHARACTERS)
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(RANDOM_CHARACTERS))
    return body + check_character(body)


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


def sifted(typed: str, prefix: str) -> tuple[str, bool]:
    """Return the canonical code that a person means by what was typed (lower case, O for 0, I or L for 1, missing dashes), and True.

    For what is no code, one that no report has, and False: the same work, so that a miss tells nothing by its time (promises.md P18).
    """
    squeezed = _JOINTS.sub("", typed[:LONGEST].upper())
    if squeezed.startswith(prefix) and len(squeezed) == len(prefix) + RANDOM_CHARACTERS + 1:
        squeezed = squeezed[len(prefix) :]
    body = squeezed.translate(_LOOKALIKES)
    is_formed = len(body) == RANDOM_CHARACTERS + 1 and _CHARACTERS.issuperset(body) and len(typed) <= LONGEST
    body = body if is_formed else next(_nobodies())
    return shown(prefix, body), check_character(body[:-1]) == body[-1]


def read_code(typed: str, prefix: str) -> str | None:
    """Return the canonical code meant by what a person typed, or None."""
    code, is_one = sifted(typed, prefix)
    return code if is_one else None


def sought_code(typed: str, prefix: str) -> str:
    """Return the canonical code that `typed` means, else one that no report has: what a look-up asks for either way."""
    return sifted(typed, prefix)[0]


@lru_cache
def _nobodies() -> Iterator[str]:
    """Return many well-formed bodies that are no code, in turns: always the same would be looked for where the database just looked."""
    formed = [_body(_system) for _ in range(4096)]
    return cycle([body[:-1] + ALPHABET[(ALPHABET.index(body[-1]) + 1) % len(ALPHABET)] for body in formed])
