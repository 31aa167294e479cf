"""Which photos wait to be looked at, what they are found by, and what was found in them."""

from django.db import models
from django.db.models import F, Q

from tanggap.reports.models import Photo
from tanggap.verification.evidence.words import Kind, ScanState, Strength, Tone


class Scan(models.Model):
    """A photo that is to be looked at, or was. `rank` 0: a claim waits for it. `due_at` is when it may be taken (again)."""

    photo = models.OneToOneField(Photo, models.PROTECT, primary_key=True, related_name="+")
    state = models.TextField(choices=ScanState.choices, default=ScanState.TODO)
    rank = models.SmallIntegerField()
    tries = models.SmallIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    added_at = models.DateTimeField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="evidence_scan_state"),
            models.CheckConstraint(condition=Q(rank__in=[0, 1]), name="evidence_scan_rank"),
        ]
        indexes = [
            models.Index(
                "rank", F("added_at").desc(), condition=Q(state__in=["todo", "doing"]), name="evidence_scan_waiting"
            ),
            models.Index(F("at").desc(), condition=Q(state="failed"), name="evidence_scan_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.state}"


class Print(models.Model):
    """What a photo is found by: perceptual hashes of the whole and of it without its lower fifth (None: flat), and its `Mark`s.

    `points` is how many local points it has; None where they could not be looked for (the extra is absent).
    """

    id = models.AutoField(primary_key=True)
    photo = models.OneToOneField(Photo, models.PROTECT, related_name="+")
    whole = models.BigIntegerField(null=True)
    upper = models.BigIntegerField(null=True)
    points = models.SmallIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.photo_id)


class Mark(models.Model):
    """That a photo has a word: of a local point (0 to 2^30 - 1), or of a part of a hash (negative).

    The table is an inverted index, written once a photo and read by its key alone; a photo's rows come and go with its `Print`.
    """

    pk = models.CompositePrimaryKey("word", "print_id")
    word = models.IntegerField()
    print = models.ForeignKey(Print, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)

    def __str__(self) -> str:
        return f"{self.word} {self.print_id}"


class Finding(models.Model):
    """What one check found in a photo, `other` the picture that it was held against. It informs; it decides nothing."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=Kind.choices)
    tone = models.TextField(choices=Tone.choices)
    strength = models.TextField(choices=Strength.choices)
    facts = models.JSONField(default=dict)
    other = models.ForeignKey(Photo, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "kind", "other"], condition=Q(other__isnull=False), name="evidence_finding_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="evidence_finding_kind"),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="evidence_finding_tone"),
            models.CheckConstraint(condition=Q(strength__in=Strength.values), name="evidence_finding_strength"),
            models.CheckConstraint(condition=Q(other__isnull=True) | ~Q(other=F("photo")), name="evidence_finding_other"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["photo"], name="evidence_finding_photo")]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.kind} {self.tone}"
