"""Accounts of each gateway, as the operator would set them."""

import json
from pathlib import Path
from typing import Any

from tanggap.channels.contract import Account, Outgoing

SAMPLES = Path(__file__).parents[2] / "data" / "channels"


def account(provider: str, **values: str) -> Account:
    """Return an account with the secret that the peers know, and whatever else is given."""
    known = {"provider": provider, "number": "+628111272206", "secret": "rahasia", **values}
    return Account(1, "sms", provider, "sms", known)


def outgoing(**values: Any) -> Outgoing:
    """Return an answer to one person."""
    words = {
        "key": "posting-1",
        "to": "+628111000001",
        "subject": "",
        "text": "Panjang",
        "short": "Laporan JK-1 diterima.",
    }
    return Outgoing(**{**words, **values})


def sample(folder: str, name: str) -> Any:
    """Return a recorded or documented payload."""
    return json.loads((SAMPLES / folder / f"{name}.json").read_bytes())
