"""What the reporter of a report may do with it, by the private token: in a header, so that no address or log ever holds it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Router

from tanggap.api import answers, guard, reading, shapes
from tanggap.api import schemas_more as more
from tanggap.api.schemas import content
from tanggap.feedback import actions as feedback
from tanggap.feedback import queries

router = Router(tags=["own"])
TOKEN_HEADER = "Report-Token"  # noqa: S105  the name of a header
_HEADER = {
    "in": "header",
    "name": TOKEN_HEADER,
    "required": True,
    "description": gettext_noop(
        "The last part of `private_url`. It opens this one report: keep it as you would keep a key."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": gettext_noop("What was added with the same key before is not added again."),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


@router.get(
    "/v1/reports/{code}/own",
    response={200: more.Own, **answers.problem(404, 422)},
    operation_id="get_own_report",
    description=gettext_noop(
        "The report as its reporter reads it, also a private one. A wrong token and an unknown code are answered alike: 404."
    ),
    summary=gettext_noop("The own report"),
    openapi_extra={"parameters": [_HEADER]},
)
@guard.needs()
def get_own_report(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return a report to the holder of its private token."""
    answers.only(request, ())
    return _opened(request, answers.code(code))


def _opened(request: HttpRequest, code: str) -> HttpResponse:
    seen = queries.own(code, token=_token(request))
    return answers.answer(shapes.own(seen, request), headers={"Cache-Control": "private, no-store"})


def _token(request: HttpRequest) -> str:
    return request.headers.get(TOKEN_HEADER, "")[:200]


def _act(name: str, form: type[Any], summary: str, text: str, run: Callable[[HttpRequest, str, str, Any], Any]) -> None:
    """Make one act an operation: it does what the button on the private page does."""

    @router.post(
        f"/v1/reports/{{code}}/own/{name}",
        response={200: more.Own, **answers.problem(400, 404, 409, 411, 413, 415, 422, 429, 503)},
        operation_id=f"own_{name}",
        summary=summary,
        description=text,
        openapi_extra={
            "parameters": [_HEADER, _KEY] if name == "add" else [_HEADER],
            "requestBody": {"required": True, "content": {"application/json": {"schema": content(form)}}},
        },
    )
    @guard.needs()
    def act(request: HttpRequest, code: Path[str]) -> HttpResponse:
        """Do what the reporter may do, and return the report as it is then."""
        answers.only(request, ())
        given, meant = reading.body(request, form), answers.code(code)
        run(request, meant, _token(request), given)
        return _opened(request, meant)


_act(
    "answer", more.OwnText, gettext_noop("Answer the unit's question"), gettext_noop("The clock of the solution runs on."),
    lambda _request, code, token, given: feedback.answer(code=code, token=token, answer=given.text),
)  # fmt: skip
_act(
    "add", more.OwnText, gettext_noop("Add something"), gettext_noop("Those who work on it read it; it moves nothing."),
    lambda request, code, token, given: feedback.add(
        code=code, token=token, message=given.text, key=request.headers.get("Idempotency-Key", "")[:200]
    ),
)  # fmt: skip
_act(
    "rate", more.OwnRating, gettext_noop("Rate the solution"), gettext_noop("Once for each closure, from 1 to 4."),
    lambda _request, code, token, given: feedback.rate(code=code, token=token, score=given.score, comment=given.text),
)  # fmt: skip
_act(
    "dispute", more.OwnText, gettext_noop("Say that it is not solved"),
    gettext_noop("Once by right, then as a request to the unit above."),
    lambda _request, code, token, given: feedback.dispute(code=code, token=token, message=given.text),
)  # fmt: skip
_act(
    "appeal", more.OwnText, gettext_noop("Appeal a refusal"), gettext_noop("The report is looked at anew."),
    lambda _request, code, token, given: feedback.appeal(code=code, token=token, message=given.text),
)  # fmt: skip
