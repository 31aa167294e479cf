"""Files of photos whose rows are gone: removed right after the commit, and tried again by the clock until they are.

A file that somebody sent again a moment ago waits `GRACE`: its new report may be about to be written. Nobody can reach it meanwhile, for
addresses lead to rows.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F

from tanggap.core import clock, media
from tanggap.privacy.models import Leftover
from tanggap.reports.queries import photos

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=10)
AGAIN = timedelta(minutes=1)


def remove(files: Iterable[str]) -> int:
    """Remove the files of photos, named by their SHA-256; return of how many nothing is left. What fails is noted, and tried again."""
    return sum(_removed(sha256) for sha256 in dict.fromkeys(files))


def carry_on(*, limit: int = 500) -> int:
    """Try once more what is left; return of how many photos nothing is left now."""
    due = Leftover.objects.filter(next_try_at__lte=clock.now()).order_by("next_try_at")
    return remove(list(due.values_list("sha256", flat=True)[:limit]))


def _removed(sha256: str) -> bool:
    mine = Leftover.objects.filter(sha256=sha256)
    try:
        is_gone = media.discard(sha256, photos.in_use, older_than=GRACE)
    except OSError as error:
        log.error("files of an erased photo cannot be removed: %s", type(error).__name__)
        mine.update(tries=F("tries") + 1, error=type(error).__name__, next_try_at=clock.now() + AGAIN)
        return False
    if is_gone:
        mine.delete()
    else:
        mine.update(next_try_at=clock.now() + AGAIN)
    return is_gone
