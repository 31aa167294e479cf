"""A supervisor's view of the team: what lies where, who is there, what will come, and whether that can be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from tanggap.agencies import absences, permissions, sharing, teams
from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import AbsenceRow
from tanggap.agencies.competencies import Finding
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing
from tanggap.agencies.teams import Member
from tanggap.agencies.words import AssignmentRule, Standing
from tanggap.catalog import clocks, handled
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.insight import outlook, register
from tanggap.insight.outlook import OutlookRow
from tanggap.reports.queries import workload
from tanggap.reports.queries.workload import SOON, Load

PAGE = 12
WEEKS = 8
GOOD_WEEK = 2  # the third best of the last eight: what the unit can do when it must
DAYS = 7


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """What lies with one person, until when the person is away, who is covered, and what is lacking."""

    member: Member
    load: Load
    absences: tuple[AbsenceRow, ...]
    away: AbsenceRow | None
    lacks: tuple[Finding, ...]
    days: int
    of_days: int

    @property
    def is_blocked(self) -> bool:
        """Return whether some work is refused to the person for want of a competency."""
        return any(one.standing == Standing.BLOCKED for one in self.lacks)


@dataclass(frozen=True, slots=True)
class UnitTeam:
    """A unit: its load, people and prospects. `coming` is (expected, low, high) of the coming seven days, today included.

    `capacity` is what it finished in a good week (the third best of the last eight), times the share of its officers' working days on
    which they are there; None where it finished nothing yet.
    """

    code: str
    today: date
    rule: AssignmentRule
    load: Load
    nobody: Load
    former: Load
    officers: tuple[OfficerLoad, ...]
    outlook: OutlookRow | None
    coming: tuple[float, float, float] | None
    good_week: int | None
    capacity: float | None
    days: int
    of_days: int

    @property
    def label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.code)

    @property
    def surplus(self) -> float | None:
        """Return how many more will come than can be done, None where either is not known; negative when there is room."""
        return None if self.coming is None or self.capacity is None else self.coming[0] - self.capacity

    @property
    def is_short(self) -> bool:
        """Return whether even the low end of what is expected is more than can be done."""
        return self.coming is not None and self.capacity is not None and self.coming[1] > self.capacity


@dataclass(slots=True)
class _Found:
    """What was read for the units of a page."""

    loads: dict[str, list[Load]]
    members: dict[str, list[Member]]
    absences: dict[int, list[AbsenceRow]]
    lacks: dict[int, list[Finding]]
    outlooks: dict[str, OutlookRow]
    finished: dict[str, list[int]]
    today: date
    working: list[date] = field(default_factory=list)


def units(staff: Staff, *, unit: str = "", after: str = "", limit: int = PAGE) -> Page[UnitTeam]:
    """Return the teams that a person supervises (one of them when `unit` is given), by code. Nine statements for any number."""
    reached = teams.units_of(staff)
    wanted = [code for code in reached if code > after] if not unit else [code for code in reached if code == unit]
    shown = wanted[:limit]
    following = shown[-1] if len(wanted) > limit else None
    if not shown:
        return Page([])
    found = _read(staff, shown)
    return Page([_unit(code, found) for code in shown], following)


@dataclass(frozen=True, slots=True)
class PersonTeam:
    """One person's work, absences and competencies, as the person and the supervisor see them."""

    username: str
    name: str
    unit: str
    load: Load
    absences: tuple[AbsenceRow, ...]
    covering: tuple[AbsenceRow, ...]
    covers: tuple[tuple[str, str], ...]
    rows: tuple[register.Row, ...]
    proofs: tuple[register.Proof, ...]
    may_be_absent: bool
    may_certify: bool

    @property
    def unit_label(self) -> str:
        """Return the unit's name in the active language."""
        return agencies.unit_label(self.unit)


def person(username: str, *, by: Staff) -> PersonTeam:
    """Return one person, or a unit's program, whose competencies count too, to whoever may see it. Eleven statements.

    That is the person, who supervises the unit, an operator. Raises NotFound.
    """
    found = Staff.objects.filter(Q(is_active=True) | Q(is_program=True), username=username).first()
    if found is None:
        raise NotFound
    thing = Thing(unit=found.unit_id, owner=found.pk)
    if not permissions.allows("competencies.see", by, thing):
        raise NotFound
    today = absences.today()
    loads = workload.of_person(found.pk, now=clock.now())
    return PersonTeam(
        username=found.username,
        name=found.display_name,
        unit=found.unit_id,
        load=loads,
        absences=tuple(absences.of_person(found, since=today)),
        covering=tuple(absences.with_cover(found, since=today)),
        covers=tuple(absences.possible_covers(found)),
        rows=tuple(register.of_person(username)),
        proofs=tuple(register.proofs(username)),
        may_be_absent=found.is_active and permissions.allows("team.absence", by, thing),
        may_certify=by.pk != found.pk and permissions.allows("competencies.enter", by, thing),
    )


def _read(staff: Staff, codes: Sequence[str]) -> _Found:
    now = clock.now()
    today = clock.local(now).date()
    members = teams.members(codes)
    people = {member.id for of in members.values() for member in of}
    away: dict[int, list[AbsenceRow]] = {}
    for row in absences.of_units(codes, first=today, last=today + timedelta(days=DAYS - 1)):
        away.setdefault(row.staff, []).append(row)
    found = _Found(
        loads=_loads(staff, codes, now),
        members=members,
        absences=away,
        lacks=teams.standings(people, categories=frozenset().union(*map(handled.categories_of, codes))),
        outlooks=outlook.outlooks(codes),
        finished=outlook.finished_weeks(codes, weeks=WEEKS, day=today),
        today=today,
    )
    working = clocks.working_time()
    found.working = [day for n in range(DAYS) if working.span(day := today + timedelta(days=n))]
    return found


def _loads(staff: Staff, codes: Collection[str], now: datetime) -> dict[str, list[Load]]:
    """Return the loads by unit. What is confidential counts for its own unit alone."""
    own = {grant.unit for grant in agencies.grants(staff)}
    hidden = [row.code for row in catalog.categories() if row.is_confidential]
    rows: list[Load] = []
    for chosen, without in (([c for c in codes if c in own], []), ([c for c in codes if c not in own], hidden)):
        if chosen:
            rows += workload.loads(chosen, now=now, without=without)
    found: dict[str, list[Load]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return found


def _unit(code: str, found: _Found) -> UnitTeam:
    loads, members = found.loads.get(code, []), found.members[code]
    ids = {member.id for member in members}
    by_person = {load.staff: load for load in loads}
    officers = tuple(_officer(member, by_person.get(member.id), found) for member in members)
    doers = [one for one in officers if one.member.does] or list(officers)
    days, of_days = sum(one.days for one in doers), sum(one.of_days for one in doers)
    row = found.outlooks.get(code)
    good = sorted(found.finished[code], reverse=True)[GOOD_WEEK] or None
    return UnitTeam(
        code=code,
        today=found.today,
        rule=sharing.rule_of(code),
        load=_sum(code, loads),
        nobody=_sum(code, [load for load in loads if load.staff is None]),
        former=_sum(code, [load for load in loads if load.staff is not None and load.staff not in ids]),
        officers=officers,
        outlook=row,
        coming=row.coming(found.today, DAYS) if row else None,
        good_week=good,
        capacity=good * days / of_days if good and of_days else None,
        days=days,
        of_days=of_days,
    )


def _officer(member: Member, load: Load | None, found: _Found) -> OfficerLoad:
    rows = found.absences.get(member.id, [])
    gone = absences.days_away(rows, found.today, DAYS).get(member.id, set())
    return OfficerLoad(
        member=member,
        load=load or Load(member.unit, member.id, 0, 0, 0, 0, 0, 0),
        absences=tuple(rows),
        away=next((row for row in rows if row.starts_on <= found.today <= row.ends_on), None),
        lacks=tuple(found.lacks.get(member.id, ())),
        days=sum(day not in gone for day in found.working),
        of_days=len(found.working),
    )


def _sum(unit: str, loads: Sequence[Load]) -> Load:
    names = ("open", *SOON, "overdue", "waiting")
    return Load(unit, None, **{name: sum(getattr(load, name) for load in loads) for name in names})


def total(rows: Sequence[UnitTeam]) -> Mapping[str, int]:
    """Return the loads of several units added up."""
    added = _sum("", [row.load for row in rows])
    return {name: getattr(added, name) for name in ("open", *SOON, "overdue", "waiting")}
