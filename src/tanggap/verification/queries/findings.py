"""What the checks found in the photos of a claim, as the validator's page shows it: words, strength, and the pictures to compare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tanggap.reports.models import Photo
from tanggap.verification.evidence.claims import Finding
from tanggap.verification.evidence.words import Kind, Strength, Tone

Point = tuple[float, float]
Outline = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One of two pictures held against each other: its size in pixels, and the report that it came with, where the reader may know."""

    id: UUID
    width: int
    height: int
    role: str
    code: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding on the `number`th photo of the claim. `key` names it in an address as long as it stands.

    `code`, the report of the other picture, is empty where the reader may not open that; then the other picture is not shown either.
    `pairs` are matching points ((x, y) in the other picture, (x, y) in the claim's), `outlines` go round what differs in the claim's
    picture: all as shares of width and height. `matching` is how many points match, of which `pairs` may be a part.
    """

    key: str
    kind: str
    tone: str
    strength: str
    number: int
    photo: UUID
    other: UUID | None
    code: str
    at: datetime
    title: str
    detail: str
    pairs: tuple[tuple[Point, Point], ...]
    outlines: tuple[Outline, ...]
    matching: int
    facts: Mapping[str, Any]

    @property
    def kind_label(self) -> str:
        """Return what was looked at, in words."""
        return str(Kind(self.kind).label)

    @property
    def tone_label(self) -> str:
        """Return which way it points, in words."""
        return str(Tone(self.tone).label)

    @property
    def strength_label(self) -> str:
        """Return how much it weighs, in words."""
        return str(Strength(self.strength).label)

    @property
    def is_silent(self) -> bool:
        """Return whether this check found no sign: its strength then says nothing."""
        return self.tone == Tone.SILENT

    @property
    def is_comparable(self) -> bool:
        """Return whether there is another picture that the reader may see beside the claim's."""
        return self.other is not None and bool(self.code)


def rows(found: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """Return the findings as they are shown, in their order: what speaks against a photo first."""
    return tuple(_row(one) for one in found)


def pictures(finding: FindingRow) -> tuple[Picture, Picture] | None:
    """Return the other picture and the claim's of a finding; None where one of them is gone. One statement."""
    found = {
        row.id: row for row in Photo.objects.select_related("report").filter(id__in=[finding.photo, finding.other])
    }
    if finding.other is None or len(found) < len({finding.photo, finding.other}):
        return None
    return _picture(found[finding.other]), _picture(found[finding.photo])


DRAWN: Final = frozenset({"points"})  # what only the drawing needs


def as_cited(found: Iterable[FindingRow], keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return those of the findings that are named by `keys` as they are kept with a rejection: told in any language later."""
    wanted = set(keys)
    return [
        {
            "kind": one.kind,
            "tone": one.tone,
            "strength": one.strength,
            "number": one.number,
            "facts": {name: value for name, value in one.facts.items() if name not in DRAWN},
        }
        for one in found
        if one.key in wanted
    ]


def _picture(row: Photo) -> Picture:
    return Picture(row.id, row.width, row.height, row.role, row.report.code, row.added_at)


def _row(found: Finding) -> FindingRow:
    facts: Mapping[str, Any] = found.facts
    pairs = tuple(((one[0], one[1]), (one[2], one[3])) for one in _lists(facts, "points", 4))
    return FindingRow(
        key="-".join(
            (found.kind, str(found.number), found.other.hex[:12] if found.other else str(facts.get("check", 0)))
        ),
        kind=found.kind,
        tone=found.tone,
        strength=found.strength,
        number=found.number,
        photo=found.photo,
        other=found.other,
        code=found.code,
        at=found.at,
        title=found.title,
        detail=found.detail,
        pairs=pairs,
        outlines=tuple(_outline(one) for one in facts.get("regions") or () if len(one.get("outline", ())) >= 3),
        facts=facts,
        matching=int(facts.get("inliers") or len(pairs)),
    )


def _lists(facts: Mapping[str, Any], name: str, length: int) -> list[Sequence[float]]:
    """Return the rows of numbers under `name`, those of another length left out: facts of an older check may look otherwise."""
    return [one for one in facts.get(name) or () if isinstance(one, Sequence) and len(one) == length]


def _outline(region: Mapping[str, Any]) -> Outline:
    return tuple((float(x), float(y)) for x, y in region["outline"])
