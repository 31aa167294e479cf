"""Tables of the evaluation: documents that were issued, with the figures as they were then. Rows are written once and never changed."""

from django.db import models

from tanggap.agencies.models import Staff


class Document(models.Model):
    """A document that was issued under a number: of what it tells, when, by whom, and how far the events had been counted.

    `kind` is a `words.DocumentKind`. `first`, `last` and the codes are its selection; `tx` and `event` the place in the log up to which
    everything was counted; `file_hash` is the SHA-256 of the file that was given out, empty where none was made.
    """

    number = models.TextField(primary_key=True)
    kind = models.TextField()
    title = models.TextField(blank=True, default="")
    language = models.TextField()
    first = models.DateField()
    last = models.DateField()
    area = models.TextField(blank=True, default="")
    category = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="")
    channel = models.TextField(blank=True, default="")
    tx = models.BigIntegerField()
    event = models.BigIntegerField()
    file_hash = models.TextField(blank=True, default="")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="evaluation_document_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^E-\d{4}-\d{4,}$"), name="evaluation_document_is_numbered"
            ),
            models.CheckConstraint(
                condition=models.Q(file_hash="") | models.Q(file_hash__regex="^[0-9a-f]{64}$"),
                name="evaluation_document_hash_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["-issued_at"], name="evaluation_document_newest")]

    def __str__(self) -> str:
        return self.number


class Figure(models.Model):
    """One figure of a document, as it was: the query that names it, its short form, the number and its interval, or why there was none."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    place = models.IntegerField()
    code = models.TextField()
    query = models.TextField()
    letters = models.TextField()
    value = models.FloatField(null=True)
    n = models.BigIntegerField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    lack = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="evaluation_figure_once"),
            models.CheckConstraint(
                condition=models.Q(letters__regex="^[a-z2-7]{10}$"), name="evaluation_figure_has_ten_letters"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, lack="") | (models.Q(value__isnull=True) & ~models.Q(lack="")),
                name="evaluation_figure_or_its_lack",
            ),
        ]
        indexes = [models.Index(fields=["letters"], name="evaluation_figure_by_letters")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.code}"
