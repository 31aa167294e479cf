"""What was learned and what came out, as the pages show it: rows of words, and charts."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.agencies import queries as agencies
from tanggap.papers import saying as plain
from tanggap.staffing import differing, saying
from tanggap.staffing.fits import Fit
from tanggap.staffing.outcomes import Contrast, Error, Outcome, Validation
from tanggap.staffing.policies import Policy
from tanggap.staffing.queries import ScenarioRow
from tanggap.staffing.words import Doubt, Priority
from tanggap.web.staffing import drawing
from tanggap.web.staffing.drawing import Drawn
from tanggap.web.ui import formats

CHARTS = 4  # that are drawn unless others are chosen
MOST_CHARTS = 8
WEEK = 7
Words = str | Promise
NUMBERS = (
    "received", "done", "answered_in_six", "answered_in_time", "solved_in_time",
    "answer_hours", "answer_hours_90", "solve_days", "solve_days_90",
    "utilisation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the method was off for one number of one unit, beside the naive guesses; `is_nearer` None where there is none."""

    unit: str
    name: str
    windows: int
    off: str
    naive: str
    formula: str
    within: str
    is_nearer: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the others."""

    row: ScenarioRow
    is_chosen: bool
    known: tuple[Doubt, ...] = ()  # doubts of what was learned, which stand above already

    @property
    def demand(self) -> str:
        """Return for how long it was simulated, and what comes besides the usual."""
        return demand(self.row)

    @property
    def people(self) -> str:
        """Return how many people it has; of a search what was found."""
        return saying.people(self.policy) if self.policy is not None else ""

    @property
    def policy(self) -> Policy | None:
        """Return the staffing; of a search the one that was found."""
        if not self.row.is_sought:
            return self.row.policy
        return self.row.search.found if self.row.search else None

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Return (name, mean, between what nine of ten futures lie) of the numbers that decide."""
        one = self.row.outcome
        found = []
        for code in ("answered_in_six", "solved_in_time", "backlog", "utilisation"):
            measure = (
                (one.backlog[-1] if one.backlog else None) if one and code == "backlog" else getattr(one, code, None)
            )
            found.append((saying.named(code), saying.mean(measure, code), saying.spread(measure, code)))
        return found

    @property
    def cost(self) -> str:
        """Return what a week costs; paid hours where no price is entered."""
        return cost(self.row.outcome)

    @property
    def doubts(self) -> list[str]:
        """Return what has to be known of it."""
        return doubts(one for one in (self.row.outcome.doubts if self.row.outcome else ()) if one not in self.known)


@dataclass(frozen=True, slots=True)
class Beside:
    """A scenario less the one that all are compared with: a sentence, and (name, mean, interval, nine of ten futures) of each number.

    `why` says why there is nothing to tell; then the rest is empty.
    """

    row: ScenarioRow
    sentence: str
    cells: tuple[tuple[str, str, str, str], ...]
    cost: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart of a scenario."""

    row: ScenarioRow
    chart: Drawn
    sentence: str


@dataclass(frozen=True, slots=True)
class Number:
    """A result: its mean, the interval of the mean, between what nine of ten futures lie, as today, and what it is more than today.

    `more` is the mean of the paired differences, `more_interval` how sure that is; empty where the two did not meet the same futures.
    """

    name: str
    mean: str
    interval: str
    spread: str
    today: str
    more: str = ""
    more_interval: str = ""


def doubts(found: Iterable[Doubt]) -> list[str]:
    """Return what a reader has to know, in words."""
    return [str(Doubt(one).label) for one in dict.fromkeys(found)]


def errors(past: Iterable[Validation]) -> Iterator[Checked]:
    """Yield how far the method was off, unit by unit and number by number."""
    for one in past:
        for error in one.errors:
            yield _checked(one.unit, error)


def _checked(unit: str, error: Error) -> Checked:
    return Checked(
        unit=agencies.unit_label(unit),
        name=saying.named(error.name),
        windows=error.windows,
        off=saying.off(error.error, error),
        naive=saying.off(error.naive, error),
        formula=saying.off(error.formula, error),
        within=plain.said(error.within, "%"),
        is_nearer=error.error < error.naive if error.naive is not None else None,
    )


def untold(past: Iterable[Validation]) -> Iterator[tuple[str, date, str]]:
    """Yield the windows of the past that could not be told, with the reason."""
    for one in past:
        for origin, reason in one.refused:
            yield agencies.unit_label(one.unit), origin, reason


def chosen(rows: Sequence[ScenarioRow], given: Sequence[str]) -> set[int]:
    """Return the numbers of the scenarios whose charts are drawn: those that were ticked, else the first ones with a result."""
    wanted = {int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10}
    with_result = [row.number for row in rows if row.outcome]
    ticked = [number for number in with_result if number in wanted]
    return set((ticked or with_result[:CHARTS])[:MOST_CHARTS])


def compared(rows: Sequence[ScenarioRow], drawn: set[int], fit: Fit) -> list[Compared]:
    """Return the scenarios side by side."""
    return [Compared(row, row.number in drawn, fit.doubts) for row in rows]


def demand(row: ScenarioRow) -> str:
    """Return for how long a scenario was simulated, and what comes besides the usual: `28 days · × 1.10 · 20,000 on 2 Feb`."""
    said = [ngettext("%(n)s day", "%(n)s days", row.days) % {"n": plain.number(row.days)}]
    if row.demand.growth != 1:
        said.append(f"× {plain.number(row.demand.growth, 2)}")
    for storm in row.demand.storms:
        words = {"n": plain.number(storm.reports), "day": formats.day(storm.on)}
        said.append(_("a storm of %(n)s on %(day)s") % words)
    return " · ".join(said)


def other(row: ScenarioRow, today: ScenarioRow | None) -> str:
    """Return a warning where today's staffing met something else, so that the two are not compared; empty where it met the same."""
    if today is None or row.met_as(today):
        return ""
    words = {"here": demand(row), "today": demand(today)}
    return (
        _(
            "Today's staffing stands there for %(today)s, this one for %(here)s: what differs is not the people alone. To compare them, "
            "try today's staffing with the same days, reports and seed."
        )
        % words
    )


def reference(rows: Sequence[ScenarioRow], given: str) -> ScenarioRow | None:
    """Return the scenario that all are compared with: the one asked for if it has a result, else the staffing of today."""
    with_result = [row for row in rows if row.outcome]
    return next(
        (row for row in with_result if str(row.number) == given),
        next((row for row in with_result if row.number == 1), None),
    )


def beside(rows: Sequence[ScenarioRow], other: ScenarioRow | None) -> list[Beside]:
    """Return what each scenario with a result has more than `other`."""
    if other is None:
        return []
    return [_beside(row, other) for row in rows if row.outcome and row.number != other.number]


def _beside(row: ScenarioRow, other: ScenarioRow) -> Beside:
    found = row.beside(other)
    if found is None:
        return Beside(row, "", (), "", _unpaired(row, other))
    cells = tuple(
        (saying.named(name), differing.mean(one), differing.interval(one), differing.spread(one))
        for name in differing.SAID
        for one in (found.of(name),)
    )
    return Beside(row, differing.sentence(found), cells, differing.price(found))


def _unpaired(row: ScenarioRow, other: ScenarioRow) -> str:
    if not row.met_as(other):
        return _("It met other days, reports or chance, so what differs is not the people alone.")
    return _(
        "It was computed before single futures were kept. Have both computed once more, then they can be compared."
    )


def charts(rows: Sequence[ScenarioRow], wanted: set[int]) -> list[Charted]:
    """Return the chosen scenarios' charts on one axis, with today's staffing behind each of the others."""
    shown = [(row, row.outcome) for row in rows if row.number in wanted and row.outcome]
    today = next((row.outcome for row in rows if row.number == 1), None)
    most = drawing.top([outcome for _row, outcome in shown] + ([today] if today else []))
    return [
        Charted(row, drawing.drawn(one, today=None if row.number == 1 else today, most=most), saying.outcome(one))
        for row, one in shown
    ]


def chart(row: ScenarioRow, today: ScenarioRow | None) -> Drawn | None:
    """Return the chart of one scenario, None while there is no result."""
    return drawing.drawn(row.outcome, today=today.outcome if today else None) if row.outcome else None


def cost(one: Outcome | None) -> str:
    """Return what a week costs; paid hours where no price is entered."""
    if one is None:
        return plain.UNKNOWN
    weeks = one.days / WEEK
    if one.cost is None:
        return _("%(n)s hours") % {"n": plain.number(one.hours / weeks)}
    return plain.said(one.cost / weeks, "money", one.currency)


def sentence(row: ScenarioRow) -> str:
    """Return what came out, in a sentence or two; empty while nothing did."""
    found = [saying.search(row.search, row.most_staff or 0)] if row.search else []
    return " ".join([*found, saying.outcome(row.outcome)] if row.outcome else found)


def inputs(row: ScenarioRow) -> Iterator[tuple[Words, str]]:
    """Yield what was asked."""
    yield (
        _("Shifts"),
        " · ".join(saying.shift(one) for one in row.policy.shifts)
        if not row.is_sought
        else " · ".join(saying.times(one) for one in row.policy.shifts),
    )
    yield _("Taken up next"), str(Priority(row.policy.priority).label)
    if row.policy.reserved:
        yield _("Only for first answers"), plain.number(row.policy.reserved)
    if row.policy.presence is not None:
        yield _("Present"), plain.said(row.policy.presence, "%")
    yield _("Days"), plain.number(row.days)
    if row.demand.growth != 1:
        yield _("Reports beside the usual"), f"× {plain.number(row.demand.growth, 2)}"
    for storm in row.demand.storms:
        words = {"n": plain.number(storm.reports), "day": formats.day(storm.on), "hours": plain.number(storm.hours, 1)}
        yield _("Storm"), _("%(n)s reports on %(day)s within %(hours)s hours") % words
    if row.price_an_hour is not None:
        yield _("Price of an hour"), plain.said(row.price_an_hour, "money", row.currency)
    yield _("Simulated futures"), plain.number(row.runs)
    yield _("Seed of chance"), str(row.seed)


def numbers(row: ScenarioRow, today: ScenarioRow | None) -> Iterator[Number]:
    """Yield what came out, each number with how sure it is and beside today's staffing."""
    one, now = row.outcome, today.outcome if today else None
    if one is None:
        return
    contrast = row.beside(today) if today else None

    def more(code: str) -> tuple[str, str]:
        found = contrast.of(code) if contrast else None
        return (differing.mean(found), differing.interval(found)) if found else ("", "")

    for code in NUMBERS:
        found = getattr(one, code)
        if found is not None or getattr(now, code, None) is not None:
            yield Number(
                saying.named(code), saying.mean(found, code), saying.interval(found, code), saying.spread(found, code),
                saying.mean(getattr(now, code, None), code), *more(code),
            )  # fmt: skip
    last, then = (outcome.backlog[-1] if outcome and outcome.backlog else None for outcome in (one, now))
    parts = (saying.mean(last, "backlog"), saying.interval(last, "backlog"), saying.spread(last, "backlog"))
    yield Number(saying.named("backlog"), *parts, saying.mean(then, "backlog"), *more("backlog"))
    yield Number(_("Work of usual days, of what can be done"), load(one), "", "", load(now) if now else plain.UNKNOWN)
    yield Number(_("A week costs"), cost(one), "", "", cost(now), _costs_more(contrast))


def _costs_more(found: Contrast | None) -> str:
    if found is None or found.cost_a_week is None:
        return ""
    sign = "+" if found.cost_a_week > 0 else "-" if found.cost_a_week < 0 else ""
    return sign + plain.said(abs(found.cost_a_week), "money", found.currency)


def sentence_beside(row: ScenarioRow, today: ScenarioRow | None) -> str:
    """Return in a sentence what it brings beside today's staffing; empty where the two did not meet the same futures."""
    found = row.beside(today) if today else None
    return differing.sentence(found) if found else ""


def load(one: Outcome) -> str:
    """Return the work that comes in by what can be done."""
    return plain.percent(one.load) if math.isfinite(one.load) else "∞"


def tried(row: ScenarioRow) -> Iterator[tuple[str, str, str]]:
    """Yield the staffings that a search looked at: people, share reached, futures in which the target was met."""
    for one in row.search.tried if row.search else ():
        yield saying.people(one.policy), plain.said(one.share, "%"), plain.said(one.met, "%")


def known(fit: Fit) -> list[tuple[Words, str]]:
    """Return what the form of a staffing reminds of."""
    rate = fit.arrivals.rate
    return [
        (_("Reports on an ordinary day"), f"{plain.number(rate.value, 1)} ({plain.number(rate.low, 1)} – {plain.number(rate.high, 1)})"),
        (_("Minutes of people for a report"), plain.number(fit.minutes_a_report)),
        (_("Open today"), plain.number(fit.open)),
        (_("Staff of today"), " · ".join(saying.shift(one) for one in fit.staff) or _("nobody")),
    ]  # fmt: skip


def address(row: ScenarioRow) -> str:
    """Return where a scenario is."""
    return reverse("staffing:scenario", args=[row.basis, row.number])
