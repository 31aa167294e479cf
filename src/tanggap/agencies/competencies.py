"""The competency standard: what the work asks for, what a person has shown, and what follows where the two differ.

The pack says it all (competencies.toml): required of whom and for which categories, how long a proof holds, from when on its lack is
warned of, and which acts it blocks after which grace.
"""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import today
from tanggap.agencies.models import Certificate, Competency, Staff
from tanggap.agencies.words import Standing
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed
from tanggap.core.shelf import RELOAD_SECONDS, Shelf
from tanggap.core.words import say

MOST_KEPT = 2_000  # people whose proofs a process keeps for its pages


class NotCompetent(NotAllowed):
    """The city asks for a competency that this person has not shown, and its grace is over."""

    message = _("For this you need “%(competency)s” (%(level)s). %(obtain)s")


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """A competency of the pack; `levels` are (code, name), the lowest first, `required` (role, category, level)."""

    code: str
    name: dict[str, str]
    subject: dict[str, str]
    levels: tuple[tuple[str, dict[str, str]], ...]
    evidence: dict[str, str]
    obtain: dict[str, str]
    required: tuple[tuple[str, str, str], ...]
    blocks: frozenset[str]
    valid_months: int | None
    warn_days: int
    grace_days: int
    in_force_on: date | None
    source: str

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)

    @property
    def obtain_label(self) -> str:
        """Return in the active language where to get it."""
        return say(self.obtain) if self.obtain else ""

    def rank(self, level: str) -> int:
        """Return how high a level is, from 0; -1 for one that the pack no longer has."""
        return next((number for number, (code, _name) in enumerate(self.levels) if code == level), -1)

    def level_label(self, level: str) -> str:
        """Return a level's name in the active language."""
        return next((say(name) for code, name in self.levels if code == level), level)


@dataclass(frozen=True, slots=True)
class Held:
    """A proof of a competency that was not revoked."""

    id: int
    competency: str
    level: str
    evidence: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Need:
    """A level of a competency that the work of a person asks for; `categories` empty: all of it."""

    competency: CompetencyRow
    level: str
    categories: frozenset[str]

    @property
    def level_label(self) -> str:
        """Return the level in words."""
        return self.competency.level_label(self.level)


@dataclass(frozen=True, slots=True)
class Finding:
    """How a person stands towards a need: `held` is the best proof, `until` its last day, `blocks_on` the first day of refusals."""

    need: Need
    standing: Standing
    held: Held | None
    until: date | None
    blocks_on: date | None

    @property
    def is_good(self) -> bool:
        """Return whether the need is met today."""
        return self.standing in {Standing.VALID, Standing.EXPIRING}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person's competencies say about an act: `blocking` findings refuse it, `warning` ones are shown."""

    blocking: tuple[Finding, ...] = ()
    warning: tuple[Finding, ...] = ()


def competencies() -> list[CompetencyRow]:
    """Return the competencies of the pack, in its order. No statement."""
    return list(_shelf.all().values())


def competency(code: str | None) -> CompetencyRow | None:
    """Return the active competency of `code`, or None. No statement."""
    return _shelf.get(code)


def gone(code: str) -> CompetencyRow:
    """Return what stands for a competency that the pack no longer has: its code, and nothing asked of anybody."""
    return CompetencyRow(
        code, {"": code}, {}, (), {}, {}, (), frozenset(), None, warn_days=0, grace_days=0, in_force_on=None, source=""
    )  # fmt: skip


def needs(roles: Collection[str], *, categories: Collection[str] | None = None) -> list[Need]:
    """Return what is asked of a holder of `roles`: for all work, and for those of `categories` (None: any) that ask for more.

    Of one competency the levels are kept apart, so that a higher one for some categories does not hide the lower one for the rest.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for row in competencies():
        for role, category, level in row.required:
            if role in roles and (not category or categories is None or category in categories):
                found.setdefault((row.code, level), set()).add(category)
    needed = []
    for (code, level), wanted in found.items():
        row = _shelf.all()[code]
        needed.append(Need(row, level, frozenset() if "" in wanted else frozenset(wanted)))
    return needed


def check(staff: Staff, *, act: str, category: str | None) -> Verdict:
    """Return what the competencies of `staff` say about doing `act` to a report of `category`.

    One statement, none where nothing is asked of the person's roles.
    """
    wanted = _for_work(agencies.roles(staff), category)
    if not wanted:
        return Verdict()
    held = held_by([staff.pk])[staff.pk]
    return verdict(judge(wanted, held, since=joined(staff), day=today()), act=act)


def shown(staff: Staff, *, category: str | None) -> tuple[Finding, ...]:
    """Return what a person lacks, or is about to lose, of what work on a report of `category` asks for; what blocks first.

    For pages: proofs are read every half minute, so that a report's page costs no statement. Actions ask `check`.
    """
    wanted = _for_work(agencies.roles(staff), category)
    if not wanted:
        return ()
    findings = judge(wanted, _held_lately(staff.pk), since=joined(staff), day=today())
    lacking = [one for one in findings if one.standing != Standing.VALID]
    return tuple(sorted(lacking, key=lambda one: one.standing != Standing.BLOCKED))


def _held_lately(person: int) -> list[Held]:
    """Return the proofs of a person as they were at most half a minute ago."""
    read_at, held = _lately.get(person, (0.0, []))
    if time.monotonic() - read_at > RELOAD_SECONDS or not read_at:
        held = held_by([person])[person]
        if len(_lately) >= MOST_KEPT:
            _lately.clear()
        _lately[person] = (time.monotonic(), held)
    return held


def forget(person: int) -> None:
    """Let the pages of this process read the proofs of a person anew: after one was entered or revoked."""
    _lately.pop(person, None)


def require(staff: Staff, *, act: str, category: str | None) -> None:
    """Raise NotCompetent where `check` finds something that blocks. No statement for an act that no competency blocks."""
    if not any(act in row.blocks for row in competencies()):
        return
    blocking = check(staff, act=act, category=category).blocking
    if blocking:
        need = blocking[0].need
        raise NotCompetent(NotCompetent.message % said(need))


def said(need: Need) -> dict[str, str]:
    """Return a need in words: `competency`, `level`, `obtain`."""
    row = need.competency
    return {"competency": row.label, "level": need.level_label, "obtain": row.obtain_label}


def blocked(people: Sequence[Staff], *, room: str, category: str | None) -> dict[int, Finding]:
    """Return to whom some act of `room` is refused on a report of `category`, each with the first reason. Two statements at most."""
    agencies.read_grants(people)
    asked = {person.pk: _for_work(agencies.roles(person), category) for person in people}
    if not any(asked.values()):
        return {}
    held, day = held_by([person.pk for person in people]), today()
    found: dict[int, Finding] = {}
    for person in people:
        for one in judge(asked[person.pk], held[person.pk], since=joined(person), day=day):
            if one.standing == Standing.BLOCKED and any(
                act.startswith(f"{room}.") for act in one.need.competency.blocks
            ):
                found.setdefault(person.pk, one)
    return found


def ranks(people: Collection[int], *, category: str | None) -> dict[int, int]:
    """Return how competent each person is for a category: the levels held today of what it asks for, added up. One statement.

    Where the category asks for nothing of its own, what all work asks for counts.
    """
    required = [(row, wanted) for row in competencies() for _role, wanted, _level in row.required]
    asked = {row.code: row for row, wanted in required if wanted and wanted == category}
    asked = asked or {row.code: row for row, wanted in required if not wanted}
    held = held_by(people) if asked else {}
    return {person: sum(_rank(row, held[person]) for row in asked.values()) for person in people}


def judge(wanted: Iterable[Need], held: Sequence[Held], *, since: date, day: date) -> list[Finding]:
    """Return how somebody who works here `since` a day and holds `held` stands on `day` towards each need. Pure."""
    return [_judge(need, held, since, day) for need in wanted]


def verdict(findings: Iterable[Finding], *, act: str) -> Verdict:
    """Return which findings refuse `act` and which are only shown."""
    lacking = [one for one in findings if one.standing != Standing.VALID]
    blocking = [one for one in lacking if one.standing == Standing.BLOCKED and act in one.need.competency.blocks]
    return Verdict(tuple(blocking), tuple(one for one in lacking if one not in blocking))


def held_by(people: Collection[int]) -> dict[int, list[Held]]:
    """Return the proofs of each of `people` that were not revoked, an empty list for those without. One statement."""
    columns = ("staff_id", "id", "competency_id", "level", "evidence", "valid_from", "valid_until")
    found: dict[int, list[Held]] = {person: [] for person in people}
    rows = Certificate.objects.filter(staff__in=list(people), revoked_at=None).order_by("id")
    for person, *facts in rows.values_list(*columns):
        found[person].append(Held(*facts))
    return found


def told(finding: Finding) -> str:
    """Return a finding as a sentence for the person whom it concerns; empty for a valid one."""
    if finding.standing == Standing.VALID:
        return ""
    facts = said(finding.need) | {
        "until": date_format(finding.until, "j M Y") if finding.until else "",
        "blocks": date_format(finding.blocks_on, "j M Y") if finding.blocks_on else "",
    }
    if finding.standing == Standing.EXPIRING:
        sentence = _("“%(competency)s” (%(level)s) expires on %(until)s. %(obtain)s")
    elif finding.standing == Standing.BLOCKED:
        sentence = _(
            "“%(competency)s” (%(level)s) is missing since %(blocks)s, and work that needs it is refused. %(obtain)s"
        )
    elif finding.blocks_on is not None:
        sentence = _(
            "“%(competency)s” (%(level)s) is missing; from %(blocks)s on work that needs it is refused. %(obtain)s"
        )
    else:
        sentence = _("“%(competency)s” (%(level)s) is missing. %(obtain)s")
    return str(sentence % facts).strip()


def _for_work(roles: Collection[str], category: str | None) -> list[Need]:
    """Return what work on a report of `category` asks of a holder of `roles`; None is a report without one."""
    return needs(roles, categories={category} if category else set())


def _judge(need: Need, held: Sequence[Held], since: date, day: date) -> Finding:
    row = need.competency
    enough = [
        one
        for one in held
        if one.competency == row.code and row.rank(one.level) >= row.rank(need.level) and one.valid_from <= day
    ]
    best = max(enough, key=lambda one: one.valid_until or date.max, default=None)
    if best is not None and _holds(best, day):
        soon = best.valid_until is not None and best.valid_until - day <= timedelta(days=row.warn_days)
        return Finding(need, Standing.EXPIRING if soon else Standing.VALID, best, best.valid_until, None)
    began = best.valid_until + timedelta(days=1) if best and best.valid_until else max(row.in_force_on or since, since)
    blocks_on = began + timedelta(days=row.grace_days) if row.blocks else None
    is_blocked = blocks_on is not None and day >= blocks_on
    until = best.valid_until if best else None
    return Finding(need, Standing.BLOCKED if is_blocked else Standing.LACKING, best, until, blocks_on)


def _rank(row: CompetencyRow, held: Sequence[Held]) -> int:
    """Return the highest level of a competency held today, counted from one; 0 for none."""
    levels = [row.rank(one.level) + 1 for one in held if one.competency == row.code and _holds(one, today())]
    return max(levels, default=0)


def _holds(one: Held, day: date) -> bool:
    return one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)


def joined(staff: Staff) -> date:
    """Return the day from which on a new person's grace counts; a program is not new anywhere, and has none."""
    if staff.is_program:
        return date.min
    return clock.local(staff.created_at).date()


def _load() -> dict[str, CompetencyRow]:
    return {
        row.code: CompetencyRow(
            code=row.code,
            name=row.name,
            subject=row.subject,
            levels=tuple((level["code"], level["name"]) for level in row.levels),
            evidence=row.evidence,
            obtain=row.obtain,
            required=tuple((one["role"], one["category"], one["level"]) for one in row.required),
            blocks=frozenset(row.blocks),
            valid_months=row.valid_months,
            warn_days=row.warn_days,
            grace_days=row.grace_days,
            in_force_on=row.in_force_on,
            source=row.source,
        )
        for row in Competency.objects.filter(is_active=True).order_by("position", "code")
    }


_lately: dict[int, tuple[float, list[Held]]] = {}
_shelf: Shelf[str, CompetencyRow] = Shelf(_load)
