"""What a photo's file says of its camera, time and place, as plain bounded values for a sealed private record.

Every value is the sender's claim: easily edited, often absent. Good for questions, not for proof.
"""

import math
import re
import unicodedata
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

LONGEST = 120
_TEXTS = {
    "make": Base.Make,
    "model": Base.Model,
    "software": Base.Software,
    "host": Base.HostComputer,
    "description": Base.ImageDescription,
    "artist": Base.Artist,
    "copyright": Base.Copyright,
}
_CAMERA_TEXTS = {
    "owner": Base.CameraOwnerName,
    "serial": Base.BodySerialNumber,
    "lens": Base.LensModel,
    "lens_serial": Base.LensSerialNumber,
    "unique_id": Base.ImageUniqueID,
}

Value = str | int | float


def read(exif: Image.Exif) -> dict[str, Value]:
    """Return what is there and makes sense: `taken_at`, `changed_at` (local time without a zone), `offset`, `gps_at` (UTC),
    `lon`, `lat`, `gps_error_m`, `direction` (degrees from north), `orientation`, and texts of `LONGEST` signs."""
    camera, place = _ifd(exif, IFD.Exif), _ifd(exif, IFD.GPSInfo)
    found: dict[str, Value | None] = {name: _text(exif.get(tag)) for name, tag in _TEXTS.items()}
    found |= {name: _text(camera.get(tag)) for name, tag in _CAMERA_TEXTS.items()}
    found["taken_at"] = _instant(camera.get(Base.DateTimeOriginal)) or _instant(camera.get(Base.DateTimeDigitized))
    found["changed_at"] = _instant(exif.get(Base.DateTime))
    found["offset"] = _offset(camera.get(Base.OffsetTimeOriginal)) or _offset(camera.get(Base.OffsetTime))
    found["orientation"] = _orientation(exif.get(Base.Orientation))
    found |= _point(place)
    found["gps_at"] = _gps_instant(place)
    found["gps_error_m"] = _number(place.get(GPS.GPSHPositioningError), 0, 100_000)
    found["direction"] = _number(place.get(GPS.GPSImgDirection), 0, 360)
    return {name: value for name, value in found.items() if value not in (None, "")}


def orientation(exif: Image.Exif) -> int:
    """Return how the camera was held: 1 to 8 as EXIF counts, 1 when it does not say."""
    return _orientation(exif.get(Base.Orientation)) or 1


def _ifd(exif: Image.Exif, tag: IFD) -> dict[int, Any]:
    try:
        return exif.get_ifd(tag)
    except Exception:  # a broken directory says nothing; Pillow raises many kinds of errors for it
        return {}


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in value[: LONGEST * 4])
    return " ".join(text.split())[:LONGEST].rstrip()


def _instant(value: object) -> str | None:
    text = _text(value)  # the camera's own local time: EXIF has no zone here
    try:
        return datetime.strptime(text or "", "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007
    except ValueError:
        return None


def _offset(value: object) -> str | None:
    text = _text(value) or ""
    return text if re.fullmatch(r"[+-][01]\d:[0-5]\d", text) else None


def _orientation(value: object) -> int | None:
    return value if isinstance(value, int) and 1 <= value <= 8 else None


def _number(value: object, least: float, most: float) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return round(number, 7) if math.isfinite(number) and least <= number <= most else None


def _point(place: dict[int, Any]) -> dict[str, Value | None]:
    """Return `lon` and `lat` in degrees if both make sense; 0, 0 is what a device sends that does not know."""
    lat = _degrees(place.get(GPS.GPSLatitude), place.get(GPS.GPSLatitudeRef), "S", 90)
    lon = _degrees(place.get(GPS.GPSLongitude), place.get(GPS.GPSLongitudeRef), "W", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return {}
    return {"lon": lon, "lat": lat}


def _degrees(value: object, side: object, negative: str, most: float) -> float | None:
    parts = [_number(part, 0, 360) for part in value[:3]] if isinstance(value, tuple | list) else []
    if not parts or None in parts:
        return None
    degrees = sum(part / scale for part, scale in zip(parts, (1, 60, 3600), strict=False) if part is not None)
    if degrees > most:
        return None
    return round(-degrees if (_text(side) or "").upper() == negative else degrees, 7)


def _gps_instant(place: dict[int, Any]) -> str | None:
    day, clock = _text(place.get(GPS.GPSDateStamp)), place.get(GPS.GPSTimeStamp)
    parts = [_number(part, 0, 60) for part in clock[:3]] if isinstance(clock, tuple | list) else []
    if len(parts) != 3 or None in parts:
        return None
    hour, minute, second = (int(part or 0) for part in parts)
    return (instant := _instant(f"{day} {hour:02}:{minute:02}:{second:02}")) and f"{instant}Z"
