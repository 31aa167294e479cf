"""The operations of `/api/jaki/v1/`: each parses, calls one action or query, and renders."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tanggap.api import problems, reading, shapes
from tanggap.api.jaki import signed as face
from tanggap.api.problems import Fault, InvalidFields
from tanggap.channels.jaki import devices, reporting, transfers
from tanggap.channels.jaki.devices import Installation
from tanggap.channels.jaki.transfers import Standing
from tanggap.core.ids import sought_code
from tanggap.feedback import actions as feedback
from tanggap.feedback import queries as own
from tanggap.places.city import city

PREFIX = "/api/jaki/v1"
_MINE = frozenset({"channel", "external_id"})  # of the documented report, what is not the app's to say


def register(request: HttpRequest) -> HttpResponse:
    """Make an installation known: 201, or 200 for one that is known already."""
    face.brake_registrations(request)
    signed = face.signed(request)
    given = face.document(request)
    key, statement = face.decoded(given.get("public_key")), given.get("attestation", {})
    if key is None or not isinstance(statement, dict):
        field = "public_key" if key is None else "attestation"
        raise InvalidFields(errors=[Fault(field, _("This cannot be used."))])
    by = devices.register(
        signed,
        key=key,
        platform=face.word(given, "platform", most=20),
        language=face.word(given, "language", most=16, default=""),
        statement=statement,
    )
    return face.answer(_installation(by), status=201 if by.is_new else 200)


@face.proven
def installation(request: HttpRequest, by: Installation) -> HttpResponse:
    """Tell an installation what is known of it."""
    return face.answer(_installation(by))


@face.proven
def set_push(request: HttpRequest, by: Installation) -> HttpResponse:
    """Keep the token for notifications."""
    devices.set_push(by, face.word(face.document(request), "token", most=devices.LONGEST_TOKEN))
    return HttpResponse(status=204)


@face.proven
def end_push(request: HttpRequest, by: Installation) -> HttpResponse:
    """End the notifications."""
    devices.set_push(by, "")
    return HttpResponse(status=204)


@face.proven
def begin_upload(request: HttpRequest, by: Installation) -> HttpResponse:
    """Begin a photo."""
    given = face.document(request)
    size = given.get("size")
    if not isinstance(size, int) or isinstance(size, bool):
        raise InvalidFields(errors=[Fault("size", _("This must be a number."))])
    begun = transfers.begin(by, size=size, name=face.word(given, "name", most=1000, default=""))
    answer = _standing(begun, status=201)
    answer["Location"] = f"{PREFIX}/uploads/{begun.id}"
    return answer


@face.proven
def upload(request: HttpRequest, by: Installation, number: UUID) -> HttpResponse:
    """Tell how far a photo has come."""
    return _standing(transfers.standing(by, number))


@face.proven
def go_on(request: HttpRequest, by: Installation, number: UUID) -> HttpResponse:
    """Take the next part of a photo."""
    offset = request.headers.get(face.OFFSET, "")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 12):
        raise InvalidFields(errors=[Fault(face.OFFSET, _("This must be a number."))])
    return _standing(transfers.go_on(by, number, offset=int(offset), data=face.body(request)))


@face.proven
def finish_upload(request: HttpRequest, by: Installation, number: UUID) -> HttpResponse:
    """Check a photo that came whole."""
    return _standing(transfers.finish(by, number, sha256=face.word(face.document(request), "sha256", most=64)))


@face.proven
def give_up(request: HttpRequest, by: Installation, number: UUID) -> HttpResponse:
    """Throw a photo away."""
    transfers.give_up(by, number)
    return HttpResponse(status=204)


@face.proven
def submit(request: HttpRequest, by: Installation) -> HttpResponse:
    """Take a report in: 201 with its receipt, 200 when it came before, 202 when it is kept and filed later."""
    face.brake_reports(by)
    given = face.document(request)
    key, uploads = face.word(given, "key", most=200), _uploads(given.pop("uploads", []))
    given.pop("key")
    if strange := sorted(_MINE & given.keys()):
        raise InvalidFields(errors=[Fault(name, _("This field is not known here. Leave it out.")) for name in strange])
    told = reading.inbound(reading.checked_report({"language": by.language or None, **given}), channel="", key=key)
    receipt = reporting.submit(by, key=key, report=told, uploads=uploads)
    if receipt is None:
        return face.answer({"key": key, "status": "waiting"}, status=202)
    return face.answer({"key": key, **shapes.receipt(receipt, request)}, status=201 if receipt.is_new else 200)


@face.proven
def reports(request: HttpRequest, by: Installation) -> HttpResponse:
    """List the installation's own reports, newest first."""
    after = request.GET.get("after", "")
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise InvalidFields(errors=[Fault("after", _("This cannot be used."))])
    page = reporting.listed(by, after=int(after) if after else None)
    base = request.build_absolute_uri("/").removesuffix("/")
    rows = [_row(row, base) for row in page.rows]
    return face.answer({"reports": rows, "next": f"{PREFIX}/reports?after={page.next}" if page.next else None})


@face.proven
def report(request: HttpRequest, by: Installation, code: str) -> HttpResponse:
    """Open one of the installation's own reports."""
    return _opened(request, by, sought_code(code, city().prefix))


@face.proven
def act(request: HttpRequest, by: Installation, code: str, name: str) -> HttpResponse:
    """Do what a reporter may: answer, add, rate, reopen, appeal."""
    code, given = sought_code(code, city().prefix), face.document(request)
    token = reporting.token_of(by, code)
    if name not in _ACTS:
        raise problems.NothingHere
    _ACTS[name](code, token, given)
    return _opened(request, by, code)


def _opened(request: HttpRequest, by: Installation, code: str) -> HttpResponse:
    seen = own.own(code, token=reporting.token_of(by, code))
    may = {"answer": seen.can_answer, "rate": seen.can_rate, "reopen": seen.acts.can_dispute, "appeal": seen.can_appeal}
    return face.answer(
        {
            **shapes.report(seen.report, request),
            "events": [shapes.event(entry) for entry in seen.report.timeline],
            "question": seen.question or None,
            "rated": seen.rated,
            "feedback_until": shapes.instant(seen.feedback_until),
            "may": [name for name, is_open in may.items() if is_open],
            "private_url": request.build_absolute_uri(f"/laporan/{code}/{seen.token}/"),
        }
    )


def _rate(code: str, token: str, given: dict[str, Any]) -> None:
    score = given.get("score")
    if not isinstance(score, int) or isinstance(score, bool):
        raise InvalidFields(errors=[Fault("score", _("This must be a number."))])
    feedback.rate(code=code, token=token, score=score, comment=face.word(given, "text", most=4000, default=""))


def _text(given: dict[str, Any]) -> str:
    return face.word(given, "text", most=4000)


_ACTS: dict[str, Callable[[str, str, dict[str, Any]], Any]] = {
    "answer": lambda code, token, given: feedback.answer(code=code, token=token, answer=_text(given)),
    "add": lambda code, token, given: feedback.add(
        code=code, token=token, message=_text(given), key=face.word(given, "key", most=200, default="")
    ),
    "rate": _rate,
    "reopen": lambda code, token, given: feedback.dispute(code=code, token=token, message=_text(given)),
    "appeal": lambda code, token, given: feedback.appeal(code=code, token=token, message=_text(given)),
}


def _uploads(given: Any) -> list[UUID]:
    try:
        if isinstance(given, list) and all(isinstance(one, str) for one in given):
            return [UUID(one) for one in given]
    except ValueError:
        pass
    raise InvalidFields(errors=[Fault("uploads", _("This cannot be used."))])


def _installation(by: Installation) -> dict[str, Any]:
    return {
        "device": str(by.id),
        "attested": bool(by.attested),
        "attested_by": by.attested or None,
        "attestation": by.attestation,
    }


def _standing(standing: Standing, *, status: int = 200) -> HttpResponse:
    answer = face.answer(
        {"upload": str(standing.id), "size": standing.size, "offset": standing.offset, "done": standing.is_done},
        status=status,
    )
    answer[face.OFFSET] = str(standing.offset)
    return answer


def _row(row: reporting.Row, base: str) -> dict[str, Any]:
    told = {
        "key": row.key,
        "kept_at": shapes.instant(row.kept_at),
        "code": row.code or None,
        "status": row.state or "waiting",
    }
    if not row.code:
        return told
    return {
        **told,
        "status_label": row.state_label,
        "category": row.category or None,
        "place": row.place,
        "visibility": row.visibility,
        "due": {"answer": shapes.instant(row.answer_due_at), "resolve": shapes.instant(row.resolve_due_at)},
        "changed_at": shapes.instant(row.changed_at),
        "closed_at": shapes.instant(row.closed_at),
        "asked": row.is_asked,
        "url": f"{PREFIX}/reports/{row.code}",
        "private_url": f"{base}/laporan/{row.code}/{row.token}/",
    }
