"""What is to be said goes out: by the account that reaches its reader, outside any transaction, and never twice.

A posting waits, is taken for a while (its next try lies behind the end of that while), is worded, and is marked as being sent right
before the platform is spoken to. Who is killed before that mark has said nothing, and it is tried again; who is killed behind it may have,
and the posting becomes UNSURE: a person sees it, nobody is written to twice (docs/adr/0022).
"""

import logging
import random
import re
from datetime import datetime, timedelta

from django.db import transaction

from tanggap.channels import accounts, outgoing, pulse, registry, threads
from tanggap.channels.contract import Account, Delivered, Gone, Later, Refused, Sent
from tanggap.channels.models import Posting, Thread
from tanggap.channels.words import PostingState
from tanggap.core import clock
from tanggap.core.buckets import Buckets
from tanggap.core.cursors import UNREACHABLE
from tanggap.intake.actions import handle_index
from tanggap.notify import dispatch
from tanggap.notify.addresses import Address
from tanggap.notify.dispatch import Ready
from tanggap.notify.letters import Unsent
from tanggap.notify.words import Delivery, Way

log = logging.getLogger(__name__)

BATCH = 200
AT_ONCE = 20
TAKEN_FOR = timedelta(minutes=5)
MOST_TRIES = 9  # with the pauses below about a day and a half
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=8)
A_DOMAIN_A_MINUTE = 60
_OF_WAY = {Way.EMAIL: ("email",), Way.PHONE: ("sms", "whatsapp")}
_PERSONAL = re.compile(r"[^\s<>,;]{0,254}@[^\s<>,;]{0,254}|\+?\d[\d ().-]{5,40}\d")
_brakes = Buckets(A_DOMAIN_A_MINUTE)


# --- taking messages on -------------------------------------------------------------------------------------------


@transaction.atomic
def prepare(*, limit: int = BATCH) -> int:
    """Make a posting of each message that may go now and that an account can take; return how many messages were looked at.

    A message is taken on once, whatever happens: its posting is unique. What was being sent when a worker died is marked as UNSURE.
    """
    now = clock.now()
    _give_up_on_the_dead(now)
    ready, number = dispatch.judge(limit=limit, now=now)
    taken, left, rows = [], [], []
    for one in ready:
        found = _account_for(one)
        if found is None:
            left.append(one.message)
            continue
        account, address = found
        taken.append((one.message, address.way))
        rows.append(_posting(one, account, address, now))
    Posting.objects.bulk_create(rows, ignore_conflicts=True)
    dispatch.queued(taken)
    if left:
        dispatch.put_off(left)
    return number


def _account_for(one: Ready) -> tuple[Account, Address] | None:
    """Return the account by which a message goes, and where to: the first of its ways that the city has an account for."""
    for address in one.addresses:
        if address.way == Way.CHANNEL:
            account = accounts.find(address.channel, address.account)
        else:
            account = next(
                (each for name in _OF_WAY[Way(address.way)] for each in accounts.active() if each.adapter == name), None
            )
        if account is not None and "out" in registry.adapter(account.adapter).ways:
            return account, address
    return None


def _posting(one: Ready, account: Account, address: Address, now: datetime) -> Posting:
    return Posting(
        account_id=account.id,
        thread=_thread(account, address.to),
        message_id=one.message,
        kind=one.template,
        made_at=now,
        next_try_at=now,
    )


def _thread(account: Account, sender: str) -> Thread | None:
    return Thread.objects.filter(account=account.id, peer_index=threads.index_of(account.id, sender)).first()


def _give_up_on_the_dead(now: datetime) -> None:
    """Mark what was being sent when its worker died: nobody knows whether it was."""
    lost = Posting.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=PostingState.SENDING, next_try_at__lte=now
    )
    for posting in lost.order_by("id")[:BATCH]:
        _settle(posting, PostingState.UNSURE, "the worker died while it was being sent", at=now)


# --- sending ------------------------------------------------------------------------------------------------------


def due() -> list[Account]:
    """Return the accounts that have something to send now and do not rest. One statement, by the index of what waits."""
    now = clock.now()
    ids = set(
        Posting.objects.filter(state=PostingState.WAITING, next_try_at__lte=now)
        .exclude(account__resumes_at__gt=now)
        .values_list("account", flat=True)
        .distinct()
    )
    return [account for account in accounts.active() if account.id in ids]


def send_due(account: Account, limit: int = AT_ONCE) -> int:
    """Send what an account has to send now, at most `limit`, outside any transaction; return how many postings were dealt with.

    An account whose platform does not answer rests a while: 0 then ends the worker's round.
    """
    dealt = worked = 0
    for _turn in range(limit):
        posting = _take(account)
        if posting is None:
            break
        dealt += 1
        try:
            worked += _send(account, posting)
        except Later as later:
            _postpone(posting, str(later), later.seconds)
            if not worked:
                pulse.fails(account.id, str(later))
                return 0
    if worked:
        pulse.works(account.id)
        pulse.note(account.id, "sent_at")
    return dealt


def _take(account: Account) -> Posting | None:
    """Return the posting that waits longest, taken for a while: nobody else takes it meanwhile."""
    now = clock.now()
    with transaction.atomic():
        rows = Posting.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            account=account.id, state=PostingState.WAITING, next_try_at__lte=now
        )
        posting = rows.order_by("next_try_at", "id").first()
        if posting is not None:
            posting.tries += 1
            posting.next_try_at = now + TAKEN_FOR
            posting.save(update_fields=["tries", "next_try_at"])
        return posting


def _send(account: Account, posting: Posting) -> bool:
    """Word a posting and hand it to its platform; return whether that worked. Raises Later."""
    try:
        worded = (
            outgoing.notice(account, posting) if posting.message_id is not None else outgoing.reply(account, posting)
        )
    except UNREACHABLE:
        raise
    except Exception as error:
        log.error("a posting of %s/%s cannot be worded: %s", account.channel, account.code, type(error).__name__)
        _postpone(posting, type(error).__name__, None)
        return False
    if isinstance(worded, Unsent):
        _not_sent(posting, worded)
        return False
    if account.adapter == "email" and (wait := _brake(worded.to)):
        _wait(posting, clock.now() + timedelta(seconds=wait))
        return False
    if not _begin(posting):
        return False
    try:
        sent = registry.adapter(account.adapter).send(account, worded)
    except Later:
        Posting.objects.filter(pk=posting.pk, state=PostingState.SENDING).update(state=PostingState.WAITING)
        raise
    except Refused as refused:
        _refuse(posting, refused)
        return True
    except Exception as error:
        log.error("a posting of %s/%s may have been sent: %s", account.channel, account.code, type(error).__name__)
        _settle(posting, PostingState.UNSURE, type(error).__name__, at=clock.now())
        pulse.fails(account.id, type(error).__name__)
        return False
    _sent(posting, sent)
    return True


def _begin(posting: Posting) -> bool:
    """Mark a posting as being sent; return whether it is still this worker's to send."""
    rows = Posting.objects.filter(pk=posting.pk, state=PostingState.WAITING, tries=posting.tries)
    return rows.update(state=PostingState.SENDING, next_try_at=clock.now() + TAKEN_FOR) == 1


@transaction.atomic
def _sent(posting: Posting, sent: Sent) -> None:
    at = clock.now()
    Posting.objects.filter(pk=posting.pk, state=PostingState.SENDING).update(
        state=PostingState.SENT, provider_id=sent.provider_id[:300], error="", sent_at=at, told_at=at
    )
    if posting.message_id is not None:
        dispatch.note(posting.message_id, Delivery.SENT, at=at)


def _postpone(posting: Posting, words: str, seconds: float | None) -> None:
    """Let a posting wait for its next try, longer each time and not all at the same moment; after the last one it has failed."""
    if posting.tries >= MOST_TRIES:
        _settle(posting, PostingState.FAILED, f"given up after {MOST_TRIES} tries: {words}", at=clock.now())
        return
    pause = min(FIRST_PAUSE * 3 ** (posting.tries - 1), LONGEST_PAUSE)
    pause = max(pause, timedelta(seconds=min(seconds or 0, LONGEST_PAUSE.total_seconds())))
    spread = random.uniform(1.0, 1.5)  # noqa: S311  jitter, no secret
    rows = Posting.objects.filter(pk=posting.pk, state__in=[PostingState.WAITING, PostingState.SENDING])
    rows.update(state=PostingState.WAITING, next_try_at=clock.now() + pause * spread, error=_plain(words))


def _wait(posting: Posting, until: datetime) -> None:
    """Let a posting wait without counting a try."""
    Posting.objects.filter(pk=posting.pk, state=PostingState.WAITING).update(next_try_at=until, tries=posting.tries - 1)


@transaction.atomic
def _settle(posting: Posting, state: str, words: str, *, at: datetime) -> None:
    """Write down what became of a posting, and of the message that it carried."""
    Posting.objects.filter(pk=posting.pk).update(state=state, error=_plain(words), told_at=at)
    if posting.message_id is not None:
        dispatch.note(posting.message_id, state, at=at)


@transaction.atomic
def _refuse(posting: Posting, refused: Refused) -> None:
    at = clock.now()
    _settle(posting, PostingState.FAILED, str(refused), at=at)
    if refused.is_dead_address and (index := outgoing.index_of(posting)):
        dispatch.rest(index, reason=_plain(str(refused)), at=at)


@transaction.atomic
def _not_sent(posting: Posting, unsent: Unsent) -> None:
    """Follow what is true now: it waits for the end of the quiet hours, or it is not sent and its message says why."""
    if unsent.until is not None:
        _wait(posting, unsent.until)
        return
    if posting.message_id is not None:
        dispatch.note(posting.message_id, unsent.state, at=clock.now())
    if unsent.state == Delivery.RESTING or posting.message_id is None:
        Posting.objects.filter(pk=posting.pk).update(state=PostingState.RESTING, told_at=clock.now())
    else:
        Posting.objects.filter(pk=posting.pk).delete()


def _plain(words: str) -> str:
    """Return why something was not sent, as it may be kept: a mail server likes to name the person in its refusal."""
    return _PERSONAL.sub("…", words[:1000])[:300]


def _brake(to: str) -> float:
    """Return for how many seconds mail to this domain has to wait: a wrong list of addresses must not make us a bomb."""
    return _brakes.wait_seconds(to.rpartition("@")[2].lower(), now=clock.now().timestamp())


# --- what became of it --------------------------------------------------------------------------------------------


_RANKS = {
    PostingState.SENDING: 0, PostingState.UNSURE: 0, PostingState.WAITING: 0, PostingState.SENT: 1, PostingState.DELIVERED: 2,
    PostingState.READ: 3,
}  # fmt: skip


@transaction.atomic
def on_delivered(account: Account, delivered: Delivered) -> bool:
    """Write down what a platform tells of something that we sent; return whether it was ours and is news. Told again: nothing.

    Word comes late and in any order: what was read is not merely delivered afterwards, and what was read has not failed.
    """
    if not delivered.provider_id:
        return False
    rows = Posting.objects.select_for_update(of=("self",)).filter(account=account.id, provider_id=delivered.provider_id)
    posting = rows.order_by("-id").first()
    if posting is None:
        return False
    at = clock.now()
    if delivered.is_dead_address and (index := outgoing.index_of(posting)):
        dispatch.rest(index, reason=_plain(delivered.reason), at=at)
    state = PostingState(delivered.state)
    rank = _RANKS.get(PostingState(posting.state), 9)
    if (state == PostingState.FAILED and rank > 1) or (state in _RANKS and _RANKS[state] <= rank):
        return False
    _settle(posting, state, delivered.reason if state == PostingState.FAILED else "", at=at)
    return True


def on_gone(account: Account, gone: Gone) -> None:
    """Put to rest an address that is its person's no more: nothing goes to whoever has it next. Told again: nothing."""
    dispatch.rest(handle_index(account.channel, gone.sender), reason="number_changed", at=clock.now())
