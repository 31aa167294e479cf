"""What a unit was asked to do for another one's report: for its own program."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from tanggap.api import answers, guard, reading, uploads, work_shapes, working
from tanggap.api import schemas_work as forms
from tanggap.api.problems import ChangedMeanwhile
from tanggap.api.schemas import Given, content
from tanggap.clients.idempotency import Answer
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports.actions import tasks_doing as doing
from tanggap.reports.photos import ready
from tanggap.reports.queries import case, tasks, tasks_of_report
from tanggap.reports.words import TaskState

router = Router(tags=["work"])


@router.get(
    "/v1/work/tasks",
    response={200: forms.TaskPage, **answers.problem(401, 403, 422, 429)},
    operation_id="list_tasks",
    description=gettext_noop(
        "Parts of other units' reports that the unit was asked to do, and those that it asked of others."
    ),
    summary=gettext_noop("The unit's tasks"),
)
@guard.needs("work:read")
def list_tasks(request: HttpRequest, wanted: forms.WantedTasks = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return a page of the unit's tasks."""
    answers.only(request, forms.WantedTasks.model_fields)
    page = tasks.listed(working.account(request), view=str(wanted.view), after=wanted.after, limit=wanted.limit)
    following = answers.following(request, page.next)
    document = {"tasks": [work_shapes.task_row(row, request) for row in page.rows], "next": following}
    return answers.linked(answers.answer(document, headers=working.PRIVATE), following)


@router.get(
    "/v1/work/tasks/{code}/{number}",
    response={200: forms.WorkTask, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_task",
    description=gettext_noop(
        "Where it stands and what can be done with it now. Its ETag is what If-Match of an act asks for."
    ),
    summary=gettext_noop("One task"),
)
@guard.needs("work:read")
def get_task(request: HttpRequest, code: Path[str], number: Path[int]) -> HttpResponse:
    """Return a task of a report that the unit may read."""
    answers.only(request, ())
    meant = answers.code(code)
    found = _task(request, meant, number)
    document = work_shapes.task(meant, found, request)
    return answers.answer(document, headers={**working.PRIVATE, "ETag": document["etag"]})


def _task(request: HttpRequest, code: str, number: int) -> tasks.TaskRow:
    by = working.account(request)
    shown = case.report(code, staff=by)
    found = tasks_of_report.of_report(shown, staff=by, now=clock.now()).task(number)
    if found is None:
        raise NotFound
    return found


def _act(name: str, form: type[Given], run: Callable[..., Any], summary: str, text: str) -> None:
    """Make one act on a task an operation."""

    @router.post(
        f"/v1/work/tasks/{{code}}/{{number}}/acts/{name}",
        response={
            200: forms.TaskDone,
            **answers.problem(400, 401, 403, 404, 409, 411, 412, 413, 415, 422, 428, 429, 503),
        },
        operation_id=f"task_{name}",
        summary=summary,
        description=text,
        openapi_extra={
            "parameters": [working.CONDITION, working.KEY],
            "requestBody": {"required": True, "content": {"application/json": {"schema": content(form)}}},
        },
    )
    @guard.needs("work:write")
    def perform(request: HttpRequest, code: Path[str], number: Path[int]) -> HttpResponse:
        """Do one act on a task, as it was seen."""
        answers.only(request, ())
        given, meant, by = reading.body(request, form), answers.code(code), working.account(request)
        seen = working.seen(request)
        arguments = given.model_dump(exclude={"media"})
        if "media" in form.model_fields:
            arguments["photos"] = ready(uploads.named(request, given.media))  # type: ignore[attr-defined]

        def do() -> Answer:
            if _task(request, meant, number).state != seen.partition("-")[2]:
                raise _changed(request, meant, number)
            return _did(meant, run(code=meant, number=number, by=by, **arguments))

        return working.once(request, do, lambda: _changed(request, meant, number))


def _did(code: str, task: Any) -> Answer:
    etag = work_shapes.task_etag(task.number, task.state)
    document = {
        "report": code,
        "number": task.number,
        "etag": etag,
        "status": task.state,
        "status_label": str(TaskState(task.state).label),
    }
    return Answer(200, document, {"ETag": etag})


def _changed(request: HttpRequest, code: str, number: int) -> ChangedMeanwhile:
    """Return the refusal that tells where the task stands now."""
    now = work_shapes.task(code, _task(request, code, number), request)
    return ChangedMeanwhile(headers={"ETag": now["etag"]}, more={"changes": [], "state": now["status"], "task": now})


# fmt: off
_act("accept", forms.Accept, doing.accept,
     gettext_noop("Take the part on"), gettext_noop("It is the unit's promise from now on."))
_act("decline", forms.Decline, doing.decline,
     gettext_noop("Decline the part"), gettext_noop("With a reason of the list; the asking unit reads the explanation."))
_act("answer", forms.AnswerTask, doing.answer,
     gettext_noop("Say that the part is done"), gettext_noop("With photos of it, where there are any."))
_act("hand_back", forms.Decline, doing.hand_back,
     gettext_noop("Give the part back"), gettext_noop("Every third time the coordinator decides."))
# fmt: on
