"""Why a unit's result was returned: the words of who checked it, and the findings that they chose to show."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tanggap.agencies import queries as agencies
from tanggap.catalog.pack.verification import rules
from tanggap.reports.models import Event
from tanggap.verification.claims import CLAIMING
from tanggap.verification.evidence.words import Kind, Strength, Tone
from tanggap.verification.words import CheckKind


@dataclass(frozen=True, slots=True)
class Cited:
    """A finding that a validator showed to the unit, on the `number`th photo of its claim, in the reader's language."""

    number: int
    tone: str
    strength: str
    title: str
    detail: str

    @property
    def tone_label(self) -> str:
        """Return which way it points, in words."""
        return str(Tone(self.tone).label)

    @property
    def strength_label(self) -> str:
        """Return how much it weighs, in words."""
        return str(Strength(self.strength).label)


@dataclass(frozen=True, slots=True)
class Rejection:
    """The last rejection of a report's claim. `contest_until`: until when the unit may ask for another validator, None when it did."""

    check: str
    unit: str
    message: str
    findings: str
    cited: tuple[Cited, ...]
    at: datetime
    contest_until: datetime | None

    @property
    def check_label(self) -> str:
        """Return how it was checked, in words."""
        return str(CheckKind(self.check).label)


def rejection(report: int) -> Rejection | None:
    """Return why the last claim of a report was returned, None when it never was. One statement."""
    doors = ("verification.reject", *CLAIMING)
    events = list(Event.objects.filter(report=report, door__in=doors).order_by("version"))
    found = next((one for one in reversed(events) if one.door == "verification.reject"), None)
    if found is None:
        return None
    claim = [one for one in events if one.version < found.version and one.door != "verification.reject"][-1]
    told = found.payload
    is_final = claim.door == "reports.contest"
    return Rejection(
        check=told["check"],
        unit=agencies.unit_label(found.actor_unit_id),
        message=str(told.get("message", "")),
        findings=str(told.get("findings", "")),
        cited=tuple(_cited(one) for one in told.get("cited", ())),
        at=found.at,
        contest_until=None if is_final else found.at + timedelta(days=rules().contest_days),
    )


def _cited(kept: Mapping[str, Any]) -> Cited:
    kind, tone = Kind(kept["kind"]), str(kept["tone"])
    telling = importlib.import_module(f"tanggap.verification.evidence.telling.{kind.value}")
    facts = kept.get("facts", {})
    return Cited(
        int(kept["number"]), tone, str(kept["strength"]), telling.title(facts, tone), telling.detail(facts, tone)
    )
