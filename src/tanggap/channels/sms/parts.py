"""Which part of which message a piece is: from the gateway's own words, or from the user data header (3GPP TS 23.040 §9.2.3.24)."""

import re
from dataclasses import dataclass
from typing import Any, Final

from tanggap.channels.native import Json

MOST_PARTS: Final = 255
_SHORT_REFERENCE, _LONG_REFERENCE = 0x00, 0x08


@dataclass(frozen=True, slots=True)
class Part:
    """The `number`-th of `total` parts of the message that its sender calls `reference`."""

    reference: str
    number: int
    total: int

    @property
    def is_possible(self) -> bool:
        """Whether there can be such a part: not the third of two, nor the only one."""
        return 1 <= self.number <= self.total <= MOST_PARTS and self.total >= 2


def of_event(event: Json) -> Part | None:
    """Return the part that an event is; None for a whole message, and for a part that cannot be, which is heard for itself."""
    told = Part(str(event.get("ref", ""))[:40], _number(event.get("part")), _number(event.get("total")))
    if told.is_possible:
        return told
    header = event.get("udh")
    found = of_header(header) if isinstance(header, str) else None
    return found if found and found.is_possible else None


def of_header(udh: str) -> Part | None:
    """Return the part that a user data header (hexadecimal, with its length byte) tells, None when it tells none or is damaged."""
    if len(udh) > 280 or not re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", udh):
        return None
    header = bytes.fromhex(udh)
    elements, at = header[1 : 1 + header[0]], 0
    while at + 2 <= len(elements):
        kind, length = elements[at], elements[at + 1]
        value = elements[at + 2 : at + 2 + length]
        if kind == _SHORT_REFERENCE and len(value) == length == 3:
            return Part(str(value[0]), value[2], value[1])
        if kind == _LONG_REFERENCE and len(value) == length == 4:
            return Part(str(int.from_bytes(value[:2])), value[3], value[2])
        at += 2 + length
    return None


def _number(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PARTS else 0
