"""What the photos of a claim say of themselves, in words with their strength. Findings inform a person; they decide nothing.

The worker looks at each photo within moments (`examine`) and its findings are kept. Until then two signs that need no look at the
pixels are told at once (threats.md §5): the very same file, and a fingerprint like that of the reporter's own photo.
Nothing found is "no sign found by these checks", never "genuine".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from tanggap.agencies.models import Staff
from tanggap.core.media import distance
from tanggap.reports.access import can_see
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.queries.photos import is_public
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence.hashes import ALIKE_BITS
from tanggap.verification.evidence.models import Finding as Kept
from tanggap.verification.evidence.models import Scan
from tanggap.verification.evidence.words import Kind, ScanState, Strength, Tone

RUNNING, DONE, FAILED = "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign found: `photo`, the `number`th of the claim, and the `other` picture that it is held against, None for none.

    `code` names the report of the other picture where the reader may see that; `at` is when the other picture came, else when it
    was found. `facts` are what the words are made of.
    """

    kind: str
    tone: str
    strength: str
    number: int
    photo: UUID
    other: UUID | None
    code: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bits(self) -> int:
        """Return in how many of 64 bits the fingerprints of the two differ, as far as that was looked at."""
        return int(self.facts.get("bits") or 0)

    @property
    def title(self) -> str:
        """Return what was found, in a few words."""
        return str(_telling(self.kind).title(self.facts, self.tone))

    @property
    def detail(self) -> str:
        """Return the figures behind it and their limit, in plain sentences."""
        return str(_telling(self.kind).detail(self.facts, self.tone))


def of_claim(report: Report, *, staff: Staff, since: int = 0) -> tuple[Finding, ...]:
    """Return what the checks found in the photos of the present claim, what speaks against them first. Three statements at most.

    Those that other units took of their parts after event `since`, the claim before, come behind the unit's own.
    """
    claimed, before = _photos(report, since)
    if not claimed:
        return ()
    kept = _kept(claimed)
    number = {photo.pk: place for place, photo in enumerate(claimed, 1)}
    found = [_told(row, number[row.photo_id], staff) for row in kept]
    waiting = _not_looked_at(claimed, kept)
    found += [_early(sign, number[sign.photo.pk], staff) for sign in _at_once(waiting, before)]
    return tuple(sorted(found, key=lambda one: (_TONES.index(one.tone), _STRENGTHS.index(one.strength), one.number)))


def state_of(report: Report, *, since: int = 0) -> str:
    """Return how far the checks of the present claim's photos are: running, done or failed (one of them, for now). Two statements."""
    claimed, _ = _photos(report, since)
    states = dict(Scan.objects.filter(photo__in=[one.pk for one in claimed]).values_list("photo", "state"))
    if any(states.get(one.pk, ScanState.TODO) in {ScanState.TODO, ScanState.DOING} for one in claimed):
        return RUNNING
    return FAILED if ScanState.FAILED in states.values() else DONE


def against(report: Report) -> list[tuple[str, str]]:
    """Return (kind, strength) of each sign that speaks against a photo of the present claim, for who plans its check."""
    claimed, before = _photos(report, 0)
    if not claimed:
        return []
    kept = _kept(claimed)
    found = [(row.kind, row.strength) for row in kept if row.tone == Tone.AGAINST]
    early = _at_once(_not_looked_at(claimed, kept), before)
    return [*found, *((Kind.REUSED.value, sign.strength.value) for sign in early if sign.tone == Tone.AGAINST)]


_TONES: list[str] = [Tone.AGAINST, Tone.QUESTION, Tone.FOR, Tone.SILENT]
_STRENGTHS: list[str] = [Strength.STRONG, Strength.MODERATE, Strength.WEAK]


@dataclass(frozen=True, slots=True)
class _Early:
    """A sign that is told before the photo was looked at."""

    photo: Photo
    other: Photo
    tone: Tone
    strength: Strength
    facts: dict[str, Any]


def _telling(kind: str) -> Any:
    return import_module(f"tanggap.verification.evidence.telling.{Kind(kind).value}")


def _photos(report: Report, since: int) -> tuple[list[Photo], list[Photo]]:
    """Return the photos of the present claim and those of the problem. One statement.

    A claim that contests its check stands on the photos of the claim that was checked, and on those that it adds.
    """
    claim = report.claim_version or 0
    event = Event.objects.filter(report=OuterRef("report"), version=claim, door="reports.contest")
    rows: Any = Photo.objects.filter(report=report).annotate(contested=Subquery(event.values("payload__claim")[:1]))
    photos = list(rows.order_by("version", "position"))
    for one in photos:
        one.report = report  # known already: a sign that asks for it would read it again, once a photo
    made_in = int(photos[0].contested or claim) if photos else claim
    claimed = [one for one in photos if one.role == PhotoRole.AFTER and one.version in {made_in, claim}]
    claimed += [one for one in photos if one.role == PhotoRole.TASK and since < one.version < made_in]
    return claimed, [one for one in photos if one.role == PhotoRole.BEFORE]


def _kept(claimed: Sequence[Photo]) -> list[Kept]:
    rows = Kept.objects.select_related("other__report").filter(photo__in=[one.pk for one in claimed])
    return list(rows.order_by(F("other__added_at").asc(nulls_last=True), "id"))


def _not_looked_at(claimed: Sequence[Photo], kept: Sequence[Kept]) -> list[Photo]:
    looked_at = {row.photo_id for row in kept if row.kind == Kind.REUSED}
    return [one for one in claimed if one.pk not in looked_at]


def _told(row: Kept, number: int, staff: Staff) -> Finding:
    other = row.other
    return Finding(
        kind=row.kind,
        tone=row.tone,
        strength=row.strength,
        number=number,
        photo=row.photo_id,
        other=row.other_id,
        code=_code(other, staff) if other else "",
        at=other.added_at if other else row.at,
        facts=row.facts,
    )


def _early(sign: _Early, number: int, staff: Staff) -> Finding:
    other = sign.other
    code = _code(other, staff)
    return Finding(
        Kind.REUSED, sign.tone, sign.strength, number, sign.photo.pk, other.pk, code, other.added_at, sign.facts
    )


def _code(other: Photo, staff: Staff) -> str:
    """Return the code of a picture's report where the reader may see the picture."""
    is_open = is_public(other.report, other.role) or can_see(staff, other.report)
    return other.report.code if is_open else ""


def _at_once(waiting: Sequence[Photo], before: Sequence[Photo]) -> list[_Early]:
    """Return the signs in photos that wait to be looked at. One statement, none for no photos."""
    return [*_used_before(waiting), *_like(waiting, before)] if waiting else []


def _used_before(waiting: Sequence[Photo]) -> Iterable[_Early]:
    """Yield one sign for each photo whose bytes are those of an earlier one, the first time that they came."""
    latest = max(one.added_at for one in waiting)
    rows = Photo.objects.filter(sha256__in={one.sha256 for one in waiting}, added_at__lt=latest)
    earlier = {row.sha256: row for row in rows.select_related("report").order_by("-added_at", "-id")}
    for one in waiting:
        other = earlier.get(one.sha256)
        if other is not None and other.added_at < one.added_at:
            yield _Early(one, other, Tone.AGAINST, Strength.STRONG, _facts(one, other, ["exact"], 0))


def _like(waiting: Sequence[Photo], before: Sequence[Photo]) -> Iterable[_Early]:
    """Yield one sign for each photo that is close to one of the reporter's, but not its very file."""
    for one in waiting:
        near = [(bits, other) for other in before if (bits := _bits(one.phash, other.phash)) is not None]
        bits, other = min(near, key=lambda pair: pair[0], default=(ALIKE_BITS + 1, one))
        if bits <= ALIKE_BITS and other.sha256 != one.sha256:
            yield _Early(one, other, Tone.QUESTION, Strength.MODERATE, _facts(one, other, ["alike"], bits))


def _facts(photo: Photo, other: Photo, how: list[str], bits: int) -> dict[str, Any]:
    own = photo.report_id == other.report_id
    return {"how": how, "bits": bits, "role": other.role, "used_at": other.added_at.isoformat(), "own": own}


def _bits(one: int | None, other: int | None) -> int | None:
    """Return in how many of 64 bits two fingerprints differ; None where one is missing or says nothing (a flat picture)."""
    if one is None or other is None or not (_speaks(one) and _speaks(other)):
        return None
    return distance(one, other)


def _speaks(fingerprint: int) -> bool:
    return 16 <= distance(fingerprint, 0) <= 48
