"""What is to be said goes out: by the account that reaches its reader, outside any transaction, and never twice.

A posting waits, is taken for a while (its next try lies behind the end of that while), is worded, and is marked as being sent right
before the platform is spoken to. Who is killed before that mark has said nothing, and it is tried again; who is killed behind it may have,
and the posting becomes UNSURE: a person sees it, nobody is written to twice (docs/adr/0022).
"""

import logging
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tanggap.channels import accounts, pulse, receiving, registry, threads, tokens
from tanggap.channels.contract import Account, Delivered, Gone, Later, Outgoing, Partial, Refused, Said, Sent
from tanggap.channels.models import Arrival, Posting, Thread
from tanggap.channels.words import PostingState
from tanggap.core import clock, crypto
from tanggap.core.buckets import Buckets
from tanggap.core.cursors import UNREACHABLE
from tanggap.intake.actions import handle_index
from tanggap.notify import addresses, dispatch, letters
from tanggap.notify.addresses import Address
from tanggap.notify.dispatch import Ready
from tanggap.notify.letters import Going, Letter, Unsent
from tanggap.notify.words import FINAL, Delivery, Way

log = logging.getLogger(__name__)

BATCH = 200
AT_ONCE = 20
TAKEN_FOR = timedelta(minutes=5)
MOST_TRIES = 9  # with the pauses below about a day and a half
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=8)
A_DOMAIN_A_MINUTE = 60
PARTNERS = frozenset({"qlue", "lapor"})
"""Adapters behind which others read along: no private link goes there."""
_OF_WAY = {Way.EMAIL: ("email",), Way.PHONE: ("sms", "whatsapp")}
_MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|abuse|root|owner-.*|.*-(owner|request|bounces))([+=].*)?@.*",
    re.IGNORECASE,
)
_brakes = Buckets(A_DOMAIN_A_MINUTE)


@dataclass(frozen=True, slots=True)
class _Hang:
    """Where a notice hangs at its platform: under what it answers, and who reads it there."""

    thread: str = ""
    is_public: bool = False


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
        worded = _notice(account, posting) if posting.message_id is not None else _reply(account, posting)
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
    rows.update(state=PostingState.WAITING, next_try_at=clock.now() + pause * spread, error=words[:300])


def _wait(posting: Posting, until: datetime) -> None:
    """Let a posting wait without counting a try."""
    Posting.objects.filter(pk=posting.pk, state=PostingState.WAITING).update(next_try_at=until, tries=posting.tries - 1)


@transaction.atomic
def _settle(posting: Posting, state: str, words: str, *, at: datetime) -> None:
    """Write down what became of a posting, and of the message that it carried."""
    Posting.objects.filter(pk=posting.pk).update(state=state, error=words[:300], told_at=at)
    if posting.message_id is not None:
        dispatch.note(posting.message_id, state, at=at)


@transaction.atomic
def _refuse(posting: Posting, refused: Refused) -> None:
    at = clock.now()
    _settle(posting, PostingState.FAILED, str(refused), at=at)
    if refused.is_dead_address and (index := _index_of(posting)):
        dispatch.rest(index, reason=str(refused), at=at)


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


def _brake(to: str) -> float:
    """Return for how many seconds mail to this domain has to wait: a wrong list of addresses must not make us a bomb."""
    return _brakes.wait_seconds(to.rpartition("@")[2].lower(), now=clock.now().timestamp())


# --- the words ----------------------------------------------------------------------------------------------------


def _notice(account: Account, posting: Posting) -> Outgoing | Unsent:
    """Return a message as it goes by this account, or why it does not."""
    message = posting.message
    if message is None or message.state in FINAL:
        return Unsent(message.state if message else Delivery.NONE)
    hang = _hang(account, message.report_id) if message.way == Way.CHANNEL and message.report_id else _Hang()
    if posting.thread is not None and posting.thread.is_muted and message.way != Way.EMAIL:
        return Unsent(Delivery.UNWANTED)
    going = Going(
        channel=account.channel,
        is_public=hang.is_public,
        is_alone=account.adapter not in PARTNERS,
        is_mail=account.adapter == "email",
    )
    letter = letters.letter(message.pk, going)
    if isinstance(letter, Unsent):
        return letter
    if _is_nobody(account, letter.address.to):
        return Unsent(Delivery.RESTING)
    return _outgoing(account, posting, letter, hang)


def _outgoing(account: Account, posting: Posting, letter: Letter, hang: _Hang) -> Outgoing:
    facts = {**letter.facts, **({"unsubscribe": letter.unsubscribe} if letter.unsubscribe else {})}
    return Outgoing(
        key=key_of(posting),
        to=letter.address.to,
        subject=letter.subject,
        text=letter.text,
        short=letter.short,
        language=letter.language,
        thread=hang.thread,
        is_public=hang.is_public,
        code=letter.code,
        reply_token=tokens.sign(letter.code) if letter.code else "",
        facts=facts,
        heard_at=_heard_at(posting),
    )


def _reply(account: Account, posting: Posting) -> Outgoing | Unsent:
    """Return what the dialogue answers to a person, as it goes by this account."""
    arrival, thread = posting.arrival, posting.thread
    if arrival is None or thread is None or posting.sealed is None:
        return Unsent(Delivery.NONE)
    said = crypto.unseal(bytes(posting.sealed), context=f"answer:{arrival.pk}:{posting.kind}")
    to = str(threads.peer_of(thread)["sender"])
    if _is_nobody(account, to):
        return Unsent(Delivery.RESTING)
    report, text = arrival.report, str(said["text"])
    code = report.code if report else ""
    title = " ".join(str(said.get("title", "")).split())
    return Outgoing(
        key=key_of(posting),
        to=to,
        subject=title if title[:3].lower() == "re:" else f"Re: {title}" if title else "",
        text=text,
        short=text,
        language=threads.language_of(thread),
        thread=str(said.get("thread", "")),
        is_public=bool(said.get("is_public")),
        code=code,
        reply_token=tokens.sign(code) if code else "",
        heard_at=arrival.received_at,
    )


def key_of(posting: Posting) -> str:
    """Return what a platform knows a posting by, the same at every try and of no use to anybody else."""
    return crypto.blind_index("posting", str(posting.pk)).hex()[:32]


def _hang(account: Account, report: int) -> _Hang:
    """Return where news of a report hang: under the piece that it came with. What cannot be read again counts as read by everybody."""
    arrival = Arrival.objects.filter(account=account.id, report=report).order_by("id").first()
    if arrival is None:
        return _Hang()
    try:
        heard = registry.adapter(account.adapter).read(account, receiving.payload_of(arrival))
    except Exception:
        return _Hang(is_public=True)
    said = heard.said if isinstance(heard, Partial) else heard
    return _Hang(said.thread, said.is_public) if isinstance(said, Said) else _Hang()


def _heard_at(posting: Posting) -> datetime | None:
    if posting.thread_id is None:
        return None
    rows = Arrival.objects.filter(thread=posting.thread_id).order_by("-id")
    return rows.values_list("received_at", flat=True).first()


def _is_nobody(account: Account, to: str) -> bool:
    """Return whether nobody reads at an address: a machine, or we ourselves (threats.md §3 case 12)."""
    plain = to.strip().lower()
    if account.adapter == "email" and _MACHINES.fullmatch(plain):
        return True
    return any(plain == str(value).strip().lower() for value in account.values.values() if value)


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
    if delivered.is_dead_address and (index := _index_of(posting)):
        dispatch.rest(index, reason=delivered.reason, at=at)
    state = PostingState(delivered.state)
    rank = _RANKS.get(PostingState(posting.state), 9)
    if (state == PostingState.FAILED and rank > 1) or (state in _RANKS and _RANKS[state] <= rank):
        return False
    _settle(posting, state, delivered.reason if state == PostingState.FAILED else "", at=at)
    return True


def on_gone(account: Account, gone: Gone) -> None:
    """Put to rest an address that is its person's no more: nothing goes to whoever has it next. Told again: nothing."""
    dispatch.rest(handle_index(account.channel, gone.sender), reason="number_changed", at=clock.now())


def _index_of(posting: Posting) -> bytes | None:
    """Return the keyed hash of the address that a posting went to."""
    if posting.message is not None:
        message = posting.message
        if message.report_id is not None:
            there: Sequence[Address] = addresses.of_reports([message.report_id]).get(message.report_id, [])
            return next((one.index for one in there if one.way == message.way), None)
        if message.subscription is not None and message.subscription.index is not None:
            return bytes(message.subscription.index)
        staff = addresses.of_staff(message.staff_id, at=message.made_at) if message.staff_id is not None else None
        return staff.index if staff else None
    if posting.thread is not None:
        sender = str(threads.peer_of(posting.thread)["sender"])
        return handle_index(posting.account.channel_id, sender)
    return None
