"""`python -m bench.staffing`: how far the staffing what-if foretells what a changed staffing brings, in towns played by other rules.

Each town (`bench/staffed.py`) is played for some weeks, then its staffing changes at midnight, in several ways, from the same state. The
what-if learns from the weeks before alone, is told the true new shifts, and foretells the four weeks after. Beside it: the four weeks
before again (*naive*), and M/M/c of the same people and minutes (*formula*). *held* is how often what was lay within the range that was
told for nine of ten. Prints the tables of docs/staffing.md; `tests/staffing/test_engine_changed.py` runs a few.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    os.environ.setdefault("TANGGAP_HOME", str(ROOT / "var" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()

from bench import requests311, staffed  # noqa: E402
from tanggap.staffing.fitting import fit_history  # noqa: E402
from tanggap.staffing.outcomes import Check, Window  # noqa: E402
from tanggap.staffing.policies import Shift  # noqa: E402
from tanggap.staffing.simulating import today  # noqa: E402
from tanggap.staffing.validating import NAMES, errors, validate_history, window  # noqa: E402
from tanggap.staffing.words import Priority  # noqa: E402

SEED: Final = 2026
LEARN: Final = 84  # days before the change, of which the first two weeks fill the office
WARM: Final = 14
DAYS: Final = 28
TOWNS: Final = 60
RUNS: Final = 60
ENTERED: Final = (1.0, 0.6, 1.7)  # minutes as the city enters them, by what a time study would find
CHANGES: Final = ("as before", "+40 %", "-25 %", "two in the evening", "two at weekends")


@dataclass(frozen=True)
class Told:
    """One change in one town: what was foretold, and what came."""

    town: int
    change: str
    entered: float
    window: Window


def shifts(change: str, people: int) -> tuple[Shift, ...]:
    """Return the shifts after a change, of an office that has so many people on weekdays from 8 to 16."""
    office = Shift(people, 480, 960)
    more = max(1, round(0.4 * people))
    fewer = max(1, round(0.25 * people))
    return {
        "as before": (office,),
        "+40 %": (replace(office, staff=people + more),),
        "-25 %": (replace(office, staff=people - fewer),),
        "two in the evening": (office, Shift(2, 960, 1320, (0, 1, 2, 3, 4, 5, 6), on_holidays=True)),
        "two at weekends": (office, Shift(2, 480, 960, (5, 6), on_holidays=True)),
    }[change]


def town(
    number: int,
    *,
    changes: Sequence[str] = CHANGES,
    entered: Sequence[float] = ENTERED,
    runs: int = RUNS,
    order: Priority = Priority.ANSWERS,
) -> list[Told]:
    """Play one town and its changes, and return what was foretold of each."""
    chance = np.random.default_rng((SEED, number))
    drawn = staffed.draw_town(chance)
    people = staffed.people_for(drawn, float(chance.uniform(0.6, 0.95)))
    before = staffed.play(staffed.opened(drawn, shifts("as before", people), number), 0, WARM + LEARN)
    after = {}
    for place, change in enumerate(changes):
        other = staffed.restaffed(before, shifts(change, people), 1000 * number + place)
        after[change] = staffed.play(other, WARM + LEARN, DAYS)
    found = []
    for factor in entered:
        known = staffed.history(before, WARM + LEARN, entered=factor)
        fit = fit_history(known, end=staffed.MONDAY + timedelta(days=WARM + LEARN), days=LEARN, priority=order)
        for change, office in after.items():
            came = staffed.history(office, WARM + LEARN + DAYS)
            policy = replace(today(fit), shifts=shifts(change, people))
            found.append(Told(number, change, factor, window(came, fit, DAYS, policy=policy, runs=runs)))
    return found


def table(told: Sequence[Told]) -> Iterator[str]:
    """Yield the lines of a table: number by number, error beside naive and formula, and how often the range held."""
    yield "| | windows | error | naive | formula | held |"
    yield "|---|---|---|---|---|---|"
    for error in errors([one.window for one in told]):
        by, unit = (100, " points") if error.name in ("answered_in_six", "solved_in_time") else (1, "")
        off = [
            f"{value * by:.1f}{unit}" if value is not None else "–"
            for value in (error.error, error.naive, error.formula)
        ]
        yield f"| {error.name} | {error.windows} | {' | '.join(off)} | {100 * error.within:.0f} % |"


def moved(told: Sequence[Told]) -> Iterator[str]:
    """Yield how far the change itself was foretold: what came less the same town as before, beside the same difference foretold."""
    same = {(one.town, one.entered): one.window for one in told if one.change == "as before"}
    yield "| | changes | really | foretold | error | of no change |"
    yield "|---|---|---|---|---|---|"
    for change in [name for name in CHANGES if name != "as before"]:
        for name in NAMES:
            pairs = [
                (check(one.window, name), check(same[one.town, one.entered], name))
                for one in told
                if one.change == change
            ]
            rows = [(a.real - b.real, a.predicted - b.predicted) for a, b in pairs if a and b]
            if rows:
                real, said = (np.array(column) for column in zip(*rows, strict=True))
                by = 100 if name in ("answered_in_six", "solved_in_time") else 1
                numbers = (real.mean(), said.mean(), np.abs(real - said).mean(), np.abs(real).mean())
                yield (
                    f"| {change}: {name} | {len(rows)} | "
                    + " | ".join(f"{value * by:+.1f}" for value in numbers)
                    + " |"
                )


def check(of: Window, name: str) -> Check | None:
    """Return one number of a window."""
    return next((one for one in of.checks if one.name == name), None)


def real(windows: int = 12, days: int = 28, learn: int = 364) -> Iterator[str]:
    """Yield the tables of the real requests: each agency, and all of them."""
    every: list[Window] = []
    for agency in requests311.agencies():
        found = validate_history(requests311.past(agency), windows=windows, days=days, learn=learn)
        every += found.windows
        yield f"\n{agency}"
        yield from table([Told(0, "", 1.0, one) for one in found.windows])
    yield "\nall"
    yield from table([Told(0, "", 1.0, one) for one in every])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--towns", type=int, default=TOWNS)
    parser.add_argument(
        "--first", type=int, default=0, help="the first town's number: others than those that something was chosen by"
    )
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--entered", type=float, nargs="*", default=ENTERED, help="minutes as entered, by what they are"
    )
    parser.add_argument(
        "--order", default=Priority.ANSWERS, help="what the what-if is told of today's order; the towns answer first"
    )
    parser.add_argument("--by-change", action="store_true", help="a table for each change, too")
    parser.add_argument("--past", action="store_true", help="tell the real requests of the file instead")
    given = parser.parse_args()
    if given.past:
        print("\n".join(real()))
        return
    begun = time.process_time()
    told: list[Told] = []
    numbers = range(given.first, given.first + given.towns)
    for number in numbers:
        told += town(number, entered=given.entered, runs=given.runs, order=Priority(given.order))
    for factor in given.entered:
        some = [one for one in told if one.entered == factor]
        print(f"\nminutes entered × {factor}")
        print("\n".join(table(some)))
        if given.by_change:
            for change in CHANGES:
                print(f"\n{change}")
                print("\n".join(table([one for one in some if one.change == change])))
        print("\n".join(moved(some)))
    print(f"\n{given.towns} towns, {time.process_time() - begun:.0f} s of a core")


if __name__ == "__main__":
    main()
