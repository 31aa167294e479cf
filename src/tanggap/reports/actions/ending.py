"""The honest ends without a solution, each with its reason, each open to an appeal: refused, referred, cannot be solved."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.catalog.bodies import Body
from tanggap.catalog.bodies import body as body_of
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.reports import actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event
from tanggap.reports.words import REFUSABLE, Outcome, UnsolvedReason

CHOOSE_REASON = _("Choose a reason from the list.")


@transaction.atomic
def reject(*, code: str, version: int, by: Staff, reason: str, message: str, note: str = "") -> Event:
    """Refuse the report with a reason of the list and words for the reporter, who may appeal. Raises Invalid."""
    if reason not in REFUSABLE:
        raise Invalid({"reason": CHOOSE_REASON})
    return _end(code, version, by, "reports.reject", Outcome.REFUSED, {"reason": reason}, message, note)


@transaction.atomic
def refer(
    *,
    code: str,
    version: int,
    by: Staff,
    message: str,
    body: str = "",
    name: str = "",
    contact: str = "",
    note: str = "",
) -> Event:
    """Refer the reporter to an outside body: `body` of the city pack, or one that is not in it by its `name` and `contact`.

    `message` says what the reporter should do there. Everybody reads all of it; the reporter may appeal. Raises Invalid.
    """
    found = body_of(body) if body else None
    if body and found is None:
        raise Invalid({"body": _("Choose a body from the list, or write its name and how to reach it.")})
    told = _named(found) if found else _typed(name, contact)
    return _end(code, version, by, "reports.refer", Outcome.REFERRED, told, message, note)


@transaction.atomic
def give_up(*, code: str, version: int, by: Staff, reason: str, message: str, note: str = "") -> Event:
    """Say that the problem cannot be solved, and why: a supervisor's act, which the reporter may appeal. Raises Invalid.

    The database asks for the supervisor, too. What only lacks money is planned, not given up.
    """
    if reason not in UnsolvedReason.values:
        raise Invalid({"reason": CHOOSE_REASON})
    return _end(code, version, by, "reports.give_up", Outcome.UNSOLVED, {"reason": reason}, message, note)


def _named(found: Body) -> dict[str, Any]:
    return {"body": say(found.name, city().languages[0]), "contact": found.reached}


def _typed(name: str, contact: str) -> dict[str, Any]:
    """Return a body that is not in the pack as it was typed; without its name or a way to reach it nobody is helped."""
    typed = {"name": said("name", name), "contact": said("contact", contact)}
    if empty := [field for field, text in typed.items() if not text]:
        raise Invalid(dict.fromkeys(empty, _("Say to whom the reporter should go, and how to reach them.")))
    return {"body": typed["name"], "contact": typed["contact"]}


def _end(
    code: str, version: int, by: Staff, door: str, outcome: Outcome, told: dict[str, Any], message: str, note: str
) -> Event:
    report = transitions.lock(code, version=version)
    payload = {**told, "message": said("message", message, required=True), "note": said("note", note)}
    return transitions.take(report, door=door, by=actors.staff(by), at=clock.now(), payload=payload, outcome=outcome)
