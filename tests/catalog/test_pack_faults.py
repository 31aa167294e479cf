# ruff: noqa: E501 – a case a line reads as a table
"""A broken pack is refused with every fault, each with its file, its line and what to do."""

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack

NAME_EN_ONLY = '"name" has no text in the language "nl"'
CASES = [
    # file, what stood there, what stands there now, line of the fault, words of the fault
    ("pack.toml", 'zoom = 12', 'zoom = 99', 9, '"zoom" is 99; it must lie between 1 and 19'),
    ("pack.toml", 'zoom = 12', 'zoom = "far"', 9, '"zoom" must be a whole number, not \'far\''),
    ("pack.toml", 'zoom = 12\n', '', 1, '"zoom" is missing; it must be a whole number'),
    ("pack.toml", 'zoom = 12', 'zom = 12', 9, '"zom" is not known here; did you mean "zoom"?'),
    ("pack.toml", 'Europe/Amsterdam', 'Europe/Smallville', 5, '"Europe/Smallville" is no time zone; use a name of the tz database'),
    ("pack.toml", '"SV"', '"sv"', 4, '"prefix" is "sv"; it must be two or three capital letters'),
    ("pack.toml", '["en", "nl"]', '["en", "nl", "deutsch"]', 6, '"deutsch" is no language code'),
    ("pack.toml", '["en", "nl"]', '[]', 6, '"languages" must name at least one language'),
    ("pack.toml", ', nl = "Kleinstad"', '', 3, NAME_EN_ONLY),
    ("pack.toml", 'nl = "Kleinstad"', 'nl = "Kleinstad", fr = "Petiteville"', 3, '"name" has a text in "fr", which is no language'),
    ("pack.toml", 'leaf_level = "quarter"', 'leaf_level = "village"', 7, 'no area in areas.csv has the level "village"'),
    ("pack.toml", '[4.5, 52.0]', '[52.0, 4.5]', 8, '"centre" lies outside "bbox"; it is longitude, latitude'),
    ("pack.toml", '[4.5, 52.0]', '[4.5]', 8, '"centre" must be a list of 2 numbers'),
    ("pack.toml", '[4.0, 51.5, 5.0, 52.5]', '[5.0, 51.5, 4.0, 52.5]', 10, '"bbox" must be west, south, east, north'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "disk"', 11, 'the unit "disk" is not in units.csv; did you mean "desk"?'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "roads"', 11, '"roads" must be a unit of the kind "intake"'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "desk"\ndefault_policy = "fast"', 12, 'the policy "fast" is not in policies.toml'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "desk"\ndecider_unit = "disk"', 12, 'the unit "disk" is not in units.csv'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "desk"\ndecider_unit = "audit"', 12, '"audit" verifies, so it cannot decide as well'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "desk"\ndecider_level = "kota"', 12, 'no area office has the level "kota"'),
    ("pack.toml", 'intake_unit = "desk"', 'intake_unit = "desk"\nborder_metres = 2000', 12, '"border_metres" is 2000; it must lie between 0 and 1000'),
    ("pack.toml", '"08:00", "16:00"', '"16:00", "08:00"', 14, '"monday" the office must open before it closes'),
    ("pack.toml", 'monday', 'payday', 14, '"payday" is no weekday'),
    ("pack.toml", '[hours]', '[house]', 13, '"house" is not known here; did you mean "hours"?'),
    ("pack.toml", 'zoom = 12', 'zoom = ', 9, 'this is not TOML'),
    ("areas.csv", 't.2,quarter', 't.1,quarter', 4, 'the code "t.1" is already on line 3; give one of them another'),
    ("areas.csv", 'South,t', 'South,t.7', 4, 'the parent "t.7" is not in areas.csv'),
    ("areas.csv", 'Smallville,', 'Smallville,t.1', 2, 'the area "t" lies below itself; mend its parent "t.1"'),
    ("areas.csv", 'South,t', 'South,t,extra', 4, '5 cells where the header has 4; put cells with commas in quotes'),
    ("areas.csv", 'South,t', 'South,t.1', 3, '"t.1" is of the smallest level "quarter" but has areas below it'),
    ("areas.csv", 't.2,quarter', 't.2,district', 4, '"t.2" has no area of the level "quarter" below it'),
    ("areas.csv", 'South,t', ',t', 4, '"name" is empty'),
    ("areas.csv", 't.2,quarter', 'T 2,quarter', 4, '"T 2" is no code; use small letters'),
    ("areas.csv", 'parent_code', 'parent', 1, 'the column "parent_code" is missing'),
    ("areas.csv", 'South', '"South', 4, 'this is not CSV'),
    ("units.csv", 'Roads,Wegen,agency', 'Roads,Wegen,agancy', 3, '"agancy" is no kind of unit; did you mean "agency"?'),
    ("units.csv", 'branch,quarter,roads', 'branch,quarter,rods', 4, 'the parent "rods" is not in units.csv; did you mean "roads"?'),
    ("units.csv", 'branch,quarter,roads', 'branch,quarter,', 4, 'the branch "roads-1" needs a parent'),
    ("units.csv", 'roads,t.1', 'roads,t.9', 4, 'the area "t.9" is not in areas.csv'),
    ("units.csv", 'Roads,Wegen', 'Roads,', 3, '"name_nl" is empty'),
    ("units.csv", 'agency,town,,,', 'agency,town,roads-1,,', 3, 'the unit "roads" lies below itself'),
    ("units.csv", 'verifier,town', 'agency,town', 0, 'no unit of the kind "verifier" checks reports of the scope "city" (such as "hole")'),
    ("units.csv", 'name_nl,', '', 1, 'the column "name_nl" is missing'),
    ("policies.toml", 'answer_minutes = 360', 'answer_minutes = 0', 3, '"answer_minutes" is 0; it must lie between 1'),
    ("policies.toml", 'answer_minutes = 360', 'answer_minutes = 6.5', 3, '"answer_minutes" must be a whole number, not 6.5'),
    ("policies.toml", 'answer_minutes = 360', 'answer_minutes = true', 3, '"answer_minutes" must be a whole number, not True'),
    ("policies.toml", ', nl = "Standaard"', '', 2, NAME_EN_ONLY),
    ("categories.toml", 'icon = "road"', 'icon = "rode"', 7, '"icon" is "rode"; did you mean "road"?'),
    ("categories.toml", 'icon = "road"', 'policy = "slow"', 7, 'the policy "slow" is not in policies.toml'),
    ("categories.toml", 'icon = "road"', 'scope = "world"', 7, '"scope" is "world"; it must be one of city, province'),
    ("categories.toml", 'icon = "road"', 'near_days = 0', 7, '"near_days" is 0; it must lie between 1'),
    ("categories.toml", 'icon = "road"', 'is_sensitiv = true', 7, '"is_sensitiv" is not known here; did you mean "is_sensitive"?'),
    ("categories.toml", 'parent = "streets"', 'parent = "street"', 5, 'the parent "street" is not in categories.toml'),
    ("categories.toml", 'parent = "streets"\n', '', 4, 'the group "hole" has nothing below it'),
    ("categories.toml", '[streets]', '[hole]', 4, '"hole" is already on line 1; give one of them another code'),
    ("categories.toml", '"area_office", level = "quarter"', '"area_office", level = "street"', 9, 'no unit is of the kind "area_office" and the level "street"'),
    ("categories.toml", 'kind = "area_office", level = "quarter"', 'unit = "desk", of = "roads"', 9, 'a rule needs exactly one of'),
    ("categories.toml", 'kind = "area_office", level = "quarter"', 'unit = "audit"', 9, '"audit" verifies, so it cannot handle reports as well'),
    ("categories.toml", 'kind = "area_office"', 'kind = "verifier"', 9, 'verifiers cannot handle reports as well'),
    ("categories.toml", 'of = "roads"', 'of = "rods"', 10, 'the unit "rods" is not in units.csv; did you mean "roads"?'),
    ("categories.toml", 'role = "competent"', 'role = "helps"', 10, '"role" is "helps"; it must be one of competent, receives'),
    ("categories.toml", '{ kind = "area_office"', '{ role = "competent", kind = "area_office"', 8, '"hole" needs a route that says who receives it'),
    ("categories.toml", 'kind = "choice"', 'kind = "choise"', 13, '"kind" is "choise"; did you mean "choice"?'),
    ("categories.toml", 'kind = "choice"', 'kind = "text"', 13, 'a choice needs at least two options, and only a choice has them'),
    ("categories.toml", 'code = "l"', 'code = "s"', 13, 'two options have the same code'),
    ("categories.toml", ', nl = "Groot"', '', 15, '"label" has no text in the language "nl"'),
    ("categories.toml", '["hole"]', '["Hole"]', 18, 'the keyword "Hole" must be words in small letters'),
    ("categories.toml", '["hole"]', '["pot-hole"]', 18, 'the keyword "pot-hole" must be words in small letters with one space between'),
    ("categories.toml", '["hole"]', '["hole", "hole"]', 18, '"hole" stands twice in "en"'),
    ("categories.toml", 'keywords.en', 'keywords.nl = ["hole"]\nkeywords.en', 18, 'the keyword "hole" stands in another language already'),
    ("categories.toml", 'keywords.en', 'keywords.de', 18, '"de" is not known here'),
    ("channels.toml", 'unit = "desk"', 'unit = "dusk"', 9, 'the unit "dusk" is not in units.csv; did you mean "desk"?'),
    ("channels.toml", 'unit = "desk"', 'unit_level = "region"', 9, 'no unit has the level "region"'),
    ("channels.toml", 'unit = "desk"', 'unit = "desk"\nhours = "all day"', 10, '"hours" must be a table such as'),
    ("channels.toml", 'unit = "desk"', 'unit = "desk"\nhours = { monday = ["09:30", "07:30"] }', 10, '"monday" the office must open before it closes'),
    ("channels.toml", 'adapter = "web"', 'adapter = "web"\nhours = { monday = ["07:30", "09:30"] }', 4, 'only a walk-in channel has opening hours'),
    ("channels.toml", 'unit = "desk"\n', '', 5, 'a walk-in channel needs exactly one of "unit" and "unit_level"'),
    ("channels.toml", 'adapter = "web"\n', '', 1, '"adapter" is missing'),
    ("calendar.csv", '2026-12-25', '25-12-2026', 2, '"25-12-2026" is no date; write it as 2026-08-17'),
    ("calendar.csv", ',no', ',maybe', 2, '"is_working" is "maybe"; write yes or no'),
    ("calendar.csv", ',no\n', ',no\n2026-12-25,Again,Weer,no\n', 3, '2026-12-25 is already on line 2; keep one of them'),
]  # fmt: skip


def faults_of(folder):
    with pytest.raises(pack.BrokenPack) as refused:
        pack.read(folder)
    return list(refused.value.faults)


def test_the_small_pack_is_sound(tmp_path):
    assert pack.read(small_pack.write(tmp_path)).city.code == "smallville"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"), CASES, ids=[f"{case[0]}: {case[4][:40]}" for case in CASES]
)
def test_a_fault_names_its_file_its_line_and_what_to_do(tmp_path, file, old, new, line, words):
    found = faults_of(small_pack.write(tmp_path, **small_pack.edited(file, old, new)))

    assert [fault for fault in found if (fault.file, fault.line) == (file, line) and words in fault.message], found


@pytest.mark.parametrize("file", small_pack.FILES)
def test_a_missing_file_is_one_fault(tmp_path, file):
    found = faults_of(small_pack.write(tmp_path, **{file: None}))

    assert [(fault.file, fault.line) for fault in found] == [(file, 0)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('[pln]\nname = { en = "PLN", nl = "PLN" }\ndoes = { en = "Power", nl = "Stroom" }\n', "say how to reach it"),
        ('[pln]\nname = { en = "PLN" }\ndoes = { en = "Power", nl = "Stroom" }\nphone = "123"\n', '"name" has no text'),
        ('[PLN]\nphone = "123"\n', '"PLN" is no code'),
    ],
)
def test_a_body_that_nobody_can_reach_is_a_fault(tmp_path, body, words):
    (small_pack.write(tmp_path) / "bodies.toml").write_text(body, "utf-8")

    found = faults_of(tmp_path)

    assert [(fault.file, fault.line) for fault in found] == [
        ("bodies.toml", 1 if "say" in words or "no code" in words else 2)
    ]
    assert words in str(found[0])


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("[sample]\nrandom_share = 0.04\n", 2, "share from 0.05 to 1"),
        ("[sample]\nrandom_share = 0.2\nmost_random_share = 0.1\n", 3, "share from 0.2 to 1"),
        ('[sample]\nrandom_share = "all"\n', 2, "share from 0.05 to 1"),
        ('[capacity.visits_of_unit]\n"nobody" = 3\n', 2, "not in units.csv"),
        ("[risk]\nvisit_from = 80\nvisit_always_from = 50\n", 3, "between 80"),
        ("[risk.findings]\nhuge = 5\n", 2, "not known here"),
        ("[rotations]\nrotation_days = 3\n", 1, "not known here"),
    ],
)
def test_rules_of_checking_that_cannot_hold_are_faults(tmp_path, body, line, words):
    (small_pack.write(tmp_path) / "verification.toml").write_text(body, "utf-8")

    found = faults_of(tmp_path)

    assert [(fault.file, fault.line) for fault in found] == [("verification.toml", line)]
    assert words in str(found[0])


def test_a_file_that_is_no_utf8_is_named_with_its_line(tmp_path):
    small_pack.write(tmp_path)
    (tmp_path / "areas.csv").write_bytes(b"code,level,name,parent_code\nt,town,Sm\xe4llville,\n")

    assert ("areas.csv", 2, "this is not UTF-8 text; save the file as UTF-8") in [
        (fault.file, fault.line, fault.message) for fault in faults_of(tmp_path)
    ]


def test_a_folder_that_does_not_exist_says_so(tmp_path):
    found = faults_of(tmp_path / "nowhere")

    assert [str(fault) for fault in found] == ["nowhere: there is no such folder"]


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    small_pack.write(
        tmp_path,
        **small_pack.edited("pack.toml", '"SV"', '"sv"'),
        **small_pack.edited("areas.csv", "South,t", "South,t.7"),
        **small_pack.edited("units.csv", "Roads,Wegen,agency", "Roads,Wegen,agancy"),
        **small_pack.edited("policies.toml", "answer_minutes = 360", "answer_minutes = 0"),
        **small_pack.edited("categories.toml", 'icon = "road"', 'icon = "rode"'),
        **small_pack.edited("channels.toml", 'unit = "desk"', 'unit = "dusk"'),
        **small_pack.edited("calendar.csv", ",no", ",maybe"),
    )

    assert [(fault.file, fault.line) for fault in faults_of(tmp_path)] == [
        ("areas.csv", 4),
        ("calendar.csv", 2),
        ("categories.toml", 7),
        ("channels.toml", 9),
        ("pack.toml", 4),
        ("policies.toml", 3),
        ("units.csv", 3),
    ]


def test_one_unsound_row_does_not_breed_faults_where_it_is_named(tmp_path):
    found = faults_of(small_pack.write(tmp_path, **small_pack.edited("units.csv", "Desk,Balie", "Desk,")))

    assert [str(fault) for fault in found] == ['units.csv:2: "name_nl" is empty']


def test_a_category_that_nobody_receives_somewhere_is_a_fault(tmp_path):
    lost = small_pack.edited("units.csv", "office-2,South office,Kantoor Zuid,area_office,quarter,,t.2,\n", "")

    found = faults_of(small_pack.write(tmp_path, **lost))

    assert [str(fault) for fault in found] == [
        'categories.toml:8: no unit receives "hole" in t.2; add a rule or a unit'
    ]


def test_a_scope_that_nobody_verifies_somewhere_is_a_fault(tmp_path):
    narrowed = small_pack.edited("units.csv", "verifier,town,,,", "verifier,quarter,,t.1,")

    found = faults_of(small_pack.write(tmp_path, **narrowed))

    assert [fault.message for fault in found] == [
        'no unit of the kind "verifier" checks reports of the scope "city" (such as "hole") in t.2'
    ]


def test_a_pack_without_an_active_channel_is_a_fault(tmp_path):
    closed = '[web]\nname = { en = "Web", nl = "Web" }\nadapter = "web"\nis_active = false\n'

    found = faults_of(small_pack.write(tmp_path, **{"channels.toml": closed}))

    assert [str(fault) for fault in found] == ["channels.toml: no channel is active, so nobody could report anything"]


def test_the_refusal_is_readable_as_it_stands(tmp_path):
    small_pack.write(tmp_path / "smallville", **small_pack.edited("pack.toml", '"SV"', '"sv"'))

    with pytest.raises(pack.BrokenPack) as refused:
        pack.read(tmp_path / "smallville")

    assert str(refused.value) == (
        "The city pack smallville has 1 fault. Nothing was loaded.\n"
        'pack.toml:4: "prefix" is "sv"; it must be two or three capital letters'
    )
    assert refused.value.errors == {"pack.toml:4": '"prefix" is "sv"; it must be two or three capital letters'}


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path):
    small_pack.write(tmp_path)
    for file in small_pack.FILES:
        path = tmp_path / file
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert pack.read(tmp_path).areas[0].name == "Smallville"
