"""The numbers that are told, each with its question, its definition and its formula; `insight.words` says what the columns count."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tanggap.insight.statistics.values import Indicator

SHARE_LEAST = 20
TIME_LEAST = 30
SHARE, COUNT, STOCK, OLD, QUANTILE, UNTIL, SCORE = "share", "count", "stock", "old", "quantile", "until", "score"
OLD_DAYS = 30

STUDY: Final = _("Study of the city's CRM: the four criteria and how they are measured")
PROMISE: Final = _("The promises of the city's catalogue of categories")
OWN: Final = _("Rule of this system")
SURVIVAL: Final = _("Kaplan and Meier 1958; intervals after Greenwood 1926 and Brookmeyer and Crowley 1982")
SURVEY: Final = _("Regulation PermenPAN-RB 14/2017 on satisfaction surveys; scores of 1 to 4")


@dataclass(frozen=True, slots=True)
class Rule:
    """How it is counted: `part` and `of` are columns of the rollups, `course` the times, `at` a quantile of them or days."""

    kind: str
    part: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    course: str = ""
    at: float = 0.0


_WATCHED: Final = _(
    "Reports that still wait count as waiting until now and are not left out: leaving them out would make a slow city look fast. Reports "
    "that were refused, referred to another body or joined to another one are taken out; those given up as not solvable stay in as never "
    "solved. Reports taken over from an earlier system are left out, because not all of their times are known."
)
_CLOSURES: Final = _(
    "It counts on the day of the closure, so the youngest closures can still change, and the share grows for some days."
)


def _row(
    code: str,
    name: str | Promise,
    question: str | Promise,
    definition: str | Promise,
    formula: str | Promise,
    unit: str,
    good: str | None,
    source: str | Promise,
    rule: Rule,
    *more: str | Promise,
) -> tuple[Indicator, Rule]:
    least = {SHARE: SHARE_LEAST, SCORE: SHARE_LEAST, QUANTILE: TIME_LEAST, UNTIL: TIME_LEAST}.get(rule.kind, 0)
    said = format_lazy("{} {}", definition, more[0]) if more else definition
    return Indicator(code, name, question, said, formula, unit, good, least, source), rule


_ROWS: Final = (
    _row(
        "received",
        _("Reports received"),
        _("How many problems were reported?"),
        _(
            "Public reports that came in on a day of the period, whatever became of them. Each counts in its present area and category and "
            "for the unit that answers for it now. Private and withheld reports are in no public number."
        ),
        _("reports received"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("received",)),
    ),
    _row(
        "answered_in_six",
        _("Answered within 6 hours"),
        _("How soon does somebody react?"),
        _(
            "Of all reports received here whose first six hours ended in the period: the share that a unit had answered by then, by "
            "coordinating, starting, asking, refusing, or joining it to another report. Reports still without an answer count as not "
            "answered. Reports taken over from an earlier system are left out, because their first answer is not known."
        ),
        _("answered within six hours ÷ reports whose first six hours ended"),
        "%",
        "up",
        STUDY,
        Rule(SHARE, ("answered_in_six",), ("six_hours_over",)),
    ),
    _row(
        "answered_in_time",
        _("First answers as promised"),
        _("Was the promised first answer kept?"),
        _(
            "Of the first answers that were given in time or fell due in the period: the share given before the promised time had passed. "
            "A promise counts for the unit that answered for the report when it was kept or broken."
        ),
        _("first answers in time ÷ (first answers in time + promised times that passed without one)"),
        "%",
        "up",
        PROMISE,
        Rule(SHARE, ("answered_in_time",), ("answered_in_time", "late_answers")),
    ),
    _row(
        "solved_in_time",
        _("Solutions as promised"),
        _("Was the promised solution kept?"),
        _(
            "Of the solutions that a check closed in time or that fell due in the period: the share closed before the promised time had "
            "passed. Where the city promised another date and gave its reason, that date counts. A report that was opened again is "
            "promised anew and counts again. The clock of a report in the yearly planning stands: it counts neither way until it comes "
            "out. A promise counts for the unit that answered for the report when it was kept or broken."
        ),
        _("closures in time ÷ (closures in time + promised times that passed without a closure)"),
        "%",
        "up",
        PROMISE,
        Rule(SHARE, ("solved_in_time",), ("solved_in_time", "late_solutions")),
    ),
    _row(
        "backlog",
        _("Open reports"),
        _("How much is still to be done?"),
        _(
            "Public reports that were open at the end of the period's last day: received or opened again by then, and neither solved nor "
            "closed otherwise. Reports in the yearly planning are among them: waiting for a budget solves nothing. Each counts in its "
            "present area and category and for the unit that answers for it now."
        ),
        _("reports opened until then − reports ended until then"),
        "reports",
        "down",
        OWN,
        Rule(STOCK, ("opened",), ("ended",)),
    ),
    _row(
        "in_planning",
        _("Open reports in the yearly planning"),
        _("How much waits for a budget?"),
        _(
            "Of the public reports that were open at the end of the period's last day: those that wait in the yearly planning, too big for "
            "one unit. They are not solved, and a unit that has many has not done more for it. Each counts for the unit that answers now: "
            "the one that builds, once there is money."
        ),
        _("reports taken into the planning until then − reports that came out of it until then, built or not"),
        "reports",
        None,
        OWN,
        Rule(STOCK, ("planned",), ("unplanned",)),
    ),
    _row(
        "backlog_over_30d",
        _("Open for more than 30 days"),
        _("How much has been lying for long?"),
        _(
            "Public reports that are open now and came in more than thirty days ago, whenever that was. It is known of the present "
            "alone, so a period that ended before yesterday has no such number."
        ),
        _("open reports whose receipt lies more than 30 days back"),
        "reports",
        "down",
        OWN,
        Rule(OLD, at=OLD_DAYS),
    ),
    _row(
        "hours_to_answer",
        _("Hours to the first answer, median"),
        _("How long does one wait for a first answer?"),
        _("The time after which half of the reports received in the period had their first answer."),
        _("median of the Kaplan–Meier curve from the receipt to the first answer"),
        "hours",
        "down",
        SURVIVAL,
        Rule(QUANTILE, course="answer", at=0.5),
        _WATCHED,
    ),
    _row(
        "hours_to_answer_p90",
        _("Hours to the first answer, nine of ten"),
        _("How long do nine of ten wait at most for a first answer?"),
        _("The time after which nine of ten reports received in the period had their first answer."),
        _("90th percentile of the Kaplan–Meier curve from the receipt to the first answer"),
        "hours",
        "down",
        SURVIVAL,
        Rule(QUANTILE, course="answer", at=0.9),
        _WATCHED,
    ),
    _row(
        "days_to_solved",
        _("Days to the solution, median"),
        _("How long does a solution take?"),
        _(
            "The time after which half of the reports received in the period were solved: closed by an independent check, and not "
            "opened again since."
        ),
        _("median of the Kaplan–Meier curve from the receipt to the closure that holds"),
        "days",
        "down",
        SURVIVAL,
        Rule(QUANTILE, course="solve", at=0.5),
        _WATCHED,
    ),
    _row(
        "days_to_solved_p90",
        _("Days to the solution, nine of ten"),
        _("How long do nine of ten solutions take at most?"),
        _(
            "The time after which nine of ten reports received in the period were solved: closed by an independent check, and not opened "
            "again since."
        ),
        _("90th percentile of the Kaplan–Meier curve from the receipt to the closure that holds"),
        "days",
        "down",
        SURVIVAL,
        Rule(QUANTILE, course="solve", at=0.9),
        _WATCHED,
    ),
    _row(
        "solved_share_30d",
        _("Solved within 30 days"),
        _("How likely is a solution within a month?"),
        _(
            "The share of the reports received in the period that is solved thirty days after the receipt: closed by an independent check, "
            "and not opened again since."
        ),
        _("1 − the Kaplan–Meier curve at 30 days"),
        "%",
        "up",
        SURVIVAL,
        Rule(UNTIL, course="solve", at=30),
        _WATCHED,
    ),
    _row(
        "closures",
        _("Solved and checked"),
        _("How much was solved?"),
        _(
            "Closures of the period: an independent check found that the problem was gone. A report opened again can be closed again."
        ),
        _("closures by a check"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("closures",)),
    ),
    _row(
        "verified",
        _("Closures checked by another unit"),
        _("Did somebody else look whether it is solved?"),
        _(
            "Of all closures in the period: the share that a unit checked which had not worked on the report. This system closes nothing "
            "without such a check; closures taken over from an earlier system were not checked here and count against the share."
        ),
        _("closures by a check ÷ (closures by a check + closures taken over)"),
        "%",
        "up",
        STUDY,
        Rule(SHARE, ("closures",), ("closures", "unchecked_closures")),
    ),
    _row(
        "false_closures",
        _("Claims that did not hold"),
        _("How often was “done” said too early?"),
        _(
            "Of the claims that a report is done on which a check decided in the period: the share that went back to the unit. A claim "
            "counts once, at its first check; a return that a second validator overturned is not counted as one."
        ),
        _("(returned − overturned) ÷ claims checked"),
        "%",
        "down",
        STUDY,
        Rule(SHARE, ("returned",), ("checked",)),
    ),
    _row(
        "reopened",
        _("Closures opened again"),
        _("How often was the problem not gone?"),
        _(
            "Of the closures of the period: the share that was opened again because the reporter said that the problem was not gone."
        ),
        _("closures opened again ÷ closures"),
        "%",
        "down",
        STUDY,
        Rule(SHARE, ("undone",), ("closures",)),
        _CLOSURES,
    ),
    _row(
        "came_back",
        _("The same problem came back"),
        _("How often did a solution not last?"),
        _(
            "Of the closures of the period: the share after which the same problem was reported again near by, within the category's days."
        ),
        _("closures with a repeat ÷ closures"),
        "%",
        "down",
        OWN,
        Rule(SHARE, ("came_back",), ("closures",)),
        _CLOSURES,
    ),
    _row(
        "unhappy",
        _("Not satisfied"),
        _("How many were not satisfied?"),
        _(
            "Of the ratings that reporters gave closures of the period: the share with 1 or 2 of 4. Who does not answer is counted neither "
            "as satisfied nor as dissatisfied."
        ),
        _("ratings of 1 or 2 ÷ ratings"),
        "%",
        "down",
        SURVEY,
        Rule(SHARE, ("unhappy",), ("rated",)),
        _CLOSURES,
    ),
    _row(
        "satisfaction",
        _("Satisfaction"),
        _("How satisfied are the reporters?"),
        _(
            "The mean of the ratings of 1 to 4 that reporters gave closures of the period, times 25: all very satisfied are 100. Who does "
            "not answer is left out."
        ),
        _("25 × sum of ratings ÷ ratings"),
        "score",
        "up",
        SURVEY,
        Rule(SCORE, ("score", "score_squares"), ("rated",)),
        _CLOSURES,
    ),
    _row(
        "closed_fast",
        _("Closed within ten minutes"),
        _("How many were closed before anybody can have been there?"),
        _(
            "Of the closures of the period, those taken over from an earlier system too: the share that came within ten minutes of the "
            "receipt. The study found many of them. They are told apart because no work on the spot is so fast."
        ),
        _("closures within ten minutes ÷ closures"),
        "%",
        "down",
        STUDY,
        Rule(SHARE, ("closed_fast",), ("closures", "unchecked_closures")),
    ),
    _row(
        "refused",
        _("Refused"),
        _("How many were refused?"),
        _(
            "Refusals of the period, each with a reason that the reporter can appeal. A refusal that was appealed still counts."
        ),
        _("reports refused"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("rejected",)),
    ),
    _row(
        "referred",
        _("Referred to another body"),
        _("How many were not the city's task?"),
        _("Reports that were closed in the period because another body is responsible; the reporter was told which."),
        _("reports referred"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("referred",)),
    ),
    _row(
        "unsolved",
        _("Closed as not solvable"),
        _("How many did the city give up?"),
        _("Reports that were closed in the period because they cannot be solved, each with its reason."),
        _("reports given up"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("unsolved",)),
    ),
    _row(
        "joined",
        _("Joined to another report"),
        _("How many told of a problem that was known?"),
        _(
            "Reports that were joined in the period to another one of the same problem. One that was separated again still counts."
        ),
        _("reports joined"),
        "reports",
        None,
        OWN,
        Rule(COUNT, ("merged",)),
    ),
)

INDICATORS: Final[dict[str, Indicator]] = {indicator.code: indicator for indicator, _rule in _ROWS}
RULES: Final[dict[str, Rule]] = {indicator.code: rule for indicator, rule in _ROWS}
