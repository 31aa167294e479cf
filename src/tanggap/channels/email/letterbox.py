"""The mailbox: what is new is fetched in portions, kept, and only then marked as read. Nothing is ever deleted or moved there.

How far it was read is remembered as UIDVALIDITY and UID, not by the mark "seen": whoever opens the mailbox beside us sets that, too.
When the server numbers the mailbox anew, all unseen letters and those of the days since are fetched again; known ones are kept once.
"""

import imaplib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from threading import Event

from imap_tools import errors

from tanggap.channels.contract import Account, Later, Piece, Refused
from tanggap.channels.email import settings as given
from tanggap.channels.email.dialling import MailBox
from tanggap.channels.email.reading import piece
from tanggap.core import clock

MOST_AT_ONCE = 50
MOST_BYTES_AT_ONCE = 5_000_000
LONGEST_LETTER = 30_000_000
BEGINNING = 2_000_000
"""What is fetched of a letter that is longer than LONGEST_LETTER: its head, its text, and no whole file."""
MOST_IN_ONE_POLL = 2_000
DAYS_AGAIN = 7
IDLE_SECONDS = 240.0
LOOK_SECONDS = 1.0
LINE_SECONDS = 1200.0
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Keep = Callable[[Sequence[Piece]], None]

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


@contextmanager
def opened(account: Account, *, is_readonly: bool = False) -> Iterator[MailBox]:
    """Give the account's mailbox with its folder chosen. Raises Later for all that may pass, Refused for what will not."""
    try:
        box = MailBox(
            given.of(account, "imap_host"), given.port(account, "imap_port"), given.of(account, "imap_security")
        )
    except (OSError, imaplib.IMAP4.error) as error:
        raise Later("The mailbox's server does not answer as one.") from error
    try:
        _log_in(box, account)
        _choose(box, account, is_readonly=is_readonly)
        yield box
    except (OSError, imaplib.IMAP4.error, errors.ImapToolsError) as error:
        raise Later("The connection to the mailbox broke off.") from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error, errors.ImapToolsError):
            box.client.shutdown() if box.client.state == "LOGOUT" else box.logout()


def _log_in(box: MailBox, account: Account) -> None:
    user, password = account["imap_user"], account["imap_password"]
    try:
        if (user + password).isascii():
            box.login(user, password, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)
    except (errors.MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise Refused("The mailbox does not accept the user name and password.") from error


def _choose(box: MailBox, account: Account, *, is_readonly: bool) -> None:
    try:
        box.folder.set(given.of(account, "imap_folder"), readonly=is_readonly)
    except errors.MailboxFolderSelectError as error:
        raise Refused("The mailbox has no folder of this name.") from error


def poll(account: Account, since: Mapping[str, str], keep: Keep) -> dict[str, str]:
    """Keep what is new behind the bookmark and return the new one. Raises Later, Refused, and whatever `keep` raises."""
    with opened(account) as box:
        return catch_up(box, since, keep)


def catch_up(box: MailBox, since: Mapping[str, str], keep: Keep) -> dict[str, str]:
    """Keep what is new in an open mailbox, in portions, each marked as read once it is kept; return the new bookmark.

    At the very first time that is what nobody has read yet; a mailbox of ten years does not become ten years of reports.
    """
    validity = _told(box, "UIDVALIDITY")
    last = int(since.get("uid", "0"))
    is_known = bool(validity) and since.get("validity") == validity
    if is_known:
        wanted = [uid for uid in box.uids(f"UID {last + 1}:*") if int(uid) > last][:MOST_IN_ONE_POLL]
    else:
        last = max(0, int(_told(box, "UIDNEXT") or "1") - 1)
        wanted = box.uids(_criteria(since))
    for portion in _portions(box, wanted):
        pieces = [piece(letter) for letter in _fetched(box, portion)]
        if pieces:
            keep(pieces)
        box.client.uid("STORE", ",".join(uid for uid, _size in portion), "+FLAGS.SILENT", r"(\Seen)")
    return {
        "validity": validity,
        "uid": str(max([last, *map(int, wanted)])),
        "day": clock.now().date().isoformat(),
    }


def _criteria(since: Mapping[str, str]) -> str:
    """Return what to look for in a mailbox whose numbers are new to us (RFC 3501: dates have English months)."""
    if not (day := since.get("day")):
        return "UNSEEN"
    start = date.fromisoformat(day) - timedelta(days=DAYS_AGAIN)
    return f"OR UNSEEN SINCE {start.day}-{MONTHS[start.month - 1]}-{start.year}"


def _told(box: MailBox, word: str) -> str:
    """Return what the server said of a word when the folder was chosen, empty when nothing."""
    found = box.client.response(word)[1]
    return found[0].decode("ascii", "replace") if found and found[0] else ""


def _portions(box: MailBox, uids: Sequence[str]) -> Iterator[list[tuple[str, int]]]:
    """Yield uids with the sizes of their letters, as many at once as memory allows."""
    for start in range(0, len(uids), MOST_AT_ONCE):
        _ok, told = box.client.uid("FETCH", ",".join(uids[start : start + MOST_AT_ONCE]), "(UID RFC822.SIZE)")
        portion: list[tuple[str, int]] = []
        total = 0
        for line in told:
            uid, size = (_UID.search(line), _SIZE.search(line)) if isinstance(line, bytes) else (None, None)
            if not (uid and size):
                continue
            if portion and total + int(size[1]) > MOST_BYTES_AT_ONCE:
                yield portion
                portion, total = [], 0
            portion.append((uid[1].decode(), int(size[1])))
            total += int(size[1])
        if portion:
            yield portion


def _fetched(box: MailBox, portion: Sequence[tuple[str, int]]) -> Iterator[bytes]:
    """Yield the letters of a portion. Who disappeared meanwhile is not missed. Raises imaplib's errors when any other does not come."""
    is_long = len(portion) == 1 and portion[0][1] > LONGEST_LETTER
    what = f"(UID BODY.PEEK[]<0.{BEGINNING}>)" if is_long else "(UID BODY.PEEK[])"
    status, told = box.client.uid("FETCH", ",".join(uid for uid, _size in portion), what)
    if status != "OK":
        raise imaplib.IMAP4.error("a letter could not be fetched")
    for one in told:
        if isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], bytes):
            yield one[1]


def listen(account: Account, stop: Event, heard: Callable[[], None]) -> None:
    """Hold a line to the mailbox (RFC 2177) and call `heard` for whatever arrives, and once at first for what came between two lines.

    Returns when `stop` is set, and after LINE_SECONDS, so that changed settings are taken up. Raises Later, Refused when the line is lost.
    """
    ends_at = time.monotonic() + LINE_SECONDS
    with opened(account, is_readonly=True) as box:
        heard()
        if "IDLE" not in box.client.capabilities:
            stop.wait(LINE_SECONDS)  # such a server is polled
        while not stop.is_set() and time.monotonic() < ends_at:
            if _idles(box, stop):
                heard()


def _idles(box: MailBox, stop: Event) -> bool:
    """Return whether something arrived, within IDLE_SECONDS or until `stop` is set. Raises imaplib's errors on a dead line."""
    ends_at = time.monotonic() + IDLE_SECONDS
    box.idle.start()  # type: ignore[no-untyped-call]
    try:
        while not stop.is_set() and time.monotonic() < ends_at:
            began = time.monotonic()
            said = box.idle.poll(timeout=LOOK_SECONDS)
            if any(line.endswith(b"EXISTS") for line in said):
                return True
            if not said and time.monotonic() - began < LOOK_SECONDS / 2:
                return False  # readable and yet nothing said: the server closed the line, which ending IDLE finds out
        return False
    finally:
        box.idle.stop()  # type: ignore[no-untyped-call]
