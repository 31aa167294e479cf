"""What the desk's search looks through. The database keeps it (triggers of migration `searches_kept`); no code of ours writes it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from tanggap.reports.models.report import Report


class SearchText(models.Model):
    """A report's words by their stems, and facts about it (`reports.queries.desk.words` says which). Renewed when one of them changes."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="+")
    received_at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        db_table = "reports_search"
        indexes = [GinIndex(fields=["words"], name="reports_search_words")]

    def __str__(self) -> str:
        return f"{self.report_id}"
