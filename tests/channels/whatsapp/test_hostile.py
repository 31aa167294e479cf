"""Whatever Meta, or who pretends to be it, sends: a reading or Malformed, never a crash."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.whatsapp.accounts import SAMPLES, account

from tanggap.channels.contract import Call, Malformed, Said
from tanggap.channels.whatsapp import ADAPTER

SAMPLE = {path.stem: path.read_bytes() for path in sorted(SAMPLES.glob("*.json"))}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


def survives(body: bytes) -> None:
    owner = account()
    call = Call("POST", "https://kota.example/", {}, {}, body)
    pieces = ()
    with suppress(Malformed):
        pieces = ADAPTER.split(owner, call)
    for payload in (*(piece.payload for piece in pieces), body):
        with suppress(Malformed):
            heard = ADAPTER.read(owner, payload)
            if isinstance(heard, Said):
                heard.text.encode()  # no half of a character is left


@given(body=st.binary(max_size=300))
def test_any_bytes(body):
    survives(body)


@given(told=JUNK)
def test_any_json(told):
    survives(json.dumps(told).encode())


@pytest.mark.parametrize("name", SAMPLE)
@settings(max_examples=40)
@given(data=st.data())
def test_mutated_bytes_of_samples(name, data):
    body = bytearray(SAMPLE[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    survives(bytes(body))


@pytest.mark.parametrize("name", SAMPLE)
@settings(max_examples=60)
@given(data=st.data())
def test_samples_with_any_value_in_any_place(name, data):
    told = json.loads(SAMPLE[name])
    place = data.draw(st.sampled_from(list(places(told))))
    survives(json.dumps(put(told, place, data.draw(JUNK))).encode())


def places(value, at=()):
    """Return the path of each value inside a payload."""
    yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from places(inner, (*at, key))


def put(value, at, new):
    """Return the payload with another value at a path."""
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = put(value[at[0]], at[1:], new)
    return copy


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"entry":' * 100_000,
        b"9" * 1_000_000,
        b'{"object":' + b"9" * 100_000 + b"}",
        b"\0" * 3_000_000,
    ],
    ids=["brackets", "objects", "digits", "number", "nul"],
)
def test_what_is_deep_or_long_ends_at_once(body):
    begun = time.process_time()

    survives(body)

    assert time.process_time() - begun < 2
