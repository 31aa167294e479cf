"""How the checks see a photo, kept between runs: looking costs most of a run's time, and changes only with the code that looks."""

import hashlib
import inspect
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.evidence import edits, retakes, scenes, variants
from tanggap.core.media import render
from tanggap.verification.evidence import features, hashes, index, pixels, seeing, vocabulary
from tanggap.verification.evidence.seeing import Seen

MAKERS: tuple[ModuleType, ...] = (
    scenes,
    variants,
    edits,
    retakes,
    render,
    pixels,
    features,
    hashes,
    vocabulary,
    seeing,
)


@dataclass(frozen=True)
class Looked:
    """A photo as the checks see it, the seconds that looking took, and what its maker says of it (an edit's mask)."""

    seen: Seen
    seconds: float
    note: Any = None


def shown(data: bytes) -> bytes:
    """Return the JPEG that the product keeps and shows of a photo that was sent in."""
    return render.encode(render.render("jpeg", data).shown, render.SHOWN_QUALITY)


def look(data: bytes, note: Any = None) -> Looked:
    """Return how the checks see a photo that was sent in."""
    clean = shown(data)
    begun = time.perf_counter()
    seen = seeing.of_jpeg(clean)
    return Looked(seen, time.perf_counter() - begun, note)


def kept(folder: Path, name: str, make: Callable[[], Looked]) -> Looked:
    """Return what `make` makes, from the last run where no line of the code that makes it was changed since."""
    path = folder / "seen" / code() / hashlib.sha256(name.encode()).hexdigest()
    if path.exists():
        return pickle.loads(path.read_bytes())
    looked = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(looked, pickle.HIGHEST_PROTOCOL))
    part.replace(path)
    return looked


@cache
def code() -> str:
    """Return a name of the code that makes pictures and looks at them, as it stands."""
    sources = [*map(inspect.getsource, MAKERS), inspect.getsource(index.Fingerprint)]
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()[:16]
