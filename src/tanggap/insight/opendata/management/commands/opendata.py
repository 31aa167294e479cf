"""`tanggap opendata`: the files that everybody may take home: made, listed, checked, let go, cleaned."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.core.refusal import Refusal
from tanggap.insight.opendata import checking, keeping, making, queries
from tanggap.insight.opendata.anonymity import NotAnonymous
from tanggap.insight.opendata.datasets import DATASETS


class Command(BaseCommand):
    """Prints what it did; `verify` ends with 1 when something is wrong."""

    help = "Open data: make [--dataset NAME] | list | verify [VERSION] | forget | clean. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["make", "list", "verify", "forget", "clean"])
        parser.add_argument("version", nargs="?", default="", help="for verify: only this version")
        parser.add_argument(
            "--dataset", action="append", default=[], help="for make: only this dataset (may be repeated)"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except Refusal as refusal:
            raise CommandError("; ".join(refusal.errors.values()) or str(refusal)) from refusal
        except NotAnonymous as error:
            raise CommandError(f"Nothing was published: {error}.") from error
        except LookupError as error:
            raise CommandError(f"There is no version {error} whose files are kept.") from error

    def _make(self, options: dict[str, Any]) -> None:
        number = making.make(only=options["dataset"])
        queries.forget_read()
        made = queries.version(number)
        told = [
            f"{code}: {made.facts['datasets'][code]['rows']} rows"
            for code in DATASETS
            if code in made.facts["datasets"]
        ]
        self._say(options, made.facts, [f"{number} published in {made.seconds} s, {_size(made.bytes)}", *told])

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            {
                "version": row.number,
                "taken_at": row.taken_at.isoformat(),
                "state": "kept" if row.is_there else "withdrawn" if row.withdrawn_at else "forgotten",
                "files": len(row.files),
                "bytes": row.bytes,
                "successor": row.successor or None,
            }
            for row in queries.versions()
        ]
        words = [
            f"{row['version']:<16} {row['state']:<10} {row['files']:>3} files  {_size(int(str(row['bytes'])))}"
            for row in rows
        ]
        self._say(options, rows, words or ["Nothing is published yet: `tanggap opendata make`."])

    def _verify(self, options: dict[str, Any]) -> None:
        number, faults = checking.verify(options["version"])
        words = [f"{fault.version}/{fault.file}: {fault.what}" for fault in faults]
        self._say(
            options,
            {"files": number, "faults": [asdict(fault) for fault in faults]},
            [*words, f"{number} files, {len(faults)} faults"],
        )
        if faults:
            raise CommandError("Not everything is as it was published.")

    def _forget(self, options: dict[str, Any]) -> None:
        gone = keeping.forget()
        self._say(options, gone, [*gone, f"{len(gone)} versions let go"])

    def _clean(self, options: dict[str, Any]) -> None:
        withdrawn = keeping.clean()
        self._say(options, withdrawn, [*withdrawn, f"{len(withdrawn)} versions withdrawn and published anew"])

    def _say(self, options: dict[str, Any], facts: Any, words: list[str]) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(words))


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB"
