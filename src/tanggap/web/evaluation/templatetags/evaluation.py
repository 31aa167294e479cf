"""What an indicator's declaration says in words."""

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.words import INTERVALS
from tanggap.web.evaluation import compared, speeds
from tanggap.web.ui import charting
from tanggap.web.ui.markup import filled, joined

register = template.Library()
_BEYOND = SafeString(' class="beyond"')
_PLACE = {True: "place-word", False: "muted"}  # the class of what is said of a part


@register.filter
def interval_name(kind: str) -> str | Promise:
    """Return where the ends of an indicator's intervals come from."""
    return INTERVALS[kind]


@register.filter
def target_words(its: Indicator) -> str:
    """Return what the city wants an indicator to be: `≥ 90%`; empty where nobody set it."""
    if its.target is None:
        return ""
    sign = {"up": "≥ ", "down": "≤ "}.get(its.good or "", "")
    return f"{sign}{charting.said(its.target.value, its.unit)}"


@register.simple_tag
def compared_rows(rows: Iterable[compared.Row]) -> SafeString:
    """Return the table's rows of a comparison: a template's loop takes longer for hundreds of parts."""
    labels = (_("Cases"), _("Counted"), _("Expected by its mix"), _("Adjusted"), _("What may be said"))
    return joined((_compared_row(one, labels) for one in rows), "\n")


def _compared_row(row: compared.Row, labels: tuple[str, ...]) -> SafeString:
    name = filled('<a href="{}">{}</a>', row.href, row.label) if row.href else row.label
    return filled(
        '<tr{}><th scope="row">{}. {}</th>'
        '<td class="num muted" data-label="{}"><span>{}</span></td>'
        '<td class="num" data-label="{}"><span>{}<span class="ends muted small">{}</span></span></td>'
        '<td class="num muted" data-label="{}"><span>{}</span></td>'
        '<td class="num strong" data-label="{}"><span>{}<span class="ends muted small">{}</span></span></td>'
        '<td data-label="{}"><span class="{}">{}</span>{}</td></tr>',
        _BEYOND if row.is_beyond else "", row.number, name,
        labels[0], row.n,
        labels[1], row.value, row.interval,
        labels[2], row.expected,
        labels[3], row.adjusted, row.adjusted_interval,
        labels[4], _PLACE[row.is_beyond], row.word, _similar(row.similar),
    )  # fmt: skip


@register.simple_tag
def speed_rows(rows: Iterable[speeds.Row]) -> SafeString:
    """Return the table's rows of how fast areas report."""
    labels = (
        _("Problems"),
        _("Repeats and supports"),
        _("Speed, 1 as everywhere"),
        _("There before the first report"),
        _("What may be said"),
    )
    return joined((_speed_row(one, labels) for one in rows), "\n")


def _speed_row(row: speeds.Row, labels: tuple[str, ...]) -> SafeString:
    return filled(
        '<tr><th scope="row"><a href="{}">{}</a></th>'
        '<td class="num muted" data-label="{}"><span>{}</span></td>'
        '<td class="num muted" data-label="{}"><span>{}</span></td>'
        '<td class="num strong" data-label="{}"><span>{}<span class="ends muted small">{}</span></span></td>'
        '<td class="num" data-label="{}"><span>{}<span class="ends muted small">{}</span></span></td>'
        '<td data-label="{}"><span class="{}">{}</span></td></tr>',
        row.href, row.label,
        labels[0], row.problems,
        labels[1], row.repeats,
        labels[2], row.ratio, row.interval,
        labels[3], row.delay, row.delay_interval,
        labels[4], _PLACE[row.is_clear], row.word,
    )  # fmt: skip


def _similar(words: str) -> SafeString:
    return filled('<span class="ends muted small">{}</span>', words) if words else SafeString()
