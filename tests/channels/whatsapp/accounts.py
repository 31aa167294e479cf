"""An account as the operator would set it, and the samples."""

from pathlib import Path
from typing import Any

from tests.peers.http import Callback
from tests.peers.whatsapp import NUMBER_ID

from tanggap.channels.contract import Account, Heard, Outgoing
from tanggap.channels.whatsapp import ADAPTER

SAMPLES = Path(__file__).parents[2] / "data" / "channels" / "whatsapp"


def account(**values: str) -> Account:
    """Return an account with what the peer knows, and whatever else is given."""
    known = {"phone_number_id": NUMBER_ID, "secret": "rahasia", "verify_token": "verifikasi", "access_token": "tanda"}
    return Account(1, "sms", "whatsapp", "whatsapp", {**known, **values})


def outgoing(**values: Any) -> Outgoing:
    """Return an answer to one person."""
    words = {
        "key": "p-1",
        "to": "+628111000001",
        "subject": "",
        "text": "Laporan JK-1 diterima.\nTerima kasih.",
        "short": "JK-1 diterima.",
    }
    return Outgoing(**{**words, **values})


def hear(told: Callback) -> list[Heard]:
    """Take a proven call and return what each event in it says."""
    call, owner = told.as_call(), account()
    ADAPTER.verify(owner, call)
    return [ADAPTER.read(owner, piece.payload) for piece in ADAPTER.split(owner, call)]
