"""Headers of a letter: unfolded, decoded, one line each. Whatever is wrong in them is read as far as it goes."""

import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from tanggap.channels.email.charsets import text_of

MOST_HEADERS = 500
MOST_LINES = 5_000
LONGEST = 8_000
LONGEST_SHOWN = 300
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_ON_TOP = (b"From ", b">From ")  # the line that a mailbox file puts above a letter
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_ADDRESS = re.compile(
    r"[^\s@<>\"'(),:;\\\[\]\x00-\x20\x7f\ufffd]{1,64}@[^\s@<>\"'(),:;\\\[\]\x00-\x20\x7f\ufffd]{1,190}\.?[^\W_]"
)
_ENTRY = re.compile(r'((?:"(?:[^"\\]|\\.)*+"|[^<>,"])*+)<([^<>]*+)>?|([^,<>]++)')
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_COMMENT = re.compile(r"\([^()]*+\)")
_ID = re.compile(r"<([^<>\s\x00-\x20\x7f]{1,250})>")
_PARAMETER = re.compile(
    r';[\s;]*+([\w!#$%&+.^`{|}~-]{1,40})(?:\*(\d{1,2}))?(\*)?\s*+=\s*+("(?:[^"\\]|\\.)*+"?|[^;\s]*+(?:[ \t]+[^;=\s"]+(?=\s*(?:;|$)))*+)'
)


class Address(NamedTuple):
    """An address and the name written beside it; `spec` is empty for none that a letter could go to."""

    spec: str
    name: str


class Headers:
    """The fields of one head, in order, by lower-case name. Values are as they came: bytes above ASCII as surrogates."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self.fields = fields

    def __bool__(self) -> bool:
        return bool(self.fields)

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return [value for known, value in self.fields if known == name]

    def first(self, name: str) -> str:
        """Return the first value of a field as it came, empty without one."""
        return next((value for known, value in self.fields if known == name), "")

    def has(self, *names: str) -> bool:
        """Return whether one of the fields is there."""
        return any(known in names for known, _value in self.fields)

    def line(self, name: str) -> str:
        """Return the first value of a field, decoded, in one line, cut to what is shown."""
        return one_line(self.first(name))[:LONGEST_SHOWN].strip()

    def word(self, name: str) -> str:
        """Return the first value of a field up to its first parameter or comment, in small letters."""
        return re.split(r"[;(]", self.first(name)[:200], maxsplit=1)[0].strip().lower()


def parse(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the head that begins at `start`, and where its body does. A line that is no field begins the body.

    Of a head that is longer than any program writes the rest is skipped.
    """
    fields: list[tuple[str, str]] = []
    at = start
    for _line in range(MOST_LINES):
        if at >= end:
            break
        stop = data.find(b"\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = data[at : min(stop, at + LONGEST)]
        bare = line.rstrip(b"\r\n")
        if not bare:
            return Headers(fields), stop
        if bare[:1] in b" \t":
            if fields and len(fields[-1][1]) < LONGEST:
                fields[-1] = (fields[-1][0], fields[-1][1] + _kept(bare))
        elif found := _FIELD.match(bare):
            if len(fields) < MOST_HEADERS:
                fields.append((found[1].decode("ascii").lower(), _kept(bare[found.end() :]).strip()))
        elif len(fields) > 1 or not bare.startswith(_ON_TOP):
            return Headers(fields), at
        at = stop
    ends = [data.find(mark, at, end) + len(mark) for mark in (b"\n\n", b"\n\r\n") if mark in data[at:end]]
    return Headers(fields), min(ends, default=end)


def _kept(line: bytes) -> str:
    return line.decode("ascii", "surrogateescape")


def one_line(value: str) -> str:
    """Return a value with its encoded words decoded (RFC 2047), as one printable line."""
    value = value[:LONGEST]
    if "=?" not in value:
        return _flat(_plain(value))
    pieces: list[str] = []
    last = 0
    for charset, data, start, end in _words(value):
        between = value[last:start]
        if between.strip() or not last:
            pieces.append(_plain(between))
        pieces.append(text_of(data, charset))
        last = end
    return _flat("".join(pieces) + _plain(value[last:]))


def _words(value: str) -> Iterator[tuple[str, bytes, int, int]]:
    """Yield charset, bytes, start and end of the encoded words; neighbours of one charset as one, for a letter may be cut in two."""
    held: tuple[str, bytes, int, int] | None = None
    for found in _WORD.finditer(value):
        charset = found[1].split("*")[0].lower()
        data = _decoded(found[2], found[3])
        if held and held[0] == charset and not value[held[3] : found.start()].strip():
            held = (charset, held[1] + data, held[2], found.end())
            continue
        if held:
            yield held
        held = (charset, data, found.start(), found.end())
    if held:
        yield held


def _decoded(kind: str, text: str) -> bytes:
    raw = text.encode("ascii", "surrogateescape")
    if kind in "bB":
        return base64(raw)
    return binascii.a2b_qp(raw.replace(b"_", b" ").replace(b"\n", b""), header=False)


def base64(data: bytes) -> bytes:
    """Return what base64 holds, as far as it can be read: without padding, broken off, with strange signs in between."""
    data = data.translate(None, _NOT_BASE64)
    if len(data) % 4 == 1:
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _plain(value: str) -> str:
    if value.isascii():
        return value
    try:
        return text_of(value.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half of a pair, which no letter can hold
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _flat(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def addresses(value: str) -> list[Address]:
    """Return the addresses of a From, To or the like, at most a hundred. What stands in angle brackets counts, not what looks like it."""
    value = value[:LONGEST]
    found = [_address(one) for one in _ENTRY.finditer(value)][:100]
    if not any(one.spec for one in found) and "<" not in value and (hit := _ADDRESS.search(value)):
        return [Address(spec(hit[0]), "")]
    return found


def _address(found: re.Match[str]) -> Address:
    name, given, bare = found.groups()
    if bare is not None:
        comment = _COMMENT.search(bare)
        name, given = (comment[0][1:-1] if comment else ""), _COMMENT.sub("", bare)
    name = re.sub(r"\\(.)", r"\1", name.strip().strip('"'))
    return Address(spec(given), one_line(name)[:LONGEST_SHOWN])


def spec(given: str) -> str:
    """Return an address in the form in which it is compared and kept, all small; empty for what is none."""
    given = _plain(given.strip().strip("<>")).lower()
    if len(given) > 254 or not _ADDRESS.fullmatch(given) or ".." in given:
        return ""
    return given


def ids(value: str) -> list[str]:
    """Return the message ids in a Message-ID, In-Reply-To or References, without their brackets; none that is not ASCII (RFC 5322)."""
    return [one for one in _ID.findall(value[:LONGEST])[:100] if one.isascii()]


def instant(value: str) -> datetime | None:
    """Return when a letter says that it was written; None for no date, one without a zone, and those that cannot be."""
    try:
        read = parsedate_to_datetime(value[:200])
        return read.astimezone(UTC) if read.tzinfo and 1990 <= read.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def parameter(value: str, name: str) -> str:
    """Return a parameter of a Content-Type or Content-Disposition, decoded: in pieces, with a charset (RFC 2231), or as people write it."""
    whole, charset = _parameter(value, name)
    return _flat(text_of(whole, charset)) if charset else one_line(whole.decode("ascii", "surrogateescape"))


def boundary(value: str) -> bytes:
    """Return the boundary that a Content-Type names, as the very bytes that stand in the letter; empty without one."""
    return _parameter(value, "boundary")[0].rstrip()


def _parameter(value: str, name: str) -> tuple[bytes, str]:
    pieces: dict[int, tuple[bool, str]] = {}
    for known, number, is_coded, given in _PARAMETER.findall(value[:LONGEST]):
        if known.lower() == name:
            pieces.setdefault(int(number or 0), (bool(is_coded), _unquoted(given)))
    charset, whole = "", b""
    for nth, (_number, (is_coded, given)) in enumerate(sorted(pieces.items())):
        text = given
        if is_coded and not nth and given.count("'") >= 2:
            charset, _language, text = given.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        whole += unquote_to_bytes(raw) if is_coded else raw
    return whole, charset


def _unquoted(given: str) -> str:
    if not given.startswith('"'):
        return given.strip()
    inner = given[1:-1] if len(given) > 1 and given.endswith('"') else given[1:]
    return re.sub(r"\\(.)", r"\1", inner)
