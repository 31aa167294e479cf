"""What a letter says and carries: its text, chosen among its forms, and its files. What nobody wrote or took is left out."""

import re
from dataclasses import dataclass, field

from tanggap.channels.contract import Attachment
from tanggap.channels.email import markup, tnef
from tanggap.channels.email.parts import Part
from tanggap.core.media import kinds

MOST_FILES = 20
MOST_TEXT = 200_000
SMALL_PICTURE = 4_000
"""Bytes below which a picture that the text places is a signature's ornament, not a photo."""

_STUB = re.compile(
    r"(?=.{0,400}$)(?=.*\b(html|browser|peramban)\b).*\b(view|viewer|support\w*|enable|client|mendukung|lihat|buka|menampilkan)\b",
    re.IGNORECASE | re.DOTALL,
)
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory", "application/vcard"})
_PAPERWORK = frozenset({  # signatures, reports to machines, markers: never what a person took or wrote
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "application/pgp-encrypted", "text/rfc822-headers", "message/delivery-status", "message/global-delivery-status",
    "message/disposition-notification", "message/feedback-report", "message/external-body", "message/partial", "text/x-amp-html",
    "application/applefile",
})  # fmt: skip


@dataclass(slots=True)
class Content:
    """`text` is the sender's, quotes and signature still in it; `files` in order. `has_calendar`, `has_card`: such were left out."""

    text: str = ""
    files: list[Attachment] = field(default_factory=list)
    has_calendar: bool = False
    has_card: bool = False


def of(root: Part) -> Content:
    """Return what a letter says and carries. A letter that only carries others (forwarded as files) says what they say."""
    found = Content()
    texts = _texts(root)
    texts = texts if any(texts) else _passed_on(root)
    found.text = "\n\n".join(text for text in texts if text)[:MOST_TEXT]
    for part in root.walk():
        if part.parts:
            continue
        if part.type in _CALENDARS or part.name.lower().endswith(".ics"):
            found.has_calendar = True
        elif part.type in _CARDS or part.name.lower().endswith(".vcf"):
            found.has_card = True
        elif len(found.files) < MOST_FILES and _is_file(part):
            found.files += _files(part)[: MOST_FILES - len(found.files)]
    return found


def _passed_on(part: Part) -> list[str]:
    """Return the texts of the letters inside, and of those inside them where they say nothing themselves."""
    texts: list[str] = []
    for inner in part.parts:
        said = _texts(inner) if part.type.startswith("message/") else []
        texts += said if any(said) else _passed_on(inner)
    return texts


def _texts(part: Part) -> list[str]:
    """Return the texts that a reader sees one below the other, not those of letters inside."""
    if part.type == "multipart/alternative":
        return _best([_texts(inner) for inner in part.parts], part)
    if part.type == "multipart/signed":
        return _texts(part.parts[0]) if part.parts else []
    if part.type.startswith("multipart/"):
        if not part.parts:  # a boundary that is missing or never comes: what is there is shown as it is
            return [part.text(MOST_TEXT).strip()]
        return [text for inner in part.parts for text in _texts(inner)]
    if part.type.startswith("text/") and _is_said(part):
        return [_said(part)]
    return []


def _best(forms: list[list[str]], part: Part) -> list[str]:
    """Return the plainest of the forms that says anything: the first, unless it only says that another one is to be read."""
    filled = [form for form in forms if any(form)]
    if len(filled) > 1 and _STUB.match("\n".join(filled[0])):
        return filled[1]
    plain = (form for inner, form in zip(part.parts, forms, strict=True) if inner.type == "text/plain" and any(form))
    return next(plain, filled[0] if filled else [])


def _is_said(part: Part) -> bool:
    return (
        part.disposition != "attachment"
        and part.type not in _CALENDARS | _CARDS | _PAPERWORK
        and not part.name.lower().endswith((".ics", ".vcf"))
        and (part.type in ("text/plain", "text/html") or not part.name)
    )


def _said(part: Part) -> str:
    text = part.text(markup.LONGEST * 2)
    if part.type == "text/html" or (part.type == "text/plain" and re.match(r"\s*<(!doctype html|html)\b", text, re.I)):
        return markup.text_of(text)
    if part.parameter("format").lower() == "flowed":
        text = _unflowed(text, is_dense=part.parameter("delsp").lower() == "yes")
    return text.strip("\n").rstrip()


def _unflowed(text: str, *, is_dense: bool) -> str:
    """Return a text whose lines were broken with a space at the end (RFC 3676) with its own paragraphs."""
    lines: list[str] = []
    is_open = False
    for line in text.split("\n"):
        quote = line[: len(line) - len(line.lstrip(">"))]
        body = line[len(quote) :]
        body = body.removeprefix(" ")
        if is_open and not quote and body != "-- ":
            lines[-1] += body
        else:
            lines.append(f"{quote} {body}" if quote else body)
        is_open = body.endswith(" ") and body != "-- " and not quote
        if is_open and is_dense:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _is_file(part: Part) -> bool:
    if part.type.startswith(("multipart/", "message/")) or part.type in _PAPERWORK:
        return False
    return not (part.type.startswith("text/") and _is_said(part))


def _files(part: Part) -> list[Attachment]:
    data, name = part.body(), part.name
    if part.type in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        return [_file(inner, title) for title, inner in tnef.files(data)]
    is_placed = part.disposition != "attachment" and part.headers.has("content-id")
    if not data or (is_placed and len(data) < SMALL_PICTURE):
        return []
    return [_file(data, name, part.type)]


def _file(data: bytes, name: str, mime: str = "") -> Attachment:
    """Return a file, its kind by its own bytes: phones and programs call HEIF and JPEG `application/octet-stream`."""
    kind = kinds.sniff(data)
    return Attachment(data=data, name=name, mime=f"image/{kind}" if kind else mime or "application/octet-stream")
