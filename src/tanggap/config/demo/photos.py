"""The pictures of the simulated people, taken by processes of their own, a little ahead of the story."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings

from tanggap.config.demo.chance import luck
from tanggap.config.demo.scenes.taking import Shot, begin, take, take_roll
from tanggap.core import media
from tanggap.reports.photos import Taken, Upload

ROLL = 12  # shots that are taken together
AHEAD = 24  # rolls
Picture = tuple[media.Picture, media.Kept]


class Studio:
    """Takes the shots in the order in which they are wanted. Without helpers it takes each when asked."""

    def __init__(self, shots: Iterable[Shot], *, helpers: int) -> None:
        self._rolls = _rolls(shots)
        self._waiting: deque[tuple[list[Shot], Future[list[Picture]]]] = deque()
        self._ready: dict[Shot, Picture] = {}
        self._pool = None
        if helpers:
            given = (str(settings.MEDIA_ROOT), os.getpid())
            self._pool = ProcessPoolExecutor(helpers, get_context("spawn"), initializer=begin, initargs=given)
            self._ask()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def upload(self, shot: Shot, *, use: str) -> Upload:
        """Return a shot as its taker sends it; `use` tells one use of it from another: a fake uses the reporter's again."""
        picture, kept = self._taken(shot)
        name = UUID(bytes=luck(shot.shot, use).randbytes(16), version=4)
        return Upload(picture.original, taken=Taken(picture, kept, name))

    def _taken(self, shot: Shot) -> Picture:
        while shot not in self._ready and self._waiting:
            roll, future = self._waiting.popleft()
            self._ready.update(zip(roll, future.result(), strict=True))
            self._ask()
        return self._ready.pop(shot, None) or take(shot)

    def _ask(self) -> None:
        while self._pool and len(self._waiting) < AHEAD and (roll := next(self._rolls, None)):
            self._waiting.append((roll, self._pool.submit(take_roll, roll)))


def _rolls(shots: Iterable[Shot]) -> Iterator[list[Shot]]:
    roll: list[Shot] = []
    for shot in dict.fromkeys(shots):
        roll.append(shot)
        if len(roll) == ROLL:
            yield roll
            roll = []
    if roll:
        yield roll
