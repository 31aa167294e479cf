"""Part-tasks of several units on one report (koordinasi), the links by which an outside party does one, and instructions (disposisi)."""

import uuid

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.reports.models.report import Report
from tanggap.reports.words import OPEN_TASK, TaskReason, TaskState

_OPEN = sorted(OPEN_TASK)
_REFUSED = [TaskState.DECLINED, TaskState.HANDED_BACK]


class Task(models.Model):
    """What `asked_by` asked `unit` to do for a report, which stays with the unit that answers for it. A closed task never changes.

    `version` is the report's event that last changed the task, `asked_version` the one that asked. `accept_due_at` is until when the unit
    says yes or no, `due_at` until when it is done (`is_due_by_hand`: chosen, not of the policy). `counter_*` is what a declining unit
    proposes instead. `replaces` is the declined or handed-back task in whose place this one came. `decider` is the unit that must name who
    does it; what it decided `is_final`: it cannot be declined.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    request = models.TextField()
    state = models.TextField(choices=TaskState.choices)
    version = models.IntegerField()
    asked_version = models.IntegerField()
    asked_at = models.DateTimeField()
    accept_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_due_by_hand = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    reason = models.TextField(choices=TaskReason.choices, default="", blank=True)
    explanation = models.TextField(default="", blank=True)
    counter_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    counter_due_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    decider = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_task_number"),
            models.UniqueConstraint(
                fields=["report", "unit"], condition=Q(state__in=_OPEN), name="reports_task_once_a_unit"
            ),
            models.CheckConstraint(condition=~Q(unit=F("asked_by")), name="reports_task_not_oneself"),
            models.CheckConstraint(
                condition=Q(accept_due_at__gt=F("asked_at"), due_at__gt=F("asked_at")), name="reports_task_due_later"
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.ASKED, accepted_at__isnull=True, closed_at__isnull=True)
                | Q(state=TaskState.ACCEPTED, accepted_at__isnull=False, closed_at__isnull=True)
                | Q(
                    state__in=[TaskState.ANSWERED, TaskState.HANDED_BACK],
                    accepted_at__isnull=False,
                    closed_at__isnull=False,
                )
                | Q(state=TaskState.DECLINED, accepted_at__isnull=True, closed_at__isnull=False)
                | Q(state=TaskState.WITHDRAWN, closed_at__isnull=False),
                name="reports_task_times_fit_state",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.ANSWERED) & ~Q(answer="") | ~Q(state=TaskState.ANSWERED) & Q(answer=""),
                name="reports_task_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_REFUSED, reason__in=TaskReason.values) & ~Q(explanation="")
                | ~Q(state__in=_REFUSED) & Q(reason=""),
                name="reports_task_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(counter_unit__isnull=True, counter_due_at__isnull=True) | Q(state=TaskState.DECLINED),
                name="reports_task_counter_of_a_refusal",
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | Q(state=TaskState.HANDED_BACK),
                name="reports_task_decided_once_back",
            ),
            models.CheckConstraint(
                condition=Q(is_final=False) | ~Q(state__in=_REFUSED), name="reports_task_final_is_done"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at", "id"], name="reports_task_of_unit", condition=Q(state__in=_OPEN)),
            models.Index(fields=["asked_by", "due_at", "id"], name="reports_task_by_unit", condition=Q(state__in=_OPEN)),
            models.Index(
                fields=["asked_by", "-closed_at"], name="reports_task_refused", condition=Q(state__in=_REFUSED)
            ),
            models.Index(
                fields=["decider", "closed_at", "id"], name="reports_task_to_decide", condition=Q(decider__isnull=False)
            ),
            models.Index(fields=["unit", "-closed_at", "-id"], name="reports_task_done", condition=Q(closed_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number} {self.state}"


class TaskLink(models.Model):
    """A way to one task without an account. `nonce` makes the address; it opens nothing by itself. `holder` says who was given it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", db_index=False)
    nonce = models.BinaryField()
    holder = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(revoked_at__isnull=True), name="reports_task_link_one_lives"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="reports_task_link_expires"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Instruction(models.Model):
    """A disposition: what a unit, or a named officer of the unit that answers for the report, is to do, and until when.

    `version` is the event that gave it; `read_at`, `read_by`: who of those instructed said that it was read.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    given_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField()
    due_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="reports_instruction_by_event"),
            models.CheckConstraint(condition=~Q(text=""), name="reports_instruction_says_something"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="reports_instruction_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "-given_at"], name="reports_instruction_of", condition=Q(officer__isnull=False))
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"
