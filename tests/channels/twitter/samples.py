"""The recorded shapes of X, an account that they belong to, and calls as X makes them."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.peers.x import SECRETS, US, signed

from tanggap.channels.contract import Account, Call, Heard
from tanggap.channels.twitter import ADAPTER

FOLDER = Path(__file__).parents[2] / "data" / "channels" / "x"
PERSON = "123456789"


def account(**values: str) -> Account:
    """Return an account of X; `values` besides or instead of the usual ones."""
    return Account(1, "twitter", "dki", "twitter", {**SECRETS, "user_id": US, "arrives_by": "both", **values})


def raw(name: str) -> bytes:
    """Return a sample, byte for byte."""
    return (FOLDER / f"{name}.json").read_bytes()


def sample(name: str) -> dict[str, Any]:
    """Return a sample to change."""
    return deepcopy(json.loads(raw(name)))


def post(body: bytes, headers: dict[str, str] | None = None) -> Call:
    """Return a call with this body, signed unless other headers are given."""
    return Call(
        "POST", "https://kota.example/channels/twitter/dki/", {}, signed(body) if headers is None else headers, body
    )


def crc(token: str) -> Call:
    """Return X's challenge."""
    return Call("GET", "https://kota.example/channels/twitter/dki/", {"crc_token": token}, {}, b"")


def heard(payload: dict[str, Any] | bytes, **values: str) -> dict[str, Heard]:
    """Return what a payload says, each event under its number."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    who = account(**values)
    return {piece.external_id: ADAPTER.read(who, piece.payload) for piece in ADAPTER.split(who, post(body))}


def only(payload: dict[str, Any] | bytes, **values: str) -> Heard:
    """Return what a payload of one event says."""
    (said,) = heard(payload, **values).values()
    return said
