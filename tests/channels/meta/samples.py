"""The recorded events of Meta, an account that they belong to, and calls as Meta makes them."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.peers.meta import APP_SECRET, GOVERNOR, INSTAGRAM, PAGE, signed

from tanggap.channels.contract import Account, Call, Heard
from tanggap.channels.meta import ADAPTER

FOLDER = Path(__file__).parents[2] / "data" / "channels" / "facebook"
URL = "https://kota.example/channels/facebook/pemprov/"
PERSON = "1423587017700273"
COMMENTER = "139560936744123"


def account(**values: str) -> Account:
    """Return an account of Meta: a page, its Instagram account, and a second page."""
    usual = {
        "page_id": PAGE,
        "page_token": "EAAB-page",
        "instagram_id": INSTAGRAM,
        "more_pages": f"{GOVERNOR}=EAAB-governor",
        "app_secret": APP_SECRET,
        "verify_token": "verifikasi",
    }
    return Account(2, "facebook", "pemprov", "meta", {**usual, **values})


def raw(name: str) -> bytes:
    """Return a sample, byte for byte."""
    return (FOLDER / f"{name}.json").read_bytes()


def sample(name: str) -> dict[str, Any]:
    """Return a sample to change."""
    return deepcopy(json.loads(raw(name)))


def post(body: bytes, headers: dict[str, str] | None = None) -> Call:
    """Return a call with this body, signed unless other headers are given."""
    return Call("POST", URL, {}, signed(body) if headers is None else headers, body)


def messaging(event: dict[str, Any], *, kind: str = "page", own: str = PAGE) -> dict[str, Any]:
    """Return a payload of one event of messages; the sender is the person of the samples unless the event says another."""
    whole = {"sender": {"id": PERSON}, "recipient": {"id": own}, "timestamp": 1491797604411} | event
    return {"object": kind, "entry": [{"id": own, "time": 1491797604500, "messaging": [whole]}]}


def change(field: str, value: dict[str, Any], *, kind: str = "page", own: str = GOVERNOR) -> dict[str, Any]:
    """Return a payload of one change."""
    return {"object": kind, "entry": [{"id": own, "time": 1511951016, "changes": [{"field": field, "value": value}]}]}


def heard(payload: dict[str, Any] | bytes, **values: str) -> dict[str, Heard]:
    """Return what a payload says, each event under its number."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    who = account(**values)
    return {piece.external_id: ADAPTER.read(who, piece.payload) for piece in ADAPTER.split(who, post(body))}


def only(payload: dict[str, Any] | bytes, **values: str) -> Heard:
    """Return what a payload of one event says."""
    (said,) = heard(payload, **values).values()
    return said
