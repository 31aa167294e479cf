"""A letter taken into its parts, by our own hands: at most so many, so deep, and in a time that grows with its length alone.

The standard library's parser makes an object for every line that looks like a boundary and calls itself for each level, which a
letter of a few megabytes turns into gigabytes or a full stack. Here what is beyond the limits stays unread; the raw letter is kept.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tanggap.channels.email import headers
from tanggap.channels.email.charsets import text_of
from tanggap.channels.email.headers import Headers

MOST_BYTES = 40 * 1024 * 1024
MOST_PARTS = 200
DEEPEST = 50
MOST_LOOKS = 5_000
"""Lines looked at in one part that begin like its boundary."""
_SPACE = b" \t\r"
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}")


@dataclass(slots=True)
class Part:
    """One part: its head, its type in small letters, and where its body lies in `data`. `parts` are those inside it, in order."""

    headers: Headers
    type: str
    data: bytes = field(repr=False)
    start: int
    end: int
    depth: int
    parts: list["Part"] = field(default_factory=list)

    @property
    def disposition(self) -> str:
        """Return `inline`, `attachment`, another word, or nothing."""
        return self.headers.word("content-disposition")

    @property
    def name(self) -> str:
        """Return the file name that the sender gave, in one line, or nothing."""
        named = headers.parameter(self.headers.first("content-disposition"), "filename")
        return named or headers.parameter(self.headers.first("content-type"), "name")

    def parameter(self, name: str) -> str:
        """Return a parameter of the part's type."""
        return headers.parameter(self.headers.first("content-type"), name)

    def body(self) -> bytes:
        """Return the body with its transfer encoding undone, as far as it can be."""
        return _decoded(self.data[self.start : self.end], self.headers.word("content-transfer-encoding"))

    def text(self, most: int = 0) -> str:
        """Return the body as text, of at most the first `most` bytes where that is given."""
        body = self.body()
        return text_of(body[:most] if most else body, self.parameter("charset"))

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all inside it, from the outside in, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.parts))


def split(payload: bytes) -> Part:
    """Return a letter as a tree of at most MOST_PARTS parts, DEEPEST deep. Never raises: what is no letter has no headers."""
    data = payload[:MOST_BYTES]
    root = _part(data, 0, len(data), 0, "text/plain")
    waiting, count = [root], 1
    while waiting:
        part = waiting.pop()
        if part.depth >= DEEPEST:
            continue
        for inner in _inside(part):
            if count >= MOST_PARTS:
                return root
            part.parts.append(inner)
            count += 1
        waiting.extend(reversed(part.parts))
    return root


def _part(data: bytes, start: int, end: int, depth: int, usual: str) -> Part:
    head, body = headers.parse(data, start, end)
    named = head.word("content-type")
    return Part(head, named if _TYPE.fullmatch(named) else usual, data, body, end, depth)


def _inside(part: Part) -> Iterator[Part]:
    """Yield the parts of a multipart, or the letter in a letter."""
    if part.type.startswith("multipart/"):
        boundary = headers.boundary(part.headers.first("content-type"))
        usual = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for start, end in _between(part, boundary) if boundary else ():
            yield _part(part.data, start, end, part.depth + 1, usual)
    elif part.type in ("message/rfc822", "message/global"):
        if part.headers.word("content-transfer-encoding") in ("base64", "quoted-printable"):
            data = part.body()
            yield _part(data, 0, len(data), part.depth + 1, "text/plain")
        else:
            yield _part(part.data, part.start, part.end, part.depth + 1, "text/plain")


def _between(part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the lines of a boundary begin and end; the last may lack its closing line."""
    mark = b"--" + boundary
    data, end = part.data, part.end
    at = part.start if data.startswith(mark, part.start) else _next(data, mark, part.start, end)
    begun = -1
    for _look in range(MOST_LOOKS):
        if at < 0:
            break
        stop = data.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        rest = data[at + len(mark) : min(stop, at + len(mark) + 200)]
        is_last = rest.startswith(b"--")
        if not (rest[2:] if is_last else rest).strip(_SPACE):  # else a longer boundary that begins alike
            if begun >= 0:
                yield begun, max(begun, _before(data, at))
            if is_last:
                return
            begun = min(stop + 1, end)
        at = _next(data, mark, stop, end)
    if begun >= 0:
        yield begun, end


def _next(data: bytes, mark: bytes, start: int, end: int) -> int:
    found = data.find(b"\n" + mark, start, end)
    return found + 1 if found >= 0 else -1


def _before(data: bytes, at: int) -> int:
    """Return where the body before a boundary line ends: the line end belongs to the boundary."""
    at -= 1
    return at - 1 if data[at - 1 : at] == b"\r" else at


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return headers.base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uudecoded(data)
    return data


def _uudecoded(data: bytes) -> bytes:
    lines = iter(data.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    whole = bytearray()
    for line in lines:
        if line.strip() in (b"end", b"`"):
            break
        try:
            whole += binascii.a2b_uu(line)
        except binascii.Error:  # an encoder that counts wrong: take what the first sign says is there
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                whole += binascii.a2b_uu(line[:length])
            except binascii.Error:
                continue
    return bytes(whole)
