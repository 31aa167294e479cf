"""What a unit does with a report: asks another, instructs a branch, starts, asks the reporter, claims it done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.reports import actors, checkers, deciding, instructions, rerouting, transitions
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import PhotoRole

LONGEST_MESSAGE = 2000


class NoVerifier(Refusal):
    """Every independent unit has worked on this report."""

    message = _("No independent unit is left that could check this result. Ask the operator to name one.")


WrongUnit = rerouting.WrongUnit


class NotABranch(Refusal):
    """A disposition goes down one line only."""

    message = _("A disposition goes from an agency to one of its own branches. For any other unit use coordination.")
    field = "unit"
    status = 422


@transaction.atomic
def coordinate(*, code: str, version: int, by: Staff, unit: str, message: str, note: str = "") -> Event:
    """Ask another unit to act; it answers for the report from now on (koordinasi).

    Raises WrongUnit, DecideInstead, Decided, and the refusals of transitions.
    """
    report = transitions.lock(code, version=version)
    target = agencies.unit(unit)
    if target is None or unit == report.unit_id or target.kind == UnitKind.VERIFIER:
        raise WrongUnit
    rerouting.must_stay(report, unit=unit)
    deciding.must_not_return(unit, report)
    payload: dict[str, Any] = {
        "unit": unit,
        "message": said("message", message, required=True),
        "note": said("note", note),
    }
    return _take(report, "reports.coordinate", by, payload, unit_id=unit, assignee=None)


@transaction.atomic
def disposition(
    *,
    code: str,
    version: int,
    by: Staff,
    unit: str,
    message: str,
    due_at: datetime | None = None,
    note: str = "",
) -> Event:
    """Instruct one's own branch (a Dinas its Suku Dinas), until `due_at` if one is named; the branch says that it was read.

    Raises NotABranch, Invalid and transitions' refusals.
    """
    report = transitions.lock(code, version=version)
    target = agencies.unit(unit)
    if target is None or target.parent != report.unit_id:
        raise NotABranch
    instructions.must_lie_ahead(due_at, clock.now())
    payload: dict[str, Any] = {
        "unit": unit,
        "message": said("message", message, required=True),
        "due_at": due_at.isoformat() if due_at else "",
        "note": said("note", note),
    }
    event = _take(report, "reports.disposition", by, payload, unit_id=unit, assignee=None)
    instructions.write(
        report, event, by=by, unit=unit, officer=None, text=payload["message"], due_at=due_at, at=event.at
    )
    return event


def start(
    *, code: str, version: int, by: Staff, message: str = "", note: str = "", photos: Sequence[Upload] = ()
) -> Event:
    """Begin the work; the starter becomes the assignee when there is none, unless it is a program. `photos` show the place as it was found.

    Raises Invalid and the refusals of core.media and transitions.
    """
    return _start(code, version, by, message, note, take_in(photos))


@transaction.atomic
def _start(code: str, version: int, by: Staff, message: str, note: str, taken: list[Taken]) -> Event:
    report = transitions.lock(code, version=version)
    payload = {"message": said("message", message), "photos": len(taken) or None, "note": said("note", note)}
    changes = {} if report.assignee_id or by.is_program else {"assignee": by}
    event = _take(report, "reports.start", by, payload, **changes)
    attach(report, taken, role=PhotoRole.BEFORE, version=report.version, at=event.at)
    return event


@transaction.atomic
def ask(*, code: str, version: int, by: Staff, question: str, note: str = "") -> Event:
    """Ask the reporter something; the solution's clock waits for the answer."""
    report = transitions.lock(code, version=version)
    payload = {"question": said("question", question, required=True), "note": said("note", note)}
    return _take(report, "reports.ask", by, payload)


def claim_done(
    *,
    code: str,
    version: int,
    by: Staff,
    message: str,
    photos: Sequence[Upload] = (),
    note: str = "",
    materials: str = "",
) -> Event:
    """Say that the work is done, with the evidence that the category asks for; an independent unit checks it next.

    `materials` were used up, in the officer's words: for the unit and the validator.

    Raises Invalid (no message, too few photos), NoVerifier, and the refusals of core.media and transitions.
    """
    words = said("message", message, required=True)
    inside = {"note": said("note", note), "materials": said("materials", materials)}
    return _claim(code, version, by, words, take_in(photos), inside)


@transaction.atomic
def _claim(code: str, version: int, by: Staff, message: str, taken: list[Taken], inside: dict[str, str]) -> Event:
    report = transitions.lock(code, version=version)
    facts = {"message": message, **inside}
    return claim(report, door="reports.claim_done", by=by, at=clock.now(), taken=taken, facts=facts)


def claim(
    report: Report, *, door: str, by: Staff, at: datetime, taken: Sequence[Taken], facts: dict[str, Any], **changes: Any
) -> Event:
    """Take a locked report through a `door` of `lifecycle.CLAIMS`, with the evidence that its category asks for, to an independent check.

    `facts` are what the door's payload holds besides photos, verifier and whether a visit is due. Raises Invalid (too few photos),
    NoVerifier and the refusals of transitions.
    """
    category = catalog.category(report.category_id)
    needed = int(category.evidence.get("photos_after", 1)) if category else 1
    if len(taken) < needed and len(taken) + _photographed_by_others(report) < needed:
        raise Invalid(
            {"photos": _("This category asks for at least %(needed)d photo(s) of the result.") % {"needed": needed}}
        )
    verifier = verifier_for(report, by)
    is_field = bool(category and category.needs_field_check)
    event = transitions.take(
        report,
        door=door,
        by=actors.staff(by),
        at=at,
        payload={**facts, "photos": len(taken), "verifier": verifier, "field": is_field},
        claimed_at=at,
        claim_version=report.version + 1,
        field_required=is_field,
        verifier_id=verifier,
        **changes,
    )
    attach(report, taken, role=PhotoRole.AFTER, version=report.version, at=at)
    return event


def _photographed_by_others(report: Report) -> int:
    """Return how many photos other units took of their parts since the last claim: evidence like the unit's own. Two statements."""
    claims = Event.objects.filter(report=report, door__in=CLAIMS).order_by("-version")
    last = claims.values_list("version", flat=True).first() or 0
    return Photo.objects.filter(report=report, role=PhotoRole.TASK, version__gt=last).count()


def verifier_for(report: Report, by: Staff) -> str:
    """Return the unit that checks this report (study: Biro Pemerintahan for province scope, Bagian Pemerintahan for city scope).

    The nearest competent verifier that never worked on it, and is not the claimant's own unit. Raises NoVerifier.
    """
    found = checkers.checker(report, category=report.category_id, area=report.area_id, without=(by.unit_id,))
    if found is None:
        raise NoVerifier
    return found


def said(field: str, text: str, *, required: bool = False) -> str:
    """Return `text` fit to be kept: trimmed, without NUL and bidi overrides, at most 2,000 characters. Raises Invalid naming `field`."""
    cleaned = "".join(character for character in text if character not in _FORBIDDEN).strip()
    if required and not cleaned:
        raise Invalid({field: _("Please write something here.")})
    if len(cleaned) > LONGEST_MESSAGE:
        raise Invalid({field: _("At most %(most)d characters; shorten the text.") % {"most": LONGEST_MESSAGE}})
    return cleaned


_FORBIDDEN = frozenset("\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _take(report: Report, door: str, by: Staff, payload: dict[str, Any], **changes: Any) -> Event:
    at: datetime = clock.now()
    return transitions.take(report, door=door, by=actors.staff(by), at=at, payload=payload, **changes)
