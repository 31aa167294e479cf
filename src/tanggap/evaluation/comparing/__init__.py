"""Parts of a selection compared fairly: with their mix, within the limits of chance, and with those that are like them.

found = peers(selection, "answered_in_six", by="area", level="kecamatan")
for row in found.rows: row.label, row.adjusted, row.flag
"""

from dataclasses import replace
from functools import cache

from django.utils.translation import gettext as _

from tanggap.evaluation import heirs, prices
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.comparing.building import comparison, nothing
from tanggap.evaluation.comparing.reading import counted
from tanggap.evaluation.comparing.results import Comparison, LeftOut, Peer, Similar
from tanggap.evaluation.telling import numbers
from tanggap.evaluation.telling.grid import question
from tanggap.evaluation.telling.told import lack_before
from tanggap.insight.statistics import Selection, Value
from tanggap.insight.statistics.telling import days_of, hush, parts_of

__all__ = ["Comparison", "LeftOut", "Peer", "Similar", "peers"]


def peers(selection: Selection, code: str, by: str = "area", level: str | None = None) -> Comparison:
    """Return the parts of a selection compared by one indicator; two to eight statements, whatever the number of parts.

    `by` is `area`, `unit`, `category` or `channel`, with levels as `insight.statistics.breakdown` has them. Where nothing can be compared
    there are no rows, and `reason` says why. Raises KeyError for an unknown indicator, ValueError for another `by`.
    """
    one = INDICATORS[code]
    parts = parts_of(selection, by, level)
    asked = question(selection, [days_of(selection)], by, cache(parts.of))
    if lack := lack_before(one, selection, by, prices.prices()):
        return nothing(one, by, level, lack[1])
    if numbers.is_rebuilding():
        return nothing(one, by, level, _("The numbers are being counted anew. They are back in a moment."))
    found = counted(asked, one)
    if found.reason or found.whole.value is None:
        return nothing(one, by, level, found.reason or found.whole.reason, found.whole)
    values = {(0, part): {code: Value(row.value.value, row.n)} for part, row in found.parts.items()}
    hush(asked, values)
    hidden = {part: told[code].reason for (_step, part), told in values.items() if told[code].reason}
    made = comparison(one, by, level, parts, found, hidden)
    lost = heirs.in_no_part(selection.area, parts.codes or ()) if by == "area" else []
    return replace(made, caveats=(*made.caveats, *lost))
