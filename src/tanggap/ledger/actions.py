"""What a person does to the log: begin a new one, when an honest restore lost what the one before had signed."""

from contextlib import suppress

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.cursors import START
from tanggap.core.models import Cursor, Parked
from tanggap.core.refusal import Invalid, Refusal
from tanggap.ledger import memory, queries, sealing, signing, storing
from tanggap.ledger.consumer import CONSUMER
from tanggap.ledger.models import Epoch, Head
from tanggap.ledger.notes import Forged, Malformed, Verifier, opened
from tanggap.ledger.recomputing import Halt

MOST_WORDS = 500


class StandsWell(Refusal):
    """A new log is begun only where the old one cannot go on: whoever may do it at will can hide what it holds."""

    message = _("The log stands well and goes on. A new one is begun only when it cannot be signed any more.")


class NotBegun(Refusal):
    """There is no log yet."""

    message = _("The log has not begun yet.")


def reopen(because: str, *, known: str = "") -> Epoch:
    """Begin a new log, whose first entry tells why and names the last head known before; all events are put into it anew by the worker.

    The old one stays as it is. `because` is published. `known` is the note of the last head, where somebody else kept it (a witness, a
    citizen); else it is what the data folder remembers, or the database holds. The log is looked at once more before: raises StandsWell,
    NotBegun, Invalid.
    """
    because = " ".join(because.split())
    if not because or len(because) > MOST_WORDS:
        raise Invalid(
            {"because": _("Say why in at most %(most)d characters; everybody can read it.") % {"most": MOST_WORDS}}
        )
    signing.look()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [signing.LOCK])
        old = storing.newest()
        if old is None:
            raise NotBegun
        if queries.standing().trouble in {"", queries.SILENT}:
            raise StandsWell
        Cursor.objects.bulk_create([Cursor(name=CONSUMER.name)], ignore_conflicts=True)
        Cursor.objects.select_for_update().get(name=CONSUMER.name)
        made = _epoch(old, because, _checked(known, old) if known else _known(old))
        made.save(force_insert=True)
        told = {"because": because, "epoch": made.number, "known": made.known, "t": int(made.opened_at.timestamp())}
        storing.append(made.number, [storing.Entry(None, sealing.canonical(told))])
        Cursor.objects.filter(name=CONSUMER.name).update(tx=START.tx, event=START.event, rebuild_to=None)
        Parked.objects.filter(name=CONSUMER.name).delete()
    memory.set_aside(old.number)
    queries.forget_head()
    return made


def _epoch(old: Epoch, because: str, known: str) -> Epoch:
    """Return the unsaved next log. Its number is none that the data folder remembers: the database may have forgotten one."""
    base = Epoch.objects.earliest("number").origin
    number = max(old.number, *(_number(note, base) for note in (known, _known(old)))) + 1
    made = Epoch(number=number, origin=f"{base}/{number}", because=because, known=known, opened_at=clock.now())
    made.verifier = storing.signer(made).verifier.vkey
    return made


def _number(known: str, base: str) -> int:
    """Return which of our logs a note is of, 0 for another's."""
    number = known.partition("\n")[0].removeprefix(f"{base}/")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def _checked(known: str, old: Epoch) -> str:
    """Return a note that somebody kept of the old log. Raises Invalid unless the old log's key signed it."""
    try:
        told = opened(known, Verifier.parse(old.verifier))
    except (Malformed, Forged):
        told = None
    if told is None or told.origin != old.origin:
        raise Invalid({"known": _("This is no head that this log signed.")})
    return known


def _known(old: Epoch) -> str:
    """Return the last head that is known of a log: what the data folder remembers, else what the database holds."""
    with suppress(Halt):
        remembered = memory.note()
        if remembered is not None and memory.origin(remembered):
            return remembered
    return Head.objects.filter(epoch=old).order_by("-size").values_list("note", flat=True).first() or ""
