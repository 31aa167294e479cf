"""Areas that were joined, divided, renumbered or renamed are still found, and what was reported there counts where it lies now."""

import pytest

from tanggap.core import shelf
from tanggap.places import gazetteer, queries
from tanggap.places.former import read
from tanggap.places.models import Area

pytestmark = pytest.mark.django_db
AREAS = """\
t,kota,Town,
t.1,kecamatan,West,t
t.2,kecamatan,East,t
t.1.1,kelurahan,Willow,t.1
t.1.2,kelurahan,Oak,t.1
t.2.1,kelurahan,Elm,t.2
"""
FORMER = """\
t.1.7,Birch,2024-12-31,t.1.2
t.1.8,Ash,2020-12-31,t.1.7
t.1.9,Forest,2025-06-30,t.1.1;t.1.2
t.9.9,Border,2025-06-30,t.1.2;t.2.1
t.2.1,Old Elm,2023-12-31,t.2.1
t.3.3,Nowhere,2023-12-31,t.3.4
"""


@pytest.fixture(autouse=True)
def town(make_pack):
    """Serve a town of three quarters that had others before."""
    folder = make_pack(AREAS)
    (folder / "areas_former.csv").write_text("code,name,until,became\n" + FORMER, "utf-8")
    Area.objects.update(is_active=False)
    above: dict[str, list[str]] = {}
    for line in AREAS.splitlines():
        code, level, name, parent = line.split(",")
        above[code] = [*above[parent], parent] if parent else []
        Area.objects.create(
            code=code, level=level, name=name, parent_id=parent or None, path=above[code], is_leaf=level == "kelurahan"
        )
    shelf.clear_all()
    yield folder
    shelf.clear_all()


def test_a_former_code_leads_to_its_only_heir_through_heirs_that_are_gone_too():
    assert [queries.current(code) for code in ("t.1.7", "t.1.8", "t.1.2")] == ["t.1.2"] * 3
    assert queries.full_name("t.1.8") == "Oak, West"
    assert queries.is_within("t.1.8", "t.1")


def test_a_divided_area_has_no_code_of_today_but_its_heirs():
    left = queries.former("t.1.9")

    assert queries.current("t.1.9") is None
    assert (left.name, left.until.isoformat(), [row.code for row in left.became]) == (
        "Forest",
        "2025-06-30",
        ["t.1.1", "t.1.2"],
    )


def test_a_divided_area_lies_in_what_its_heirs_lie_in_together():
    assert queries.area("t.1.9").path == ("t", "t.1", "t.1.9")
    assert queries.area("t.9.9").path == ("t", "t.9.9")
    assert (queries.full_name("t.1.9"), queries.full_name("t.9.9")) == ("Forest, West", "Border, Town")
    assert not queries.is_within("t.1.9", "t.1.1")


def test_what_was_reported_in_a_former_area_is_counted_once_and_where_it_lies_now():
    assert queries.leaves("t.1.2") == ["t.1.2", "t.1.7", "t.1.8"]
    assert queries.leaves("t.1") == ["t.1.1", "t.1.2", "t.1.7", "t.1.8", "t.1.9"]
    assert queries.leaves("t") == ["t.1.1", "t.1.2", "t.2.1", "t.1.7", "t.1.8", "t.1.9", "t.9.9"]
    assert queries.leaves("t.1.7") == queries.leaves("t.1.2")


def test_former_areas_are_offered_nowhere():
    assert [row.code for row in queries.areas(level="kelurahan")] == ["t.1.1", "t.1.2", "t.2.1"]


def test_an_area_that_came_to_nothing_is_unknown():
    assert [queries.area(code) for code in ("t.3.3", "t.3.4", "", None)] == [None] * 4
    assert (queries.current("t.3.3"), queries.leaves("t.3.3")) == (None, [])


def test_an_area_says_what_it_comes_from_latest_first():
    assert [row.name for row in queries.formerly("t.1.2")] == ["Border", "Forest", "Birch", "Ash"]
    assert [row.name for row in queries.formerly("t.2.1")] == ["Border", "Old Elm"]
    assert queries.formerly("t.1.1")[0].code == "t.1.9"


def test_a_renamed_area_keeps_its_code_and_is_found_by_both_names():
    Area.objects.filter(code="t.2.1").update(name="New Elm")
    shelf.clear_all()

    assert (queries.current("t.2.1"), queries.former("t.2.1"), queries.full_name("t.2.1")) == (
        "t.2.1",
        None,
        "New Elm, East",
    )


def test_an_area_of_the_pack_is_there_again_when_it_comes_back():
    Area.objects.create(code="t.1.7", level="kelurahan", name="Birch", parent_id="t.1", path=["t", "t.1"], is_leaf=True)
    shelf.clear_all()

    assert (queries.current("t.1.7"), queries.former("t.1.7")) == ("t.1.7", None)
    assert queries.leaves("t.1.2") == ["t.1.2"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("birch", [("Oak", "t.1.2", "kelurahan, formerly Birch")]),
        ("oak", [("Oak", "t.1.2", "kelurahan")]),
        ("forest", [("Willow", "t.1.1", "kelurahan, formerly Forest"), ("Oak", "t.1.2", "kelurahan, formerly Forest")]),
        ("elm", [("Elm", "t.2.1", "kelurahan")]),
        ("old elm", [("Elm", "t.2.1", "kelurahan, formerly Old Elm")]),
    ],
)
def test_the_search_knows_old_names_and_says_the_new_one(typed, found):
    places = gazetteer.suggest(typed)

    assert sorted((place.name, place.area, place.kind_label) for place in places[: len(found)]) == sorted(found)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("t.1.7,Birch,yesterday,t.1.2", 'line 2: "yesterday" is no date; write it as 2026-08-17'),
        ("t.1.7,,2024-12-31,t.1.2", 'line 2: "name" is empty'),
        ("t.1.7,Birch,2024-12-31,", 'line 2: "became" is empty'),
    ],
)
def test_a_broken_line_is_named(town, line, fault):
    (town / "areas_former.csv").write_text("code,name,until,became\n" + line + "\n", "utf-8")

    with pytest.raises(ValueError, match=r"areas_former\.csv") as told:
        read(town)

    assert str(told.value).endswith(fault)


def test_a_pack_without_former_areas_needs_no_file(town):
    (town / "areas_former.csv").unlink()

    assert read(town) == ()


def test_who_is_in_charge_of_an_area_sees_what_was_reported_in_the_former_ones_there():
    assert queries.within("t.1") == ["t.1", "t.1.1", "t.1.2", "t.1.7", "t.1.8", "t.1.9"]
