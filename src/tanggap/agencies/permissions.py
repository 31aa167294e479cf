"""Who may do what, and how far it reaches: act × role × scope, once.

The lifecycle takes its `by` from these rows, actions and queries ask them, docs/permissions.md and the tests are made from them.
A new act gets its row here, and its action calls `reports.access.permit` (about a report) or `permit` (about anything else);
`python tools/permissions_doc.py` then writes the page anew.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.queries import Grant
from tanggap.agencies.words import Role
from tanggap.core.refusal import NotAllowed
from tanggap.places import queries as places


class Scope(enum.Flag):
    """How far a role reaches from the unit in which it is held. Each but OWN takes in UNIT; joined with `|` either suffices.

    OWN: what is the person's own (assigned to, made by). UNIT: what the unit answers for; for a validator, what it verifies.
    BELOW: what the units below it answer for, at any depth. HAD: what it answered for once, worked on, or is asked to help with.
    AREA: what lies in the unit's area. ALL: the whole city. A role that is narrowed to an area reaches nothing outside it, and
    nothing whose area is not known. Only UNIT and OWN reach what is confidential (threats.md §3 case 23).
    """

    OWN = enum.auto()
    UNIT = enum.auto()
    BELOW = enum.auto()
    HAD = enum.auto()
    AREA = enum.auto()
    ALL = enum.auto()

    def __str__(self) -> str:
        return ", ".join(str(scope.name).lower() for scope in self)


@dataclass(frozen=True, slots=True)
class Row:
    """An act and the scope in which each role may do it; None: never."""

    act: str
    intake: Scope | None
    officer: Scope | None
    supervisor: Scope | None
    validator: Scope | None
    leader: Scope | None
    analyst: Scope | None
    operator: Scope | None
    citizen: Scope | None = None
    system: Scope | None = None
    partner: Scope | None = None

    def scope(self, role: Role) -> Scope | None:
        """Return how far `role` reaches, None when it may not at all."""
        found: Scope | None = getattr(self, role.value)
        return found


OWN, UNIT, BELOW, HAD, AREA, ALL = Scope
NO = None

# fmt: off
TABLE: tuple[Row, ...] = (
    #   act                          intake     officer    supervisor   valid.  leader  analyst operat. citizen system
    # doors of the lifecycle
    Row("intake.accept",             NO,        NO,        NO,          NO,     NO,     NO,     NO,     ALL,    NO),
    Row("intake.import_open",        NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("intake.import_closed",      NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("reports.coordinate",        UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.disposition",       UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.start",             UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.ask",               UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.reject",            UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.change",            ALL,       UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.hand_back",         UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.decide",            UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.refer",             UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.give_up",           NO,        NO,        BELOW,       NO,     NO,     NO,     NO),
    Row("reports.claim_done",        UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.contest",           NO,        UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("triage.merge",              UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("triage.unmerge",            UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("verification.send_to_field", NO,       NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("verification.reject",       NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("verification.accept",       NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("feedback.answer",           NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.appeal",           NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.reopen",           NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.grant_reopen",     NO,        NO,        ALL,         NO,     ALL,    NO,     NO),
    Row("feedback.archive",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("deadlines.resume",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    # big problems in the yearly planning: a unit proposes, the keeper of the level admits and decides (planning.keepers narrows AREA to it)
    Row("planning.propose",          NO,        UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("planning.admit",            NO,        NO,        AREA,        NO,     AREA,   NO,     NO),
    Row("planning.decide",           NO,        NO,        AREA,        NO,     AREA,   NO,     NO),
    Row("planning.return",           NO,        UNIT,      AREA | BELOW, NO,    AREA,   NO,     NO),
    Row("planning.build",            NO,        UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("planning.follow",           NO,        UNIT,      AREA,        NO,     AREA,   NO,     NO,     NO,     ALL),
    Row("planning.see",              NO,        HAD,       AREA | BELOW, NO,    AREA,   ALL,    ALL),
    # leaders: the command centre, the morning brief, staffing
    Row("command.see",               NO,        NO,        BELOW,       NO,     ALL,    ALL,    ALL),
    Row("command.brief",             NO,        NO,        NO,          NO,     OWN,    NO,     ALL),
    Row("command.hang",              NO,        NO,        BELOW,       NO,     ALL,    NO,     ALL),
    Row("anomalies.judge",           NO,        NO,        AREA,        NO,     AREA,   ALL,    ALL),
    Row("staffing.try",              NO,        NO,        BELOW,       NO,     ALL,    ALL,    ALL),
    Row("staffing.remove",           NO,        NO,        OWN,         NO,     OWN,    OWN,    ALL),
    # facts about a report that move nothing
    Row("reports.assign",            UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.note",              ALL,       HAD,       BELOW | HAD, UNIT,   NO,     NO,     NO),
    Row("reports.watch",             ALL,       HAD,       BELOW | HAD, UNIT,   AREA,   NO,     NO),
    Row("reports.support",           NO,        NO,        NO,          NO,     NO,     NO,     NO,     ALL,    NO),
    Row("feedback.add",              NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.rate",             NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.request_reopen",   NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.refuse_reopen",    NO,        NO,        ALL,         NO,     ALL,    NO,     NO),
    Row("feedback.request_overdue",  NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("feedback.detail",           NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.neighbour",        NO,        NO,        NO,          NO,     NO,     NO,     NO,     OWN,    NO),
    Row("feedback.doubted",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("triage.repeat_found",       NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("triage.repeat_of",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("feedback.partner",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("reports.move",              NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("deadlines.breach",          NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("deadlines.escalate",        NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("deadlines.recompute",       NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("deadlines.extend",          UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("deadlines.extend_beyond",   NO,        NO,        BELOW,       NO,     NO,     NO,     NO),
    Row("deadlines.acknowledge",     UNIT,      UNIT,      UNIT,        NO,     UNIT,   NO,     NO),
    # what the public does not see: by the intake desk, never by who does the work and could hide how
    Row("reports.withhold",          ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.release",           ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.hide_photo",        ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.show_photo",        ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.cut_words",         ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.show_words",        ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.settle_flags",      ALL,       NO,        NO,          NO,     NO,     NO,     NO),
    Row("reports.flag",              NO,        NO,        NO,          NO,     NO,     NO,     NO,     ALL,    NO),
    # parts that other units do: the asking side in the unit that asks, the asked side in the unit that was asked
    Row("tasks.ask",                 UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("tasks.withdraw",            UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("tasks.decide",              UNIT,      UNIT,      UNIT,        NO,     UNIT,   NO,     NO),
    Row("tasks.accept",              UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO,     partner=UNIT),
    Row("tasks.decline",             UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO,     partner=UNIT),
    Row("tasks.hand_back",           UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO,     partner=UNIT),
    Row("tasks.answer",              UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO,     partner=UNIT),
    Row("tasks.invite",              UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("tasks.see",                 NO,        NO,        NO,          NO,     NO,     NO,     NO,     partner=UNIT),
    Row("reports.instruct",          UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("reports.read",              UNIT,      UNIT,      UNIT,        NO,     NO,     NO,     NO),
    # reading reports
    Row("desk.see",                  ALL,       HAD,       BELOW | HAD, UNIT,   AREA,   NO,     NO),
    Row("desk.list",                 UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    Row("desk.find_reporter",        ALL,       NO,        UNIT,        NO,     NO,     NO,     NO),
    Row("desk.take_in",              UNIT,      UNIT,      UNIT,        NO,     NO,     NO,     NO),
    Row("desk.share_view",           UNIT,      NO,        BELOW,       NO,     NO,     NO,     NO),
    Row("verify.see",                NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    # what validators must not check, and what they look at once more
    Row("verification.recuse",       NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("verification.ask_opinion",  NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("verification.give_opinion", NO,        NO,        NO,          UNIT,   NO,     NO,     NO),
    Row("verification.repeats",      NO,        NO,        NO,          NO,     NO,     NO,     NO,     NO,     ALL),
    Row("conflicts.declare",         NO,        NO,        NO,          OWN,    NO,     NO,     NO),
    Row("conflicts.see",             NO,        NO,        UNIT,        OWN,    UNIT,   NO,     ALL),
    Row("conflicts.withdraw",        NO,        NO,        UNIT,        NO,     UNIT,   NO,     ALL),
    # a unit's ready answers, and what one shift leaves to the next
    Row("answers.keep",              NO,        NO,        BELOW,       NO,     NO,     NO,     NO),
    Row("reports.hand_over",         UNIT,      UNIT,      BELOW,       NO,     NO,     NO,     NO),
    # the team: who is away, how work is shared out, what people can do
    Row("team.see",                  NO,        NO,        BELOW,       NO,     NO,     NO,     ALL),
    Row("closures.see",              NO,        UNIT,      BELOW,       NO,     BELOW,  ALL,    ALL),
    Row("team.rule",                 NO,        NO,        BELOW,       NO,     NO,     NO,     ALL),
    Row("team.absence",              OWN,       OWN,       BELOW,       OWN,    OWN,    OWN,    ALL),
    Row("competencies.see",          OWN,       OWN,       BELOW,       OWN,    OWN,    OWN,    ALL),
    Row("competencies.enter",        NO,        NO,        BELOW,       NO,     NO,     NO,     ALL),
    Row("competencies.revoke",       NO,        NO,        BELOW,       NO,     NO,     NO,     ALL),
    # the operator's pages and commands
    Row("operator.see",              NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    Row("units.manage",              NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    Row("users.manage",              NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    Row("clients.manage",            NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    # the channels: their accounts, what could not be read, and the words that were exchanged about a report
    Row("channels.configure",        NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    Row("channels.replay",           NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    Row("channels.read_conversation", ALL,      NO,        NO,          NO,     NO,     NO,     NO),
    # who hears of public events by signed calls
    Row("webhooks.configure",        NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    # what is known of a reporter goes: at the reporter's own request, or by who answers for the installation's data
    Row("privacy.erase",             NO,        NO,        NO,          NO,     NO,     NO,     ALL,    OWN,    ALL),
    # the words of the messages to reporters
    Row("messages.write",            NO,        NO,        NO,          NO,     NO,     NO,     ALL),
    # the evaluation: its figures are open to anybody; what is worked out from them, and documents that are issued, are for staff
    Row("evaluation.see_workspace",  NO,        NO,        ALL,         NO,     ALL,    ALL,    ALL),
    Row("evaluation.manage",         NO,        NO,        NO,          NO,     NO,     ALL,    ALL),
    # questionnaires and surveys are made by few; what comes out is open to anybody
    Row("surveys.manage",            NO,        NO,        NO,          NO,     NO,     ALL,    ALL),
    # ASOCA: boards are kept by few, judged by whoever was asked to, acted on by the units that own the actions
    Row("asoca.edit",                NO,        NO,        NO,          NO,     NO,     ALL,    ALL),
    Row("asoca.judge",               OWN,       OWN,       OWN,         OWN,    OWN,    OWN,    OWN),
    Row("asoca.act",                 NO,        NO,        BELOW,       NO,     BELOW,  ALL,    ALL),
)
# fmt: on

ACTS: dict[str, Row] = {row.act: row for row in TABLE}


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about: who answers for it, who verifies it, where it lies, whose it is.

    `had` tells whether a unit answered for it once or worked on it; it is asked only when nothing else suffices.
    """

    unit: str | None = None
    area: str | None = None
    verifier: str | None = None
    owner: int | None = None
    is_confidential: bool = False
    had: Callable[[str], bool] | None = None


def of_unit(unit: str) -> Thing:
    """Return what stands for a unit itself: its people, its load, its settings; it lies in the unit's area."""
    row = agencies.unit(unit)
    return Thing(unit=unit, area=row.area if row else None)


def roles(act: str) -> frozenset[Role]:
    """Return the roles that may do `act` anywhere, with and without an account. Raises KeyError for an act without a row."""
    row = ACTS[act]
    return frozenset(role for role in Role if row.scope(role) is not None)


def allows(act: str, staff: Staff, thing: Thing | None = None) -> bool:
    """Return whether a person may do `act` to `thing`, or anywhere at all when it is None. At most one statement, but for `had`."""
    row = ACTS[act]
    held = [(scope, grant) for grant in agencies.grants(staff) if (scope := row.scope(grant.role)) is not None]
    if thing is None or not held:
        return bool(held)
    # what the units once had is asked only when nothing else suffices, whichever role comes first
    now = thing if thing.had is None else replace(thing, had=None)
    if any(_reaches(scope, grant, staff, now) for scope, grant in held):
        return True
    return thing.had is not None and any(_reaches(scope, grant, staff, thing) for scope, grant in held)


def permit(act: str, staff: Staff, thing: Thing | None = None) -> None:
    """Raise NotAllowed unless the person may do `act` to `thing`, or anywhere at all when it is None."""
    if not allows(act, staff, thing):
        raise NotAllowed


def above(unit: str | None) -> tuple[str, ...]:
    """Return the units above `unit`, the nearest first."""
    line: list[str] = []
    row = agencies.unit(unit)
    while row is not None and row.parent is not None and row.parent not in line and row.parent != unit:
        line.append(row.parent)
        row = agencies.unit(row.parent)
    return tuple(line)


def below(unit: str) -> list[str]:
    """Return the units below `unit`, at any depth, by code."""
    return [row.code for row in agencies.units() if unit in above(row.code)]


def area_of(grant: Grant) -> str | None:
    """Return the area that AREA means for a role: the one that it is narrowed to, else its unit's; None for the whole city."""
    unit = agencies.unit(grant.unit)
    return grant.area or (unit.area if unit else None)


def _reaches(scope: Scope, grant: Grant, staff: Staff, thing: Thing) -> bool:
    if OWN in scope and thing.owner == staff.pk:
        return True
    if scope == OWN or not places.is_within(thing.area, grant.area):
        return False
    if grant.unit == (thing.verifier if grant.role == Role.VALIDATOR else thing.unit):
        return True
    if thing.is_confidential:
        return False
    return (
        ALL in scope
        or (BELOW in scope and grant.unit in above(thing.unit))
        or (AREA in scope and _is_known(grant) and places.is_within(thing.area, area_of(grant)))
        or (HAD in scope and thing.had is not None and thing.had(grant.unit))
    )


def _is_known(grant: Grant) -> bool:
    """Return whether the role's unit still works: the area of one that is closed is not known, which must not mean the whole city."""
    return agencies.unit(grant.unit) is not None
