"""What was learned, and what came out, in plain words of the active language: for pages, files' readers and the terminal alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from babel import dates
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.papers import saying
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Estimate, Fit, Spread
from tanggap.staffing.outcomes import Error, Measure, Outcome, Search, Validation
from tanggap.staffing.policies import Policy, Shift, Target
from tanggap.staffing.words import Goal, Priority, Source

HOUR: Final = 60.0  # minutes
DAY: Final = 1440.0
MEASURES: Final[dict[str, tuple[str | Promise, str]]] = {
    "answered_in_six": (gettext_lazy("Answered within 6 hours"), "%"),
    "answered_in_time": (gettext_lazy("Answered as promised"), "%"),
    "solved_in_time": (gettext_lazy("Solved as promised"), "%"),
    "answer_hours": (gettext_lazy("Half are answered within"), "hours"),
    "answer_hours_90": (gettext_lazy("Nine of ten are answered within"), "hours"),
    "solve_days": (gettext_lazy("Half are solved within"), "days"),
    "solve_days_90": (gettext_lazy("Nine of ten are solved within"), "days"),
    "received": (gettext_lazy("Reports that come"), "reports"),
    "done": (gettext_lazy("Reports that end"), "reports"),
    "backlog": (gettext_lazy("Open at the end"), "reports"),
    "backlog_end": (gettext_lazy("Open at the end"), "reports"),
    "utilisation": (gettext_lazy("Working time that is needed"), "%"),
}
"""What a number is called, and its unit (`papers.saying`)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was learned: its value and interval in words, from how many cases (0: from none), and whence."""

    name: str
    value: str
    interval: str
    n: int
    source: str
    is_own: bool


def named(code: str) -> str:
    """Return what a number is called; its code where it is none of ours."""
    return str(MEASURES[code][0]) if code in MEASURES else code


def said(value: float | None, code: str) -> str:
    """Return a value of the number `code` with its unit."""
    return saying.said(value, MEASURES[code][1] if code in MEASURES else "")


def mean(one: Measure | None, code: str) -> str:
    """Return the mean of a number over all futures, a dash where there is none."""
    return said(one.mean if one else None, code)


def interval(one: Measure | None, code: str) -> str:
    """Return the 95 % interval of that mean, empty without one: nothing lies below none, no share above all (Student's t knows neither)."""
    if one is None:
        return ""
    unit = MEASURES[code][1]
    return saying.between(max(0.0, one.low), min(1.0, one.high) if unit == "%" else one.high, unit)


def spread(one: Measure | None, code: str) -> str:
    """Return between what nine of ten futures lie, empty without one."""
    return saying.between(one.least, one.most, MEASURES[code][1]) if one else ""


def people(policy: Policy) -> str:
    """Return how many people a staffing has, and how many paid hours that is in an ordinary week."""
    words = {"n": saying.number(policy.staff), "hours": saying.number(policy.hours_a_week)}
    return (
        ngettext("%(n)s person, %(hours)s hours a week", "%(n)s people, %(hours)s hours a week", policy.staff) % words
    )


def shift(one: Shift) -> str:
    """Return a shift: `4 people, 07.30–16.00, Mon–Fri`."""
    number = ngettext("%(n)s person", "%(n)s people", one.staff) % {"n": saying.number(one.staff)}
    return f"{number}, {times(one)}"


def times(one: Shift) -> str:
    """Return when a shift is: `07.30–16.00, Mon–Fri`."""
    holidays = [_("also on holidays")] if one.on_holidays else []
    return ", ".join([f"{_clock(one.begin)}–{_clock(one.end)}", _days(one.weekdays), *holidays])


def outcome(one: Outcome) -> str:
    """Return in a sentence or two what a staffing brings."""
    if not one.policy.staff:
        return _(
            "Nobody works in this plan: nothing is answered or solved, and %(open)s reports lie open at the end."
        ) % {"open": mean(one.backlog[-1] if one.backlog else None, "backlog")}
    told = [_("With %(people)s:") % {"people": people(one.policy)}]
    shares = [
        _("%(share)s of the reports are answered within 6 hours (in nine of ten futures %(spread)s)")
        % {"share": mean(one.answered_in_six, "answered_in_six"), "spread": spread(one.answered_in_six, "answered_in_six")}
    ] if one.answered_in_six else []  # fmt: skip
    if one.solved_in_time:
        words = {
            "share": mean(one.solved_in_time, "solved_in_time"),
            "spread": spread(one.solved_in_time, "solved_in_time"),
        }
        shares.append(_("%(share)s are solved as promised (%(spread)s)") % words)
    if one.backlog:
        words = {"open": mean(one.backlog[-1], "backlog"), "spread": spread(one.backlog[-1], "backlog")}
        shares.append(
            _("%(open)s lie open after %(days)s days (%(spread)s)") % {**words, "days": saying.number(one.days)}
        )
    return " ".join([*told, "; ".join(shares) + "."])


def target(one: Target) -> str:
    """Return what is to be reached."""
    words = {
        "goal": str(Goal(one.goal).label),
        "share": saying.said(one.share, "%"),
        "confidence": saying.said(one.confidence, "%"),
    }
    return _("%(goal)s: at least %(share)s, in %(confidence)s of the futures") % words


def search(one: Search, most_staff: int) -> str:
    """Return in a sentence what a search found."""
    if one.found is not None:
        words = {"people": people(one.found), "shifts": " · ".join(shift(part) for part in one.found.shifts)}
        found = _("The least that reaches it is %(people)s (%(shifts)s).") % words
        return " ".join([found, *_surely(one)])
    if one.best is None:
        return _("No staffing that was tried reaches it.")
    if one.best.share is None:
        return _(
            "No promise of this kind ended within these days, so nothing could be reached. Choose a longer period."
        )
    words = {
        "most": saying.number(most_staff),
        "people": people(one.best.policy),
        "met": saying.said(one.best.met, "%"),
        "share": saying.said(one.best.share, "%"),
    }
    return (
        _(
            "With up to %(most)s people in a shift nothing reaches it. The nearest, %(people)s, comes to %(share)s and meets the target in "
            "%(met)s of the futures."
        )
        % words
    )


def _surely(one: Search) -> Iterator[str]:
    """Yield how sure it is that this is the least, and that it holds in other futures."""
    words = {"tried": saying.number(len(one.tried))}
    if one.is_proved:
        yield _("Everything that costs less fails; %(tried)s staffings were tried to see that.") % words
    else:
        yield _("The search ended after %(tried)s staffings, so something cheaper may do, too.") % words
    if one.met_again is not None:
        yield _("In other futures than those it was sought in, it is reached in %(met)s.") % {
            "met": saying.said(one.met_again, "%")
        }


def facts(fit: Fit) -> Iterator[Fact]:
    """Yield what was learned of the units' work, each with its evidence."""
    yield _estimate(_("Reports on an ordinary day"), fit.arrivals.rate, "")
    yield _plain(_("Busiest weekday"), _busiest(fit), fit.arrivals.rate)
    yield _plain(_("Busiest hour"), _busiest_hour(fit), fit.arrivals.rate)
    yield _estimate(_("Answered already when they come"), fit.comes_answered, "%")
    yield _spread(_("A person's time for a first answer"), fit.answer_hands, HOUR, "hours")
    yield _spread(_("Time before a first answer that needs nobody"), fit.answer_delay, HOUR, "hours")
    yield _spread(_("A person's time for the work"), fit.solve_hands, HOUR, "hours")
    yield _spread(_("Time of the work that needs nobody"), fit.solve_delay, DAY, "days")
    yield _estimate(_("End without work: refused, joined, given to others"), fit.leaves, "%")
    yield _estimate(_("People are there on … of their days"), fit.presence, "%")
    if fit.priority != Priority.FIFO:
        yield _plain(_("Taken up next"), str(Priority(fit.priority).label), fit.answer_delay)


def trust(past: Sequence[Validation]) -> str:
    """Return in a sentence how the method did beside the naive guess, over all numbers that were checked."""
    errors = [error for one in past for error in one.errors if error.naive is not None]
    number = sum(len(one.windows) for one in past)
    if not errors:
        return _("The past could not be told anew, so nothing shows how far this can be trusted.")
    better = sum(error.error < (error.naive or 0.0) for error in errors)
    words = {"windows": saying.number(number), "better": saying.number(better), "n": saying.number(len(errors))}
    return (
        ngettext(
            "Learned on the past alone and held against what then happened in %(windows)s window, the method was nearer than last "
            "period's value for %(better)s of %(n)s numbers.",
            "Learned on the past alone and held against what then happened in %(windows)s windows, the method was nearer than last "
            "period's value for %(better)s of %(n)s numbers.",
            number,
        )
        % words
    )


def off(value: float | None, error: Error) -> str:
    """Return by how much something is off, in the unit of its number: shares in percentage points."""
    unit = MEASURES[error.name][1] if error.name in MEASURES else ""
    if value is None:
        return saying.UNKNOWN
    if unit == "%":
        return _("%(n)s points") % {"n": saying.number(value * 100, 1)}
    return saying.number(value, 1) if unit in ("reports", "") else saying.said(value, unit)


def _estimate(name: str, one: Estimate, unit: str) -> Fact:
    ends = saying.between(one.low, one.high, unit) if one.n else ""
    return Fact(
        name, saying.said(one.value, unit), ends, one.n, str(Source(one.source).label), one.source == Source.OWN
    )


def _plain(name: str, value: str, of: Estimate | Spread) -> Fact:
    return Fact(name, value, "", of.n, str(Source(of.source).label), of.source == Source.OWN)


def _spread(name: str, one: Spread, step: float, unit: str) -> Fact:
    """Return a time: its mean, or, where it is known by its parts, the time of half of all and of nine in ten."""
    if one.quantiles:
        words = {"half": _time(_part(one, 0.5), step, unit), "most": _time(_part(one, 0.9), step, unit)}
        value = _("half %(half)s, nine of ten %(most)s") % words
    else:
        value = _time(one.mean, step, unit)
    return Fact(name, value, "", one.n, str(Source(one.source).label), one.source == Source.OWN)


def _part(one: Spread, share: float) -> float:
    return one.quantiles[round(share * (len(one.quantiles) - 1))]


def _time(minutes: float, step: float, unit: str) -> str:
    if minutes >= NEVER:
        return _("without end")
    if minutes >= step or not minutes:
        return saying.said(minutes / step, unit)
    return saying.said(minutes / HOUR, "hours") if minutes >= 2 * HOUR else _minutes(minutes)


def _minutes(value: float) -> str:
    return _("%(n)s minutes") % {"n": saying.number(value)}


def _busiest(fit: Fit) -> str:
    day = max(range(7), key=lambda one: fit.arrivals.weekdays[one])
    names = dates.get_day_names("wide", locale=saying.locale())
    return f"{names[day]} (× {saying.number(fit.arrivals.weekdays[day], 2)})"


def _busiest_hour(fit: Fit) -> str:
    hour = max(range(24), key=lambda one: fit.arrivals.hours[one])
    return f"{_clock(hour * 60)}–{_clock((hour + 1) * 60)} ({saying.said(fit.arrivals.hours[hour], '%')})"


def _clock(minutes: int) -> str:
    sign = "." if saying.locale().language == "id" else ":"
    return f"{minutes // 60:02d}{sign}{minutes % 60:02d}"


def _days(weekdays: Sequence[int]) -> str:
    names = dates.get_day_names("abbreviated", locale=saying.locale())
    known = sorted(set(weekdays))
    if len(known) == 7:
        return _("every day")
    if len(known) > 2 and known == list(range(known[0], known[-1] + 1)):
        return f"{names[known[0]]}–{names[known[-1]]}"
    return ", ".join(str(names[day]) for day in known)
