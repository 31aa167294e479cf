"""A town whose office is played step by step, by other rules than the staffing what-if knows: what it is tested against.

Nothing of `tanggap.staffing`'s engine is in it. Time goes in steps of five minutes. Officers are persons: of different speed, late in the
morning, at lunch, ill for days, in a meeting on Mondays. One of them reads the inbox, in rounds, and sends all answers of a round at once.
The others go out for several jobs in one trip, the urgent first if they think of it, else what is near or old; some jobs wait for material
and need a second visit, some are handed to a contractor. Reports come by hour and weekday, with weeks that are busier than others and days
of rain. At one midnight the staffing changes. What is left is what a city's events would tell of it: a `reading.History`.
"""

import copy
import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from tanggap.catalog.clocks import WorkingTime
from tanggap.evaluation.prices import Prices
from tanggap.staffing.policies import Shift
from tanggap.staffing.reading import History, Row

STEP: Final = 5
DAY: Final = 1440
MONDAY: Final = date(2026, 1, 5)
ZONE: Final = "Asia/Jakarta"
WORKING: Final = WorkingTime(ZoneInfo(ZONE), (*[(time(8), time(16))] * 5, None, None))
BY_HOUR: Final = (1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 8, 8, 8, 7, 7, 6, 6, 5, 4, 3, 2, 1)
BY_WEEKDAY: Final = (1.15, 1.05, 1.0, 1.0, 1.0, 0.9, 0.9)
LIMITS: Final = {
    "urgent": (360, 2 * DAY),
    "standard": (1440, 7 * DAY),
    "large": (1440, 21 * DAY),
}  # minutes to answer and to solve
KINDS: Final = ("urgent", "standard", "large")


@dataclass(frozen=True)
class Town:
    """What one town is like. Times are minutes."""

    a_day: float
    shares: tuple[float, float, float]
    answer_minutes: float
    job_minutes: float
    round_minutes: int
    trip: int
    travel: float
    attention: float
    material: float
    contractor: float
    refused: float
    illness: float
    busy_weeks: float

    @property
    def visit_minutes(self) -> float:
        """Return what a job takes an officer on average, its part of a trip and second visits too: what a time study would find."""
        return (1 + self.material / 2) * self.job_minutes + (1 + self.material) * self.travel / self.trip


@dataclass
class Officer:
    """A person of a shift."""

    shift: Shift
    speed: float
    late: int = 0
    ill_until: int = -1
    free_at: float = 0.0


@dataclass
class Job:
    """A report."""

    came: float
    kind: str
    place: float
    minutes: float
    is_refused: bool
    answered: float = math.inf
    done: float = math.inf
    visits: int = 0
    waits_until: float = 0.0


@dataclass
class Office:
    """All that is there at one moment."""

    town: Town
    coming: np.random.Generator  # what comes: the same, whoever works
    chance: np.random.Generator
    officers: list[Officer]
    jobs: list[Job] = field(default_factory=list)
    inbox: list[Job] = field(default_factory=list)
    work: list[Job] = field(default_factory=list)
    later: list[Job] = field(default_factory=list)
    level: float = 0.0
    next_round: float = 0.0
    acts: Counter[tuple[int, int]] = field(default_factory=Counter)
    away: int = 0
    of: int = 0


def draw_town(chance: np.random.Generator) -> Town:
    """Return a town of its own kind."""
    urgent, large = chance.uniform(0.1, 0.3), chance.uniform(0.1, 0.3)
    return Town(
        a_day=float(np.exp(chance.uniform(math.log(8), math.log(40)))),
        shares=(urgent, 1 - urgent - large, large),
        answer_minutes=chance.uniform(5, 15),
        job_minutes=chance.uniform(30, 70),
        round_minutes=int(chance.choice([60, 120, 240])),
        trip=int(chance.integers(2, 5)),
        travel=chance.uniform(20, 60),
        attention=chance.uniform(0.3, 0.9),
        material=chance.uniform(0.05, 0.25),
        contractor=chance.uniform(0.1, 0.4),
        refused=chance.uniform(0.05, 0.25),
        illness=chance.uniform(0.01, 0.03),
        busy_weeks=chance.uniform(0.03, 0.12),
    )


def people_for(town: Town, load: float) -> int:
    """Return how many officers of eight hours on weekdays such a town keeps busy for `load` of their time."""
    minutes = town.a_day * 7 * (town.answer_minutes + (1 - town.refused) * town.visit_minutes)
    return max(2, round(minutes / load / (5 * 7 * 60)))


def opened(town: Town, shifts: tuple[Shift, ...], seed: int) -> Office:
    """Return the office on its first morning."""
    chance = np.random.default_rng((seed, 1))
    return Office(town, np.random.default_rng((seed, 2)), chance, _people(shifts, chance))


def restaffed(office: Office, shifts: tuple[Shift, ...], seed: int) -> Office:
    """Return a copy of the office whose people work otherwise from now on; who stays in a shift is the same person."""
    other = copy.deepcopy(office)
    other.chance = np.random.default_rng(seed)
    left = list(other.officers)
    people: list[Officer] = []
    for shift in shifts:
        for _number in range(shift.staff):
            same = next((one for one in left if (one.shift.begin, one.shift.end) == (shift.begin, shift.end)), None)
            if same is not None:
                left.remove(same)
            people.append(same or _people((Shift(1, shift.begin, shift.end, shift.weekdays),), other.chance)[0])
    other.officers = people
    return other


def play(office: Office, first: int, days: int) -> Office:
    """Play days of an office, from the beginning of day number `first` on; return it."""
    for day in range(first, first + days):
        _morning(office, day)
        coming = _coming(office, day)
        for now in range(day * DAY, (day + 1) * DAY, STEP):
            while coming and coming[-1].came < now + STEP:
                job = coming.pop()
                office.jobs.append(job)
                office.inbox.append(job)
            ready = [job for job in office.later if job.waits_until <= now]
            if ready:
                office.later = [job for job in office.later if job.waits_until > now]
                office.work += ready
            for officer in office.officers:
                if officer.free_at <= now and _is_there(officer, now):
                    _take_up(office, officer, now)
    return office


def history(office: Office, days: int, *, entered: float = 1.0) -> History:
    """Return what the city's events tell of so many days. Minutes are `entered` times what a time study would find."""
    town = office.town
    prices = Prices(
        "IDR", entered * town.answer_minutes, entered * town.visit_minutes, 30_000.0, 0.0, {}, {"en": "played"}
    )
    return History(
        unit="played",
        first=MONDAY,
        end=MONDAY + timedelta(days=days),
        rows=[_row(job) for job in office.jobs],
        arrived=np.bincount([int(job.came // DAY) for job in office.jobs], minlength=days).tolist(),
        working=WORKING,
        acts=dict(office.acts),
        members=len(office.officers),
        away=office.away,
        of=office.of,
        prices=prices,
    )


def _people(shifts: tuple[Shift, ...], chance: np.random.Generator) -> list[Officer]:
    return [Officer(shift, float(chance.lognormal(0, 0.2))) for shift in shifts for _number in range(shift.staff)]


def _morning(office: Office, day: int) -> None:
    """Let weeks differ, and people fall ill."""
    if day % 7 == 0:
        office.level = 0.6 * office.level + office.coming.normal(0, office.town.busy_weeks)
    office.next_round = day * DAY
    for officer in office.officers:
        officer.late = int(office.chance.uniform(0, 25))
        if day % 7 not in officer.shift.weekdays:
            continue
        if officer.ill_until < day and office.chance.random() < office.town.illness:
            officer.ill_until = day + int(office.chance.geometric(0.35)) - 1
        office.of += 1
        office.away += officer.ill_until >= day


def _coming(office: Office, day: int) -> list[Job]:
    """Return the reports of a day, the last first."""
    town, chance = office.town, office.coming
    rain = 2.0 if chance.random() < 0.08 else 1.0
    number = chance.poisson(town.a_day * BY_WEEKDAY[day % 7] * math.exp(office.level) * rain)
    hours = chance.choice(24, size=number, p=np.array(BY_HOUR) / sum(BY_HOUR))
    came = np.sort(day * DAY + hours * 60 + chance.uniform(0, 60, number))[::-1]
    found = []
    for at in came:
        kind = str(chance.choice(KINDS, p=town.shares))
        size = {"urgent": 0.8, "standard": 1.0, "large": 1.5}[kind] / (1 + 0.5 * town.shares[2] - 0.2 * town.shares[0])
        minutes = float(chance.gamma(2.0, town.job_minutes * size / 2.0))
        found.append(Job(float(at), kind, float(chance.random()), minutes, bool(chance.random() < town.refused)))
    return found


def _is_there(officer: Officer, now: float) -> bool:
    day, minute = divmod(now, DAY)
    shift = officer.shift
    is_in = shift.begin + officer.late <= minute < (shift.end or DAY)
    at_lunch = shift.begin < 720 <= minute < 780
    in_meeting = day % 7 == 0 and 540 <= minute < 630 and shift.begin < 720
    return is_in and day % 7 in shift.weekdays and officer.ill_until < day and not at_lunch and not in_meeting


def _take_up(office: Office, officer: Officer, now: float) -> None:
    if office.inbox and now >= office.next_round:
        _answer(office, officer, now)
    elif office.work:
        _go_out(office, officer, now)


def _answer(office: Office, officer: Officer, now: float) -> None:
    """Read up to twenty messages and answer them all at once."""
    batch, office.inbox = office.inbox[:20], office.inbox[20:]
    if not office.inbox:
        office.next_round = now + office.town.round_minutes
    minutes = sum(float(office.chance.gamma(1.5, office.town.answer_minutes / 1.5)) for _job in batch)
    officer.free_at = _after(officer, now, minutes / officer.speed)
    _note(office, officer.free_at)
    for job in batch:
        job.answered = officer.free_at
        if job.is_refused:
            job.done = job.answered
        else:
            job.waits_until = job.answered
            office.later.append(job)


def _go_out(office: Office, officer: Officer, now: float) -> None:
    """Go out for some jobs, if there are enough of them, or one has waited long, and the day is not over yet."""
    town, chance = office.town, office.chance
    left = (officer.shift.end or DAY) - now % DAY
    oldest = max(now - job.waits_until for job in office.work)
    is_urgent = any(job.kind == "urgent" for job in office.work)
    if left < 45 or (len(office.work) < town.trip and oldest < DAY / 2 and not is_urgent):
        return
    here = float(chance.random())
    if chance.random() < town.attention:
        office.work.sort(key=lambda job: (job.kind != "urgent", job.came))
    else:
        office.work.sort(key=lambda job: abs(job.place - here) - (now - job.came) / (40 * DAY))
    taken, office.work = office.work[: town.trip], office.work[town.trip :]
    _note(office, now)
    at = _after(officer, now, town.travel / 2)
    for job in taken:
        part = job.minutes * (0.5 if job.visits else 1.0)
        at = _after(officer, at, part / officer.speed)
        _visited(office, job, at)
        _note(office, at)
    officer.free_at = _after(officer, at, town.travel / 2)


def _visited(office: Office, job: Job, at: float) -> None:
    chance, town = office.chance, office.town
    job.visits += 1
    if job.visits == 1 and chance.random() < town.material:
        job.waits_until = at + float(chance.lognormal(math.log(4 * DAY), 0.6))
        office.later.append(job)
    elif chance.random() < town.contractor:
        job.done = at + float(chance.lognormal(math.log(5 * DAY), 0.7))
    else:
        job.done = at


def _after(officer: Officer, at: float, minutes: float) -> float:
    """Return when so many minutes of work are over: up to an hour is stayed longer, the rest is done on the next day of the shift."""
    shift = officer.shift
    while True:
        day, minute = divmod(at, DAY)
        end = shift.end or DAY
        if minute + minutes <= end + 60:
            return at + minutes
        minutes -= max(0.0, end - minute)
        day += 1
        while day % 7 not in shift.weekdays:
            day += 1
        at = day * DAY + shift.begin


def _note(office: Office, at: float) -> None:
    day, minute = divmod(at, DAY)
    office.acts[int(day % 7), int(minute // 60)] += 1


def _row(job: Job) -> Row:
    begin = datetime.combine(MONDAY, time(), ZoneInfo(ZONE)).astimezone(UTC)

    def at(minutes: float) -> datetime | None:
        return begin + timedelta(minutes=minutes) if math.isfinite(minutes) else None

    came = begin + timedelta(minutes=job.came)
    answer, solve = LIMITS[job.kind]
    return Row(
        policy=job.kind,
        received_at=came,
        came_at=came,
        answered_at=at(job.answered),
        done_at=at(job.done),
        leaves=job.is_refused and math.isfinite(job.done),
        answer_due_at=came + timedelta(minutes=answer),
        resolve_due_at=came + timedelta(minutes=solve),
        is_imported=False,
        acts=1,
    )
