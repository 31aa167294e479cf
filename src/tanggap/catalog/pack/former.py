"""Whether what a pack says of former areas leads somewhere: each to areas that are there, in one way, without going round."""

from collections.abc import Collection

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Folder
from tanggap.places import former
from tanggap.places.former import COLUMNS, FILE, FormerName


def check(folder: Folder, areas: Collection[str], faults: Faults) -> None:
    """Note every fault of the former areas; a pack without the file has none."""
    if not folder.has(FILE):
        return
    found: list[tuple[int, FormerName]] = []
    for row in folder.csv(FILE, COLUMNS) or ():
        try:
            found.append((row.line, former.parsed(row.values)))
        except ValueError as error:
            faults.add(FILE, row.line, str(error))
    gone = {one.code: one for _, one in found if not one.is_renaming}
    lines: dict[tuple[str, str], int] = {}
    for line, one in found:
        key = (one.code, one.name if one.is_renaming else "")
        if key in lines:
            faults.add(FILE, line, f'what became of "{one.code}" is already on line {lines[key]}; keep one of them')
        lines.setdefault(key, line)
        for fault in _faults(one, areas, gone):
            faults.add(FILE, line, fault)


def _faults(one: FormerName, areas: Collection[str], gone: dict[str, FormerName]) -> list[str]:
    if one.code in areas and not one.is_renaming:
        return [f'the area "{one.code}" is still in areas.csv; it became itself if only its name changed']
    unknown = [code for code in one.became if code not in areas and code not in gone]
    if unknown:
        return [f'the area "{code}" that it became is not in areas.csv{instead(code, areas)}' for code in unknown]
    if not former.heirs(one.code, gone, areas):
        return [f'"{one.code}" became what became of it; name an area of areas.csv']
    return []
