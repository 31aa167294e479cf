"""The log files: small, private, and read without holding anybody up."""

import os
import stat
from pathlib import Path

import pytest

from tanggap.starter import logs, tell
from tanggap.starter.logs import Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "logs/web.log")


def write(log: Log, text: str) -> None:
    fd = log.open()
    os.write(fd, text.encode())
    os.close(fd)


def test_lines_are_read_once_and_whole(log: Log) -> None:
    write(log, "one\ntw")
    assert log.new_lines() == ["one"]
    write(log, "o\nthree\n")
    assert log.new_lines() == ["two", "three"]
    assert log.new_lines() == []


def test_a_file_that_was_removed_is_no_fault(log: Log) -> None:
    write(log, "one\n")
    log.path.unlink()

    assert (log.new_lines(), log.last_lines(3)) == ([], [])
    log.rotate()


def test_a_large_file_is_kept_beside_and_emptied_under_its_writer(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "KEPT_BYTES", 10)
    writer = log.open()
    for number in range(6):
        os.write(writer, f"this is line {number}\n".encode())
        log.rotate()
    os.close(writer)

    kept = {path.name: path.read_text() for path in log.path.parent.iterdir()}
    assert kept == {
        "web.log": "",
        "web.log.1": "this is line 5\n",
        "web.log.2": "this is line 4\n",
        "web.log.3": "this is line 3\n",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in log.path.parent.iterdir()} == {0o600}


def test_the_operator_sees_warnings_and_what_an_error_says(log: Log) -> None:
    trouble = tell.Trouble("web", log)
    write(
        log,
        "2026-11-25T08:00:00+0000 INFO tanggap.web one report\n"
        "2026-11-25T08:00:01+0000 WARNING tanggap.notify no mail server\n"
        "[ERROR] Application callable raised an exception\n"
        "Traceback (most recent call last):\n"
        '  File "views.py", line 7, in home\n'
        "    raise ValueError(text)\n"
        "ValueError: no such area\n"
        "FATAL:  the database system is starting up\n",
    )
    shown: list[object] = []

    trouble.show(tell=lambda _name, text: shown.append(text))

    assert shown == [
        "2026-11-25T08:00:01+0000 WARNING tanggap.notify no mail server",
        "[ERROR] Application callable raised an exception",
        "ValueError: no such area",
    ]


def test_a_flood_of_warnings_is_counted_not_printed(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(tell.time, "monotonic", lambda: now[0])
    trouble = tell.Trouble("web", log)
    shown: list[object] = []
    for now[0] in (100.0, 105.0, 111.0):
        write(log, "WARNING again\n" * 4)
        trouble.show(tell=lambda _name, text: shown.append(text))

    assert shown == [*["WARNING again"] * 5, f"and 3 more warnings: see {log.path}", *["WARNING again"] * 4]
