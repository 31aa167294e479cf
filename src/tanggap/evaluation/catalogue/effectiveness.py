"""Effectiveness: are the targets reached?"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.evaluation.catalogue import sources
from tanggap.evaluation.catalogue.declared import (
    BACKLOG_DAYS,
    HERE,
    NO_CATEGORY,
    OLD_SHARE,
    PRESENT,
    RATIO,
    SHARE_LEAST,
    SOURCE,
    SURVEYS,
    TIME_LEAST,
    Indicator,
    Rule,
    counted,
    until,
)
from tanggap.evaluation.words import Criterion
from tanggap.insight.statistics.indicators import OLD_DAYS
from tanggap.reports.lifecycle import ANSWERING
from tanggap.surveys.ikm import LEAST

OF: Final = Criterion.EFFECTIVENESS.value
_SOLVING: Final = ("intake.accept", "verification.accept", "feedback.reopen", "feedback.grant_reopen")
_OPENING: Final = (
    "intake.accept",
    "intake.import_open",
    "feedback.reopen",
    "feedback.grant_reopen",
    "triage.unmerge",
    "feedback.appeal",
)
_ENDING: Final = ("verification.accept", "reports.reject", "reports.refer", "reports.give_up", "triage.merge")
_WORK: Final = _(
    "A closed report is not a solved problem by itself: read it beside the claims that did not hold and the problems that came back."
)

INDICATORS: Final = (
    counted(
        "answered_in_six",
        OF,
        events=("intake.accept", *sorted(ANSWERING)),
        caveats=(_("An answer says that somebody looks after it, not that anything is done."),),
    ),
    counted(
        "solved_in_time",
        OF,
        events=("verification.accept", "deadlines.breach", "deadlines.extend"),
        caveats=(_("A date that was put off with a reason counts: read it beside the dates put off in time."),),
    ),
    Indicator(
        code="solved_share_7d",
        criterion=OF,
        name=_("Solved within 7 days"),
        question=_("How many problems are gone within a week?"),
        definition=_(
            "The share of the reports received in the period that is solved seven days after the receipt: closed by an independent check, "
            "and not opened again since. Reports that still wait count as waiting until now and are not left out. Reports that were "
            "refused, referred to another body or joined to another one are taken out; those given up as not solvable stay in as never "
            "solved. Reports taken over from an earlier system are left out, because not all of their times are known."
        ),
        formula=_("1 − the Kaplan–Meier curve at 7 days"),
        unit="%",
        good="up",
        source=sources.STUDY,
        rule=until(7),
        interval="kaplan_meier",
        least=TIME_LEAST,
        events=_SOLVING,
        needs=(HERE,),
        caveats=(
            _(
                "Complex cases may be promised longer, with a published reason and date; here they count as not solved within 7 days."
            ),
            _WORK,
        ),
    ),
    counted("solved_share_30d", OF, events=_SOLVING, caveats=(_WORK,)),
    Indicator(
        code="kept_up",
        criterion=OF,
        name=_("Kept up with what came in"),
        question=_("Does as much end as comes in?"),
        definition=_(
            "Reports that ended in the period, by a solution or otherwise, for each one that was opened in it: received, opened again, "
            "separated, or appealed. Below 100% the pile grows. Reports taken over open from an earlier system are in it; what was closed "
            "there was never open here."
        ),
        formula=_("reports ended ÷ reports opened"),
        unit="%",
        good="up",
        source=sources.OWN,
        rule=Rule(RATIO, cells=("ended", "opened")),
        interval="ratio",
        least=SHARE_LEAST,
        events=(*_OPENING, *_ENDING),
        needs=(HERE,),
        caveats=(_("A refusal ends a report, too: look at how reports end on the statistics page."),),
    ),
    Indicator(
        code="backlog_days",
        criterion=OF,
        name=_("Days of work that lie open"),
        question=_("How long would the open reports take at the period's pace?"),
        definition=_(
            "The public reports that were open at the end of the period's last day, divided by how many ended on an average day of the "
            "period: so long would it take to finish them if nothing new came in."
        ),
        formula=_("open reports ÷ (reports ended ÷ days of the period that are over)"),
        unit="days",
        good="down",
        source=sources.OWN,
        rule=Rule(BACKLOG_DAYS, cells=("ended",)),
        interval="poisson",
        least=SHARE_LEAST,
        events=(*_OPENING, *_ENDING),
        needs=(HERE,),
        caveats=(_("A mass closing of old reports makes it small for a while."),),
    ),
    Indicator(
        code="backlog_old_share",
        criterion=OF,
        name=_("Open reports that are old"),
        question=_("How much of what is open has been lying for more than 30 days?"),
        definition=_(
            "Of the public reports that are open now: the share that came in more than thirty days ago. It is known of the present alone, "
            "so a period that ended before yesterday has no such number."
        ),
        formula=_("open reports older than 30 days ÷ open reports"),
        unit="%",
        good="down",
        source=sources.STUDY,
        rule=Rule(OLD_SHARE, at=OLD_DAYS),
        interval="wilson",
        least=SHARE_LEAST,
        events=(*_OPENING, *_ENDING),
        needs=(PRESENT,),
    ),
    counted(
        "came_back",
        OF,
        events=("verification.accept", "triage.repeat_found"),
        grows=True,
        source=sources.STUDY,
        caveats=(_("It is found by place, kind and time. A new problem at the same spot can look like the old one."),),
    ),
    counted(
        "satisfaction",
        OF,
        events=("verification.accept", "feedback.rate"),
        grows=True,
        caveats=(
            _(
                "Who answers is no fair sample: the pleased and the angry answer more. It is not the index of the regulation's survey."
            ),
        ),
    ),
    Indicator(
        code="ikm",
        criterion=OF,
        name=_("Index of satisfaction (IKM)"),
        question=_("What do people think of how they were dealt with?"),
        definition=_(
            "The nine elements of the regulation's questionnaire, each answered from 1 to 4, with the same weight of one ninth, times 25: "
            "from all answers that were given on the days of the period to surveys with these elements, doubtful ones included. Areas, "
            "units and channels are those that an answer is about."
        ),
        formula=_("25 × sum of the nine elements' means ÷ 9"),
        unit="score",
        good="up",
        source=sources.SURVEY,
        rule=Rule(SOURCE, source="ikm"),
        interval="student",
        least=LEAST,
        events=(),
        sides=NO_CATEGORY,
        needs=(SURVEYS,),
        caveats=(
            _(
                "Who answers is no fair sample: who stayed silent, the index weighted for it, doubtful answers and the parts stand on the "
                "pages of satisfaction."
            ),
            _(
                "It is counted by the day of the answer, over all surveys: the page of one survey tells the index of that survey alone."
            ),
        ),
    ),
)
