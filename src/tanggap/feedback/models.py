"""What the reporter and the neighbours think of the result: who was asked, who answered, who asked for it to be opened again."""

from django.db import models
from django.db.models import Q

from tanggap.agencies.models import Unit
from tanggap.feedback.words import RequestState
from tanggap.reports.models import Report


class Rating(models.Model):
    """The reporter's score of one closure, 1 (not good) to 4 (very good), as PermenPAN-RB 14/2017 scales it.

    `version` is the event that closed `report`. `child` is the code of the joined report whose reporter it is, empty for the report's own.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    child = models.TextField(default="", db_default="", blank=True)
    score = models.IntegerField()
    comment = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "child"], name="feedback_rating_once_each"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=4), name="feedback_rating_score"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.score}"


class Survey(models.Model):
    """The reporter of `report` was asked about the closure of `closed` by event `version` (row `event`): the same, or what it joined.

    `unit` is the one whose closure it was. Silence is no answer: `is_satisfied` is null until there is one. `reminded_at` once, or never.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    closed = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    event = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_satisfied = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closed", "version", "report"], name="feedback_survey_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_satisfied__isnull=True)
                | Q(answered_at__isnull=False, is_satisfied__isnull=False),
                name="feedback_silence_is_no_answer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="feedback_survey_unanswered",
                condition=Q(answered_at__isnull=True, reminded_at__isnull=True),
            ),
            models.Index(fields=["unit", "asked_at"], name="feedback_survey_of_unit"),
            models.Index(fields=["asked_at"], name="feedback_survey_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.closed_id}/{self.version}"


class Request(models.Model):
    """Somebody wants `report`, closed by its event `version`, to be opened again; `unit`, above the one that did the work, decides once.

    All who ask about one closure share one request. `overdue_at` is when it was told further up that the decision is late.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    state = models.TextField(choices=RequestState.choices, default=RequestState.PENDING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="feedback_request_once_a_closure"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="feedback_request_decided_at_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at", "id"], name="feedback_request_waiting", condition=Q(state="pending")
            ),
            models.Index(
                fields=["due_at"],
                name="feedback_request_to_tell",
                condition=Q(state="pending", overdue_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version} {self.state}"


class Asker(models.Model):
    """The reporter of `report` is among those who asked; `additions` counts what was added to the request since."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    additions = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "report"], name="feedback_asker_once")]
        indexes = [models.Index(fields=["report", "at"], name="feedback_asker_of_report")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.report_id}"


class Neighbour(models.Model):
    """A supporter (`person` as in `reports.Support`: a keyed hash) says whether the closure by event `version` holds; once a closure."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    version = models.IntegerField()
    person = models.BinaryField()
    is_solved = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "person"], name="feedback_neighbour_once_a_closure"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.version}"
