"""Loading a pack changes what differs, at once and once; it deletes nothing, and asks before it switches anything off."""

import dataclasses
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from tests.catalog import small_pack

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Competency, Unit
from tanggap.catalog import pack, queries
from tanggap.catalog.models import CalendarDay, Category, Channel, PackLoad, Policy, PolicyVersion
from tanggap.places import queries as places
from tanggap.places.models import Area

PACKS = Path(__file__).parents[2] / "packs"
JAKARTA = PACKS / "jakarta"
TABLES = (Area, Unit, Policy, Category, Channel, CalendarDay)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def jakarta():
    return pack.read(JAKARTA)


@pytest.fixture
def empty():
    """Have a database without any city."""
    for table in reversed(TABLES):
        table.objects.update(is_active=False)
    Category.objects.filter(parent__isnull=False).delete()
    Category.objects.all().delete()
    Channel.objects.all().delete()
    CalendarDay.objects.all().delete()
    PolicyVersion.objects.all().delete()
    Competency.objects.all().delete()
    Policy.objects.all().delete()
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    Area.objects.update(parent=None)
    Area.objects.all().delete()
    PackLoad.objects.all().delete()


def small(folder, **changes):
    return pack.read(small_pack.write(folder, **changes))


def told(difference):
    return [(change.table, change.code, change.kind, dict(change.fields)) for change in difference.changes]


def test_the_shipped_city_is_loaded_as_its_files_say(jakarta):
    assert pack.difference(jakarta).counts() == {}
    assert Area.objects.filter(is_active=True, is_leaf=True).count() == 267
    assert agencies.unit("sudin-bina-marga-31.75").parent == "dinas-bina-marga"
    assert places.area("31.75.06.1004").path == ("31", "31.75", "31.75.06", "31.75.06.1004")
    assert len(queries.channels()) == 13
    assert queries.category("lampu-jalan").needs_field_check


def test_the_first_load_adds_everything(empty, tmp_path):
    found = pack.load(small(tmp_path))

    assert found.counts() == {
        "area": {"added": 3},
        "unit": {"added": 6},
        "policy": {"added": 1},
        "category": {"added": 2},
        "channel": {"added": 2},
        "day": {"added": 1},
    }
    assert Category.objects.get(code="hole").routes == [
        {"kind": "area_office", "level": "quarter"},
        {"of": "roads", "role": "competent"},
    ]
    assert (PackLoad.objects.get().city, PackLoad.objects.get().changes) == ("smallville", found.counts())


def test_a_second_load_changes_nothing(empty, tmp_path):
    read = small(tmp_path)
    pack.load(read)

    again = pack.load(read)

    assert (again.changes, PackLoad.objects.count()) == ((), 1)


def test_a_change_is_told_field_by_field_and_written(empty, tmp_path):
    pack.load(small(tmp_path))
    changed = small(tmp_path, **small_pack.edited("policies.toml", "answer_minutes = 360", "answer_minutes = 120"))

    before = pack.difference(changed)
    pack.load(changed)

    assert told(before) == [("policy", "standard", "changed", {"answer_minutes": (360, 120)})]
    assert str(before.changes[0]) == "changed policy standard: answer_minutes: 360 → 120"
    assert Policy.objects.get(code="standard").answer_minutes == 120
    assert pack.difference(changed).changes == ()


def test_each_row_keeps_the_fields_that_did_not_change(empty, tmp_path):
    pack.load(small(tmp_path))
    moved = (
        small_pack.FILES["units.csv"]
        .replace("Desk,Balie", "Front desk,Balie")
        .replace("quarter,,t.2", "quarter,desk,t.2")
    )
    pack.load(small(tmp_path, **{"units.csv": moved}))

    desk, office = Unit.objects.get(code="desk"), Unit.objects.get(code="office-2")

    assert (desk.name, desk.kind, desk.level, desk.is_active) == (
        {"en": "Front desk", "nl": "Balie"},
        "intake",
        "town",
        True,
    )
    assert (office.parent_id, office.area_id, office.kind) == ("desk", "t.2", "area_office")


def test_what_a_pack_no_longer_names_is_switched_off_and_never_deleted(empty, tmp_path):
    pack.load(small(tmp_path))
    without = small_pack.edited("units.csv", "roads-1,Roads North,Wegen Noord,branch,quarter,roads,t.1,\n", "")
    read = small(tmp_path, **without)

    found = pack.load(read)

    assert told(found) == [("unit", "roads-1", "deactivated", {})]
    assert agencies.unit("roads-1") is None
    assert Unit.objects.get(code="roads-1").name == {"en": "Roads North", "nl": "Wegen Noord"}
    assert pack.difference(read).changes == ()


def test_what_comes_back_is_switched_on_again(empty, tmp_path):
    whole = small(tmp_path / "whole")
    pack.load(whole)
    without = small_pack.edited("units.csv", "roads-1,Roads North,Wegen Noord,branch,quarter,roads,t.1,\n", "")
    pack.load(small(tmp_path / "without", **without))

    found = pack.load(whole)

    assert told(found) == [("unit", "roads-1", "returned", {"is_active": (False, True)})]
    assert agencies.unit("roads-1").area == "t.1"


def test_a_holiday_that_was_called_off_no_longer_stops_the_clock(empty, tmp_path):
    pack.load(small(tmp_path))

    pack.load(small(tmp_path, **{"calendar.csv": "on,name_en,name_nl,is_working\n"}))

    assert queries.calendar() == queries.Calendar(frozenset(), frozenset())
    assert CalendarDay.objects.count() == 1


def test_a_load_that_breaks_half_way_leaves_nothing(empty, tmp_path, monkeypatch):
    monkeypatch.setattr(Channel.objects.__class__, "bulk_create", _raise)

    with pytest.raises(IntegrityError):
        pack.load(small(tmp_path))

    assert [table.objects.count() for table in (*TABLES, PackLoad)] == [0] * 7


def _raise(*_args, **_options):
    raise IntegrityError


def test_files_that_did_not_change_are_not_even_read(empty, tmp_path, monkeypatch, django_assert_num_queries):
    small_pack.write(tmp_path)
    pack.refresh(tmp_path)
    monkeypatch.setattr("tanggap.catalog.pack.actions.read", _raise)

    with django_assert_num_queries(1):
        loaded = pack.refresh(tmp_path)

    assert (loaded.city, loaded.change) == ("smallville", None)


def test_any_changed_file_is_noticed(empty, tmp_path):
    small_pack.write(tmp_path)
    pack.refresh(tmp_path)
    small_pack.write(tmp_path, **small_pack.edited("pack.toml", "zoom = 12", "zoom = 13"))

    loaded = pack.refresh(tmp_path)

    assert (loaded.change.changes, PackLoad.objects.count()) == ((), 2)


def test_again_puts_back_what_was_changed_by_hand(empty, tmp_path):
    small_pack.write(tmp_path)
    pack.refresh(tmp_path)
    Unit.objects.filter(code="desk").update(contact="by hand")

    loaded = pack.refresh(tmp_path, again=True)

    assert told(loaded.change) == [("unit", "desk", "changed", {"contact": ("by hand", "")})]


def test_switching_rows_off_needs_somebody_who_agrees(empty, tmp_path):
    small_pack.write(tmp_path)
    pack.refresh(tmp_path)
    small_pack.write(tmp_path, **{"calendar.csv": "on,name_en,name_nl,is_working\n"})

    with pytest.raises(pack.NotConfirmed, match="switch off day 2026-12-25"):
        pack.refresh(tmp_path)
    assert CalendarDay.objects.get().is_active

    pack.refresh(tmp_path, agreed=True)
    assert not CalendarDay.objects.get().is_active


def test_another_city_over_the_first_one_needs_somebody_who_agrees(tmp_path):
    small_pack.write(tmp_path)

    with pytest.raises(pack.NotConfirmed, match='This database holds the city "jakarta"'):
        pack.refresh(tmp_path)

    assert Area.objects.filter(is_active=True).count() == 318


def test_baltimore_lives_in_the_same_tables(empty):
    read = pack.read(PACKS / "baltimore")

    pack.load(read)

    assert pack.difference(read).changes == ()
    assert places.full_name("n-federal-hill") == "Federal Hill, Baltimore"
    assert len(queries.leaves()) == 218
    assert queries.policy(queries.category("trm-pothole-repair").policy).resolve_minutes == 48 * 60
    assert [channel.code for channel in queries.channels()][:2] == ["phone", "api"]


def test_jakarta_can_be_replaced_and_comes_back_whole(jakarta):
    baltimore = pack.read(PACKS / "baltimore")

    pack.load(baltimore)
    assert {unit.code.split("-")[0] for unit in agencies.units()} & {"kel", "dinas"} == set()
    pack.load(jakarta)

    assert pack.difference(jakarta).changes == ()
    assert len(agencies.units()) == len(jakarta.units)


def test_the_digest_follows_names_and_contents(tmp_path):
    first = small(tmp_path / "one").digest

    assert small(tmp_path / "two").digest == first
    (tmp_path / "two" / "areas.csv").write_text(small_pack.FILES["areas.csv"] + "\n", "utf-8")
    assert pack.read(tmp_path / "two").digest != first


def test_a_pack_cannot_be_changed_in_memory(jakarta):
    with pytest.raises(dataclasses.FrozenInstanceError):
        jakarta.digest = "another"


def run(*arguments):
    out = io.StringIO()
    call_command("pack", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_validates_without_a_database():
    assert run("validate", str(JAKARTA)).startswith("jakarta: sound. 318 areas, ")


def test_the_command_prints_faults_for_people_and_for_machines(tmp_path):
    small_pack.write(tmp_path, **small_pack.edited("pack.toml", '"SV"', '"sv"'))

    with pytest.raises(CommandError, match=r'pack\.toml:4: "prefix" is "sv"'):
        run("validate", str(tmp_path))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("pack", "validate", str(tmp_path), "--json", stdout=out)

    assert json.loads(out.getvalue()) == {
        "ok": False,
        "faults": [
            {"file": "pack.toml", "line": 4, "message": '"prefix" is "sv"; it must be two or three capital letters'}
        ],
    }


def test_the_command_shows_a_difference_and_loads_it(empty, tmp_path):
    small_pack.write(tmp_path)

    shown = run("diff", str(tmp_path))
    loaded = json.loads(run("load", str(tmp_path), "--json"))

    assert shown.splitlines()[0] == "added area t"
    assert shown.splitlines()[-1] == "day: 1 added"
    assert (loaded["ok"], loaded["unchanged"], loaded["counts"]["unit"]) == (True, False, {"added": 6})
    assert run("load", str(tmp_path)) == "smallville: no file of the pack changed since the last load.\n"
    assert run("diff", str(tmp_path)) == "Nothing would change.\n"
    assert run("load", str(tmp_path), "--again") == "smallville: loaded, nothing changed.\n"


def test_the_command_asks_for_agreement(tmp_path):
    small_pack.write(tmp_path)

    with pytest.raises(CommandError, match="repeat with --yes"):
        run("load", str(tmp_path))
    assert "switch" not in run("load", str(tmp_path), "--yes")
