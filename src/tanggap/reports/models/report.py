"""The report, and who supports it."""

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, When

from tanggap.agencies.models import Staff, Unit
from tanggap.catalog.models import Category, Channel, Policy
from tanggap.places.models import Area
from tanggap.reports.words import DECIDABLE, OPEN, PENDING, UNDONE, WITH_TASKS, Origin, Outcome, State, Visibility

_OPEN = sorted(OPEN)
_NOT_CLOSED = sorted(PENDING)


class Report(models.Model):
    """One complaint. `unit` answers for it at every moment; `(id, version, state)` must be that of its last event (a deferred key).

    Times are UTC. `answer_due_at` is the first answer's promise, `resolve_due_at` the solution's; a pause moves the latter.
    `lon`/`lat` are WGS 84 degrees, absent when the reporter gave no place. `nonce` makes the private link; it opens nothing by itself.
    `open_tasks` other units are still asked to help (it must be their count); `handed_back` times units gave it, or a part of it, back.
    `policy` and `policy_version` are what the promise came from. `next_step_at` is when the next rung of its ladder is reached, null while
    it stands still or is closed; `steps_told` are the rungs told in this `round` (bits), which a reopening or another policy begins anew.
    `paused_seconds` it stood still by the wall clock, pauses that are over; it was put off `extensions` times, `extension_days` in all.
    `public_text` is what the public reads instead of the screened `text` where a person chose (`masking.public_text`).
    `awaits_decision`: `unit` must say whose it is. `neighbour` would have it, were its point across the near border.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.TextField()
    state = models.TextField(choices=State.choices)
    version = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.TextField(default="", blank=True)
    text = models.TextField()
    public_text = models.TextField(null=True)
    details = models.JSONField(default=dict)
    language = models.TextField(default="id")
    visibility = models.TextField(choices=Visibility.choices, default=Visibility.PUBLIC)
    origin = models.TextField(choices=Origin.choices, default=Origin.LIVE)
    nonce = models.BinaryField()
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    resolve_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(choices=Outcome.choices, default="", blank=True)
    claim_version = models.IntegerField(null=True)
    field_required = models.BooleanField(default=False)
    verifier = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    breached = models.IntegerField(default=0)
    reopened_count = models.IntegerField(default=0)
    supporters = models.IntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    cover = models.UUIDField(null=True)
    open_tasks = models.IntegerField(default=0, db_default=0)
    handed_back = models.IntegerField(default=0, db_default=0)
    awaits_decision = models.BooleanField(default=False, db_default=False)
    neighbour = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, related_name="+", db_index=False)
    policy_version = models.IntegerField(null=True)
    next_step_at = models.DateTimeField(null=True)
    steps_told = models.IntegerField(default=0, db_default=0)
    round = models.IntegerField(default=0, db_default=0)
    paused_seconds = models.BigIntegerField(default=0, db_default=0)
    extensions = models.IntegerField(default=0, db_default=0)
    extension_days = models.IntegerField(default=0, db_default=0)
    due_at = GeneratedField(
        expression=Case(When(answered_at__isnull=True, then=F("answer_due_at")), default=F("resolve_due_at")),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="reports_report_code"),
            models.CheckConstraint(condition=Q(version__gt=0), name="reports_report_version_positive"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="reports_report_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, parent__isnull=False)
                | (~Q(state=State.MERGED) & Q(parent__isnull=True)),
                name="reports_report_merged_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_NOT_CLOSED, closed_at__isnull=True)
                | (~Q(state__in=_NOT_CLOSED) & Q(closed_at__isnull=False)),
                name="reports_report_closed_at_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(text__regex=r"^\s*$"), name="reports_report_text_not_blank"
            ),
            models.CheckConstraint(
                condition=Q(open_tasks=0) | Q(open_tasks__gt=0, state__in=sorted(WITH_TASKS)),
                name="reports_report_closes_without_tasks",
            ),
            models.CheckConstraint(condition=Q(handed_back__gte=0), name="reports_report_handed_back_counts"),
            models.CheckConstraint(
                condition=Q(awaits_decision=False) | Q(state__in=sorted(DECIDABLE)),
                name="reports_report_decided_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REFERRED, outcome=Outcome.REFERRED)
                | Q(state=State.UNSOLVED, outcome=Outcome.UNSOLVED)
                | ~Q(state__in=[State.REFERRED, State.UNSOLVED]),
                name="reports_report_end_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(next_step_at__isnull=True) | Q(state__in=_OPEN, paused_at__isnull=True),
                name="reports_report_steps_while_running",
            ),
            models.CheckConstraint(
                condition=Q(policy__isnull=True, policy_version__isnull=True)
                | Q(policy__isnull=False, policy_version__isnull=False),
                name="reports_report_policy_has_version",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_step_at", "id"], name="reports_next_step", condition=Q(next_step_at__isnull=False)
            ),
            models.Index(
                fields=["unit", "due_at"],
                name="reports_running_due",
                condition=Q(state__in=_OPEN, paused_at__isnull=True),
            ),
            models.Index(fields=["policy", "id"], name="reports_open_of_policy", condition=Q(state__in=_OPEN)),
            models.Index(fields=["unit", "id"], name="reports_planned", condition=Q(state=State.PLANNED)),
            models.Index(
                fields=["unit", "due_at", "id"],
                include=["state", "paused_at", "assignee", "area", "category"],
                name="reports_desk_counted",
                condition=Q(state__in=_OPEN),
            ),
            models.Index(
                fields=["assignee", "due_at", "id"],
                name="reports_assignee_open",
                condition=Q(state__in=_OPEN, assignee__isnull=False),
            ),
            models.Index(
                fields=["verifier", "claimed_at", "id"],
                name="reports_verify_queue",
                condition=Q(state=State.AWAITING_VALIDATION),
            ),
            models.Index(
                fields=["-received_at", "-id"], name="reports_public_recent", condition=Q(visibility=Visibility.PUBLIC)
            ),
            models.Index(
                fields=["area", "-received_at", "-id"],
                name="reports_area_recent",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(
                fields=["category", "-received_at", "-id"],
                name="reports_category_recent",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(
                fields=["unit", "-received_at", "-id"],
                name="reports_unit_recent",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(
                fields=["channel", "-received_at", "-id"],
                name="reports_channel_recent",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(
                fields=["state", "-received_at", "-id"],
                name="reports_state_recent",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(
                fields=["area", "-closed_at", "-id"],
                name="reports_area_solved",
                condition=Q(visibility=Visibility.PUBLIC, outcome=Outcome.SOLVED),
            ),
            models.Index(fields=["due_at", "id"], name="reports_due_open", condition=Q(state__in=_OPEN)),
            models.Index(
                fields=["code"],
                include=["version"],
                name="reports_public_code",
                condition=Q(visibility=Visibility.PUBLIC),
            ),
            models.Index(fields=["parent"], name="reports_children", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["closed_at", "id"],
                name="reports_closed_to_archive",
                condition=Q(state__in=sorted(UNDONE | {State.RESOLVED})),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Support(models.Model):
    """One person stands behind a report; `person` is a keyed hash, so that support counts people, not clicks."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_index=False)
    person = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="reports_support_once")]

    def __str__(self) -> str:
        return f"{self.report_id}"
