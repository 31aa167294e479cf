"""A posting in words, made when it goes: a notice as it is true now, or what the dialogue answers; to whom, and hung under what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.channels import receiving, registry, threads, tokens
from tanggap.channels.contract import Account, Attached, Outgoing, Partial, Said
from tanggap.channels.models import Arrival, Posting
from tanggap.core import crypto
from tanggap.intake.actions import handle_index
from tanggap.notify import addresses, letters
from tanggap.notify.addresses import Address
from tanggap.notify.letters import Going, Letter, Unsent
from tanggap.notify.words import FINAL, Delivery, Way

_MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|abuse|root|owner-.*|.*-(owner|request|bounces))([+=].*)?@.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Hang:
    """Where a notice hangs at its platform: under what it answers, and who reads it there."""

    thread: str = ""
    is_public: bool = False


def notice(account: Account, posting: Posting) -> Outgoing | Unsent:
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
        is_alone="shared" not in registry.adapter(account.adapter).ways,
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
        files=tuple(Attached(file.name, file.media_type, file.content) for file in letter.files),
    )


def reply(account: Account, posting: Posting) -> Outgoing | Unsent:
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


def index_of(posting: Posting) -> bytes | None:
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
