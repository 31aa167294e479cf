"""A letter of ours, written: in UTF-8, threaded, marked as a machine's, with an address to answer to that is signed for one person."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime

from tanggap.channels.contract import Account, Outgoing, Refused
from tanggap.channels.email import headers, machines, ours
from tanggap.core import clock

LONGEST_SUBJECT = 200
_WEB = ("https://", "http://")


def write(account: Account, outgoing: Outgoing) -> tuple[EmailMessage, str]:
    """Return a letter and its id, the same at every try. Raises Refused for an address that no person reads, or none at all."""
    to = recipient(account, outgoing.to)
    policy: EmailPolicy[EmailMessage] = SMTP if to.isascii() else SMTPUTF8
    letter = EmailMessage(policy.clone(cte_type="7bit" if to.isascii() else "8bit"))
    own = account["address"]
    message_id = ours.message_id(account, outgoing.key)
    letter["From"] = Address(line(account["name"]), addr_spec=own)
    letter["To"] = Address(username=to.rpartition("@")[0], domain=to.rpartition("@")[2])
    letter["Reply-To"] = Address(
        addr_spec=ours.reply_address(account, code=outgoing.code, token=outgoing.reply_token, to=to)
    )
    letter["Subject"] = _subject(outgoing)
    letter["Date"] = format_datetime(clock.local(clock.now()))
    letter["Message-ID"] = f"<{message_id}>"
    if answered := next(iter(headers.ids(f"<{outgoing.thread.strip('<>')}>")), ""):
        letter["In-Reply-To"] = letter["References"] = f"<{answered}>"
    letter["Auto-Submitted"] = "auto-replied" if answered else "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["X-Loop"] = own
    _list(letter, account, outgoing.facts.get("unsubscribe", ""))
    letter.set_content(_body(outgoing.text), charset="utf-8", cte="quoted-printable")
    for file in outgoing.files:
        main, _slash, sub = file.media_type.partition("/")
        letter.add_attachment(file.content, maintype=main, subtype=sub, filename=line(file.name))
    letter["Content-Language"] = outgoing.language if outgoing.language.isalpha() else "id"
    return letter, message_id


def recipient(account: Account, to: str) -> str:
    """Return the address as it is written to. Raises Refused for none, for machines and for our own."""
    spec = headers.spec(to)
    if not spec:
        raise Refused("This is no e-mail address.", is_dead_address=True)
    if machines.is_nobody(spec):
        raise Refused("Nobody reads this address.", is_dead_address=True)
    if ours.is_own(account, spec):
        raise Refused("This is our own address.", is_dead_address=True)
    local, _at, domain = spec.rpartition("@")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Refused("This is no e-mail address.", is_dead_address=True) from None


def line(text: str) -> str:
    """Return `text` in one printable line: a line break in a subject or a name would begin a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_SUBJECT]


def _subject(outgoing: Outgoing) -> str:
    subject = line(outgoing.subject)
    return f"Re: {subject}" if outgoing.thread and subject and not subject.lower().startswith("re:") else subject


def _body(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8").rstrip("\n") + "\n"


def _list(letter: EmailMessage, account: Account, unsubscribe: str) -> None:
    """Say what kind of mail this is and how to end it (RFC 2919, RFC 2369; RFC 8058 where the page takes a POST)."""
    domain = account["address"].rpartition("@")[2]
    letter["List-Id"] = f"<reports.{domain}>"
    if unsubscribe.startswith(_WEB) and unsubscribe.isprintable() and not set(unsubscribe) & set("<>, "):
        letter["List-Unsubscribe"] = f"<{unsubscribe}>"
        if unsubscribe.startswith("https://"):
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
