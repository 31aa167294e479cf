"""Accounts at the platforms; what came from them, as it came; who talks with us; and what we say.

Nothing of a person stands here in the clear: payloads, peers, drafts and words are sealed, a peer is found by a keyed hash.
"""

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Staff
from tanggap.catalog.models import Channel
from tanggap.channels.models_forward import Forward  # noqa: F401  its table belongs to this app
from tanggap.channels.models_jaki import Device  # noqa: F401  its tables belong to this app
from tanggap.channels.words import Act, ArrivalState, PostingState
from tanggap.notify.models import OutboundMessage
from tanggap.reports.models import Report


class Account(models.Model):
    """One account of a channel. `sealed` are its settings, secrets among them; `bookmark` is how far it was polled.

    `heard_at` to `failing_since` are its pulse, written at most once in a few seconds (`channels.pulse`): times in UTC. `trouble`
    holds our own words of what went wrong last; `refused` counts calls that nobody could prove.
    """

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    adapter = models.TextField()
    name = models.TextField()
    sealed = models.BinaryField()
    is_active = models.BooleanField(default=True)
    bookmark = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)
    resumes_at = models.DateTimeField(null=True)
    refused = models.IntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "code"], name="channels_account_once")]

    def __str__(self) -> str:
        return f"{self.channel_id}/{self.code}"


class Outage(models.Model):
    """A time in which an account was broken, by which `rule` of `channels.judging`; `seen_at` is when it was seen broken last.

    What stops for a few minutes only goes on as the same outage, so that nobody is told of every flicker.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    rule = models.TextField()
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="channels_outage_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(seen_at__gte=models.F("began_at"))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at"))),
                name="channels_outage_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["account", "-began_at"], name="channels_outage_latest")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.rule} {self.began_at:%Y-%m-%d %H:%M}"


class Deed(models.Model):
    """What a person did about an account, and when; never changed (a trigger holds that). `facts` name settings and count letters."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    act = models.TextField(choices=Act.choices)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="channels_deed_latest")]

    def __str__(self) -> str:
        return f"{self.act} {self.account_id}"


class Thread(models.Model):
    """One person's talk with one account, `peer_index` the keyed hash of who it is. `sealed` holds the peer's address and name.

    `draft` (sealed, null when nothing is begun) is what the dialogue has understood so far, `report` what it is about now.
    `greeted_at`: when small talk was answered last. `is_muted`: the person wants no messages.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    peer_index = models.BinaryField()
    sealed = models.BinaryField()
    draft = models.BinaryField(null=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    language = models.TextField(default="", blank=True)
    greeted_at = models.DateTimeField(null=True)
    is_muted = models.BooleanField(default=False)
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "peer_index"], name="channels_thread_once")]
        indexes = [
            models.Index(fields=["touched_at"], name="channels_thread_begun", condition=Q(draft__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.id}"


class Arrival(models.Model):
    """One piece as it came, kept before the platform was answered. The same `external_id` of an account is kept once, for good.

    `body` is the SHA-256 of the payload. `amended`, sealed, is the payload after a person mended it; then that is read.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    external_id = models.TextField()
    body = models.BinaryField()
    sealed = models.BinaryField()
    amended = models.BinaryField(null=True)
    state = models.TextField(choices=ArrivalState.choices, default=ArrivalState.WAITING)
    outcome = models.TextField(default="", blank=True)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.TextField(default="", blank=True)
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="channels_arrival_once")]
        indexes = [
            models.Index(fields=["account", "id"], name="channels_waiting", condition=Q(state=ArrivalState.WAITING)),
            models.Index(fields=["-id"], name="channels_dead", condition=Q(state=ArrivalState.DEAD)),
            models.Index(fields=["thread", "id"], name="channels_said", condition=Q(thread__isnull=False)),
            models.Index(fields=["received_at"], name="channels_arrival_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.id}"


class Kept(models.Model):
    """A file of a message that belongs to no report yet, sealed; it goes when its report has it, or its draft ends."""

    id = models.BigAutoField(primary_key=True)
    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="+", db_index=False)
    position = models.SmallIntegerField()
    name = models.TextField(default="", blank=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "position"], name="channels_kept_once")]

    def __str__(self) -> str:
        return f"{self.arrival_id} {self.position}"


class Posting(models.Model):
    """Words to one person by one account: a notice (`message`), or what the dialogue answers to an `arrival` (`sealed` words).

    A notice holds no words: they are made when it is sent. `at_once` ones answer a person who is waiting, and no quiet hours hold them.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, related_name="+", db_index=False)
    message = models.ForeignKey(OutboundMessage, models.PROTECT, null=True, related_name="+", db_index=False)
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.TextField()
    sealed = models.BinaryField(null=True)
    state = models.TextField(choices=PostingState.choices, default=PostingState.WAITING)
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    provider_id = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(message__isnull=False), name="channels_posting_once_a_message"
            ),
            models.UniqueConstraint(
                fields=["arrival", "kind"], condition=Q(arrival__isnull=False), name="channels_posting_once_an_arrival"
            ),
            models.CheckConstraint(
                condition=Q(message__isnull=False, arrival__isnull=True)
                | Q(message__isnull=True, arrival__isnull=False, sealed__isnull=False),
                name="channels_posting_of_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "next_try_at"], name="channels_to_send", condition=Q(state=PostingState.WAITING)
            ),
            models.Index(fields=["id"], name="channels_sending", condition=Q(state=PostingState.SENDING)),
            models.Index(fields=["account", "provider_id"], name="channels_by_provider", condition=~Q(provider_id="")),
            models.Index(fields=["thread", "id"], name="channels_told", condition=Q(thread__isnull=False)),
            models.Index(fields=["made_at"], name="channels_posting_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.id}"
