"""Transparency: does everybody get accurate, prompt and current information?"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tanggap.evaluation.catalogue import sources
from tanggap.evaluation.catalogue.declared import (
    CITY_ALONE,
    HERE,
    OPEN_DATA,
    PRESENT,
    SHARE_LEAST,
    SOURCE,
    SUBSCRIPTIONS,
    VIEWS,
    Indicator,
    Rule,
    share,
)
from tanggap.evaluation.words import Criterion
from tanggap.reports.lifecycle import CLAIMS

OF: Final = Criterion.TRANSPARENCY.value

INDICATORS: Final = (
    Indicator(
        code="complete",
        criterion=OF,
        name=_("Place and kind are known"),
        question=_("Is what is published complete?"),
        definition=_("Of the public reports received in the period: the share whose area and category are known now."),
        formula=_("reports with area and category ÷ reports received"),
        unit="%",
        good="up",
        source=sources.OPEN_DATA,
        rule=share(("complete",), ("received",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("intake.accept", "intake.import_open", "intake.import_closed", "reports.change"),
        caveats=(
            _("Narrowed to an area or a category it is near 100% by itself: the others are not known to belong there."),
        ),
    ),
    Indicator(
        code="moves_told",
        criterion=OF,
        name=_("Steps explained to the public"),
        question=_("Does the public read why something happened?"),
        definition=_(
            "Of the acts of staff in the period that the public sees and that can carry words for the reader: the share that carried some."
        ),
        formula=_("public acts with words ÷ public acts that can carry words"),
        unit="%",
        good="up",
        source=sources.OPENNESS,
        rule=share(("moves_told",), ("moves_public",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=(
            "reports.coordinate",
            "reports.start",
            *sorted(CLAIMS),
            "planning.admit",
            "planning.return",
            "reports.reject",
            "reports.refer",
            "verification.reject",
            "deadlines.extend",
        ),
        needs=(HERE,),
        caveats=(_("Whether the words help is not counted here."),),
    ),
    Indicator(
        code="trail_whole",
        criterion=OF,
        name=_("A whole public trail"),
        question=_("Can everybody follow a solved report from the answer to the check?"),
        definition=_(
            "Of the reports that ended as solved in the period: the share of which the public reads words of the first answer, of the "
            "start and of the claim, and that it was checked."
        ),
        formula=_("solved reports with a whole trail ÷ reports solved"),
        unit="%",
        good="up",
        source=sources.OPENNESS,
        rule=share(("trail_whole",), ("solved",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("reports.coordinate", "reports.start", "planning.admit", *sorted(CLAIMS), "verification.accept"),
        needs=(HERE,),
    ),
    Indicator(
        code="put_off_before",
        criterion=OF,
        name=_("Delays told before they happened"),
        question=_("Does one hear of a delay in time?"),
        definition=_(
            "Of the times in the period that a promised solution was put off with a published reason: the share that was told before the "
            "promised time had passed."
        ),
        formula=_("put off before the promised time ÷ times put off"),
        unit="%",
        good="up",
        source=sources.COMPLAINTS,
        rule=share(("put_off_before",), ("put_off",)),
        interval="wilson",
        least=SHARE_LEAST,
        events=("deadlines.extend", "deadlines.breach"),
        needs=(HERE,),
        caveats=(
            _("A delay that was never told is not in it: it stands among the solutions that broke their promise."),
        ),
    ),
    Indicator(
        code="open_data_in_time",
        criterion=OF,
        name=_("Open data on time"),
        question=_("Is the data published every day?"),
        definition=_(
            "Of the days of the period that are over, from the first published version on: the share on which a version with every data "
            "set was made before the day ended. Known of the whole city alone."
        ),
        formula=_("days with a whole version ÷ days"),
        unit="%",
        good="up",
        source=sources.OPEN_DATA,
        rule=Rule(SOURCE, source="open_data_in_time"),
        interval="",
        least=1,
        events=(),
        sides=CITY_ALONE,
        needs=(OPEN_DATA,),
    ),
    Indicator(
        code="open_data_age",
        criterion=OF,
        name=_("Age of the open data"),
        question=_("How old is what one can download now?"),
        definition=_(
            "The hours since the oldest of the newest files was made: so old is what one downloads at most. Known of the whole city and of "
            "the present alone."
        ),
        formula=_("now − the instant at which the oldest of the newest files was made"),
        unit="hours",
        good="down",
        source=sources.OPEN_DATA,
        rule=Rule(SOURCE, source="open_data_age"),
        interval="",
        least=1,
        events=(),
        sides=CITY_ALONE,
        needs=(OPEN_DATA, PRESENT),
    ),
    Indicator(
        code="views",
        criterion=OF,
        name=_("Public pages read"),
        question=_("Does anybody look?"),
        definition=_(
            "How many times the home page and the public pages of reports, areas, the map, the statistics, the data, the log and the "
            "evaluation were opened in the period, without programs that call themselves so and without our own checks. "
            "Nothing is kept of who looked."
        ),
        formula=_("sum of the views of the period's days"),
        unit="count",
        good="up",
        source=sources.OPENNESS,
        rule=Rule(SOURCE, source="views"),
        interval="",
        least=0,
        events=(),
        sides=CITY_ALONE,
        needs=(VIEWS,),
        caveats=(
            _(
                "A page that a browser or a proxy keeps is not asked for again, and programs that hide what they are count as people."
            ),
        ),
    ),
    Indicator(
        code="subscriptions",
        criterion=OF,
        name=_("Reports that somebody follows"),
        question=_("Do people hear by themselves what becomes of it?"),
        definition=_(
            "Of the public reports received in the period: the share of which somebody, and not only their reporter, is told the news now."
        ),
        formula=_("reports with a standing wish to be told ÷ reports received"),
        unit="%",
        good="up",
        source=sources.OPENNESS,
        rule=Rule(SOURCE, source="subscriptions"),
        interval="wilson",
        least=SHARE_LEAST,
        events=("intake.accept",),
        needs=(SUBSCRIPTIONS,),
        caveats=(_("A wish ends with the report or when it is taken back, so that old periods show fewer."),),
    ),
    Indicator(
        code="withheld",
        criterion=OF,
        name=_("Reports not shown"),
        question=_("How much may not everybody read?"),
        definition=_(
            "Of all reports received in the period: the share that everybody may not read now. Private are those of confidential kinds and "
            "those whose reporter chose so; withheld are those that the moderation log tells of. It is the one number that counts them, "
            "and is told of the whole city alone."
        ),
        formula=_("reports not public ÷ all reports received"),
        unit="%",
        good=None,
        source=sources.OPENNESS,
        rule=Rule(SOURCE, source="withheld"),
        interval="wilson",
        least=SHARE_LEAST,
        events=("intake.accept", "reports.withhold", "reports.release"),
        sides=CITY_ALONE,
        caveats=(_("Privacy is a right: neither much nor little is better by itself."),),
    ),
)
