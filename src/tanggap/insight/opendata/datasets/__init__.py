"""The datasets that a city publishes, in the order of the page."""

from tanggap.insight.opendata.columns import Dataset
from tanggap.insight.opendata.datasets import daily, events, moderation, proposals, reference, reports

DATASETS: dict[str, Dataset] = {
    one.code: one
    for one in (
        reports.DATASET, events.DATASET, daily.DATASET, reference.AREAS, reference.CATEGORIES, reference.UNITS,
        moderation.DATASET, proposals.DATASET,
    )
}  # fmt: skip

SCHEMA = 1
"""The version of all columns together; `CHANGES` says what each brought. A column is added at the end, never renamed, never reused."""

CHANGES: tuple[tuple[int, str, tuple[str, str]], ...] = (
    (1, "2026-11-26", ("The first version.", "Versi pertama.")),
)  # number, day, English and Indonesian words
