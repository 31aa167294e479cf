"""What mail systems tell about a letter of ours: RFC 3464 (delivery), RFC 8098 (read), RFC 5965 (complaint), or in mere prose.

Only what names an id that we signed counts: a bounce is easily forged, and would put another person's address to rest.
"""

import re
from collections.abc import Iterable

from tanggap.channels.contract import Account, Delivered
from tanggap.channels.email import headers, machines, ours
from tanggap.channels.email.headers import Headers
from tanggap.channels.email.parts import Part

MOST_READ = 100_000
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# RFC 3463 and its registry: no such mailbox, domain or host; bad syntax; moved; null MX; disabled.
_DEAD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.310"})
_GENERIC = frozenset({"", "5.0.0", "5.1.0", "5.5.0"})
_UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account|akun|alamat)[^.\n]{0,60}(?:unknown|not found|does(?:n't| not) exist|invalid|no such"
    r"|disabled|inactive|tidak (?:ditemukan|ada|dikenal))|(?:unknown|no such|invalid) (?:user|recipient|mailbox|address|local)"
    r"|(?:couldn't|could not) be found|host (?:unknown|not found)|domain (?:not found|tidak ditemukan)",
    re.IGNORECASE,
)
_FULL = re.compile(r"quota|full|penuh|over ?size|too large|spam|policy|blocked|blacklist|greylist", re.IGNORECASE)
_STATES = {"failed": "failed", "delayed": "sent", "delivered": "delivered", "relayed": "sent", "expanded": "delivered"}


def told(letter: Part, account: Account) -> Delivered | None:
    """Return what became of a letter of ours; None when this says nothing of one."""
    if not machines.is_bounce(letter, account):
        return None
    said = [part.text(MOST_READ) for part in letter.walk() if not part.parts][:30]
    heads = [value for part in letter.walk() for value in _naming(part.headers)]
    known = ours.our_ids("\n".join([*heads, *said]))
    if not known:
        return None
    at = headers.instant(letter.headers.first("date"))
    kind = letter.parameter("report-type").lower()
    if kind == "disposition-notification" or _part(letter, "message/disposition-notification"):
        return Delivered(known[0], "read", at, "displayed")
    if kind == "feedback-report" or _part(letter, "message/feedback-report"):
        return Delivered(known[0], "failed", at, "complaint", is_dead_address=True)
    fields = _recipient(letter)
    state = _STATES.get(fields.word("action"), "failed") if fields else "failed"
    if state != "failed":
        return Delivered(known[0], state, at, fields.word("action") if fields else "")
    status, is_dead = _judged(fields, said[:1])
    return Delivered(known[0], "failed", at, status or "bounced", is_dead_address=is_dead)


def is_dead(status: str, words: str) -> bool:
    """Return whether a refusal means that nobody will ever be there: by its enhanced code, by its words where that says nothing."""
    found = _ENHANCED.findall(words)
    code = next((one for one in (status, *found) if one not in _GENERIC), "")
    if code:
        return code in _DEAD
    return bool(_UNKNOWN.search(words)) and not _FULL.search(words)


def _judged(fields: Headers | None, prose: Iterable[str]) -> tuple[str, bool]:
    if fields is None:
        words = "\n".join(prose)[:20_000]
        found = _ENHANCED.search(words)
        return (found[1] if found else ""), is_dead("", words)
    found = _ENHANCED.search(fields.first("status"))
    status = found[1] if found else ""
    return status, is_dead(status, f"{fields.line('diagnostic-code')} {fields.line('status')}")


def _naming(head: Headers) -> list[str]:
    return [
        head.first(name)
        for name in ("message-id", "in-reply-to", "references", "original-message-id")
        if head.has(name)
    ]


def _part(letter: Part, kind: str) -> Part | None:
    return next((part for part in letter.walk() if part.type == kind), None)


def _recipient(letter: Part) -> Headers | None:
    """Return the fields of the first recipient that failed, else of the first: a report is groups of fields, empty lines between."""
    part = _part(letter, "message/delivery-status") or _part(letter, "message/global-delivery-status")
    if part is None:
        return None
    body, at, groups = part.body()[:MOST_READ], 0, list[Headers]()
    while at < len(body) and len(groups) < 100:
        group, after = headers.parse(body, at, len(body))
        if after <= at or (not group and after == at):
            break
        at = after
        if group.has("action", "final-recipient"):
            groups.append(group)
    return next((one for one in groups if one.word("action") == "failed"), groups[0] if groups else None)
