"""What an indicator of the catalogue is: one number with its meaning, and the rule by which it is counted."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from tanggap.evaluation import prices
from tanggap.evaluation.words import SIDES
from tanggap.insight.statistics import INDICATORS as COUNTED
from tanggap.insight.statistics.indicators import RULES, UNTIL
from tanggap.insight.statistics.indicators import Rule as InsightRule

INSIGHT, SHARE, SHARE_LEFT, MEAN, RATIO, OLD_SHARE, BACKLOG_DAYS = (
    "insight", "share", "share_left", "mean", "ratio", "old_share", "backlog_days",
)  # fmt: skip
HOURS, COST, CHANNEL_COST, SOURCE = "hours", "cost", "channel_cost", "source"
HERE, PRICES, LEDGER, VIEWS, OPEN_DATA, SUBSCRIPTIONS, SURVEYS, PRESENT = (
    "here", "prices", "ledger", "views", "open_data", "subscriptions", "surveys", "present",
)  # fmt: skip
EVERYWHERE: Final = SIDES
CITY_ALONE: Final[tuple[str, ...]] = ()
NO_CATEGORY: Final = ("area", "unit", "channel")
SHARE_LEAST, TIME_LEAST = 20, 30
_INTERVAL_OF: Final = {"share": "wilson", "score": "student", "quantile": "kaplan_meier", "until": "kaplan_meier"}


@dataclass(frozen=True, slots=True)
class Rule:
    """How it is counted. `kind` is one of those above.

    `part` and `of` are measures of the tallies; those of `cells` columns of insight's rollups. `at` is a number of days, `insight` the
    rule of the room below for what is counted there already, `source` what gives a number that no event of a report holds.
    """

    kind: str
    part: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    at: float = 0.0
    insight: InsightRule | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of a criterion, declared.

    `unit` is one of `words.UNITS`; `good` says which way is better, None where neither is by itself; below `least` cases there is no
    value; `interval` is one of `words.INTERVALS`. `sides` are what a selection may be narrowed to, or divided by; `needs` what must
    exist: `here` (reports received by this system), `prices`, `ledger`, `views`, `open_data`, `subscriptions`, `surveys`, `present` (known
    of now alone). `events` are the kinds of events behind it (`reports.events`); `grows`: the youngest closures still change it.
    """

    code: str
    criterion: str
    name: str | Promise
    question: str | Promise
    definition: str | Promise
    formula: str | Promise
    unit: str
    good: str | None
    source: str | Promise
    rule: Rule
    interval: str
    least: int
    events: tuple[str, ...]
    sides: tuple[str, ...] = EVERYWHERE
    needs: tuple[str, ...] = ()
    caveats: tuple[str | Promise, ...] = ()
    grows: bool = False

    @property
    def target(self) -> prices.Target | None:
        """Return what the city wants it to be, and where that is written; None where nobody set it."""
        return prices.targets().get(self.code)


def counted(
    code: str,
    criterion: str,
    *,
    events: tuple[str, ...],
    needs: tuple[str, ...] = (HERE,),
    caveats: tuple[str | Promise, ...] = (),
    source: str | Promise | None = None,
    grows: bool = False,
) -> Indicator:
    """Return the declaration of a number that the public statistics tell already: one definition, not two."""
    one, rule = COUNTED[code], RULES[code]
    return Indicator(
        code=code,
        criterion=criterion,
        name=one.name,
        question=one.question,
        definition=one.definition,
        formula=one.formula,
        unit=one.unit,
        good=one.good,
        source=one.source if source is None else source,
        rule=Rule(INSIGHT, insight=rule),
        interval=_INTERVAL_OF[rule.kind],
        least=one.least,
        events=events,
        needs=needs,
        caveats=caveats,
        grows=grows,
    )


def until(days: int) -> Rule:
    """Return the rule of the share solved within `days` of the receipt."""
    return Rule(INSIGHT, insight=InsightRule(UNTIL, course="solve", at=days))


def share(part: tuple[str, ...], of: tuple[str, ...]) -> Rule:
    """Return the rule of a share of tallied cases."""
    return Rule(SHARE, part, of)
