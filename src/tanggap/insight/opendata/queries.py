"""What of the open data there is, for pages and machines; versions and files are read once in half a minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tanggap.core.refusal import NotFound, Refusal
from tanggap.core.shelf import Shelf
from tanggap.insight.opendata import formats, making
from tanggap.insight.opendata.columns import Dataset
from tanggap.insight.opendata.datasets import CHANGES, DATASETS, SCHEMA
from tanggap.insight.opendata.models import File, Version
from tanggap.insight.opendata.publisher import Licence, publisher

PREVIEWED = 10
LANGUAGES = ("id", "en")


class Gone(Refusal):
    """The files of this version were published once and are not given out any more."""

    message: str | Promise = _("This version is kept no longer. Take a newer one.")
    status = 410


class Withdrawn(Gone):
    """The version held something that everybody may not know any more."""

    message = _(
        "This version was withdrawn: it held something that has been hidden from the public since. The moderation log says when and why."
    )

    def __init__(self, successor: str) -> None:
        super().__init__()
        self.successor = successor


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that can be downloaded."""

    dataset: str
    version: str
    name: str
    format: str
    bytes: int
    sha256: str
    rows: int

    @property
    def label(self) -> str:
        """Return the format's name."""
        return formats.LABELS[self.format]

    @property
    def is_packed(self) -> bool:
        """Return whether it has to be unpacked."""
        return self.name.endswith(".gz")

    @property
    def media_type(self) -> str:
        """Return the type that the file is sent as."""
        return "application/gzip" if self.is_packed else formats.MEDIA_TYPES[self.format]

    @property
    def path(self) -> Path:
        """Return where it lies."""
        return making.root() / self.version / self.dataset / self.name


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version: whole, withdrawn (then perhaps with a successor), or no longer kept."""

    number: str
    taken_at: datetime
    made_at: datetime
    seconds: float
    schema: int
    facts: dict[str, Any]
    withdrawn_at: datetime | None
    forgotten_at: datetime | None
    successor: str
    files: tuple[FileRow, ...]

    @property
    def is_there(self) -> bool:
        """Return whether its files can be had."""
        return self.withdrawn_at is None and self.forgotten_at is None

    @property
    def bytes(self) -> int:
        """Return the size of all its files."""
        return sum(file.bytes for file in self.files)

    def of(self, dataset: str) -> tuple[FileRow, ...]:
        """Return its files of one dataset."""
        return tuple(file for file in self.files if file.dataset == dataset)


@dataclass(frozen=True, slots=True)
class Offer:
    """A dataset as the page offers it: its newest version and that version's files, none while nothing is published."""

    dataset: Dataset
    licence: Licence
    version: VersionRow | None
    files: tuple[FileRow, ...]

    @property
    def rows(self) -> int:
        """Return the number of rows of the newest version."""
        return self.files[0].rows if self.files else 0

    @property
    def absent(self) -> dict[str, str]:
        """Return why a format is not there, by its name."""
        told = self.version.facts["datasets"][self.dataset.code]["absent"] if self.version else {}
        return {formats.LABELS[kind]: why for kind, why in told.items()}

    def file(self, kind: str) -> FileRow | None:
        """Return the file of a format."""
        return next((file for file in self.files if file.format == kind), None)


def versions() -> list[VersionRow]:
    """Return every version, newest first, also those whose files are gone."""
    return list(_shelf.all().values())


def newest(dataset: str) -> VersionRow | None:
    """Return the newest version that holds a dataset."""
    return next((version for version in versions() if version.is_there and version.of(dataset)), None)


def offers() -> list[Offer]:
    """Return every dataset with its newest files."""
    return [offer(code) for code in DATASETS]


def offer(code: str) -> Offer:
    """Return one dataset with its newest files. Raises NotFound."""
    if code not in DATASETS:
        raise NotFound
    version = newest(code)
    return Offer(DATASETS[code], publisher().licence_of(code), version, version.of(code) if version else ())


def version(number: str) -> VersionRow:
    """Return a version. Raises NotFound, Withdrawn, Gone."""
    found = _shelf.get(number)
    if found is None and _shelf.renew():
        found = _shelf.get(number)
    if found is None:
        raise NotFound
    if found.withdrawn_at:
        raise Withdrawn(found.successor)
    if found.forgotten_at:
        raise Gone
    return found


def file(dataset: str, number: str, name: str) -> FileRow:
    """Return one file of a version. Raises NotFound, Withdrawn, Gone."""
    for row in version(number).of(dataset):
        if row.name == name:
            return row
    raise NotFound


def preview(offered: Offer) -> list[list[Any]]:
    """Return the first rows of a dataset's newest version, in the order of its columns."""
    lines = offered.file(formats.JSONL)
    if lines is None or not lines.path.exists():
        return []
    with_all = islice(formats.read_lines(lines.path), PREVIEWED)
    return [[row.get(name) for name in offered.dataset.names] for row in with_all]


def dictionary(dataset: Dataset) -> dict[str, Any]:
    """Return what each column of a dataset means, in both languages, for machines."""
    return {
        "dataset": dataset.code,
        "schema": SCHEMA,
        "key": list(dataset.key),
        "title": _in_each(dataset.title),
        "description": _in_each(dataset.about),
        "left_out": _in_each(dataset.left_out),
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "nullable": column.nullable,
                "unit": _in_each(column.unit),
                "source": column.source,
                "description": _in_each(column.about),
                "values": {value: _in_each(label) for value, label in column.values},
            }
            for column in dataset.columns
        ],
    }


DICTIONARY_COLUMNS = (
    "name",
    "type",
    "nullable",
    "unit_id",
    "unit_en",
    "source",
    "description_id",
    "description_en",
    "values",
)


def dictionary_rows(dataset: Dataset) -> Iterator[tuple[str | bool, ...]]:
    """Yield a dataset's columns as rows of a table, in the order of `DICTIONARY_COLUMNS`."""
    for told in dictionary(dataset)["columns"]:
        unit, about = told["unit"], told["description"]
        yield (
            told["name"], told["type"], told["nullable"], unit.get("id", ""), unit.get("en", ""), told["source"], about["id"],
            about["en"], " ".join(told["values"]),
        )  # fmt: skip


def schema_changes() -> list[tuple[int, str, dict[str, str]]]:
    """Return what each version of the columns brought, newest first: number, day, words by language."""
    return [(number, day, dict(zip(("en", "id"), words, strict=True))) for number, day, words in reversed(CHANGES)]


def _in_each(words: str | Promise) -> dict[str, str]:
    if not words:
        return {}
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = str(words)
    return told


def _load() -> dict[str, VersionRow]:
    files: dict[str, list[FileRow]] = {}
    columns = ("dataset", "version_id", "name", "format", "bytes", "sha256", "rows")
    for row in File.objects.order_by("dataset", "id").values_list(*columns):
        files.setdefault(row[1], []).append(FileRow(*row))
    return {
        one.number: VersionRow(
            one.number, one.taken_at, one.made_at, one.seconds, one.schema, one.facts, one.withdrawn_at, one.forgotten_at,
            one.successor, tuple(files.get(one.number, ())),
        )
        for one in Version.objects.order_by("-taken_at", "-made_at", "-number")
    }  # fmt: skip


_shelf: Shelf[str, VersionRow] = Shelf(_load)


def forget_read() -> None:
    """Read versions anew at the next question: for who has just made one."""
    _shelf.clear()
