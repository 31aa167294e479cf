"""The map and the list hold the same; the address holds the whole choice."""

import json

import pytest
from tests.factories import LAMP, LITTER, PULO_GEBANG, make

from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
LON, LAT = PULO_GEBANG
ELSEWHERE = "106.7,-6.2,106.8,-6.1"
ODD = [
    "bbox=1,2,3",
    "bbox=nan,0,1,1",
    "bbox=9,9,1,1",
    "category=__class__",
    "state=x",
    "area=%00",
    "area='--",
    "category=a&category=b",
]
HERE = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"


def listed(client, **query):
    page = client.get("/peta/", query).content.decode()
    return [part.split("/")[0] for part in page.split('class="item" href="/laporan/')[1:]]


def test_newest_first(client):
    made = [make.report().code for _ in range(3)]

    assert listed(client) == made[::-1]


def test_a_private_report_is_nowhere(client):
    hidden = make.report(visibility="private")
    answers = [
        client.get(path)
        for path in ("/", "/peta/", f"/peta/titik.json?close=1&bbox={HERE}", f"/dekat/?lon={LON}&lat={LAT}")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any(hidden.code in answer.content.decode() for answer in answers)


def on_map(client, **query):
    found = client.get("/peta/titik.json", {"close": 1, "bbox": HERE, **query}).json()
    return [point["href"].split("/")[2] for point in found["points"]]


def test_filters_narrow_list_and_map_alike(client):
    lamp = make.report().code
    litter = make.report(category=LITTER, text="Sampah menumpuk", state=State.IN_PROGRESS).code
    expected = {
        ("category", LAMP): [lamp],
        ("state", "in_progress"): [litter],
        ("state", "open"): [litter, lamp],
        ("state", "closed"): [],
        ("area", "31.75"): [litter, lamp],
        ("area", "31.71"): [],
        ("bbox", HERE): [litter, lamp],
        ("bbox", ELSEWHERE): [],
    }

    assert {choice: listed(client, **dict([choice])) for choice in expected} == expected
    assert {choice: on_map(client, **dict([choice])) for choice in expected} == expected


def test_the_list_goes_on_from_the_last_row(client, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.views.exploring.LIST_ROWS", 2)
    made = [make.report().code for _ in range(5)]
    seen, query = [], ""
    while query is not None:
        page = client.get(f"/peta/{query}").content.decode()
        seen += [part.split("/")[0] for part in page.split('class="item" href="/laporan/')[1:]]
        query = page.split('rel="next" href="')[1].split('"')[0] if 'rel="next"' in page else None

    assert seen == made[::-1]


@pytest.mark.parametrize("query", ["after=zzz", "after=%00"])
def test_a_foreign_cursor_starts_again(client, query):
    assert client.get(f"/peta/?{query}")["Location"] == "/peta/"


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=nan,0,1,1",
        "bbox=9,9,1,1",
        "category=__class__",
        "state=x",
        "area=%00",
        "area='--",
        "category=a&category=b",
    ],
)
def test_odd_addresses_are_read_as_far_as_they_can_be(client, query):
    assert client.get(f"/peta/?{query}").status_code == 200
    assert client.get(f"/peta/titik.json?close=1&{query}").status_code == 200


def test_a_typed_place_becomes_an_area_of_the_address(client):
    assert client.get("/peta/?place=cakung&category=jalan")["Location"] == "/peta/?category=jalan&area=31.75.06"


def test_an_unknown_place_is_said_to_be_unknown(client):
    response = client.get("/peta/", {"place": "qqzzqq"}, follow=True)

    assert "qqzzqq" in response.content.decode()


def test_pins_are_capped(client, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.views.exploring.MOST_POINTS", 2)
    for _ in range(3):
        make.report()
    found = client.get("/peta/titik.json", {"close": 1, "bbox": HERE}).json()

    assert (len(found["points"]), found["more"]) == (2, True)


def test_the_outlines_hold_every_lowest_area_once_and_are_kept(client):
    response = client.get("/peta/wilayah.json", headers={"Accept-Encoding": ""})
    drawn = json.loads(response.content)
    again = client.get("/peta/wilayah.json", headers={"If-None-Match": response["ETag"]})

    assert len({area["code"] for area in drawn["areas"]}) == len(drawn["areas"]) == 267
    assert {label["depth"] for label in drawn["labels"]} == {0, 1, 2}
    assert again.status_code == 304


def test_thinned_outlines_leave_no_holes_and_lose_no_area():
    import shapely

    from tanggap.places.boundaries import boundaries
    from tanggap.web.public import outlines

    full = boundaries()
    drawn = [shapely.geometry.shape(area["shape"]) for area in json.loads(outlines.areas_file().body)["areas"]]
    thin = [shapely.make_valid(shape) for shape in drawn]
    plain = shapely.transform(
        shapely.union_all(thin), lambda points: points * [full.plane.metres_per_lon, full.plane.metres_per_lat]
    )
    whole = shapely.union_all(full.shapes)

    assert plain.symmetric_difference(whole).area / whole.area < 0.01
    assert all(not shape.is_empty for shape in thin)


def test_near_rows_are_open_ones_near_by(client):
    near, far = make.report(), make.report(lon=LON - 0.05)
    closed = make.report(state=State.RESOLVED)
    page = client.get("/dekat/", {"lon": LON, "lat": LAT}).content.decode()

    assert near.code in page
    assert far.code not in page
    assert closed.code not in page


@pytest.mark.parametrize("query", ["", "lon=x&lat=y", "lon=nan&lat=1", "lon=1e9&lat=0"])
def test_near_without_a_usable_point_shows_the_latest(client, query):
    made = make.report()

    assert made.code in client.get(f"/dekat/?{query}").content.decode()
