"""Handing a shift's work over, and taking it: a record of who left what to whom, and who took notice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports import access
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Handover, Report

ACT = "reports.hand_over"
LONGEST_SHIFT = timedelta(hours=72)
MOST = 200


class TakenAlready(Refusal):
    """Somebody acknowledged it before; one acknowledgement is enough."""

    message = _("%(name)s has taken this hand-over already.")


class NotForYou(Refusal):
    """It was given to somebody else, or by oneself."""

    message = _("This hand-over is for somebody else to take.")
    status = 403


@transaction.atomic
def hand_over(
    *,
    by: Staff,
    unit: str,
    began_at: datetime,
    key: str,
    receiver: str = "",
    note: str = "",
    codes: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
) -> Handover:
    """Give the reports of `codes` over to a unit, or to one person of it (`receiver`, a username), each with an own note.

    They are kept as they stand now; nothing of them changes. With a `key` that was used before, the record of then is returned.
    Raises NotAllowed, and Invalid naming `receiver`, `began_at`, `note` or `codes`.
    """
    permissions.permit(ACT, by, permissions.of_unit(unit))
    if before := Handover.objects.filter(key=key, giver=by).first():
        return before
    now = clock.now()
    if not now - LONGEST_SHIFT <= began_at <= now:
        raise Invalid({"began_at": _("A shift began within the last three days.")})
    person = _receiver(receiver, unit, by)
    written = {code: said("codes", words) for code, words in (notes or {}).items()}
    items = _items(codes, written, by, began_at)
    words = said("note", note, required=not items)
    return Handover.objects.create(
        key=key, giver=by, unit_id=unit, receiver=person, began_at=began_at, given_at=now, note=words, items=items
    )


@transaction.atomic
def take_over(*, by: Staff, number: int) -> Handover:
    """Acknowledge a hand-over: one has read it and goes on from there. Raises NotFound, NotForYou, TakenAlready."""
    row = Handover.objects.select_for_update(of=("self",)).select_related("acknowledged_by").filter(pk=number).first()
    if row is None or not permissions.allows(ACT, by, permissions.of_unit(row.unit_id)):
        raise NotFound
    if row.acknowledged_by_id == by.pk:
        return row
    if row.acknowledged_by is not None:
        raise TakenAlready(TakenAlready.message % {"name": row.acknowledged_by.display_name})
    if row.giver_id == by.pk or row.receiver_id not in {None, by.pk}:
        raise NotForYou
    row.acknowledged_by, row.acknowledged_at = by, clock.now()
    row.save(update_fields=["acknowledged_by", "acknowledged_at"])
    return row


def _receiver(username: str, unit: str, by: Staff) -> Staff | None:
    if not username:
        return None
    person = Staff.objects.filter(username=username, is_active=True).first()
    if person is None or person.pk == by.pk or not agencies.holds(person, access.HANDLERS, unit=unit):
        raise Invalid({"receiver": _("Choose a colleague of the unit, or the unit itself.")})
    return person


def _items(codes: Sequence[str], notes: Mapping[str, str], by: Staff, began_at: datetime) -> list[dict[str, str]]:
    """Return the reports as they stand, in the order that was given; what the giver may not see is not there for the giver."""
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST:
        raise Invalid({"codes": _("At most %(most)d reports in one hand-over.") % {"most": MOST}})
    found = {report.code: report for report in Report.objects.filter(code__in=wanted)}
    if any(code not in found or not access.can_see(by, found[code]) for code in wanted):
        raise Invalid({"codes": _("One of these reports is not there any more, or not yours to see.")})
    return [
        {
            "code": code,
            "state": found[code].state,
            "due_at": found[code].due_at.isoformat(),
            "why": "open" if found[code].assignee_id == by.pk else "changed",
            **({"note": notes[code]} if notes.get(code) else {}),
        }
        for code in wanted
    ]
