"""What makes teams of the simulated staff: colleagues, competencies of which some end soon, absences, and how units share out work."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.utils.translation import override

from tanggap.agencies import absence_actions, absences, actions, competencies, competency_actions, sharing
from tanggap.agencies import queries as agencies
from tanggap.agencies.actions import Extra
from tanggap.agencies.competencies import CompetencyRow
from tanggap.agencies.competency_actions import Given
from tanggap.agencies.models import Staff
from tanggap.agencies.words import AbsenceKind, AssignmentRule, Role
from tanggap.catalog import handled
from tanggap.config.demo.chance import luck
from tanggap.config.demo.figures import Figures
from tanggap.core.words import say
from tanggap.places.city import city

COLLEAGUES = 4  # in each unit with a supervisor who can log in
RULES = (AssignmentRule.LEAST_LOAD, AssignmentRule.SKILL, AssignmentRule.ROUND_ROBIN)
ENDS_SOON = 0.12  # share of proofs
LONG_ENDED_DAYS = 45


def settle(figures: Figures, everybody: Sequence[Staff]) -> None:
    """Give the staff competencies, and the units whose supervisor can log in colleagues, absences and a rule.

    Done again it changes nothing. Call it when the story is over: rules would give away the reports that its people are to take.
    """
    units = list(dict.fromkeys(one.unit for one in figures.accounts if Role.SUPERVISOR in one.roles))
    teams = {unit: _colleagues(unit) for unit in units}
    colleagues = [person for team in teams.values() for person in team]
    agencies.read_grants(colleagues)
    blocked = {team[-1].pk for team in teams.values()}
    competency_actions.enter_many(list(_proofs([*everybody, *colleagues], blocked)))
    for number, (unit, team) in enumerate(teams.items()):
        _be_away(team)
        sharing.set_rule(by=None, unit=unit, rule=RULES[number % len(RULES)])


def _colleagues(unit: str) -> list[Staff]:
    row = agencies.unit(unit)
    with override(city().languages[0]):
        label, name = str(Role.OFFICER.label), say(row.name) if row else unit
    wanted = [
        Extra(f"sim.{unit.lower()}.rekan{n}", f"{label} {n} · {name}"[: actions.LONGEST_NAME], unit, Role.OFFICER)
        for n in range(2, COLLEAGUES + 2)
    ]
    return actions.add_extras(wanted)


def _be_away(team: Sequence[Staff]) -> None:
    """Let the first be away at present and the second later, both covered by the third."""
    today, kinds = absences.today(), (AbsenceKind.LEAVE, AbsenceKind.TRAINING)
    spans = (
        (today - timedelta(days=1), today + timedelta(days=3)),
        (today + timedelta(days=4), today + timedelta(days=6)),
    )
    for person, kind, (first, last) in zip(team, kinds, spans, strict=False):
        try:
            absence_actions.enter(
                by=None,
                username=person.username,
                starts_on=first,
                ends_on=last,
                kind=kind,
                cover=team[2].username,
            )
        except absence_actions.AwayAlready:
            continue


def _proofs(people: Sequence[Staff], blocked: set[int]) -> Iterator[Given]:
    """Yield the proofs of everybody: by chance some end soon; those of `blocked` that can block ended long ago."""
    today = absences.today()
    for person in people:
        chance = luck(person.username)
        units = {grant.unit for grant in agencies.grants(person)}
        categories = frozenset().union(*map(handled.categories_of, units)) if units else frozenset()
        for row, level in _asked(agencies.roles(person), categories):
            is_over = person.pk in blocked and bool(row.blocks)
            until = today - timedelta(days=LONG_ENDED_DAYS) if is_over else _ends(row, chance, today)
            begun = (until or today) - timedelta(days=30 * (row.valid_months or 12))
            number = f"{row.code.upper()[:4]}/{begun.year}/{chance.randint(100, 9999)}"
            yield Given(person, row.code, level, number, begun, until)


def _asked(roles: frozenset[Role], categories: frozenset[str]) -> Iterator[tuple[CompetencyRow, str]]:
    """Yield each competency that is asked of such work, at the highest level that is."""
    best: dict[str, tuple[CompetencyRow, str]] = {}
    for need in competencies.needs(roles, categories=categories):
        row, known = need.competency, best.get(need.competency.code)
        if known is None or row.rank(need.level) > row.rank(known[1]):
            best[row.code] = (row, need.level)
    yield from best.values()


def _ends(row: CompetencyRow, chance: Random, today: date) -> date | None:
    if row.valid_months is None:
        return None
    days = chance.randint(3, row.warn_days) if chance.random() < ENDS_SOON else chance.randint(row.warn_days + 1, 700)
    return today + timedelta(days=days)
