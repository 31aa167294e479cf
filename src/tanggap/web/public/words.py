"""What a citizen is told about where a report stands: who has it, what happens now, what still comes."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from tanggap.ledger.marks import Mark
from tanggap.reports.lifecycle import ANSWERING
from tanggap.reports.queries.public import PublicReport
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import Outcome, State
from tanggap.web.ui import formats

CLOSING = "verification.accept"


@dataclass(frozen=True, slots=True)
class Now:
    """One sentence that says where the report stands, and one that says what follows."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Line(Entry):
    """A timeline entry with the promise that it kept or broke, in words, and the number of its leaf in the public log."""

    promise: str = ""
    kept: bool = False
    leaf: int | None = None
    is_unsealed: bool = False


def now(report: PublicReport) -> Now:
    """Return where the report stands."""
    says = {"unit": report.unit, "verifier": report.verifier or _("an independent unit")}
    title, text = _sentences(report)
    return Now(title % says, text % says)


def _sentences(report: PublicReport) -> tuple[str, str]:
    match report.state:
        case State.RECEIVED:
            return _("%(unit)s has the report."), _("It reads it and answers, or asks the unit that can act.")
        case State.COORDINATING:
            return _("%(unit)s was asked to act."), _("It can start the work, or say whose it is.")
        case State.DISPOSITIONED:
            return _("%(unit)s was instructed to act."), _("The next thing you see here is that work has started.")
        case State.IN_PROGRESS:
            return _("%(unit)s is working on it."), _("When it says that it is done, another unit checks it.")
        case State.AWAITING_REPORTER:
            return _("%(unit)s has a question to the reporter."), _("The clock waits for the answer.")
        case State.AWAITING_VALIDATION:
            return (
                _("%(unit)s says that it is done."),
                _("Now %(verifier)s checks it, which took no part in the work. Only then is the report closed."),
            )
        case State.FOLLOW_UP_REJECTED:
            return _("The check failed: it is not done yet."), _("%(unit)s must do it again.")
        case State.REOPENED:
            return _("The reporter was not satisfied."), _("%(unit)s has the report again, with a new deadline.")
        case State.PLANNED:
            return (
                _("It waits in the city’s yearly planning, and is not solved."),
                _("It is too big for one unit and needs a budget. The clock of its promise stands still meanwhile."),
            )
        case State.MERGED:
            return _("This is the same problem as another report."), _("What happens there happens here, too.")
        case State.REJECTED:
            return _("The report was refused."), _("The reason is below. The reporter can appeal.")
        case State.REFERRED:
            return _("Another body is responsible."), _(
                "Whom to turn to, and how, is below. The reporter can appeal if the city should do it all the same."
            )
        case State.UNSOLVED:
            return _("The problem cannot be solved."), _("The reason is below. The reporter can appeal.")
        case _:
            return _closed(report.outcome)


def _closed(outcome: str) -> tuple[str, str]:
    if outcome == Outcome.CLOSED_ELSEWHERE:
        return _("Closed in the earlier system."), _("It was not checked by an independent unit here.")
    undone = {
        Outcome.REFUSED: _("The report was refused."),
        Outcome.REFERRED: _("Another body is responsible."),
        Outcome.UNSOLVED: _("The problem cannot be solved."),
    }
    if outcome in undone:
        return undone[Outcome(outcome)], _("The time for an appeal has passed.")
    return _("Solved, and checked by %(verifier)s."), _("That unit took no part in the work.")


def coming(report: PublicReport) -> list[str]:
    """Return the steps that still lie ahead, in words."""
    steps = [_("Work starts"), _("Another unit checks the result"), _("Solved; the reporter judges")]
    match report.state:
        case State.RECEIVED | State.COORDINATING | State.DISPOSITIONED | State.REOPENED | State.FOLLOW_UP_REJECTED:
            return steps
        case State.IN_PROGRESS | State.AWAITING_REPORTER:
            return steps[1:]
        case State.PLANNED:
            return [_("The plan gets its money, and is built"), *steps[1:]]
        case State.AWAITING_VALIDATION:
            return steps[2:]
        case _:
            return []


def lines(report: PublicReport, marks: Iterable[Mark] = ()) -> list[Line]:
    """Return the timeline; the entry of the first answer and that of the closure say whether the promise was kept.

    What has a mark in `marks` says under which number the public log has it, or that it waits for that.
    """
    names = [field.name for field in fields(Entry)]
    leaves = {(mark.version, mark.kind): mark.number for mark in marks}
    shown: list[Line] = []
    answered, closed = report.answered_at, report.closed_at
    for entry in report.timeline:
        if entry.kind == NEIGHBOUR:
            continue  # they are counted beside the check
        promise, kept = "", False
        if answered and entry.at == answered and entry.kind in ANSWERING and report.answer_kept is not None:
            kept = report.answer_kept
            took = formats.span(answered - report.received_at)
            answered = None
            promise = (_("answered in time: %(span)s") if kept else _("answered late: %(span)s")) % {"span": took}
        elif closed and entry.kind == CLOSING and entry.at == closed and report.resolve_kept is not None:
            kept = report.resolve_kept
            took = formats.span(closed - report.received_at)
            promise = (_("solved in time: %(span)s") if kept else _("solved late: %(span)s")) % {"span": took}
        place = entry.version, entry.kind
        shown.append(
            Line(
                **{name: getattr(entry, name) for name in names},
                promise=promise,
                kept=kept,
                leaf=leaves.get(place),
                is_unsealed=place in leaves and leaves[place] is None,
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class Check:
    """The verification that closed a report: by whom, when, and how."""

    unit: str
    entry: Entry
    is_on_the_spot: bool


def check(report: PublicReport) -> Check | None:
    """Return the check that closed the report, None while there is none."""
    passed = [entry for entry in report.timeline if entry.kind == CLOSING]
    if not passed or report.is_open:
        return None
    last = passed[-1]
    return Check(last.actor or report.verifier, last, ("check", "field") in last.facts)


NEIGHBOUR = "feedback.neighbour"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How many who stood behind a report say that its last closure holds, and how many that it does not."""

    confirmed: int
    denied: int

    def __bool__(self) -> bool:
        return bool(self.confirmed or self.denied)


def neighbours(report: PublicReport) -> Neighbours:
    """Return what supporters said of the last closure."""
    closed = max((entry.version for entry in report.timeline if entry.kind == CLOSING), default=0)
    said = [("solved", "yes") in one.facts for one in report.timeline if one.kind == NEIGHBOUR and one.version > closed]
    return Neighbours(said.count(True), said.count(False))


@dataclass(frozen=True, slots=True)
class Linked:
    """A report of the same problem, closed before (`is_earlier`) or sent since; `code` is empty where the public may not read it."""

    code: str
    is_earlier: bool
    days: str
    metres: str


def links(report: PublicReport) -> list[Linked]:
    """Return the reports by which the problem came back, and the one that it came back from."""
    told = [(one.kind == "triage.repeat_of", dict(one.facts)) for one in report.timeline if one.kind in REPEATS]
    return [
        Linked(facts.get("earlier" if is_earlier else "repeat", ""), is_earlier, facts["days"], facts["metres"])
        for is_earlier, facts in told
    ]


REPEATS = ("triage.repeat_of", "triage.repeat_found")
