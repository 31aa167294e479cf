"""What happened and what changed: for programs that follow the whole city or a part of it."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from tanggap.api import answers, guard, shapes
from tanggap.api import schemas_more as more
from tanggap.api.problems import Fault, InvalidFields
from tanggap.reports.queries.public import changes, feed
from tanggap.webhooks import telling

router = Router(tags=["events"])


@router.get(
    "/v1/events",
    response={200: more.EventPage, **answers.problem(401, 403, 422, 429)},
    operation_id="follow_events",
    description=gettext_noop(
        "Every event of every public report, oldest first, each once. The answer always says how to go on: ask again with `after` set "
        "to the last `cursor`. A page may be empty before the end. What was withheld meanwhile is told no more."
    ),
    summary=gettext_noop("The feed of public events"),
)
@guard.needs("events:read")
def follow_events(request: HttpRequest, wanted: more.WantedEvents = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return public events behind a cursor."""
    answers.only(request, more.WantedEvents.model_fields)
    answers.must_exist(wanted)
    page = feed.feed(wanted.after, limit=wanted.limit, wanted=_wanted(wanted))
    events = [telling.document(event) for event in page.rows]
    return _page(request, {"events": events}, page.next, is_end=page.is_end)


@router.get(
    "/v1/changes",
    response={200: more.ChangePage, **answers.problem(401, 403, 422, 429)},
    operation_id="follow_changes",
    description=gettext_noop(
        "For who keeps a copy: reports that changed, as they stand now, and under `gone` what to delete from it. Reports of sensitive "
        "categories are not among them."
    ),
    summary=gettext_noop("Reports that changed"),
)
@guard.needs("events:read")
def follow_changes(request: HttpRequest, wanted: more.WantedChanges = Query(...)) -> HttpResponse:  # type: ignore[type-arg]  # noqa: B008
    """Return public reports that changed behind a cursor or since an instant."""
    answers.only(request, more.WantedChanges.model_fields)
    since = _zoned("since", wanted.since)
    start = changes.beginning(since.timestamp()) if since and not wanted.after else feed.position(wanted.after)
    found = changes.changed(start)
    document = {"reports": [shapes.changed(row) for row in found.rows], "gone": list(found.gone)}
    return _page(request, document, feed.cursor(found.position), is_end=found.position == start)


def _page(request: HttpRequest, document: dict[str, object], cursor: str, *, is_end: bool) -> HttpResponse:
    address = answers.following(request, cursor)
    return answers.linked(answers.answer({**document, "cursor": cursor, "end": is_end, "next": address}), address)


def _wanted(given: more.WantedEvents) -> feed.Wanted:
    kinds = tuple(part.strip() for part in (given.kind or "").split(",") if part.strip())
    if unknown := sorted(set(kinds) - feed.KINDS):
        message = _("There is no public kind of event “%(kind)s”.") % {"kind": unknown[0][:80]}
        raise InvalidFields(errors=[Fault("kind", message)])
    return feed.Wanted(
        kinds=kinds,
        report=answers.code(given.report) if given.report else None,
        unit=given.unit,
        area=given.area,
        category=given.category,
        since=_zoned("since", given.since),
    )


def _zoned(field: str, at: datetime | None) -> datetime | None:
    """Return an instant that has its zone, as UTC. Raises InvalidFields for one without, and for one that no calendar has."""
    if at is None:
        return None
    try:
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except OverflowError:
        pass
    raise InvalidFields(errors=[Fault(field, _("Write the time as 2026-11-25T08:00:00+07:00."))])
