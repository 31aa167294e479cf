"""The script that makes Baltimore's pack from its history loses nothing and invents no more than it says."""

import gzip
from pathlib import Path

import pytest
from tools import baltimore_pack

from tanggap.catalog import pack

HEADER = "ServiceRequestNum,SRType,MethodReceived,CreatedDate,SRStatus,StatusDate,DueDate,CloseDate,Agency,Neighborhood,Latitude,Longitude"
ROWS = (
    "1,TRM-Pothole Repair,Phone,01/01/2018 08:00:00 AM,Closed,,01/03/2018 08:00:00 AM,,Transportation,Canton,39.2,-76.6",
    "2,TRM-Pothole Repair,API,01/01/2018 08:00:00 PM,Closed,,01/03/2018 08:00:00 PM,,Call Center,Mount Holly,39.2,-76.6",
    "3,TRM-Pothole Repair,API,01/01/2018 08:00:00 PM,Closed,,01/06/2018 08:00:00 PM,,Transportation,,39.2,-76.6",
    '4,"HLTH-Animal Failure to Restrain Animal, Known Owner/Known Address",Internal,01/01/2018 08:00:00 AM,New,,,,Health,Canton,,',
    "5,ECC-Language Line,Phone,01/01/2018 08:00:00 AM,Closed,,01/01/2018 08:00:00 AM,,Call Center,Canton,,",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    history = folder / "history.csv.gz"
    history.write_bytes(gzip.compress("\n".join([HEADER, *ROWS, ""]).encode()))
    baltimore_pack.write(baltimore_pack.read(history), folder / "pack")
    messages = folder / "pack" / "messages"
    messages.mkdir()
    (messages / "en.toml").write_bytes((Path(baltimore_pack.PACK) / "messages" / "en.toml").read_bytes())
    return pack.read(folder / "pack")


def test_types_become_two_levels_and_keep_their_names(made):
    assert [(row.code, row.parent, row.name["en"], row.hint.get("en")) for row in made.categories] == [
        ("ecc", None, "Call center", None),
        ("ecc-language-line", "ecc", "Language Line", "ECC-Language Line"),
        ("hlth", None, "Health and animals", None),
        (
            "hlth-animal-failure-to-restrain-animal-known-owner-known-address",
            "hlth",
            "Animal Failure to Restrain Animal, Known Owner/Known Address",
            "HLTH-Animal Failure to Restrain Animal, Known Owner/Known Address",
        ),
        ("trm", None, "Transportation: maintenance", None),
        ("trm-pothole-repair", "trm", "Pothole Repair", "TRM-Pothole Repair"),
    ]


def test_the_usual_agency_receives_and_the_usual_span_is_promised(made):
    pothole = next(row for row in made.categories if row.code == "trm-pothole-repair")

    assert (pothole.routes, pothole.policy) == ([{"unit": "transportation"}], "due-48h")


def test_a_type_without_a_due_date_promises_the_stated_default(made):
    policies = {row.code: (row.policy) for row in made.categories if row.parent}

    assert policies["ecc-language-line"] == "no-due-date"
    assert policies["hlth-animal-failure-to-restrain-animal-known-owner-known-address"] == "no-due-date"


def test_neighbourhoods_are_the_smallest_areas(made):
    assert [(row.code, row.level, row.name) for row in made.areas] == [
        ("baltimore", "city", "Baltimore"),
        ("n-canton", "neighborhood", "Canton"),
        ("n-mount-holly", "neighborhood", "Mount Holly"),
    ]


def test_holidays_are_those_observed(made):
    by_day = {row.on.isoformat(): row.name["en"] for row in made.days}

    assert by_day["2018-11-22"] == "Thanksgiving"
    assert by_day["2021-12-31"] == "New Year's Day"
    assert by_day["2026-05-25"] == "Memorial Day"
    assert "2018-06-19" not in by_day


def test_names_that_would_share_a_code_stop_the_script():
    with pytest.raises(SystemExit, match="mount-holly"):
        baltimore_pack._expect_different(["Mount Holly", "Mount-Holly"], ["mount-holly", "mount-holly"])
