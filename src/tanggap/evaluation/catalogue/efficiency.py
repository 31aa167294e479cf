"""Efficiency: is it done right, fast and simply, and at what cost?"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.evaluation.catalogue import sources
from tanggap.evaluation.catalogue.declared import (
    CHANNEL_COST,
    COST,
    HERE,
    HOURS,
    MEAN,
    PRICES,
    SHARE_LEAST,
    SHARE_LEFT,
    TIME_LEAST,
    Indicator,
    Rule,
    counted,
    share,
)
from tanggap.evaluation.words import Criterion
from tanggap.reports.lifecycle import ANSWERING, CLAIMS

OF: Final = Criterion.EFFICIENCY.value
_ENDS: Final = ("verification.accept", "reports.reject", "reports.refer", "reports.give_up")
_MOVES: Final = ("reports.coordinate", "reports.disposition", "reports.hand_back", "reports.decide", "reports.change")
_ACTS: Final = (
    *_MOVES,
    "reports.start",
    "reports.ask",
    *sorted(CLAIMS),
    "planning.propose",
    "planning.admit",
    "planning.return",
    "verification.send_to_field",
    "verification.reject",
    *_ENDS,
)
_WORK: Final = ("touches", "touches_squares", "visits", "visits_squares", "touches_visits")
_HERE_ENDED: Final = _(
    "Counted of reports received here, on the day of the end that holds; reports joined to another one and those taken over from an "
    "earlier system are left out."
)
_MODEL: Final = _(
    "It is a model, not a time sheet: every act and every visit counts with the minutes that the city entered. Waiting, travel between "
    "visits beyond that, materials and contractors are not in it."
)

INDICATORS: Final = (
    counted("hours_to_answer", OF, events=("intake.accept", *sorted(ANSWERING))),
    counted(
        "days_to_solved",
        OF,
        events=("intake.accept", "verification.accept", "feedback.reopen", "feedback.grant_reopen"),
    ),
    Indicator(
        code="routed_right",
        criterion=OF,
        name=_("Given to the right unit at once"),
        question=_("How often did a report reach the right unit without a detour?"),
        definition=_(
            "Of the reports that ended in the period: the share that was never handed back and that nobody had to give to another unit by "
            "correcting it. Coordination and disposition are ways of working and no detour."
        ),
        formula=_("reports never handed back nor corrected to another unit ÷ reports ended"),
        unit="%",
        good="up",
        source=sources.STUDY,
        rule=share(("routed_right",), ("ends",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=(*_MOVES, *_ENDS),
        needs=(HERE,),
        caveats=(_HERE_ENDED,),
    ),
    Indicator(
        code="first_time",
        criterion=OF,
        name=_("Done right the first time"),
        question=_("How often did the first claim hold?"),
        definition=_(
            "Of the reports that ended as solved in the period: the share whose first claim to be done was accepted and that was not "
            "opened again."
        ),
        formula=_("reports solved with the first claim ÷ reports solved"),
        unit="%",
        good="up",
        source=sources.STUDY,
        rule=share(("first_time",), ("solved",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=(
            *sorted(CLAIMS),
            "verification.reject",
            "verification.accept",
            "feedback.reopen",
            "feedback.grant_reopen",
        ),
        needs=(HERE,),
        caveats=(_HERE_ENDED, _("The youngest closures can still be opened again.")),
        grows=True,
    ),
    Indicator(
        code="touches",
        criterion=OF,
        name=_("Acts for each report"),
        question=_("How many times must somebody take a report up?"),
        definition=_(
            "The mean number of acts of staff and guests on a report from its receipt to its end, of the reports that ended in the period. "
            "Reading, and taking notice, are no acts."
        ),
        formula=_("acts ÷ reports ended"),
        unit="per",
        good="down",
        source=sources.OWN,
        rule=Rule(MEAN, ("touches", "touches_squares"), ("ends",)),
        interval="student",
        least=TIME_LEAST,
        events=_ACTS,
        needs=(HERE,),
        caveats=(_HERE_ENDED, _("Fewer is not better at any price: a check is an act, too.")),
    ),
    Indicator(
        code="hand_overs",
        criterion=OF,
        name=_("Hand-overs for each report"),
        question=_("How many times does a report change hands?"),
        definition=_(
            "The mean number of times that another unit answered for a report from then on, of the reports that ended in the period. A "
            "reorganisation of the offices is none."
        ),
        formula=_("hand-overs ÷ reports ended"),
        unit="per",
        good="down",
        source=sources.STUDY,
        rule=Rule(MEAN, ("hand_overs", "hand_overs_squares"), ("ends",)),
        interval="student",
        least=TIME_LEAST,
        events=(*_MOVES, *_ENDS),
        needs=(HERE,),
        caveats=(_HERE_ENDED,),
    ),
    Indicator(
        code="parts_taken_on",
        criterion=OF,
        name=_("Help that was taken on"),
        question=_("Do units, companies and partners help when they are asked?"),
        definition=_(
            "Of the parts of a report that another unit was asked to do in the period: the share that it neither declined nor handed back. "
            "It counts for the unit that was asked."
        ),
        formula=_("(parts asked − parts declined or handed back) ÷ parts asked"),
        unit="%",
        good="up",
        source=sources.INTEGRATION,
        rule=Rule(SHARE_LEFT, ("parts_declined",), ("parts_asked",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("tasks.ask", "tasks.accept", "tasks.decline", "tasks.hand_back", "tasks.answer"),
        needs=(HERE,),
        caveats=(_("The parts asked last can still be declined."),),
    ),
    Indicator(
        code="hours_per_report",
        criterion=OF,
        name=_("Hours of work for each report"),
        question=_("How much work is a report?"),
        definition=_(
            "The mean working time on a report that ended in the period: its acts and its visits on the spot, each with the minutes that "
            "the city entered for it."
        ),
        formula=_("(acts × minutes of an act + visits × minutes of a visit) ÷ 60 ÷ reports ended"),
        unit="hours",
        good="down",
        source=sources.OWN,
        rule=Rule(HOURS, _WORK, ("ends",)),
        interval="student",
        least=TIME_LEAST,
        events=_ACTS,
        needs=(HERE, PRICES),
        caveats=(_HERE_ENDED, _MODEL),
    ),
    Indicator(
        code="cost_per_report",
        criterion=OF,
        name=_("Cost of each report"),
        question=_("What does it cost to see a report through?"),
        definition=_(
            "The hours of work of a report that ended in the period at the price of an hour, with what a visit costs besides. Prices are "
            "those that the city entered."
        ),
        formula=_("hours for each report × price of an hour + visits for each report × price of a visit"),
        unit="money",
        good="down",
        source=sources.OWN,
        rule=Rule(COST, _WORK, ("ends",)),
        interval="student",
        least=TIME_LEAST,
        events=_ACTS,
        needs=(HERE, PRICES),
        caveats=(_HERE_ENDED, _MODEL),
    ),
    Indicator(
        code="channel_cost",
        criterion=OF,
        name=_("Cost of receiving a report"),
        question=_("What do the channels cost for each report?"),
        definition=_(
            "What it costs to receive a report, by the channels through which the reports of the period came: each counts with the price "
            "that the city entered for its channel."
        ),
        formula=_("sum of (reports of a channel × its price) ÷ reports received"),
        unit="money",
        good="down",
        source=sources.OWN,
        rule=Rule(CHANNEL_COST, cells=("received",)),
        interval="",
        least=1,
        events=("intake.accept",),
        needs=(PRICES,),
        caveats=(
            _("A cheap channel is not a better one: who has no telephone comes to the counter."),
            _("Where a channel has no price, nothing is told, rather than counting it as free."),
        ),
    ),
)
