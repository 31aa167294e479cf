"""`tanggap staffing`: what was learned of a unit, what a staffing would bring, the least that reaches a target, how the past was met."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from tanggap.core.refusal import NotFound, Refusal
from tanggap.evaluation import prices
from tanggap.places.city import city
from tanggap.staffing import differing, kept, saying
from tanggap.staffing.comparing import contrast
from tanggap.staffing.fits import Fit
from tanggap.staffing.fitting import LEARN_DAYS, fit
from tanggap.staffing.outcomes import Outcome, Pair, Validation
from tanggap.staffing.policies import Demand, Period, Policy, Shift, Storm, Target
from tanggap.staffing.pooling import pool
from tanggap.staffing.seeking import cheapest
from tanggap.staffing.simulating import RUNS, simulate, simulated, today
from tanggap.staffing.validating import validate
from tanggap.staffing.words import Doubt, Goal, Priority

SHIFT: Final = re.compile(r"(\d{1,3})@(\d\d):(\d\d)-(\d\d):(\d\d)(?:/([1-7]{1,7}))?(h?)")
STORM: Final = re.compile(r"(\d{4}-\d\d-\d\d):(\d{1,7})(?:@(\d\d):(\d\d)/(\d{1,2}))?")
HOW_SHIFT: Final = (
    "write PEOPLE@HH:MM-HH:MM/DAYS, such as 4@07:30-16:00/12345 (1 is Monday); an h at the end: also on holidays"
)
HOW_STORM: Final = "write DAY:REPORTS or DAY:REPORTS@HH:MM/HOURS, such as 2026-02-10:20000@05:00/18"


class Command(BaseCommand):
    """Reads and computes; nothing is kept. Bad input ends with 2 and says what to do."""

    help = "Staffing what-if: fit, try, compare, cheapest, validate, of one unit or of several as one pool. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        every = CommandParser(add_help=False)
        every.add_argument("unit", nargs="+", metavar="UNIT", help="code of a unit; several are one pool of people")
        every.add_argument(
            "--end", type=_day, default=None, metavar="DAY", help="the past ends before this day (today)"
        )
        every.add_argument(
            "--order", choices=Priority.values, default=Priority.FIFO.value, help="what is taken up next today (fifo)"
        )
        every.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        every.add_argument("--language", default="en", help="id or en")
        learn = CommandParser(add_help=False)
        learn.add_argument("--learn", type=int, default=LEARN_DAYS, metavar="DAYS", help="learn from so many days")
        learn.add_argument("--lean", action="store_true", help="lean on all units where there are too few reports")
        plan = CommandParser(add_help=False)
        plan.add_argument(
            "--shift", type=_shift, action="append", default=[], metavar="SHIFT", help=f"{HOW_SHIFT}; today's without"
        )
        plan.add_argument(
            "--priority", choices=Priority.values, default=None, help="what is taken up next; as today without"
        )
        plan.add_argument("--reserved", type=int, default=0, help="so many of those on duty for first answers alone")
        plan.add_argument(
            "--presence", type=float, default=None, help="share of their days on which people are there, 0 to 1"
        )
        plan.add_argument("--growth", type=float, default=1.0, help="arrivals times this")
        plan.add_argument("--storm", type=_storm, action="append", default=[], metavar="STORM", help=HOW_STORM)
        plan.add_argument("--days", type=int, default=28, help="simulate so many days from the end of the past on")
        plan.add_argument("--runs", type=int, default=RUNS, help="simulated futures")
        plan.add_argument("--seed", type=int, default=1, help="the same seed gives the same numbers")
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("fit", parents=[every, learn], help="what was learned, with its evidence")
        what.add_parser("try", parents=[every, learn, plan], help="what a staffing would bring")
        beside = what.add_parser("compare", parents=[every, learn, plan], help="what a staffing has more than another")
        beside.add_argument(
            "--with",
            type=_shift,
            action="append",
            default=[],
            dest="other",
            metavar="SHIFT",
            help="a shift of the other staffing; today's without",
        )
        seek = what.add_parser("cheapest", parents=[every, learn, plan], help="the least that reaches a target")
        seek.add_argument(
            "--goal", choices=Goal.values, default=Goal.ANSWERED_IN_SIX.value, help="what is to be reached"
        )
        seek.add_argument("--share", type=float, required=True, help="by which share of the reports, 0 to 1")
        seek.add_argument("--confidence", type=float, default=0.95, help="in which share of the futures, 0 to 1")
        seek.add_argument("--most", type=int, default=20, metavar="PEOPLE", help="in one shift")
        past = what.add_parser(
            "validate", parents=[every], help="how far the method explains the past, beside naive guesses"
        )
        past.add_argument("--windows", type=int, default=4)
        past.add_argument("--days", type=int, default=14, help="length of a window")
        past.add_argument(
            "--learn", type=int, default=56, metavar="DAYS", help="learn from so many days before each window"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["language"] not in city().languages:
            raise wrong("language", f"this city speaks {', '.join(city().languages)}; choose one of them")
        acts = {
            "fit": self._fit,
            "try": self._try,
            "compare": self._compare,
            "cheapest": self._cheapest,
            "validate": self._validate,
        }
        with translation.override(options["language"]):
            try:
                acts[options["what"]](options)
            except NotFound as refusal:
                raise wrong(
                    "unit", "there is none of this code that works; its code stands on the units' page"
                ) from refusal
            except Refusal as refusal:
                lines = [f"{field}: {words}" for field, words in refusal.errors.items()] or [str(refusal)]
                raise CommandError("\n".join(lines), returncode=2) from refusal

    def _fit(self, options: dict[str, Any]) -> None:
        known = _learned(options)
        self._say(options, known, _fit_lines(known))

    def _try(self, options: dict[str, Any]) -> None:
        known = _learned(options)
        found = simulate(known, _policy(known, options), **_how(known, options))
        self._say(options, found, _outcome_lines(found))

    def _compare(self, options: dict[str, Any]) -> None:
        known = _learned(options)
        how, here = _how(known, options), _policy(known, options)
        there = replace(here, shifts=tuple(options["other"])) if options["other"] else today(known)
        one, its = simulated(known, here, **how)
        other, others = simulated(known, there, **how)
        found = Pair(one, other, contrast(one, its, other, others))
        lines = [saying.outcome(one), saying.outcome(other), *differing.lines(found.more)]
        self._say(options, found, lines)

    def _cheapest(self, options: dict[str, Any]) -> None:
        known = _learned(options)
        like = _policy(known, options)
        target = Target(Goal(options["goal"]), options["share"], options["confidence"])
        most, how = options["most"], _how(known, options)
        found = cheapest(known, target, shifts=like.shifts, like=like, most_staff=most, **how)
        lines = [saying.target(target), saying.search(found, most)]
        self._say(options, found, [*lines, *(_outcome_lines(found.outcome) if found.outcome else ())])

    def _validate(self, options: dict[str, Any]) -> None:
        if options["windows"] < 1 or options["days"] < 1 or options["learn"] < 1:
            raise wrong("windows", "windows, their days and the days to learn from are whole numbers from 1 on")
        how = {name: options[name] for name in ("windows", "days", "learn")} | {"priority": Priority(options["order"])}
        found = tuple(validate(code, end=options["end"], **how) for code in options["unit"])
        self._say(options, found, [saying.trust(found), *_validation_lines(found)])

    def _say(self, options: dict[str, Any], found: Any, lines: Iterable[str]) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps(kept.dump(found), ensure_ascii=False, indent=1, allow_nan=False))
            return
        for line in lines:
            self.stdout.write(line)


def wrong(field: str, words: str) -> CommandError:
    """Return the refusal of an option: its name, what is wrong, what to do."""
    return CommandError(f"{field}: {words}", returncode=2)


def _learned(options: dict[str, Any]) -> Fit:
    if options["learn"] < 1:
        raise wrong("learn", "the days to learn from are a whole number from 1 on")
    how = {"end": options["end"], "days": options["learn"], "lean": options["lean"]}
    how["priority"] = Priority(options["order"])
    return pool([fit(code, **how) for code in dict.fromkeys(options["unit"])])


def _policy(known: Fit, options: dict[str, Any]) -> Policy:
    shifts = tuple(options["shift"]) or known.staff
    return Policy(shifts, Priority(options["priority"] or known.priority), options["reserved"], options["presence"])


def _how(known: Fit, options: dict[str, Any]) -> dict[str, Any]:
    entered = prices.prices()
    return {
        "period": Period(known.end, options["days"]),
        "demand": Demand(options["growth"], tuple(options["storm"])),
        "runs": options["runs"],
        "seed": options["seed"],
        "price_an_hour": entered.an_hour if entered else None,
        "currency": entered.currency if entered else "",
    }


def _fit_lines(known: Fit) -> Iterator[str]:
    yield f"{', '.join(known.units)}: {known.first} – {known.end}, n {known.n}, open {known.open}"
    for one in known.staff:
        yield f"  {saying.shift(one)}"
    for fact in saying.facts(known):
        interval = f" ({fact.interval})" if fact.interval else ""
        yield f"{fact.name}: {fact.value}{interval}, n {fact.n}, {fact.source}"
    yield from (f"! {Doubt(one).label}" for one in known.doubts)


def _outcome_lines(found: Outcome) -> Iterator[str]:
    yield saying.outcome(found)
    for code in saying.MEASURES:
        one = getattr(found, code, None)
        if one is not None and code != "backlog":
            yield f"{saying.named(code)}: {saying.mean(one, code)} ({saying.interval(one, code)}); {saying.spread(one, code)}"
    yield from (f"! {Doubt(one).label}" for one in found.doubts)


def _validation_lines(found: Iterable[Validation]) -> Iterator[str]:
    for one in found:
        for error in one.errors:
            off = [saying.off(value, error) for value in (error.error, error.naive, error.formula)]
            yield f"{one.unit}, {saying.named(error.name)}: {off[0]}; naive {off[1]}; Erlang C {off[2]}; n {error.windows}"
        for origin, reason in one.refused:
            yield f"{one.unit}, {origin}: {reason}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise wrong("end", f"“{text}” is no day; write it as 2026-03-31") from error


def _shift(text: str) -> Shift:
    found = SHIFT.fullmatch(text)
    if found is None:
        raise wrong("shift", f"“{text}” is no shift; {HOW_SHIFT}")
    staff, *times = (int(one) for one in found.groups()[:5])
    weekdays = tuple(sorted({int(day) - 1 for day in found[6] or "12345"}))
    return Shift(staff, times[0] * 60 + times[1], times[2] * 60 + times[3], weekdays, bool(found[7]))


def _storm(text: str) -> Storm:
    found = STORM.fullmatch(text)
    if found is None:
        raise wrong("storm", f"“{text}” is no storm; {HOW_STORM}")
    begin = int(found[3]) * 60 + int(found[4]) if found[3] else 360
    return Storm(_day(found[1]), int(found[2]), begin, float(found[5] or 12))
