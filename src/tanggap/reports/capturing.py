"""Photos taken in the field app: one-time challenges, the devices' keys, and what of a photo's claims holds when it arrives.

The app signs, by ECDSA P-256 over SHA-256, the SHA-256 of the photo's bytes, the challenge, time, place and accuracy. That proves which
browser sent it, for which visit, and that nothing was changed on the way. It does not prove the scene: a screen can be photographed,
and a phone can be told a false place. Nothing here refuses a photo; a person reads what is off (verification/evidence).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tanggap.agencies.models import Staff
from tanggap.core.crypto import blind_index
from tanggap.places.locate import distance_m
from tanggap.reports.models import Capture, DeviceKey, Photo, Report

HOLDS = timedelta(hours=24)
PER_VISIT = 8  # challenges given with a list for each of its visits: one a photo
SKEW = timedelta(minutes=2)
FIRST_LINE = "tanggap-capture-1"
OUTSIDE, NO_CHALLENGE, CHALLENGE, USED, LATE = "outside", "no_challenge", "challenge", "used", "late"
UNSIGNED, UNKNOWN_KEY, FOREIGN_KEY, REVOKED_KEY, SIGNATURE = (
    "unsigned",
    "unknown_key",
    "foreign_key",
    "revoked_key",
    "signature",
)
CLOCK, FUTURE, NO_PLACE = "clock", "future", "no_place"
PROBLEMS: Final = (
    OUTSIDE, NO_CHALLENGE, CHALLENGE, USED, LATE, UNSIGNED, UNKNOWN_KEY, FOREIGN_KEY, REVOKED_KEY, SIGNATURE, CLOCK, FUTURE, NO_PLACE,
)  # fmt: skip
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Challenge:
    """Given to one person for one photo of one report, good for a day and once. `word` is what the app shows on its screen."""

    token: str
    word: str


@dataclass(frozen=True, slots=True)
class Captured:
    """What the app says of a photo that `by` sent, as it was signed: in writing. `skew_seconds`: how far its clock was ahead of ours."""

    by: Staff
    is_in_app: bool = False
    challenge: str = ""
    at: str = ""
    lon: str = ""
    lat: str = ""
    accuracy: str = ""
    key: str = ""
    signature: bytes = b""
    skew_seconds: int | None = None

    def signed(self, sha256: str) -> bytes:
        """Return the bytes over which the device signs."""
        return "\n".join((FIRST_LINE, sha256, self.challenge, self.at, self.lon, self.lat, self.accuracy)).encode()


def read(told: Mapping[str, Any], *, by: Staff, skew_seconds: int | None) -> Captured:
    """Return what the app told of a photo. What is no short text is left out: the photo is taken all the same, and that is said."""
    words = {
        name: value if isinstance(value := told.get(name), str) and len(value) <= _LONGEST else ""
        for name in ("challenge", "at", "lon", "lat", "accuracy", "key", "signature")
    }
    try:
        signature = bytes.fromhex(words.pop("signature"))
    except ValueError:
        signature = b""
    return Captured(by, is_in_app=told.get("app") is True, signature=signature, skew_seconds=skew_seconds, **words)


def challenges(staff: Staff, code: str, *, now: datetime) -> list[Challenge]:
    """Return fresh challenges for the photos of a visit. Nothing is kept of them: they are recognised when they come back."""
    issued = int(now.timestamp())
    return [_challenge(staff, code, issued, number) for number in range(PER_VISIT)]


def _challenge(staff: Staff, code: str, issued: int, number: int) -> Challenge:
    proof = blind_index("capture", f"{staff.pk}|{code}|{issued}|{number}")
    return Challenge(f"{issued:x}.{number}.{proof.hex()[:24]}", _word(proof.hex()))


def _word(proof: str) -> str:
    """Return six letters and digits that cannot be mistaken for one another, of a challenge's proof."""
    number = int(proof[:8], 16)
    letters = [_LETTERS[number >> (5 * place) & 31] for place in range(6)]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"


def _issued_at(captured: Captured, code: str) -> tuple[datetime, str] | None:
    """Return when the photo's challenge was given to this person for this report, and its word; None when it never was."""
    issued, _, rest = captured.challenge.partition(".")
    number, _, _proof = rest.partition(".")
    try:
        when, slot = int(issued, 16), int(number)
        known = _challenge(captured.by, code, when, slot)
        return (datetime.fromtimestamp(when, UTC), known.word) if known.token == captured.challenge else None
    except (ValueError, OverflowError, OSError):
        return None


def write(report: Report, told: Sequence[tuple[Photo, Captured]], *, at: datetime) -> list[Capture]:
    """Write what the app said of a locked report's photos, and what of it holds. Three statements."""
    named = {found for _, one in told if (found := _uuid(one.key)) is not None}
    keys = DeviceKey.objects.in_bulk(named)
    given = {one.challenge for _, one in told if one.challenge}
    used = set(Capture.objects.filter(is_fresh=True, challenge__in=given).values_list("challenge", flat=True))
    rows = []
    for photo, one in told:
        rows.append(_judged(report, photo, one, keys=keys, used=used, at=at))
        if rows[-1].is_fresh:
            used.add(one.challenge)
    return Capture.objects.bulk_create(rows)


def _judged(
    report: Report, photo: Photo, one: Captured, *, keys: Mapping[UUID, DeviceKey], used: set[str], at: datetime
) -> Capture:
    lon, lat, accuracy = _place(one)
    row = Capture(
        photo=photo, staff=one.by, is_in_app=one.is_in_app, received_at=at, lon=lon, lat=lat, accuracy_m=accuracy
    )
    row.skew_seconds = one.skew_seconds
    row.taken_at = _taken_at(one)
    if lon is not None and lat is not None and report.lon is not None and report.lat is not None:
        row.distance_m = round(distance_m(lon, lat, report.lon, report.lat), 1)
    problems = [NO_PLACE] if lon is None else []
    if not one.is_in_app:
        row.problems = [OUTSIDE, *problems]
        return row
    problems += [*_of_challenge(row, one, report.code, used), *_of_key(row, one, photo.sha256, keys)]
    row.problems = [*problems, *_of_clock(row, one, at)]
    return row


def _of_challenge(row: Capture, one: Captured, code: str, used: set[str]) -> list[str]:
    row.challenge = one.challenge
    if not one.challenge:
        return [NO_CHALLENGE]
    given = _issued_at(one, code)
    if given is None:
        return [CHALLENGE]
    issued_at, row.word = given
    if one.challenge in used:
        return [USED]
    row.is_fresh = True
    if row.taken_at is None:
        return []
    if row.taken_at > issued_at + HOLDS:
        return [LATE]
    return [CLOCK] if row.taken_at < issued_at - SKEW else []


def _of_key(row: Capture, one: Captured, sha256: str, keys: Mapping[UUID, DeviceKey]) -> list[str]:
    if not one.signature:
        return [UNSIGNED]
    key = keys.get(found) if (found := _uuid(one.key)) else None
    if key is None:
        return [UNKNOWN_KEY]
    if not _is_signed(bytes(key.public), one.signature, one.signed(sha256)):
        return [SIGNATURE]
    if key.staff_id != one.by.pk:
        return [FOREIGN_KEY]
    row.key = key
    if key.revoked_at is not None:
        return [REVOKED_KEY]
    row.is_signed = True
    return []


def _of_clock(row: Capture, one: Captured, at: datetime) -> list[str]:
    if row.taken_at is None or one.skew_seconds is None or abs(one.skew_seconds) > SKEW.total_seconds():
        return [CLOCK]
    return [FUTURE] if row.taken_at > at + SKEW else []


def _is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether `signature` (r and s, 32 bytes each, as WebCrypto writes them) is the key's over `message`."""
    if len(signature) != 64:
        return False
    pair = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    key = read_public(public)
    try:
        return key is not None and key.verify(pair, message, ec.ECDSA(SHA256())) is None
    except InvalidSignature:
        return False


def read_public(public: bytes) -> ec.EllipticCurvePublicKey | None:
    """Return a key on the curve P-256 from its SPKI bytes; None for anything else."""
    try:
        key = load_der_public_key(public)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1) else None


def _taken_at(one: Captured) -> datetime | None:
    """Return when the photo was taken by our clock, as far as the device can be believed."""
    try:
        told = datetime.fromisoformat(one.at)
        return told.astimezone(UTC) - timedelta(seconds=one.skew_seconds or 0) if told.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _place(one: Captured) -> tuple[float, float, float] | tuple[None, None, None]:
    try:
        lon, lat, accuracy = float(one.lon), float(one.lat), float(one.accuracy)
    except ValueError:
        return None, None, None
    is_real = all(map(math.isfinite, (lon, lat, accuracy))) and abs(lon) <= 180 and abs(lat) <= 90
    return (lon, lat, accuracy) if is_real and (lon, lat) != (0, 0) and 0 <= accuracy < 1e6 else (None, None, None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
