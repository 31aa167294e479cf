"""The index of satisfaction (IKM) of a selection, from the answers to the surveys with the regulation's nine elements."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tanggap.evaluation.sources.said import Said
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.reading import Days
from tanggap.surveys.ikm import Ikm
from tanggap.surveys.queries.results import indexes


def of(selection: Selection) -> Said:
    """Return the index of all answers of a selection's days. One statement."""
    return of_each(selection, [(selection.first, selection.last)])[0]


def of_each(selection: Selection, steps: Sequence[Days]) -> list[Said]:
    """Return it of each step, whatever the selection's own days are. One statement."""
    found = indexes(steps, unit=selection.unit, channel=selection.channel, area=selection.area)
    return [_said(one) for one in found]


def _said(one: Ikm) -> Said:
    if not one.n:
        return Said(None, reason=_("Nobody answered a satisfaction survey in the period."))
    value = None if one.value is None else float(one.value)
    return Said(value, one.n, reason=one.reason, low=one.low, high=one.high)
