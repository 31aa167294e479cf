"""Charts drawn by the server: `line`, `bars`, `curve`, `funnel`, `spark`, `multiples` (how to use them: docs/developer-ui.md).

Each is a figure with its words, an SVG without inline style, and the same numbers as a table; colour never carries the meaning.
A page that uses them names `ui/charts.css` in its block `styles`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tanggap.web.ui import charting
from tanggap.web.ui.markup import filled, joined

register = template.Library()
_CIRCLE = '<circle cx="{}%" cy="{}" r="4.5"/>'
_FUNNEL_SPOTS = {  # how a part is drawn by its place: its class and its shape
    "inside": ("inside", _CIRCLE),
    "beyond_95": ("beyond", _CIRCLE),
    "beyond_99_8": ("far", '<rect x="{}%" y="{}" width="9" height="9"/>'),
}


def _frame(title: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every chart's frame shows. `links` and `about` are optional; `id` is made of the title unless it is given."""
    known = {name: options.get(name, "") for name in ("about", "csv", "xlsx", "embed", "definition", "note")}
    name = str(options.get("id") or slugify(title) or "chart")
    return {
        **known,
        "title": title,
        "id": name,
        "level": int(options.get("level", 3)),
        "table_open": bool(options.get("table_open")),
    }


@register.inclusion_tag("ui/chart_line.html")
def line(points: Sequence[charting.Spot], title: str, unit: str = "%", **options: Any) -> dict[str, Any]:
    """Draw a series with its interval as a band; an unfinished last step is a hollow dot on a dashed line.

    `before` (points) is drawn behind as a thin dashed line and called `before_label`. Others: `about`, `note`, `csv`, `xlsx`, `embed`,
    `definition` (addresses), `id`, `level` (of the heading), `table_open`.
    """
    before = options.get("before") or ()
    drawn = charting.lines(points, unit, before=before)
    is_count = unit in ("reports", "count")
    shown = {
        "chart": drawn,
        "before_label": options.get("before_label") or _("the period before"),
        "value_label": options.get("value_label") or (_("Reports") if is_count else _("Value")),
        "is_count": is_count,
    }
    return {**_frame(title, options), **shown}


@register.inclusion_tag("ui/chart_bars.html")
def bars(slices: Iterable[charting.Piece], title: str, unit: str = "%", **options: Any) -> dict[str, Any]:
    """Draw parts as bars in a table, in their order, each with its value, interval and n; too few are said to be too few.

    `hrefs` maps codes to addresses; `of` names the first column, `value_label` the second; `total` (one more slice) stands on top; `plain`
    leaves n and interval away, as always where the value is itself a count; `more` says what is not shown.
    """
    total = options.get("total")
    drawn = charting.bars([*([total] if total else []), *slices], unit, hrefs=options.get("hrefs") or {})
    shown = {
        "rows": drawn,
        "has_total": bool(total),
        "has_interval": any(row.interval for row in drawn),
        "of": options.get("of") or _("Part"),
        "value_label": options.get("value_label") or _("Value"),
        "plain": bool(options.get("plain")) or unit in ("reports", "count"),
        "more": options.get("more", ""),
    }
    return {**_frame(title, options), **shown}


@register.inclusion_tag("ui/chart_curve.html")
def curve(steps: Sequence[charting.Stair], title: str, unit: str = "days", **options: Any) -> dict[str, Any]:
    """Draw a survival curve as stairs with its band. `marks` are pairs (days, words), such as the promise; `until` ends the axis."""
    drawn = charting.curve(steps, marks=options.get("marks") or (), unit=unit, until=options.get("until"))
    return {**_frame(title, options), "chart": drawn, "value_label": options.get("value_label") or _("Share")}


@register.inclusion_tag("ui/chart_funnel.html")
def funnel(
    marks: Sequence[charting.Mark], limits: Sequence[charting.Limit], title: str, centre: float = 0.0, **options: Any
) -> dict[str, Any]:
    """Draw parts by size and value between the limits of chance; those beyond them carry the number of their row in the page's own table.

    `unit` is that of the values, `size_label` and `centre_label` say what stands across and what the middle line is.
    """
    shown = {
        "chart": charting.funnel(marks, limits, centre=centre, unit=options.get("unit") or "%"),
        "size_label": options.get("size_label") or _("cases"),
        "centre_label": options.get("centre_label") or _("all together"),
    }
    return {**_frame(title, options), **shown}


@register.simple_tag
def funnel_spots(spots: Iterable[charting.FunnelSpot]) -> SafeString:
    """Return the parts of a funnel as they are drawn: of hundreds of them a template's loop takes ten times as long."""
    return joined(_funnel_spot(one) for one in spots)


def _funnel_spot(one: charting.FunnelSpot) -> SafeString:
    css, shape = _FUNNEL_SPOTS[one.place]
    drawn = filled(shape, one.x, one.y)
    said = SafeString()
    if one.number:
        said = filled(
            '<text class="chart-said" x="{}%" y="{}" dx="{}" dy="4" text-anchor="{}">{}</text>',
            one.x,
            one.y,
            one.dx,
            one.anchor,
            one.number,
        )
    return filled('<g class="funnel-spot {}">{}{}<title>{}</title></g>', css, drawn, said, one.label)


@register.simple_tag
def spark(points: Sequence[charting.Spot], label: str = "", top: float | None = None) -> SafeString:
    """Return a small line without axes; decoration unless `label` says what it shows. `top` gives several the same height."""
    path, ahead, dot = charting.spark(points, top=top)
    says = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    marks: list[SafeString] = []
    if path:
        marks.append(format_html('<path class="chart-line" d="{}"/>', path))
    if ahead:
        marks.append(format_html('<path class="chart-ahead" d="{}"/>', ahead))
    end = SafeString()
    if dot:
        css = "chart-dot partial" if dot.is_partial else "chart-dot"
        end = format_html('<circle class="{}" cx="{}%" cy="{}" r="3"/>', css, dot.x, dot.y)
    height = charting.SPARK_HEIGHT
    return format_html(
        '<svg class="spark" width="100%" height="{}" {} focusable="false"><svg width="100%" height="{}" viewBox="0 0 1000 {}" '
        'preserveAspectRatio="none">{}</svg>{}</svg>',
        height,
        says,
        height,
        height,
        format_html_join("", "{}", ((one,) for one in marks)),
        end,
    )


@register.inclusion_tag("ui/chart_multiples.html")
def multiples(charts: Sequence[Any], title: str, unit: str = "%", **options: Any) -> dict[str, Any]:
    """Draw several small lines on one scale. `charts` are objects with `label`, `points` and optionally `href`."""
    values = [one.value for chart in charts for one in chart.points if one.value is not None]
    top = 1.0 if unit == "%" and max(values, default=0.0) > 0.5 else max(values, default=1.0) or 1.0
    shown = [
        {
            "label": chart.label,
            "href": getattr(chart, "href", ""),
            "points": chart.points,
            "last": _last(chart.points, unit),
        }
        for chart in charts
    ]
    return {**_frame(title, options), "charts": shown, "top": top, "top_words": charting.said(top, unit), "unit": unit}


def _last(points: Sequence[charting.Spot], unit: str) -> str:
    """Return the last finished value in words."""
    known = (one.value for one in reversed(points) if one.value is not None and not one.is_partial)
    return charting.said(next(known, None), unit)


@register.filter
def said(value: float | None, unit: str) -> str:
    """Return a value with its unit in the reader's language; a dash for None."""
    return charting.said(value, unit)


@register.simple_tag
def interval_words(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval in words: `70,1% – 78,0%`; empty without one."""
    return charting.between(low, high, unit)
