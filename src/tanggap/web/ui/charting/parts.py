"""Parts of a whole as bars."""

import math
from collections.abc import Iterable

from tanggap.web.ui.charting.scales import finite
from tanggap.web.ui.charting.shapes import Bar, Piece
from tanggap.web.ui.charting.words import between, said


def bars(slices: Iterable[Piece], unit: str, *, hrefs: dict[str, str] | None = None) -> list[Bar]:
    """Return `slices` as bars, in their order, all on one scale from nothing."""
    rows = list(slices)
    ends = [end for one in rows if one.value is not None for end in (one.value, finite(one.high)) if end is not None]
    most = 1.0 if unit == "%" and max(ends, default=0.0) > 0.5 else (max(ends, default=0.0) or 1.0)
    return [_bar(one, unit, most, (hrefs or {}).get(one.code, "")) for one in rows]


def _bar(one: Piece, unit: str, most: float, href: str) -> Bar:
    def along(value: float) -> float:
        return round(100 * min(value, most) / most, 2)

    is_told = one.value is not None
    low, high = (
        (one.low, finite(one.high) if one.high is None or not math.isinf(one.high) else most)
        if is_told
        else (None, None)
    )
    return Bar(
        code=one.code,
        label=str(one.label),
        href=href,
        value=said(one.value, unit),
        n=one.n,
        length=None if one.value is None else along(one.value),
        left=None if low is None or high is None else along(low),
        reach=None if low is None or high is None else along(high) - along(low),
        interval="" if one.value is None else between(one.low, one.high, unit),
    )
