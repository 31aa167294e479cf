"""The only writers of proofs of competency. Nobody enters one for themselves; what was entered is revoked, never changed or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import absences, audit, competencies, permissions
from tanggap.agencies.competencies import CompetencyRow
from tanggap.agencies.models import Audit, Certificate, Staff
from tanggap.agencies.permissions import Thing
from tanggap.agencies.words import Act
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

LONGEST = 300


class NotForOneself(NotAllowed):
    """A proof is looked at by somebody else."""

    message = _("You cannot enter or revoke a competency of your own. Ask your supervisor or an operator.")


@transaction.atomic
def enter(
    *,
    by: Staff | None,
    username: str,
    competency: str,
    level: str,
    evidence: str,
    valid_from: date,
    valid_until: date | None = None,
) -> Certificate:
    """Keep that a person has shown a competency; `evidence` says where the proof is (its number, a file's place).

    Without `valid_until` it holds as long as the pack says. `by` None is the command line. Raises NotFound, NotAllowed, NotForOneself,
    Invalid.
    """
    person = Staff.objects.select_for_update().filter(username=username.strip().lower()).first()
    if person is None:
        raise NotFound
    _permit("competencies.enter", by, person)
    row = competencies.competency(competency)
    if row is None:
        raise Invalid({"competency": _("Choose a competency from the list.")})
    evidence = " ".join(evidence.replace("\x00", "").split())
    longest = lasts_until(row, valid_from)
    _check(row, level, evidence, valid_from, valid_until, longest)
    made = Certificate.objects.create(
        staff=person,
        competency_id=row.code,
        level=level,
        evidence=evidence,
        valid_from=valid_from,
        valid_until=valid_until or longest,
        entered_by=by,
        entered_at=clock.now(),
    )
    _write(by, made, Act.COMPETENCY_ENTERED)
    return made


@dataclass(frozen=True, slots=True)
class Given:
    """A proof to be entered with many others."""

    staff: Staff
    competency: str
    level: str
    evidence: str
    valid_from: date
    valid_until: date | None


@transaction.atomic
def enter_many(proofs: Sequence[Given]) -> int:
    """Enter the proofs of many people at once, as a personnel office's list holds them; return how many. Three statements.

    People who have any proof already are left as they are, so that doing it again changes nothing. Raises Invalid.
    """
    people = {one.staff.pk for one in proofs}
    there = set(Certificate.objects.filter(staff__in=people).values_list("staff_id", flat=True))
    new = [one for one in proofs if one.staff.pk not in there]
    for one in new:
        row = competencies.competency(one.competency)
        if row is None:
            raise Invalid({"competency": _("Choose a competency from the list.")})
        _check(row, one.level, one.evidence, one.valid_from, one.valid_until, None)
    at = clock.now()
    made = [
        Certificate(
            staff=one.staff, competency_id=one.competency, level=one.level, evidence=one.evidence,
            valid_from=one.valid_from, valid_until=one.valid_until, entered_by=None, entered_at=at,
        )
        for one in new
    ]  # fmt: skip
    Certificate.objects.bulk_create(made)
    Audit.objects.bulk_create(
        Audit(at=at, actor=None, subject=row.staff, act=Act.COMPETENCY_ENTERED, facts=_facts(row)) for row in made
    )
    return len(made)


@transaction.atomic
def revoke(*, by: Staff | None, certificate: int, because: str) -> None:
    """Take a proof away, with the reason. Raises NotFound, NotAllowed, NotForOneself, Invalid."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("staff")
    row = rows.filter(pk=certificate, revoked_at=None).first()
    if row is None:
        raise NotFound
    _permit("competencies.revoke", by, row.staff)
    because = " ".join(because.replace("\x00", "").split())
    if not because or len(because) > LONGEST:
        raise Invalid({"because": _("Say why, in at most %(most)d characters.") % {"most": LONGEST}})
    row.revoked_by, row.revoked_at, row.revoked_because = by, clock.now(), because
    row.save(update_fields=["revoked_by", "revoked_at", "revoked_because"])
    _write(by, row, Act.COMPETENCY_REVOKED, because=because)


def lasts_until(row: CompetencyRow, valid_from: date) -> date | None:
    """Return the last day of a proof that begins on a day, None for one without end: the day before the same day, months later."""
    if row.valid_months is None:
        return None
    months = valid_from.year * 12 + valid_from.month - 1 + row.valid_months
    year, month = divmod(months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last_of_month = date.fromordinal(following.toordinal() - 1)
    same_day = min(valid_from.day, last_of_month.day)
    return date.fromordinal(date(year, month + 1, same_day).toordinal() - 1)


def _permit(act: str, by: Staff | None, person: Staff) -> None:
    if by is None:
        return
    if by.pk == person.pk:
        raise NotForOneself
    permissions.permit(act, by, Thing(unit=person.unit_id, owner=person.pk))


def _check(
    row: CompetencyRow, level: str, evidence: str, valid_from: date, valid_until: date | None, longest: date | None
) -> None:
    errors: dict[str, str | Promise] = {}
    if row.rank(level) < 0:
        errors["level"] = _("Choose a level from the list.")
    if not evidence or len(evidence) > LONGEST:
        errors["evidence"] = _("Say where the proof is, such as its number, in at most %(most)d characters.") % {
            "most": LONGEST
        }
    if valid_from > absences.today():
        errors["valid_from"] = _("This day is still to come.")
    if valid_until is not None and valid_until < valid_from:
        errors["valid_until"] = _("The last day cannot lie before the first one.")
    elif valid_until is not None and longest is not None and valid_until > longest:
        errors["valid_until"] = _("By the city's standard it holds %(months)d months at most.") % {
            "months": row.valid_months
        }
    if errors:
        raise Invalid(errors)


def _write(by: Staff | None, row: Certificate, act: Act, **facts: str) -> None:
    transaction.on_commit(lambda: competencies.forget(row.staff_id))
    audit.write(by, row.staff, act, **_facts(row), **facts)


def _facts(row: Certificate) -> dict[str, str]:
    facts = {
        "competency": row.competency_id,
        "level": row.level,
        "evidence": row.evidence,
        "valid_from": row.valid_from.isoformat(),
    }
    return {**facts, "valid_until": row.valid_until.isoformat()} if row.valid_until else facts
