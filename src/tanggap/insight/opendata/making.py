"""Making a version: everything read from one snapshot, written aside, checked, and only then published, all at once.

A reader sees the version before or the version after, never a part. A crash leaves a folder aside, which the next making removes.
"""

import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.insight import sheets
from tanggap.insight.opendata import anonymity, formats
from tanggap.insight.opendata.columns import Dataset, Snapshot
from tanggap.insight.opendata.datasets import DATASETS, SCHEMA, reports
from tanggap.insight.opendata.models import File, Version
from tanggap.insight.opendata.publisher import publisher
from tanggap.places.city import city

log = logging.getLogger(__name__)
LOCK = 7_204_116
ASIDE = ".making"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class BeingMade(Refusal):
    """Two versions at once would only be slow."""

    message = _("A version of the open data is being made just now. It will be on the page in a few minutes.")


@dataclass(frozen=True, slots=True)
class Written:
    """One dataset on disk: how many rows, why a format is absent."""

    dataset: str
    rows: int
    absent: dict[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A moment of the database that is being read."""

    at: datetime
    position: int
    today: date


def root() -> Path:
    """Return the folder of all versions."""
    folder = Path(settings.OPENDATA_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def make(*, only: Collection[str] = (), is_patient: bool = False) -> str:
    """Make and publish a version of all datasets (or `only` some); return its number. Raises Invalid, NotAnonymous, OSError.

    Raises BeingMade while another one is made or cleaned, unless `is_patient`: then it waits for that to end.
    """
    wanted = _wanted(only)
    with alone(is_patient=is_patient):
        started = time.monotonic()
        with aside() as folder:
            taken, written, plan = _write_all(folder, wanted)
            for dataset in wanted:
                written[dataset.code].absent.update(formats.add_parquet(dataset, folder / dataset.code))
            check_anonymity(folder)
            number = _free_number(taken.today)
            told = {
                "k": anonymity.K,
                "steps": {str(step): rows for step, rows in sorted(plan.steps.items())},
                "left_out": plan.left_out,
            }
            publish(
                folder, number, taken, list(written.values()), {"anonymity": told}, seconds=time.monotonic() - started
            )  # fmt: skip
    log.info("open data %s published: %s rows", number, sum(one.rows for one in written.values()))
    return number


@contextmanager
def alone(*, is_patient: bool = False) -> Iterator[None]:
    """Be the only one who makes or cleans versions, on any machine. Raises BeingMade, unless `is_patient`."""
    with connection.cursor() as cursor:
        if is_patient:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise BeingMade
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def check_anonymity(folder: Path) -> None:
    """Look at the finished file of reports: a guarded row tells only what it may, and at least K look alike. Raises NotAnonymous."""
    path = folder / reports.DATASET.code / formats.named(reports.DATASET, formats.JSONL)
    if not path.exists():
        return
    anonymity.check(anonymity.classes(_without_traces(formats.read_lines(path))))


def _without_traces(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["detail"] == anonymity.GUARDED and any(row[name] is not None for name in reports.UNTOLD):
            raise anonymity.NotAnonymous("a row of a guarded category tells more than it may")
        yield row


def publish(
    folder: Path,
    number: str,
    taken: Taken,
    written: list[Written],
    facts: dict[str, Any],
    *,
    seconds: float,
    schema: int = SCHEMA,
) -> None:
    """Make a written folder a version: its sums and manifest, everything safely on disk, its name, and at last its rows."""
    previous = (
        Version.objects.order_by("-taken_at", "-made_at", "-number").values_list("number", flat=True).first() or ""
    )
    files = [
        _file(number, one, path)
        for one in written
        for path in sorted((folder / one.dataset).iterdir())
        if path.is_file()
    ]
    version = Version(
        number=number,
        taken_at=taken.at,
        made_at=clock.now(),
        seconds=round(seconds, 1),
        schema=schema,
        position=taken.position,
        clean_to=taken.position,
        previous=previous,
    )
    version.facts = {**_manifest(version, written, files), **facts}
    sums = "".join(f"{file.sha256}  {file.dataset}/{file.name}\n" for file in files)
    (folder / SUMS).write_text(sums, "utf-8")
    (folder / MANIFEST).write_text(json.dumps(version.facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _settle(folder)
    final = root() / number
    os.rename(folder, final)
    _sync(root())
    with transaction.atomic():
        version.save(force_insert=True)
        File.objects.bulk_create(files)


def _wanted(only: Collection[str]) -> list[Dataset]:
    unknown = sorted(set(only) - DATASETS.keys())
    if unknown:
        known = ", ".join(DATASETS)
        raise Invalid(
            {"dataset": _("There is no dataset %(name)s. There are: %(known)s.") % {"name": unknown[0], "known": known}}
        )
    return [one for one in DATASETS.values() if not only or one.code in only]


def _write_all(folder: Path, wanted: list[Dataset]) -> tuple[Taken, dict[str, Written], anonymity.Plan]:
    """Write all datasets from one snapshot, so that every row of each tells of the same moment."""
    written: dict[str, Written] = {}
    with _snapshot() as taken:
        plan = reports.plan() if reports.DATASET in wanted else anonymity.Plan()
        for dataset in wanted:
            place = folder / dataset.code
            place.mkdir()
            rows, absent = formats.write(dataset, iter(dataset.rows(Snapshot(taken.today, plan))), place)
            written[dataset.code] = Written(dataset.code, rows, absent)
    return taken, written, plan


@contextmanager
def _snapshot() -> Iterator[Taken]:
    """Read one moment of the database, however long it takes. It writes nothing, so no consumer waits for it."""
    is_own = not connection.in_atomic_block  # only tests stand in a transaction already
    with transaction.atomic(), connection.cursor() as cursor:
        if is_own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT tanggap_horizon()")
        position = int(cursor.fetchone()[0])
        now = clock.now()
        yield Taken(now, position, clock.local(now).date())


@contextmanager
def aside() -> Iterator[Path]:
    """Yield a folder beside the versions that is gone afterwards, unless it became one. Removes what a crash left."""
    known = set(Version.objects.values_list("number", flat=True))
    for left in root().iterdir():
        if left.name not in known:
            shutil.rmtree(left, ignore_errors=True)
    folder = root() / f"{ASIDE}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_number(today: date) -> str:
    taken = set(Version.objects.filter(number__startswith=str(today)).values_list("number", flat=True))
    number, count = str(today), 1
    while number in taken or (root() / number).exists():
        count += 1
        number = f"{today}.{count}"
    return number


def _file(number: str, one: Written, path: Path) -> File:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return File(
        version_id=number, dataset=one.dataset, name=path.name, format=formats.kind_of(path.name), bytes=path.stat().st_size,
        sha256=digest, rows=one.rows,
    )  # fmt: skip


def _manifest(version: Version, written: list[Written], files: list[File]) -> dict[str, Any]:
    """Return what a machine needs to know of a version; `changes_after` continues it by /data/reports.jsonl?after=…"""
    from tanggap.insight.opendata.live import mark

    who = publisher()
    return {
        "version": version.number,
        "city": city().code,
        "schema": version.schema,
        "taken_at": sheets.instant(version.taken_at),
        "made_at": sheets.instant(version.made_at),
        "previous": version.previous or None,
        "changes_after": mark(version.position, 0),
        "datasets": {
            one.dataset: {
                "rows": one.rows,
                "licence": who.licence_of(one.dataset).code or None,
                "files": [
                    {"name": file.name, "format": file.format, "bytes": file.bytes, "sha256": file.sha256}
                    for file in files
                    if file.dataset == one.dataset
                ],
                "absent": one.absent,
            }
            for one in written
        },
    }


def _settle(folder: Path) -> None:
    """Have every file of a folder safely on disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _sync(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
