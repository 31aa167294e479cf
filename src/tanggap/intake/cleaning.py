"""What is kept of what was typed: one form of each character, nothing that hides, reorders or breaks what stands around it."""

import re
import unicodedata
from dataclasses import replace

from tanggap.intake.words import InboundReport

LONGEST_TEXT = 10_000
_PLAIN = re.compile(r"[\n\t\x20-\x7e]*")
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_MARKS_IN_A_ROW = 4


def clean_text(text: str) -> str:
    """Return `text` as it is kept: NFC, without control characters, bidi overrides and towers of combining marks, line breaks kept.

    Linear in the length; a text that needs nothing costs one pass of a regular expression.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _PLAIN.fullmatch(text):
        return text.strip()
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text).translate(_BIDI):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks > _MARKS_IN_A_ROW or _is_no_character(character, kind):
            continue
        kept.append(character)
    return "".join(kept).strip()


def tidied(inbound: InboundReport) -> InboundReport:
    """Return `inbound` with every free text as it is kept. A text too long to be accepted stays as it came, for `check` to refuse."""
    who = inbound.reporter
    return replace(
        inbound,
        text=_short(inbound.text),
        address=_line(inbound.address),
        external_id=inbound.external_id.strip(),
        category=inbound.category or None,
        area=inbound.area or None,
        reporter=replace(
            who,
            name=_line(who.name),
            email=_line(who.email).lower(),
            phone=_line(who.phone),
            handle=_line(who.handle),
            account=_line(who.account),
        ),
        details={code: _short(str(answer)) for code, answer in inbound.details.items() if str(answer).strip()},
    )


def _short(text: str) -> str:
    return clean_text(text) if len(text) <= 2 * LONGEST_TEXT else text


def _line(text: str) -> str:
    return " ".join(_short(text).split()) if text else ""


def _is_no_character(character: str, kind: str) -> bool:
    """Return whether it is a control, half a surrogate pair or a noncharacter. An unassigned one may be an emoji newer than Python."""
    if kind in {"Cc", "Cs"}:
        return character not in "\n\t"
    code = ord(character)
    return kind == "Cn" and (code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF)
