"""The forms of webhooks: what a program subscribes to, and what it reads of its subscriptions."""

from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from tanggap.api.schemas import Given
from tanggap.webhooks.actions import LONGEST_OVERLAP_HOURS
from tanggap.webhooks.checks import LONGEST_LABEL, LONGEST_URL, MOST_CODES

MOST_ROWS = 100
_INSTANT: dict[str, Any] = {"format": "date-time"}
State = Literal["unproven", "on", "paused", "disabled"]
DeliveryState = Literal["waiting", "delivered", "dead", "skipped"]


def _codes(description: str) -> Any:
    return Field(None, max_length=MOST_CODES, description=description)


class NewWebhook(Given):
    """A receiver, and what it wants to hear of. What is left out or empty means all."""

    label: str = Field(min_length=1, max_length=LONGEST_LABEL, examples=["Peta warga"])
    url: str = Field(
        max_length=LONGEST_URL, description=_("https, to a public address."), examples=["https://example.org/hook"]
    )
    types: list[str] | None = _codes(_("Types of events, such as `report.resolved`."))
    areas: list[str] | None = _codes(_("Codes of areas of any level."))
    categories: list[str] | None = _codes(_("Codes of categories or of groups of them."))
    units: list[str] | None = _codes(_("Codes of the units that answer for the report; those below count with them."))
    channels: list[str] | None = _codes(_("Codes of the channels by which the report came."))


class WebhookChanges(Given):
    """What changes; the rest stays. Another address has to answer a test before anything goes there."""

    label: str | None = Field(None, min_length=1, max_length=LONGEST_LABEL)
    url: str | None = Field(None, max_length=LONGEST_URL)
    types: list[str] | None = _codes(_("Types of events, such as `report.resolved`."))
    areas: list[str] | None = _codes(_("Codes of areas of any level."))
    categories: list[str] | None = _codes(_("Codes of categories or of groups of them."))
    units: list[str] | None = _codes(_("Codes of the units that answer for the report; those below count with them."))
    channels: list[str] | None = _codes(_("Codes of the channels by which the report came."))
    state: Literal["on", "paused"] | None = None


class Rotation(Given):
    """For how long both secrets sign."""

    overlap_hours: int = Field(24, ge=0, le=LONGEST_OVERLAP_HOURS)


class Replay(Given):
    """From where on everything goes again: exactly one of these."""

    event: int | None = Field(None, ge=1, lt=2**63, description=_("The id of an event; it goes again, too."))
    cursor: str | None = Field(
        None, max_length=200, description=_("The `cursor` of an event or a page; what is behind it goes.")
    )
    since: str | None = Field(
        None, max_length=40, description=_("An instant, ISO 8601 with its zone."), json_schema_extra=_INSTANT
    )


class Webhook(Schema):
    """A subscription. `lag_seconds` is how long the event at the head of its line waits; `waiting` counts up to 10,000."""

    id: str
    label: str
    url: str
    types: list[str]
    areas: list[str]
    categories: list[str]
    units: list[str]
    channels: list[str]
    state: State
    why: Literal["", "gone", "failing"]
    waiting: int
    dead: int
    lag_seconds: int
    trouble: str
    failing_since: str | None
    next_try_at: str | None
    delivered_at: str | None
    previous_secret_until: str | None
    made_at: str = Field(json_schema_extra=_INSTANT)


class NewSecret(Webhook):
    """A subscription with the secret that was just made. It is shown this once."""

    secret: str


class Webhooks(Schema):
    """A program's own subscriptions, oldest first."""

    webhooks: list[Webhook]


class Attempt(Schema):
    """One request to the receiver. `status` is null where no answer came, `answer` its first bytes, screened."""

    at: str = Field(json_schema_extra=_INSTANT)
    type: str
    event: int | None
    ok: bool
    status: int | None
    milliseconds: int
    trouble: str
    answer: str


class Tested(Attempt):
    """How the test ended, and how the subscription is now."""

    state: State


class Delivery(Schema):
    """One event for the receiver. `webhook_id` is what its header says at every try."""

    webhook_id: str
    event: int
    report: str
    type: str
    state: DeliveryState
    tries: int
    replays: int
    made_at: str = Field(json_schema_extra=_INSTANT)
    settled_at: str | None


class Deliveries(Schema):
    """What goes to a receiver, latest first, and its last requests. `next` is the address of the following page."""

    deliveries: list[Delivery]
    attempts: list[Attempt]
    next: str | None


class Replayed(Schema):
    """How many events go again."""

    events: int


class WantedDeliveries(Schema):
    """Which deliveries are listed."""

    state: DeliveryState | None = None
    after: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=MOST_ROWS)
