"""The effect of an action is followed on an indicator, and what is read is kept."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca import figures, followed, typed
from tanggap.asoca.models import Action, Following, Reading
from tanggap.asoca.words import ActionState, Method
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.insight.statistics import Selection

MOST = 20  # of an action
WEEK = timedelta(days=7)
YEARS = timedelta(days=3 * 365)


@transaction.atomic
def follow(
    *,
    by: Staff,
    action: int,
    indicator: str,
    selection: Selection,
    at: date,
    method: str = Method.ITS,
    control: Mapping[str, str] | None = None,
) -> int:
    """Follow an action's effect on an indicator of a selection and return the following's number.

    The series begins on the selection's first day and goes on until today, whatever its last day is; `at` is the first day on which the
    action can have worked. `control` (difference in differences alone) replaces dimensions of the selection ("area", "category", "unit",
    "channel") by where the action did not work. Raises NotAllowed, NotFound, Invalid.
    """
    permissions.permit("asoca.edit", by)
    found = Action.objects.select_for_update(no_key=True).filter(pk=action).first()
    if found is None:
        raise NotFound
    if not figures.is_known(indicator):
        raise Invalid({"indicator": _("There is no indicator of this name.")})
    if method not in Method.values:
        raise Invalid({"method": _("Choose how the effect is to be estimated.")})
    narrowed = figures.narrowing(selection)
    elsewhere = _control(method, control or {}, narrowed)
    if not typed.day("first", selection.first) < typed.day("at", at):
        raise Invalid({"at": _("The action must begin to work after the first day that is looked at.")})
    there = Following.objects.filter(action=found)
    if there.count() >= MOST:
        raise Invalid({"indicator": _("An action is followed on at most twenty numbers.")})
    same = {"indicator": indicator, "method": method, "selection": narrowed, "control": elsewhere, "at": at}
    if there.filter(**same).exists():
        raise Invalid({"indicator": _("This effect is followed already.")})
    return Following.objects.create(action=found, first=selection.first, made_at=clock.now(), **same).pk


@transaction.atomic
def unfollow(*, by: Staff, following: int) -> None:
    """Follow an effect no longer, unless it was read already: what was read stays. Raises NotAllowed, NotFound, Invalid."""
    permissions.permit("asoca.edit", by)
    found = Following.objects.filter(pk=following).first()
    if found is None:
        raise NotFound
    if Reading.objects.filter(following=found).exists():
        raise Invalid({"following": _("This effect was read already; what was read stays.")})
    found.delete()


@transaction.atomic
def take_reading(*, by: Staff | None, following: int) -> None:
    """Keep what a following says today, once a day: a later one of the same day takes its place. Raises NotAllowed, NotFound."""
    if by is not None:
        permissions.permit("asoca.edit", by)
    found = Following.objects.filter(pk=following).first()
    if found is None:
        raise NotFound
    at = clock.now()
    effect = followed.effect(found)
    Reading.objects.update_or_create(
        following=found,
        on=clock.local(at).date(),
        defaults={"at": at, "by": by, "result": {**asdict(effect.kept()), "at": effect.at.isoformat()}},
    )


def read_due(*, limit: int) -> int:
    """Read the effects that were not read for a week, of actions that were not dropped, up to three years on; return how many.

    Each is kept by itself. At most sixty statements each.
    """
    today = clock.local(clock.now()).date()
    lately = Reading.objects.filter(on__gt=today - WEEK).values("following")
    due = Following.objects.exclude(action__state=ActionState.DROPPED).exclude(pk__in=lately)
    numbers = list(due.filter(at__range=(today - YEARS, today)).order_by("pk").values_list("pk", flat=True)[:limit])
    for number in numbers:
        take_reading(by=None, following=number)
    return len(numbers)


def _control(method: str, control: Mapping[str, str], narrowed: Mapping[str, str]) -> dict[str, str]:
    kept = {name: code for name, code in control.items() if code}
    if method == Method.ITS:
        if kept:
            raise Invalid(
                {"control": _("An interrupted time series has no comparison; choose difference in differences.")}
            )
        return {}
    if not kept:
        raise Invalid({"control": _("Choose an area, category, unit or channel in which the action did not work.")})
    if problems := figures.unknown(kept):
        raise Invalid({"control": problems})
    if all(narrowed.get(name) == code for name, code in kept.items()):
        raise Invalid({"control": _("The comparison is the same as what is followed.")})
    return kept
