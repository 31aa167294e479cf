"""The one door through which the app's queue arrives: one item a request, done once, answered so that the app knows what to do next."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from tanggap.core.refusal import NotFound, Refusal, Stale
from tanggap.reports import once
from tanggap.reports.photos import ready
from tanggap.reports.queries import desk
from tanggap.web.field import acts, shapes
from tanggap.web.field.views.app import ROLES
from tanggap.web.ui.access import StaffRequest, staff_only

DISCARD, KEEP, AGAIN, MEND = "discard", "note", "again", "mend"
"""What can be done with an item that was not taken: forget it, keep it as an internal note, send it as it is, change it first."""
CHANGED = gettext_noop(
    "The report was changed before this arrived. Nothing was done; what you made is still on this device."
)
LATER = frozenset({429, 503})
ELSEWISE = frozenset({403, 404, 409})


@staff_only(*ROLES)
@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Do what an item asks for, once. `state`: done, again (known before), conflict, refused, later, other (made by another person)."""
    form = acts.ItemForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(
            "refused",
            422,
            errors={name: list(map(str, said)) for name, said in form.errors.items()},
            options=[MEND, DISCARD],
        )
    given = form.cleaned_data
    if given["who"] != request.user.pk:
        return _answer(
            "other", 409, why=_("This was made by another person. It is sent when that person signs in here.")
        )
    uploads = form.uploads(request.user)
    mark = form.mark(uploads)
    try:
        arrived = once.known(key=given["item"], by=request.user, mark=mark)
        if arrived is None:
            kept = ready(uploads)
            arrived = once.run(
                key=given["item"],
                by=request.user,
                code=given["code"],
                act=given["act"],
                mark=mark,
                do=acts.act(given, kept, request.user),
            )
    except Refusal as refusal:
        return _not_taken(request, given, refusal)
    return _answer("again" if arrived.is_again else "done", 200, version=arrived.version)


def _not_taken(request: StaffRequest, given: dict[str, Any], refusal: Refusal) -> HttpResponse:
    """Say why an item was not taken, what happened meanwhile, and what can be done with it."""
    if refusal.status in LATER:
        return _answer("later", refusal.status, why=str(refusal))
    try:
        report = desk.report(given["code"], staff=request.user)
    except NotFound:
        why = _("This report is not with you any more. What you made is still on this device.")
        return _answer("conflict", 409, why=why, options=[DISCARD])
    if refusal.status not in ELSEWISE:
        errors = {field: [said] for field, said in refusal.errors.items()}
        return _answer("refused", refusal.status, why=str(refusal), errors=errors, options=[MEND, KEEP, DISCARD])
    since = [entry for entry in report.timeline if entry.version > given["version"]]
    doors = {name: door for door, name in shapes.DOORS.items()}
    can = given["act"] in doors and report.can(doors[given["act"]])
    options = [*([AGAIN] if can else []), *([KEEP] if given["act"] != acts.NOTE else []), DISCARD]
    return _answer(
        "conflict",
        409,
        why=_(CHANGED) if isinstance(refusal, Stale) else str(refusal),
        happened=shapes.happened(since),
        version=report.version,
        options=options,
        now=report.state_label,
    )


def _answer(state: str, status: int, **told: Any) -> HttpResponse:
    return JsonResponse({"state": state, **told}, status=status)
