"""Tables of this room: who subscribed, what goes to whom, what became of each try, and what was done about it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff
from tanggap.clients.models import Client
from tanggap.reports.models import Event, Report
from tanggap.webhooks.words import Act, DeliveryState, State, Why


class Subscription(models.Model):
    """A receiver at `url`: a `client`'s own, or the operators' where there is none. Empty lists of types and filters mean all.

    `key` is its public name. `sealed` holds the secret that signs and, until `previous_until`, the one before.
    `(line_tx, line_event)` is the place in the log up to which its line has been made: nothing is added at or before it but by a replay.
    Who sends holds the line by `lease` until `leased_until`; nothing goes before `next_try_at`. `failing_since` and `trouble` say since
    when and why nothing arrives; `strikes` deliveries were given up since the last success. `told_at`: the operators know of its trouble.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+")
    label = models.TextField()
    url = models.TextField()
    types = ArrayField(models.TextField(), default=list)
    areas = ArrayField(models.TextField(), default=list)
    categories = ArrayField(models.TextField(), default=list)
    units = ArrayField(models.TextField(), default=list)
    channels = ArrayField(models.TextField(), default=list)
    state = models.TextField(choices=State.choices, default=State.UNPROVEN)
    why = models.TextField(choices=Why.choices, default=Why.NONE, blank=True)
    sealed = models.BinaryField()
    previous_until = models.DateTimeField(null=True)
    line_tx = models.BigIntegerField()
    line_event = models.BigIntegerField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)
    strikes = models.IntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DISABLED, why__in=[Why.GONE, Why.FAILING])
                | (~Q(state=State.DISABLED) & Q(why="")),
                name="webhooks_subscription_disabled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lease__isnull=True, leased_until__isnull=True)
                | Q(lease__isnull=False, leased_until__isnull=False),
                name="webhooks_subscription_lease_ends",
            ),
            models.CheckConstraint(condition=Q(strikes__gte=0), name="webhooks_subscription_strikes"),
        ]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One event for one subscription, once. A line is sent in the order of `(tx, event)`; one delivery waits, or it has settled.

    `sent_type` is the type under which it arrived last (`report.withdrawn`, where it was private by then), `replays` how often it was put
    back into the line.
    """

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", db_index=False)
    tx = models.BigIntegerField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    type = models.TextField()
    state = models.TextField(choices=DeliveryState.choices, default=DeliveryState.WAITING)
    sent_type = models.TextField(default="", blank=True)
    tries = models.IntegerField(default=0)
    replays = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    tried_since = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event"], name="webhooks_delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, settled_at__isnull=True)
                | (~Q(state=DeliveryState.WAITING) & Q(settled_at__isnull=False)),
                name="webhooks_delivery_waits_or_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.DELIVERED) | Q(tries__gt=0, sent_type__gt=""),
                name="webhooks_delivery_delivered_was_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "tx", "event"],
                condition=Q(state=DeliveryState.WAITING),
                name="webhooks_delivery_line",
            ),
            models.Index(F("subscription"), F("tx").desc(), F("event").desc(), name="webhooks_delivery_latest"),
            models.Index(fields=["subscription", "report"], name="webhooks_delivery_of_report"),
            models.Index(fields=["made_at"], name="webhooks_delivery_by_age"),
            models.Index(fields=["subscription"], condition=Q(state=DeliveryState.DEAD), name="webhooks_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.event_id} {self.state}"


class Attempt(models.Model):
    """One request to a receiver: how it ended, in how long. `status` is null where no answer came; `answer` its first bytes, screened.

    `event` is null for a test.
    """

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+", db_index=False)
    event = models.BigIntegerField(null=True)
    type = models.TextField()
    at = models.DateTimeField()
    is_ok = models.BooleanField()
    status = models.IntegerField(null=True)
    milliseconds = models.IntegerField()
    trouble = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(F("subscription"), F("id").desc(), name="webhooks_attempt_latest"),
            models.Index(fields=["at"], name="webhooks_attempt_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.at.isoformat()} {self.status}"


class Deed(models.Model):
    """What was done about a subscription, by a person of the operators or by its program; never changed (a trigger holds that)."""

    id = models.BigAutoField(primary_key=True)
    subscription = models.TextField()
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+", db_index=False)
    act = models.TextField(choices=Act.choices)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("subscription"), F("id").desc(), name="webhooks_deed_latest")]

    def __str__(self) -> str:
        return f"{self.act} {self.subscription}"
