"""Whether what a pack says of its people is told of areas that are there, each year once."""

from collections.abc import Collection

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Folder
from tanggap.places import population
from tanggap.places.population import COLUMNS, FILE


def check(folder: Folder, areas: Collection[str], faults: Faults) -> None:
    """Note every fault of the population; a pack without the file has none."""
    if not folder.has(FILE):
        return
    lines: dict[tuple[str, int], int] = {}
    for row in folder.csv(FILE, COLUMNS) or ():
        try:
            one = population.parsed(row.values)
        except ValueError as error:
            faults.add(FILE, row.line, str(error))
            continue
        if one.code not in areas:
            faults.add(FILE, row.line, f'the area "{one.code}" is not in areas.csv{instead(one.code, areas)}')
        if (first := lines.setdefault((one.code, one.year), row.line)) != row.line:
            faults.add(
                FILE,
                row.line,
                f'the people of "{one.code}" in {one.year} are already on line {first}; keep one of them',
            )
