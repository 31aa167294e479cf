"""Accountability: does somebody answer for the results, and does a third party look?"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.evaluation.catalogue import sources
from tanggap.evaluation.catalogue.declared import (
    CITY_ALONE,
    HERE,
    LEDGER,
    PRESENT,
    SHARE_LEAST,
    SOURCE,
    Indicator,
    Rule,
    counted,
    share,
)
from tanggap.evaluation.words import Criterion
from tanggap.reports.lifecycle import CLAIMS

OF: Final = Criterion.ACCOUNTABILITY.value

INDICATORS: Final = (
    counted(
        "verified",
        OF,
        events=("verification.accept", "intake.import_closed"),
        needs=(),
        caveats=(
            _("Of reports received here it is 100% by the rule of the database; less means closures taken over."),
        ),
    ),
    Indicator(
        code="checked_in_field",
        criterion=OF,
        name=_("Closures checked on the spot"),
        question=_("How often did somebody go and look?"),
        definition=_(
            "Of the reports closed by a check in the period: the share whose check was made on the spot. Who is visited is decided by "
            "rule, by risk and by lot."
        ),
        formula=_("closures checked on the spot ÷ closures by a check"),
        unit="%",
        good="up",
        source=sources.STUDY,
        rule=share(("checked_in_field",), ("closures",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("verification.send_to_field", "verification.accept"),
        needs=(HERE,),
        caveats=(
            _("Not every result needs a visit: the sample by lot tells how many false ones the papers let through."),
        ),
    ),
    counted(
        "false_closures",
        OF,
        events=(*sorted(CLAIMS), "verification.reject", "verification.accept", "reports.contest"),
    ),
    counted("reopened", OF, events=("verification.accept", "feedback.reopen", "feedback.grant_reopen"), grows=True),
    Indicator(
        code="disputes_upheld",
        criterion=OF,
        name=_("Disputes that were upheld"),
        question=_("How often was the first decision wrong?"),
        definition=_(
            "Of the disputes decided in the period: the share that the one who disputed won. Disputes are requests to open a report again, "
            "appeals against a refusal, a referral, a giving up or having to wait for the yearly planning, and checks that the unit "
            "contested."
        ),
        formula=_("disputes upheld ÷ disputes decided"),
        unit="%",
        good=None,
        source=sources.COMPLAINTS,
        rule=share(
            ("requests_granted", "appeals_upheld", "contests_upheld"),
            ("requests_decided", "appeals_decided", "contests_decided"),
        ),
        interval="wilson",
        least=SHARE_LEAST,
        events=(
            "feedback.grant_reopen",
            "feedback.refuse_reopen",
            "feedback.appeal",
            "reports.contest",
            "verification.accept",
            "verification.reject",
        ),
        needs=(HERE,),
        caveats=(
            _(
                "Neither way is better: none upheld may mean good decisions or deaf ears, many upheld bad decisions or open ears."
            ),
        ),
    ),
    Indicator(
        code="escalations_acknowledged",
        criterion=OF,
        name=_("Warnings that somebody took notice of"),
        question=_("Does anybody react when time is running out?"),
        definition=_(
            "Of the escalations told in the period: the share that one of those told took notice of. It counts for the unit that was told."
        ),
        formula=_("escalations acknowledged ÷ escalations told"),
        unit="%",
        good="up",
        source=sources.SERVICE,
        rule=share(("acknowledged",), ("escalated",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("deadlines.escalate", "deadlines.acknowledge"),
        needs=(HERE,),
        caveats=(
            _("Who solves the report without a word is not counted as having taken notice."),
            _("The youngest can still be acknowledged."),
        ),
    ),
    counted("closed_fast", OF, events=("intake.accept", "verification.accept", "intake.import_closed"), needs=()),
    Indicator(
        code="ledger_proofs",
        criterion=OF,
        name=_("Events proved by the public log"),
        question=_("Can nobody change the past unseen?"),
        definition=_(
            "Of all events that belong into the public log: the share that a signed head of the log covers now, so that everybody can "
            "check that nothing was changed or left out. Known of the whole city and of the present alone."
        ),
        formula=_("events covered by a signed head ÷ events that belong into the log"),
        unit="%",
        good="up",
        source=sources.LOG,
        rule=Rule(SOURCE, source="ledger_proofs"),
        interval="",
        least=1,
        events=(),
        sides=CITY_ALONE,
        needs=(LEDGER, PRESENT),
    ),
    Indicator(
        code="ledger_witnessed",
        criterion=OF,
        name=_("Events that others vouch for"),
        question=_("Does somebody outside the city sign the log, too?"),
        definition=_(
            "Of all events that belong into the public log: the share that a head covers now which somebody else signed, too. Known of the "
            "whole city and of the present alone."
        ),
        formula=_("events covered by a head with a signature of others ÷ events that belong into the log"),
        unit="%",
        good="up",
        source=sources.LOG,
        rule=Rule(SOURCE, source="ledger_witnessed"),
        interval="",
        least=1,
        events=(),
        sides=CITY_ALONE,
        needs=(LEDGER, PRESENT),
        caveats=(_("A witness vouches that the log only grew, not that what it says is true."),),
    ),
)
