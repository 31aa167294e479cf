"""Photos on disk: named by the SHA-256 of the original's bytes, whole or absent, never overwritten.

`MEDIA_ROOT/ab/abcdef….original` stays private; `….shown.jpg` and `….thumb.jpg` are the clean pictures. A file is on the
disk, and so is its name, before `keep` returns: a row may be committed that points at it (P2). What no row points at is
swept later. Keepers share a lock, the sweeper takes it alone, so that it cannot remove what is just being kept again.
"""

import errno
import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tanggap.core.media.door import Picture
from tanggap.core.refusal import NotFound, Refusal

SUFFIXES = {"original": ".original", "shown": ".shown.jpg", "thumb": ".thumb.jpg"}
SPARE_BYTES = 100 * 1024 * 1024  # left to the database when the disk fills up
SWEEP_BATCH = 500
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OURS = re.compile(r"(?P<sha256>[0-9a-f]{64})\.(?:original|shown\.jpg|thumb\.jpg)")
_DRAFT = re.compile(r"\.[0-9a-f]{64}\.[a-z.]+\.[0-9a-f]{16}\.part")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoom(Refusal):
    """The disk is full, or nearly: nothing of the photo was kept."""

    message = _("There is no room for photos just now. Please send your report without photos, or try again later.")
    status = 503
    field = "photos"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the files of a photo lie, relative to `MEDIA_ROOT`."""

    original: str
    shown: str
    thumb: str


def keep(picture: Picture) -> Kept:
    """Store a photo's three files and return where. They survive a power cut from here on. Doing it again is harmless.

    Never inside a transaction. Raises NoRoom; then no part of a file is left.
    """
    root = _root()
    contents = {"original": picture.original, "shown": picture.shown.data, "thumb": picture.thumb.data}
    targets = {kind: root / relative(kind, picture.sha256) for kind in contents}
    with _locked(root, fcntl.LOCK_SH):
        missing = {targets[kind]: content for kind, content in contents.items() if not _touched(targets[kind])}
        _check_room(root, sum(map(len, missing.values())))
        _write(missing)
        _sync_folder(targets["original"].parent)
    return Kept(**{kind: relative(kind, picture.sha256) for kind in contents})


def relative(kind: str, sha256: str) -> str:
    """Return where a file of a photo lies below `MEDIA_ROOT`. Raises NotFound for what cannot be a file of ours."""
    if kind not in SUFFIXES or not _SHA256.fullmatch(sha256):
        raise NotFound
    return f"{sha256[:2]}/{sha256}{SUFFIXES[kind]}"


def open_file(kind: str, sha256: str) -> BinaryIO:
    """Return a file of a photo, opened for reading: `original`, `shown` or `thumb`. Raises NotFound."""
    try:
        return (_root() / relative(kind, sha256)).open("rb")
    except FileNotFoundError:
        raise NotFound from None


def sweep(referenced: Callable[[Collection[str]], Collection[str]], *, older_than: timedelta) -> int:
    """Remove the files of photos that no row points at, and drafts of interrupted writes; return how many files.

    `referenced` is given some SHA-256 and returns those that rows point at. Only what nobody kept again for `older_than`
    is removed; that must be much longer than a request takes.
    """
    root, oldest = _root(), time.time() - older_than.total_seconds()
    removed = 0
    for batch in _batches(_old_files(root, oldest)):
        wanted = set(referenced({sha256 for _, sha256 in batch if sha256}))
        with _locked(root, fcntl.LOCK_EX):
            for path, sha256 in batch:
                if sha256 not in wanted and path.stat().st_mtime <= oldest:
                    path.unlink()
                    removed += 1
    return removed


def discard(sha256: str, referenced: Callable[[Collection[str]], Collection[str]], *, older_than: timedelta) -> bool:
    """Remove the files of one photo now, and return whether none is left to remove; asked as `sweep` asks.

    False for one that somebody kept again within `older_than`: a report with it may be about to be written. Raises OSError.
    """
    root, oldest = _root(), time.time() - older_than.total_seconds()
    with _locked(root, fcntl.LOCK_EX):
        if sha256 in referenced({sha256}):
            return True
        paths = [path for kind in SUFFIXES if (path := root / relative(kind, sha256)).exists()]
        if any(path.stat().st_mtime > oldest for path in paths):
            return False
        for path in paths:
            path.unlink()
        if paths:
            _sync_folder(paths[0].parent)
    return True


def altered() -> Iterator[str]:
    """Yield the SHA-256 of every photo whose original no longer has it: bit rot, or somebody's hand."""
    for path in sorted(_root().glob("??/*" + SUFFIXES["original"])):
        sha256 = path.name.split(".")[0]
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                yield sha256


def _root() -> Path:
    """Return `MEDIA_ROOT` with its 256 folders, made once: then a new file needs only its own folder synced."""
    root = Path(settings.MEDIA_ROOT)
    if not (root / ".ready").exists():
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _full_disk_is_no_room():
            for number in range(256):
                (root / f"{number:02x}").mkdir(mode=0o700, exist_ok=True)
            os.close(os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600))
            _sync_folder(root)
            os.close(os.open(root / ".ready", os.O_RDWR | os.O_CREAT, 0o600))
    return root


@contextmanager
def _locked(root: Path, how: int) -> Iterator[None]:
    lock = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


@contextmanager
def _full_disk_is_no_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise


def _check_room(root: Path, needed: int) -> None:
    disk = os.statvfs(root)
    if needed and disk.f_bavail * disk.f_frsize - needed < SPARE_BYTES:
        raise NoRoom


def _touched(path: Path) -> bool:
    """Return whether the file is there, and if so make it young: the sweeper lets it be."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write(contents: dict[Path, bytes]) -> None:
    """Put each content at its path, 0600. All are written before the first is synced: the disk then works once."""
    drafts: dict[Path, Path] = {}
    files: list[int] = []
    try:
        with _full_disk_is_no_room():
            for path, content in contents.items():
                drafts[path] = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
                files.append(os.open(drafts[path], os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
                view = memoryview(content)
                while view:
                    view = view[os.write(files[-1], view) :]
            for file in files:
                os.fsync(file)
            for path in contents:
                drafts.pop(path).replace(path)
    finally:
        for file in files:
            os.close(file)
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _old_files(root: Path, oldest: float) -> Iterator[tuple[Path, str]]:
    """Yield the files last kept before `oldest` with their photo's SHA-256, empty for drafts. Others' files are let be."""
    for folder in sorted(root.glob("??")):
        for path in sorted(folder.iterdir()):
            ours = _OURS.fullmatch(path.name)
            if (ours or _DRAFT.fullmatch(path.name)) and path.stat().st_mtime <= oldest:
                yield path, ours["sha256"] if ours else ""


def _batches(files: Iterator[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    batch: list[tuple[Path, str]] = []
    for file in files:
        batch.append(file)
        if len(batch) >= SWEEP_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
