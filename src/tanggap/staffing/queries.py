"""What is kept, for those who may try the staffing of all its units: bases, their scenarios, each with its inputs and what came out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import allows, of_unit
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.staffing import actions, comparing, fits, keeping, kept, policies
from tanggap.staffing.fits import Fit
from tanggap.staffing.models import Basis, Scenario, Work
from tanggap.staffing.outcomes import Contrast, Futures, Outcome, Search, Validation
from tanggap.staffing.policies import Demand, Policy, Target
from tanggap.staffing.states import UNDER_WAY, State, What

PAGE = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: `done` of `total` steps (0: not known), why it ended without a result."""

    state: State
    done: int
    total: int
    reason: str

    @property
    def is_under_way(self) -> bool:
        """Return whether a worker still has to do something."""
        return self.state in UNDER_WAY

    @property
    def is_done(self) -> bool:
        """Return whether there is a result."""
        return self.state == State.DONE


@dataclass(frozen=True, slots=True)
class Aside:
    """That something was set aside: when, by whom, and when it is deleted unless it is taken back."""

    at: datetime
    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A basis in the list of all: whose work, learned from the `days` before `end`, by whom and when."""

    id: int
    units: tuple[str, ...]
    end: date
    days: int
    is_lean: bool
    progress: Progress
    made_by: str
    made_at: datetime
    scenarios: int = 0
    aside: Aside | None = None

    @property
    def label(self) -> str:
        """Return the names of the units."""
        return ", ".join(agencies.unit_label(code) for code in self.units)


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One edition of a scenario with its inputs, and what came out when it is done: an `outcome`, or of a search also that `search`.

    `is_same` says what a repetition at `checked_at` gave; None while none was made or asked for (`is_repeating`).
    """

    basis: int
    number: int
    edition: int
    name: str
    what: What
    policy: Policy
    demand: Demand
    target: Target | None
    most_staff: int | None
    days: int
    runs: int
    seed: int
    price_an_hour: float | None
    currency: str
    progress: Progress
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    digest: str
    outcome: Outcome | None
    search: Search | None
    futures: Futures | None
    is_repeating: bool
    checked_at: datetime | None
    is_same: bool | None
    aside: Aside | None = None

    @property
    def is_sought(self) -> bool:
        """Return whether the least staffing is sought, rather than one tried."""
        return self.what == What.CHEAPEST

    def met_as(self, other: "ScenarioRow") -> bool:
        """Return whether it was played on the same futures as another: days, what comes besides, and the seed of chance."""
        return (self.days, self.demand, self.seed) == (other.days, other.demand, other.seed)

    def beside(self, other: "ScenarioRow") -> Contrast | None:
        """Return what it has more than `other`; None where one has no result, or they did not meet the same futures."""
        if not (self.outcome and self.futures and other.outcome and other.futures and self.met_as(other)):
            return None
        return comparing.contrast(self.outcome, self.futures, other.outcome, other.futures)


@dataclass(frozen=True, slots=True)
class BasisView:
    """A basis with what was learned (None until it is), how far that explains the past, and the latest edition of each scenario.

    `set_aside` are the scenarios that stand in no list; `may_remove` whether the reader may set the whole aside, or delete it.
    """

    basis: BasisRow
    fit: Fit | None
    past: tuple[Validation, ...]
    scenarios: tuple[ScenarioRow, ...]
    set_aside: tuple[ScenarioRow, ...] = ()
    may_remove: bool = False

    @property
    def is_full(self) -> bool:
        """Return whether no more scenarios fit."""
        return len(self.scenarios) >= actions.MOST_SCENARIOS

    @property
    def is_under_way(self) -> bool:
        """Return whether a worker still has something of it to do."""
        waiting = (one.progress.is_under_way or one.is_repeating for one in self.scenarios)
        return self.basis.progress.is_under_way or any(waiting)


def bases(by: Staff, *, before: int | None = None, aside: bool = False, limit: int = PAGE) -> list[BasisRow]:
    """Return the newest bases of which the person may try the staffing, from `before` (an id) down, or those that were set `aside`.

    Two statements.
    """
    rows = Basis.objects.select_related("made_by", "set_aside_by").filter(
        units__contained_by=units(by), set_aside_at__isnull=not aside
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.defer("fit", "past").order_by("-pk")[:limit])
    tried = Scenario.objects.filter(basis__in=found, set_aside_at=None).values("basis")
    numbers = dict(tried.annotate(n=Count("number", distinct=True)).values_list("basis", "n"))
    return [_basis(one, numbers.get(one.pk, 0)) for one in found]


def basis(by: Staff, number: int) -> BasisView:
    """Return a basis and its scenarios, as they are now. Two statements. Raises NotFound."""
    found = actions.reachable(by, number)
    kept_rows = Scenario.objects.select_related("made_by", "set_aside_by").filter(basis=number)
    rows = [_scenario(one) for one in _latest(kept_rows.order_by("number", "edition"))]
    return BasisView(
        basis=_basis(found, sum(one.aside is None for one in rows)),
        fit=fits.load(found.fit) if found.fit is not None else None,
        past=tuple(kept.load(Validation, one) for one in found.past),
        scenarios=tuple(one for one in rows if one.aside is None),
        set_aside=tuple(one for one in rows if one.aside is not None),
        may_remove=keeping.may(by, found, ()),
    )


def editions(by: Staff, basis: int, number: int) -> list[ScenarioRow]:
    """Return all editions of a scenario, the latest first. Raises NotFound."""
    actions.reachable(by, basis)
    rows = Scenario.objects.select_related("made_by", "set_aside_by").filter(basis=basis, number=number)
    rows = rows.order_by("-edition")
    found = [_scenario(one) for one in rows]
    if not found:
        raise NotFound
    return found


def may_remove(by: Staff, basis: int, number: int) -> bool:
    """Return whether a person may set a scenario aside, or delete it: no staffing of today. Raises NotFound."""
    found = actions.reachable(by, basis)
    made_by = Scenario.objects.filter(basis=basis, number=number).order_by("edition").values_list("made_by", flat=True)
    return number != 1 and keeping.may(by, found, list(made_by[:1]))


def units(by: Staff) -> list[str]:
    """Return the codes of the units whose staffing the person may try. No statement."""
    return [row.code for row in agencies.units() if allows("staffing.try", by, of_unit(row.code))]


def _latest(rows: Iterable[Scenario]) -> Sequence[Scenario]:
    """Return of each number the last of `rows`."""
    found: dict[int, Scenario] = {}
    for one in rows:
        found[one.number] = one
    return list(found.values())


def _basis(one: Basis, scenarios: int) -> BasisRow:
    return BasisRow(
        id=one.pk,
        units=tuple(one.units),
        end=one.end,
        days=one.days,
        is_lean=one.lean,
        progress=_progress(one, one.reason),
        made_by=one.made_by.display_name,
        made_at=one.made_at,
        scenarios=scenarios,
        aside=_aside(one),
    )


def _aside(one: Work) -> Aside | None:
    until = keeping.kept_until(one.set_aside_at)
    if one.set_aside_at is None or one.set_aside_by is None or until is None:
        return None
    return Aside(one.set_aside_at, one.set_aside_by.display_name, until)


def _progress(one: Work, reason: Mapping[str, str]) -> Progress:
    return Progress(State(one.state), one.done, one.total, say(reason) if reason else "")


def _scenario(one: Scenario) -> ScenarioRow:
    search = outcome = None
    if one.result is not None and one.what == What.CHEAPEST:
        search = kept.load(Search, one.result)
        outcome = search.outcome
    elif one.result is not None:
        outcome = kept.load(Outcome, one.result)
    return ScenarioRow(
        basis=one.basis_id,
        number=one.number,
        edition=one.edition,
        name=one.name or _("As today"),
        what=What(one.what),
        policy=policies.load(one.policy),
        demand=kept.load(Demand, one.demand),
        target=kept.load(Target, one.target) if one.target is not None else None,
        most_staff=one.most_staff,
        days=one.days,
        runs=one.runs,
        seed=one.seed,
        price_an_hour=one.price_an_hour,
        currency=one.currency,
        progress=_progress(one, one.reason),
        made_by=one.made_by.display_name,
        made_at=one.made_at,
        ended_at=one.ended_at,
        digest=one.digest,
        outcome=outcome,
        search=search,
        futures=kept.load(Futures, one.futures) if one.futures is not None else None,
        is_repeating=one.asked_at is not None and one.checked_at is None,
        checked_at=one.checked_at,
        is_same=one.is_same,
        aside=_aside(one),
    )
