"""How long versions are kept, and what becomes of one that tells more than everybody may know any more.

A report that was withheld, became private, or moved to a guarded category is in no version made afterwards. The versions of before are
withdrawn within ten minutes: their files are no longer given out, and their addresses say why. Each is then written anew without it, under
a name of its own (`2026-11-26-r1`), for its sums have changed. Words that were cut are replaced by what stands now.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from tanggap.core import clock
from tanggap.insight.opendata import formats, making
from tanggap.insight.opendata.columns import DAY, INSTANT, Dataset, Row
from tanggap.insight.opendata.datasets import DATASETS, SCHEMA
from tanggap.insight.opendata.making import Taken, Written
from tanggap.insight.opendata.models import File, Version
from tanggap.reports.queries.public import changes
from tanggap.reports.queries.public.changes import Retracted

log = logging.getLogger(__name__)
DAYS, MONTHS = 7, 12
CODED = ("reports", "events")  # what holds codes of reports


def begin() -> bool:
    """Make the first version of a city that has none yet, and return whether that was so. Raises as `making.make`."""
    if Version.objects.exists():
        return False
    making.make()
    return True


def forget() -> list[str]:
    """Let old versions go: kept are the newest of each of the last 7 days and of each of the last 12 months that have one."""
    versions = list(_published())
    kept = _newest_of({version.number: str(_day(version)) for version in versions}, DAYS)
    kept |= _newest_of({version.number: f"{_day(version):%Y-%m}" for version in versions}, MONTHS)
    gone = [version for version in versions if version.number not in kept]
    for version in gone:
        _let_go(version, forgotten_at=clock.now())
    return [version.number for version in gone]


def clean() -> list[str]:
    """Withdraw the versions that hold what was taken from the public since, write each anew, return which those are. Raises BeingMade."""
    with making.alone():
        until = changes.now().tx
        found = {version.number: _too_much(version, until) for version in [*_published(), *_unfinished()]}
        withdrawn = [number for number, what in found.items() if what]
        Version.objects.filter(number__in=withdrawn, withdrawn_at=None).update(withdrawn_at=clock.now())
        Version.objects.filter(number__in=found.keys() - set(withdrawn)).update(clean_to=until)
        for number in withdrawn:
            _write_anew(Version.objects.get(number=number), found[number], until)
    return withdrawn


def _published() -> Iterator[Version]:
    yield from Version.objects.filter(withdrawn_at=None, forgotten_at=None).order_by("-taken_at", "-made_at", "-number")


def _unfinished() -> Iterator[Version]:
    """Yield what was withdrawn by a process that died before it had written it anew."""
    for version in Version.objects.filter(withdrawn_at__isnull=False, successor=""):
        if (making.root() / version.number).exists():
            yield version


def _too_much(version: Version, until: int) -> Retracted:
    """Return what a version tells too much: of what was retracted since it was made, that which its files hold."""
    what = changes.retracted(since=version.clean_to, until=until)
    path = making.root() / version.number / "reports" / formats.named(DATASETS["reports"], formats.JSONL)
    if not what or not path.exists():
        return Retracted(frozenset(), {})
    held = {
        row["code"]: row["text"]
        for row in formats.read_lines(path)
        if row["code"] in what.gone or row["code"] in what.reworded
    }
    reworded = {code: text for code, text in what.reworded.items() if held.get(code) not in {None, text}}
    return Retracted(what.gone & held.keys(), reworded)


def _write_anew(version: Version, what: Retracted, until: int) -> None:
    """Publish a version again without what it tells too much, and let the old files go. One of older columns is only withdrawn."""
    started = time.monotonic()
    old = making.root() / version.number
    if version.schema != SCHEMA:
        _let_go(version)
        return
    with making.aside() as folder:
        written = []
        for code, told in version.facts["datasets"].items():
            (folder / code).mkdir()
            if code in CODED:
                written.append(_cleaned(DATASETS[code], old / code, folder / code, what))
            else:
                _linked(old / code, folder / code)
                written.append(Written(code, told["rows"], told["absent"]))
        taken = Taken(version.taken_at, until, _day(version))
        number = _next_number(version.number)
        facts = {"anonymity": version.facts["anonymity"], "replaces": version.number}
        making.publish(folder, number, taken, written, facts, seconds=time.monotonic() - started)
    with transaction.atomic():
        _let_go(version, successor=number)
    log.info("open data %s was withdrawn and is published anew as %s", version.number, number)


def _cleaned(dataset: Dataset, source: Path, target: Path, what: Retracted) -> Written:
    lines = formats.read_lines(source / formats.named(dataset, formats.JSONL))
    rows, absent = formats.write(dataset, _rows_without(dataset, lines, what), target)
    absent |= formats.add_parquet(dataset, target)
    return Written(dataset.code, rows, absent)


def _rows_without(dataset: Dataset, lines: Iterator[dict[str, Any]], what: Retracted) -> Iterator[Row]:
    for line in lines:
        code = line["code"]
        if code is not None and code in what.gone:
            continue
        if "text" in line and code in what.reworded:
            line["text"] = what.reworded[code]
        if line.get("joined_to") in what.gone:
            line["joined_to"] = None
        yield tuple(_typed(column.type, line.get(column.name)) for column in dataset.columns)


def _typed(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == DAY:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if kind == INSTANT else value


def _linked(source: Path, target: Path) -> None:
    for path in source.iterdir():
        os.link(path, target / path.name)


def _let_go(version: Version, **fields: Any) -> None:
    """Have a version's files no longer, but remember that it was there."""
    Version.objects.filter(number=version.number).update(**fields)
    shutil.rmtree(making.root() / version.number, ignore_errors=True)
    File.objects.filter(version=version).delete()


def _day(version: Version) -> date:
    return clock.local(version.taken_at).date()


def _newest_of(spans: dict[str, str], most: int) -> set[str]:
    """Return the first number of each of the first `most` spans."""
    first: dict[str, str] = {}
    for number, span in spans.items():
        first.setdefault(span, number)
    return set(list(first.values())[:most])


def _next_number(number: str) -> str:
    base, _mark, count = number.partition("-r")
    return f"{base}-r{int(count or 0) + 1}"
