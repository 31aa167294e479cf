"""`tanggap places locate LON LAT` and `tanggap places suggest TEXT`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("places", *arguments, stdout=out)
    return out.getvalue()


def test_locate_prints_the_way_up():
    assert _run("locate", "106.8272", "-6.1754").splitlines() == [
        "kelurahan: Gambir (31.71.01.1001)",
        "kecamatan: Gambir (31.71.01)",
        "kota: Kota Administrasi Jakarta Pusat (31.71)",
        "provinsi: DKI Jakarta (31)",
    ]


def test_locate_says_when_the_point_is_in_a_gap_or_near_a_border():
    assert "in a gap; the nearest area is 124 m away" in _run("locate", "106.85847", "-6.15125")
    assert "near: Pancoran, Pancoran (31.74.08.1001), 12 m" in _run("locate", "106.8437", "-6.2433")


def test_locate_as_json():
    answer = json.loads(_run("locate", "106.8272", "-6.1754", "--json"))

    assert answer["area"] == "31.71.01.1001"
    assert answer["distance_m"] == 0
    assert [step["name"] for step in answer["path"]][-1] == "DKI Jakarta"


@pytest.mark.parametrize(("lon", "lat"), [("0", "0"), ("nan", "1"), ("106.85", "-6.05"), ("-6.2", "106.85")])
def test_a_refusal_is_an_error_of_the_command(lon, lat):
    with pytest.raises(CommandError):
        _run("locate", lon, lat)


def test_suggest_prints_places():
    assert "landmark: Monumen Nasional, Gambir" in _run("suggest", "monas")
    assert json.loads(_run("suggest", "monas", "--json"))[0]["area"] == "31.71.01.1001"
