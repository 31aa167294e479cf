"""A unit's reports for its own program: the desk's list and pane without a person in them, and the desk's acts, each one action."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from tanggap.agencies import queries as agencies
from tanggap.api import answers, guard, reading, uploads, work_shapes, working
from tanggap.api import schemas_work as forms
from tanggap.api.problems import ChangedMeanwhile, Fault, InvalidFields
from tanggap.api.schemas import content
from tanggap.api.work_acts import ACTS, Act
from tanggap.clients.idempotency import Answer
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports.photos import ready
from tanggap.reports.queries import case, desk, photos, tasks_of_report
from tanggap.reports.words import State

router = Router(tags=["work"])


@router.get(
    "/v1/work/reports",
    response={200: forms.WorkPage, **answers.problem(401, 403, 422, 429)},
    operation_id="list_work",
    description=gettext_noop(
        "The open reports that the unit answers for, as its desk lists them. Nobody who reported is in it."
    ),
    summary=gettext_noop("The unit's reports"),
)
@guard.needs("work:read")
def list_work(request: HttpRequest, wanted: forms.WantedWork = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return a page of the unit's reports."""
    answers.only(request, forms.WantedWork.model_fields)
    answers.must_exist(wanted)
    page = desk.listed(
        working.account(request),
        view=str(wanted.view),
        wanted=desk.DeskFilter(category=wanted.category, area=wanted.area, state=wanted.status, due=wanted.due),
        now=clock.now(),
        sort=wanted.sort,
        after=wanted.after,
        limit=wanted.limit,
    )
    following = answers.following(request, page.next)
    document = {"reports": [work_shapes.row(row, request) for row in page.rows], "next": following}
    return answers.linked(answers.answer(document, headers=working.PRIVATE), following)


@router.get(
    "/v1/work/reports/{code}",
    response={200: forms.WorkReport, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_work",
    description=gettext_noop("With its tasks and what can be done now. Its ETag is what If-Match of an act asks for."),
    summary=gettext_noop("One report of the unit"),
)
@guard.needs("work:read")
def get_work(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Return a report as the unit may read it."""
    answers.only(request, ())
    by = working.account(request)
    shown = case.report(answers.code(code), staff=by)
    parts = tasks_of_report.of_report(shown, staff=by, now=clock.now())
    headers = {**working.PRIVATE, "ETag": f'"{shown.version}"'}
    return answers.answer(work_shapes.report(shown, parts, request, acts=_possible(shown, by)), headers=headers)


@router.get(
    "/v1/work/photos/{photo}/{size}",
    response={200: None, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_work_photo",
    description=gettext_noop("A JPEG, `thumb` or `shown`, re-encoded and without what the camera wrote."),
    summary=gettext_noop("A photo of the unit's report"),
)
@guard.needs("work:read")
def get_work_photo(request: HttpRequest, photo: Path[str], size: Path[str]) -> HttpResponse:
    """Return a photo that the unit may see."""
    answers.only(request, ())
    try:
        file = photos.file_of(UUID(photo), size=size, viewer=working.account(request))
        stored = (settings.MEDIA_ROOT / file.path).read_bytes()
    except (ValueError, FileNotFoundError):
        raise NotFound from None
    response = HttpResponse(stored, content_type="image/jpeg", headers=dict(working.PRIVATE))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _possible(shown: desk.DeskReport, by: Any) -> list[str]:
    return [act.name for act in ACTS if act.is_open(shown, by)]


def _operation(act: Act) -> None:
    """Make one of the desk's acts an operation."""

    @router.post(
        f"/v1/work/reports/{{code}}/acts/{act.name}",
        response={
            200: forms.Done,
            **answers.problem(400, 401, 403, 404, 409, 411, 412, 413, 415, 422, 428, 429, 503),
        },
        operation_id=f"work_{act.name}",
        summary=act.summary,
        description=act.text,
        openapi_extra={
            "parameters": [working.CONDITION, working.KEY],
            "requestBody": {"required": True, "content": {"application/json": {"schema": content(act.form)}}},
        },
    )
    @guard.needs("work:write")
    def perform(request: HttpRequest, code: Path[str]) -> HttpResponse:
        """Do one act on a report of the unit, of the version that was seen."""
        answers.only(request, ())
        given, meant, by = reading.body(request, act.form), answers.code(code), working.account(request)
        version = working.seen(request)
        arguments = given.model_dump(exclude={"media"})
        if "media" in act.form.model_fields:
            arguments["photos"] = ready(uploads.named(request, given.media))  # type: ignore[attr-defined]
        if act.read is not None:
            arguments = _read(act.read, arguments)
        seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1
        return working.once(
            request,
            lambda: _did(meant, act.run(code=meant, version=seen, by=by, **arguments)),
            lambda: _changed(meant, seen, by),
        )


def _read(read: Callable[[dict[str, Any]], dict[str, Any] | None], arguments: dict[str, Any]) -> dict[str, Any]:
    found = read(arguments)
    if found is None:
        raise InvalidFields(errors=[Fault("until", working.NO_DAY)])
    return found


def _did(code: str, event: Any) -> Answer:
    document = {
        "code": code,
        "version": event.version,
        "etag": f'"{event.version}"',
        "status": event.state_after,
        "status_label": str(State(event.state_after).label),
        "unit": {"code": event.unit_id, "name": agencies.unit_label(event.unit_id)},
    }
    return Answer(200, document, {"ETag": f'"{event.version}"'})


def _changed(code: str, seen: int, by: Any) -> ChangedMeanwhile:
    """Return the refusal that tells what happened since the version that was seen, as far as the unit may read it."""
    shown = case.report(code, staff=by)
    since: Sequence[Any] = case.changes(shown.id, since=seen) if 0 <= seen < shown.version else ()
    more = {
        "changes": [work_shapes.event(entry) for entry in since],
        "version": shown.version,
        "state": shown.state,
        "unit": shown.unit_code,
    }
    return ChangedMeanwhile(headers={"ETag": f'"{shown.version}"'}, more=more)


for _one in ACTS:
    _operation(_one)
