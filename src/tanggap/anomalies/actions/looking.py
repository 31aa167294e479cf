"""Looking at what came: which alarms are raised, go on, and are over. By the clock each minute, in few statements however much came."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from tanggap.anomalies import course, finding, kept
from tanggap.anomalies.actions.learning import learn
from tanggap.anomalies.cells import Layout
from tanggap.anomalies.consumer import CONSUMER, NAME
from tanggap.anomalies.course import GROWN, Running
from tanggap.anomalies.finding import LENGTHS, Finding, Length
from tanggap.anomalies.layout import kinds, leaves
from tanggap.anomalies.models import Alarm, Mute, Receipt, Watching
from tanggap.anomalies.usual import Usual
from tanggap.core import cursors
from tanggap.notify import unusual as notices

LEARN_AGAIN = timedelta(minutes=10)  # as long as too little is known
MOST_WAITING = cursors.BATCH
USUAL_SHARE = 0.99
PARTS = 5
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one lowest area, category and unit within one length: how many, which of them are public or joined, and since when."""

    area: str
    category: str
    unit: str
    reports: int
    public: int
    joined: int
    first_at: datetime


def look(*, now: datetime) -> int:
    """Raise, carry on and end alarms by what came until `now`; return how many are not over. Done again for the same instant: nothing new.

    Nothing is told while too little is known of what is usual, and while the receipts are counted anew or are far behind: what is learnt
    from half of them would call the other half unusual.
    """
    if cursors.is_rebuilding(NAME) or CONSUMER.source.waiting(cursors.position(NAME), MOST_WAITING + 1) > MOST_WAITING:
        return 0
    before = kept.watching()
    if before.rhythm is None and (before.learnt_at is None or now - before.learnt_at >= LEARN_AGAIN):
        learn(now=now)
    with transaction.atomic():
        watching = Watching.objects.select_for_update(no_key=True).first()
        if watching is None:
            return 0
        due = _due(watching.looked_at, now)
        usual = kept.usual(watching) if due else None
        watching.looked_at = max(now, watching.looked_at or now)
        watching.save(update_fields=["looked_at"])
        if usual is None:
            return Alarm.objects.filter(over_at__isnull=True).count()
        return _Round(now, usual, _came(due, now)).carry_on()


def _due(looked_at: datetime | None, now: datetime) -> list[Length]:
    """Return which lengths are to be looked at: those of which a new turn began since the last look."""
    if looked_at is None:
        return list(LENGTHS)
    return [length for length in LENGTHS if finding.turn(length, now) > finding.turn(length, looked_at)]


def _came(due: Sequence[Length], now: datetime) -> dict[Length, list[Seen]]:
    """Return what came within each of the lengths. One statement, by the index on the time of receipt."""
    if not due:
        return {}
    values: dict[str, datetime] = {"now": now}
    columns = []
    for number, length in enumerate(due):
        values[f"from_{number}"] = now - length.span
        within = f"FILTER (WHERE received_at >= %(from_{number})s"
        columns += [
            f"count(*) {within})",
            f"count(*) {within} AND is_public)",
            f"count(*) {within} AND is_joined)",
            f"min(received_at) {within})",
        ]
    values["earliest"] = now - max(length.span for length in due)
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT area, category, unit, {', '.join(columns)} FROM anomalies_receipt"  # noqa: S608
            " WHERE received_at >= %(earliest)s AND received_at < %(now)s AND NOT is_late GROUP BY area, category, unit",
            values,
        )
        rows = statement.fetchall()
    return {
        length: [Seen(*row[:3], *of) for row in rows if (of := row[3 + 4 * number : 7 + 4 * number])[0]]
        for number, length in enumerate(due)
    }


class _Round:
    """One look: the alarms as they were, and what came."""

    def __init__(self, now: datetime, usual: Usual, came: dict[Length, list[Seen]]) -> None:
        self._now, self._usual, self._came = now, usual, came
        self._layout: Layout = usual.layout
        recent = Alarm.objects.select_for_update(no_key=True).exclude(over_at__lt=now - LENGTHS[-1].span)
        self._alarms = list(recent.order_by("id"))
        self._mutes = list(Mute.objects.filter(until__gt=now).values_list("area", "category"))

    def carry_on(self) -> int:
        """Carry every alarm on, and raise new ones; return how many are not over."""
        alarms = [
            Running(tuple(one.areas), one.category, _length(one), one.seen_at, one.over_at) for one in self._alarms
        ]
        found = finding.all_lengths(self._counts(), self._usual, self._now, list(self._came), alarms)
        done: set[int] = set()
        for one, number in zip(found, course.matched(found, alarms, self._now, self._layout), strict=True):
            if number is None:
                self._alarms.append(self._raised(one))
            elif number not in done:
                done.add(number)
                self._write(self._alarms[number], one)
        for number, alarm in enumerate(alarms):
            if number not in done:
                self._without(self._alarms[number], alarm)
        return sum(alarm.over_at is None for alarm in self._alarms)

    def _counts(self) -> dict[timedelta, Counter[tuple[str, str]]]:
        counts: dict[timedelta, Counter[tuple[str, str]]] = {}
        for length, rows in self._came.items():
            of_length = counts[length.span] = Counter()
            for row in rows:
                of_length[row.area, row.category] += row.reports
        return counts

    def _raised(self, one: Finding) -> Alarm:
        alarm = Alarm(version=0, raised_at=self._now, first_at=self._now, most=0)
        self._write(alarm, one)
        return alarm

    def _without(self, alarm: Alarm, running: Running) -> None:
        """Carry on an alarm of which nothing was found now: it may still not be usual again, or usual long enough to be over."""
        if alarm.over_at is not None or running.length not in self._came:
            return
        span = self._usual.span(self._now - running.length.span, self._now)
        expected = finding.together([span.expected(cell) for cell in finding.cells(alarm.areas, alarm.category)])
        rows = self._behind(tuple(alarm.areas), alarm.category, running.length)
        count = sum(row.reports for row in rows)
        is_urgent = alarm.category in self._layout.urgent
        if finding.is_still(count, expected, running.length, is_urgent=is_urgent):
            odds, score = expected.odds(count), finding.score(count, expected.mean)
            areas = tuple(alarm.areas)
            self._write(alarm, Finding(areas, alarm.category, running.length, count, expected, odds, score))
        elif course.is_over(running, self._now):
            alarm.over_at = self._now
            alarm.version += 1
            alarm.save(update_fields=["over_at", "version"])

    def _behind(self, areas: Sequence[str], category: str, length: Length) -> list[Seen]:
        """Return what came within a length and belongs to any of the cells."""
        wanted = set(finding.cells(areas, category))
        return [row for row in self._came[length] if wanted.intersection(self._layout.of(row.area, row.category))]

    def _write(self, alarm: Alarm, one: Finding) -> None:
        """Write down what was found of an alarm, and tell people of it when that is due."""
        rows = self._behind(one.areas, one.category, one.length)
        if alarm.pk is None or set(alarm.areas) != set(one.areas) or alarm.category != one.category:
            alarm.version += 1  # what was seen of it is another thing now
        alarm.areas, alarm.category = list(one.areas), one.category
        alarm.minutes = int(one.length.span / MINUTE)
        alarm.first_at = min([alarm.first_at, *(row.first_at for row in rows)])
        alarm.seen_at, alarm.over_at = self._now, None
        alarm.reports = sum(row.reports for row in rows)
        alarm.public_reports = sum(row.public for row in rows)
        alarm.joined = sum(row.joined for row in rows)
        alarm.usual, (alarm.low, alarm.high) = one.expected.mean, one.expected.between(USUAL_SHARE)
        alarm.odds, alarm.score = one.odds, one.score
        alarm.most = max(alarm.most, alarm.reports)
        alarm.parts, alarm.units = _most(rows, "area"), _most(rows, "unit")
        alarm.total = max(alarm.reports, self._since(alarm))
        alarm.is_muted = all(self._is_muted(area, alarm.category) for area in alarm.areas)
        alarm.save()
        self._tell(alarm)

    def _since(self, alarm: Alarm) -> int:
        """Return how many reports came since the first one. One statement."""
        rows = Receipt.objects.filter(received_at__gte=alarm.first_at, received_at__lt=self._now, is_late=False)
        if "" not in alarm.areas:
            rows = rows.filter(area__in=[leaf for area in alarm.areas for leaf in leaves(area) or ()])
        if (of := kinds(alarm.category)) is not None:
            rows = rows.filter(category__in=of)
        return rows.count()

    def _is_muted(self, area: str, category: str) -> bool:
        line, kind = self._layout.line(area), self._layout.kind(category)
        return any(here in line and muted in kind for here, muted in self._mutes)

    def _tell(self, alarm: Alarm) -> None:
        """Tell people of an alarm that is new to them, and again when it grew much."""
        if alarm.is_muted or (alarm.told_at is not None and alarm.reports < GROWN * alarm.told_reports):
            return
        alarm.told_at, alarm.told_reports = self._now, alarm.reports
        alarm.save(update_fields=["told_at", "told_reports"])
        areas = tuple(area for area in alarm.areas if area)
        span = (alarm.low, alarm.high)
        news = notices.News(alarm.pk, alarm.category, areas, alarm.minutes, alarm.reports, *span)
        notices.tell(news, units=[unit for unit, _reports in alarm.units], at=self._now)


def _length(alarm: Alarm) -> Length:
    """Return the length that an alarm was found by; the shortest for one that is looked at no more."""
    return next((length for length in LENGTHS if length.span == alarm.minutes * MINUTE), LENGTHS[0])


def _most(rows: Sequence[Seen], by: str) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[getattr(row, by)] += row.reports
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:PARTS]
