"""Who talks with an account: one thread a person, found by a keyed hash, with what the dialogue has understood so far."""

from datetime import datetime
from typing import Any

from tanggap.channels.contract import Account, Said
from tanggap.channels.models import Kept, Thread
from tanggap.channels.talk.turns import Current, Draft
from tanggap.core import crypto
from tanggap.feedback import queries as feedback
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.words import State


def of_peer(account: Account, said: Said, *, arrival: int, now: datetime) -> Thread:
    """Return the thread of who spoke, made when it is new, locked by this transaction; of nobody known, one for this `arrival` alone."""
    index = index_of(account.id, said.sender.strip() or f"nobody of {arrival}")
    known = {"sender": said.sender, "name": said.name[:120]}
    sealed = crypto.seal(known, context=_context(account.id, index))
    return Thread.objects.raw(_UPSERT, [account.id, index, sealed, now])[0]


_UPSERT = """
INSERT INTO channels_thread (account_id, peer_index, sealed, language, is_muted, touched_at) VALUES (%s, %s, %s, '', false, %s)
ON CONFLICT (account_id, peer_index) DO UPDATE SET touched_at = EXCLUDED.touched_at RETURNING *
"""


def index_of(account: int, sender: str) -> bytes:
    """Return the keyed hash by which the thread of a person with an account is found."""
    return crypto.blind_index(f"peer:{account}", sender.strip().lower())


def peer_of(thread: Thread) -> dict[str, Any]:
    """Return who talks in a thread: `sender` and `name`. For an adapter's hands alone."""
    opened: dict[str, Any] = crypto.unseal(
        bytes(thread.sealed), context=_context(thread.account_id, bytes(thread.peer_index))
    )
    return opened


def draft_of(thread: Thread) -> Draft | None:
    """Return what the dialogue has understood so far; None when nothing is begun, or what was kept is of another age."""
    if thread.draft is None:
        return None
    try:
        return Draft.from_json(crypto.unseal(bytes(thread.draft), context=f"draft:{thread.pk}"))
    except (KeyError, TypeError, ValueError, crypto.Unreadable):
        return None


def keep_draft(thread: Thread, draft: Draft | None, *, now: datetime) -> None:
    """Keep what the dialogue has understood; with none, the files that were kept for it go."""
    was_begun = thread.draft is not None
    thread.draft = None if draft is None else crypto.seal(draft.as_json(), context=f"draft:{thread.pk}")
    thread.touched_at = now
    if draft is None and was_begun:
        Kept.objects.filter(arrival__thread=thread).delete()


def current(report: Report, *, now: datetime) -> Current | None:
    """Return the report that words are about, as far as its reporter may act on it; None when it lives no more."""
    if report.state == State.ARCHIVED:
        return None
    acts = feedback.acts(report, now=now)
    return Current(
        code=report.code,
        state=report.state,
        is_asked=acts.can_answer,
        may_rate=acts.can_rate,
        may_reopen=acts.can_dispute,
        may_object=feedback.can_object(report, now=now),
        area=report.area_id,
        category=report.category_id,
    )


def language_of(thread: Thread) -> str:
    """Return the language of a thread, the city's first until another one was noticed."""
    return thread.language if thread.language in city().languages else city().languages[0]


def _context(account: int, index: bytes) -> str:
    return f"peer:{account}:{index.hex()}"
