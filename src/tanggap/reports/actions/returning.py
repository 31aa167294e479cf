"""Not ours: a unit that got a report not its own says whose it is, or asks the decider; after a decision it is settled."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog.routing import meant_by_rules
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.reports import actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.deciding import Decided, DecideInstead, bound_unit, decider, is_for_decider, must_take
from tanggap.reports.models import Event


class NothingToDecide(Refusal):
    """Nobody asked for a decision, or it was made already."""

    message = _("This report does not wait for a decision.")


class NobodyElseDecides(Refusal):
    """The unit that hands it back would have to decide itself."""

    message = _("Your unit decides such cases itself. Name the unit whose task it is.")
    field = "unit"
    status = 422


@transaction.atomic
def hand_back(*, code: str, version: int, by: Staff, message: str, unit: str = "", note: str = "") -> Event:
    """Hand a report back: it is a task of `unit`, or (empty) of the decider to say whose. Everybody reads `message`.

    It goes where the unit says, and the event tells whether the city's rules say so, too; every third time it goes to the decider
    whatever is said. Raises WrongUnit, Decided, DecideInstead, NobodyElseDecides and the refusals of transitions.
    """
    report = transitions.lock(code, version=version)
    if report.awaits_decision:
        raise DecideInstead
    if bound_unit(report) == report.unit_id:
        raise Decided(Decided.message % {"unit": agencies.unit_label(report.unit_id)})
    if unit:
        must_take(unit, report)
    count = report.handed_back + 1
    for_decision = is_for_decider(count) or not unit
    target = unit
    if for_decision:
        target = decider(category=report.category_id, area=report.area_id, without=report.unit_id)
        if target == report.unit_id:
            raise NobodyElseDecides
    payload: dict[str, Any] = {
        "message": said("message", message, required=True),
        "unit": target,
        "proposed": unit if unit != target else None,
        "count": count,
        "by_rule": (bool(unit) and meant_by_rules(unit, category=report.category_id, area=report.area_id)) or None,
        "for_decision": for_decision or None,
        "note": said("note", note),
    }
    return transitions.take(
        report,
        door="reports.hand_back",
        by=actors.staff(by),
        at=clock.now(),
        payload=payload,
        unit_id=target,
        assignee=None,
        handed_back=count,
        awaits_decision=for_decision,
    )


@transaction.atomic
def decide(*, code: str, version: int, by: Staff, unit: str, message: str, note: str = "") -> Event:
    """Decide whose a report is; `unit`, which may be one's own, cannot hand it back any more. Everybody reads `message`.

    Raises NothingToDecide, WrongUnit and the refusals of transitions.
    """
    report = transitions.lock(code, version=version)
    if not report.awaits_decision:
        raise NothingToDecide
    if unit != report.unit_id:
        must_take(unit, report)
    payload = {"unit": unit, "message": said("message", message, required=True), "note": said("note", note)}
    return transitions.take(
        report,
        door="reports.decide",
        by=actors.staff(by),
        at=clock.now(),
        payload=payload,
        unit_id=unit,
        assignee=None,
        awaits_decision=False,
    )
