"""A letter, read: what a person said, what a mail system tells of a letter of ours, or nothing for the city.

Pure, and survives anything.
"""

from hashlib import sha256

from tanggap.channels.contract import Account, Heard, Ignored, Malformed, Piece, Said
from tanggap.channels.email import bounces, content, headers, machines, ours, parts, quotes
from tanggap.channels.email.headers import Address, Headers
from tanggap.channels.email.parts import Part

LONGEST_TEXT = (
    9_600  # a report holds 10,000 (intake.cleaning), and the subject comes above; the letter itself is kept whole
)
_MARKS = ("from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "content-type")
_RECIPIENTS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-rcpt-to",
)


def piece(payload: bytes) -> Piece:
    """Return a letter under an id by which each copy of it is known: of its Message-ID, sender, date, subject and body.

    A Message-ID alone will not do: some programs give every letter the same, or none. What the way adds to a letter changes nothing.
    """
    data = payload[: parts.MOST_BYTES]
    head, body = headers.parse(data, 0, len(data))
    seed = sha256(repr([head.first(name) for name in ("message-id", "from", "date", "subject")]).encode())
    seed.update(data[body:].replace(b"\r\n", b"\n").strip())
    return Piece(f"mail:{seed.hexdigest()[:40]}", payload)


def read(account: Account, payload: bytes) -> Heard:
    """Return what a letter says. Raises Malformed for what is no letter."""
    letter = parts.split(payload)
    if not letter.headers.has(*_MARKS):
        raise Malformed("A letter with its headers was expected.")
    if told := bounces.told(letter, account):
        return told
    found = content.of(letter)
    if _is_invitation(letter):
        return Ignored("calendar")
    machine = machines.why(letter, account)
    subject = letter.headers.line("subject")
    title = quotes.subject(subject)
    is_answer = quotes.is_answer(subject) or letter.headers.has("in-reply-to", "references")
    text = found.text.strip() if machine else quotes.written(found.text, title=subject, is_answer=is_answer)
    text = text or title
    if not (text or found.files or machine):
        return Ignored("calendar" if found.has_calendar else "vcard" if found.has_card else "empty")
    sender = _sender(letter.headers)
    joined = ours.joined(account, _recipients(letter.headers), sender.spec) if sender.spec else None
    is_theirs = bool(joined and joined.is_theirs and not _is_forged(letter.headers, account))
    return Said(
        sender=sender.spec,
        name=sender.name,
        title=title,
        text=text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…",
        attachments=tuple(found.files),
        said_at=headers.instant(letter.headers.first("date")),
        thread=next(iter(headers.ids(letter.headers.first("message-id"))), ""),
        may_ask=False,
        is_machine=machine,
        joins=joined.code if joined else "",
        joins_as=sender.spec if is_theirs else "",
    )


def _sender(head: Headers) -> Address:
    """Return who wrote: From, or Reply-To where From is an address that nobody reads."""
    named = [one for one in addresses_of(head, "from") if one.spec]
    if named and not machines.is_nobody(named[0].spec):
        return named[0]
    answered = [one for one in addresses_of(head, "reply-to") if one.spec and not machines.is_nobody(one.spec)]
    return next(iter([*answered, *named]), Address("", ""))


def addresses_of(head: Headers, name: str) -> list[Address]:
    """Return the addresses in the first field of a name."""
    return headers.addresses(head.first(name)) if head.has(name) else []


def _recipients(head: Headers) -> list[str]:
    return [value for known, value in head.fields if known in _RECIPIENTS][:20]


def _is_forged(head: Headers, account: Account) -> bool:
    """Return whether our own mail server found that the sender's domain disowns this letter (DMARC, RFC 8601)."""
    trusted = account["authserv"].strip().lower()
    for value in head.all("authentication-results")[:10] if trusted else ():
        if value[: headers.LONGEST].lower().replace(" ", "").startswith(f"{trusted};"):
            return "dmarc=fail" in value.lower().replace(" ", "")
    return False


def _is_invitation(letter: Part) -> bool:
    """Return whether a letter is an invitation or the answer to one: a calendar as one of its forms, or as all of it."""
    if letter.type == "text/calendar":
        return True
    return any(
        inner.type == "text/calendar"
        for part in letter.walk()
        if part.type == "multipart/alternative"
        for inner in part.parts
    )
