"""The only writers of what is kept: asking for what a worker then does (`jobs`). `by` is who asks.

begin      learn units' work from their past; its first scenario is the staffing of today
try_out    ask what a staffing would bring
seek       ask for the least staffing that reaches a target
change     ask a scenario anew with other inputs: its next edition
repeat     compute a scenario once more, to see whether the same numbers come out
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import of_unit, permit
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal, Stale
from tanggap.evaluation import prices
from tanggap.staffing import fits, kept, policies, queueing
from tanggap.staffing.fits import Fit
from tanggap.staffing.fitting import LEARN_DAYS
from tanggap.staffing.models import Basis, Removal, Scenario
from tanggap.staffing.policies import Demand, Period, Policy, Target
from tanggap.staffing.seeking import must_be_seekable
from tanggap.staffing.simulating import RUNS, must_be_affordable, today
from tanggap.staffing.states import UNDER_WAY, State, What
from tanggap.staffing.words import Priority

MOST_UNITS: Final = 6
LEAST_LEARNED, MOST_LEARNED = 28, 730
MOST_UNDER_WAY: Final = 4
MOST_SCENARIOS: Final = 30
LONGEST_NAME: Final = 80
MOST_SEED: Final = 2**31 - 1


class Busy(Refusal):
    """Somebody's own work is still under way: one person cannot fill the queue of all."""

    message = _("Four of your calculations are still under way. Wait until one has ended, then ask again.")
    status = 429


class NotLearned(Refusal):
    """Nothing can be tried before the past is known."""

    message = _("The past of these units is not learned yet, so nothing can be tried on it. Wait until it is.")


class NotDone(Refusal):
    """Only what has a result can be repeated."""

    message = _("This scenario has no result that could be repeated.")


class Full(Refusal):
    """A comparison of more than thirty is none."""

    message = _("There are 30 scenarios here already. Change one of them, or begin anew with fresh numbers.")


class SetAside(Refusal):
    """What is out of the lists is looked at, and not gone on with."""

    message = _("This was set aside, so nothing is tried on it any more. Take it back first.")


class Changed(Stale):
    """Somebody made another edition meanwhile."""

    message = _(
        "Somebody changed this scenario while you had it open. Nothing of yours was saved; look at theirs first."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scenario asks: a staffing for `days` with what comes besides; with a `target` the least staffing of its shifts is sought."""

    name: str
    policy: Policy
    days: int
    demand: Demand = field(default_factory=Demand)
    target: Target | None = None
    most_staff: int = 50
    runs: int = RUNS
    seed: int = 1


@transaction.atomic
def begin(
    *,
    by: Staff,
    units: Sequence[str],
    days: int = LEARN_DAYS,
    end: date | None = None,
    lean: bool = False,
    priority: Priority = Priority.FIFO,
) -> int:
    """Have the work of `units` learned from the `days` before `end` (today) and return the basis. `priority` is the order of today.

    Raises Invalid, NotAllowed, Busy.
    """
    codes = list(dict.fromkeys(one.strip() for one in units if one.strip()))
    now = clock.now()
    today = clock.local(now).date()
    errors = _wrong_past(codes, days, end or today, today)
    if errors:
        raise Invalid(errors)
    for code in codes:
        permit("staffing.try", by, of_unit(code))
    _make_room(by)
    given = {"units": codes, "end": end or today, "days": days, "lean": lean, "priority": priority}
    made = Basis.objects.create(**given, total=2 * len(codes), made_by=by, made_at=now)
    queueing.ask_learning(made.pk)
    return made.pk


@transaction.atomic
def try_out(*, by: Staff, basis: int, wanted: Wanted) -> int:
    """Have a staffing tried, or the least one sought; return its number. Raises Invalid, NotFound, NotLearned, Busy, Full, SetAside."""
    found = reachable(by, basis)
    _check(_learned(found), wanted)
    _lock(basis)  # numbers follow one another
    rows = Scenario.objects.filter(basis=basis)
    if rows.filter(set_aside_at=None).values("number").distinct().count() >= MOST_SCENARIOS:
        raise Full
    _make_room(by)
    given = (
        kind.objects.filter(basis=basis).aggregate(last=Max("number"))["last"] or 0 for kind in (Scenario, Removal)
    )
    # a number that was given is never given again
    return _write(found, by, wanted, number=max(given) + 1, edition=1).number


def seek(*, by: Staff, basis: int, wanted: Wanted) -> int:
    """Have the least staffing sought that reaches the target of `wanted`. Raises as `try_out`, and Invalid without a target."""
    if wanted.target is None:
        raise Invalid({"goal": _("Say what is to be reached.")})
    return try_out(by=by, basis=basis, wanted=wanted)


@transaction.atomic
def change(*, by: Staff, basis: int, number: int, edition: int, wanted: Wanted) -> int:
    """Ask a scenario anew with other inputs and return its new edition; the old one stays. Raises Changed, and as `try_out`."""
    found = reachable(by, basis)
    _check(_learned(found), wanted)
    _lock(basis)
    latest = latest_of(basis, number)
    if latest.set_aside_at is not None:
        raise SetAside
    if latest.edition != edition:
        raise Changed
    if latest.what != (What.TRY if wanted.target is None else What.CHEAPEST):
        raise NotFound
    _make_room(by)
    return _write(found, by, wanted, number=number, edition=edition + 1).edition


@transaction.atomic
def repeat(*, by: Staff, basis: int, number: int, edition: int) -> None:
    """Have a scenario computed once more from what was kept with it. Asking twice is asking once. Raises NotFound, NotDone."""
    reachable(by, basis)
    found = Scenario.objects.select_for_update().filter(basis=basis, number=number, edition=edition).first()
    if found is None:
        raise NotFound
    if found.state != State.DONE:
        raise NotDone
    found.asked_at, found.checked_at, found.is_same = clock.now(), None, None
    found.save(update_fields=["asked_at", "checked_at", "is_same"])
    queueing.ask_repeating(found.pk)


def reachable(by: Staff, basis: int) -> Basis:
    """Return a basis of units whose staffing the person may try. Raises NotFound: also for one that exists and is not."""
    found = Basis.objects.select_related("made_by", "set_aside_by").filter(pk=basis).first()
    if found is None:
        raise NotFound
    try:
        for code in found.units:
            permit("staffing.try", by, of_unit(code))
    except Refusal as refusal:
        raise NotFound from refusal
    return found


def _lock(basis: int) -> None:
    """Let nobody else number, set aside or delete anything of a basis until the end. Raises NotFound, SetAside."""
    found = Basis.objects.select_for_update(no_key=True).filter(pk=basis).first()
    if found is None:
        raise NotFound
    if found.set_aside_at is not None:
        raise SetAside


def latest_of(basis: int, number: int) -> Scenario:
    """Return the latest edition of a scenario. Raises NotFound."""
    found = Scenario.objects.filter(basis=basis, number=number).order_by("-edition").first()
    if found is None:
        raise NotFound
    return found


def as_today(basis: Basis, fit: Fit) -> Scenario:
    """Write the staffing of today down as the first scenario, which others are compared with. Called where the fit is kept.

    It has no name: readers see one in their language.
    """
    wanted = Wanted("", today(fit), days=28)
    return _write(basis, basis.made_by, wanted, number=1, edition=1)


def _write(basis: Basis, by: Staff, wanted: Wanted, *, number: int, edition: int) -> Scenario:
    entered, is_sought = prices.prices(), wanted.target is not None
    made = Scenario.objects.create(
        basis=basis,
        number=number,
        edition=edition,
        name=wanted.name.strip(),
        what=What.CHEAPEST if is_sought else What.TRY,
        policy=policies.dump(wanted.policy),
        demand=kept.dump(wanted.demand),
        target=kept.dump(wanted.target),
        most_staff=wanted.most_staff if is_sought else None,
        days=wanted.days,
        runs=wanted.runs,
        seed=wanted.seed,
        price_an_hour=entered.an_hour if entered else None,
        currency=entered.currency if entered else "",
        made_by=by,
        made_at=clock.now(),
    )
    queueing.ask_trying(made.pk)
    return made


def _learned(basis: Basis) -> Fit:
    if basis.state != State.DONE or basis.fit is None:
        raise NotLearned
    return fits.load(basis.fit)


def _check(fit: Fit, wanted: Wanted) -> None:
    """Refuse what cannot be tried, by field. Raises Invalid, TooMuch."""
    errors: dict[str, Any] = {}
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME:
        errors["name"] = _("Give it a name of up to 80 characters, by which it is told from the others.")
    if not 0 <= wanted.seed <= MOST_SEED:
        errors["seed"] = _("The seed is a whole number from 0 to 2147483647.")
    errors |= _wrong_plan(fit, wanted)
    if errors:
        raise Invalid(errors)
    must_be_affordable(fit, Period(fit.end, wanted.days), wanted.demand, runs=wanted.runs)


def _wrong_plan(fit: Fit, wanted: Wanted) -> Mapping[str, str | Promise]:
    """Return what is wrong with what is to be tried, by field: the rules of the simulation, or of the search."""
    period, policy = Period(fit.end, wanted.days), wanted.policy
    if wanted.target is None:
        return policies.check(policy, period, wanted.demand, runs=wanted.runs)
    try:
        must_be_seekable(
            fit, wanted.target, policy.shifts, policy, period, wanted.demand, runs=wanted.runs, most_staff=wanted.most_staff
        )  # fmt: skip
    except Invalid as refusal:
        return refusal.errors
    return {}


def _wrong_past(codes: Sequence[str], days: int, end: date, today: date) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not codes:
        errors["units"] = _("Choose at least one unit.")
    elif len(codes) > MOST_UNITS:
        errors["units"] = _("Choose up to six units: together they are tried as one pool of people.")
    elif any(agencies.unit(code) is None for code in codes):
        errors["units"] = _("One of these units is not known or works no more. Choose from the list.")
    if not LEAST_LEARNED <= days <= MOST_LEARNED:
        errors["days"] = _("Learn from between 28 and 730 days.")
    if end > today:
        errors["end"] = _("The past ends today at the latest.")
    return errors


def _make_room(by: Staff) -> None:
    """Let one person have only so much under way. Raises Busy."""
    under_way = sum(
        kind.objects.filter(state__in=UNDER_WAY, made_by=by).count() for kind in (Basis, Scenario)
    )  # few rows: the partial indexes of what is under way
    if under_way >= MOST_UNDER_WAY:
        raise Busy
