"""What the city publishes of its checks: how many claims were visited by lot, how many were false, and how the lots were drawn."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tanggap.core import clock
from tanggap.core.shelf import Shelf
from tanggap.feedback.queries import surveys
from tanggap.feedback.queries.surveys import Responses
from tanggap.insight import sheets
from tanggap.verification import drawing
from tanggap.verification.drawing import DayDrawn, UnitShare
from tanggap.verification.queries import proving
from tanggap.verification.queries.proving import Proven
from tanggap.verification.rules import rules

TOGETHER = 4  # weeks
DRAWS_DAYS = 60


@dataclass(frozen=True, slots=True)
class Published:
    """Whole weeks: the last `TOGETHER` as one span with what reporters answered, and each, the newest first; and the days of the lots."""

    together: Proven
    weeks: tuple[Proven, ...]
    answers: Responses
    draws: tuple[DayDrawn, ...]
    reveal_after_days: int
    random_share: float


def published() -> Published:
    """Return what the page shows; no statement while it was read less than half a minute ago."""
    last = proving.last_day()
    return _shelf.get(last) or _load()[last]


def draws_csv() -> Iterator[str]:
    """Return the last `DRAWS_DAYS` days as lines of CSV: the commitment, and once the seed is published, it and each unit's share."""
    today = clock.local(clock.now()).date()
    since = today - timedelta(days=DRAWS_DAYS)
    shares: dict[date, list[UnitShare]] = defaultdict(list)
    for one in drawing.shares(since=since, until=today):
        shares[one.day].append(one)
    rows = (line for day in drawing.published(since=since, until=today) for line in _lines(day, shares[day.day]))
    return sheets.lines(("day", "commitment_sha256", "seed", "verifying_unit", "share"), rows)


def _lines(day: DayDrawn, shares: list[UnitShare]) -> Iterator[tuple[str, ...]]:
    if day.seed is None or not shares:
        yield str(day.day), day.commitment, day.seed or "", "", ""
    else:
        for one in shares:
            yield str(day.day), day.commitment, day.seed, one.unit, repr(one.share)


def _load() -> dict[date, Published]:
    today = clock.local(clock.now()).date()
    draws = drawing.published(since=today - timedelta(days=DRAWS_DAYS), until=today)
    return {
        proving.last_day(): Published(
            together=proving.together(number=TOGETHER),
            weeks=tuple(proving.weeks([])),
            answers=_answers(),
            draws=tuple(reversed(draws)),
            reveal_after_days=rules().reveal_after_days,
            random_share=rules().random_share,
        )
    }


def _answers() -> Responses:
    """Return what the reporters said who were asked in the span: about closures of the city, whoever made them."""
    until = datetime.combine(proving.last_day() + timedelta(days=1), time(), tzinfo=clock.city_zone())
    return surveys.responses(since=until - timedelta(weeks=TOGETHER), until=until)


_shelf: Shelf[date, Published] = Shelf(_load)
