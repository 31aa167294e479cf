"""The satisfaction of a selection's period, as a document shows it."""

from typing import Any

from django.utils.translation import gettext as _

from tanggap.insight.statistics import Selection
from tanggap.papers import saying
from tanggap.surveys.elements import ELEMENTS
from tanggap.surveys.ikm import Ikm
from tanggap.surveys.queries.results import results


def of(selection: Selection) -> dict[str, Any]:
    """Return the nine elements and the index (IKM) of all surveys of the period. One statement."""
    found = results(
        first=selection.first,
        last=selection.last,
        unit=selection.unit,
        channel=selection.channel,
        area=selection.area,
    )
    return {
        "title": _("Satisfaction by PermenPAN-RB 14/2017"),
        "lead": _(
            "The nine elements of the satisfaction survey, each answered from 1 to 4, with the same weight, times 25."
        ),
        "head": [_("Element"), _("Answers"), _("Mean of 1 to 4")],
        "rows": _rows(found.index),
        "remarks": [_index(found.index), *_doubtful(found.doubtful, found.plain), *_category(selection)],
    }


def _rows(index: Ikm) -> list[list[str]]:
    return [
        [
            str(element.name),
            saying.number(one.n),
            saying.UNKNOWN if one.mean is None else saying.number(float(one.mean), 3),
        ]
        for element, one in zip(ELEMENTS, index.elements, strict=True)
        if index.n
    ]


def _index(index: Ikm) -> str:
    if index.printed is None or index.band is None:
        return index.reason
    said = _("IKM %(index)s: %(grade)s, %(quality)s; %(n)s people answered.") % {
        "index": saying.number(index.printed, 2),
        "grade": index.band.grade,
        "quality": index.band.quality,
        "n": saying.number(index.n),
    }
    between = saying.between(index.low, index.high, "score")
    return said + (" " + _("95%% interval %(interval)s") % {"interval": between} + "." if between else "")


def _doubtful(number: int, plain: Ikm) -> list[str]:
    if not number or plain.printed is None:
        return []
    return [
        _("%(n)s of the answers are doubtful; without them the index is %(index)s.")
        % {"n": saying.number(number), "index": saying.number(plain.printed, 2)}
    ]


def _category(selection: Selection) -> list[str]:
    return (
        [_("A survey asks about the service, not about a category: the chosen one does not narrow it.")]
        if selection.category
        else []
    )
