"""`/api/v1/webhooks`: a program looks after its own subscriptions. Those of others do not exist for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router

from tanggap.api import answers, guard, reading
from tanggap.api import schemas_webhooks as schemas
from tanggap.api.problems import Fault, InvalidFields
from tanggap.api.schemas import content
from tanggap.api.shapes import instant
from tanggap.clients import idempotency
from tanggap.clients.idempotency import Answer
from tanggap.clients.queries import Caller
from tanggap.clients.words import Scope
from tanggap.core import crypto
from tanggap.webhooks import actions, checks, queries, replaying
from tanggap.webhooks.posting import Tried
from tanggap.webhooks.queries import AttemptRow, DeliveryRow, SubscriptionRow
from tanggap.webhooks.words import TEST

MANAGE = Scope.WEBHOOKS_MANAGE.value
KEY_HEADER = "Idempotency-Key"
router = Router(tags=["webhooks"])


def _taken(model: type[Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": content(model)}}}}


@router.get(
    "",
    response={200: schemas.Webhooks, **answers.problem(401, 403, 422, 429)},
    operation_id="list_webhooks",
    description=gettext_noop("With how each is: its state, what waits, since when nothing arrives."),
    summary=gettext_noop("The program’s own webhooks"),
)
@guard.needs(MANAGE)
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """List the program's own subscriptions."""
    answers.only(request, ())
    return answers.answer({"webhooks": [_webhook(row) for row in queries.listed(by=_who(request))]})


@router.post(
    "",
    response={201: schemas.NewSecret, **answers.problem(400, 401, 403, 409, 411, 413, 415, 422, 429)},
    operation_id="create_webhook",
    description=gettext_noop(
        "201 with its secret, which is shown this once. Nothing is sent before the address has answered a test with 2xx."
    ),
    summary=gettext_noop("Subscribe a receiver"),
    openapi_extra=_taken(schemas.NewWebhook),
)
@guard.needs(MANAGE)
def create_webhook(request: HttpRequest) -> HttpResponse:
    """Make a subscription: 201 with its secret."""
    given = reading.body(request, schemas.NewWebhook)
    who = _who(request)

    def do() -> Answer:
        made = actions.subscribe(by=who, label=given.label, url=given.url, wanted=_wanted(given))
        document = {**_webhook(queries.one(made.key, by=who)), "secret": made.secret}
        return Answer(201, document, {"Location": f"/api/v1/webhooks/{made.key}"})

    return _once(request, do)


@router.get(
    "/{key}",
    response={200: schemas.Webhook, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="get_webhook",
    description=gettext_noop("Never its secret. What is another program’s is answered as unknown."),
    summary=gettext_noop("One webhook"),
)
@guard.needs(MANAGE)
def get_webhook(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Return a subscription of the program's own."""
    answers.only(request, ())
    return answers.answer(_webhook(queries.one(key, by=_who(request))))


@router.patch(
    "/{key}",
    response={200: schemas.Webhook, **answers.problem(400, 401, 403, 404, 409, 411, 413, 415, 422, 429)},
    operation_id="change_webhook",
    description=gettext_noop(
        "Another choice of events holds from now on. `state` pauses it or switches it on; what waited goes then, in order."
    ),
    summary=gettext_noop("Change, pause or switch on"),
    openapi_extra=_taken(schemas.WebhookChanges),
)
@guard.needs(MANAGE)
def change_webhook(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Change a subscription of the program's own."""
    given = reading.body(request, schemas.WebhookChanges)
    who = _who(request)

    def do() -> Answer:
        wanted = {name: codes for name, codes in _wanted(given).items() if name in given.model_fields_set}
        actions.change(by=who, key=key, label=given.label, url=given.url, wanted=wanted)
        if given.state is not None:
            (actions.switch_on if given.state == "on" else actions.pause)(by=who, key=key)
        return Answer(200, _webhook(queries.one(key, by=who)))

    return _once(request, do)


@router.delete(
    "/{key}",
    response={204: None, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="delete_webhook",
    description=gettext_noop("With everything that waits for it. A request that is under way may still arrive."),
    summary=gettext_noop("Delete a webhook"),
)
@guard.needs(MANAGE)
def delete_webhook(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Delete a subscription of the program's own."""

    def do() -> Answer:
        actions.delete(by=_who(request), key=key)
        return Answer(204, None)

    return _once(request, do)


@router.post(
    "/{key}/test",
    response={200: schemas.Tested, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="test_webhook",
    description=gettext_noop(
        "Sends `tanggap.test` now and says how it ended. The first that is answered 2xx switches a new webhook on."
    ),
    summary=gettext_noop("Send a test"),
)
@guard.needs(MANAGE)
def test_webhook(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Send a test to a subscription of the program's own."""
    who = _who(request)
    tried = actions.test(by=who, key=key)
    return answers.answer({**_tried(tried), "state": queries.one(key, by=who).state})


@router.post(
    "/{key}/rotate",
    response={200: schemas.NewSecret, **answers.problem(400, 401, 403, 404, 409, 411, 413, 415, 422, 429)},
    operation_id="rotate_webhook_secret",
    description=gettext_noop(
        "Requests carry both signatures for `overlap_hours`, so that no request is refused meanwhile."
    ),
    summary=gettext_noop("Replace the secret"),
    openapi_extra=_taken(schemas.Rotation),
)
@guard.needs(MANAGE)
def rotate_webhook_secret(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Return a new secret for a subscription of the program's own."""
    given = reading.body(request, schemas.Rotation)
    who = _who(request)

    def do() -> Answer:
        secret = actions.rotate(by=who, key=key, overlap_hours=given.overlap_hours)
        return Answer(200, {**_webhook(queries.one(key, by=who)), "secret": secret})

    return _once(request, do)


@router.get(
    "/{key}/deliveries",
    response={200: schemas.Deliveries, **answers.problem(401, 403, 404, 422, 429)},
    operation_id="list_webhook_deliveries",
    description=gettext_noop(
        "What waits, arrived or was given up within 30 days, and the last requests with their answers."
    ),
    summary=gettext_noop("What became of what was sent"),
)
@guard.needs(MANAGE)
def list_webhook_deliveries(
    request: HttpRequest,
    key: Path[str],
    wanted: schemas.WantedDeliveries = Query(...),  # type: ignore[type-arg]  # noqa: B008
) -> HttpResponse:
    """List the deliveries of a subscription of the program's own."""
    answers.only(request, schemas.WantedDeliveries.model_fields.keys())
    who = _who(request)
    page = queries.deliveries(key, by=who, state=wanted.state, after=wanted.after, limit=wanted.limit)
    following = answers.following(request, page.next)
    document = {
        "deliveries": [_delivery(row) for row in page.rows],
        "attempts": [_tried(row) for row in queries.attempts(key, by=who)],
        "next": following,
    }
    return answers.linked(answers.answer(document), following)


@router.post(
    "/{key}/replay",
    response={200: schemas.Replayed, **answers.problem(400, 401, 403, 404, 409, 411, 413, 415, 422, 429)},
    operation_id="replay_webhook",
    description=gettext_noop(
        "Everything it asks for goes again from there on, in order, under the ids that it had, with the header `tanggap-replay: 1`."
    ),
    summary=gettext_noop("Send again from an event, a cursor or an instant"),
    openapi_extra=_taken(schemas.Replay),
)
@guard.needs(MANAGE)
def replay_webhook(request: HttpRequest, key: Path[str]) -> HttpResponse:
    """Put the line of a subscription of the program's own back."""
    given = reading.body(request, schemas.Replay)
    since = _instant(given.since)

    def do() -> Answer:
        number = replaying.replay(by=_who(request), key=key, event=given.event, cursor=given.cursor, since=since)
        return Answer(200, {"events": number})

    return _once(request, do)


def _who(request: HttpRequest) -> str:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return str(caller.client)


def _once(request: HttpRequest, do: Callable[[], Answer]) -> HttpResponse:
    """Return the answer of a write: with an Idempotency-Key it happens once, and a key that was revoked meanwhile writes nothing."""
    told = f"{request.method} {request.path}\n".encode() + request.body
    caller: Caller = request.caller  # type: ignore[attr-defined]
    given = idempotency.once(caller, request.headers.get(KEY_HEADER, ""), crypto.fingerprint(told), do)
    headers = {**given.headers, **({"Idempotent-Replay": "true"} if given.is_repeat else {})}
    if given.body is None:
        return HttpResponse(status=given.status, headers=headers)
    return answers.answer(given.body, status=given.status, headers=headers)


def _wanted(given: schemas.NewWebhook | schemas.WebhookChanges) -> dict[str, list[str]]:
    return {name: getattr(given, name) or [] for name in checks.CHOICES}


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 < found.year < 9999:
        raise InvalidFields(errors=[Fault("since", _("Write the time as 2026-11-25T08:00:00+07:00."))])
    return found


def _webhook(row: SubscriptionRow) -> dict[str, Any]:
    return {
        "id": row.key,
        "label": row.label,
        "url": row.url,
        "types": list(row.types),
        "areas": list(row.areas),
        "categories": list(row.categories),
        "units": list(row.units),
        "channels": list(row.channels),
        "state": row.state,
        "why": row.why,
        "waiting": row.waiting,
        "dead": row.dead,
        "lag_seconds": row.lag_seconds,
        "trouble": row.trouble,
        "failing_since": instant(row.failing_since),
        "next_try_at": instant(row.next_try_at),
        "delivered_at": instant(row.delivered_at),
        "previous_secret_until": instant(row.previous_until),
        "made_at": instant(row.made_at),
    }


def _tried(tried: Tried | AttemptRow) -> dict[str, Any]:
    return {
        "at": instant(tried.at),
        "type": tried.type if isinstance(tried, AttemptRow) else TEST,
        "event": tried.event if isinstance(tried, AttemptRow) else None,
        "ok": tried.is_ok,
        "status": tried.status,
        "milliseconds": tried.milliseconds,
        "trouble": tried.trouble,
        "answer": tried.answer,
    }


def _delivery(row: DeliveryRow) -> dict[str, Any]:
    return {
        "webhook_id": row.id,
        "event": row.event,
        "report": row.report,
        "type": row.type,
        "state": row.state,
        "tries": row.tries,
        "replays": row.replays,
        "made_at": instant(row.made_at),
        "settled_at": instant(row.settled_at),
    }
