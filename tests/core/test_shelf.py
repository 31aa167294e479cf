"""Reference tables kept in the process: read once, and by one thread when they grow old."""

import threading
import time

import pytest

from tanggap.core import shelf
from tanggap.core.shelf import Shelf


@pytest.fixture(autouse=True)
def _own_list(monkeypatch):
    monkeypatch.setattr(shelf, "_shelves", [])


def readers(kept, count=8):
    """Read a shelf from several threads at once and return what each found."""
    found, barrier = [], threading.Barrier(count)

    def read():
        barrier.wait()
        found.append(kept.all())

    threads = [threading.Thread(target=read) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_many_at_the_beginning_read_the_table_once():
    loads = []

    def load():
        loads.append(1)
        time.sleep(0.05)
        return {"a": len(loads)}

    assert readers(Shelf(load)) == [{"a": 1}] * 8
    assert len(loads) == 1


def test_when_it_is_old_one_reads_anew_and_nobody_waits(monkeypatch):
    loads, slow = [], threading.Event()

    def load():
        loads.append(1)
        if len(loads) > 1:
            slow.wait(5)
        return {"a": len(loads)}

    kept = Shelf(load)
    kept.all()
    monkeypatch.setattr(shelf, "RELOAD_SECONDS", -1.0)
    reloading = threading.Thread(target=kept.all)
    reloading.start()
    while len(loads) < 2:
        time.sleep(0.001)

    assert readers(kept) == [{"a": 1}] * 8
    slow.set()
    reloading.join()
    monkeypatch.setattr(shelf, "RELOAD_SECONDS", 30.0)
    assert kept.all() == {"a": 2}


def test_after_a_reading_that_failed_the_next_one_reads():
    loads = []

    def load():
        loads.append(1)
        if len(loads) == 1:
            raise OSError("gone")
        return {"a": 1}

    kept = Shelf(load)
    with pytest.raises(OSError, match="gone"):
        kept.all()

    assert kept.get("a") == 1


def test_what_was_cleared_is_read_again():
    loads = []
    kept = Shelf(lambda: loads.append(1) or {"a": len(loads)})
    kept.all()
    shelf.clear_all()

    assert (kept.get("a"), kept.get("b"), kept.get(None)) == (2, None, None)


def test_who_misses_a_row_may_have_the_table_read_anew_but_not_all_the_time():
    loads = []

    def load():
        loads.append(1)
        return {"a": len(loads)}

    kept = Shelf(load)
    kept.all()

    assert not kept.renew(after=60)
    assert kept.all() == {"a": 1}
    assert kept.renew(after=-1)
    assert kept.all() == {"a": 2}
