"""`tanggap ledger`: how the public log stands, whether it is whole, its files, keys and witnesses, and a new one after a restore."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.ledger import actions, checking, exporting, queries, rows, witnessing
from tanggap.ledger.notes import Malformed
from tanggap.ledger.outside import outside


class Command(BaseCommand):
    """Prints what it found; `status` and `verify` end with 1 when something is wrong."""

    help = (
        "The public log: status | verify | head | key | export DIR | witness add|list|remove | reopen --because. --json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        what = parser.add_subparsers(dest="what", required=True)
        made: dict[str, Any] = {}
        for name, words in (
            ("status", "how the log stands: what is signed, what waits, what keeps it from being signed, who cosigns"),
            ("verify", "hold every row against its leaf, and the log against its heads, keys and memories"),
            ("head", "print the newest signed head with its cosignatures"),
            ("key", "print the verifier keys of the log and of its witnesses, and ours as a witness"),
            ("export", "write the published log into a folder: whoever has it can check it with verify.py"),
            ("witness", "the logs of others that we cosign"),
            ("reopen", "begin a new log, when the old one cannot be signed any more (after an honest restore)"),
        ):
            made[name] = what.add_parser(name, help=words)
            made[name].add_argument("--json", action="store_true", dest="as_json", default=False, help="print JSON")
        verify = made["verify"]
        verify.add_argument("--url", default="", help="check a published log as anybody can: by its address alone")
        verify.add_argument("--dir", default="", help="the same for a folder that `export` wrote")
        verify.add_argument(
            "--key", default="", help="with --url or --dir: the verifier key; left out, that of this city's log"
        )
        verify.add_argument(
            "--since",
            type=datetime.fromisoformat,
            help="the rows of older leaves are not looked at (the tree always is)",
        )
        verify.add_argument(
            "--memory", action="append", default=[], help="heads that somebody else remembers: a witness's file"
        )
        verify.add_argument("--without-files", action="store_true", help="do not read the photos' files")
        made["export"].add_argument("folder", type=Path)
        made["witness"].add_argument("act", choices=["add", "list", "remove"])
        made["witness"].add_argument(
            "log", nargs="?", default="", help="for add: the log's verifier key; for remove: its name"
        )
        made["witness"].add_argument("--because", default="", help="for add: who runs that log, and why we sign for it")
        made["reopen"].add_argument("--because", required=True, help="why, for everybody to read")
        made["reopen"].add_argument("--known", type=Path, help="the last head (a note) where somebody else kept it")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except Refusal as refusal:
            raise CommandError("; ".join(refusal.errors.values()) or str(refusal)) from refusal
        except Malformed as error:
            raise CommandError(str(error)) from error

    def _status(self, options: dict[str, Any]) -> None:
        standing, head = queries.standing(), queries.head()
        witnesses = [one.verifier.name for one in witnessing.named()]
        facts: dict[str, Any] = {
            "is_well": standing.is_well, "reason": str(standing.reason), "trouble": standing.trouble, "detail": standing.detail,
            "since": _time(standing.since), "leaves": standing.size, "signed": standing.signed, "waiting": standing.waiting,
            "signed_at": _time(standing.signed_at), "checked_whole_at": _time(standing.checked_whole_at),
            "origin": head.origin if head else settings.LEDGER_ORIGIN,
            "witnesses": {name: bool(head and name in head.cosigned_by) for name in witnesses},
        }  # fmt: skip
        words = [
            f"{facts['origin']}: {standing.size} leaves, {standing.signed} signed at {_time(standing.signed_at) or 'never'},"
            f" {standing.waiting} events wait",
            f"computed anew as a whole: {_time(standing.checked_whole_at) or 'never'}",
            *(f"witness {name}: cosigned the newest head: {'yes' if is_in else 'no'}" for name, is_in in facts["witnesses"].items()),
        ]  # fmt: skip
        if not standing.is_well:
            words.append(f"NOT WELL since {_time(standing.since)}: {standing.reason} {standing.detail}")
        self._say(options, facts, words)
        if not standing.is_well:
            raise CommandError("The log is not well: docs/ledger.md says what to do.")

    def _verify(self, options: dict[str, Any]) -> None:
        if options["url"] or options["dir"]:
            lines, code = outside(
                options["url"] or options["dir"], key=options["key"] or queries.verifier(), memories=options["memory"]
            )
            self._say(
                options,
                {"faults": lines},
                [*(f"{_where(one)}: {one['what']}" for one in lines), f"{len(lines)} fault(s)"],
            )
            if code:
                raise CommandError(
                    "The published log is not what was signed."
                    if code == 1
                    else "The published log could not be checked."
                )
            return
        with checking.snapshot():
            since = checking.first_since(options["since"]) if options["since"] else 0
            found = checking.check(since=since, seen=_seen(options["memory"]), told=self._progress(options))
        faults = [*found.faults, *([] if options["without_files"] else rows.files())]
        facts = {"leaves": found.leaves, "heads": found.heads, "faults": [asdict(one) for one in faults]}
        self._say(
            options, facts, [*map(str, faults), f"{found.leaves} leaves, {found.heads} heads, {len(faults)} fault(s)"]
        )
        if faults:
            raise CommandError("Not everything is as it was signed.")

    def _head(self, options: dict[str, Any]) -> None:
        head = queries.head()
        if head is None:
            raise exporting.NothingSigned
        facts = {"origin": head.origin, "size": head.size, "root": b64encode(head.root).decode(), "note": head.note}
        self._say(options, {**facts, "cosigned_by": head.cosigned_by}, [head.note.rstrip("\n")])

    def _key(self, options: dict[str, Any]) -> None:
        facts: dict[str, Any] = {
            "log": queries.verifier(),
            "witnesses": {one.verifier.name: one.verifier.vkey for one in witnessing.named()},
            "we_witness_as": witnessing.witness().verifier.cosigner().vkey,
        }
        words = [exporting.keys(facts["log"]).rstrip("\n"), f"# we sign for others as: {facts['we_witness_as']}"]
        self._say(options, facts, words)

    def _export(self, options: dict[str, Any]) -> None:
        size = exporting.export(options["folder"])
        self._say(
            options,
            {"leaves": size, "folder": str(options["folder"])},
            [f"{size} leaves written to {options['folder']}"],
        )

    def _witness(self, options: dict[str, Any]) -> None:
        if options["act"] == "add":
            witnessing.add(vkey=options["log"], because=options["because"])
        elif options["act"] == "remove":
            witnessing.forget(origin=options["log"])
        rows: list[dict[str, Any]] = [
            {"origin": one.origin, "key": one.vkey, "size": one.size, "root": b64encode(one.root).decode(), "because": one.because,
             "is_forked": one.is_forked}
            for one in witnessing.watched()
        ]  # fmt: skip
        words = [
            f"{row['origin']}: {row['size']} leaves{' TWO HISTORIES' * row['is_forked']} ({row['because']})"
            for row in rows
        ]
        self._say(options, rows, words or ["No log of others is named: `tanggap ledger witness add KEY --because …`."])

    def _reopen(self, options: dict[str, Any]) -> None:
        known = options["known"].read_text("utf-8") if options["known"] else ""
        epoch = actions.reopen(options["because"], known=known)
        self._say(
            options, {"epoch": epoch.number, "origin": epoch.origin}, [f"{epoch.origin} has begun; the worker fills it"]
        )

    def _progress(self, options: dict[str, Any]) -> Callable[[int, int], None]:
        def told(done: int, all_: int) -> None:
            if not options["as_json"] and self.stderr.isatty():
                self.stderr.write(f"\r{done} of {all_} leaves", ending="" if done < all_ else "\n")

        return told

    def _say(self, options: dict[str, Any], facts: Any, words: list[str]) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(words))


def _seen(files: list[str]) -> list[tuple[int, bytes]]:
    """Return the heads of this log that memories of witnesses hold. Raises CommandError."""
    head, found = queries.head(), []
    for name in files:
        try:
            said = json.loads(Path(name).read_text("utf-8")).get(head.origin if head else "") or {}
            rows = [*said.get("heads", []), *([[said["size"], said["root"]]] if said else [])]
            found += [(int(size), b64decode(root)) for size, root in rows]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{name} is no memory of a witness: {error}") from error
    return found


def _where(one: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.items() if name != "what")


def _time(at: datetime | None) -> str:
    return clock.local(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""
