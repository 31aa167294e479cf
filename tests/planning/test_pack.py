"""The city's own rules of planning: which years are open, and what a broken file is told."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tanggap.catalog.pack.faults import Fault, Faults
from tanggap.catalog.pack.files import Folder
from tanggap.catalog.pack.planning import FILE, check, read

JAKARTA, BALTIMORE = Path("packs/jakarta"), Path("packs/baltimore")


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 3, 31), (2027, 2028, 2029)),
        (date(2026, 4, 1), (2028, 2029, 2030)),
        (date(2026, 12, 31), (2028, 2029, 2030)),
    ],
)
def test_a_year_is_open_until_and_with_its_last_day(today, years):
    assert read(JAKARTA).open_years(today) == years


def test_a_level_takes_its_keepers_from_the_pack():
    city = read(JAKARTA)

    assert [level.code for level in city.levels if level.accepts] == ["kota", "provinsi"]
    assert [city.number(code) for code in ("rw", "provinsi", "gone")] == [0, 4, -1]


def faults(folder: Path, text: str) -> list[Fault]:
    """Return what is wrong with a planning.toml in a pack of one city level and three units."""
    (folder / FILE).write_text(text, "utf-8")
    found = Faults()
    given = SimpleNamespace(
        folder=Folder(folder, found),
        faults=found,
        languages=("en",),
        areas=[SimpleNamespace(level="city"), SimpleNamespace(level="neighborhood")],
        declared={"units.csv": {"finance": 1, "public-works": 2}},
    )
    check(given)
    return found.found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('admits = "10-31"', 'admits = "31-10"', "is no day of a year"),
        ("least = 1000\n", "least = 0\n", "must lie between"),
        ("most = 1000000000\n", "most = 10\n", "must lie between"),
        ('unit = "finance"', 'unit = "finanse"', "is not in units.csv"),
        ('areas = ["city"]', 'areas = ["town"]', "is no level of areas.csv"),
        ("accepts = true", "accepts = false", "one level at least must take proposals"),
        ("people = 30\n", "people = -1\n", "must lie between"),
        ('prefix = "BALP"', 'prefix = "b"', "two to six capital letters"),
        ('code = "federal"', 'code = "capital"', "stands twice"),
        ("ahead = 3", "ahed = 3", "is not known here"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(tmp_path, old, new, told):
    text = (BALTIMORE / FILE).read_text("utf-8")
    assert (old in text, faults(tmp_path, text)) == (True, [])

    assert [fault for fault in faults(tmp_path, text.replace(old, new)) if fault.line and told in fault.message]


def test_a_city_without_the_file_plans_nothing(tmp_path):
    assert read(tmp_path) is None
