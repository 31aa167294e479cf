"""From what was counted of parts to the comparison: limits, places, similar parts, and what must be known."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from tanggap.evaluation.arithmetic.funnel import INSIDE, RATIO, Funnel, dispersion
from tanggap.evaluation.arithmetic.standardising import Around
from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.comparing import similar, words
from tanggap.evaluation.comparing.counted import ALSO, Counted, Part
from tanggap.evaluation.comparing.people import people_of
from tanggap.evaluation.comparing.reading import difference
from tanggap.evaluation.comparing.results import Comparison, LeftOut, Peer, Similar
from tanggap.insight.statistics import Value
from tanggap.insight.statistics.indicators import QUANTILE
from tanggap.insight.statistics.telling import Parts, little

SHARE_UNIT = "%"
ENDS: Final = {"%": (0.0, 1.0), "score": (25.0, 100.0)}  # between which a value can lie; others from 0 on


def nothing(one: Indicator, by: str, level: str | None, reason: str, whole: Value | None = None) -> Comparison:
    """Return a comparison of nothing, with its reason."""
    told = whole or Value(None, 0)
    return Comparison(one.code, by, level or "", str(one.name), one.unit, one.good, told, None, (), (), "", (), reason)


def comparison(
    one: Indicator, by: str, level: str | None, parts: Parts, found: Counted, hidden: Mapping[str, str]
) -> Comparison:
    """Return what was found of parts as a comparison; `hidden` are parts that may not be told, with the reason."""
    parts = replace(parts, label=cache(parts.label))
    left_out = list(_left_out(one, parts, found, hidden))
    gone = {row.code for row in left_out}
    compared = {code: row for code in _ordered(parts, found) if code not in gone and (row := found.parts.get(code))}
    if not compared:
        return nothing(one, by, level, _("No part has enough cases to be compared."), found.whole)
    centre = found.whole.value
    assert centre is not None  # noqa: S101
    also = ALSO[by]
    scatter = dispersion([row.standard.z for row in compared.values()])
    funnel = Funnel(found.kind, centre, found.spread, scatter)
    people = people_of(by, compared)
    near = _nearest(found, compared, people)
    rule = one.rule.insight
    is_time = found.minutes is not None
    good, unit = ("up", SHARE_UNIT) if is_time else (one.good, one.unit)
    method = words.row_method(also, is_similar=bool(near), has_people=bool(people))
    rows = [
        _peer(number, code, compared, parts, found, funnel, unit, good, method, people.get(code), near.get(code, ()))
        for number, code in enumerate(compared, 1)
    ]
    return Comparison(
        code=one.code,
        by=by,
        level=level or "",
        measure=words.measure(
            one, found.minutes, rule is not None and rule.kind == QUANTILE, rule.course if rule else ""
        ),
        unit=unit,
        good=good,
        whole=found.whole,
        funnel=funnel,
        rows=tuple(rows),
        left_out=tuple(left_out),
        method=words.method(found.kind, also),
        caveats=tuple(
            words.caveats(by, len(rows), scatter, len(left_out), is_similar=bool(near), has_people=bool(people))
        ),
    )


def _ordered(parts: Parts, found: Counted) -> list[str]:
    """Return the parts' codes in the order of the pack, or of their names: never by their values."""
    if parts.codes is not None:
        return [code for code in parts.codes if code in found.parts]
    return sorted(found.parts, key=lambda code: (parts.label(code), code))


def _left_out(one: Indicator, parts: Parts, found: Counted, hidden: Mapping[str, str]) -> Iterator[LeftOut]:
    for code in _ordered(parts, found):
        row = found.parts[code]
        if code in hidden:
            yield LeftOut(code, parts.label(code), 0, hidden[code])
        elif not code:
            yield LeftOut(code, parts.label(code), row.n, _("It is no part that could be compared."))
        elif row.n < one.least:
            yield LeftOut(code, parts.label(code), row.n, little(one, row.n).reason)
        elif row.standard.adjusted is None:
            words_ = _("Whatever it has is the same everywhere: there is nothing to compare.")
            yield LeftOut(code, parts.label(code), row.n, words_)


def _nearest(found: Counted, compared: Mapping[str, Part], people: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    mixes = {code: found.load.get(code, Counter[str]()) for code in compared}
    load = {code: float(sum(mix.values())) or None for code, mix in mixes.items()}
    sizes: list[Mapping[str, float | None]] = [load]
    if people:
        sizes.append({code: float(number) for code, number in people.items()})
    return similar.nearest(mixes, sizes)


def _peer(
    number: int,
    code: str,
    compared: Mapping[str, Part],
    parts: Parts,
    found: Counted,
    funnel: Funnel,
    unit: str,
    good: str | None,
    method: str,
    people: int | None,
    near: tuple[str, ...],
) -> Peer:
    row = compared[code]
    standard, ratio = row.standard, row.standard.ratio
    assert standard.adjusted is not None  # noqa: S101
    value, adjusted = _possible(row.value, unit), _possible(standard.adjusted, unit)
    flag = funnel.flag(standard.adjusted.value, standard.weight)
    return Peer(
        number=number,
        code=code,
        label=parts.label(code),
        n=row.n,
        value=value.value,
        low=value.low,
        high=value.high,
        expected=standard.expected,
        ratio=ratio.value if ratio else None,
        ratio_low=ratio.low if ratio else None,
        ratio_high=ratio.high if ratio else None,
        adjusted=adjusted.value,
        adjusted_low=adjusted.low,
        adjusted_high=adjusted.high,
        weight=standard.weight,
        z=standard.z,
        flag=flag,
        verdict=words.verdict(good, is_beyond=flag != INSIDE, is_high=standard.adjusted.value > funnel.centre),
        method=method,
        received=sum(found.load.get(code, {}).values()),
        people=people,
        similar=_similar(code, compared, parts, found, near),
    )


def _possible(around: Around, unit: str) -> Around:
    """Return a value and its ends no farther than values of the unit can lie."""
    least, most = ENDS.get(unit, (0.0, math.inf))
    return Around(*(min(most, max(least, one)) for one in around))


def _similar(
    code: str, compared: Mapping[str, Part], parts: Parts, found: Counted, near: tuple[str, ...]
) -> Similar | None:
    if not near:
        return None
    told = difference(found.kind, compared[code].basis, [compared[one].basis for one in near])
    labels = tuple(parts.label(one) for one in near)
    is_ratio = found.kind == RATIO
    if told is None:
        return Similar(near, labels, None, None, None, None, is_ratio)
    value, apart, low, high = told
    return Similar(near, labels, value * found.scale, apart, low, high, is_ratio)
