"""What the worker does: learns the past, computes scenarios, and computes them once more. Each may be done twice and die half-way.

The long calculation happens outside of any transaction; what came out is written in one, and only if the work is still to be done.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.staffing import actions, fits, kept, policies, pooling, queueing
from tanggap.staffing.fitting import TooFew, fit
from tanggap.staffing.models import Basis, Scenario, Work
from tanggap.staffing.outcomes import Futures, Outcome, Search
from tanggap.staffing.policies import Demand, Period, Target
from tanggap.staffing.seeking import MOST_TRIED, cheapest
from tanggap.staffing.simulating import simulated
from tanggap.staffing.states import UNDER_WAY, State, What
from tanggap.staffing.validating import validate
from tanggap.staffing.words import Priority

log = logging.getLogger(__name__)
Kind = TypeVar("Kind", bound=Work)
MOST_TRIES: Final = 3  # after so many deaths of a worker it is not begun again


def learn(basis: int) -> None:
    """Learn the past of a basis, and how far it explains itself; write both down, and the staffing of today as the first scenario."""
    found = _claim(Basis, basis)
    if found is not None:
        _carefully(found, lambda: _learn(found))


def compute(scenario: int) -> None:
    """Compute a scenario and write its result down."""
    found = _claim(Scenario, scenario)
    if found is not None:
        _carefully(found, lambda: _compute(found))


def repeat(scenario: int) -> None:
    """Compute a scenario once more from what was kept with it, and write down whether the same numbers came out."""
    found = Scenario.objects.select_related("basis").filter(pk=scenario, state=State.DONE).first()
    if found is None or found.asked_at is None or found.checked_at is not None:
        return
    came, futures = result(found)
    same = kept.digest(kept.dump(came)) == found.digest
    told = {"futures": kept.dump(futures)} if same and futures is not None else {}  # of one done before they were kept
    Scenario.objects.filter(pk=scenario, asked_at=found.asked_at).update(checked_at=clock.now(), is_same=same, **told)


def resume(*, idle_since: datetime, limit: int = 50) -> int:
    """Ask a worker again for what was looked at last before `idle_since` and has not ended; return how many there were."""
    number = 0
    for kind, ask in ((Basis, queueing.ask_learning), (Scenario, queueing.ask_trying)):
        for key in _idle(kind, idle_since)[:limit]:
            ask(key)
            number += 1
    return number


def result(scenario: Scenario, told: Callable[[int], None] | None = None) -> tuple[Outcome | Search, Futures | None]:
    """Return what comes out of a scenario's kept inputs, and what each future tells (None where a search found nothing).

    Pure but for `told`, which hears how many tries were made. Raises Refusal.
    """
    if scenario.basis.fit is None:
        raise actions.NotLearned
    known = fits.load(scenario.basis.fit)
    policy, demand = policies.load(scenario.policy), kept.load(Demand, scenario.demand)
    how: dict[str, Any] = {
        "period": Period(known.end, scenario.days),
        "demand": demand,
        "runs": scenario.runs,
        "seed": scenario.seed,
        "price_an_hour": scenario.price_an_hour,
        "currency": scenario.currency,
    }
    if scenario.what == What.TRY:
        return simulated(known, policy, **how)
    target = kept.load(Target, scenario.target)
    most = scenario.most_staff or 1
    found = cheapest(known, target, shifts=policy.shifts, like=policy, most_staff=most, told=told, **how)
    return found, None if found.found is None else simulated(known, found.found, **how)[1]


def _learn(basis: Basis) -> None:
    found, done, order = [], 0, Priority(basis.priority)
    for code in basis.units:
        found.append(fit(code, end=basis.end, days=basis.days, lean=basis.lean, priority=order))
        done += 1
        _step(basis, done)
    past = []
    for code in basis.units:
        past.append(kept.dump(validate(code, end=basis.end, priority=order)))
        done += 1
        _step(basis, done)
    known = found[0] if len(found) == 1 else pooling.pool(found)
    with transaction.atomic():
        if _end(basis, State.DONE, fit=fits.dump(known), past=past):
            actions.as_today(basis, known)


def _compute(scenario: Scenario) -> None:
    is_try = scenario.what == What.TRY
    Scenario.objects.filter(pk=scenario.pk).update(total=1 if is_try else MOST_TRIED, done=0)
    found, futures = result(scenario, lambda done: _step(scenario, done))
    came = kept.dump(found)
    told = None if futures is None else kept.dump(futures)
    _end(scenario, State.DONE, result=came, digest=kept.digest(came), futures=told)


def _claim(kind: type[Kind], key: int) -> Kind | None:
    """Return the work if it is to be done, marked as begun; one whose workers died too often is given up."""
    with transaction.atomic():
        found = kind.objects.select_for_update().filter(pk=key, state__in=UNDER_WAY, set_aside_at=None).first()  # type: ignore[attr-defined]
        if found is None:
            return None
        if found.tries >= MOST_TRIES:
            _end(found, State.FAILED, reason=_in_each_language(_broken))
            return None
        found.state, found.tries, found.looked_at = State.RUNNING, found.tries + 1, clock.now()
        found.save(update_fields=["state", "tries", "looked_at"])
        return found  # type: ignore[no-any-return]


def _carefully(work: Work, do: Callable[[], None]) -> None:
    """Do the work; what is refused or breaks ends it with its reason, and touches nothing else."""
    try:
        do()
    except TooFew as refusal:
        n = refusal.n
        _end(work, State.REFUSED, reason=_in_each_language(lambda: str(TooFew(n))))
    except Refusal as refusal:
        said = refusal.message
        _end(work, State.REFUSED, reason=_in_each_language(lambda: str(said)))
    except Exception:
        log.exception("a calculation of staffing failed")
        _end(work, State.FAILED, reason=_in_each_language(_broken))


def _broken() -> str:
    return _(
        "Something went wrong on our side. Nothing was lost; ask again, and tell the operator if it happens twice."
    )


def _in_each_language(say: Callable[[], str]) -> Mapping[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = say()
    return found


def _step(work: Work, done: int) -> None:
    """Tell how far the work is, and that it goes on."""
    type(work).objects.filter(pk=work.pk, state=State.RUNNING).update(done=done, looked_at=clock.now())  # type: ignore[attr-defined]


def _end(work: Work, state: State, **what: Any) -> bool:
    """Write down how the work ended, unless it has ended already; return whether it was written."""
    rows = type(work).objects.filter(pk=work.pk, state__in=UNDER_WAY)  # type: ignore[attr-defined]
    return bool(rows.update(state=state, ended_at=clock.now(), **what))


def _idle(kind: type[Work], since: datetime) -> list[int]:
    rows = kind.objects.filter(state__in=UNDER_WAY, set_aside_at=None, made_at__lt=since).exclude(looked_at__gte=since)  # type: ignore[attr-defined]
    return list(rows.order_by("pk").values_list("pk", flat=True))
