"""`winmail.dat`: the envelope in which Outlook hides the files of a letter. Only files are taken out, nothing of it is run.

Written after Microsoft's "MS-OXTNEF: Transport Neutral Encapsulation Format", sections 2.1.3.1 to 2.1.3.3.
"""

from struct import Struct

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_FILES = 20
_ATTRIBUTE = Struct("<BII")
_RENDERING, _TITLE, _DATA = 0x00069002, 0x00018010, 0x0006800F


def files(data: bytes) -> list[tuple[str, bytes]]:
    """Return name and bytes of each file inside; what is broken off ends the list. Names are read as Western, as Outlook writes them."""
    found: list[tuple[str, bytes]] = []
    if not data.startswith(SIGNATURE):
        return found
    at, title, body = 6, "", b""
    while at + _ATTRIBUTE.size <= len(data) and len(found) < MOST_FILES:
        _level, attribute, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        value = data[at : at + length]
        at += length + 2  # a checksum follows each value
        if attribute == _RENDERING:  # each file begins with it
            found += [(title, body)] if body else []
            title, body = "", b""
        elif attribute == _TITLE:
            title = value.rstrip(b"\0").decode("cp1252", "replace")
        elif attribute == _DATA:
            body = value
    return [*found, (title, body)][:MOST_FILES] if body else found
