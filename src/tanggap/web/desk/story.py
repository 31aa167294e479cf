"""The history in the pane: what everybody can read, what only the reporter reads, and what stays inside, each looking different."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.reports import mentions
from tanggap.reports.queries.desk import DeskReport
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import PhotoRole

RECENT = 12
OLDER = 50


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the desk draws it: the note cut at the colleagues whom it names, and its photos."""

    entry: Entry
    note: tuple[tuple[str, bool], ...]
    photos: tuple[PhotoRow, ...]


def told(report: DeskReport) -> list[Told]:
    """Return the history that was read with a report."""
    return of(report.timeline, report.photos)


def of(entries: Iterable[Entry], photos: Iterable[PhotoRow]) -> list[Told]:
    """Return entries as the desk draws them."""
    beside: dict[int, list[PhotoRow]] = defaultdict(list)
    for photo in photos:
        if photo.role == PhotoRole.NOTE:
            beside[photo.version].append(photo)
    return [
        Told(entry, tuple(mentions.pieces(entry.note, entry.mentions)), tuple(beside.get(entry.version, ())))
        for entry in entries
    ]
