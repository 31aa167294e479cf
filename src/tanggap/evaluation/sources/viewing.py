"""Counting who reads, without knowing who: a number for a local day and a kind of public page, kept in the process, written each minute.

No statement is sent while a page is answered, and nothing of the reader is kept: neither address nor cookie nor what was read before or
after. A process that is killed loses what it counted since it last wrote, a minute at most; one that ends writes first.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from multiprocessing.util import Finalize
from typing import Final

from django.db import connection

from tanggap.core import clock

log = logging.getLogger(__name__)
EVERY_SECONDS: Final = 60.0

PAGES: Final[Mapping[str, str]] = {
    "public:home": "home",
    "public:track": "report",
    "public:explore": "map",
    "public:choropleth": "map",
    "public:near": "map",
    "public:checks": "statistics",
    "public:moderation": "statistics",
    "figures:statistics": "statistics",
    "figures:definitions": "statistics",
    "figures:areas": "area",
    "figures:area": "area",
    "opendata:index": "data",
    "opendata:dataset": "data",
    "ledger:index": "ledger",
    "ledger:report": "ledger",
    "ledger:receipt": "ledger",
    "surveys:front": "evaluation",
    "surveys:survey": "evaluation",
}
"""The pages that are counted, by the name of their address; and those of the evaluation but for its `FILES`."""
FILES: Final = frozenset({"evaluation:data", "evaluation:report", "evaluation:study-data"})
KINDS: Final = ("report", "area", "map", "statistics", "data", "ledger", "evaluation", "home")
_PROGRAMS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scan|monitor|preview|archiv|feed|fetch|https?:|headless|lighthouse|python|java/|ruby|perl|php",
    re.IGNORECASE,
)
"""What programs say of themselves behind "Mozilla/". Cubot is a telephone."""
_WRITE = """
INSERT INTO tallies_viewed AS kept ("on", kind, views)
SELECT * FROM unnest(%s::date[], %s::text[], %s::bigint[]) AS new ("on", kind, views) ORDER BY 1, 2
ON CONFLICT ("on", kind) DO UPDATE SET views = kept.views + excluded.views
"""


def kind_of(name: str) -> str:
    """Return the kind of page that an address of this name (`public:track`) shows, empty for none that is counted."""
    if name.startswith("evaluation:"):
        return "" if name in FILES else "evaluation"
    return PAGES.get(name, "")


def is_program(agent: str) -> bool:
    """Return whether who asks calls itself a program, or nothing at all: our own checks and benchmarks do, too."""
    return not agent.startswith("Mozilla/") or bool(_PROGRAMS.search(agent))


def write(views: Mapping[tuple[date, str], int]) -> None:
    """Add views by day and kind to those that are kept. One statement."""
    days, kinds = zip(*views, strict=True)
    with connection.cursor() as statement:
        statement.execute(_WRITE, [list(days), list(kinds), list(views.values())])


class Counted:
    """What this process has counted and not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: Counter[tuple[date, str]] = Counter()

    def add(self, kind: str) -> None:
        """Count one view of a kind of page, today in the city. No statement."""
        key = clock.local(clock.now()).date(), kind
        with self._lock:
            self._views[key] += 1

    def write(self) -> int:
        """Write down what was counted, in one statement, and begin anew; return how much that was. What cannot be written is kept."""
        with self._lock:
            views, self._views = self._views, Counter()
        if not views:
            return 0
        try:
            write(views)
        except BaseException:
            with self._lock:
                self._views.update(views)
            raise
        return views.total()


counted = Counted()


def begin() -> None:
    """Write what is counted every minute from now on, in a thread of its own, and once more when the process ends."""
    stop = threading.Event()
    writer = threading.Thread(target=_write_on, args=(stop,), name="views", daemon=True)
    writer.start()

    def end() -> None:
        stop.set()
        writer.join(1.0)

    Finalize(None, end, exitpriority=1)  # a web process is a child of the server's, and of such Python calls no atexit


def _write_on(stop: threading.Event) -> None:
    while True:
        is_last = stop.wait(EVERY_SECONDS)
        try:
            counted.write()
        except Exception as error:
            log.warning("views are written later: %s", str(error).partition("\n")[0])
        finally:
            connection.close()
        if is_last:
            return
