"""`tanggap pack validate|diff|load [FOLDER]`: checks a city pack, shows what loading it would change, loads it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from tanggap.catalog import pack
from tanggap.catalog.pack import BrokenPack, Difference, NotConfirmed

MOST_SHOWN = 200


class Command(BaseCommand):
    """Check, compare, or load a city pack."""

    help = "validate: check a city pack; diff: show what loading it would change; load: load it."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["validate", "diff", "load"])
        parser.add_argument(
            "folder", nargs="?", type=Path, help="the pack's folder; without it the one of TANGGAP_PACK"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")
        parser.add_argument(
            "--yes", action="store_true", help="load even if rows are switched off or another city is replaced"
        )
        parser.add_argument("--again", action="store_true", help="compare with the database even if no file changed")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_quiet = options["as_json"] or options["verbosity"] == 0
        folder: Path = options["folder"] or settings.TANGGAP_PACK
        try:
            result = getattr(self, options["act"])(folder.resolve(), options)
        except BrokenPack as broken:
            if not options["as_json"]:
                raise CommandError(str(broken)) from broken
            faults = [{"file": f.file, "line": f.line, "message": f.message} for f in broken.faults]
            self.stdout.write(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False, indent=1))
            raise SystemExit(1) from broken
        except NotConfirmed as refusal:
            raise CommandError(str(refusal)) from refusal
        except ProgrammingError as missing:
            raise CommandError(
                "The database lacks tables of this version. Run `tanggap migrate`, then repeat."
            ) from missing
        if options["as_json"]:
            self.stdout.write(json.dumps({"ok": True, **result}, ensure_ascii=False, indent=1, default=str))

    def validate(self, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Check a pack without a database."""
        read = pack.read(folder)
        rows = {
            "areas": len(read.areas),
            "units": len(read.units),
            "policies": len(read.policies),
            "categories": len(read.categories),
            "channels": len(read.channels),
            "days": len(read.days),
        }
        if not self.is_quiet:
            self.stdout.write(
                f"{folder.name}: sound. " + ", ".join(f"{number} {name}" for name, number in rows.items())
            )
        return {"city": read.city.code, "rows": rows, "faults": []}

    def diff(self, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Show what loading a pack would change."""
        found = pack.difference(pack.read(folder))
        if not self.is_quiet:
            self._tell(found, "Nothing would change.")
        return _as_json(found)

    def load(self, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Load a pack."""
        loaded = pack.refresh(folder, agreed=options["yes"], again=options["again"])
        if loaded.change is None:
            if not self.is_quiet:
                self.stdout.write(f"{loaded.city}: no file of the pack changed since the last load.")
            return {"city": loaded.city, "unchanged": True, "counts": {}, "changes": []}
        if not self.is_quiet:
            self._tell_counts(loaded.change, f"{loaded.city}: loaded, nothing changed.")
        return {"unchanged": False, **_as_json(loaded.change)}

    def _tell(self, found: Difference, nothing: str) -> None:
        for change in found.changes[:MOST_SHOWN]:
            self.stdout.write(str(change))
        if len(found.changes) > MOST_SHOWN:
            self.stdout.write(f"… and {len(found.changes) - MOST_SHOWN} more; --json lists all")
        self._tell_counts(found, nothing)

    def _tell_counts(self, found: Difference, nothing: str) -> None:
        for table, kinds in found.counts().items():
            self.stdout.write(f"{table}: " + ", ".join(f"{number} {kind}" for kind, number in kinds.items()))
        if not found:
            self.stdout.write(nothing)


def _as_json(found: Difference) -> dict[str, Any]:
    return {
        "city": found.city,
        "counts": found.counts(),
        "changes": [
            {
                "table": change.table,
                "code": change.code,
                "kind": change.kind,
                "fields": {name: {"before": before, "after": after} for name, (before, after) in change.fields.items()},
            }
            for change in found.changes
        ],
    }
