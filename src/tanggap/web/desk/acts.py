"""What can be done with a report at the desk: one row an act, from the button to the action behind it.

Whether a person may do it now the lifecycle says (`DeskReport.steps`), and once more the action itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.core.refusal import NotFound
from tanggap.deadlines import actions as deadlines
from tanggap.deadlines.actions.extending import EXTENDABLE
from tanggap.reports import actions as reports
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.words import WORKING, State, Visibility
from tanggap.triage import actions as triage
from tanggap.web.desk import deadline_forms, forms, moves, tasks

if TYPE_CHECKING:
    from tanggap.agencies.models import Staff

HANDLERS = {Role.INTAKE, Role.OFFICER, Role.SUPERVISOR}
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """`slug` stands in the address, `door` is the lifecycle's (or the event's kind), `does` says what follows, `done` what was done."""

    slug: str
    door: str
    key: str
    icon: str
    label: Words
    does: Words
    done: Words
    form: type[forms.ActForm]
    run: Callable[..., Any]
    is_danger: bool = False
    leads_to: str = ""  # the name of the page that has its form, where that is another surface's; it takes `laporan`

    @property
    def send(self) -> str:
        """Return the words of the button that does it."""
        return str(self.label).removesuffix("…")


def _note(*, version: int, **given: Any) -> object:
    """Write a note; it disturbs nobody, so the version that the page was made of does not matter."""
    return reports.note(**given)


def _elsewhere(**_given: Any) -> object:
    """Stand for an act whose form is on the page of another surface."""
    raise NotFound


# fmt: off
ACTS: tuple[Act, ...] = (
    Act("mulai", "reports.start", "s", "state-moving", _("Start work"),
        _("Your unit works on it from now on. If nobody is assigned, you are."),
        _("The work has started."), forms.StartForm, reports.start),
    Act("selesai", "reports.claim_done", "d", "check", _("Report as done…"),
        _("An independent unit checks the result. Only then is the report closed."),
        _("Reported as done. The check is with the validators now."), forms.ClaimForm, reports.claim_done),
    Act("bantah", "reports.contest", "!", "flag", _("Contest the check…"),
        _("Another validator looks at the same result, once. Everybody reads your reasons."),
        _("The check is contested. Another validator looks at it."), forms.ContestForm, reports.contest),
    Act("koordinasi", "reports.coordinate", "c", "forward", _("Coordinate…"),
        _("The chosen unit answers for the report from then on. The promised times stay."),
        _("The other unit was asked to act."), forms.CoordinateForm, reports.coordinate),
    Act("disposisi", "reports.disposition", "i", "forward", _("Disposition…"),
        _("The branch answers for the report from then on. The promised times stay."),
        _("The branch was instructed."), forms.DispositionForm, reports.disposition),
    Act("bantuan", "tasks.ask", "h", "users", _("Ask units to help…"),
        _("Each does a part with a clock of its own. Your unit keeps the report; it is not done before they are."),
        _("The units were asked to help."), tasks.AskTasksForm, tasks.ask),
    Act("instruksi", "reports.instruct", "l", "forward", _("Instruct an officer…"),
        _("The officer has the report from then on, and says that the instruction was read."),
        _("The officer was instructed."), tasks.InstructForm, tasks.instruct),
    Act("tanya", "reports.ask", "q", "question", _("Ask the reporter…"),
        _("The clock waits for the answer, and goes on by itself when none comes."),
        _("The question was sent."), forms.AskForm, reports.ask),
    Act("undur", "deadlines.extend", "y", "calendar", _("Put off…"),
        _("A later date is promised. Everybody reads it and the reason; what is late already stays late."),
        _("The new date is promised."), deadline_forms.ExtendForm, deadlines.extend),
    Act("gabung", "triage.merge", "m", "merge", _("Join…"),
        _("This report follows the other one from then on; its reporter hears of both."),
        _("The report was joined to the other one."), forms.MergeForm, triage.merge),
    Act("pisah", "triage.unmerge", "u", "undo", _("Separate…"),
        _("The report goes its own way again, from where it was."),
        _("The report was separated again."), forms.UnmergeForm, triage.unmerge),
    Act("ubah", "reports.change", "e", "edit", _("Change category, place or unit…"),
        _("Unit, promised times and checks follow; the promises count from the receipt. You see it all before it is sent."),
        _("Category, place and unit are set."), moves.ChangeForm, reports.change),
    Act("kembalikan", "reports.hand_back", "r", "undo", _("Not ours…"),
        _("You say whose task it is, and it goes there. The third time the coordinator decides."),
        _("The report was handed back."), moves.HandBackForm, reports.hand_back),
    Act("putuskan", "reports.decide", "v", "verified", _("Decide whose it is…"),
        _("The unit that you name cannot hand it back any more."),
        _("It is decided."), moves.DecideForm, reports.decide),
    Act("usulkan", "planning.propose", "0", "building", _("Propose for planning…"),
        _("Too big for one unit: it is proposed for the yearly planning. You keep the report until the proposal is taken."),
        "", forms.ActForm, _elsewhere, leads_to="planning:new"),
    Act("tugaskan", "reports.assign", "o", "user", _("Assign…"),
        _("Only the desk sees who works on it."),
        _("Assigned."), forms.AssignForm, reports.assign),
    Act("catat", "reports.note", "n", "lock", _("Internal note…"),
        _("Only those who handle the report see it."),
        _("The note is kept."), forms.NoteForm, _note),
    Act("tolak", "reports.reject", "-", "state-refused", _("Refuse…"),
        _("The report is closed without work. The reporter can appeal."),
        _("The report was refused."), forms.RejectForm, reports.reject, is_danger=True),
    Act("rujuk", "reports.refer", "t", "send", _("Refer to another body…"),
        _("The report is closed; the reporter is told to whom to turn, and how. The reporter can appeal."),
        _("The reporter was referred to the other body."), moves.ReferForm, reports.refer, is_danger=True),
    Act("tidak-dapat", "reports.give_up", "z", "close", _("Cannot be solved…"),
        _("The report is closed with the reason for everybody to read. The reporter can appeal."),
        _("The report was closed: it cannot be solved."), moves.GiveUpForm, reports.give_up, is_danger=True),
)
# fmt: on
BY_SLUG = {act.slug: act for act in ACTS}

# Who hears of an act that is no move of the lifecycle.
TOLD_BESIDES = {
    "deadlines.extend": "reporter",
    "planning.propose": "reporter",
    "tasks.ask": "unit",
    "reports.instruct": "nobody",
    "reports.assign": "nobody",
    "reports.note": "nobody",
}
TOLD: dict[str, Words] = {
    "reporter": _("The reporter will be told"),
    "unit": _("The unit will be told"),
    "validator": _("The validator will be told"),
    "nobody": _("Nobody outside is told"),
}

# What usually comes next, best first: the one primary button.
NEXT: dict[str, tuple[str, ...]] = {
    State.RECEIVED: ("reports.start",),
    State.COORDINATING: ("reports.disposition", "reports.start"),
    State.DISPOSITIONED: ("reports.start",),
    State.IN_PROGRESS: ("reports.claim_done",),
    State.FOLLOW_UP_REJECTED: ("reports.start",),
    State.REOPENED: ("reports.start",),
    State.MERGED: ("triage.unmerge",),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that this person can take on this report now."""

    act: Act
    told: Words
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of which the same people hear."""

    told: Words
    is_outside: bool
    offers: tuple[Offer, ...]


def grouped(offered: list[Offer]) -> list[Group]:
    """Return the acts by who is told, the usual next act first of all."""
    groups = []
    for told in TOLD.values():
        same = [offer for offer in offered if offer.told is told]
        same.sort(key=lambda offer: (not offer.is_primary, offer.act.is_danger))
        if same:
            groups.append(Group(told, told is not TOLD["nobody"], tuple(same)))
    return sorted(groups, key=lambda group: not group.offers[0].is_primary)


def offers(
    report: DeskReport, staff: "Staff", *, competent: str | None = None, is_proposed: bool = False
) -> list[Offer]:
    """Return the acts that lifecycle and roles permit now, the usual next one as primary.

    A report that another unit must carry out (`competent`) is coordinated next; one without category or place is completed next. One that
    `is_proposed` for the yearly planning is not proposed again.
    """
    told = {step.door: step.told for step in report.steps}
    told |= {door: TOLD_BESIDES[door] for door in TOLD_BESIDES if _may(report, staff, door)}
    if "reports.disposition" in told and not agencies.units(parent=report.unit_code):
        del told["reports.disposition"]
    if is_proposed:
        told.pop("planning.propose", None)
    primary = _primary(report, told.keys(), competent)
    return [Offer(act, TOLD[told[act.door]], act.door == primary) for act in ACTS if act.door in told]


def _primary(report: DeskReport, doors: object, competent: str | None) -> str | None:
    wanted = ["reports.decide", *NEXT.get(report.state, ())]
    if report.state == State.RECEIVED and competent and competent != report.unit_code:
        wanted.insert(0, "reports.coordinate")
    if not report.category_code or not report.area:
        wanted.insert(0, "reports.change")
    return next((door for door in wanted if door in doors), None)  # type: ignore[operator]


def _may(report: DeskReport, staff: "Staff", door: str) -> bool:
    handles = agencies.holds(staff, HANDLERS, unit=report.unit_code, area=report.area)
    if door in {"tasks.ask", "reports.instruct"}:
        return tasks.may(report, staff, door, handles=handles)
    if door == "planning.propose":
        thing = permissions.Thing(unit=report.unit_code, area=report.area)
        is_fit = report.state in WORKING and report.visibility == Visibility.PUBLIC
        return is_fit and permissions.allows(door, staff, thing)
    if door == "reports.assign":
        thing = permissions.Thing(unit=report.unit_code, area=report.area)
        return report.is_open and permissions.allows(door, staff, thing)
    if door == "deadlines.extend":
        thing = permissions.Thing(unit=report.unit_code, area=report.area, owner=report.assignee_id)
        return report.state in EXTENDABLE and permissions.allows(door, staff, thing)
    return True
