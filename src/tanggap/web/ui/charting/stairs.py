"""A survival curve as stairs with its band."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from tanggap.papers.axis import QUARTERS, round_ticks
from tanggap.web.ui.charting.scales import ACROSS, EDGE, HEIGHT, Scale, axis_width
from tanggap.web.ui.charting.shapes import AIR, Curve, Stair, Tick
from tanggap.web.ui.charting.words import between, length, said


def curve(
    steps: Sequence[Stair], *, marks: Sequence[tuple[float, str]] = (), unit: str = "days", until: float | None = None
) -> Curve:
    """Return a survival curve over `until` days (by itself: as long as it goes), its axis in `unit` (`days` or `hours`)."""
    shown = [one for one in steps if until is None or one.at_days <= until]
    if not shown:
        return Curve("", "", (), (), (), 0, HEIGHT, "", ())
    most = until or max(shown[-1].at_days, *(at for at, _label in marks), 1 / 24)
    scale = Scale(0.0, 1.0, QUARTERS, "%", HEIGHT, AIR)

    def across(at: float) -> float:
        return EDGE + (ACROSS - 2 * EDGE) * min(at, most) / most

    labels = [scale.tick(value) for value in scale.ticks]
    factor = 24.0 if unit == "hours" else 1.0
    steps_across = [value / factor for value in round_ticks(most * factor, is_whole=True)]
    return Curve(
        path=_stairs([(across(one.at_days), scale.y(one.share)) for one in shown], across(most)),
        band=_stair_band([(across(one.at_days), scale.y(one.low), scale.y(one.high)) for one in shown], across(most)),
        x_ticks=tuple(
            Tick(
                round(across(at) / 10, 2),
                length(at, unit),
                "start" if at == 0 else "end" if at > 0.9 * most else "middle",
            )
            for at in steps_across
            if at <= most
        ),
        y_ticks=tuple(labels),
        marks=tuple(
            Tick(round(across(at) / 10, 2), label, "end" if at > most / 2 else "start")
            for at, label in marks
            if at <= most
        ),
        axis_width=axis_width(labels),
        height=HEIGHT,
        desc=_("After %(span)s: %(share)s.")
        % {"span": length(shown[-1].at_days, unit), "share": said(shown[-1].share, "%")},
        rows=tuple(_stair_rows(shown, unit, most, steps_across)),
    )


def share_at(steps: Sequence[Stair], at_days: float) -> Stair | None:
    """Return the step of a curve that holds at `at_days`, None before its first."""
    return next((one for one in reversed(steps) if one.at_days <= at_days), None)


def _stairs(marks: Sequence[tuple[float, float | None]], end: float) -> str:
    (x, y), *others = marks
    return f"M{x:g} {y:g}" + "".join(f"H{right:g}V{down:g}" for right, down in others) + f"H{end:g}"


def _stair_band(marks: Sequence[tuple[float, float | None, float | None]], end: float) -> str:
    (x, low, high), *others = marks
    over = f"M{x:g} {high:g}" + "".join(f"H{right:g}V{up:g}" for right, _down, up in others) + f"H{end:g}"
    rights = [*(right for right, _down, _up in others), end]
    downs = [low, *(down for _right, down, _up in others)]
    under = f"V{downs[-1]:g}" + "".join(
        f"H{rights[place - 1]:g}V{downs[place - 1]:g}" for place in range(len(downs) - 1, 0, -1)
    )
    return f"{over}{under}H{x:g}Z"


def _stair_rows(
    steps: Sequence[Stair], unit: str, most: float, ticks: Sequence[float]
) -> Iterable[tuple[str, str, str, int]]:
    """Yield the curve at the axis' ticks and between them: a table of some ten rows instead of hundreds of steps."""
    size = ticks[1] if len(ticks) > 1 else most
    wanted = [place * size / 4 for place in range(1, int(most / size * 4 + 1e-9) + 1)]
    for at in wanted:
        if one := share_at(steps, at):
            yield length(at, unit), said(one.share, "%"), between(one.low, one.high, "%"), one.at_risk
