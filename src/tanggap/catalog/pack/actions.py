"""Bringing a city pack into the database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tanggap.catalog.models import PackLoad
from tanggap.catalog.pack import guards, versions
from tanggap.catalog.pack.difference import ADDED, Difference, difference, targets
from tanggap.catalog.pack.files import digest
from tanggap.catalog.pack.reading import read
from tanggap.catalog.pack.rows import Pack
from tanggap.core import clock, shelf
from tanggap.core.refusal import Refusal

LOCK = 7_265_001  # one load at a time, whoever starts it
BATCH = 500


class NotConfirmed(Refusal):
    """Loading would switch rows off, or the database holds another city, and nobody agreed to it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `change` is None when the pack's files are those of the last load."""

    city: str
    change: Difference | None


def load(pack: Pack) -> Difference:
    """Make the database say what `pack` says, in one transaction, and return what changed. A second load changes nothing.

    Raises guards.InUse when something that open reports live by would go.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        found = difference(pack)
        guards.ask(found)
        _write(pack, found)
        versions.keep(at=clock.now())
        last = PackLoad.objects.order_by("-id").first()
        if found or last is None or last.digest != pack.digest:
            PackLoad.objects.create(
                city=pack.city.code, digest=pack.digest, loaded_at=clock.now(), changes=found.counts()
            )
    shelf.clear_all()
    return found


def refresh(folder: Path, *, agreed: bool = False, again: bool = False) -> Loaded:
    """Load the pack in `folder` when its files changed since the last load, or `again` in any case.

    Raises BrokenPack; NotConfirmed when rows would be switched off or another city be replaced and nobody `agreed`.
    """
    last = PackLoad.objects.order_by("-id").first()
    if last is not None and not again and last.digest == digest(folder):
        return Loaded(last.city, None)
    pack = read(folder)
    if not agreed:
        _confirm(pack, last)
    return Loaded(pack.city.code, load(pack))


def _confirm(pack: Pack, last: PackLoad | None) -> None:
    if last is not None and last.city != pack.city.code:
        raise NotConfirmed(
            f'This database holds the city "{last.city}"; loading "{pack.city.code}" would switch all of it off. '
            "Use another TANGGAP_HOME or DATABASE_URL for another city, or repeat with --yes."
        )
    off = difference(pack).deactivated()
    if off:
        named = ", ".join(f"{change.table} {change.code}" for change in off[:5])
        more = f" and {len(off) - 5} more" if len(off) > 5 else ""
        raise NotConfirmed(
            f"Loading would switch off {named}{more}. Look at `tanggap pack diff`, then repeat with --yes."
        )


def _write(pack: Pack, found: Difference) -> None:
    for target in targets(pack):
        changes = [change for change in found.changes if change.table == target.name]
        new = [target.model(**change.values) for change in changes if change.kind == ADDED]
        target.model._default_manager.bulk_create(new, batch_size=BATCH)
        together: dict[tuple[str, ...], list[Any]] = {}
        for change in changes:
            if change.kind != ADDED:
                fields = tuple(sorted(change.fields)) or ("is_active",)
                together.setdefault(fields, []).append(target.model(**change.values))
        for fields, rows in together.items():
            target.model._default_manager.bulk_update(
                rows, [name.removesuffix("_id") for name in fields], batch_size=BATCH
            )
