"""Whether a pack's boundaries and landmarks fit its areas: read by the very functions that serve them."""

import re
from collections.abc import Collection

from tanggap.catalog.pack.faults import Faults
from tanggap.catalog.pack.files import Folder
from tanggap.places import boundaries, landmarks, names

BOUNDARIES, LANDMARKS = "areas.geojson.gz", "landmarks.csv"
_LINE = re.compile(r"^.*?(?:, line (?P<line>\d+)|, (?P<feature>feature \d+))?: (?P<fault>.+)$", re.DOTALL)


def check(folder: Folder, leaves: Collection[str], faults: Faults) -> None:
    """Note a fault of the boundaries, each of the smallest areas (`leaves`) that has none, and a fault of the landmarks."""
    try:
        shapes = boundaries.read(folder.path)
    except (OSError, ValueError, KeyError, EOFError) as error:
        _add(BOUNDARIES, error, faults)
    else:
        for code in sorted(set(leaves) - set(shapes.codes)) if shapes else ():
            faults.add(BOUNDARIES, 0, f'the area "{code}" has no boundary; add it, or leave the whole file out')
    try:
        landmarks.read(folder.path, names.read(folder.path))
    except (OSError, ValueError) as error:
        _add(LANDMARKS, error, faults)


def _add(file: str, error: Exception, faults: Faults) -> None:
    told = _LINE.match(str(error)) if file in str(error) else None
    if told is None:
        faults.add(file, 0, f"this file cannot be read: {error}")
    else:
        feature = f"{told['feature']}: " if told["feature"] else ""
        faults.add(file, int(told["line"] or 0), feature + told["fault"])
