"""competencies.toml: read with its groups of categories, refused with file and line, loaded like the rest of a pack."""

from pathlib import Path

import pytest
from tests.catalog.small_pack import write

from tanggap.agencies import competencies
from tanggap.agencies.models import Competency
from tanggap.agencies.words import ASSIGNABLE
from tanggap.catalog import handled, pack
from tanggap.catalog.pack import BrokenPack
from tanggap.catalog.pack.rows import Pack

SOUND = """\
[paving]
name = { en = "Paving", nl = "Bestrating" }
levels = [
  { code = "low", name = { en = "low", nl = "laag" } },
  { code = "high", name = { en = "high", nl = "hoog" } },
]
required = [
  { role = "officer" },
  { role = "officer", level = "high", category = "streets" },
]
valid_months = 12
blocks = ["reports.claim_done"]
in_force_on = 2027-01-01
"""


def read(folder: Path, text: str | None) -> Pack:
    return pack.read(write(folder, **{"competencies.toml": text}))


def faults(folder: Path, old: str, new: str) -> list[str]:
    assert SOUND.count(old) == 1
    with pytest.raises(BrokenPack) as broken:
        read(folder, SOUND.replace(old, new))
    return [str(fault) for fault in broken.value.faults]


def test_a_group_stands_for_its_leaves(tmp_path):
    [row] = read(tmp_path, SOUND).competencies

    assert row.required == [
        {"role": "officer", "category": "", "level": "low"},
        {"role": "officer", "category": "hole", "level": "high"},
    ]
    assert (row.valid_months, row.warn_days, row.grace_days, row.blocks) == (12, 60, 30, ["reports.claim_done"])
    assert str(row.in_force_on) == "2027-01-01"


def test_it_may_be_left_out(tmp_path):
    assert read(tmp_path, None).competencies == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"reports.claim_done"', '"reports.claim_don"', 'competencies.toml:12: "reports.claim_don" is no act; did you mean'),
        ("2027-01-01", '"2027-01-01"', 'competencies.toml:13: "in_force_on" must be a day without quotes'),
        ('category = "streets"', 'category = "street"', 'competencies.toml:9: the category "street" is not in categories.toml'),
        ('level = "high", category', 'level = "higher", category', 'competencies.toml:9: "level" is "higher"'),
        ('{ role = "officer" },', '{ role = "oficer" },', 'competencies.toml:8: "role" is "oficer"'),
        ('code = "high"', 'code = "low"', 'competencies.toml:5: the level "low" stands twice'),
        ("valid_months = 12", "valid_month = 12", 'competencies.toml:11: "valid_month" is not known here'),
        (', nl = "Bestrating"', "", 'competencies.toml:2: "name" has no text in the language "nl"'),
        ('{ role = "officer" },', '{ role = "officer", level = "high", category = "hole" },', "competencies.toml:9: this is asked for"),
    ],
)  # fmt: skip
def test_each_fault_names_its_line(tmp_path, old, new, told):
    assert any(fault.startswith(told) for fault in faults(tmp_path, old, new)), faults(tmp_path, old, new)


@pytest.mark.django_db
class TestJakarta:
    def test_it_is_loaded(self):
        codes = [row.code for row in competencies.competencies()]

        assert codes[0] == "penanganan-pengaduan"
        assert list(Competency.objects.order_by("position").values_list("code", flat=True)) == codes

    def test_everybody_who_handles_or_checks_reports_needs_something(self):
        asked = {role for row in competencies.competencies() for role, _category, _level in row.required}

        assert asked == {"officer", "intake", "supervisor", "validator"} <= {role.value for role in ASSIGNABLE}

    def test_it_says_where_to_get_each(self):
        assert all(row.obtain_label and row.evidence for row in competencies.competencies())

    def test_which_categories_a_unit_has_to_do_with(self):
        assert "pohon" in handled.categories_of("kel-31.75.06.1005")
        assert {"jalan", "jembatan"} <= handled.categories_of("sudin-bina-marga-31.75")
        assert "pohon" not in handled.categories_of("sudin-bina-marga-31.75")
        assert handled.categories_of("nowhere") == frozenset()
