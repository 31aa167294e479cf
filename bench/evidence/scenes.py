"""The scenes of the set, and on which side of the split each stands: by a hash of its name, fixed before anything was tuned."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from bench.evidence.fetch import Source, sources

LONG_SIDE = 1024  # of a photo as the set keeps it
TEST_SHARE = 0.6

Photo = NDArray[np.uint8]  # rows, columns, RGB


@dataclass(frozen=True)
class Scene:
    """Photos of one place. `kind`: "alone" one photo, "moved" several standpoints, "fixed" one standpoint, several moments.

    `group` names what was photographed on one occasion; a group stands on one side of the split as a whole.
    """

    name: str
    group: str
    kind: str
    package: str
    licence: str
    views: tuple[tuple[str, Any], ...]

    @property
    def split(self) -> str:
        """Return "train" or "test"."""
        return split_of(self.group)

    def photo(self, folder: Path, view: int = 0) -> Photo:
        """Return one of the photos, upright RGB, its long side at most `LONG_SIDE`."""
        path, part = self.views[view]
        return _opened(folder / "pictures" / self.package / path, part)


def split_of(group: str) -> str:
    """Return the side of the split on which everything of `group` stands."""
    number = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big")
    return "test" if number / 2**64 < TEST_SHARE else "train"


def scenes(split: str | None = None) -> list[Scene]:
    """Return all scenes, or those of one side, by name."""
    found = [scene for source in sources() for scene in _of(source)]
    names = [scene.name for scene in found]
    if len(names) != len(set(names)):
        raise ValueError("two scenes of one name")
    return sorted((one for one in found if split in (None, one.split)), key=lambda one: one.name)


def seed(*names: object) -> int:
    """Return the seed of everything that is drawn for `names`: the same on every machine."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, names)).encode()).digest()[:8], "big")


def _of(source: Source) -> Iterator[Scene]:
    for path in source.alone:
        name = f"{source.package}/{Path(path).stem}"
        yield Scene(name, name, "alone", source.package, source.licence, ((path, None),))
    for row in source.scenes:
        name = f"{source.package}/{row['name']}"
        group = f"{source.package}/{row.get('group', row['name'])}"
        yield Scene(name, group, row["kind"], source.package, source.licence, tuple(_views(row)))


def _views(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for path in row.get("views", ()):
        yield path, None
    for kind in ("video", "heif"):
        for frame in row.get("frames", ()) if kind in row else ():
            yield row[kind], (kind, frame)


@lru_cache(maxsize=64)
def _opened(path: Path, part: Any) -> Photo:
    if part and part[0] == "video":
        return _frame(path, part[1])
    if path.suffix == ".heic":
        import pi_heif

        pi_heif.register_heif_opener()
    with Image.open(path) as file:
        if part and part[0] == "heif":
            file.seek(part[1])
        picture = ImageOps.exif_transpose(file).convert("RGB")
    return _fitted(picture)


def _fitted(picture: Image.Image) -> Photo:
    scale = min(1.0, LONG_SIDE / max(picture.size))
    if scale < 1:
        picture = picture.resize(
            (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
        )
    return np.asarray(picture, np.uint8)


def _frame(path: Path, number: int) -> Photo:
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        for _ in range(number):  # seeking is not exact in every container
            video.grab()
        is_read, picture = video.read()
    finally:
        video.release()
    if not is_read:
        raise ValueError(f"{path.name} has no frame {number}")
    return np.ascontiguousarray(picture[..., ::-1])
