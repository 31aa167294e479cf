"""How much everybody may not read: the one number of the evaluation that counts private and withheld reports, of the whole city alone."""

from datetime import date
from typing import Final

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from tanggap.evaluation.sources.said import Said, share
from tanggap.evaluation.tallies.models import Cell
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.spans import cut

SIDE: Final = "w"  # of the sides of one dimension the one of fewest rows


def kept_back(selection: Selection) -> Said:
    """Return the share of the reports received in the period that everybody may not read now. One statement.

    Private are those of confidential kinds and those whose reporter chose so; withheld are those that the moderation log tells of.
    """
    spans = Q()
    for letter, first, last in cut(selection.first, selection.last):
        spans |= Q(grain=letter + SIDE, on__gte=first, on__lte=last)
    rows = Cell.objects.filter(spans).values_list("is_public").annotate(received=Sum("received"))
    found = {bool(is_public): int(received) for is_public, received in rows}
    return share(found.get(False, 0), sum(found.values()), reason=_("No report was received in the period."))


def by_day(selection: Selection) -> dict[date, tuple[int, int]]:
    """Return of each day how many of the reports received everybody may not read now, and how many there are. One statement."""
    spans = Cell.objects.filter(grain=f"d{SIDE}", on__gte=selection.first, on__lte=selection.last)
    kept = Sum("received", filter=Q(is_public=False), default=0)
    rows = spans.values_list("on").annotate(kept=kept, all=Sum("received"))
    return {on: (int(hits), int(received)) for on, hits, received in rows}
