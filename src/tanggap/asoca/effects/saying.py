"""An effect in a sentence, and what it rests on in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tanggap.asoca.effects.results import LEAST, Assumption
from tanggap.asoca.words import Method, Verdict


def difference(value: float, unit: str) -> str:
    """Return a change with its sign and unit: shares in percentage points, whatever else in its own."""
    number = signed(value, unit)
    if unit == "%":
        return _("%(number)s percentage points") % {"number": number}
    if unit == "days":
        return _("%(number)s days") % {"number": number}
    if unit == "hours":
        return _("%(number)s hours") % {"number": number}
    return number


def signed(value: float, unit: str) -> str:
    """Return a change with its sign and without its unit."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if unit == "%":
        points = abs(value) * 100
        return sign + number_format(points, 2 if points < 1 else 1)
    decimals = 0 if unit in {"reports", "count", "money"} and abs(value) >= 10 else 1
    return sign + number_format(abs(value), decimals, force_grouping=True)


def interval(low: float, high: float, unit: str) -> str:
    """Return the ends of an interval of a change, the unit once."""
    return f"{signed(low, unit)} – {difference(high, unit)}"


def chance(p: float) -> str:
    """Return a p in words: never as nothing."""
    return f"p < {number_format(0.001, 3)}" if p < 0.001 else f"p = {number_format(p, 3)}"


def sentence(method: str, verdict: str, value: float, low: float, high: float, unit: str, at: date) -> str:
    """Return what an estimate says, with its interval; never more than it says."""
    told = {
        "change": difference(value, unit),
        "low": signed(low, unit),
        "high": difference(high, unit),
        "day": date_format(at, "j F Y"),
    }
    if verdict == Verdict.UNCLEAR:
        if method == Method.DID:
            return (
                _(
                    "No clear change beside the comparison since %(day)s: %(change)s (95 %% interval %(low)s to %(high)s)."
                )
                % told
            )
        return (
            _(
                "No clear change since %(day)s against the course before: %(change)s (95 %% interval %(low)s to %(high)s)."
            )
            % told
        )
    told["verdict"] = str(Verdict(verdict).label)
    if method == Method.DID:
        return (
            _("%(verdict)s: %(change)s beside the comparison since %(day)s (95 %% interval %(low)s to %(high)s).")
            % told
        )
    return (
        _(
            "%(verdict)s: on average %(change)s against the course before, since %(day)s (95 %% interval %(low)s to %(high)s)."
        )
        % told
    )


def too_few(before: int, after: int, reasons: Sequence[str] = ()) -> str:
    """Return why nothing is estimated from so few points, with what the points themselves say most often, where none has a number."""
    told = _(
        "At least %(least)d steps with a number are needed before the day and after it; there are %(before)d before and %(after)d after."
    ) % {"least": LEAST, "before": before, "after": after}
    common = Counter(reason for reason in reasons if reason).most_common(1)
    return f"{told} {common[0][0]}" if common and not before and not after else told


def untested() -> tuple[Assumption, Assumption]:
    """Return the two that no number can show."""
    return (
        Assumption(
            "alone",
            _("Nothing else that moves this number happened at the same time."),
            None,
            _(
                "Only who knows the place can say so: other programmes, a flood, a holiday, a change of rules, of counting or of staff."
            ),
        ),
        Assumption(
            "day",
            _("The action began to work on the day that was entered, and that day was not chosen for the number."),
            None,
            _("Where an action is taken because a number was unusually bad, it tends to get better by itself."),
        ),
    )


def gaps(counted: int, all_steps: int) -> Assumption:
    """Return whether few steps are without a number."""
    missing = all_steps - counted
    return Assumption(
        "whole",
        _("Few steps are without a number."),
        missing <= 0.1 * all_steps,
        _("%(missing)d of %(all)d steps are left out: too few cases, not over, or holding the day itself.")
        % {"missing": missing, "all": all_steps},
    )


def kept_together(correlation: float) -> Assumption:
    """Return whether neighbouring steps hang together no more than the interval allows for."""
    return Assumption(
        "independent",
        _("Neighbouring steps do not hang together too strongly."),
        correlation < 0.75,
        _("Correlation of neighbouring errors: %(r)s. The interval allows for it as far as so few steps can.")
        % {"r": number_format(correlation, 2)},
    )


def same_volume(before: float, after: float) -> Assumption:
    """Return whether the number rests on about as many cases before and after."""
    return Assumption(
        "volume",
        _("The number rests on about as many cases after as before, so on the same kind of cases."),
        0.5 <= after / before <= 2 if before else None,
        _("Cases a step, on average: %(before)s before, %(after)s after.")
        % {"before": number_format(before, 1), "after": number_format(after, 1)},
    )
