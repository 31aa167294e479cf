"""What the city says of itself in its pack's `pack.toml`."""

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class City:
    """The city's own facts. Coordinates are WGS 84 lon/lat degrees; `bbox` is west, south, east, north.

    Within `border_metres` of another area that one is named, too. When units hand a report back and forth, the area office of
    `decider_level` around the place decides, and `decider_unit` (else the intake desk) where there is none or the whole city is concerned.
    Who was asked about a closure and is silent is reminded once after `survey_reminder_days`. A request to open a report again is decided
    within `reopen_decision_days`; one person sends at most `reopen_requests_a_day`. `doubts_to_flag` supporters who say "not solved" mark
    a closure. What was set aside of the staffing what-if is deleted after `staffing_kept_days`.
    Between the two local times of `quiet_hours` citizens are written to only what is among the `urgent_messages`; None: at any hour.
    """

    code: str
    name: dict[str, str]
    prefix: str
    time_zone: str
    languages: tuple[str, ...]
    leaf_level: str
    centre: tuple[float, float]
    zoom: int
    bbox: tuple[float, float, float, float]
    tiles: str = ""
    attribution: str = ""
    default_policy: str = "standard"
    intake_unit: str = ""
    feedback_days: int = 14
    survey_reminder_days: int = 5
    reopen_decision_days: int = 3
    reopen_requests_a_day: int = 10
    doubts_to_flag: int = 3
    answer_wait_days: int = 7
    staffing_kept_days: int = 365
    near_metres: int = 250
    near_days: int = 84
    border_metres: int = 50
    decider_level: str = ""
    decider_unit: str = ""
    phone_region: str = "ID"
    emergency: dict[str, str] = field(default_factory=dict)
    quiet_hours: tuple[str, str] | None = None
    urgent_messages: tuple[str, ...] = ()


def read(folder: Path) -> City:
    """Return the city described in `folder`/pack.toml. Raises OSError, TOMLDecodeError, TypeError, KeyError on a broken one."""
    facts: dict[str, Any] = tomllib.loads((folder / "pack.toml").read_text("utf-8"))["city"]
    for key in ("languages", "centre", "bbox", "quiet_hours", "urgent_messages"):
        if key in facts:
            facts[key] = tuple(facts[key])
    return City(**facts)


@lru_cache(maxsize=4)
def _cached(folder: Path) -> City:
    return read(folder)


def city() -> City:
    """Return the city that this installation serves (`TANGGAP_PACK`)."""
    return _cached(settings.TANGGAP_PACK)
