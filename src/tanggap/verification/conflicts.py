"""Conflicts of interest: a validator says whose work they cannot judge, or steps back from a case. Others end it, not they."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import UNIT, Thing
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Refusal
from tanggap.reports import access, actors, checkers, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.verification import rotation
from tanggap.verification.models import Conflict

COUNTED_DAYS = 90
MOST_SHOWN = 200


class AlreadyDeclared(Refusal):
    """The same conflict holds already."""

    message = _("You have said so already, and it still holds.")


class NobodyElse(Refusal):
    """A case is left to somebody; nobody independent is there."""

    message = _(
        "Nobody else could check this report. Tell the operator: another independent unit has to be named first."
    )


class OwnConflict(NotAllowed):
    """Who declared a conflict does not end it: else it would be no bar."""

    message = _("Somebody who answers for you takes this back, not you yourself.")


class Withdrawn(Refusal):
    """It was taken back before."""

    message = _("This was taken back already.")


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A declared conflict for its person and those who answer for them: about a `unit`, an `officer` or the report `code`."""

    id: int
    person: str
    unit: str
    officer: str
    code: str
    reason: str
    declared_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str

    @property
    def about(self) -> str:
        """Return what it is about, in words."""
        return self.code or self.officer or agencies.unit_label(self.unit)

    @property
    def holds(self) -> bool:
        """Return whether it keeps the person from checking."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Declarer:
    """How often a validator declared conflicts and stepped back from cases within the last `COUNTED_DAYS` days."""

    staff: int
    person: str
    declared: int
    stepped_back: int


@transaction.atomic
def declare(*, by: Staff, reason: str, unit: str = "", officer: str = "") -> int:
    """Say that one cannot judge the work of a `unit` (its code) or an `officer` (a username), and why; return the conflict's number.

    Raises Invalid (not exactly one of them, unknown, no reason), AlreadyDeclared, NotAllowed.
    """
    permissions.permit("conflicts.declare", by, Thing(owner=by.pk))
    words = said("reason", reason, required=True)
    if bool(unit) == bool(officer):
        raise Invalid({"unit": _("Name either a unit or an officer.")})
    if unit and agencies.unit(unit) is None:
        raise Invalid({"unit": _("There is no such unit.")})
    person = Staff.objects.filter(username=officer).exclude(pk=by.pk).first() if officer else None
    if officer and person is None:
        raise Invalid({"officer": _("There is no such person.")})
    return _keep(Conflict(staff=by, unit_id=unit or None, officer=person, reason=words, declared_at=clock.now()))


@transaction.atomic
def withdraw(*, conflict: int, by: Staff) -> None:
    """End a declared conflict. Raises NotFound, OwnConflict, Withdrawn, NotAllowed."""
    row = Conflict.objects.select_for_update().select_related("staff").filter(pk=conflict).first()
    if row is None:
        raise NotFound
    if row.staff_id == by.pk:
        raise OwnConflict
    if not _answers_for(by, row.staff):
        raise NotAllowed
    if row.withdrawn_at is not None:
        raise Withdrawn
    row.withdrawn_at, row.withdrawn_by = clock.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])


@transaction.atomic
def recuse(*, code: str, version: int, validator: Staff, reason: str) -> Event:
    """Step back from one case: somebody else of the unit checks it; when nobody is left, another verifying unit does.

    The reason is kept with the conflict, the history tells only that it happened. Raises Invalid, NobodyElse, AlreadyDeclared and
    transitions' refusals.
    """
    report = transitions.lock(code, version=version)
    if report.state != State.AWAITING_VALIDATION:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    access.permit("verification.recuse", validator, report)
    at = clock.now()
    words = said("reason", reason, required=True)
    _keep(Conflict(staff=validator, report=report, reason=words, declared_at=at))
    moved = _moved_to(report, validator, at)
    changes = {"verifier_id": moved} if moved else {}
    payload = {"unit": moved or report.verifier_id}
    by = actors.staff(validator)
    return transitions.record(report, kind="verification.recuse", by=by, at=at, payload=payload, **changes)


def _moved_to(report: Report, validator: Staff, at: datetime) -> str:
    """Return the verifying unit that takes the case over, empty while somebody of the present one can. Raises NobodyElse."""
    if rotation.others_there(validator, report, at=at):
        return ""
    own = report.verifier_id
    found = checkers.checker(report, category=report.category_id, area=report.area_id, without=(own,))
    if found is None or not rotation.others_there(validator, report, at=at, unit=found):
        raise NobodyElse
    return found


def of(staff: Staff) -> list[ConflictRow]:
    """Return the conflicts that a person declared and that hold, newest first, at most `MOST_SHOWN`. One statement."""
    return _rows(Q(staff=staff, withdrawn_at__isnull=True))


def in_units(staff: Staff) -> list[ConflictRow]:
    """Return the conflicts of the people for whom a person answers, newest first, at most `MOST_SHOWN`. One statement or none."""
    wanted = _of_units(staff)
    return _rows(wanted) if wanted is not None else []


def declarers(staff: Staff) -> list[Declarer]:
    """Return how often each of the people for whom `staff` answers declared a conflict lately, most first: work can be escaped so."""
    wanted = _of_units(staff)
    if wanted is None:
        return []
    since = clock.now() - timedelta(days=COUNTED_DAYS)
    rows = Conflict.objects.filter(wanted, declared_at__gte=since).select_related("staff")[:5000]
    counts: dict[int, tuple[str, int, int]] = {}
    for row in rows:
        name, declared, back = counts.get(row.staff_id, (row.staff.display_name, 0, 0))
        is_case = row.report_id is not None
        counts[row.staff_id] = (name, declared + (not is_case), back + is_case)
    listed = [Declarer(person, *of_person) for person, of_person in counts.items()]
    return sorted(listed, key=lambda one: (-one.declared - one.stepped_back, one.person))


def _keep(row: Conflict) -> int:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if transitions.refused_by(error) != "verification_conflict_once":
            raise
        raise AlreadyDeclared from error
    return int(row.pk)


def _rows(wanted: Q) -> list[ConflictRow]:
    found = Conflict.objects.filter(wanted).select_related("staff", "officer", "report", "withdrawn_by")
    return [
        ConflictRow(
            id=row.pk,
            person=row.staff.display_name,
            unit=row.unit_id or "",
            officer=row.officer.display_name if row.officer else "",
            code=row.report.code if row.report else "",
            reason=row.reason,
            declared_at=row.declared_at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_by=row.withdrawn_by.display_name if row.withdrawn_by else "",
        )
        for row in found.order_by("-declared_at", "-id")[:MOST_SHOWN]
    ]


def _of_units(staff: Staff) -> Q | None:
    """Return the condition on conflicts of the people for whom a person answers, None for nobody."""
    row = permissions.ACTS["conflicts.withdraw"]
    held = [(scope, grant.unit) for grant in agencies.grants(staff) if (scope := row.scope(grant.role)) is not None]
    if any(scope != UNIT for scope, _unit in held):
        return Q()
    return Q(staff__unit__in=[unit for _scope, unit in held]) if held else None


def _answers_for(by: Staff, person: Staff) -> bool:
    return permissions.allows("conflicts.withdraw", by, Thing(unit=person.unit_id))
