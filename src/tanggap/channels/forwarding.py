"""Reports that are another city's or agency's go there, and what becomes of them comes back as that partner's word.

Whoever refers a report to a body of the pack that an account reaches has it forwarded. Only what everybody may read goes: the screened
words, the place as everybody sees it, a public photo's address and the public page; of the reporter nothing, ever. A hand-over is worded
when it goes, marked right before the system is spoken to, and never repeated where nobody knows whether it was taken (docs/adr/0022):
then the system is asked by the hand-over's own key, and a person reads in the report's history what is known.
"""

import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.catalog.bodies import body as body_of
from tanggap.channels import accounts, pulse, registry
from tanggap.channels.contract import Account, Forwarding, Handed, Later, Malformed, Placed, Refused, Seen
from tanggap.channels.models import Account as AccountRow
from tanggap.channels.models_forward import Forward
from tanggap.channels.words import PostingState
from tanggap.core import clock, crypto
from tanggap.core.cursors import UNREACHABLE, Consumer
from tanggap.core.words import say
from tanggap.feedback import partners
from tanggap.places.city import city
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.queries.public import requests as public
from tanggap.reports.words import State

log = logging.getLogger(__name__)

NAME = "forwarding"
DOOR = "reports.refer"
AT_ONCE = 20
TAKEN_FOR = timedelta(minutes=5)
MOST_TRIES = 9
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=8)
FIRST_LOOK, LONGEST_LOOK = timedelta(minutes=5), timedelta(hours=24)
FOLLOWED_FOR = timedelta(days=180)
MOST_LOOKS_UNSURE = 6


# --- what is to be forwarded --------------------------------------------------------------------------------------


def apply(facts: Sequence[Fact]) -> None:
    """Note each report that was just referred to a body which an account reaches; one referred before there was the account is not sent."""
    referred = [fact for fact in facts if fact.kind == DOOR]
    reached = _reached() if referred else {}
    rows = []
    for fact in referred:
        account = reached.get(str(fact.payload.get("body", "")))
        if account is not None and fact.at >= account.made_at:
            rows.append(
                Forward(account=account, report_id=fact.report, event=fact.id, next_at=fact.at, made_at=clock.now())
            )
    Forward.objects.bulk_create(rows, ignore_conflicts=True)


def clear() -> None:
    """Keep everything: what was handed over is there, and reading the log anew hands nothing over twice."""


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _reached() -> dict[str, AccountRow]:
    """Return the accounts that take reports on, by the name of their body as histories write it."""
    known = [
        (account, forwarding) for account in accounts.active() if (forwarding := registry.forwarding(account.adapter))
    ]
    rows = AccountRow.objects.in_bulk([account.id for account, _adapter in known])
    found = {}
    for account, adapter in known:
        body = body_of(adapter.body(account))
        if body is not None and account.id in rows:
            found[say(body.name, city().languages[0])] = rows[account.id]
    return found


# --- handing over, and following ----------------------------------------------------------------------------------


def due() -> list[Account]:
    """Return the accounts with something to hand over or to ask after now. One statement, by the index of what is due."""
    found = Forward.objects.filter(next_at__lte=clock.now()).values_list("account", flat=True).distinct()
    resting = (
        set(AccountRow.objects.filter(resumes_at__gt=clock.now()).values_list("pk", flat=True)) if found else set()
    )
    return [account for one in found if one not in resting and (account := accounts.by_id(one))]


def work(account: Account) -> int:
    """Deal with what is due at an account, at most `AT_ONCE`; return how many. A system that does not answer rests a while."""
    adapter = registry.forwarding(account.adapter)
    dealt = 0
    while adapter is not None and dealt < AT_ONCE and (row := _take(account)) is not None:
        dealt += 1
        try:
            _deal(account, adapter, row)
            pulse.works(account.id)
        except Later as later:
            _postpone(row, str(later), later.seconds)
            pulse.fails(account.id, str(later))
            return 0
    return dealt


def _take(account: Account) -> Forward | None:
    """Return what is due first, taken for a while; what was being sent when its worker died is marked as unsure."""
    now = clock.now()
    with transaction.atomic():
        rows = Forward.objects.select_for_update(skip_locked=True, of=("self",)).select_related("report")
        row = rows.filter(account=account.id, next_at__lte=now).order_by("next_at", "id").first()
        if row is None:
            return None
        if row.state == PostingState.SENDING:
            row.state = PostingState.UNSURE
        row.tries += row.state == PostingState.WAITING
        row.next_at = now + TAKEN_FOR
        row.save(update_fields=["state", "tries", "next_at"])
        return row


def _deal(account: Account, adapter: Forwarding, row: Forward) -> None:
    if row.state == PostingState.WAITING:
        _hand_over(account, adapter, row)
    elif row.state == PostingState.UNSURE:
        _ask_whether(account, adapter, row)
    elif not row.remote:
        _ask_for_id(account, adapter, row)
    else:
        _look(account, adapter, row)


def _hand_over(account: Account, adapter: Forwarding, row: Forward) -> None:
    """Hand a report over. Raises Later; whatever else happens is written down, and in the report's history."""
    handed = _handed(row)
    if handed is None:
        _end(row, PostingState.RESTING, "it is not public, or no longer referred")
        return
    with override(city().languages[0]):
        if not Forward.objects.filter(pk=row.pk, state=PostingState.WAITING, tries=row.tries).update(
            state=PostingState.SENDING
        ):
            return
        try:
            placed = adapter.forward(account, handed)
        except Later:
            Forward.objects.filter(pk=row.pk, state=PostingState.SENDING).update(state=PostingState.WAITING)
            raise
        except Refused as refused:
            _end(row, PostingState.FAILED, str(refused))
            _tell(account, row, _("It was not taken on there: %(why)s") % {"why": refused})
        except UNREACHABLE:
            raise
        except Exception as error:
            log.error(
                "a report may have been handed over by %s/%s: %s", account.channel, account.code, type(error).__name__
            )
            _is_unsure(account, row, type(error).__name__)
        else:
            _is_placed(account, row, placed)


def _handed(row: Forward) -> Handed | None:
    """Return what goes: what everybody may read now. None for a report that is hidden, or was taken back by an appeal."""
    found = next(iter(public.requested([row.report.code])), None)
    if found is None or found.state != State.REFERRED:
        return None
    return Handed(
        key=key_of(row),
        code=found.code,
        category=found.category or "",
        text=found.text,
        address=found.address,
        link=f"{settings.PUBLIC_URL}/laporan/{found.code}/",
        lon=found.lon,
        lat=found.lat,
        media=f"{settings.PUBLIC_URL}/foto/{found.cover}/shown.jpg" if found.cover else "",
    )


def key_of(row: Forward) -> str:
    """Return what a system knows a hand-over by, the same at every try and of no use to anybody else."""
    return crypto.blind_index("forward", str(row.pk)).hex()[:32]


def _is_placed(account: Account, row: Forward, placed: Placed) -> None:
    now = clock.now()
    Forward.objects.filter(pk=row.pk).update(
        state=PostingState.SENT,
        remote=placed.remote[:200],
        token=placed.token[:200],
        error="",
        looks=0,
        sent_at=now,
        next_at=now + FIRST_LOOK,
    )
    if placed.remote:
        _tell(account, row, _("It was taken on there as %(id)s.") % {"id": placed.remote[:200]})


def _is_unsure(account: Account, row: Forward, why: str) -> None:
    """Write down that nobody knows, and ask later by the key of the hand-over; it is not sent again."""
    at = clock.now() + FIRST_LOOK
    Forward.objects.filter(pk=row.pk).update(state=PostingState.UNSURE, error=why[:300], next_at=at)
    pulse.fails(account.id, why)
    _tell(account, row, _("It is not known whether it was taken on there. It is not sent again: ask them."))


def _ask_whether(account: Account, adapter: Forwarding, row: Forward) -> None:
    """Ask by our own key for a hand-over whose answer was lost: a system that keeps keys knows, any other stays silent."""
    try:
        remote = adapter.find(account, key_of(row))
    except (Refused, Malformed):
        remote = ""
    if remote:
        _is_placed(account, row, Placed(remote))
    else:
        _look_again(row, most=MOST_LOOKS_UNSURE)


def _ask_for_id(account: Account, adapter: Forwarding, row: Forward) -> None:
    try:
        remote = adapter.find(account, row.token)
    except (Refused, Malformed):
        remote = ""
    if not remote:
        _look_again(row)
        return
    Forward.objects.filter(pk=row.pk).update(remote=remote[:200], looks=0, next_at=clock.now() + FIRST_LOOK)
    _tell(account, row, _("It was taken on there as %(id)s.") % {"id": remote[:200]})


def _look(account: Account, adapter: Forwarding, row: Forward) -> None:
    try:
        seen = adapter.look(account, row.remote)
    except (Refused, Malformed) as error:
        Forward.objects.filter(pk=row.pk).update(error=str(error)[:300])
        _look_again(row)
        return
    told = _told(seen)
    if told == row.told:
        _look_again(row)
        return
    word = partners.Word(_partner(account), text=seen.notes, status=seen.status, said_at=seen.at)
    with transaction.atomic():
        partners.hear(code=row.report.code, word=word, rule=_only_recorded)
        Forward.objects.filter(pk=row.pk).update(told=told, error="", looks=0, next_at=_next_look(row, 0, seen.is_over))


def _told(seen: Seen) -> str:
    return f"{seen.status[:40]} {crypto.fingerprint(seen.notes.encode('utf-8', 'replace')).hex()[:24]}"


def _look_again(row: Forward, *, most: int = 1000) -> None:
    """Ask again later, each time after a longer while; no more after `most` times, or half a year."""
    looks = row.looks + 1
    at = _next_look(row, looks, is_over=row.told.startswith("closed")) if looks < most else None
    Forward.objects.filter(pk=row.pk).update(looks=looks, next_at=at)


def _next_look(row: Forward, looks: int, is_over: bool) -> datetime | None:
    now = clock.now()
    if now - row.made_at > FOLLOWED_FOR:
        return None
    pause = LONGEST_LOOK if is_over else min(FIRST_LOOK * 2 ** min(looks, 12), LONGEST_LOOK)
    return now + pause * random.uniform(1.0, 1.2)  # noqa: S311  spread, no secret


def _postpone(row: Forward, words: str, seconds: float | None) -> None:
    """Let a row wait for its next try; a hand-over that was tried often enough has failed."""
    if row.state == PostingState.WAITING and row.tries >= MOST_TRIES:
        _end(row, PostingState.FAILED, f"given up after {MOST_TRIES} tries: {words}")
        return
    pause = min(FIRST_PAUSE * 3 ** max(row.tries - 1, 0), LONGEST_PAUSE)
    pause = max(pause, timedelta(seconds=min(seconds or 0, LONGEST_PAUSE.total_seconds())))
    spread = random.uniform(1.0, 1.5)  # noqa: S311  jitter, no secret
    Forward.objects.filter(pk=row.pk).update(next_at=clock.now() + pause * spread, error=words[:300])


def _end(row: Forward, state: str, why: str) -> None:
    Forward.objects.filter(pk=row.pk).update(state=state, error=why[:300], next_at=None)


def _tell(account: Account, row: Forward, words: str) -> None:
    """Write what became of a hand-over into the report's history, for its unit."""
    partners.hear(code=row.report.code, word=partners.Word(_partner(account), text=words), rule=_only_recorded)


def _only_recorded(_state: str) -> str:
    """Return the one act of a system to which a report was referred: its word is written down and moves nothing here."""
    return partners.RECORD


def _partner(account: Account) -> str:
    adapter = registry.forwarding(account.adapter)
    found = body_of(adapter.body(account)) if adapter else None
    return say(found.name, city().languages[0]) if found else account.code
