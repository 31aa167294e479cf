"""From a history to a fit, pure: what had happened before a day is all that is known of it."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from tanggap.evaluation.arithmetic.intervals import wilson
from tanggap.insight import forecast
from tanggap.insight.forecast import LEVEL_HALF_LIFE_DAYS, Series
from tanggap.staffing import doubting, rostering, surviving
from tanggap.staffing.calibrating import calibrated
from tanggap.staffing.drawing import DAY, mean_of_day
from tanggap.staffing.fits import Arrivals, Estimate, Fit, Kind, Spread, Unsure, Waiting
from tanggap.staffing.reading import History, Row
from tanggap.staffing.words import Doubt, Priority, Source

FEW = 100
MOST_KINDS = 12
WEEK = 7
LEAST_OF_KIND = 30
ACT_MINUTES, VISIT_MINUTES = 10.0, 60.0  # where the city entered none
ACT_CV, WORK_CV = (
    1.0,
    1.0,
)  # how much a task scatters is not in any event: as in the exponential law, the usual assumption
AGE_STEP = 60.0  # minutes: open reports are told apart by the hour


@dataclass(frozen=True, slots=True)
class Known:
    """A report as it stood at a day's beginning: minutes to its answer and of its work, None where they were not over."""

    row: Row
    answered: float | None
    is_done: bool
    took: float | None
    age: float
    since: float


def learn(
    history: History, *, end: date, days: int, lean: History | None = None, priority: Priority = Priority.FIFO
) -> Fit:
    """Return the fit of what had happened in the `days` before `end`. With `lean` all times are those of that history.

    `priority` is the order in which work is taken up today. Nobody can learn it from times: a delay before answers looks the same.
    """
    at = history.midnight(end)
    first = max(history.first, end - timedelta(days=days))
    begin = history.midnight(first)
    own = [known(row, at) for row in history.rows if row.came_at < at]
    recent = [one for one in own if one.row.came_at >= begin]
    base = recent if lean is None else [known(row, at) for row in lean.rows if begin <= row.came_at < at]
    arrived = history.arrived[(first - history.first).days : (end - history.first).days]
    has_answers = any(one.answered is not None and not one.row.comes_answered for one in base)
    source = Source.OWN if lean is None else Source.PRIOR
    leaves, comes_answered = _shares(recent if recent else base, sum(arrived), has_answers=has_answers)
    fit = Fit(
        units=(history.unit,),
        first=first,
        end=end,
        at=at,
        zone=str(history.working.zone),
        n=len(recent),
        arrivals=_arrivals(Series(first, arrived, history.working.closed), base, history.working.zone),
        kinds=_kinds(base, source, has_answers=has_answers),
        answer_hands=_answer_hands(history),
        answer_delay=_answers(base, source),
        solve_hands=_solve_hands(history, base),
        solve_delay=_works(base, source, has_answers=has_answers),
        leaves=leaves,
        comes_answered=comes_answered,
        staff=(),
        presence=_presence(history),
        backlog=(),
        closed=history.holidays(),
        has_answers=has_answers,
        priority=priority,
    )
    week = 7 * fit.arrivals.rate.value * fit.minutes_a_report
    fit = replace(fit, staff=rostering.shifts(history, at=at, work_minutes=week))
    found = calibrated(fit, done=_done_by_came(recent, sum(arrived)))
    fit = found.fit
    return replace(
        fit,
        backlog=_backlog(own, fit, found.queued),
        doubts=_doubts(history, base, fit, lean),
        unsure=replace(_unsure(fit, base, arrived, at), answers_off=found.answers_off, works_off=found.works_off),
    )


def known(row: Row, at: datetime) -> Known:
    """Return how a report stood at an instant: what came later is not known."""
    answered_at = row.answered_at if row.answered_at and row.answered_at <= at else None
    done_at = row.done_at if row.done_at and row.done_at <= at else None
    started_at = max(answered_at, row.came_at) if answered_at else row.came_at
    return Known(
        row=row,
        answered=None if answered_at is None else max(0.0, _minutes(row.came_at, answered_at)),
        is_done=done_at is not None,
        took=None if done_at is None else max(0.0, _minutes(started_at, done_at)),
        age=_minutes(row.received_at, at),
        since=_minutes(started_at, at),
    )


def _minutes(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 60


def _answers(base: Sequence[Known], source: Source) -> Spread:
    asked = [one for one in base if not one.row.comes_answered]
    ended = [one.answered for one in asked if one.answered is not None]
    waiting = [one.since for one in asked if one.answered is None and not one.is_done]
    return surviving.distribution(ended, waiting, source=source) or Spread(0.0, 0.0, 0, Source.ASSUMED)


def _works(base: Sequence[Known], source: Source, *, has_answers: bool) -> Spread:
    """Return how long it takes from the answer (from the receipt where there are no answers) until a report is off the desk."""
    begun = [one for one in base if one.answered is not None or not has_answers]
    ended = [one.took for one in begun if one.took is not None and not one.row.leaves]
    waiting = [one.since for one in begun if not one.is_done]
    return surviving.distribution(ended, waiting, source=source) or Spread(0.0, 0.0, 0, Source.ASSUMED)


def _shares(rows: Sequence[Known], arrived: int, *, has_answers: bool) -> tuple[Estimate, Estimate]:
    """Return which share of what comes leaves without work, and which comes answered.

    What came and is not here any more was passed on: it needed an answer and no work.
    """
    total = max(arrived, len(rows))
    passed = total - len(rows)
    begun = [one for one in rows if one.answered is not None or one.is_done]
    leaving = sum(one.is_done and one.row.leaves for one in begun)
    share = leaving / len(begun) if begun else 0.0
    leaves = _share(passed + share * len(rows), total)
    answered = sum(one.row.comes_answered for one in rows)
    return leaves, _share(answered, total) if has_answers else Estimate(1.0, 1.0, 1.0, total)


def _share(hits: float, n: int) -> Estimate:
    if not n:
        return Estimate(0.0, 0.0, 1.0, 0, Source.ASSUMED)
    reach = wilson(min(hits, n), n)
    return Estimate(hits / n, reach.low, reach.high, n)


def _arrivals(series: Series, base: Sequence[Known], zone: ZoneInfo) -> Arrivals:
    """Return how reports come, by `insight.forecast`; a history of less than four weeks has neither weekdays nor a trend."""
    hours = Counter(one.row.came_at.astimezone(zone).hour for one in base)
    by_hour = [hours[hour] + 0.5 for hour in range(24)]
    shares = tuple(count / sum(by_hour) for count in by_hour)
    n, total = len(series.counts), sum(series.counts)
    model = forecast.fit(series)
    if model is None:
        mean, reach = (total / n, 1.96 * math.sqrt(max(total, 1)) / n) if n else (0.0, 0.0)
        return Arrivals(Estimate(mean, max(0.0, mean - reach), mean + reach, total), (1.0,) * 7, 1.0, shares, 1.0)
    fading = 0.5 ** (1 / LEVEL_HALF_LIFE_DAYS)
    weights = fading ** np.arange(n)
    days = float(weights.sum() ** 2 / (weights**2).sum())  # so many days the level rests on
    reach = 1.96 * math.sqrt(model.level * model.spread / days)
    rate = Estimate(model.level, max(0.0, model.level - reach), model.level + reach, total)
    return Arrivals(rate, model.profile.weekdays, model.profile.closed, shares, model.spread)


def _kinds(base: Sequence[Known], source: Source, *, has_answers: bool) -> tuple[Kind, ...]:
    """Return the kinds by promise: the usual span to its due moments, and how long its work takes. The rarest join those most like them."""
    found: dict[str, list[Known]] = {}
    for one in base:
        found.setdefault(one.row.policy, []).append(one)
    spans = {code: _limits(rows) for code, rows in found.items()}
    common = sorted(found, key=lambda code: (-len(found[code]), code))
    for code in common[MOST_KINDS:]:
        like = min(common[:MOST_KINDS], key=lambda other: abs(math.log(spans[other][1] / spans[code][1])))
        found[like] += found.pop(code)
    kinds = [_kind(code, rows, spans[code], len(base), source, has_answers=has_answers) for code, rows in found.items()]
    kinds.sort(key=lambda kind: (kind.solve_limit, kind.code))
    return tuple(replace(kind, rank=rank) for rank, kind in enumerate(kinds)) or (Kind("", 1.0, 360.0, 10080.0),)


def _limits(rows: Sequence[Known]) -> tuple[float, float]:
    answer = np.median([_minutes(one.row.received_at, one.row.answer_due_at) for one in rows])
    solve = np.median([_minutes(one.row.received_at, one.row.resolve_due_at) for one in rows])
    return max(1.0, float(answer)), max(1.0, float(solve))


def _kind(
    code: str, rows: Sequence[Known], limits: tuple[float, float], total: int, source: Source, *, has_answers: bool
) -> Kind:
    delay = _works(rows, source, has_answers=has_answers)
    own = delay if delay.n >= LEAST_OF_KIND else None
    return Kind(code, len(rows) / total, *limits, n=len(rows), delay=own)


def _answer_hands(history: History) -> Spread:
    minutes = history.prices.minutes_an_act if history.prices else ACT_MINUTES
    return Spread(minutes, ACT_CV, 0, Source.ENTERED if history.prices else Source.ASSUMED)


def _solve_hands(history: History, base: Sequence[Known]) -> Spread:
    """Return the minutes of work on a report: its acts after the first, and one visit on the spot, each as the city entered it."""
    minutes = history.prices.minutes_an_act if history.prices else ACT_MINUTES
    visit = history.prices.minutes_a_visit if history.prices else VISIT_MINUTES
    acts = [max(0, one.row.acts - 1) for one in base if one.is_done and not one.row.leaves and one.row.acts]
    more = float(np.mean(acts)) if acts else 1.0
    source = Source.ENTERED if history.prices else Source.ASSUMED
    return Spread(more * minutes + visit, WORK_CV, len(acts), source)


def _presence(history: History) -> Estimate:
    if not history.of:
        return Estimate(1.0, 1.0, 1.0, 0, Source.ASSUMED)
    found = _share(history.of - history.away, history.of)
    return replace(found, value=max(found.value, 0.05))


def _unsure(fit: Fit, base: Sequence[Known], arrived: Sequence[int], at: datetime) -> Unsure:
    """Return how much more than by chance the weeks of the past differ; they are counted back from its end."""
    number = len(arrived) // WEEK
    weeks: list[list[Known]] = [[] for _week in range(number)]
    for one in base:
        place = int(_minutes(one.row.came_at, at) // (WEEK * DAY))
        if place < number:
            weeks[place].append(one)
    first = len(arrived) - number * WEEK
    days = [fit.first + timedelta(days=first + day) for day in range(number * WEEK)]
    usual = [mean_of_day(fit, day) for day in days]
    return doubting.of_rows(
        answers=[
            [(one.answered, _minutes(one.row.came_at, at)) for one in week if not one.row.comes_answered]
            for week in weeks
        ],
        works=[[(one.took, one.since) for one in week if _is_worked(one, fit)] for week in weeks],
        leaves=[[one.row.leaves for one in week if one.answered is not None or one.is_done] for week in weeks],
        comes_answered=[[one.row.comes_answered for one in week] for week in weeks],
        arrived=[sum(arrived[first + WEEK * week : first + WEEK * (week + 1)]) for week in range(number)],
        expected=[sum(usual[WEEK * week : WEEK * (week + 1)]) for week in range(number)],
        spread=fit.arrivals.spread,
    )


def _is_worked(one: Known, fit: Fit) -> bool:
    return (one.answered is not None or not fit.has_answers) and not (one.is_done and one.row.leaves)


def _done_by_came(rows: Sequence[Known], arrived: int) -> float:
    """Return how much was done, or passed on, for each report that came: below 1 the pile grew."""
    passed = max(0, arrived - len(rows))
    return (sum(one.is_done for one in rows) + passed) / max(arrived, len(rows), 1)


def _backlog(own: Sequence[Known], fit: Fit, queued: float) -> tuple[Waiting, ...]:
    """Return what lies open; of what was answered the youngest `queued` share still waits to be taken up."""
    codes = {kind.code for kind in fit.kinds}
    first = max(fit.kinds, key=lambda kind: kind.share).code
    lying = [one for one in own if not one.is_done]
    answered = sorted(
        (one for one in lying if one.answered is not None or not fit.has_answers), key=lambda one: one.since
    )
    waiting = {id(one) for one in answered[: round(queued * len(answered))]}
    begun = {id(one) for one in answered} - waiting
    found: Counter[tuple[str, float, bool, bool, float]] = Counter()
    for one in lying:
        code = one.row.policy if one.row.policy in codes else first
        is_answered = one.answered is not None or not fit.has_answers
        found[code, _step(one.age), is_answered, id(one) in begun, _step(one.since)] += 1
    return tuple(Waiting(*key[:4], count, key[4]) for key, count in sorted(found.items()))


def _step(minutes: float) -> float:
    return max(0.0, round(minutes / AGE_STEP) * AGE_STEP)


def _doubts(history: History, base: Sequence[Known], fit: Fit, lean: History | None) -> tuple[Doubt, ...]:
    taken_over = sum(one.row.is_imported for one in base) > len(base) / 2
    told = {
        Doubt.LEANS: lean is not None,
        Doubt.FEW: lean is None and fit.n < FEW,
        Doubt.NO_ANSWERS: not fit.has_answers,
        Doubt.NO_PRICES: history.prices is None,
        Doubt.NO_ROSTER: not history.members,
        Doubt.TAKEN_OVER: taken_over,
        Doubt.HANDS_UNSEEN: Doubt.HANDS_UNSEEN in fit.doubts,
    }
    return tuple(doubt for doubt, holds in told.items() if holds)
