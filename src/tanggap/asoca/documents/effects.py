"""The effect of an action, as a report says it: the sentence, the numbers, the course, and what it rests on."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.asoca.effects import Assumption, Effect, Mark, saying
from tanggap.asoca.rows import ActionRow, FollowingRow
from tanggap.papers import axis
from tanggap.papers import saying as numbers


def said(action: ActionRow, row: FollowingRow, effect: Effect) -> dict[str, Any]:
    """Return what a report tells of one following."""
    return {
        "name": f"{row.name} · {row.selection_label}",
        "about": about(action, row),
        "said": effect.said,
        "estimates": [
            [
                one.label,
                saying.difference(one.value, effect.unit),
                saying.interval(one.low, one.high, effect.unit),
                saying.chance(one.p),
            ]
            for one in effect.estimates
        ],
        "assumptions": [[one.text, holds(one), one.detail] for one in effect.assumptions],
        **_course(effect),
    }


def about(action: ActionRow, row: FollowingRow) -> str:
    """Return how an effect is followed, in a line."""
    told = _("“%(action)s”, at work since %(day)s; %(method)s, watched since %(first)s") % {
        "action": action.text,
        "day": date_format(row.at, "j F Y"),
        "method": row.method_label,
        "first": date_format(row.first, "j F Y"),
    }
    return f"{told}; {_('comparison')}: {row.control_label}" if row.control_label else told


def holds(one: Assumption) -> str:
    """Return whether an assumption holds, in a word."""
    if one.holds is None:
        return _("cannot be shown")
    return _("holds") if one.holds else _("does not hold")


def words() -> dict[str, str]:
    """Return the words of this part."""
    return {
        "estimate": _("Estimate"),
        "value": _("Value"),
        "interval": _("95 % interval"),
        "p": _("Chance"),
        "assumption": _("What the estimate rests on"),
        "holds": _("Holds?"),
        "detail": _("Looked at"),
        "seen": _("as counted"),
        "fitted": _("model"),
        "without": _("without the action"),
        "elsewhere": _("comparison"),
    }


def _course(effect: Effect) -> dict[str, Any]:
    """Return the course and its axis, as the drawing takes them; without points where nothing was seen."""
    seen = [value for one in effect.marks for value in _values(one) if value is not None]
    if not seen:
        return {"points": [], "ticks": [], "mark": 0, "alt": ""}
    ticks = axis.ticks([max(0.0, value) for value in seen], effect.unit)
    pattern = "M Y" if effect.step == "month" else "j M"
    points = [
        {
            "label": date_format(one.first, pattern),
            "seen": one.seen,
            "fitted": one.fitted,
            "without": one.without,
            "elsewhere": one.elsewhere,
            "out": one.is_left_out,
        }
        for one in effect.marks
    ]
    after = [number for number, one in enumerate(effect.marks) if one.is_after]
    top = ticks[-1]
    return {
        "points": points,
        "ticks": [[tick, numbers.short(tick, effect.unit, is_top=tick == top, step=ticks[1])] for tick in ticks],
        "mark": after[0] if after else len(points) - 1,
        "alt": _(
            "Course of the number before and after the day, with the model’s line and what it says without the action. %(said)s"
        )
        % {"said": effect.said},
    }


def _values(one: Mark) -> tuple[float | None, ...]:
    return one.seen, one.fitted, one.without, one.elsewhere
