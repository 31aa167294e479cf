"""Letters and accounts for the tests."""

from pathlib import Path

from tanggap.channels.contract import Account, Delivered, Ignored, Outgoing, Said
from tanggap.channels.email import ADAPTER

SAMPLES = Path(__file__).parents[2] / "data" / "channels" / "email"
PHOTOS = Path(__file__).parents[2] / "data" / "photos"
OWN = "laporan@jakarta.test"


def account(**values: str) -> Account:
    """Return an account with no server behind it."""
    return Account(1, "email", "utama", "email", {"address": OWN, "name": "Tanggap Jakarta", **values})


def letter(text: str = "Jalan berlubang di depan pasar.", **fields: str) -> bytes:
    """Return a letter: fields by name, `_` for `-`; what is not given is a citizen's."""
    usual = {
        "From": "Budi Santoso <budi@contoh.test>",
        "To": OWN,
        "Subject": "Jalan berlubang",
        "Date": "Tue, 24 Nov 2026 08:00:00 +0700",
        "Message-ID": "<satu@contoh.test>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
    }
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**usual, **given}.items() if value)
    return (head + "\r\n" + text.replace("\n", "\r\n")).encode("utf-8", "surrogateescape")


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "=_batas", **fields: str) -> bytes:
    """Return a letter of parts, each with its own head."""
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    closing = b"--" + boundary.encode() + b"--\r\n"
    return letter("", **{"Content-Type": f'multipart/{kind}; boundary="{boundary}"', **fields}) + body + closing


def part(content: bytes, kind: str = "text/plain; charset=utf-8", *more: str) -> bytes:
    """Return one part."""
    return "\r\n".join([f"Content-Type: {kind}", *more, "", ""]).encode() + content


def said(payload: bytes, **values: str) -> Said:
    """Return what a person said in a letter."""
    heard = ADAPTER.read(account(**values), payload)
    assert isinstance(heard, Said), heard
    return heard


def heard(payload: bytes, **values: str) -> object:
    """Return whatever a letter says."""
    return ADAPTER.read(account(**values), payload)


def ignored(payload: bytes) -> str:
    """Return why a letter says nothing to the city."""
    found = heard(payload)
    assert isinstance(found, Ignored), found
    return found.reason


def delivered(payload: bytes) -> Delivered:
    """Return what a bounce tells."""
    found = heard(payload)
    assert isinstance(found, Delivered), found
    return found


def outgoing(**changes: object) -> Outgoing:
    """Return words for a person."""
    usual: dict[str, object] = {
        "key": "42",
        "to": "budi@contoh.test",
        "subject": "Laporan JK-4KQ2-M9XT-1C7 kami terima",
        "text": "Terima kasih.\nKami kerjakan.",
        "short": "Kami terima.",
    }
    return Outgoing(**{**usual, **changes})  # type: ignore[arg-type]
