"""Who asked to be erased, what of it is done, and which files are still to go. No name, no contact, no word of the person."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff
from tanggap.privacy.words import Basis, Way
from tanggap.reports.models import Report


class Request(models.Model):
    """Somebody asked to be erased; `due_at` is three times 24 hours later (UU 27/2022), `done_at` when all of it was done.

    `staff` is who took it in, null for the reporter's own link and the command line; `because` that person's words.
    """

    id = models.BigAutoField(primary_key=True)
    way = models.TextField(choices=Way.choices)
    basis = models.TextField(choices=Basis.choices)
    because = models.TextField(default="", blank=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="privacy_request_is_due_later"),
            models.CheckConstraint(
                condition=Q(way=Way.LINK, staff__isnull=True, because="") | ~Q(way=Way.LINK) & ~Q(because=""),
                name="privacy_request_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False) | Q(way__in=[Way.LINK, Way.COMMAND]),
                name="privacy_request_has_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="privacy_request_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Erasure(models.Model):
    """One report of a request. `reached` counts what went; `error` names (in a word of ours) why it could not be done yet."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(Request, models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    version = models.IntegerField(null=True)
    reached = models.JSONField(default=dict)
    tries = models.IntegerField(default=0)
    error = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "report"], name="privacy_erasure_once_a_request"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, version__isnull=True) | Q(done_at__isnull=False, error=""),
                name="privacy_erasure_done_without_error",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="privacy_erasure_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.request_id} {self.report_id}"


class Leftover(models.Model):
    """The files of a photo whose row is gone, until they are gone, too. The row goes with them."""

    sha256 = models.TextField(primary_key=True)
    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    error = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="privacy_leftover_next")]

    def __str__(self) -> str:
        return f"files of {self.erasure_id}"
