"""Decoding happens in children that may die: whoever stands beside does not notice (threats.md #10, P20)."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tanggap.core import media
from tanggap.core.media import frames
from tanggap.core.media import pool as pools

from .conftest import examine_photo, photo, png

SMALL = "invalid_image01137.jpg"


@cache
def _slow() -> bytes:
    """A picture that keeps a child busy for about a second."""
    return png(7_000, 7_000, colour=6)


class Asker(threading.Thread):
    """A request of its own: examines a picture and remembers how that ended."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data, self.outcome = data, None
        self.start()

    def run(self) -> None:
        try:
            self.outcome = media.examine(self.data)
        except media.BadPhoto as refusal:
            self.outcome = refusal


def _working(pool: pools.Pool) -> pools.Child:
    """The child that works just now, as soon as there is one."""
    for _ in range(2_000):
        if pool._working:
            return next(iter(pool._working))
        time.sleep(0.005)
    raise AssertionError("no child ever worked")


class TestDeath:
    def test_a_child_that_crashes_costs_one_refusal_and_not_the_request_beside_it(self, own_pool):
        victim = Asker(_slow())
        child = _working(own_pool)
        time.sleep(0.2)
        neighbour = Asker(photo("gps_DSCN0010.jpg"))
        os.kill(child.pid, signal.SIGSEGV)
        victim.join()
        neighbour.join()

        assert isinstance(victim.outcome, media.Undecodable)
        assert neighbour.outcome.width == 640
        assert examine_photo(SMALL).width == 88

    def test_a_child_that_somebody_else_kills_is_replaced_and_the_picture_still_examined(self, own_pool):
        victim = Asker(_slow())
        child = _working(own_pool)
        time.sleep(0.2)
        os.kill(child.pid, signal.SIGKILL)
        victim.join()

        assert victim.outcome.width == 7_000
        assert child.pid not in own_pool.pids()

    def test_one_that_dies_while_idle_is_replaced_unseen(self, own_pool):
        examine_photo(SMALL)
        [pid] = own_pool.pids()
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)

        assert examine_photo(SMALL).width == 88
        assert own_pool.pids() != [pid]

    def test_one_that_hangs_is_killed_in_time(self, own_pool, monkeypatch):
        monkeypatch.setattr(pools, "WALL_SECONDS", 1.0)
        victim = Asker(_slow())
        child = _working(own_pool)
        os.kill(child.pid, signal.SIGSTOP)
        victim.join(timeout=10)

        assert isinstance(victim.outcome, media.Undecodable)
        assert own_pool.pids() == []

    def test_a_child_that_cannot_start_is_our_fault_and_is_logged(self, own_pool, monkeypatch, caplog):
        monkeypatch.setattr(pools.sys, "executable", "/bin/false")

        with pytest.raises(media.Busy):
            examine_photo(SMALL)

        assert "turned away" in caplog.text

    def test_a_dead_child_leaves_no_zombie_and_no_open_pipe(self, own_pool):
        before = len(os.listdir("/proc/self/fd"))
        dead = []
        for _ in range(3):
            examine_photo(SMALL)
            dead += own_pool.pids()
            os.kill(dead[-1], signal.SIGKILL)
            time.sleep(0.05)
        examine_photo(SMALL)
        own_pool.close()

        assert len(os.listdir("/proc/self/fd")) == before
        assert [pid for pid in dead if Path(f"/proc/{pid}").exists()] == []


class TestPool:
    def test_a_child_is_used_again(self, own_pool):
        examine_photo(SMALL)
        pids = own_pool.pids()
        examine_photo("sample.heif")

        assert own_pool.pids() == pids

    def test_an_old_one_is_replaced(self, own_pool, monkeypatch):
        monkeypatch.setattr(pools, "PICTURES_A_CHILD", 2)
        seen = set()
        for _ in range(4):
            examine_photo(SMALL)
            seen |= set(own_pool.pids())

        assert len(seen) == 2

    def test_one_that_idled_for_long_is_not_trusted_to_be_there(self, own_pool, monkeypatch):
        examine_photo(SMALL)
        pids = own_pool.pids()
        monkeypatch.setattr(pools, "FRESH_SECONDS", 0.0)
        examine_photo(SMALL)

        assert own_pool.pids() != pids

    def test_many_threads_share_few_children(self, own_pool):
        names = ["gps_DSCN0010.jpg", "sample.heif", SMALL, "c2pa_C.jpg"] * 4
        askers = [Asker(photo(name)) for name in names]
        for asker in askers:
            asker.join()

        assert [asker.outcome.sha256 for asker in askers] == [media.examine(photo(name)).sha256 for name in names]
        assert len(own_pool.pids()) <= pools.CHILDREN

    def test_who_waits_too_long_is_told_to_come_back(self, own_pool, monkeypatch):
        monkeypatch.setattr(pools, "WAIT_SECONDS", 0.05)
        monkeypatch.setattr(pools, "CHILDREN", 1)
        crowded = pools.Pool()
        monkeypatch.setitem(pools._pools, pools.DECODER, crowded)
        first = Asker(_slow())
        _working(crowded)

        with pytest.raises(media.Busy):
            examine_photo(SMALL)

        first.join()
        crowded.close()
        assert first.outcome.width == 7_000

    def test_after_a_fork_each_process_has_its_own_children(self, own_pool):
        examine_photo(SMALL)
        ours = own_pool.pids()
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            examine_photo(SMALL)
            os.write(writing, json.dumps(pools.pool().pids()).encode())
            pools.pool().close()
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            theirs = json.load(pipe)
        os.waitpid(pid, 0)

        assert theirs
        assert not set(theirs) & set(ours)
        assert own_pool.pids() == ours

    def test_children_go_when_their_parent_is_killed(self, tmp_path):
        code = f"""
            import os, sys
            sys.path.insert(0, {str(pools._ROOT)!r})
            from tanggap.core.media.pool import pool
            pool().ask("jpeg", open({str(tmp_path / "a.jpg")!r}, "rb").read())
            print(pool().pids()[0], flush=True)
            sys.stdin.read()
        """
        (tmp_path / "a.jpg").write_bytes(photo(SMALL))
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as parent:
            child = int(parent.stdout.readline())
            parent.kill()
        for _ in range(100):
            if not _lives(child):
                break
            time.sleep(0.05)

        assert not _lives(child)


def _lives(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


class TestConfinement:
    def _confined(self, attempt: str) -> str:
        """The outcome of some Python code in a process that gave up what the child gives up."""
        code = f"""
            import os, resource, socket, sys
            from tanggap.core.media.confine import allow_cpu, confine
            reached = confine()
            try:
                {attempt}
                print("done")
            except BaseException as error:
                print(type(error).__name__)
        """
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={"PYTHONPATH": str(pools._ROOT)},
            capture_output=True,
            text=True,
            timeout=30,
        ).stdout.strip()

    @pytest.mark.parametrize(
        ("attempt", "outcome"),
        [
            ("pass", "done"),
            ("os.open('/etc/passwd', os.O_RDONLY)", "OSError"),
            ("os.open('/tmp/x', os.O_CREAT | os.O_WRONLY)", "OSError"),
            ("socket.socket()", "OSError"),
            ("bytearray(300 * 1024 * 1024)", "MemoryError"),
            ("bytearray(200 * 1024 * 1024)", "done"),
            ("allow_cpu(0.2); [None for _ in iter(int, 1)]", ""),
        ],
    )
    def test_what_decoding_does_not_need_is_gone(self, attempt, outcome):
        answers = {outcome, "PermissionError"} if outcome == "OSError" else {outcome}

        assert self._confined(attempt) in answers

    def test_even_with_its_pipes_closed_it_reaches_no_file_where_landlock_exists(self):
        attempt = "os.close(0); assert reached['files'], 'absent'; os.open('/etc/passwd', os.O_RDONLY)"

        assert self._confined(attempt) in {"PermissionError", "AssertionError"}

    def test_the_child_knows_no_secret_of_the_environment(self, own_pool, monkeypatch):
        monkeypatch.setenv("TANGGAP_CANARY", "CANARY4711")
        monkeypatch.setenv("DATABASE_URL", "postgresql://u:CANARY4711@h/d")
        given = {}
        popen = subprocess.Popen

        def watched(*arguments, **how):
            given.update(how)
            return popen(*arguments, **how)

        monkeypatch.setattr(subprocess, "Popen", watched)
        examine_photo(SMALL)

        assert "CANARY4711" not in str(given["env"])
        assert set(given["env"]) <= {"PYTHONPATH", "LC_ALL", "MALLOC_ARENA_MAX", "LD_LIBRARY_PATH"}

    def test_a_broken_pipe_to_the_child_is_its_death(self, own_pool):
        child = pools.Child()
        child._process.kill()
        child._process.wait()

        with pytest.raises(pools.Died) as died:
            child.ask("jpeg", photo("gps_DSCN0010.jpg"))

        assert died.value.status == -signal.SIGKILL
        child.end()


class TestFrames:
    @given(
        st.dictionaries(st.text(max_size=20), st.integers() | st.text(max_size=50)), st.lists(st.binary(max_size=200))
    )
    @hypothesis_settings(max_examples=100)
    def test_what_is_packed_is_unpacked(self, head, blobs):
        head.pop("blobs", None)

        assert frames.unpack(_reader(frames.pack(head, *blobs)), most_bytes=100_000) == (head, blobs)

    @pytest.mark.parametrize(
        "frame",
        [
            b"\xff\xff\xff\xff",
            frames.HEAD.pack(2) + b"[]",
            frames.HEAD.pack(2) + b"{}",
            frames.HEAD.pack(3) + b"nul",
            frames.HEAD.pack(14) + b'{"blobs":[-1]}',
            frames.HEAD.pack(14) + b'{"blobs":["x]}',
            frames.pack({}, b"x" * 1001),
        ],
    )
    def test_what_a_broken_child_says_is_not_believed(self, frame):
        with pytest.raises(frames.BadFrame):
            frames.unpack(_reader(frame), most_bytes=1000)


def _reader(data: bytes):
    place = 0

    def read(length: int) -> bytes:
        nonlocal place
        place += length
        return data[place - length : place]

    return read
