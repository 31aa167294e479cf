"""Reading JSON that a platform wrote: every value may be missing, of another type, or hostile. What is unusable reads as empty.

Adapters that read JSON share this page; it knows no platform.
"""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NoReturn

from tanggap.channels.contract import Malformed

MOST_BYTES = 2_000_000
MOST_TEXT = 10_000
MOST_ID = 160

PLAIN_ID = re.compile(r"[A-Za-z0-9_.:=+/$|~-]{1,160}")
Json = dict[str, Any]


def document(body: bytes, *, most_bytes: int = MOST_BYTES) -> Json:
    """Return the JSON object in `body`; a number too large to hold reads as null.

    Raises Malformed: too long, no JSON, nested too deeply, no object.
    """
    if len(body) > most_bytes:
        raise Malformed("The payload is longer than any of this platform's.")
    try:
        found = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Malformed("The payload is no JSON.") from None
    if not isinstance(found, dict):
        raise Malformed("The payload is no JSON object.")
    return found


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("no number")


def _finite(number: str) -> float | None:
    found = float(number)
    return found if math.isfinite(found) else None


def packed(value: Json) -> bytes:
    """Return a JSON object as bytes, always the same for the same object. Raises Malformed for one nested too deeply."""
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")
    except RecursionError:
        raise Malformed("The payload is nested too deeply.") from None


def below(value: Any, *path: str) -> Any:
    """Return what stands at `path` inside nested objects, or None."""
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def thing(value: Any, *path: str) -> Json:
    """Return the object at `path`, empty when there is none."""
    found = below(value, *path)
    return found if isinstance(found, dict) else {}


def things(value: Any, *path: str) -> list[Json]:
    """Return the objects of the list at `path`; what is no object is left out."""
    found = below(value, *path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def first(value: Any, *path: str) -> Any:
    """Return the first of the list at `path`, or None."""
    found = below(value, *path)
    return found[0] if isinstance(found, list) and found else None


def text(value: Any, *path: str, most: int = MOST_TEXT) -> str:
    """Return the text at `path`, at most `most` characters of it, without NUL and halves of characters; empty when it is no text."""
    found = below(value, *path)
    if not isinstance(found, str):
        return ""
    return found[:most].encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def ident(value: Any, *path: str) -> str:
    """Return the id at `path`, a number as its digits. One that is too long or holds odd characters is told by its SHA-256."""
    found = below(value, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found) if 0 <= found < 10**40 else ""
    if not isinstance(found, str) or not found:
        return ""
    return found if PLAIN_ID.fullmatch(found) else digest(found.encode("utf-8", "surrogatepass"))


def digest(data: bytes) -> str:
    """Return 40 characters that stand for these bytes and no others."""
    return hashlib.sha256(data).hexdigest()[:40]


def instant(value: Any, *path: str, unit_seconds: float = 1) -> datetime | None:
    """Return the epoch time at `path`, a number or its digits, of `unit_seconds` each; None when it is none between 2000 and 2100."""
    found = below(value, *path)
    if isinstance(found, str) and re.fullmatch(r"[0-9]{1,16}", found):
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found < 10**16:
        return None
    seconds = found * unit_seconds
    return datetime.fromtimestamp(seconds, UTC) if 946_684_800 <= seconds < 4_102_444_800 else None


def iso_instant(value: Any, *path: str) -> datetime | None:
    """Return the ISO 8601 time with a zone at `path`, in UTC; None when it is none between 2000 and 2100."""
    try:
        found = datetime.fromisoformat(text(value, *path, most=40))
    except ValueError:
        return None
    return instant(found.timestamp()) if found.tzinfo else None


def point(lon: Any, lat: Any) -> tuple[float, float] | None:
    """Return (lon, lat) in WGS 84 degrees; None when they are none on earth, or 0, 0, which means nowhere."""
    for each in (lon, lat):
        if isinstance(each, bool) or not isinstance(each, int | float) or abs(each) > 180 or not math.isfinite(each):
            return None
    if abs(lat) > 90 or (lon == 0 and lat == 0):
        return None
    return float(lon), float(lat)


def is_one_of(given: str, right: Iterable[str]) -> bool:
    """Return whether `given` is one of the `right` values, all compared in constant time; an empty value is never right."""
    told = given.encode("utf-8", "surrogatepass")
    found = [bool(each) and hmac.compare_digest(told, each.encode()) for each in right]
    return bool(told) and any(found)
