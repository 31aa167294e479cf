"""How much of what happened the public log proves: leaves under a signed head, and under one that others cosigned."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tanggap.core.shelf import Shelf
from tanggap.evaluation.sources.said import Said, share
from tanggap.insight.statistics import Selection
from tanggap.ledger import queries

HEADS = 200
_HERE = "here"


@dataclass(frozen=True, slots=True)
class Log:
    """The log now: `events` that belong into it, of these under the last `signed` head and under the last one `cosigned` by others.

    `heads` of the last `HEADS` were looked at, `cosigned_heads` of these have a signature of others. `reason` says why it is not signed.
    """

    events: int
    signed: int
    cosigned: int
    heads: int
    cosigned_heads: int
    witnesses: tuple[str, ...]
    signed_at: datetime | None
    checked_whole_at: datetime | None
    is_well: bool
    reason: str


def proofs(_selection: Selection) -> Said:
    """Return the share of the events that a signed head covers now. No statement while the log was looked at in the last half minute."""
    found = now()
    return share(found.signed, found.events, reason=_("The public log has not begun yet."))


def witnessed(_selection: Selection) -> Said:
    """Return the share of the events that a head covers now which somebody else signed, too."""
    found = now()
    if found.events and not found.witnesses:
        return Said(None, found.events, reason=_("Nobody else signs the heads of the log yet."))
    return share(found.cosigned, found.events, reason=_("The public log has not begun yet."))


def now() -> Log:
    """Return how the log stands; six statements, but for half a minute none."""
    return _shelf.all()[_HERE]


def _load() -> dict[str, Log]:
    stands, heads = queries.standing(), queries.heads(HEADS)
    current = [head for head in heads if head.epoch == heads[0].epoch]
    cosigned = [head for head in current if head.cosigned_by]
    told = Log(
        events=stands.size + stands.waiting,
        signed=stands.signed,
        cosigned=max((head.size for head in cosigned), default=0),
        heads=len(current),
        cosigned_heads=len(cosigned),
        witnesses=tuple(sorted({name for head in cosigned for name in head.cosigned_by})),
        signed_at=stands.signed_at,
        checked_whole_at=stands.checked_whole_at,
        is_well=stands.is_well,
        reason=str(stands.reason),
    )
    return {_HERE: told}


_shelf: Shelf[str, Log] = Shelf(_load)
