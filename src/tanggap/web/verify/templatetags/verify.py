"""How a finding is drawn and said on the validator's pages."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.verification.evidence.words import Tone
from tanggap.verification.queries import FindingRow, Proven
from tanggap.verification.results import Result
from tanggap.web.verify.drawing import MOST_LINES
from tanggap.web.verify.limits import LIMITS, Limit

register = template.Library()

ICONS = {Tone.AGAINST: "alert", Tone.QUESTION: "question", Tone.FOR: "check", Tone.SILENT: "minus"}


@register.filter
def tone_icon(tone: str) -> str:
    """Return the icon of a tone, so that colour never says it alone."""
    return ICONS.get(Tone(tone), "minus")


@register.filter
def tone_word(tone: str) -> str:
    """Return a tone in words."""
    return str(Tone(tone).label)


@register.simple_tag
def limit(kind: str) -> Limit | None:
    """Return what the checks of a kind can and cannot see."""
    return LIMITS.get(kind)


@register.simple_tag
def spoken(finding: FindingRow) -> str:
    """Return in words what is drawn over the two pictures."""
    said = []
    if finding.matching:
        said.append(
            ngettext(
                "%(n)d point of the two photos fits together.",
                "%(n)d points of the two photos fit together.",
                finding.matching,
            )
            % {"n": finding.matching}
        )
        if len(finding.pairs) > MOST_LINES:
            said.append(_("%(n)d of them are drawn.") % {"n": MOST_LINES})
    if finding.outlines:
        said.append(
            ngettext(
                "%(n)d part that differs is outlined.", "%(n)d parts that differ are outlined.", len(finding.outlines)
            )
            % {"n": len(finding.outlines)}
        )
    return " ".join(said) or _("The two photos beside each other.")


WHY_NOT = {
    "conflict": gettext_lazy("You declared a conflict of interest about this work. Somebody else decides."),
    "contest": gettext_lazy(
        "You rejected this claim before. The unit contests that, so another validator looks again."
    ),
    "opinion": gettext_lazy("You gave the second opinion on this claim. Somebody else decides."),
    "rotation": gettext_lazy("You checked work of the same officer lately. A colleague is there to check this one."),
}


@register.simple_tag
def barred(bar: str) -> str:
    """Return in words what keeps a validator from deciding a case."""
    return str(WHY_NOT.get(bar, _("Another unit checks this report.")))


@register.simple_tag
def told(row: Proven) -> str:
    """Return a span's result as a sentence: papers passed, visited by lot, false, and the interval where enough were visited."""
    if not row.result.papers:
        return _("No papers passed in this span.")
    said = ngettext(
        "Of %(n)d claim whose papers passed %(visited)d was checked in the field by lot, %(false)d false.",
        "Of %(n)d claims whose papers passed %(visited)d were checked in the field by lot, %(false)d false.",
        row.result.papers,
    ) % {"n": row.result.papers, "visited": row.result.visited, "false": row.result.false}
    return f"{said} {too_few(row.result) if row.result.share is None else _whole(row.result)}"


@register.simple_tag
def agreed(result: Result) -> str:
    """Return in words how far second opinions agreed with the first verdicts."""
    said = ngettext("%(n)d second opinion was given.", "%(n)d second opinions were given.", result.agreement.n)
    return f"{said % {'n': result.agreement.n}} {_('Agreement')}: {agreement(result)}."


@register.simple_tag
def agreement(result: Result) -> str:
    """Return Cohen's kappa with its interval and n, or why it is not told."""
    found = result.agreement
    if found.n < result.least_n or found.value is None:
        return _("too few to say (n = %(n)d)") % {"n": found.n} if found.n else "–"
    value, low, high = (number_format(round(one, 2), 2) for one in (found.value, found.low, found.high))
    return _("κ %(value)s (%(low)s to %(high)s, n = %(n)d)") % {"value": value, "low": low, "high": high, "n": found.n}


@register.simple_tag
def too_few(result: Result) -> str:
    """Return that too few were visited to tell a share, with how many and how many it takes."""
    return _("Too few to say (%(n)d of at least %(least)d visits).") % {"n": result.visited, "least": result.least_n}


@register.simple_tag
def between(result: Result) -> str:
    """Return an interval in percent, such as 2.6–20 %."""
    low, high = (_percent(one) for one in (result.interval.low, result.interval.high))
    return (_("%(low)s–%(high)s %%") % {"low": low, "high": high}).replace(" ", "\u00a0")


@register.simple_tag
def plot(result: Result) -> SafeString:
    """Return an SVG of 0 to 100 % with the interval as a bar and a mark at what was seen; its label says the same in words."""
    share = result.share or 0.0
    left, width, mark = (
        f"{100 * one:.1f}"
        for one in (result.interval.low, max(result.interval.high - result.interval.low, 0.01), share)
    )
    return format_html(
        '<svg class="plot" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}"><rect class="plot-all" x="0" y="3.5" '
        'width="100" height="1"/><rect class="plot-bar" x="{}" y="2" width="{}" height="4"/><rect class="plot-mark" x="{}" y="0" '
        'width="1" height="8"/></svg>',
        _("%(share)s %% seen") % {"share": _percent(share)},
        left,
        width,
        mark,
    )


def _whole(result: Result) -> str:
    return _("95 %% interval of all: %(between)s.") % {"between": between(result)}


def _percent(share: float) -> str:
    places = 1 if 100 * share < 9.95 else 0
    return number_format(round(100 * share, places), places)
