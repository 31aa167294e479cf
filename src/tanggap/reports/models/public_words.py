"""What anybody's search looks through: screened words of public reports. `reports.public_words` alone writes it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tanggap.reports.models.report import Report


class PublicWords(models.Model):
    """The stems of what the public reads of a public report, and its category and area as facts (`reports.queries.typed`).

    The database throws a row out in the transaction that changes what it was made of; the consumer makes it again.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        db_table = "reports_publicwords"
        indexes = [GinIndex(fields=["words"], name="reports_publicwords_words")]

    def __str__(self) -> str:
        return f"{self.report_id}"
