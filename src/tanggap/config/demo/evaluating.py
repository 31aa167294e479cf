"""An evaluation of the simulated city that was issued: its figures stand under a number, and what became of them since can be seen."""

from datetime import timedelta

from tanggap.core import clock
from tanggap.evaluation import issuing, telling
from tanggap.evaluation.words import DocumentKind
from tanggap.insight.statistics import Selection
from tanggap.places.city import city

DAYS = 30


def leave() -> None:
    """Issue the evaluation of the last thirty full days, once; whoever has issued some keeps theirs."""
    if issuing.documents(limit=1):
        return
    today = clock.local(clock.now()).date()
    selection = Selection(today - timedelta(days=DAYS), today - timedelta(days=1))
    issuing.issue(
        kind=DocumentKind.EVALUATION.value,
        selection=selection,
        figures=telling.tell(selection).values(),
        language=city().languages[0],
    )
