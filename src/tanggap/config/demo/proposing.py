"""What the simulated city could not repair: proposals for the yearly planning in every state, made and decided by the real actions."""

import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.agencies import actions as agency_actions
from tanggap.agencies import queries as agencies
from tanggap.agencies.actions import Extra
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.catalog.routing import route
from tanggap.config.demo import checking, scenes
from tanggap.config.demo.chance import luck
from tanggap.config.demo.figures import Figures
from tanggap.config.demo.people import Cast
from tanggap.core import clock, ids
from tanggap.core.refusal import Refusal
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning import actions, gathering, keepers
from tanggap.planning.models import Proposal
from tanggap.planning.rows import Done
from tanggap.planning.rules import is_planned, rules
from tanggap.planning.words import Reason, RefusalReason
from tanggap.reports.models import Report, Task
from tanggap.reports.photos import Upload
from tanggap.reports.words import OPEN_TASK, WORKING, Visibility
from tanggap.verification import actions as verification
from tanggap.verification import checklist

MOST_REPORTS = 3  # in a proposal
ONE_OF = 2  # of so many reports that are stuck one may be the seed of a proposal
KEPT_AT_DESKS = 12  # units of people who can log in keep at least so many open reports
SOONEST = timedelta(days=2)  # after the last thing that happened to a report
PARTS = 14  # of the time in between
STORIES = (  # of a small city the first ones alone
    ("admit", "rise", "accept", "fund", "begin", "build", "check"),
    (),
    ("admit", "rise", "accept", "fund", "build"),
    ("admit", "refuse"),
    ("admit",),
    ("admit", "rise", "accept", "fund"),
    ("admit", "rise", "defer"),
    ("admit", "rise", "accept"),
    ("admit", "rise", "accept", "fund", "begin"),
    ("withdraw",),
    (),
    ("admit", "rise"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Open reports of one kind at one unit, and when the last thing happened to any of them."""

    rows: tuple[Report, ...]

    @property
    def since(self) -> datetime:
        """Return from when on a story can be told of them."""
        return max(row.changed_at for row in self.rows)


def leave(known: Figures, cast: Cast, *, until: datetime, busy: Collection[str] = ()) -> None:
    """Put the proposals there, once, their stories over by `until`; whoever made some keeps theirs. `busy` reports have more to come."""
    if not is_planned() or Proposal.objects.exists():
        return
    with override(city().languages[0]), _savepoints(), transaction.atomic():
        for number, (story, group) in enumerate(zip(STORIES, _groups(known, until, busy), strict=False)):
            with suppress(Refusal, LookupError), transaction.atomic():
                _Told(cast, group, number, until).go(story)


@contextmanager
def _savepoints() -> Iterator[None]:
    """Let what is refused be undone alone, also where the story is played without savepoints."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, True
    try:
        yield
    finally:
        features.uses_savepoints = before


def _groups(known: Figures, until: datetime, busy: Collection[str]) -> list[Group]:
    """Return what is most alike and open, those to which nothing has happened for longest first."""
    guarded = [row.code for row in catalog.categories() if row.is_confidential or row.is_sensitive]
    rows = list(
        Report.objects.filter(state__in=WORKING, visibility=Visibility.PUBLIC, awaits_decision=False)
        .exclude(area=None)
        .exclude(category=None)
        .exclude(category__in=guarded)
        .exclude(code__in=busy)
        .exclude(pk__in=Task.objects.filter(state__in=OPEN_TASK).values("report"))
        .order_by("changed_at", "id")
    )
    at_desks, held = {account.unit for account in known.accounts}, Counter(row.unit_id for row in rows)
    found: dict[tuple[str, str | None, str | None], list[Report]] = {}
    for row in rows:
        is_short = row.unit_id in at_desks and held[row.unit_id] <= KEPT_AT_DESKS
        if not is_short and row.changed_at < until - SOONEST:
            around = places.area(row.area_id)
            found.setdefault((row.unit_id, row.category_id, around.parent if around else None), []).append(row)
    groups = sorted((Group(tuple(one[:MOST_REPORTS])) for one in found.values()), key=lambda one: -len(one.rows))
    return sorted(groups[: min(len(STORIES), -(-len(rows) // ONE_OF))], key=lambda one: one.since)


class _Told:
    """One proposal through its story, the time between its reports' last event and the end of the simulation in equal parts."""

    def __init__(self, cast: Cast, group: Group, number: int, until: datetime) -> None:
        self._cast, self._group, self._number, self._until = cast, group, number, until
        self._gap = (until - group.since) / PARTS
        self._at = group.since + self._gap
        self._luck = luck("proposal", number)
        self._code, self._version = "", 0

    def go(self, story: tuple[str, ...]) -> None:
        """Propose, let people stand behind it, and go on as the story says."""
        with clock.at(self._at), ids.drawn_from(self._luck):
            self._propose()
        for one in range(self._luck.randrange(2, 40)):
            with clock.at(self._at):
                actions.support(code=self._code, person=f"{self._code}-{one}")
        for step in story:
            act: Callable[[], None] = getattr(self, f"_{step}")
            self._at = min(self._at + self._gap, self._until)
            with clock.at(self._at):
                act()

    @property
    def _row(self) -> Proposal:
        return Proposal.objects.get(code=self._code)

    def _propose(self) -> None:
        rows, first = self._group.rows, self._group.rows[0]
        kind, area = catalog.category(first.category_id), gathering.common_area([str(row.area_id) for row in rows])
        oldest = min(row.received_at for row in rows)
        made = actions.propose(
            by=self._cast.officer(first.unit_id),
            reports=[row.code for row in rows],
            title=_("%(kind)s, %(place)s: rebuild instead of repair")
            % {"kind": kind.label if kind else "", "place": places.full_name(area)},
            problem=_(
                "The problem comes back there again and again; the oldest report that is open is of %(day)s. Repairs do not last, because"
                " the cause lies deeper. It takes building works that the unit cannot pay from its budget of the year."
            )
            % {"day": f"{clock.local(oldest):%d-%m-%Y}"},
            reason=Reason.values[self._number % len(Reason.values)],
            cost=self._cost(),
            level=keepers.fitting(area)[0].code,
            year=self._year(),
            message=_("This is more than our crews can mend. We have proposed it for the yearly planning."),
        )
        self._code, self._version = made.code, made.version

    def _cost(self) -> int:
        here = rules()
        return min(here.most, max(here.least, 5_000_000 * self._luck.randrange(18, 480)))

    def _year(self, place: int = 0) -> int:
        return rules().open_years(clock.local(clock.now()).date())[place]

    def _do(self, action: Callable[..., Done], by: Staff, **how: object) -> None:
        done = action(code=self._code, version=self._version, by=by, **how)
        self._version = done.version

    def _keeper(self) -> Staff:
        """Return who decides for the keeper of the level: somebody of that unit alone."""
        unit = keepers.of(self._row)
        name = f"{Role.SUPERVISOR.label} · {agencies.unit_label(unit)}"[: agency_actions.LONGEST_NAME]
        return agency_actions.add_extras([Extra(f"sim.{unit.lower()}.perencana", name, unit, Role.SUPERVISOR)])[0]

    def _admit(self) -> None:
        said = _("It is taken into the deliberation. Meanwhile its reports wait, and count as unsolved.")
        self._do(actions.admit, self._keeper(), year=self._row.year, message=said)

    def _rise(self) -> None:
        while not (level := rules().level(self._row.level)) or not level.accepts:
            self._do(actions.advance, self._keeper(), message=_("Supported here; the next level decides."))

    def _accept(self) -> None:
        self._do(actions.accept, self._keeper(), message=_("Taken into the plan of the year."))

    def _fund(self) -> None:
        row = self._row
        way = route(category=row.category_id, area=row.area_id)
        self._do(
            actions.fund,
            self._keeper(),
            programme=f"1.03.{self._number + 2:02d}.2.01.{self._luck.randrange(1, 99):04d}",
            name=_("Improvement: %(kind)s") % {"kind": getattr(catalog.category(row.category_id), "label", "")},
            amount=round(row.cost * 0.96),
            source=rules().sources[0].code,
            builder=way.competent or row.unit_id,
            message=_("The money is in the budget, and the unit that builds is named."),
        )

    def _begin(self) -> None:
        self._do(actions.begin, self._cast.officer(str(self._row.builder_id)), message=_("The works have begun."))

    def _build(self) -> None:
        row = self._row
        kind = catalog.category(row.category_id)
        needed = int(kind.evidence.get("photos_after", 1)) if kind else 1
        self._do(
            actions.build,
            self._cast.officer(str(row.builder_id)),
            message=_("Built as planned; the photos show the result."),
            photos=[self._shot(f"built{one}") for one in range(max(1, needed))],
        )

    def _check(self) -> None:
        words = checking.Words(
            _("It is not as planned."), _("We go on."), _("Mended."), _("As planned, seen on the spot.")
        )
        for row in self._group.rows:
            now = Report.objects.get(pk=row.pk)
            people = self._cast.validators(str(now.verifier_id), self._number)
            ticked = {checklist.key(point): True for point in checklist.points(str(now.category_id))}
            if now.field_required:
                papers: dict[str, Any] = {"code": row.code, "version": now.version, "checklist": ticked}
                verification.send_to_field(**papers, verifier=checking.free(people, row.code))
            checking.visit(
                row.code,
                people=people,
                officer=self._cast.officer(now.unit_id),
                ticked=ticked,
                words=words,
                shot=self._shot,
                needed=1,
                until=self._until,
            )

    def _defer(self) -> None:
        said = _("Others are more urgent this year; it is put off, not dropped.")
        self._do(actions.defer, self._keeper(), year=self._year(1), message=said)

    def _refuse(self) -> None:
        said = _("A good repair is enough here; the unit can pay it from its own means.")
        self._do(actions.refuse, self._keeper(), reason=RefusalReason.BY_UNIT.value, message=said)

    def _withdraw(self) -> None:
        said = _("We found another way, and do it by ourselves.")
        self._do(actions.withdraw, self._cast.officer(self._row.unit_id), message=said)

    def _shot(self, name: str) -> Upload:
        kind, file = catalog.category(self._group.rows[0].category_id), io.BytesIO()
        icon = kind.icon if kind else "dots"
        picture = scenes.draw(icon, place=self._group.rows[0].code, shot=f"{self._code}-{name}", is_solved=True)
        picture.save(file, "JPEG", quality=85)
        return Upload(file.getvalue(), f"{name}.jpg")
