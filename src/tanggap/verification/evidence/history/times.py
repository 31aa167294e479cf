"""The date in the file against the claim. EXIF writes local time, mostly without a zone: what that leaves open is left open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

EAST, WEST = timedelta(hours=14), timedelta(hours=-12)  # the zones of the earth
SLACK = timedelta(minutes=15)  # clocks of telephones, and positions a little older than the picture
LONG = timedelta(days=300)
APART = timedelta(days=2)
ROLLOVER = timedelta(weeks=1024)  # old receivers are wrong by just that
FIRST_YEAR, LAST_YEAR = 2001, 2199


@dataclass(frozen=True, slots=True)
class Span:
    """The picture was taken between two instants, if the file is right; `is_exact` where a zone or the satellites say so."""

    first: datetime
    last: datetime
    is_exact: bool


def signs(facts: Mapping[str, Any], *, at: datetime, reported_at: datetime | None) -> Iterator[Sign]:
    """Yield what the file's dates say. `at`: when the claim came; `reported_at`: when the report did, which work cannot precede."""
    if disagreeing := _days_apart(facts):
        yield _sign("dates_disagree", Tone.QUESTION, Strength.MODERATE, days=disagreeing)
    span = taken(facts)
    if span is None:
        return
    if span.first > at + SLACK:
        yield _sign("future", Tone.QUESTION, Strength.MODERATE, hours=_hours(span.first - at))
    elif at - span.last > LONG:
        yield _sign("old", Tone.AGAINST, Strength.MODERATE, days=(at - span.last).days, year=span.last.year)
    elif reported_at and span.last < reported_at - SLACK:
        yield _sign("before_report", Tone.AGAINST, Strength.MODERATE, hours=_hours(reported_at - span.last))
    elif _fits(facts, span, at=at, reported_at=reported_at):
        yield _sign("time_fits", Tone.FOR, Strength.WEAK, is_exact=span.is_exact)


def taken(facts: Mapping[str, Any]) -> Span | None:
    """Return when the file says that the picture was taken; None when it does not, or its clock was never set."""
    local = _naive(facts.get("taken_at"))
    if local is None or _is_unset(local):
        return None
    offset = _offset(facts.get("offset"))
    if offset is not None:
        return Span(local - offset, local - offset, is_exact=True)
    satellites = _naive(facts.get("gps_at"))
    if satellites and WEST <= local - satellites <= EAST:
        return Span(satellites, satellites, is_exact=True)
    return Span(local - EAST, local - WEST, is_exact=False)


def _fits(facts: Mapping[str, Any], span: Span, *, at: datetime, reported_at: datetime | None) -> bool:
    """Return whether the date lies between report and claim; without a zone it is read in the city's."""
    if reported_at is None:
        return False
    moment = span.first
    if not span.is_exact:
        local = _naive(facts["taken_at"])
        if local is None:
            return False
        moment = local.replace(tzinfo=timezone.get_default_timezone())
    return reported_at - SLACK <= moment <= at + SLACK


def _days_apart(facts: Mapping[str, Any]) -> int:
    """Return by how many days the camera's date and the satellites' differ, 0 for what a wrong clock or receiver explains."""
    local, satellites = _naive(facts.get("taken_at")), _naive(facts.get("gps_at"))
    if local is None or satellites is None or _is_unset(local) or _is_unset(satellites):
        return 0
    gap = abs(local - satellites)
    return gap.days if gap > APART and abs(gap - ROLLOVER) > APART and abs(gap - 2 * ROLLOVER) > APART else 0


def _is_unset(local: datetime) -> bool:
    """Return whether a date is one that cameras count from when nobody set their clock, or none that a clock shows."""
    return not FIRST_YEAR <= local.year <= LAST_YEAR or (
        local.month == local.day == 1 and local.hour == 0 and local.minute < 10
    )


def _naive(text: object) -> datetime | None:
    """Return an EXIF date as if it were UTC: its zone is not known."""
    try:
        return datetime.fromisoformat(str(text).removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        return None


def _offset(text: object) -> timedelta | None:
    if not isinstance(text, str) or len(text) != 6:
        return None
    span = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    span = -span if text[0] == "-" else span
    return span if WEST <= span <= EAST else None


def _hours(span: timedelta) -> int:
    return max(1, round(span / timedelta(hours=1)))


def _sign(check: str, tone: Tone, strength: Strength, **facts: Any) -> Sign:
    return Sign(Kind.HISTORY, tone, strength, {"check": check, **facts})
