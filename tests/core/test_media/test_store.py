"""Photos on disk are whole or absent, survive a power cut once `keep` returned, and are named by their bytes (P2)."""

import errno
import hashlib
import os
import stat
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tanggap.core import media
from tanggap.core.media import store
from tanggap.core.refusal import NotFound

from .conftest import examine_photo

HOUR = timedelta(hours=1)


@pytest.fixture
def picture():
    return examine_photo("gps_DSCN0010.jpg")


@pytest.fixture
def root(settings) -> Path:
    return settings.MEDIA_ROOT


def _files(root: Path) -> list[str]:
    """Every file of photos below `root`, drafts too."""
    return sorted(str(path.relative_to(root)) for path in root.glob("??/*"))


def _age(root: Path, hours: float) -> None:
    for path in root.glob("??/*"):
        then = time.time() - hours * 3600
        os.utime(path, (then, then))


class TestKeep:
    def test_the_three_files_lie_where_it_says_with_what_was_examined(self, picture, root):
        kept = media.keep(picture)

        assert (root / kept.original).read_bytes() == picture.original
        assert (root / kept.shown).read_bytes() == picture.shown.data
        assert (root / kept.thumb).read_bytes() == picture.thumb.data
        assert _files(root) == sorted([kept.original, kept.shown, kept.thumb])

    def test_names_are_hashes_of_the_bytes_and_nothing_of_the_sender(self, root):
        picture = media.examine(examine_photo("sample.heif").original, filename="../../Budi Santoso.jpg")
        kept = media.keep(picture)

        assert kept.original == f"{picture.sha256[:2]}/{picture.sha256}.original"
        assert hashlib.sha256((root / kept.original).read_bytes()).hexdigest() == picture.sha256
        assert "Budi" not in str(kept)

    def test_only_the_owner_may_read(self, picture, root):
        kept = media.keep(picture)

        assert stat.S_IMODE((root / kept.original).stat().st_mode) == 0o600
        assert stat.S_IMODE((root / kept.shown).stat().st_mode) == 0o600
        assert stat.S_IMODE((root / kept.original).parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(root.stat().st_mode) == 0o700

    def test_a_wide_umask_changes_nothing(self, picture, root):
        before = os.umask(0)
        try:
            kept = media.keep(picture)
        finally:
            os.umask(before)

        assert stat.S_IMODE((root / kept.thumb).stat().st_mode) == 0o600

    def test_keeping_again_writes_nothing_and_makes_the_files_young(self, picture, root):
        kept = media.keep(picture)
        before = (root / kept.original).stat()
        _age(root, 5)

        assert media.keep(picture) == kept
        after = (root / kept.original).stat()
        assert (after.st_ino, after.st_nlink) == (before.st_ino, before.st_nlink)
        assert time.time() - after.st_mtime < 60

    def test_a_file_that_is_missing_is_written_again(self, picture, root):
        kept = media.keep(picture)
        (root / kept.thumb).unlink()
        media.keep(picture)

        assert (root / kept.thumb).read_bytes() == picture.thumb.data

    def test_eight_at_once_make_one_photo(self, picture, root):
        threads = [threading.Thread(target=media.keep, args=(picture,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(_files(root)) == 3
        assert list(media.altered()) == []


class TestPowerCut:
    @pytest.fixture
    def steps(self, monkeypatch):
        """What is asked of the disk, in order: `sync`, `rename`, `folder`."""
        steps: list[str] = []
        fsync, replace = os.fsync, Path.replace

        def watched_fsync(file):
            steps.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "sync")
            fsync(file)

        def watched_replace(path, target):
            steps.append("rename")
            return replace(path, target)

        monkeypatch.setattr(os, "fsync", watched_fsync)
        monkeypatch.setattr(Path, "replace", watched_replace)
        return steps

    def test_contents_then_names_are_on_the_disk_before_it_returns(self, picture, root, steps):
        media.keep(examine_photo("sample.heif"))
        steps.clear()
        media.keep(picture)

        assert steps == ["sync"] * 3 + ["rename"] * 3 + ["folder"]

    def test_the_folders_themselves_are_made_and_synced_once(self, picture, root, steps):
        media.keep(picture)

        assert steps[0] == "folder"
        assert len(list(root.glob("??"))) == 256

    def test_a_photo_that_is_there_already_has_its_name_synced(self, picture, root, steps):
        media.keep(picture)
        steps.clear()
        media.keep(picture)

        assert steps == ["folder"]


class TestNoRoom:
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
    @pytest.mark.parametrize("at", [1, 2, 3])
    def test_a_full_disk_is_a_clear_refusal_and_leaves_nothing(self, picture, root, monkeypatch, number, at):
        media.keep(examine_photo("sample.heif"))
        before = _files(root)
        write, calls = os.write, []

        def full(file, data):
            calls.append(file)
            if len(set(calls)) >= at:
                raise OSError(number, os.strerror(number))
            return write(file, data[:1000])

        monkeypatch.setattr(os, "write", full)
        with pytest.raises(media.NoRoom) as refused:
            media.keep(picture)

        assert refused.value.status == 503
        assert _files(root) == before

    def test_a_full_disk_when_syncing_leaves_nothing_either(self, picture, root, monkeypatch):
        media.keep(examine_photo("sample.heif"))
        before = _files(root)

        def full(file):
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(media.NoRoom):
            media.keep(picture)

        assert _files(root) == before

    def test_the_last_room_is_left_to_the_database(self, picture, root, monkeypatch):
        monkeypatch.setattr(store, "SPARE_BYTES", 1 << 60)

        with pytest.raises(media.NoRoom):
            media.keep(picture)

        assert _files(root) == []

    def test_a_photo_that_is_there_needs_no_room(self, picture, monkeypatch):
        kept = media.keep(picture)
        monkeypatch.setattr(store, "SPARE_BYTES", 1 << 60)

        assert media.keep(picture) == kept

    def test_another_fault_of_the_disk_is_not_called_a_lack_of_room(self, picture, root, monkeypatch):
        media.keep(examine_photo("sample.heif"))

        def broken(file):
            raise OSError(errno.EIO, "broken")

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="broken"):
            media.keep(picture)

        assert not [name for name in _files(root) if name.endswith(".part")]


class TestOpen:
    @pytest.mark.parametrize("kind", ["original", "shown", "thumb"])
    def test_files_are_opened_by_kind_and_hash(self, picture, kind):
        media.keep(picture)
        expected = {"original": picture.original, "shown": picture.shown.data, "thumb": picture.thumb.data}

        with media.open_file(kind, picture.sha256) as file:
            assert file.read() == expected[kind]

    @pytest.mark.parametrize(
        ("kind", "sha256"),
        [
            ("shown", "0" * 64),
            ("shown", "../../../etc/passwd"),
            ("shown", "0" * 63 + "/"),
            ("shown", "0" * 63 + "\n"),
            ("shown", "A" * 64),
            ("shown", ""),
            ("..", "0" * 64),
            ("lock", "0" * 64),
        ],
    )
    def test_what_is_no_file_of_ours_is_not_found(self, kind, sha256):
        with pytest.raises(NotFound):
            media.open_file(kind, sha256)


class TestSweep:
    def test_what_no_row_points_at_goes_when_it_is_old(self, picture, root):
        media.keep(picture)
        wanted = media.keep(examine_photo("sample.heif"))
        _age(root, 2)

        removed = media.sweep(lambda hashes: {wanted.original[3:67]} & set(hashes), older_than=HOUR)

        assert removed == 3
        assert _files(root) == sorted([wanted.original, wanted.shown, wanted.thumb])

    def test_what_is_young_stays(self, picture, root):
        media.keep(picture)

        assert media.sweep(lambda hashes: set(), older_than=HOUR) == 0

    def test_a_photo_kept_again_while_it_is_being_swept_stays(self, picture, root):
        media.keep(picture)
        _age(root, 2)

        def asked(hashes):
            media.keep(picture)  # a new report sends the same photo before its row is committed
            return set()

        assert media.sweep(asked, older_than=HOUR) == 0
        assert len(_files(root)) == 3

    def test_drafts_of_a_write_that_was_cut_short_go(self, picture, root):
        kept = media.keep(picture)
        draft = (root / kept.original).with_name(f".{picture.sha256}.original.{'0' * 16}.part")
        draft.write_bytes(b"half")
        _age(root, 2)

        assert media.sweep(lambda hashes: set(hashes), older_than=HOUR) == 1
        assert not draft.exists()

    def test_files_of_others_are_let_be(self, picture, root):
        kept = media.keep(picture)
        foreign = (root / kept.original).with_name("notes.txt")
        foreign.write_text("mine")
        _age(root, 2)

        media.sweep(lambda hashes: set(), older_than=HOUR)

        assert foreign.exists()

    def test_rows_are_asked_for_in_batches(self, root, monkeypatch):
        monkeypatch.setattr(store, "SWEEP_BATCH", 4)
        for name in ("sample.heif", "invalid_image01137.jpg", "gps_DSCN0010.jpg"):
            media.keep(examine_photo(name))
        _age(root, 2)
        asked = []

        media.sweep(lambda hashes: asked.append(len(hashes)) or set(), older_than=HOUR)

        assert len(asked) == 3
        assert _files(root) == []


class TestBitRot:
    def test_an_altered_original_is_named(self, picture, root):
        kept = media.keep(picture)
        media.keep(examine_photo("sample.heif"))
        with (root / kept.original).open("r+b") as file:
            file.seek(1000)
            file.write(b"\xff")

        assert list(media.altered()) == [picture.sha256]

    def test_nothing_altered_is_nothing_named(self, picture):
        media.keep(picture)

        assert list(media.altered()) == []
