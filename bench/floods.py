"""From how many reports on a danger to people is worth telling: floods found within the hour, and false alarms, by the rule for it.

python -m bench.floods [--per-day 500] [--months 2] [--seeds 6] [--each 60]

The simulated cities of `tanggap anomalies evaluate`, but only the hour and only kinds of danger are looked at, whenever one is reported: so
a year is measured in a minute. Findings of one kind within four hours are one alarm. Each rule is the sizes (`urgent`, `spread`) of
`anomalies.finding.Length`: from so many reports, or from so many of two lowest areas.
"""

import argparse
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tanggap.anomalies import finding, measured, trial  # noqa: E402
from tanggap.anomalies.finding import LENGTHS, Finding, Length  # noqa: E402
from tanggap.anomalies.trial import STEP, Flood, Receipt, Watched  # noqa: E402
from tanggap.anomalies.usual import Usual  # noqa: E402

HOUR, SAME, WEEK = LENGTHS[0].span, timedelta(hours=4), timedelta(days=7)
RULES = ((6, 6), (5, 5), (4, 4), (5, 4))
SIZES = (6, 8)
PLAN = trial.layout()


class City:
    """A simulated city without floods, what was usual in it week by week, and its reports of dangers."""

    def __init__(self, per_day: float, months: int, seed: int) -> None:
        self.first = trial.FIRST + measured.WARM_UP
        self.last = self.first + timedelta(days=months * measured.MONTH_DAYS)
        receipts = trial.city(per_day, (self.last - trial.FIRST).days, seed)
        watched = Watched(receipts, PLAN)
        weeks = range((self.last - self.first) // WEEK + 1)
        self._usual = [watched.learn(self.first + WEEK * week) for week in weeks]
        self.reports = [one for one in receipts if one.category in trial.URGENT]
        self._ats = [one.at for one in self.reports]

    def between(self, start: datetime, end: datetime) -> list[Receipt]:
        """Return the reports of dangers of a span."""
        return self.reports[bisect_left(self._ats, start) : bisect_left(self._ats, end)]

    def found(self, reports: Sequence[Receipt], now: datetime, rule: Length) -> list[Finding]:
        """Return what a rule finds in the hour before `now`."""
        usual = self._usual[(now - self.first) // WEEK]
        counts = Counter((one.area, one.category) for one in reports if now - HOUR <= one.at < now)
        return finding.unusual(counts, usual, now, rule) if isinstance(usual, Usual) else []

    def steps(self, reports: Sequence[Receipt]) -> Iterator[datetime]:
        """Yield the ends of the steps in which reports came, in which one looks."""
        yield from sorted({self.first + STEP * ((one.at - self.first) // STEP + 1) for one in reports})


def false_alarms(city: City, rule: Length) -> int:
    """Return how many alarms a rule raises where there is no flood."""
    seen: dict[str, datetime] = {}
    raised = 0
    for now in city.steps(city.between(city.first, city.last)):
        around = city.between(now - HOUR, now)
        for one in city.found(around, now, rule) if len(around) >= rule.spread else []:
            raised += one.category not in seen or now - seen[one.category] >= SAME
            seen[one.category] = now
    return raised


def is_found(city: City, flood: Flood, seed: int, rule: Length) -> bool:
    """Return whether a flood is found within the hour of its first report."""
    came = trial.reports_of(flood, seed)
    around = sorted([*city.between(flood.at - HOUR, flood.at + HOUR), *came])
    return any(
        one.category == flood.category and any(PLAN.is_near(area, flood.area) for area in one.areas)
        for now in city.steps([one for one in came if one.at < flood.at + HOUR])
        if now <= flood.at + HOUR
        for one in city.found(around, now, rule)
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.floods", description=__doc__)
    parser.add_argument("--per-day", type=float, default=500.0)
    parser.add_argument("--months", type=int, default=2, help="of each city")
    parser.add_argument("--seeds", type=int, default=6, help="so many cities")
    parser.add_argument("--each", type=int, default=60, help="floods of each size in each city")
    options = parser.parse_args()
    rules = {sizes: LENGTHS[0]._replace(urgent=sizes[0], spread=sizes[1]) for sizes in RULES}
    false: Counter[tuple[int, int]] = Counter()
    hits: Counter[tuple[tuple[int, int], int]] = Counter()
    for seed in range(1, options.seeds + 1):
        city = City(options.per_day, options.months, seed)
        days = options.months * measured.MONTH_DAYS - 1
        planted = trial.floods(SIZES, city.first, days, seed, options.each, of=trial.URGENT)
        for sizes, rule in rules.items():
            false[sizes] += false_alarms(city, rule)
            for flood in planted:
                hits[sizes, flood.size] += is_found(city, flood, seed, rule)
    months, number = options.months * options.seeds, options.each * options.seeds
    for sizes in RULES:
        rate = measured.rate(false[sizes], months)
        told = f"{rate.count} false alarms in {months} months, {rate.a_month:.2f} a month ({rate.low:.2f} to {rate.high:.2f})"
        print(f"from {sizes[0]}, or {sizes[1]} of two places: {told}")
        for size in SIZES:
            share = measured.share(hits[sizes, size], number)
            print(
                f"    floods of {size} within the hour: {share.hits} of {number} ({share.low:.0%} to {share.high:.0%})"
            )


if __name__ == "__main__":
    main()
