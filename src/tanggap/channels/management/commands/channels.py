"""List the channels and how they are, or feed one native payload: `tanggap channels list|feed`."""

import dataclasses
import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from tanggap.channels import accounts, contract, processing, queries, receiving, registry
from tanggap.channels.contract import Attachment, Heard, Malformed, Partial, Piece, Said
from tanggap.channels.models import Arrival
from tanggap.core import clock, crypto
from tanggap.intake.words import InboundReport, Reporter

MOST_BYTES = 30_000_000


class Command(BaseCommand):
    """`list` says how each channel is; `feed` reads one payload as an adapter does and prints what it understood."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        listing = commands.add_parser("list", help="how each channel and its accounts are")
        listing.add_argument("--json", action="store_true", help="for machines")
        feeding = commands.add_parser(
            "feed", help="read one native payload (JSON, a form, or an .eml) and print what it says"
        )
        feeding.add_argument("channel", help="the channel's code, such as email")
        feeding.add_argument("file", help="the payload's file; - for standard input")
        feeding.add_argument("--adapter", default="", help="which adapter reads it, where the channel has several")
        feeding.add_argument("--account", default="", help="the account that it came to; needed with --accept")
        feeding.add_argument("--accept", action="store_true", help="put it through the door, as if it had come")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the two. Raises CommandError."""
        with override("en"):
            self._list(**options) if options["command"] == "list" else self._feed(**options)

    def _list(self, **options: Any) -> None:
        found = queries.health()
        if options["json"]:
            self.stdout.write(json.dumps([_of_channel(one) for one in found], ensure_ascii=False, indent=1))
            return
        for channel in found:
            own = "a surface of our own" if channel.is_own else "not connected"
            if not channel.accounts:
                self.stdout.write(f"{channel.code:<16} {own}")
            for one in channel.accounts:
                name = f"{channel.code}/{one.code}"
                self.stdout.write(f"{name:<24} {one.adapter:<9} {one.verdict.level.label!s:<14} {one.verdict.what}")

    def _feed(self, **options: Any) -> None:
        try:
            data = sys.stdin.buffer.read(MOST_BYTES) if options["file"] == "-" else Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        account, pieces, heard = self._read(self._accounts(options), _native(data))
        self.stdout.write(json.dumps([_shown(one) for one in heard], ensure_ascii=False, indent=1, default=str))
        if options["accept"]:
            self._accept(account, pieces)

    def _read(
        self, candidates: list[contract.Account], data: bytes
    ) -> tuple[contract.Account, list[Piece], list[Heard]]:
        """Return what the first adapter that can read it makes of a payload. Raises CommandError when none can."""
        faults = []
        for account in candidates:
            try:
                pieces = _pieces(account, data)
                return account, pieces, [registry.adapter(account.adapter).read(account, one.payload) for one in pieces]
            except Malformed as error:
                faults.append(f"{account.adapter} cannot read it: {error}")
        raise CommandError(" ".join(faults))

    def _accounts(self, options: dict[str, Any]) -> list[contract.Account]:
        if options["account"]:
            if found := accounts.find(options["channel"], options["account"]):
                return [found]
            raise CommandError(
                f"{options['channel']} has no active account {options['account']}: tanggap channels list"
            )
        if options["accept"]:
            raise CommandError("--accept needs --account: whose message would it be?")
        channel = next((one for one in queries.health() if one.code == options["channel"]), None)
        if channel is None or not channel.adapters:
            raise CommandError(f"{options['channel']} is no channel with an adapter: tanggap channels list")
        if options["adapter"] and options["adapter"] not in channel.adapters:
            raise CommandError(f"{options['channel']} is read by {', '.join(channel.adapters)}")
        names = [options["adapter"]] if options["adapter"] else channel.adapters
        return [contract.Account(id=0, channel=channel.code, code="feed", adapter=name, values={}) for name in names]

    def _accept(self, account: contract.Account, pieces: list[Piece]) -> None:
        receiving.keep(account, pieces)
        for piece in pieces:
            row = Arrival.objects.get(account=account.id, external_id=receiving.kept_id(piece.external_id))
            if row.state == "waiting":
                processing.deal(account, row)
            row.refresh_from_db()
            code = row.report.code if row.report else ""
            self.stderr.write(f"{row.get_state_display()}: {row.outcome or row.error} {code}".rstrip())


def _native(data: bytes) -> bytes:
    """Return a payload as the platform sent it: a form may be recorded as JSON, its fields under `form`."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return data
    form = told.get("form") if isinstance(told, dict) and "urlencoded" in str(told.get("content_type")) else None
    return urlencode(form).encode() if isinstance(form, dict) else data


def _pieces(account: contract.Account, data: bytes) -> list[Piece]:
    """Return what a payload is cut into; what is no call of the platform is one piece, as a poll would have kept it."""
    call = contract.Call("POST", "", {}, {"content-type": _kind(data)}, data)
    try:
        return list(registry.adapter(account.adapter).split(account, call))
    except Malformed:
        return [Piece(f"feed:{crypto.fingerprint(data).hex()[:32]}", data)]


def _kind(data: bytes) -> str:
    return "application/json" if data.lstrip()[:1] in (b"{", b"[") else "application/x-www-form-urlencoded"


def _shown(heard: Heard) -> dict[str, Any]:
    said = heard.said if isinstance(heard, Partial) else heard
    told = _plain(said)
    if isinstance(said, Said):
        told["inbound"] = _plain(_inbound(said))
    return {type(heard).__name__.lower(): told}


def _inbound(said: Said) -> InboundReport:
    """Return the report that the dialogue would make of what was said, were nothing known before."""
    from tanggap.channels.talk import engine
    from tanggap.channels.talk.turns import File

    turn = engine.hear(None, dataclasses.replace(said, may_ask=False), now=clock.now(), language="id", current=None)
    act = turn.act if isinstance(turn.act, File) else File(said.text)
    return InboundReport(
        channel="", text=act.text, lon=act.lon, lat=act.lat, area=act.area, address=act.address, category=act.category
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Attachment):
        return {"name": value.name, "mime": value.mime, "ref": value.ref, "bytes": len(value.data or b"")}
    if isinstance(value, Reporter):
        return {"name": bool(value.name), "email": bool(value.email), "phone": bool(value.phone)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def _of_channel(channel: queries.ChannelHealth) -> dict[str, Any]:
    return {
        "channel": channel.code,
        "is_own": channel.is_own,
        "accounts": [
            {
                "account": one.code, "adapter": one.adapter, "level": one.verdict.level.value, "rule": one.verdict.key,
                "waiting": one.pulse.waiting, "dead": one.pulse.dead, "unsent": one.pulse.unsent, "lag_seconds": one.lag_seconds,
            }
            for one in channel.accounts
        ],
    }  # fmt: skip
