"""City packs: `read` a folder, see the `difference`, `load` it. docs/packs.md describes the files."""

from tanggap.catalog.pack.actions import Loaded, NotConfirmed, load, refresh
from tanggap.catalog.pack.difference import Change, Difference, difference
from tanggap.catalog.pack.faults import BrokenPack, Fault
from tanggap.catalog.pack.reading import read
from tanggap.catalog.pack.rows import Pack

__all__ = [
    "BrokenPack",
    "Change",
    "Difference",
    "Fault",
    "Loaded",
    "NotConfirmed",
    "Pack",
    "difference",
    "load",
    "read",
    "refresh",
]
