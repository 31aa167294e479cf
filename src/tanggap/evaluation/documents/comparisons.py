"""Fair comparison and what stays silent, as a document shows them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from tanggap.evaluation.arithmetic.funnel import BEYOND_INNER, BEYOND_OUTER
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.comparing import Comparison, Peer, peers
from tanggap.evaluation.documents import said
from tanggap.evaluation.underreporting import Estimate, of_areas
from tanggap.evaluation.underreporting.words import FASTER, SLOWER, UNCLEAR
from tanggap.evaluation.words import Verdict
from tanggap.insight.statistics import Selection
from tanggap.papers import axis, saying

COMPARED: Final = (
    ("answered_in_six", "area"),
    ("came_back", "area"),
    ("false_closures", "unit"),
)  # one number of each kind of fault that the study found
MOST_ROWS: Final = 25
_FLAGS: Final = {BEYOND_INNER: "95", BEYOND_OUTER: "998"}


def of(selection: Selection) -> list[dict[str, Any]]:
    """Return the comparisons of a selection's parts by three numbers."""
    return [_one(peers(selection, code, by)) for code, by in COMPARED]


def _one(found: Comparison) -> dict[str, Any]:
    words = {"area": _("by area"), "unit": _("by unit")}
    name = str(INDICATORS[found.code].name)
    return {
        "title": f"{name}, {words[found.by]}",
        "lead": _lead(found),
        "remarks": [found.reason] if found.reason else [*map(str, found.caveats)],
        "method": found.method,
        "n-word": _("cases"),
        "head": [_("Part"), _("n"), _("Value"), _("With the city's mix"), _("Beside chance")],
        "rows": [_row(found, row) for row in _shown(found)],
        **_drawing(found, name),
    }


def _lead(found: Comparison) -> str:
    if not found.rows:
        return ""
    return _("%(beyond)d of %(all)d parts lie beyond the limits of 95%%; chance alone puts about %(chance)s there.") % {
        "beyond": len(found.beyond),
        "all": len(found.rows),
        "chance": saying.number(found.by_chance, 1),
    }


def _shown(found: Comparison) -> list[Peer]:
    """Return those beyond the limits first, then the largest, in the order of the comparison."""
    chosen = sorted(found.rows, key=lambda row: (not row.is_beyond, -row.n))[:MOST_ROWS]
    return [row for row in found.rows if row in chosen]


def _row(found: Comparison, row: Peer) -> list[str]:
    beside = str(Verdict(row.verdict).label) if row.is_beyond else _("within the limits")
    return [
        row.label,
        said.number(row.n),
        said.value(row.value, found.unit),
        f"{said.value(row.adjusted, found.unit)} ({said.interval(row.adjusted_low, row.adjusted_high, found.unit)})",
        beside,
    ]


def _drawing(found: Comparison, name: str) -> dict[str, Any]:
    if not found.rows or found.centre is None:
        return {"points": [], "limits": [], "centre": 0, "ticks": [], "steps": [], "alt": ""}
    limits = found.limits
    seen = limits[len(limits) // 8 :]
    ends = [row.adjusted for row in found.rows]
    marks = axis.between(
        min(*ends, *(one.inner_low for one in seen)), max(*ends, *(one.inner_high for one in seen)), found.unit
    )
    steps = axis.round_ticks(max(row.weight for row in found.rows), is_whole=True, is_over=True)
    return {
        "points": [
            {"n": row.weight, "value": row.adjusted, "label": row.label, "flag": _FLAGS.get(row.flag, "")}
            for row in found.rows
        ],
        "limits": [
            {
                "n": one.weight,
                "low95": one.inner_low,
                "high95": one.inner_high,
                "low998": one.outer_low,
                "high998": one.outer_high,
            }
            for one in limits
        ],
        "centre": found.centre,
        "ticks": [[mark, saying.short(mark, found.unit, is_top=mark == marks[-1], step=marks[1])] for mark in marks],
        "steps": [[step, saying.number(step)] for step in steps],
        "alt": _("%(name)s: funnel of %(n)d parts around %(centre)s; beyond the limits: %(beyond)s.")
        % {
            "name": name,
            "n": len(found.rows),
            "centre": said.value(found.centre, found.unit),
            "beyond": ", ".join(row.label for row in found.beyond) or _("none"),
        },
    }


def silence(selection: Selection) -> dict[str, Any]:
    """Return how fast each area's problems are reported: where few are reported, that is not read as few problems."""
    found = of_areas(selection)
    verdicts = {SLOWER: _("slower"), FASTER: _("faster"), UNCLEAR: _("no clear difference")}
    return {
        "title": _("What may stay unreported"),
        "lead": _(
            "A problem that is reported again soon after its first report is seen by many; from how fast that happens, after the mix of "
            "categories is taken out, follows how long a problem lies there before its first report."
        ),
        "head": [
            _("Area"),
            _("Problems"),
            _("Reported again"),
            _("Speed, 1 = as everywhere"),
            _("Days before the first report"),
            "",
        ],
        "rows": [_speed(one, verdicts) for one in found.rows],
        "remarks": [found.reason] if found.reason else [*map(str, found.caveats)],
        "method": found.method,
    }


def _speed(one: Estimate, verdicts: Mapping[str, str]) -> list[str]:
    return [
        one.label,
        said.number(one.n_incidents),
        said.number(one.repeats),
        _within(one.shrunk, one.shrunk_low, one.shrunk_high, 2),
        _within(one.expected_delay_days, one.delay_low, one.delay_high, 1),
        verdicts[one.verdict],
    ]


def _within(value: float, low: float, high: float | None, places: int) -> str:
    top = saying.number(high, places) if high is not None else "∞"
    return f"{saying.number(value, places)} ({saying.number(low, places)} – {top})"
