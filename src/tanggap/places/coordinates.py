"""Points as people write them: decimal degrees, degrees with minutes and seconds, links of map apps, plus codes.

Nothing is fetched: a short link of a map app says nothing and is not read.
"""

import math
import re
from typing import NamedTuple

LONGEST = 300


class Point(NamedTuple):
    """A point in degrees, WGS 84, and how far the writing leaves it open, in metres."""

    lon: float
    lat: float
    radius_m: float


_DECIMAL = re.compile(
    r"""(?x) ^ \(? \s*
    (?P<first>  [-+−]? \d{1,3} (?: [.,] \d{1,15} )? ) \s* °? \s*
    (?: [,;/\s] \s* )
    (?P<second> [-+−]? \d{1,3} (?: [.,] \d{1,15} )? ) \s* °? \s*
    \)? $"""
)
_ANGLE = re.compile(
    r"""(?xi) (?P<degrees> \d{1,3} (?: [.,]\d{1,15} )? ) \s* (?: ° | º | deg(?:rees)? | der(?:ajat)? )? \s*
    (?: (?P<minutes> \d{1,2} (?: [.,]\d{1,15} )? ) \s* (?: ['’′] | min | menit ) \s*
        (?: (?P<seconds> \d{1,2} (?: [.,]\d{1,15} )? ) \s* (?: ["”″] | ['’′]{2} | sec | det(?:ik)? ) \s* )? )?
    (?P<side> LS|LU|BT|BB|S|N|E|W|U|T|B ) (?![A-Za-z])"""
)
_IN_A_LINK = re.compile(
    r"(?i)(?:^geo:|[@?&/](?:q|ll|query|mlat|daddr|center|destination)=(?:loc:)?|@|!3d|/search/|#map=\d+/)"
    r"(?P<lat>-?\d{1,2}\.\d{1,15})(?:,|%2C|%20|\+|/|!4d|&mlon=)+(?P<lon>-?\d{1,3}\.\d{1,15})"
)
_SIDES = {"LS": "S", "LU": "N", "BT": "E", "BB": "W", "U": "N", "T": "E", "B": "W"}


def read_point(text: str, *, near: tuple[float, float] | None = None) -> Point | None:
    """Return the point that `text` writes, None when it writes none. Latitude is taken to come first, as usual.

    `near` (lon, lat) completes a short plus code. Whether the point lies in the city is not looked at.
    """
    text = text.strip()[:LONGEST]
    return _decimal(text) or _sided(text) or _linked(text) or _plus_code(text, near)


def _decimal(text: str) -> Point | None:
    match = _DECIMAL.match(text)
    if not match:
        return None
    first, second = match["first"], match["second"]
    if not any(mark in first + second for mark in ".,-−"):
        return None  # two whole numbers are a house number or an RT/RW, not a place
    lat, lon = _number(first), _number(second)
    return Point(lon, lat, _open_m(min(_decimals(first), _decimals(second))))


def _sided(text: str) -> Point | None:
    angles = list(_ANGLE.finditer(text))
    if len(angles) != 2 or re.search(r"\w", _ANGLE.sub("", text)):
        return None
    found: dict[str, float] = {}
    finest = 0.0
    for angle in angles:
        side = _SIDES.get(angle["side"].upper(), angle["side"].upper())
        value = (
            _number(angle["degrees"]) + _number(angle["minutes"] or "0") / 60 + _number(angle["seconds"] or "0") / 3600
        )
        found["lat" if side in "NS" else "lon"] = -value if side in "SW" else value
        step = 3600 if angle["seconds"] else 60 if angle["minutes"] else 1
        last = angle["seconds"] or angle["minutes"] or angle["degrees"]
        finest = max(finest, 111_000 / step / 10 ** _decimals(last) / 2)
    return Point(found["lon"], found["lat"], finest) if len(found) == 2 else None


def _linked(text: str) -> Point | None:
    match = _IN_A_LINK.search(text)
    if not match:
        return None
    return Point(
        float(match["lon"]), float(match["lat"]), _open_m(min(_decimals(match["lon"]), _decimals(match["lat"])))
    )


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


def _decimals(text: str) -> int:
    return len(re.split("[.,]", text)[1]) if re.search("[.,]", text) else 0


def _open_m(decimals: int) -> float:
    """Return half of the last digit's step in metres."""
    return 111_000 / 10.0**decimals / 2


# Plus codes (Open Location Code, Google's open specification): pairs of digits in base 20, each pair 20 times finer,
# then single digits that divide the cell into 4 columns and 5 rows.
_DIGITS = "23456789CFGHJMPQRVWX"
_CODE = re.compile(rf"(?i)^(?P<head>[{_DIGITS}]{{2,8}})(?P<pad>0{{0,6}})\+(?P<tail>[{_DIGITS}]{{0,7}})(?:[\s,].*)?$")
_PAIR_STEPS = (20.0, 1.0, 1 / 20, 1 / 400, 1 / 8000)


def _plus_code(text: str, near: tuple[float, float] | None) -> Point | None:
    match = _CODE.match(text)
    if not match:
        return None
    head, pad, tail = match["head"].upper(), match["pad"], match["tail"].upper()
    if len(head + pad) == 8:
        if len(head) % 2 or (pad and tail) or len(tail) == 1:
            return None
        return _decode(head + tail)
    if pad or near is None or len(head) % 2 or len(tail) < 2:
        return None
    return _complete(head + tail, missing=8 - len(head), near=near)


def _decode(digits: str) -> Point | None:
    lat, lon = -90.0, -180.0
    height = width = 0.0
    for step, row, column in zip(_PAIR_STEPS, digits[0:10:2], digits[1:10:2], strict=False):
        lat += _DIGITS.index(row) * step
        lon += _DIGITS.index(column) * step
        height = width = step
    for digit in digits[10:]:
        height, width = height / 5, width / 4
        lat += _DIGITS.index(digit) // 4 * height
        lon += _DIGITS.index(digit) % 4 * width
    if lat >= 90 or lon >= 180:
        return None
    return Point(lon + width / 2, lat + height / 2, math.hypot(height, width) / 2 * 111_000)


def _complete(digits: str, *, missing: int, near: tuple[float, float]) -> Point | None:
    """Return the cell nearest to `near` among those that the short code can mean."""
    lon, lat = near
    step = _PAIR_STEPS[missing // 2 - 1]
    found = _decode(_encode(lon, lat)[:missing] + digits)
    if found is None:
        return None
    nearest_lat = found.lat + step * round((lat - found.lat) / step)
    nearest_lon = found.lon + step * round((lon - found.lon) / step)
    return Point(nearest_lon, nearest_lat, found.radius_m) if abs(nearest_lat) <= 90 else found


def _encode(lon: float, lat: float) -> str:
    rows, columns = lat + 90, (lon + 180) % 360
    digits = ""
    for step in _PAIR_STEPS:
        row, column = min(int(rows / step), 19), min(int(columns / step), 19)
        digits += _DIGITS[row] + _DIGITS[column]
        rows, columns = rows - row * step, columns - column * step
    return digits
