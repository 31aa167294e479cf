"""A file that brings the reading child down is one failed look: it hurts no other look, no other photo (threats.md §4, 1, 2, 9; P20)."""

import os
import signal
import zlib
from pathlib import Path

import pytest
from tests.core.test_media.conftest import jpeg_declared, jpeg_of_many_scans, png, png_chunk

from tanggap.core.media import pool as pools
from tanggap.verification.evidence.history import reading

from .conftest import said
from .files import jpeg, photo, picture, saved

SILENT = [("no_camera", "silent", "weak")]


def deadly(monkeypatch, look: str, number: signal.Signals) -> None:
    """From now on the child that takes `look` gets a signal."""
    ask = pools.Child.ask

    def struck(child: pools.Child, kind: str, data: bytes):
        if kind == look:
            os.kill(child.pid, number)
        return ask(child, kind, data)

    monkeypatch.setattr(pools.Child, "ask", struck)


@pytest.mark.parametrize("look", ["says", "credentials", "pixels"])
def test_a_look_that_kills_the_child_is_told_and_the_others_are_taken(own_pool, monkeypatch, caplog, look):
    deadly(monkeypatch, look, signal.SIGSEGV)

    found = reading.read(jpeg(Model="X", taken="2026:11:25 15:30:00"))

    assert found.failed == [look]
    assert set(found.facts) == set(reading.LOOKS) - {look}
    assert look in caplog.text


def test_the_failure_is_a_weak_question_to_the_validator_and_the_next_photo_is_read(own_pool, monkeypatch):
    with monkeypatch.context() as struck:
        deadly(struck, "credentials", signal.SIGSEGV)
        assert said(jpeg(Software="Snapseed", Model="X")) == [
            ("editor", "question", "moderate"),
            ("unread", "question", "weak"),
        ]

    assert said(jpeg(Software="Snapseed", Model="X")) == [("editor", "question", "moderate")]


def test_a_child_that_somebody_else_kills_is_replaced_once_for_all_looks(own_pool):
    said(jpeg(Model="X"))
    [pid] = own_pool.pids()
    os.kill(pid, signal.SIGKILL)

    assert said(jpeg(Software="Snapseed", Model="X")) == [("editor", "question", "moderate")]


def test_a_child_that_cannot_start_is_our_fault_and_tried_again_later(own_pool, monkeypatch):
    monkeypatch.setattr(pools.sys, "executable", "/bin/false")

    with pytest.raises(pools.CannotStart):
        said(jpeg(Model="X"))


def test_a_machine_too_busy_to_let_it_work_is_our_fault_too(own_pool, monkeypatch):
    said(jpeg(Model="X"))
    monkeypatch.setattr(pools, "WALL_SECONDS", 0.2)
    deadly(monkeypatch, "says", signal.SIGSTOP)

    with pytest.raises(pools.Late):
        said(jpeg(Model="X"))


def test_children_that_are_killed_again_and_again_are_not_the_photos_fault(own_pool, monkeypatch):
    deadly(monkeypatch, "says", signal.SIGKILL)

    with pytest.raises(pools.Died):
        said(jpeg(Model="X"))


def test_it_stands_behind_the_same_guards_as_decoding(own_pool):
    said(jpeg(Model="X"))
    [child] = own_pool._idle

    assert child.reached["ready"]
    limits = Path(f"/proc/{child.pid}/limits").read_text()
    assert " 3 " in next(line for line in limits.splitlines() if line.startswith("Max open files"))
    assert "unlimited" not in next(line for line in limits.splitlines() if line.startswith("Max address space"))


def test_a_picture_that_costs_too_much_is_given_up(own_pool):
    assert said(jpeg_of_many_scans()) == [("unread", "question", "weak")]


@pytest.mark.parametrize(
    "data",
    [
        png(30_000, 30_000, rows=b"\0" * 100),
        jpeg_declared(65_500, 65_500),
        jpeg_declared(0, 64),
        png(4, 4, extra=png_chunk(b"zTXt", b"Software\0\0" + zlib.compress(bytes(20_000_000), 9)) * 10),
        png(4, 4, extra=png_chunk(b"aaAa", b"") * 20_000),
        b"\xff\xd8" + b"\xff\xe1\0\2" * 50_000,
        b"\xff\xd8" + b"\xff" * 500_000,
        b"\xff\xd8\xff\xd9" + b"jumdc2pa" * 1_000,
        b"RIFF" + b"\xff" * 4 + b"WEBP" + b"EXIF\0\0\0\0" * 20_000,
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 5_000,
        saved(picture())[:900],
        b"",
        b"%PDF-1.7 not a photo",
    ],
    ids=[
        "pixels",
        "declared",
        "zero",
        "inflated",
        "chunks",
        "segments",
        "padding",
        "boxes",
        "webp",
        "heif",
        "truncated",
        "empty",
        "pdf",
    ],
)
def test_bombs_and_broken_files_are_read_as_far_as_they_go_and_hurt_nobody(data):
    assert said(data)[0][0] in ("no_camera", "credentials_invalid", "unread")
    assert said(jpeg(Model="X")) == [("nothing", "silent", "weak")]


@pytest.mark.parametrize(
    "name", ["corrupted.jpg", "invalid_image00971.jpg", "invalid_image01088.jpg", "invalid_image01137.jpg"]
)
def test_damaged_files_of_the_set_are_read(name):
    assert ("unread", "question", "weak") not in said(photo(name))
