"""Who should work on a report: who may at all, and whom a unit's rule chooses. It reads and decides; `actions.assigning` writes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.agencies import absences, competencies
from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import Away
from tanggap.agencies.models import Staff
from tanggap.agencies.words import AssignmentRule, Role
from tanggap.core.refusal import Refusal
from tanggap.reports.access import HANDLERS
from tanggap.reports.models import Event, Report
from tanggap.reports.words import OPEN

DOERS = (Role.OFFICER, Role.INTAKE)  # who gets work by a rule; supervisors where a unit has nobody else


class UnitClosed(Refusal):
    """Nobody works in a unit that is no more."""

    message = gettext_lazy(
        "%(unit)s is closed, so nobody there can work on this. Send the report to another unit first."
    )


class NotAColleague(Refusal):
    """Reports are assigned within the unit that answers for them."""

    message = gettext_lazy("This person does not work in the unit that answers for the report.")
    field = "assignee"
    status = 422


class OnLeave(Refusal):
    """Work given to somebody who is away lies."""

    message = gettext_lazy("%(name)s is away until %(until)s, and nobody covers. Choose somebody else.")
    field = "assignee"
    status = 422


class ChecksIt(Refusal):
    """Who checks a result does not work on it (study: by a third party)."""

    message = gettext_lazy("%(name)s checks this report as a validator, so somebody else must work on it.")
    field = "assignee"
    status = 422


class LacksCompetency(Refusal):
    """The city's standard keeps this work from this person."""

    message = gettext_lazy("%(name)s lacks “%(competency)s” (%(level)s), which this category asks for.")
    field = "assignee"
    status = 422


def must_fit(report: Report, person: Staff | None) -> None:
    """Raise unless the report can be given to `person`: UnitClosed, NotAColleague, OnLeave, ChecksIt, LacksCompetency."""
    if agencies.unit(report.unit_id) is None:
        raise UnitClosed(UnitClosed.message % {"unit": agencies.unit_label(report.unit_id)})
    if person is None or not person.is_active or not _works_there(person, report):
        raise NotAColleague
    away = absences.on(absences.today(), [person.pk])
    if away:
        raise _on_leave(person, away[person.pk])
    if _checks(report, person):
        raise ChecksIt(ChecksIt.message % {"name": person.display_name})
    lacking = competencies.blocked([person], room="reports", category=report.category_id)
    if lacking:
        need = lacking[person.pk].need
        raise LacksCompetency(LacksCompetency.message % {"name": person.display_name, **competencies.said(need)})


def _works_there(person: Staff, report: Report) -> bool:
    return agencies.holds(person, HANDLERS, unit=report.unit_id, area=report.area_id)


def _on_leave(person: Staff, away: Away) -> OnLeave:
    told = {"name": person.display_name, "until": date_format(away.ends_on, "j M Y")}
    cover = absences.stand_in(person.pk, absences.all_on(absences.today()))
    if cover is None:
        return OnLeave(OnLeave.message % told)
    told["cover"] = Staff.objects.values_list("display_name", flat=True).get(pk=cover)
    return OnLeave(_("%(name)s is away until %(until)s; %(cover)s covers. Give it to %(cover)s.") % told)


def _checks(report: Report, person: Staff) -> bool:
    """Return whether the person validates for the unit that checks the report, or has checked it before. No statement before a claim."""
    if report.claimed_at is None:
        return False
    if report.verifier_id and agencies.holds(person, {Role.VALIDATOR}, unit=report.verifier_id):
        return True
    return Event.objects.filter(report=report, actor_staff=person, door__startswith="verification.").exists()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of a unit as a rule sees them. `load` counts open reports, with those of whom they cover for; `rank` is competence."""

    id: int
    load: int = 0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a rule chose: `person` gets the work, `turn` had the turn (another person, when `person` covers for them)."""

    person: int
    turn: int
    candidate: Candidate


def choose(
    rule: AssignmentRule,
    ring: Sequence[int],
    candidates: Mapping[int, Candidate],
    *,
    away: Mapping[int, Away],
    turn: int | None,
) -> Choice | None:
    """Return whom the rule chooses, None for nobody. Pure.

    `ring` holds all people of the unit in a fixed order, the absent ones, too: in turn, the work of who is away goes to the cover.
    `candidates` are those who can take it; equals among them take turns.
    """
    after = _after(ring, turn)
    if rule == AssignmentRule.ROUND_ROBIN:
        for person in after:
            taker = absences.stand_in(person, away)
            if taker is not None and taker in candidates:
                return Choice(taker, person, candidates[taker])
        return None
    order = {person: number for number, person in enumerate(after)}
    wants_skill = rule == AssignmentRule.SKILL
    best = min(
        candidates.values(),
        key=lambda one: (-one.rank if wants_skill else 0, one.load, order.get(one.id, len(order))),
        default=None,
    )
    return Choice(best.id, best.id, best) if best else None


def _after(ring: Sequence[int], turn: int | None) -> list[int]:
    """Return the ring from behind `turn` on, once round."""
    start = ring.index(turn) + 1 if turn in ring else 0
    return [*ring[start:], *ring[:start]]


@dataclass(slots=True)
class Team:
    """The people of a unit as they are now, for giving them several reports one after the other."""

    unit: str
    people: list[Staff]
    away: dict[int, Away]
    loads: dict[int, int]
    turn: int | None
    _lacking: dict[str | None, frozenset[int]] = field(default_factory=dict)
    _ranks: dict[str | None, dict[int, int]] = field(default_factory=dict)

    def give(self, report: Report, rule: AssignmentRule) -> tuple[Staff, dict[str, Any]] | None:
        """Return who gets the report by the rule, and why (what `reports.assign` keeps); None when nobody can take it."""
        present = [one for one in self.people if one.pk not in self.away and _works_there(one, report)]
        fit = [one for one in present if one.pk not in self._who_lacks(report.category_id)]
        fit = [one for one in fit if not _checks(report, one)]
        ranks = self._ranked(report.category_id) if rule == AssignmentRule.SKILL else {}
        candidates = {one.pk: Candidate(one.pk, self.loads[one.pk], ranks.get(one.pk, 0)) for one in fit}
        ring = [one.pk for one in self.people]
        choice = choose(rule, ring, candidates, away=self.away, turn=self.turn)
        if choice is None:
            return None
        self.turn = choice.turn
        self.loads[choice.person] += 1
        by_id = {one.pk: one for one in self.people}
        why = {
            "rule": str(rule),
            "among": len(candidates),
            "load": choice.candidate.load,
            "rank": choice.candidate.rank,
            "away": sum(one.pk in self.away for one in self.people),
            "lacking": len(present) - len(fit),
            "covers": by_id[choice.turn].display_name if choice.turn != choice.person else "",
        }
        return by_id[choice.person], {key: value for key, value in why.items() if value not in (0, "")}

    def _who_lacks(self, category: str | None) -> frozenset[int]:
        if category not in self._lacking:
            lacking = competencies.blocked(self.people, room="reports", category=category)
            self._lacking[category] = frozenset(lacking)
        return self._lacking[category]

    def _ranked(self, category: str | None) -> dict[int, int]:
        if category not in self._ranks:
            self._ranks[category] = competencies.ranks([one.pk for one in self.people], category=category)
        return self._ranks[category]


def team(unit: str, *, turn: int | None) -> Team:
    """Return the people of a unit who get work by a rule, with their loads and absences. Five statements."""
    rows = Staff.objects.filter(is_active=True, memberships__unit=unit, memberships__role__in=HANDLERS).distinct()
    everybody = list(rows.order_by("id"))
    agencies.read_grants(everybody)
    doers = [one for one in everybody if agencies.holds(one, DOERS, unit=unit)] or everybody
    away = absences.all_on(absences.today())
    own = open_loads([one.pk for one in doers])
    loads = {one.pk: own.get(one.pk, 0) for one in doers}
    for person in [one.pk for one in doers if one.pk in away]:
        cover = absences.stand_in(person, away)
        if cover in loads:
            loads[cover] += own.get(person, 0)
    return Team(unit, doers, {person: away[person] for person in away}, loads, turn)


def open_loads(people: Collection[int]) -> dict[int, int]:
    """Return how many open reports each of `people` has. One statement, by the index on assignees."""
    rows = Report.objects.filter(assignee__in=list(people), state__in=sorted(OPEN)).order_by()
    return dict(rows.values_list("assignee").annotate(number=Count("id")))


def explained(why: Mapping[str, Any]) -> str:
    """Return in words why a rule chose somebody, from what `reports.assign` keeps."""
    facts = {"load": why.get("load", 0), "among": why.get("among", 1)}
    reasons = {
        AssignmentRule.ROUND_ROBIN: _("in turn, of %(among)d who can take it"),
        AssignmentRule.LEAST_LOAD: _("has least to do (%(load)d open), of %(among)d who can take it"),
        AssignmentRule.SKILL: _(
            "most competent for this category, then least to do (%(load)d open), of %(among)d who can take it"
        ),
    }
    parts = [reasons.get(AssignmentRule(why["rule"]), "") % facts] if why.get("rule") in AssignmentRule.values else []
    if why.get("covers"):
        parts.append(_("covers for %(name)s") % {"name": why["covers"]})
    parts += _left_out(why)
    return "; ".join(part for part in parts if part)


def _left_out(why: Mapping[str, Any]) -> Iterable[str]:
    away, lacking = int(why.get("away", 0)), int(why.get("lacking", 0))
    if away:
        yield ngettext("%(n)d is away", "%(n)d are away", away) % {"n": away}
    if lacking:
        yield ngettext("%(n)d lacks a competency", "%(n)d lack a competency", lacking) % {"n": lacking}
