"""From the exchange's changes to what they say (docs/lapor.md §3). Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tanggap.channels.contract import Account, Attachment, Filed, Heard, Ignored, Malformed, Piece, Update
from tanggap.channels.lapor import rules
from tanggap.channels.native import Json, digest, document, ident, packed, text, thing, things
from tanggap.core import clock
from tanggap.intake.words import InboundReport

TRACKING = re.compile(r"[0-9]{5,12}")
NAME = "Nama Pelapor"
FLAGS = "Tipe Laporan (Anonim/Rahasia)"
STATUS = "Status Laporan"
REASON = "Alasan Tunda/Arsip"
ANONYMOUS, SECRET = "anonim", "rahasia"
NOTHING = frozenset({"", "-", "tidak", "biasa"})
WORDS = frozenset({"pelengkap", "tanggapan"})
MOST_FILES = 10
SKEW = timedelta(minutes=5)
SUPERVISORY = "pengaduan berkadar pengawasan"
NO_COMPLAINT = frozenset({"aspirasi", "permintaan informasi"})
"""Classes that whoever reads the report has to know of; its text begins with them."""
CATEGORY_OF_CLASS = {
    SUPERVISORY: "supervisory_category",
    "aspirasi": "aspiration_category",
    "permintaan informasi": "information_category",
}
_MONTHS = "jan, feb peb, mar, apr, mei may, jun, jul, agu agt ags aug, sep, okt oct, nov nop, des dec"
MONTHS = {name: number for number, names in enumerate(_MONTHS.split(", "), 1) for name in names.split()}
_DATE = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})[ -]([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?")


def pieces(changes: Iterable[Any]) -> list[Piece]:
    """Return changes as they are kept: a ticket under its tracking id, what is told about one under that and the change's number.

    The reporter's name is left out before anything is kept: nobody here needs it, and who asked for anonymity must not be here at all.
    A change that cannot be read is kept under its fingerprint, for a person.
    """
    return [_piece(change if isinstance(change, dict) else {"change": change}) for change in changes]


def _piece(change: Json) -> Piece:
    if NAME in thing(change, "laporan"):
        change = {**change, "laporan": {key: value for key, value in change["laporan"].items() if key != NAME}}
    payload, tracking, seq = packed(change), _tracking(change), ident(change, "seq")
    if not tracking or not seq:
        return Piece(f"change/{digest(payload)}", payload)
    return Piece(tracking if text(change, "jenis") == "laporan" else f"{tracking}/{seq}", payload)


def read(account: Account, payload: bytes) -> Heard:
    """Return what a kept change says. Raises Malformed."""
    change = document(payload)
    tracking, kind = _tracking(change), text(change, "jenis", most=40)
    if not tracking:
        raise Malformed("A change names its ticket by a tracking id of 5 to 12 digits.")
    if kind == "laporan":
        return _ticket(account, tracking, thing(change, "laporan"))
    if kind in WORDS:
        return Update(tracking, text=_with_files(change), status=kind, said_at=_instant(change, "Tanggal", "Waktu"))
    if kind == "status":
        return _status(tracking, change)
    if kind == "tipe":
        return _flag(tracking, change)
    raise Malformed("A change is one of laporan, pelengkap, tanggapan, status, tipe.")


def _ticket(account: Account, tracking: str, ticket: Json) -> Heard:
    """Return a ticket as a report. Its flags only ever narrow: one that we do not know hides what the known ones would."""
    if rules.meaning(text(ticket, STATUS, most=100)) in {"closed", "archived"}:
        return Ignored("closed_there")
    body = text(ticket, "Isi Laporan Akhir").strip() or text(ticket, "Isi Laporan Awal").strip()
    title, named = (
        text(ticket, "Judul Laporan", most=300).strip(),
        text(ticket, "Klasifikasi Laporan", most=100).strip(),
    )
    sort = rules.plain(named)
    is_hidden = SECRET in flags(ticket.get(FLAGS)) or sort == SUPERVISORY
    if not (title or body):
        raise Malformed("A ticket has a title or a text.")
    report = InboundReport(
        channel=account.channel,
        text=(f"[{named}] " if sort in NO_COMPLAINT else "") + _told(title, body),
        external_id=tracking,
        category=_category(account, sort, ident(ticket, "ID Kategori")),
        address=_place(ticket),
        visibility="private" if is_hidden else "public",
        occurred_at=_instant(ticket, "Tanggal Laporan Masuk", "Waktu Laporan Masuk"),
        language="id",
    )
    return Filed(report, sender=tracking, attachments=_files(ticket))


def _told(title: str, body: str) -> str:
    """Return title and text as one, the title only where the text does not begin with it."""
    return body if body.casefold().startswith(title.casefold()) else "\n\n".join(part for part in (title, body) if part)


def _status(tracking: str, change: Json) -> Heard:
    """Return a status of theirs with its reason."""
    status = text(change, STATUS, most=100).strip()
    if not status:
        raise Malformed("A change of status names it.")
    words = text(change, "Isi").strip() or text(change, REASON).strip()
    return Update(tracking, text=words, status=status, said_at=_instant(change, "Tanggal", "Waktu"))


def _flag(tracking: str, change: Json) -> Heard:
    """Return the stricter flag that a ticket carries from now on; one that was taken away changes nothing here."""
    asked = flags(change.get(FLAGS))
    if not asked:
        return Ignored("nothing_widens")
    status = "Rahasia" if SECRET in asked else "Anonim"
    return Update(tracking, status=status, said_at=_instant(change, "Tanggal", "Waktu"))


def flags(value: Any) -> frozenset[str]:
    """Return which of anonim and rahasia a ticket carries. Nothing said, or a word that we do not know: both."""
    if not isinstance(value, str):
        return frozenset({ANONYMOUS, SECRET})
    found = frozenset(part.strip().casefold() for part in re.split(r"[|,;/&+]", value[:200])) - NOTHING
    return found if found <= {ANONYMOUS, SECRET} else frozenset({ANONYMOUS, SECRET})


def topics(lines: str) -> dict[str, str]:
    """Return the map of their category ids to our category codes that an account's setting writes as `13 = jalan`, one a line."""
    pairs = (line.partition("=") for line in lines.splitlines())
    return {left.strip(): right.strip() for left, mark, right in pairs if mark and left.strip() and right.strip()}


def _category(account: Account, sort: str, topic: str) -> str | None:
    """Return our category: by the class when the account names one for it, else by their category's id, else none: a person chooses."""
    chosen = account[CATEGORY_OF_CLASS[sort]] if sort in CATEGORY_OF_CLASS else ""
    return chosen or topics(account["topics"]).get(topic) or None


def _place(ticket: Json) -> str:
    named = {column: text(ticket, column, most=80).strip() for column in ("Kelurahan", "Kecamatan", "Kota/Kabupaten")}
    known = {column: name for column, name in named.items() if name not in NOTHING}
    return ", ".join(name if "/" in column else f"{column} {name}" for column, name in known.items())


def _files(holder: Json) -> tuple[Attachment, ...]:
    rows = things(holder, "Lampiran")[:MOST_FILES]
    found = (
        Attachment(ref=ident(row, "id"), name=text(row, "nama", most=200), mime=text(row, "jenis", most=100))
        for row in rows
    )
    return tuple(one for one in found if one.ref)


def _with_files(change: Json) -> str:
    """Return a word's text with the names of its files: they are looked at in the ticket itself."""
    names = ", ".join(one.name or one.ref for one in _files(change))
    return "\n".join(part for part in (text(change, "Isi").strip(), f"[{names}]" if names else "") if part)


def _tracking(change: Json) -> str:
    holder = thing(change, "laporan") if text(change, "jenis") == "laporan" else change
    found = text(holder, "Tracking ID", most=20).strip().removeprefix("#") or ident(holder, "Tracking ID")
    return found if TRACKING.fullmatch(found) else ""


def _instant(holder: Json, date: str, time: str) -> datetime | None:
    """Return the instant of a date and a time in two columns without a zone: the city's own. None for none, or one still to come."""
    day, hour = _DATE.fullmatch(text(holder, date, most=40)), _TIME.fullmatch(text(holder, time, most=40) or "00:00")
    month = MONTHS.get(day[2][:3].casefold()) if day else None
    if not day or not hour or not month:
        return None
    try:
        wall = datetime(
            int(day[3]), month, int(day[1]), int(hour[1]), int(hour[2]), int(hour[3] or 0), tzinfo=clock.city_zone()
        )
        return wall if wall <= clock.now() + SKEW else None
    except (ValueError, OverflowError):
        return None
