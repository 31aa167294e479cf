"""Witnesses (c2sp.org/tlog-witness): who signs for us that our log only grew, and for which logs of others we sign it.

    named()                        the witnesses of TANGGAP_WITNESSES
    tell(witness)                  have the newest head cosigned by one; Telling does it again and again, in the worker
    add · forget · watched         the logs of others that an operator named
    cosign(body)                   one request of such a log: our line, or why not

A witness keeps of each log the newest head that it signed and signs only what continues it, so that nobody can be shown another history.
As a witness we have a name and a key of our own, drawn from the log's key: one key never says two things.
"""

import base64
import binascii
import hmac
import logging
import math
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, wire
from tanggap.core.cursors import UNREACHABLE
from tanggap.core.parts import Part
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.ledger import queries, storing, tree
from tanggap.ledger.models import Cosignature, Epoch, Watched
from tanggap.ledger.notes import ED25519, Checkpoint, Forged, Malformed, Note, Signer, Verifier

log = logging.getLogger(__name__)

MOST_BYTES = 256_000
MOST_HASHES = 63
SIZE_KIND = "text/x.tlog.size"
TIMEOUT_SECONDS = 10.0
LOOK_SECONDS = 3.0
AGAIN_SECONDS, MOST_AGAIN_SECONDS = 30.0, 1800.0
STALE = timedelta(hours=1)  # a cosignature of a head that is still the newest is asked for anew
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


# --- our witnesses ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signs for us: the key, and the address below which `add-checkpoint` is."""

    verifier: Verifier
    url: str


class Unwilling(Exception):
    """A witness did not cosign. Its words say why; `knows` is the size of the log that it says it saw, when that is more than we have."""

    def __init__(self, words: str, *, knows: int | None = None) -> None:
        super().__init__(words)
        self.knows = knows


def named() -> list[Witness]:
    """Return the witnesses that the environment names. Raises Malformed for what is no key with its address."""
    found = []
    for one in filter(None, map(str.strip, settings.LEDGER_WITNESSES.split(","))):
        vkey, _, url = one.partition(" ")
        if not url.strip():
            raise Malformed(
                "TANGGAP_WITNESSES names a key without an address: `<verifier key> <https address>`, with commas between"
            )
        found.append(Witness(Verifier.parse(vkey).cosigner(), url.strip().rstrip("/")))
    return found


def tell(witness: Witness) -> int | None:
    """Have the newest head cosigned by a witness and keep its line; return the head's size, None when there is nothing to do.

    Raises Unwilling, and what `core.wire` raises. Nothing is locked while the witness is asked.
    """
    epoch = storing.newest()
    head = next(iter(queries.heads(1)), None)
    if epoch is None or head is None or head.epoch != epoch.number:
        return None
    mine = Cosignature.objects.filter(epoch=epoch, name=witness.verifier.name)
    last = mine.order_by("-size").first()
    if last is not None and last.size == head.size and clock.now() - last.at < STALE:
        return None
    note = Note.parse(head.note)
    note = Note(note.text, tuple(note.by(Verifier.parse(epoch.verifier))))
    old = last.size if last else 0
    for _attempt in range(2):
        got = _asked(witness, epoch, old, head.size, note)
        if got.status != 409 or not got.headers.get("content-type", "").startswith(SIZE_KIND):
            break
        old = _size_in(got.body)
        if old > head.size:
            raise Unwilling(f"it has seen {old} leaves of this log, of which {head.size} are here", knows=old)
    if got.status != 200:
        raise Unwilling(f"it answered {got.status}: {got.body[:120].decode('utf-8', 'replace').strip()}")
    _keep(epoch, head.size, note, witness, got.body)
    return head.size


def _asked(witness: Witness, epoch: Epoch, old: int, size: int, note: Note) -> wire.Got:
    proof: list[bytes] = []
    if 0 < old < size:
        known = storing.subtrees(epoch.number, tree.consistency_nodes(old, size), size=size)
        proof = tree.consistency(old, size, known.__getitem__)
    lines = "".join(f"{base64.b64encode(hashed).decode()}\n" for hashed in proof)
    url = f"{witness.url}/add-checkpoint"
    return wire.call(
        "POST", url, hosts=[wire.host_of(url)], headers={"Content-Type": "text/plain; charset=utf-8"},
        body=f"old {old}\n{lines}\n{note}".encode(), timeout=TIMEOUT_SECONDS, most_bytes=MOST_BYTES, is_repeatable=True,
    )  # fmt: skip


def _size_in(body: bytes) -> int:
    words = body.decode("ascii", "replace")
    if not re.fullmatch(r"(0|[1-9][0-9]{0,18})\n", words):
        raise Unwilling("it answered 409 without the size that it knows")
    return int(words)


def _keep(epoch: Epoch, size: int, note: Note, witness: Witness, body: bytes) -> None:
    """Keep the lines of an answer that are by the witness's key and hold. Raises Unwilling when none does."""
    try:
        told = note.with_lines(body.decode().splitlines())
        times = told.times(witness.verifier)
    except (Malformed, Forged, UnicodeDecodeError) as error:
        raise Unwilling(f"its answer is no cosignature: {error}") from error
    if not times:
        raise Unwilling("its answer has no cosignature by the key that we know of it")
    now = clock.now()
    line = told.by(witness.verifier)[-1].line
    Cosignature.objects.bulk_create(
        [Cosignature(epoch=epoch, size=size, name=witness.verifier.name, line=line, at=now)],
        update_conflicts=True, unique_fields=["epoch", "size", "name"], update_fields=["line", "at"],
    )  # fmt: skip


class Telling(Part):
    """Tells the witnesses of new heads until asked to stop, in the worker. One that fails is left alone for longer and longer."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(
            "telling the witnesses", stop, hung_after=math.inf
        )  # witnesses that do not answer are no fault of the worker's
        self._again: dict[str, tuple[float, float]] = {}  # witness: when it is asked again, and how long that was
        self._said: dict[str, str] = {}

    def run(self) -> None:
        """Look at each witness in turn; what one of them does holds up neither the signing nor the others for longer than its time."""
        try:
            witnesses = named()
        except Malformed as error:
            log.error("no witness is told of heads: %s", error)
            witnesses = []
        while not self._stop_asked.wait(LOOK_SECONDS):
            self.looked_at = time.monotonic()
            connection.close_if_unusable_or_obsolete()
            for witness in witnesses:
                if not self._stop_asked.is_set():
                    self.once(witness)
        connection.close()

    def once(self, witness: Witness) -> None:
        """Tell one witness, unless it failed a moment ago."""
        name = witness.verifier.name
        again_at, waited = self._again.get(name, (0.0, 0.0))
        if time.monotonic() < again_at:
            return
        try:
            tell(witness)
            self._again.pop(name, None)
            if self._said.pop(name, ""):
                log.info("the witness %s cosigns again", name)
        except UNREACHABLE:
            with suppress(Exception):
                connection.close()
        except Exception as error:
            wait = min(MOST_AGAIN_SECONDS, max(AGAIN_SECONDS, waited * 2))
            self._again[name] = (time.monotonic() + wait, wait)
            if self._said.get(name) != str(error):
                log.warning("the witness %s did not cosign: %s", name, error)
            self._said[name] = str(error)


# --- as a witness of others ---------------------------------------------------------------------------------------


class NoLog(NotFound):
    """The log is none that an operator named here."""


class Declined(Refusal):
    """A request that gets no cosignature: the status and the body that c2sp.org/tlog-witness asks for."""

    message = _("This is not cosigned.")

    def __init__(self, status: int, body: str = "", kind: str = "text/plain; charset=utf-8") -> None:
        super().__init__()
        self.status = status
        self.body = f"{body}\n" if body else ""
        self.kind = kind


@dataclass(frozen=True, slots=True)
class WatchedLog:
    """A log of others that we sign for, and how much of it we saw. `is_forked`: its key signed two heads of one size; both are kept."""

    origin: str
    vkey: str
    size: int
    root: bytes
    because: str
    is_forked: bool


def witness() -> Signer:
    """Return who signs as a witness here: a name and a key of its own."""
    return Signer(f"{settings.LEDGER_ORIGIN}/witness", hmac.digest(settings.LEDGER_KEY, b"tanggap witness", "sha256"))


def add(*, vkey: str, because: str) -> WatchedLog:
    """Sign from now on for another log, named by its verifier key. What is known of it from before stays. Raises Invalid."""
    try:
        verifier = Verifier.parse(vkey)
    except Malformed:
        raise Invalid({"vkey": _("This is no verifier key of a log.")}) from None
    if verifier.kind != ED25519:
        raise Invalid({"vkey": _("This is the key of a witness, not of a log.")})
    if not because.strip():
        raise Invalid({"because": _("Say why, and who runs that log.")})
    row, is_new = Watched.objects.get_or_create(
        origin=verifier.name,
        defaults={"verifier": verifier.vkey, "root": tree.EMPTY, "because": because.strip(), "added_at": clock.now()},
    )
    if row.verifier != verifier.vkey:
        raise Invalid(
            {"vkey": _("This log is known here by another key. A log that changes its key takes another name.")}
        )
    if not is_new:
        Watched.objects.filter(origin=row.origin).update(ended_at=None, because=because.strip())
    return next(one for one in watched() if one.origin == verifier.name)


def forget(*, origin: str) -> None:
    """Sign for a log no more. What was seen of it stays: naming it again goes on from there. Raises NoLog."""
    if not Watched.objects.filter(origin=origin, ended_at=None).update(ended_at=clock.now()):
        raise NoLog


def watched() -> list[WatchedLog]:
    """Return the logs of others that we sign for. One statement."""
    rows = Watched.objects.filter(ended_at=None).order_by("origin")
    return [
        WatchedLog(row.origin, row.verifier, row.size, bytes(row.root), row.because, bool(row.forked)) for row in rows
    ]


def cosign(body: bytes) -> str:
    """Return our line for the checkpoint in a request of a log; it is written down before. Raises Declined."""
    old, proof, note, head = _parsed(body)
    with transaction.atomic():
        row = Watched.objects.select_for_update().filter(origin=head.origin, ended_at=None).first()
        if row is None:
            raise Declined(404, "this log is not known here")
        try:
            note.must_be_by(Verifier.parse(row.verifier))
        except (Malformed, Forged):
            raise Declined(403, "the checkpoint is not signed by the log's key") from None
        is_fork = head.size == row.size and head.root != bytes(row.root)
        if not is_fork:
            _must_continue(row, old, proof, head)
            row.size, row.root, row.note, row.seen_at = head.size, head.root, str(note), clock.now()
            row.save(update_fields=["size", "root", "note", "seen_at"])
        elif not row.forked:
            log.error(
                "the log %s has two heads of %d leaves: both are kept (`tanggap ledger witness list`)",
                head.origin,
                head.size,
            )
            row.forked = str(note)
            row.save(update_fields=["forked"])
    if is_fork:
        raise Declined(409, str(head.size), SIZE_KIND)
    return witness().cosign(note.text, at=int(clock.now().timestamp()))


def _must_continue(row: Watched, old: int, proof: list[bytes], head: Checkpoint) -> None:
    """Raises Declined unless the head continues the one that we signed last."""
    if old != row.size:
        raise Declined(409, str(row.size), SIZE_KIND)
    if old == 0:
        holds = not proof and (head.size > 0 or head.root == tree.EMPTY)
    else:
        holds = tree.verify_consistency(
            old=old, new=head.size, old_head=bytes(row.root), new_head=head.root, proof=proof
        )
    if not holds:
        raise Declined(422, "the proof does not hold")


def _parsed(body: bytes) -> tuple[int, list[bytes], Note, Checkpoint]:
    """Return old size, proof, note and head of a request. Raises Declined."""
    try:
        asked, gap, rest = body.decode().partition("\n\n")
        first, *lines = asked.split("\n")
        size = _OLD.fullmatch(first)
        if len(body) > MOST_BYTES or not gap or size is None or len(lines) > MOST_HASHES:
            raise Malformed("this is no request")
        proof = [base64.b64decode(line, validate=True) for line in lines]
        note = Note.parse(rest)
        head = Checkpoint.parse(note.text)
        if any(len(hashed) != tree.HASH_BYTES for hashed in proof) or int(size[1]) > head.size:
            raise Malformed("a hash or a size is none")
    except (Malformed, UnicodeDecodeError, binascii.Error):
        raise Declined(400, "this is no old size, proof and checkpoint") from None
    return int(size[1]), proof, note, head
