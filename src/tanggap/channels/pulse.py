"""How each account is: when it was last heard, polled, sent by, and since when it fails. Written at most once in a few seconds."""

import time
from datetime import timedelta
from threading import Lock

from django.db.models import F

from tanggap.channels.models import Account
from tanggap.core import clock

EVERY_SECONDS = 5.0
LONGEST_PAUSE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=10)
_noted: dict[tuple[int, str], float] = {}
_lock = Lock()


def note(account: int, *what: str) -> None:
    """Note that an account was `heard_at`, `polled_at`, `worked_at` or `sent_at` just now, once in `EVERY_SECONDS` each."""
    due = [one for one in what if _is_due(account, one)]
    if due:
        at = clock.now()
        Account.objects.filter(pk=account).update(**dict.fromkeys(due, at))


def fails(account: int, words: str) -> None:
    """Note that an account does not work, in our own words, and let it rest: twice as long as it has been failing, at most 15 minutes."""
    at = clock.now()
    since = Account.objects.filter(pk=account).values_list("failing_since", flat=True).first()
    pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, at - since)) if since else FIRST_PAUSE
    Account.objects.filter(pk=account).update(failing_since=since or at, trouble=words[:300], resumes_at=at + pause)


def works(account: int) -> None:
    """Note that an account works again; one that never failed costs one statement that changes nothing."""
    Account.objects.filter(pk=account, failing_since__isnull=False).update(
        failing_since=None, trouble="", resumes_at=None
    )


def refused(account: int) -> None:
    """Count a call that nobody could prove."""
    Account.objects.filter(pk=account).update(refused=F("refused") + 1, refused_at=clock.now())


def forget() -> None:
    """Forget what was noted: between tests."""
    with _lock:
        _noted.clear()


def _is_due(account: int, what: str) -> bool:
    now = time.monotonic()
    with _lock:
        if now - _noted.get((account, what), -EVERY_SECONDS) < EVERY_SECONDS:
            return False
        _noted[(account, what)] = now
        return True
